"""Personal data planted in every column, list and format: nowhere under THUOCDO_HOME, not a word.

Looked through: parts, logs of changes, manifests, digests of measures, error files (unpacked),
versions kept and compacted, and all that the commands say.
"""

from __future__ import annotations

import io
import json
import unicodedata
import zipfile
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook
from tests.dossiers.conftest import KEY, ROW

from thuocdo.dossiers.lake.fields import FIELDS, SCHEMA

NAME, NUMBER, PHONE = "Nguyễn Thị Tuyệt Mật", "033199012345", "0987654321"
VALUES = (
    NAME,
    "NGUYENTHITUYETMAT",
    NUMBER,
    PHONE,
    "+84 987 654 321",
    "098.765.4321",
    "tuyetmat@example.vn",
    "Số 12 ngõ Bí Ẩn, phường Phố Hiến",
    f"Xin cấp lại cho bà Tuyệt Mật, số {NUMBER}, điện thoại {PHONE}",
)
# No leading zeros: a number may have lost them on its way.
PLANTED = ("tuyệt mật", "tuyetmat", "tuyet mat", "33199012345", "987654321", "bí ẩn", "tuyetmat@")
PLANTED = (*PLANTED, "987 654 321", "98.765.4321", "ngõ bí")
EXTRA = {
    "ChuHoSo": NAME,
    "SoDienThoai": PHONE,
    "Email": "tuyetmat@example.vn",
    "DiaChi": "Số 12 ngõ Bí Ẩn",
    "TrichYeuHoSo": VALUES[-1],
    "SoGiayToChuHoSo": NUMBER,
    "NguoiXuLy": NAME,
}


def rows(prefix: str) -> list[dict]:
    """Good rows with people beside them, and a row for every value in every column we keep."""
    good = [EXTRA | {"MaHoSo": f"H31.12-25060{n % 9 + 1}-{prefix}{n}"} for n in range(60)]
    good = [one | {"NgayTiepNhan": "2025-06-09T08:30:00"} for one in good]
    wrong = [
        EXTRA | {"MaHoSo": f"H31.12-250609-{prefix}9{place}{number}", field.name: value}
        for place, field in enumerate(FIELDS)
        for number, value in enumerate(VALUES)
    ]
    return [ROW | one for one in [*good, *wrong]]


def nested(value: str) -> dict:
    return {
        "DanhSachHoSoBoSung": [
            {"NgayBoSung": "2025-06-10", "NoiDungBoSung": value, "NguoiYeuCauBoSung": value},
            {"NgayBoSung": value, "NgayTiepNhanBoSung": value},
        ],
        "TaiLieuNop": [{"TenTepDinhKem": value, "DuocSoHoa": value, "MaThanhPhan": value}],
        "DanhSachGiayToKetQua": [{"TenGiayTo": value, "DuongDanTepTinKetQua": value}],
        "DanhSachLePhi": [{"TenPhiLePhi": value, "Gia": value}],
        "DSKetNoiCSDL": [{"MaCSDL": value}],
        "TienTrinh": [
            {"ThoiDiemXuLy": "2025-06-10", "NguoiXuLy": value, "ChucDanh": value}
            | {"PhongBanXuLy": value, "NoiDungXuLy": value, "TrangThai": value},
        ],
        "DSDangKyKinhDoanh": [{"DiaChi": value, "CoDong": [{"HoTen": value}]}],
    }


def saved(path: Path, given: list[dict]) -> Path:
    heads = list(dict.fromkeys(head for row in given for head in row))
    if path.suffix == ".jsonl":
        lists = [ROW | {"MaHoSo": f"H31.12-250603-7{n}"} | nested(v) for n, v in enumerate(VALUES)]
        broken = [json.dumps(EXTRA)[:-1], NAME]
        lines = [json.dumps(row, ensure_ascii=False) for row in [*given, *lists]]
        path.write_text("\n".join([*lines, *broken]), encoding="utf-8")
    elif path.suffix == ".xlsx":
        book = Workbook()
        book.active.append(heads)
        for row in given:
            book.active.append([row.get(head) for head in heads])
        book.save(path)
    else:
        table = pl.DataFrame(given, dict.fromkeys(heads, pl.String))
        if path.suffix == ".parquet":
            table.write_parquet(path)
        else:
            torn = f'"{NAME}","{NUMBER}",{PHONE},a\n'
            path.write_text(table.write_csv() + torn * 2, encoding="utf-8")
    return path


def words_of(path: Path) -> str:
    """All a file says: its bytes, unpacked, and read as what it is."""
    said = [path.name, path.read_bytes().decode("utf-8", "ignore")]
    if path.suffix == ".parquet":
        said.append(pl.read_parquet(path).write_csv())
    elif path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            said += [book.read(name).decode("utf-8") for name in book.namelist()]
    elif path.suffix == ".json":
        said.append(json.dumps(json.loads(path.read_text("utf-8")), ensure_ascii=False))
    return unicodedata.normalize("NFC", "\n".join(said)).lower()


def found_in(texts: dict[str, str]) -> list[tuple[str, str]]:
    return [(word, place) for place, text in texts.items() for word in PLANTED if word in text]


@pytest.fixture
def used(desk, command, monkeypatch):
    """A lake that has lived: four formats, a log of changes, measures, a frozen version."""
    monkeypatch.setenv("THUOCDO_HOME", str(desk.home))
    monkeypatch.setenv("THUOCDO_DOSSIER_KEY", KEY)
    said = {}

    def call(*words: str, code: int = 0) -> None:
        done, out, err = command("dossiers", *words)
        assert done == code, err
        said[" ".join(words)] = (out + err).lower()

    for number, suffix in enumerate((".csv", ".jsonl", ".xlsx", ".parquet")):
        path = saved(desk.folder / f"a{suffix}", rows(str(number)))
        call("import", str(path), *(["--json"] if number % 2 else []))
        path.unlink()
    newer = ROW | EXTRA | {"TrangThaiHoSo": "9", "NgayCapNhat": "2025-06-30", "DonViXuLy": "11953"}
    few = [newer | {"MaHoSo": f"H31.12-25060{n % 9 + 1}-0{n}"} for n in range(5)]
    call("import", str(saved(desk.folder / "b.csv", few)))
    call("import", str(saved(desk.folder / "c.pdf", few)), code=2)
    call("measure", "--year", "2025")
    call("measure", "--year", "2025", "--measure", "processing_time", "--by", "unit,quarter")
    call("freeze", "2", "--name", "Báo cáo")
    call("compact", "--keep", "1")
    call("measure", "--year", "2025", "--json")
    call("versions", "--json")
    call("verify", "--all", "--json")
    desk.said = said
    return desk


def test_nothing_of_a_person_is_written_or_said(used, caplog):
    files = [one for one in used.home.rglob("*") if one.is_file()]
    texts = {one.relative_to(used.home).as_posix(): words_of(one) for one in files}
    folders = {name.split("/")[0] for name in texts} | {
        "/".join(name.split("/")[:2]) for name in texts
    }
    kept = ("parts", "manifests", "digests", "frozen.json")
    assert {"dossier-errors", *(f"lake/{one}" for one in kept)} <= folders
    assert found_in(texts | used.said | {"log": caplog.text.lower()}) == []


def test_the_logs_of_changes_and_the_digests_are_among_what_is_looked_through(
    desk, command, monkeypatch
):
    monkeypatch.setenv("THUOCDO_HOME", str(desk.home))
    monkeypatch.setenv("THUOCDO_DOSSIER_KEY", KEY)
    assert command("dossiers", "import", str(saved(desk.folder / "a.csv", rows("1"))))[0] == 0
    more = [ROW | EXTRA | {"MaHoSo": f"H31.12-250601-1{n}0", "NgayTra": PHONE} for n in range(3)]
    more += [one | {"NgayTra": "", "TrangThaiHoSo": "6"} for one in more]
    assert command("dossiers", "import", str(saved(desk.folder / "b.csv", more)))[0] == 0
    assert command("dossiers", "measure", "--year", "2025")[0] == 0
    files = [one for one in desk.home.rglob("*") if one.is_file()]
    texts = {one.relative_to(desk.home).as_posix(): words_of(one) for one in files}
    assert any(name.startswith("lake/changes/") for name in texts)
    assert any("digests" in name for name in texts), sorted(texts)
    assert found_in(texts) == []


def test_people_stay_the_same_and_cannot_be_read_back(used):
    lake = used.lake.manifest()
    made = pl.concat(pl.read_parquet(used.lake.path_of(one)) for one in lake.parts)
    held = made.filter(pl.col("applicant").is_not_null())
    assert held.height > 200 and held["applicant"].str.contains("^@[0-9a-f]{32}$").all()
    usual = held.group_by("applicant").len().sort("len")["len"][-1]
    assert usual > 200, "one person, one hash, through every format"
    assert set(made.columns) == set(SCHEMA)


@pytest.mark.parametrize("kind", [".parquet", ".xlsx", ".json", ".txt"])
def test_the_test_would_find_it(tmp_path, kind):
    path = tmp_path / f"a{kind}"
    if kind == ".parquet":
        pl.DataFrame({"a": [NAME] * 5, "n": [987654321] * 5}).write_parquet(path)
    elif kind == ".xlsx":
        out = Workbook()
        out.active.append([NAME, 987654321])
        held = io.BytesIO()
        out.save(held)
        path.write_bytes(held.getvalue())
    else:
        path.write_text(json.dumps([NAME, PHONE], ensure_ascii=kind == ".json"), encoding="utf-8")
    words = {word for word, _ in found_in({"a": words_of(path)})}
    assert "987654321" in words and "tuyệt mật" in words
