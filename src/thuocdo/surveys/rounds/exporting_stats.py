"""Respondents to SPSS (.sav) and Stata (.dta), with labels and what means no answer.

Stata labels numbers only: an item whose codes are words goes there as 1, 2, … in the order of its
choices, each labelled.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import polars as pl

from thuocdo.errors import ThuocDoError
from thuocdo.pages.csv_text import SIMULATED, SIMULATED_KEY
from thuocdo.surveys.rounds.codebook import Codebook, Item
from thuocdo.surveys.rounds.xlsform_writing import save

NAME_LENGTH, LABEL_LENGTH, VALUE_LENGTH = 32, 80, 120  # of Stata, the stricter of the two
WORD_LENGTH = 8  # of a code that SPSS labels


def write_stats(rows: pl.DataFrame, book: Codebook, path: Path, simulated: bool) -> None:
    """Write ``rows`` at ``path``; columns get names both programs take.

    Raises ``ThuocDoError`` SURVEY-126.
    """
    is_stata = path.suffix.lower() == ".dta"
    frame = _numbered(_plain(rows), book) if is_stata else _plain(rows)
    if simulated:
        frame = frame.with_columns(pl.lit(SIMULATED).alias(SIMULATED_KEY))
    names = renamed(frame.columns)
    labels = {names[one]: _label(one, book)[:LABEL_LENGTH] for one in frame.columns}
    values = {names[one]: found for one in frame.columns if (found := _values(one, book, is_stata))}
    title = (f"{SIMULATED.upper()}: {book.title}" if simulated else book.title)[:60]
    frame = frame.rename(names)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / f"made{path.suffix.lower()}"
        _write(frame, made, title, labels, values, _missing(book, names))
        save(path, made.read_bytes())


def _write(frame: pl.DataFrame, made: Path, title: str, labels, values, missing) -> None:
    import pyreadstat

    try:
        if made.suffix == ".sav":
            more = {"missing_ranges": missing} if missing else {}
            pyreadstat.write_sav(
                frame,
                made,
                file_label=title,
                column_labels=labels,
                variable_value_labels=values,
                **more,
            )
        else:
            pyreadstat.write_dta(
                frame,
                made,
                file_label=title[:40],
                column_labels=labels,
                variable_value_labels=values,
            )
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError) as error:
        raise ThuocDoError.of("SURVEY-126", why=str(error)) from None


def _plain(rows: pl.DataFrame) -> pl.DataFrame:
    """Days and moments as text, whole numbers as they are, a column of nothing as a number."""
    moments = pl.col(pl.Datetime).dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    return rows.with_columns(
        moments,
        pl.col(pl.Date).dt.strftime("%Y-%m-%d"),
        pl.col(pl.Null).cast(pl.Float64),
        pl.col(pl.Int8).cast(pl.Int64),
    )


def renamed(names: list[str]) -> dict[str, str]:
    """Names that SPSS and Stata take: letters, digits, underscores, at most 32, none twice."""
    made: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        plain = re.sub(r"[^A-Za-z0-9_]", "_", name)
        plain = (plain if plain[:1].isalpha() else f"v{plain}")[:NAME_LENGTH]
        candidate, number = plain, 2
        while candidate.lower() in taken:
            ending = f"_{number}"
            candidate, number = plain[: NAME_LENGTH - len(ending)] + ending, number + 1
        taken.add(candidate.lower())
        made[name] = candidate
    return made


def _label(column: str, book: Codebook) -> str:
    name, _, code = column.rpartition("/")
    item = book.by_name.get(column) or book.by_name.get(name)
    if item is None:
        return ""
    label = item.label_vi or item.label_en
    if item.name == column:
        return label
    said = next((one for one in item.choices if str(one.code) == code), None)
    return f"{(said.label_vi or said.label_en) if said else code}: {label}"


def _numbered(rows: pl.DataFrame, book: Codebook) -> pl.DataFrame:
    """Codes that are words as 1, 2, …"""
    made = []
    for item in book.kept:
        if item.name in rows.columns and item.choices and rows[item.name].dtype == pl.String:
            order = {str(code): place for place, code in enumerate(item.codes, start=1)}
            cells = rows[item.name].replace_strict(order, default=None, return_dtype=pl.Int64)
            made.append(cells.alias(item.name))
    return rows.with_columns(made)


def _values(column: str, book: Codebook, numbered: bool) -> dict[int | str, str]:
    item = book.by_name.get(column)
    if item is None or not item.choices or item.kind in ("number", "multiple"):
        return {}
    labels = [(one.label_vi or one.label_en or str(one.code)) for one in item.choices]
    codes = [code if item.has_numbers else str(code) for code in item.codes]
    if not item.has_numbers:
        if numbered:
            codes = list(range(1, len(codes) + 1))
        elif max(map(len, codes)) > WORD_LENGTH:
            return {}
    return {code: said[:VALUE_LENGTH] for code, said in zip(codes, labels, strict=True)}


def _missing(book: Codebook, names: dict[str, str]) -> dict[str, list]:
    """What SPSS should take for no answer: at most three codes an item."""
    return {
        names[one.name]: list(_codes(one))[:3]
        for one in book.kept
        if one.name in names and _codes(one)
    }


def _codes(item: Item) -> tuple[int, ...]:
    whole = item.has_numbers and item.kind != "date"
    return tuple(code for code in item.missing if isinstance(code, int)) if whole else ()
