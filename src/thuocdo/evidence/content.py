"""What a file is, by its content: one of six kinds, or refused with the reason.

Magic numbers: ISO 32000-1 §7.5.2 (PDF), the PNG specification §5.2 and §11.2.2, ITU-T T.81
Annex B (JPEG), PKWARE APPNOTE §4.3.7 (zip), [MS-CFB] §2.2 (OLE). A kind says nothing of the good
will of a file: that is why a file is shown only in a sandbox (``serving``).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import BinaryIO

from thuocdo.errors import ThuocDoError
from thuocdo.evidence import archives

HEAD, TAIL, PIECE = 4096, 65536, 1 << 20
LARGEST_PICTURE = 200_000_000  # pixels; more would fill the memory of who looks at it


@dataclass(frozen=True)
class Kind:
    """A kind of file: its code, the type it is served as, its ending; shown in place or saved."""

    code: str
    media_type: str
    ending: str
    in_place: bool


OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    kind.code: kind
    for kind in (
        Kind("pdf", "application/pdf", ".pdf", True),
        Kind("docx", f"{OFFICE}.wordprocessingml.document", ".docx", False),
        Kind("xlsx", f"{OFFICE}.spreadsheetml.sheet", ".xlsx", False),
        Kind("png", "image/png", ".png", True),
        Kind("jpeg", "image/jpeg", ".jpg", True),
        Kind("text", "text/plain; charset=utf-8", ".txt", False),
    )
}
KNOWN = "PDF, .docx, .xlsx, PNG, JPEG, .txt (UTF-8)"
PROGRAMS = (
    *(b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"dex\n", b"L\0\0\0\x01\x14\x02\0"),
    *(b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe"),
    b"\0asm",
)
MARKUP = re.compile(
    rb"<\s*(?:(?:!doctype|html|head|body|script|svg|iframe|object|embed|img|link|meta|style|form"
    rb"|\?xml|\?php|[\w-]+:script)(?![\w-])|\?=|%)",
    re.IGNORECASE,
)
# In the head of a PDF or a picture; their own metadata hold XML, which is no page.
PAGE = re.compile(rb"<\s*(?:!doctype\s+html|html|body|script|svg|iframe)(?![\w-])", re.IGNORECASE)
MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def kind_of(file: BinaryIO) -> Kind:
    """The kind of ``file`` (read and seek). Raises ``ThuocDoError`` EVIDENCE-001 (not one of the
    kinds), 004 (empty), 005 (program or script), 006 (old Office or a password), 007 (web page),
    008 (damaged), 009…011, 024 (zip: see ``archives``), 012 (two
    kinds in one).
    """
    head = file.read(HEAD)
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    tail = file.read(TAIL)
    file.seek(0)
    if not size:
        raise ThuocDoError.of("EVIDENCE-004")
    if head.startswith(PROGRAMS):
        raise ThuocDoError.of("EVIDENCE-005")
    if head.startswith(archives.OLE):
        raise ThuocDoError.of("EVIDENCE-006")
    if head.startswith(b"PK\x03\x04"):
        if not (office := archives.office_kind(file, size)):
            raise ThuocDoError.of("EVIDENCE-001", known=KNOWN)
        return KINDS[office]
    found = _by_its_head(head, tail)
    return found or _text(file, head)


def _by_its_head(head: bytes, tail: bytes) -> Kind | None:
    """PDF or a picture. A web page hidden in its head makes two kinds in one."""
    if head.startswith(b"%PDF-"):
        kind, is_whole = "pdf", b"%%EOF" in tail
    elif head.startswith(b"\x89PNG\r\n\x1a\n"):
        kind, is_whole = "png", b"IEND" in tail and _fits(head)
    elif head.startswith(b"\xff\xd8\xff"):
        kind, is_whole = "jpeg", b"\xff\xd9" in tail
    else:
        return None
    if PAGE.search(head[:1024]):
        raise ThuocDoError.of("EVIDENCE-012", kind=KINDS[kind].ending)
    if not is_whole:
        raise ThuocDoError.of("EVIDENCE-008", kind=KINDS[kind].ending)
    return KINDS[kind]


def _fits(head: bytes) -> bool:
    width, height = int.from_bytes(head[16:20]), int.from_bytes(head[20:24])
    return head[12:16] == b"IHDR" and 0 < width * height <= LARGEST_PICTURE


def _text(file: BinaryIO, head: bytes) -> Kind:
    """Plain text to the last letter, or a refusal that says what it looks like."""
    name = "utf-16" if head.startswith(MARKS[1:]) else "utf-8-sig"
    decoder = codecs.getincrementaldecoder(name)()
    before = ""
    try:
        while piece := file.read(PIECE):
            text = decoder.decode(piece)
            if UNSEEN.search(text):
                raise ThuocDoError.of("EVIDENCE-001", known=KNOWN)
            if MARKUP.search((before + text).encode()):
                raise ThuocDoError.of("EVIDENCE-007")
            before = text[-20:]
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        code = "EVIDENCE-007" if MARKUP.search(head) else "EVIDENCE-001"
        raise ThuocDoError.of(code, known=KNOWN) from None
    finally:
        file.seek(0)
    return KINDS["text"]
