"""A file is what its content is; what is hostile is refused with its own reason."""

from __future__ import annotations

import io
import re
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence import files

from thuocdo.errors import ThuocDoError
from thuocdo.evidence import archives
from thuocdo.evidence.content import KINDS, kind_of

WORD, SHEET = files.word("Báo cáo"), files.sheet()
TYPES = "[Content_Types].xml"
DOCM = zipfile.ZipFile(io.BytesIO(WORD)).read(TYPES)
MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET_MAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_MAIN = b"application/vnd.ms-word.document.macroEnabled.main+xml"


def judged(content: bytes) -> str:
    """The kind, or the code of the refusal; the file is left at its start."""
    file = io.BytesIO(content)
    try:
        return kind_of(file).code
    except ThuocDoError as error:
        assert "{" not in error.problems[0].text("vi") + error.problems[0].text("en")
        return error.code.removeprefix("EVIDENCE-")


GOOD = {
    "pdf": files.pdf(),
    "docx": WORD,
    "xlsx": SHEET,
    "png": files.png(),
    "jpeg": files.JPEG,
    "text": "Số: 12/BC-UBND\r\nKính gửi: a < b, c > d".encode(),
}


def test_each_kind_is_known_by_its_content():
    assert {name: judged(content) for name, content in GOOD.items()} == {one: one for one in KINDS}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_text_may_carry_a_mark_of_its_encoding(encoding):
    assert judged("Quyết định".encode(encoding)) == "text"


def encrypted(content: bytes) -> bytes:
    """The flag of a password set in every member of the list."""
    return re.sub(rb"(PK\x01\x02....)(.)", lambda one: one[1] + bytes([one[2][0] | 1]), content)


def overlapping(content: bytes) -> bytes:
    """Every member of the list says that it begins where the first begins."""
    found = bytearray(content)
    for one in re.finditer(rb"PK\x01\x02", content):
        found[one.start() + 42 : one.start() + 46] = b"\0\0\0\0"
    return bytes(found)


def crowded() -> bytes:
    return files.zipped(**{f"m{n}": b"" for n in range(archives.MEMBERS + 1)})


def twice_named() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr(TYPES, DOCM)
        with pytest.warns(UserWarning):
            new.writestr(TYPES, DOCM)
    return out.getvalue()


def lying() -> bytes:
    """The list claims 3 GB in one member."""
    found = bytearray(files.zipped(a=b"a"))
    place = found.index(b"PK\x01\x02")
    found[place + 24 : place + 28] = struct.pack("<I", 3 << 30)
    return bytes(found)


def packed_file() -> bytes:
    """What the packager of Windows makes of a file: its stream's name across two pieces."""
    name = "\x01Ole10Native".encode("utf-16-le")
    return archives.OLE + b"\0" * ((1 << 20) - 5) + name + b"run.js"


HOSTILE = {
    "nothing": (b"", "004"),
    "a program called bao-cao.pdf": (b"MZ\x90\0" + b"\0" * 99, "005"),
    "ELF": (b"\x7fELF\2\1\1", "005"),
    "a shell script": (b"#!/bin/sh\nrm -rf /\n", "005"),
    "a program that is a PDF further on": (b"MZ" + files.pdf(), "005"),
    "a link of Windows": (b"L\0\0\0\x01\x14\x02\0" + b"\0" * 60, "005"),
    "old Word or a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "006"),
    "a page": (b"\n\n <!DOCTYPE html><p>", "007"),
    "a script in text": (b"Bao cao " * 999 + b"<ScRiPt>alert(1)</script>", "007"),
    "a script across two pieces": (b"x" * ((1 << 20) - 4) + b"<script>alert(1)</script>", "007"),
    "a page in UTF-16": ("<html><script>".encode("utf-16"), "007"),
    "SVG": (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "007"),
    "PHP": (b"<?php system($_GET['c']); ?>", "007"),
    "a page with a broken letter": (b"<html>\xff</html>", "007"),
    "half a PDF": (files.pdf()[:300], "008"),
    "half a PNG": (files.png()[:40], "008"),
    "half a JPEG": (files.JPEG[:-2], "008"),
    "a PNG of 10^10 points": (files.png(100_000, 100_000), "008"),
    "half a Word file": (WORD[: len(WORD) // 2], "008"),
    "a password": (encrypted(WORD), "009"),
    "a bomb": (files.zipped(a=b"\0" * (101 << 20)), "010"),
    "a bomb dressed as Word": (files.repacked(WORD, word__a=b"\0" * (101 << 20)), "010"),
    "members over each other": (overlapping(WORD), "010"),
    "a zip before the zip": (files.zipped(a=b"a") + WORD, "010"),
    "too many members": (crowded(), "010"),
    "a name twice": (twice_named(), "010"),
    "3 GB by its list": (lying(), "010"),
    "a program inside": (files.repacked(WORD, word__embeddings__a_DOT_EXE=b"MZ"), "005"),
    "a program inside under a harmless name": (
        files.repacked(WORD, word__media__image1_DOT_png=b"MZ\x90\0"),
        "005",
    ),
    "a file packed inside": (
        files.repacked(WORD, word__embeddings__oleObject1_DOT_bin=packed_file()),
        "024",
    ),
    "a zip inside": (files.repacked(WORD, word__a_DOT_dat=files.zipped(a=b"a")), "024"),
    "macros in a sheet inside": (
        files.repacked(WORD, word__a_DOT_xlsx=files.repacked(SHEET, xl__vbaProject_DOT_bin=b"x")),
        "011",
    ),
    "a document in a document in a document": (
        files.repacked(WORD, a_DOT_docx=files.repacked(WORD, a_DOT_docx=WORD)),
        "010",
    ),
    "docm": (files.repacked(WORD, {TYPES: DOCM.replace(MAIN, MACRO_MAIN)}), "011"),
    "docm called docx": (files.repacked(WORD, word__vbaProject_DOT_bin=b"\xd0\xcf"), "011"),
    "ActiveX": (files.repacked(WORD, word__activeX__activeX1_DOT_xml=b"<a/>"), "011"),
    "macros hidden by an entity": (
        files.repacked(
            WORD, {TYPES: DOCM.replace(b"</Types>", b"<!-- macro&#69;nabled --></Types>")}
        ),
        "001",
    ),
    "Word and Excel": (files.repacked(WORD, {TYPES: DOCM + SHEET_MAIN}), "012"),
    "a zip of anything": (files.zipped(a=b"a"), "001"),
    "a page in a PDF's head": (files.pdf(head=b"%<html><script>alert(1)</script>\n"), "012"),
    "a page in a JPEG's head": (files.JPEG[:20] + b"<html><body onload=x>\xff\xd9", "012"),
    "a GIF": (b"GIF89a" + b"\1\0\1\0\x80\0\0", "001"),
    "RTF with an object": (b"{\\rtf1{\\object\\objdata 0105}}\0", "001"),
    "text with a NUL": (b"Bao cao\0", "001"),
    "text of another encoding": ("Quyết định".encode("utf-16-le"), "001"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_refused_with_its_reason(name):
    content, code = HOSTILE[name]
    assert judged(content) == code


def test_a_sheet_and_a_formula_inside_a_document_are_no_harm():
    inside = {"word__embeddings__a_DOT_xlsx": SHEET, "word__embeddings__b_DOT_bin": archives.OLE}
    assert judged(files.repacked(WORD, **inside)) == "docx"


def test_a_pdf_followed_by_a_page_is_a_pdf_and_nothing_else():
    """Served as what it is and never guessed at, its end does no harm."""
    long = files.pdf(head=b"%" + b" " * 1100 + b"\n")
    assert judged(long + b"<html><script>alert(1)</script>") == "pdf"
    assert judged(b"<html><script>alert(1)</script>" + long) == "007"


CODES = {*KINDS, *(f"{n:03d}" for n in (1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 24))}


@given(st.sampled_from(sorted(GOOD)), st.data())
def test_no_damage_makes_anything_but_a_kind_or_a_reason(name, data):
    content = bytearray(GOOD[name])
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    assert judged(bytes(content)) in CODES
    assert judged(bytes(content[:cut])) in CODES
