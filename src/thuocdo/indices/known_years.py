"""Which years an index has figures for, and on which boundaries they were published."""

from __future__ import annotations

import polars as pl

from thuocdo.errors import ThuocDoError
from thuocdo.facts import Facts
from thuocdo.facts.schemas import INDICES

OLD = "63"


def years(facts: Facts, index: str, boundaries: str | None = None) -> list[int]:
    """Years for which ``index`` has figures, on ``boundaries`` if they are named.

    Figures of the 63 provinces can be rebased to the 34, never the other way round.
    Raises ``ThuocDoError`` CALL-001 for an unknown index.
    """
    rows = _rows(facts, index)
    if boundaries == OLD:
        rows = rows.filter(pl.col("boundaries") == OLD)
    return sorted(rows["year"].unique())


def own_boundaries(facts: Facts, index: str, year: int) -> str:
    """The boundaries on which the figures of ``year`` were published: "63" or "34"."""
    return _rows(facts, index).filter(pl.col("year") == year)["boundaries"][0]


def _rows(facts: Facts, index: str) -> pl.DataFrame:
    if index not in INDICES:
        raise ThuocDoError.of("CALL-001", index=index)
    if index == "papi":
        return facts.table("papi_score")
    return facts.table("published").filter(pl.col("index") == index)
