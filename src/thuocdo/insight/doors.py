"""What an analyst calls: the brief of a unit and the reason of any number."""

from __future__ import annotations

from thuocdo import facts as fact_tables
from thuocdo.indices import TOTAL, Options, Trace, compute
from thuocdo.insight.brief import Brief, brief_of
from thuocdo.insight.places import TARGET
from thuocdo.insight.reasons import reason
from thuocdo.units import find_province


def brief(
    index: str, unit: str, year: int, boundaries: str = "34", *, target: int = TARGET, **options
) -> Brief:
    """The brief of ``unit`` (code or name) on ``index`` in ``year``.

    ``boundaries`` is "34" (the province as it stands) or "63". ``options`` as in
    ``thuocdo.standings``. Raises ``ThuocDoError`` CALL-001…003, UNIT-001, UNIT-002.
    """
    facts = fact_tables.read()
    found = find_province(facts, boundaries, unit)
    return brief_of(facts, index, year, boundaries, found.code, target, Options(**options))


def why(
    index: str,
    year: int,
    unit: str,
    item: str = TOTAL,
    aspect: str = "score",
    boundaries: str = "34",
) -> Trace:
    """The trace of one number down to the rows it came from.

    ``unit`` is a code or a name; ``aspect`` is score, se, rank, set, to-target, to-best,
    gain, chance or change; ``boundaries`` "34" (the provinces as they stand) or "63".
    """
    facts = fact_tables.read()
    at = compute(facts, index, int(year), str(boundaries))
    found = find_province(facts, str(boundaries), unit)
    return reason(facts, at, found.code, item, aspect)
