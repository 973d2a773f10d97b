"""An Excel file damaged anywhere within: in words, never raw, and the lake is as before."""

from __future__ import annotations

import io
import random
import re
import zipfile

import pytest
from openpyxl import Workbook
from tests.dossiers.conftest import ROW

from thuocdo.dossiers.lake import reading
from thuocdo.errors import ThuocDoError

SHEET = "xl/worksheets/sheet1.xml"
MEMBERS = (SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml")


@pytest.fixture
def sound() -> bytes:
    book = Workbook()
    book.active.append(list(ROW))
    for number in range(400):
        book.active.append(list((ROW | {"MaHoSo": f"H31.12-250609-{number}"}).values()))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rewritten(path, sound: bytes, change) -> None:
    """``sound`` with every member through ``change(name, content)``; None leaves it out."""
    with zipfile.ZipFile(io.BytesIO(sound)) as old, zipfile.ZipFile(path, "w", 8) as new:
        for name in old.namelist():
            made = change(name, old.read(name))
            if made is not None:
                new.writestr(name, made)


def place_of(path, name: str) -> tuple[int, int]:
    """Where the packed bytes of a member begin, and how many they are."""
    with zipfile.ZipFile(path) as book:
        told = book.getinfo(name)
    return told.header_offset + 30 + len(name), told.compress_size


def outcome(desk, path) -> str:
    """ "in" when it was read, else its code; anything but an error of the catalogue fails."""
    before = desk.state()
    try:
        desk.load(path)
    except ThuocDoError as told:
        assert desk.state() == before
        return told.code
    return "in"


@pytest.mark.parametrize("name", MEMBERS)
@pytest.mark.parametrize("how", ["cut", "unclosed", "empty", "gone", "bad letter"])
def test_xml_damaged_within_a_sound_archive(desk, sound, name, how):
    def spoilt(member, content):
        if member != name:
            return content
        half = content[: len(content) // 2]
        ways = {"cut": half, "unclosed": half + b"<", "empty": b"", "gone": None}
        return ways.get(how, half + b"\x00\xff" + half)

    path = desk.folder / "a.xlsx"
    rewritten(path, sound, spoilt)
    found = outcome(desk, path)
    assert found == "DOSSIER-001" or (name == "xl/styles.xml" and how == "gone" and found == "in")


@pytest.mark.parametrize("name", MEMBERS)
def test_packed_bytes_damaged(desk, sound, name):
    path = desk.folder / "a.xlsx"
    path.write_bytes(sound)
    start, length = place_of(path, name)
    chosen = random.Random(7)
    for _ in range(25):
        spoilt = bytearray(sound)
        for place in range(start + chosen.randrange(length), start + length):
            spoilt[place] ^= chosen.randrange(1, 256)
        path.write_bytes(spoilt)
        assert outcome(desk, path) == "DOSSIER-001"


def test_one_byte_damaged_anywhere(desk, sound):
    path = desk.folder / "a.xlsx"
    path.write_bytes(sound)
    desk.load(path)
    before = desk.state()
    chosen = random.Random(11)
    found = set()
    for _ in range(150):
        spoilt = bytearray(sound)
        spoilt[chosen.randrange(len(sound))] ^= 1 << chosen.randrange(8)
        path.write_bytes(spoilt)
        found.add(outcome(desk, path))
        assert desk.state() == before, "what is read is what the sound file says"
    assert found <= {"in", "DOSSIER-001", "DOSSIER-002"}


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_file_cut_short(desk, sound, share):
    path = desk.folder / "a.xlsx"
    path.write_bytes(sound[: int(len(sound) * share)])
    assert outcome(desk, path) == "DOSSIER-001"


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="B3" t="s"><v>99999</v></c>',  # no such shared text
        b'<c r="B3" t="s"><v>x</v></c>',
        b'<c r="?" t="n"><v>1</v></c>',
        b'<c r="B3" t="n"><v>x</v></c>',
        b'<c r="B3" t="d"><v>x</v></c>',
    ],
)
def test_a_damaged_cell(desk, sound, cell):
    def spoilt(member, content):
        return re.sub(rb'<c r="B3".*?</c>', cell, content) if member == SHEET else content

    path = desk.folder / "a.xlsx"
    rewritten(path, sound, spoilt)
    assert outcome(desk, path) in ("in", "DOSSIER-001")


def test_a_row_of_a_damaged_number_is_not_counted_up_to(desk, sound):
    def far(member, content):
        return (
            content.replace(b'<row r="9"', b'<row r="99999999999"') if member == SHEET else content
        )

    path = desk.folder / "a.xlsx"
    rewritten(path, sound, far)
    assert outcome(desk, path) == "DOSSIER-001"


@pytest.mark.parametrize("said", [b'<dimension ref="A1"/>', b'<dimension ref="A1:F9"/>', b""])
def test_a_sheet_that_says_it_is_smaller_than_it_is(desk, sound, said):
    """Some systems write any size; rows beyond it are rows."""

    def smaller(member, content):
        return re.sub(rb"<dimension [^>]*/>", said, content) if member == SHEET else content

    path = desk.folder / "a.xlsx"
    rewritten(path, sound, smaller)
    assert desk.load(path).files[0].good == 400


@pytest.mark.parametrize("name", [SHEET, "xl/sharedStrings.xml"])
def test_a_small_file_that_unpacks_to_gigabytes(desk, sound, name):
    """A real one: 600 MB of blanks packed into less than one."""
    path = desk.folder / "a.xlsx"
    rewritten(path, sound, lambda member, content: None if member == name else content)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book, book.open(name, "w") as out:
        for _ in range(600):
            out.write(b" " * 1_000_000)
    assert path.stat().st_size < 1_000_000
    assert outcome(desk, path) == "DOSSIER-011"


def test_a_size_that_lies_is_damage(desk, sound, monkeypatch):
    """The archive says a member is small; what unpacks beyond that is never read."""
    path = desk.folder / "a.xlsx"
    with zipfile.ZipFile(io.BytesIO(sound)) as book:
        size = book.getinfo(SHEET).file_size
    path.write_bytes(sound.replace(size.to_bytes(4, "little"), (999).to_bytes(4, "little")))
    assert outcome(desk, path) == "DOSSIER-001"


def test_a_large_honest_file_is_no_bomb(monkeypatch, desk, sound):
    monkeypatch.setattr(reading, "LARGE", 1)
    path = desk.folder / "a.xlsx"
    path.write_bytes(sound)
    assert outcome(desk, path) == "in"
