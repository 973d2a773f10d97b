"""Zip files: which Office file it is, and which zip must not come in.

Only the list of the zip and ``[Content_Types].xml`` are read, never unpacked as a whole. Sizes
in the list may lie; overlapping members are how a small zip claims to be enormous without lying
(Fifield, "A better zip bomb", WOOT 2019).
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from typing import BinaryIO

from thuocdo.errors import ThuocDoError

TYPES = "[Content_Types].xml"
MEMBERS, LIST = 5000, 4 << 20  # members and bytes of the list of a zip
UNPACKED, TIMES = 100 << 20, 100  # over so many bytes at most so many times the packed size
LARGEST = 2 << 30  # bytes unpacked, whatever the packed size
LONGEST_TYPES = 1 << 20
LARGEST_INNER = 100 << 20  # bytes of an embedded Office file
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PACKED = "\x01Ole10Native".encode("utf-16-le")
HEADER = 30  # bytes of a member's header before its name
MAINS = {
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}
MACROS = (b"macroenabled", b"vbaproject", b"activex", b"macrosheet")
MACRO_PARTS = re.compile(r"vbaproject|vbadata|activex|macrosheets", re.IGNORECASE)
PROGRAMS = re.compile(
    r"\.(?:exe|dll|com|scr|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|jar|lnk|cpl|sh|py)$",
    re.IGNORECASE,
)


def office_kind(file: BinaryIO, size: int, is_inner: bool = False) -> str:
    """Code of the Office kind (docx, xlsx) of a zip of ``size`` bytes; "" of another zip.
    ``is_inner``: it lies in another.

    Raises ``ThuocDoError`` EVIDENCE-005 (a program inside), 008 (damaged),
    009 (a password), 010 (a bomb), 011 (macros), 012 (two kinds in one), 024 (a file embedded).
    """
    _refuse_long_list(file, size)
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            _refuse_unfit(members, size)
            types = _types(archive)
            kind = _kind(types, members)
            for one in members:
                _refuse_embedded(archive, one, is_inner)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, struct.error) as error:
        raise ThuocDoError.of("EVIDENCE-008", kind=".zip, .docx, .xlsx") from error
    except (NotImplementedError, OverflowError):
        raise ThuocDoError.of("EVIDENCE-010") from None
    finally:
        file.seek(0)
    return kind


def _refuse_long_list(file: BinaryIO, size: int) -> None:
    """Before anybody reads the list: the end record tells how long it is."""
    file.seek(max(0, size - 65557))
    end = file.read()
    place = end.rfind(b"PK\x05\x06")
    if place < 0 or len(end) < place + 22:
        raise ThuocDoError.of("EVIDENCE-008", kind=".zip, .docx, .xlsx")
    count, length = struct.unpack("<H", end[place + 10 : place + 12]), end[place + 12 : place + 16]
    if count[0] > MEMBERS or int.from_bytes(length, "little") > LIST:
        raise ThuocDoError.of("EVIDENCE-010")


def _refuse_unfit(members: list[zipfile.ZipInfo], size: int) -> None:
    if any(one.flag_bits & 0x41 for one in members):
        raise ThuocDoError.of("EVIDENCE-009")
    unpacked = sum(one.file_size for one in members)
    names = {one.filename.lower() for one in members}
    if (
        len(members) > MEMBERS
        or len(names) < len(members)
        or unpacked > LARGEST
        or (unpacked > UNPACKED and unpacked > TIMES * size)
        or _overlap(members, size)
        or any(one.compress_type not in (0, 8) for one in members)
    ):
        raise ThuocDoError.of("EVIDENCE-010")
    if any(PROGRAMS.search(one.filename) for one in members):
        raise ThuocDoError.of("EVIDENCE-005")


def _overlap(members: list[zipfile.ZipInfo], size: int) -> bool:
    """Whether two members share bytes of the file, one runs beyond its end, or another zip
    lies before the first (a reader that begins at the front would see that one).
    """
    ends, places = 0, sorted(members, key=lambda one: one.header_offset)
    if places and places[0].header_offset:
        return True
    for one in places:
        if one.header_offset < ends:
            return True
        ends = one.header_offset + HEADER + len(one.orig_filename.encode()) + one.compress_size
    return ends > size


def _refuse_embedded(archive: zipfile.ZipFile, member: zipfile.ZipInfo, is_inner: bool) -> None:
    """No member is a program or a package of another file, whatever it is called; a sheet
    embedded in a document (every chart has one) is held to the same rules.
    """
    with archive.open(member) as part:
        content = part.read(len(OLE))
        if content.startswith((b"MZ", b"\x7fELF")):
            raise ThuocDoError.of("EVIDENCE-005")
        if content == OLE and _packs_a_file(part):
            raise ThuocDoError.of("EVIDENCE-024")
        if not content.startswith(b"PK\x03\x04"):
            return
        if is_inner or member.file_size > LARGEST_INNER:
            raise ThuocDoError.of("EVIDENCE-010")
        content += part.read()
    if not office_kind(io.BytesIO(content), len(content), is_inner=True):
        raise ThuocDoError.of("EVIDENCE-024")


def _packs_a_file(part: BinaryIO) -> bool:
    """Whether an OLE object has the stream in which a whole file is packed ([MS-OLEDS] §2.3.6)."""
    before = b""
    while piece := part.read(1 << 20):
        if PACKED in before + piece:
            return True
        before = piece[-len(PACKED) :]
    return False


def _types(archive: zipfile.ZipFile) -> bytes:
    """The parts' types; b"" in a zip that is no Office file."""
    try:
        member = archive.getinfo(TYPES)
    except KeyError:
        return b""
    if member.file_size > LONGEST_TYPES:
        raise ThuocDoError.of("EVIDENCE-010")
    return archive.read(member)


def _kind(types: bytes, members: list[zipfile.ZipInfo]) -> str:
    if any(one in types.lower() for one in MACROS) or any(
        MACRO_PARTS.search(one.filename) for one in members
    ):
        raise ThuocDoError.of("EVIDENCE-011")
    found = {kind for main, kind in MAINS.items() if main in types}
    if len(found) > 1:
        raise ThuocDoError.of("EVIDENCE-012", kind=".docx, .xlsx")
    # Office writes neither entities nor a DOCTYPE there: they could hide the type of a part.
    if not found or b"&" in types or b"<!" in types:
        return ""
    return found.pop()
