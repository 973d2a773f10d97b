"""What an analyst calls: the same figures as the pages, as Polars frames."""

from __future__ import annotations

import polars as pl

from thuocdo import facts
from thuocdo.errors import ThuocDoError
from thuocdo.facts.schemas import INDICES
from thuocdo.indices.standings import Options, Standings, compute


def load(name: str) -> pl.DataFrame:
    """The published figures of an index, or any fact table, as a frame.

    ``"papi"``: ``year, boundaries, unit, code, concept, score, basis, source, note, file,
    row``. ``"par-index"`` and ``"sipas"``: ``year, boundaries, unit, measure, value, …``.
    Any kind of ``thuocdo facts list`` gives that table. Raises ``ThuocDoError`` CALL-004.
    """
    known = facts.read()
    if name == "papi":
        return known.table("papi_score")
    if name in INDICES:
        return known.table("published").filter(pl.col("index") == name).drop("index")
    return known.table(name)


def standings(index: str, year: int, boundaries: str = "63", **options) -> Standings:
    """Where every unit stands: scores, ranks, errors and rank sets (``.table`` is the frame).

    ``options``: ``allow_partial``, ``se_scale``, ``coverage``, ``draws``, ``seed``. Raises
    ``ThuocDoError`` CALL-001, CALL-002, CALL-003.
    """
    if index not in INDICES:
        raise ThuocDoError.of("CALL-001", index=index)
    return compute(facts.read(), index, int(year), str(boundaries), Options(**options))
