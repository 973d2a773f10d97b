"""A desk: a data folder, forms and files laid on it, imports as the command makes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook

from thuocdo.facts import read
from thuocdo.surveys.rounds import Codebook, Order, Outcome, Round, import_files
from thuocdo.surveys.rounds.xlsform import read_xlsform
from thuocdo.units import Codes, communes, written

NOW = datetime(2026, 6, 1, 5, tzinfo=UTC)
VI, EN = "label::Tiếng Việt (vi)", "label::English (en)"
HEADS = ("type", "name", VI, EN, "appearance", "constraint")
LISTS = ("list_name", "name", VI, EN, "missing")

SURVEY = (
    ("start", "start"),
    ("end", "end"),
    ("text", "ho_ten", "Họ và tên", "Full name"),
    ("integer", "dien_thoai", "Số điện thoại", "Phone number"),
    ("text", "village", "Thôn", "Village"),
    ("begin_group", "phuc_vu", "Phục vụ", "Service"),
    ("select_one muc", "q1", "Thái độ của công chức", "Attitude of officials", "likert"),
    ("select_multiple kenh", "q2", "Đã nộp hồ sơ qua kênh nào?", "Channels used"),
    ("end_group",),
    ("begin_group", "ho", "Hộ", "Household"),
    ("integer", "tuoi", "Tuổi", "Age", "", ". >= 18 and . <= 110"),
    ("decimal", "quang_duong", "Quãng đường (km)", "Distance (km)"),
    ("select_one gioi", "gioi", "Giới tính", "Sex"),
    ("end_group",),
    ("geopoint", "vi_tri", "Vị trí", "Position"),
    ("begin_repeat", "thanh_vien", "Thành viên", "Members"),
    ("text", "ten_tv", "Tên", "Name"),
    ("end_repeat",),
    ("text", "gop_y", "Góp ý", "Comments"),
)
CHOICES = (
    ("muc", "1", "Rất không hài lòng", "Very dissatisfied"),
    ("muc", "2", "Không hài lòng", "Dissatisfied"),
    ("muc", "3", "Bình thường", "Neutral"),
    ("muc", "4", "Hài lòng", "Satisfied"),
    ("muc", "5", "Rất hài lòng", "Very satisfied"),
    ("muc", "98", "Không biết", "Don't know", "1"),
    ("kenh", "1", "Một cửa", "One-stop"),
    ("kenh", "2", "Trực tuyến", "Online"),
    ("kenh", "3", "Bưu điện", "Post"),
    ("gioi", "nam", "Nam", "Male"),
    ("gioi", "nu", "Nữ", "Female"),
)


def workbook(path: Path, sheets: dict[str, list]) -> Path:
    """A workbook of ``sheets`` (name → rows) at ``path``."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def xlsform(path: Path, survey=SURVEY, choices=CHOICES, **more) -> Path:
    """An XLSForm at ``path``; ``more`` are further sheets."""
    heads, lists = more.pop("heads", HEADS), more.pop("lists", LISTS)
    sheets = {"survey": [heads, *survey], "choices": [lists, *choices], **more}
    return workbook(path, sheets)


@dataclass
class Desk:
    home: Path
    folder: Path
    communes: Codes
    book: Codebook | None = None
    outcomes: list[Outcome] = field(default_factory=list)

    def csv(self, name: str, text: str, encoding: str = "utf-8") -> Path:
        path = self.folder / name
        path.write_bytes(text.encode(encoding))
        return path

    def load(self, *paths: Path, book="own", into="dot-1", mapping=(), at=lambda _: None):
        book = self.book if book == "own" else book
        order = Order(paths, into, book, tuple(mapping), self.communes, NOW)
        self.outcomes.append(import_files(order, self.home, at))
        return self.outcomes[-1]

    def round(self, name: str = "dot-1") -> Round:
        return Round(self.home, name)

    def rows(self, name: str = "dot-1") -> pl.DataFrame:
        return self.round(name).respondents()

    def files(self) -> dict[str, bytes]:
        found = (self.home / "surveys").rglob("*")
        return {
            path.relative_to(self.home).as_posix(): path.read_bytes()
            for path in found
            if path.is_file()
        }


@pytest.fixture(scope="session")
def commune_codes() -> Codes:
    known = read()
    return written(known, communes(known)).codes


@pytest.fixture
def desk(tmp_path, commune_codes) -> Desk:
    home, folder = tmp_path / "home", tmp_path / "desk"
    home.mkdir()
    folder.mkdir()
    made = Desk(home, folder, commune_codes)
    made.book = read_xlsform(xlsform(folder / "phieu.xlsx"))
    return made
