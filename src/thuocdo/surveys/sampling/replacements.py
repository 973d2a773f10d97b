"""Replacements: the next of the reserve list, each with its reason, never silently.

Replacing those who were not met by those who could be makes the sample easier to reach than the
people it stands for; that is why each case is kept, and why a used-up list is an error and not
a reason to pick someone. Source for the reserve list: PAPI lists 20 and 10 in reserve to reach
16 a village (papi.org.vn, how respondents are chosen).
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.sampling.frames import columns_there
from thuocdo.surveys.sampling.multistage import MAIN, RESERVE

REPLACED = "replaced"
# Codes, not free text: a text about a person would be personal data.
REASONS = ("absent", "refused", "moved", "unable", "not_eligible", "inaccessible", "other")
ADDED = ("reason", "replaced_by", "replaces")


def replaced(
    sample: pl.DataFrame, changes: Iterable[tuple[object, str]], *, unit: str
) -> pl.DataFrame:
    """The sample with units replaced in the order given; ``changes`` are (unit, reason).

    The first of the group's reserve takes the place: its role becomes main and ``replaces``
    names whom; the other's becomes replaced, with ``reason`` and ``replaced_by``. No row goes
    away and no chance changes: those in use are the rows whose role is main. A unit may be
    replaced once; its replacement may be replaced in turn. SURVEY-066...068.
    """
    columns_there(sample, unit, "role", "turn", "group")
    rows = sample.to_dicts()
    for row in rows:
        for name in ADDED:
            row.setdefault(name, None)
    by_unit = {row[unit]: row for row in rows}
    waiting = _waiting(rows)
    for code, reason in changes:
        _check(by_unit, code, reason)
        out = by_unit[code]
        if not waiting.get(out["group"]):
            raise ThuocDoError.of("SURVEY-067", group=out["group"])
        into = waiting[out["group"]].pop(0)
        out.update(role=REPLACED, reason=reason, replaced_by=into[unit])
        into.update(role=MAIN, replaces=code)
    kind = sample.schema[unit]
    extra = {"reason": pl.String, "replaced_by": kind, "replaces": kind}
    return pl.DataFrame(rows, schema={**sample.schema, **extra}, orient="row")


def _check(by_unit: dict, code: object, reason: str) -> None:
    if reason not in REASONS:
        raise ThuocDoError.of("SURVEY-068", value=reason, allowed=", ".join(REASONS))
    if code not in by_unit or by_unit[code]["role"] != MAIN:
        raise ThuocDoError.of("SURVEY-066", unit=code)


def _waiting(rows: list[dict]) -> dict[str, list[dict]]:
    """The reserve of every group in its order."""
    found: dict[str, list[dict]] = {}
    for row in sorted((one for one in rows if one["role"] == RESERVE), key=lambda one: one["turn"]):
        found.setdefault(row["group"], []).append(row)
    return found
