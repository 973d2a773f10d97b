"""Cells of a file → answers of an item: codes, labels, numbers, several answers in one cell.

Each distinct cell is judged once. A reading gives the columns of the respondent frame, which
cells are wrong and why, and which said "no answer" by a missing code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import polars as pl

from thuocdo.surveys.rounds.codebook import Code, Item, code_of
from thuocdo.wording import bare

NOT_A_CODE, NOT_A_NUMBER, OUTSIDE, LIKE_A_PERSONS = (
    "SURVEY-140",
    "SURVEY-141",
    "SURVEY-142",
    "SURVEY-143",
)
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d{1,2})?")
# A phone or a personal number, also one that lost its nought in a spreadsheet; an amount of
# money that long ends in thousands.
PERSONAL = re.compile(r"0\d{8,}|\+?84\d{9}|\d{9,12}(?<!000)")
YES, NO = {"1", "true", "yes", "co"}, {"0", "false", "no", "khong"}
BEYOND = 1e15


@dataclass(frozen=True)
class Reading:
    """Columns by their names; ``wrong``: a code of the catalogue or null a row; ``missing``: how
    many rows gave a missing code."""

    columns: dict[str, pl.Series]
    wrong: pl.Series
    missing: int


def read_item(item: Item, cells: pl.Series) -> Reading:
    """The answers of ``item`` in one column of ``cells`` (text, null for none)."""
    if item.kind == "multiple":
        return _several(item, cells)
    judge = {"number": _number, "date": _date}.get(item.kind, _coded(item))
    return _single(item, cells, judge)


def read_split(item: Item, given: dict[Code, pl.Series], height: int) -> Reading:
    """The answers of ``item`` whose choices come in columns of their own (0 and 1)."""
    wrong = pl.Series([None], dtype=pl.String).new_from_index(0, height)
    columns: dict[str, pl.Series] = {}
    for name, code in zip(item.columns, item.codes, strict=True):
        if code not in given:
            columns[name] = pl.Series(name, [None], dtype=pl.Int8).new_from_index(0, height)
            continue
        values, faults = mapped(given[code], _ticked, pl.Int8)
        columns[name] = values.alias(name)
        wrong = wrong.fill_null(faults)
    return Reading(columns, wrong, 0)


def mapped(cells: pl.Series, judge, kind) -> tuple[pl.Series, pl.Series]:
    """``judge`` (text → value, fault) put to every distinct cell: the values, the faults."""
    distinct = cells.unique().drop_nulls().to_list()
    judged = [judge(text) for text in distinct]
    values = pl.Series([one for one, _ in judged], dtype=kind, strict=False)
    faults = pl.Series([one for _, one in judged], dtype=pl.String)
    if not distinct:
        none = pl.Series([None], dtype=pl.String).new_from_index(0, len(cells))
        return none.cast(kind), none
    told = [
        cells.replace_strict(distinct, one, default=None, return_dtype=one.dtype)
        for one in (values, faults)
    ]
    return told[0], told[1]


def _single(item: Item, cells: pl.Series, judge) -> Reading:
    missing = _missing(item, cells)
    asked = cells.set(missing, None)
    kind = {"number": pl.Float64, "date": pl.Date}.get(item.kind)
    kind = kind or (pl.Int64 if item.has_numbers else pl.String)

    def judged(text: str):
        return judge(item, text)

    values, wrong = mapped(asked, judged, kind)
    return Reading({item.name: values.alias(item.name)}, wrong, int(missing.sum()))


def _missing(item: Item, cells: pl.Series) -> pl.Series:
    if not item.missing:
        return pl.repeat(False, len(cells), eager=True)
    known = {str(code) for code in item.missing}
    distinct = cells.unique().drop_nulls().to_list()
    meant = [one for one in distinct if str(code_of(one)) in known]
    return cells.is_in(meant).fill_null(False)


# ---- one cell: value, fault ----


def _number(item: Item, text: str):
    if PERSONAL.fullmatch(text):
        return None, LIKE_A_PERSONS
    if not NUMBER.fullmatch(text):
        return None, NOT_A_NUMBER
    value = float(text.replace(",", "."))
    if abs(value) > BEYOND:
        return None, OUTSIDE
    low, high = item.low, item.high
    is_within = (low is None or value >= low) and (high is None or value <= high)
    return (value, None) if is_within else (None, OUTSIDE)


def _date(item: Item, text: str):
    parts = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    try:
        if parts:
            return date(int(parts[3]), int(parts[2]), int(parts[1])), None
        return date.fromisoformat(text[:10]), None
    except ValueError:
        return None, NOT_A_CODE


def _coded(item: Item):
    meant = Meant(item)

    def judge(item: Item, text: str):
        found = meant.get(text)
        if found is not None:
            return (found if item.has_numbers else str(found)), None
        code = code_of(text.replace(",", "."))
        on_scale = item.kind == "scale" and isinstance(code, int)
        if on_scale and item.low is not None and item.high is not None:
            return (code, None) if item.low <= code <= item.high else (None, OUTSIDE)
        if on_scale and not item.choices:
            return code, None
        return None, NOT_A_CODE

    return judge


class Meant:
    """Text → code of an item: by its code, its label, its label without marks.

    A label that two choices share means neither.
    """

    def __init__(self, item: Item):
        self.codes = {str(one.code): one.code for one in item.choices}
        self.exact: dict[str, Code | None] = {}
        self.words: dict[str, Code | None] = {}
        for one in item.choices:
            labels = {one.label_vi, one.label_en}
            _note(self.exact, labels, one.code)
            _note(self.words, {bare(label) for label in labels}, one.code)

    def get(self, text: str) -> Code | None:
        """The code ``text`` means. "-3" is no word: it does not mean 3."""
        found = self.codes.get(text, self.codes.get(str(code_of(text))))
        if found is None:
            found = self.exact.get(text)
        if found is None and any(one.isalpha() for one in text):
            found = self.words.get(bare(text))
        return found


def _note(known: dict[str, Code | None], labels: set[str], code: Code) -> None:
    for label in labels - {""}:
        known[label] = code if known.get(label, code) == code else None


def _ticked(text: str):
    word = bare(text)
    if word in YES or text in ("1.0", "✓"):
        return 1, None
    return (0, None) if word in NO or text == "0.0" else (None, NOT_A_CODE)


# ---- several answers in one cell ----


def _several(item: Item, cells: pl.Series) -> Reading:
    meant, missing = Meant(item), {str(code) for code in item.missing}
    distinct = cells.unique().drop_nulls().to_list()
    read = {text: _chosen(text, meant) for text in distinct}
    without = [one for one in distinct if str(code_of(one)) in missing]
    read |= {one: set() for one in without}
    lost = [text for text, found in read.items() if found is None]
    nothing = cells.is_null() | cells.is_in([*lost, *without])
    columns = {}
    for name, code in zip(item.columns, item.codes, strict=True):
        with_it = [text for text, found in read.items() if found and code in found]
        ticked = cells.is_in(with_it).cast(pl.Int8)
        columns[name] = ticked.set(nothing.fill_null(True), None).alias(name)
    wrong = pl.Series([NOT_A_CODE], dtype=pl.String).new_from_index(0, len(cells))
    wrong = wrong.set(~cells.is_in(lost).fill_null(False), None)
    return Reading(columns, wrong, int(cells.is_in(without).sum()))


def _chosen(text: str, meant: Meant) -> set[Code] | None:
    """The codes in "1 3" or "Trường học Trạm y tế" or "Đường, Điện"; ``None`` if one is not."""
    whole = meant.get(text)
    if whole is not None:
        return {whole}
    for parts in (text.split(), re.split(r"\s*[,;|]\s*", text.strip(",;| "))):
        found = [meant.get(one) for one in parts]
        if found and all(one is not None for one in found):
            return set(found)
    return _by_labels(bare(text), meant)


def _by_labels(rest: str, meant: Meant) -> set[Code] | None:
    """Labels joined by spaces, longest first."""
    labels = sorted(meant.words, key=len, reverse=True)
    found: set[Code] = set()
    while rest:
        label = next((one for one in labels if rest == one or rest.startswith(f"{one} ")), None)
        code = meant.words[label] if label else None
        if code is None:
            return None
        found.add(code)
        rest = rest[len(label) :].strip()
    return found or None
