"""Tables of a Word or Excel file, opened with care: a bomb or a macro is told, never met."""

from __future__ import annotations

import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from thuocdo.errors import Problem, ThuocDoError

LARGEST, UNPACKED, MEMBERS = 20_000_000, 80_000_000, 2_000
TEXT = 30_000_000  # of all parts that are text; they are held in memory many times their size
ROWS, COLUMNS, CELL = 5_000, 60, 20_000  # an annex of 88 criteria has some 300 rows
PIECE = 1 << 20
MACROS = ("vbaproject.bin", "vbadata.xml")
# A part of a document never declares a type or an entity; a bomb of entities must.
DECLARED = tuple(
    word.encode(code)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for code in ("utf-8", "utf-16-le", "utf-16-be")
)
DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    SyntaxError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    NotImplementedError,
    RecursionError,
    RuntimeError,
)


@dataclass(frozen=True)
class Grid:
    """A table: ``file`` names it for messages; row 1 is the first row. Merged cells speak once."""

    file: str
    rows: tuple[tuple[str, ...], ...]


def grids(path: Path) -> list[Grid]:
    """Every table of the document. Raises ``ThuocDoError`` RULE-045…RULE-047."""
    ending = path.suffix.lower()
    if ending in (".docm", ".xlsm", ".dotm", ".xltm"):
        raise ThuocDoError(Problem("RULE-046", path.name))
    if ending not in (".docx", ".xlsx"):
        raise _unreadable(path, "chỉ nhận .docx và .xlsx", "only .docx and .xlsx are read")
    _refuse_hostile(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles it does not know
            found = list(_word(path) if ending == ".docx" else _excel(path))
    except ThuocDoError:
        raise
    except Exception as error:
        # lxml and the readers raise many types on a damaged part; all say the same to the reader
        if not isinstance(error, DAMAGES) and type(error).__module__.partition(".")[0] not in (
            "docx",
            "openpyxl",
            "lxml",
        ):
            raise
        raise _damaged(path) from None
    return found


def _refuse_hostile(path: Path) -> None:
    try:
        if path.stat().st_size > LARGEST:
            raise _too_large(path)
        with zipfile.ZipFile(path) as packed:
            held = packed.infolist()
            unpacked = sum(one.file_size for one in held)
            text = sum(one.file_size for one in held if _is_text(one))
            if len(held) > MEMBERS or unpacked > UNPACKED or text > TEXT:
                raise _too_large(path)
            if any(one.filename.lower().endswith(MACROS) for one in held):
                raise ThuocDoError(Problem("RULE-046", path.name))
            if any(_declares(packed, one) for one in held):
                raise _damaged(path)
    except FileNotFoundError:
        raise _unreadable(path, "không có tệp này", "there is no such file") from None
    except DAMAGES:
        raise _damaged(path) from None


def _is_text(member: zipfile.ZipInfo) -> bool:
    return member.filename.lower().endswith((".xml", ".rels", ".vml"))


def _declares(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    if not _is_text(member):
        return False
    kept = b""
    with packed.open(member) as source:
        while piece := source.read(PIECE):
            text = kept + piece
            if any(word in text for word in DECLARED):
                return True
            kept = text[-24:]
    return False


def _word(path: Path) -> Iterator[Grid]:
    from docx import Document

    document = Document(str(path))
    for place, table in enumerate(document.tables, start=1):
        lines = table._tbl.tr_lst
        if len(lines) > ROWS:
            raise _too_large(path)
        rows = tuple(tuple(_word_cells(line)) for line in lines)
        if any(len(row) > COLUMNS for row in rows):
            raise _too_large(path)
        yield Grid(f"{path.name} [{place}]", rows)


def _word_cells(line) -> Iterator[str]:
    """Cells of a table row on the grid: a merged cell speaks at its first place only."""
    for cell in line.tc_lst:
        text = "\n".join(one.text for one in cell.p_lst)
        yield "" if cell.vMerge == "continue" else _clean(text)
        yield from [""] * min(cell.grid_span - 1, COLUMNS)


def _excel(path: Path) -> Iterator[Grid]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            sheet.reset_dimensions()
            rows = []
            for cells in sheet.iter_rows(values_only=True, max_row=ROWS + 1):
                rows.append(_trimmed(cells))
                if len(rows) > ROWS or len(rows[-1]) > COLUMNS:
                    raise _too_large(path)
            yield Grid(f"{path.name} [{sheet.title}]", tuple(rows))
    finally:
        book.close()


def _trimmed(cells: tuple) -> tuple[str, ...]:
    texts = [_text(one) for one in cells[: COLUMNS * 4]]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _text(value: object) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    return _clean(str(value))


def _clean(text: str) -> str:
    return text.replace("\xa0", " ").strip()[:CELL]


def _too_large(path: Path) -> ThuocDoError:
    return ThuocDoError(Problem("RULE-047", path.name))


def _damaged(path: Path) -> ThuocDoError:
    return _unreadable(
        path,
        "không phải tệp Word, Excel lành lặn, hoặc có mật khẩu",
        "it is not a sound Word or Excel file, or it has a password",
    )


def _unreadable(path: Path, vi: str, en: str) -> ThuocDoError:
    return ThuocDoError(Problem("RULE-045", path.name, values={"why": (vi, en)}))
