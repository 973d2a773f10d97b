"""Files of every kind, good and hostile, made in memory."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import docx
import openpyxl


def pdf(text: str = "Quyet dinh", head: bytes = b"", tail: bytes = b"") -> bytes:
    """A PDF of one page that says ``text`` (Latin letters), its offsets right."""
    content = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1")
    page = "/Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< {page} /Resources << /Font << /F1 5 0 R >> >> >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    made, places = b"%PDF-1.4\n" + head, []
    for number, one in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % one for one in places)
    end = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(made)
    return made + b"xref\n0 6\n0000000000 65535 f \n" + table + end + tail


def word(*paragraphs: str, cells: tuple[str, ...] = ()) -> bytes:
    """A .docx with these paragraphs and a table of one row."""
    document = docx.Document()
    for one in paragraphs:
        document.add_paragraph(one)
    if cells:
        table = document.add_table(rows=1, cols=len(cells))
        for cell, text in zip(table.rows[0].cells, cells, strict=True):
            cell.text = text
    return saved(document)


def sheet() -> bytes:
    """An .xlsx with one value."""
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    return saved(book)


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def repacked(content: bytes, replaced: dict[str, bytes] | None = None, **added: bytes) -> bytes:
    """A zip with members replaced by name, and others added ("__" in a name is "/")."""
    out, replaced = io.BytesIO(), replaced or {}
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for one in old.namelist():
            new.writestr(one, replaced.get(one, old.read(one)))
        for name, more in added.items():
            new.writestr(name.replace("__", "/").replace("_DOT_", "."), more)
    return out.getvalue()


def zipped(**members: bytes) -> bytes:
    """A zip of these members, deflated."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in members.items():
            new.writestr(name, content)
    return out.getvalue()


def png(width: int = 1, height: int = 1) -> bytes:
    """A PNG that says it is so large; one grey point."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    points = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + points + chunk(b"IEND", b"")


JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0" + b"\xff\xd9"


def swollen_pdf(length: int) -> bytes:
    """A small PDF whose page unpacks to ``length`` bytes of drawing."""
    packed = zlib.compress(b"BT (a) Tj ET " * (length // 13))
    old = pdf("x")
    start, end = old.index(b"4 0 obj"), old.index(b"5 0 obj")
    content = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (
        len(packed),
        packed,
    )
    return old[:start] + b"4 0 obj\n" + content + b"\nendobj\n" + old[end:]
