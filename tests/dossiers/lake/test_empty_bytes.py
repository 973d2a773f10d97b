"""Half-copied files end in empty bytes: refused in words, whatever their size, soon and small."""

from __future__ import annotations

import csv
import json
import os

import pytest
from tests.dossiers.conftest import ROW

from thuocdo.dossiers.lake import importing, reading_json, reading_text
from thuocdo.errors import ThuocDoError

HUGE = 5_000_000_000  # bytes, sparse: nothing of it is on the disk
HEAD = ",".join(ROW)


def line(number: int) -> str:
    return ",".join((ROW | {"MaHoSo": f"H31.12-250609-{number}"}).values())


def message(number: int) -> str:
    return json.dumps(ROW | {"MaHoSo": f"H31.12-250609-{number}"})


def refused(desk, path) -> str:
    before = desk.state()
    with pytest.raises(ThuocDoError) as told:
        desk.load(path)
    assert told.value.code == "DOSSIER-001"
    assert desk.state() == before
    return str(told.value)


@pytest.fixture
def counted(monkeypatch):
    """How many pieces were decoded; the whole file must not be read for its checksum first."""
    read = []
    pieces = reading_text.pieces

    def told(path):
        for one in pieces(path):
            read.append(len(one))
            yield one

    monkeypatch.setattr(reading_text, "pieces", told)
    monkeypatch.setattr(reading_json, "pieces", told)

    def never(path):
        raise AssertionError("all of the file was read")

    monkeypatch.setattr(importing, "checksum", never)
    return read


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".txt"])
@pytest.mark.parametrize("good", [0, 3, 450_000])
def test_a_file_with_a_sparse_tail_of_gigabytes(desk, counted, suffix, good):
    path = desk.folder / f"half{suffix}"
    made = message if suffix == ".jsonl" else line
    lines = [*([] if suffix == ".jsonl" else [HEAD]), *map(made, range(good))]
    path.write_text("\n".join(lines) if good else "", encoding="utf-8")
    sound = path.stat().st_size
    os.truncate(path, HUGE)
    said = refused(desk, path)
    assert "byte rỗng" in said and "chép" in said
    assert sum(counted) <= 2 * sound, "the heads once, then the rows; nothing of the tail"


@pytest.mark.parametrize("suffix", [".parquet", ".xlsx"])
@pytest.mark.parametrize("start", [b"", b"PAR1", b"PK\x03\x04"])
def test_a_packed_file_of_empty_bytes(desk, counted, suffix, start):
    path = desk.folder / f"half{suffix}"
    path.write_bytes(start)
    os.truncate(path, HUGE)
    assert refused(desk, path).startswith(f"DOSSIER-001 half{suffix}: ")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1258", "utf-16"])
def test_one_empty_byte_anywhere(desk, monkeypatch, encoding):
    monkeypatch.setattr(reading_text, "PIECE", 1_000)
    text = "\r\n".join([HEAD, *map(line, range(100))])
    path = desk.folder / "a.csv"
    for place in (len(HEAD) + 5, len(text) // 2, len(text) - 1):
        spoilt = text[:place] + "\0" + text[place:]
        path.write_bytes(spoilt.encode(encoding))
        assert "byte rỗng" in refused(desk, path), place


def test_an_encoding_nobody_named_is_told_apart(desk):
    path = desk.folder / "a.csv"
    path.write_bytes("\r\n".join([HEAD, line(1)]).encode("utf-16-le"))
    assert "không rõ bảng mã" in refused(desk, path)


def test_a_line_of_json_without_end(desk, monkeypatch):
    monkeypatch.setattr(reading_text, "PIECE", 2_000)
    monkeypatch.setattr(reading_json, "LONGEST", 5_000)
    path = desk.folder / "a.jsonl"
    path.write_text(message(1) + "\n" + "[" * 100_000, encoding="utf-8")
    assert refused(desk, path).startswith("DOSSIER-001 a.jsonl, dòng 2: ")


@pytest.mark.parametrize(
    "broken", ["[" * 50_000, '{"MaHoSo": "\\ud800"}', '{"TrangThaiHoSo": 1e999}']
)
def test_a_broken_line_of_json_is_a_row_that_cannot_be_read(desk, broken):
    path = desk.folder / "a.jsonl"
    path.write_text("\n".join([message(1), broken, message(2)]), encoding="utf-8")
    told = desk.load(path).files[0]
    assert (told.read, told.good, told.bad) == (3, 2, 1)


def test_letters_that_look_like_line_ends_end_no_line_of_json(desk):
    odd = json.dumps(ROW | {"TrichYeuHoSo": "một\u2028hai\x85ba"}, ensure_ascii=False)
    path = desk.folder / "a.jsonl"
    path.write_text("\n".join(["{", odd, message(2)]), encoding="utf-8", newline="")
    told = desk.load(path).files[0]
    assert (told.read, told.good, told.faults) == (3, 2, {"DOSSIER-114": 1})


@pytest.mark.parametrize("text", ["", "\n", "\r\r\r", '"', '"\n"', "a\rb\rc", "\ufeff", "\x1a"])
def test_no_error_of_the_plain_reader_leaves_the_room(desk, text):
    path = desk.folder / "a.csv"
    for start in ("", HEAD + "\n", HEAD + "\n" + line(1) + "\n", HEAD + "\r"):
        path.write_bytes((start + text).encode())
        try:
            desk.load(path)
        except ThuocDoError as told:
            assert told.code in ("DOSSIER-001", "DOSSIER-002")
        except csv.Error:
            pytest.fail(f"raw error for {start + text!r}")
