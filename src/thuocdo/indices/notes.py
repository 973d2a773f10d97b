"""What must be said beside the figures: how they arose, what is missing, how sure they are."""

from __future__ import annotations

import polars as pl

from thuocdo.indices.rule_sets import TOTAL
from thuocdo.units import Unit
from thuocdo.wording import Sentence, number


def _say(key: str, **values) -> Sentence:
    return Sentence("indices", key, values)


def papi_notes(year: int, error_year: int | None, table: pl.DataFrame, options) -> tuple:
    """Notes on all units of a PAPI year."""
    notes = [_say("summed")]
    if (table["parts"] > 1).any():
        notes.append(_say("merged"))
        if options.allow_partial:
            notes.append(_say("partial_allowed"))
    if error_year is None or not table["se"].is_not_null().any():
        return (*notes, _say("no_error"))
    key = "error_stated" if year == error_year else "error_carried"
    notes.append(_say(key, base=str(error_year), year=str(year)))
    notes.append(_say("no_error_below"))
    notes.append(_say("sets", coverage=options.coverage, draws=options.draws))
    if options.se_scale != 1:
        notes.append(_say("se_scaled", scale=options.se_scale))
    return tuple(notes)


def papi_unit_notes(
    units: tuple[Unit, ...], table: pl.DataFrame, weights: pl.DataFrame, old_names: dict[str, str]
) -> dict[str, tuple[Sentence, ...]]:
    """Notes on single units: merged from what, partial, or without a valid total."""
    totals = {row["unit"]: row for row in table.filter(pl.col("item") == TOTAL).to_dicts()}
    return {unit.code: tuple(_unit_notes(totals[unit.code], weights, old_names)) for unit in units}


def _unit_notes(row: dict, weights: pl.DataFrame, old_names: dict[str, str]) -> list[Sentence]:
    if row["parts"] == 1:
        return [] if row["score"] is not None else [_say("no_valid_total")]
    own = weights.filter(pl.col("new") == row["unit"])
    notes = [_merged_from(own, old_names)]
    if row["present"] < row["parts"]:
        notes.append(_say("partial" if row["score"] is not None else "part_missing"))
    return notes


def _merged_from(weights: pl.DataFrame, names: dict[str, str]) -> Sentence:
    def listed(language: str) -> str:
        return "; ".join(
            f"{names[old]} {number(weight, 4, language)}"
            for old, weight in weights.select("old", "weight").iter_rows()
        )

    return _say("merged_from", parts=(listed("vi"), listed("en")))
