"""SPSS (.sav, .zsav) and Stata (.dta) files: respondents, and the codebook in their labels."""

from __future__ import annotations

import math
from pathlib import Path

import polars as pl

from thuocdo.surveys.rounds.codebook import Choice, Code, Codebook, Item, code_of
from thuocdo.surveys.rounds.reading import Table, as_text, of_frame
from thuocdo.surveys.rounds.workbooks import text, unreadable

DAMAGED = (
    "tệp bị hỏng hoặc bị cắt; lưu lại từ SPSS, Stata",
    "it is damaged or cut short; save it again from SPSS or Stata",
)
# Old files do not say what letters they are written in.
ENCODINGS = (None, "WINDOWS-1258", "WINDOWS-1252")


def read_stats(path: Path) -> Table:
    """The respondents in ``path`` with the codebook of its labels.

    Raises ``ThuocDoError`` SURVEY-110.
    """
    frame, meta = _read(path)
    items = tuple(_item(frame[name], name, meta) for name in frame.columns)
    title = str(meta.file_label or path.stem)
    return of_frame(frame, codebook=Codebook(title, items))


def _read(path: Path):
    import pyreadstat

    read = pyreadstat.read_dta if path.suffix.lower() == ".dta" else pyreadstat.read_sav
    for encoding in ENCODINGS:
        try:
            return read(str(path), encoding=encoding, user_missing=True, output_format="polars")
        except Exception:  # noqa: BLE001, S112 - whatever a damaged file makes it raise
            continue
    raise unreadable(path, DAMAGED)


def _item(values: pl.Series, name: str, meta) -> Item:
    label = str(meta.column_names_to_labels.get(name) or "")
    labels = {_code(code): str(said) for code, said in _labels(meta, name).items()}
    coded = bool(labels or _ranges(meta, name))
    found = set(map(code_of, as_text(values).unique().drop_nulls())) if coded else set()
    missing = tuple(sorted(_missing(meta, name, {*labels, *found}), key=str))
    choices = tuple(Choice(code, said) for code, said in labels.items() if code not in missing)
    if values.dtype.is_temporal():
        return Item(name, label, kind="date" if values.dtype == pl.Date else "text")
    if not choices:
        kind = "text" if meta.readstat_variable_types.get(name) == "string" else "number"
        return Item(name, label, kind=kind, missing=missing)
    unlabelled = found - set(labels) - set(missing)
    if not unlabelled:
        return Item(name, label, kind="single", choices=choices, missing=missing)
    return _partly_labelled(Item(name, label, choices=choices, missing=missing), unlabelled)


def _partly_labelled(item: Item, unlabelled: set[Code]) -> Item:
    """A scale labelled at its ends is a scale; numbers beyond the labels are a number."""
    from dataclasses import replace

    codes = [code for code in item.codes if isinstance(code, int)]
    inside = codes and all(
        isinstance(one, int) and min(codes) <= one <= max(codes) for one in unlabelled
    )
    if inside:
        return replace(item, kind="scale", low=float(min(codes)), high=float(max(codes)))
    if all(isinstance(one, int) or _is_number(one) for one in unlabelled):
        return replace(item, kind="number")
    return replace(item, kind="text", choices=())


def _is_number(code: Code) -> bool:
    try:
        return math.isfinite(float(code))
    except ValueError:
        return False


def _code(value: object) -> Code:
    return code_of(text(value))


def _labels(meta, name: str) -> dict:
    return dict(meta.variable_value_labels.get(name) or {})


def _ranges(meta, name: str) -> list:
    return [*(meta.missing_ranges.get(name) or ()), *(meta.missing_user_values.get(name) or ())]


def _missing(meta, name: str, known: set[Code]) -> set[Code]:
    """The codes among ``known`` that the file declares to be no answer."""
    given = {_code(one) for one in meta.missing_user_values.get(name) or ()}
    for one in meta.missing_ranges.get(name) or ():
        low, high = one["lo"], one["hi"]
        given |= {code for code in known if _within(code, low, high)}
    return given


def _within(code: Code, low, high) -> bool:
    if isinstance(low, str) or isinstance(high, str):
        return str(code) == str(low).strip()
    return _is_number(code) and low <= float(code) <= high
