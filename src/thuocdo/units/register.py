"""Units as they stand on a set of boundaries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from thuocdo.errors import ThuocDoError
from thuocdo.facts import Facts

NATION = "VN"


@dataclass(frozen=True)
class Unit:
    """A unit of government: code, name, level, parent and the days it exists.

    ``level`` is province, commune or department. ``predecessors`` are codes of the older
    boundaries; ``valid_to`` is the last day, ``None`` while the unit stands.
    """

    code: str
    name: str
    level: str
    kind: str
    parent: str
    boundaries: str = ""
    name_en: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    basis: str = "stated"

    @property
    def merged(self) -> bool:
        """Made of several older units."""
        return len(self.predecessors) > 1

    def exists_on(self, day: date) -> bool:
        """Whether the unit stands on ``day``."""
        after_start = self.valid_from is None or self.valid_from <= day
        return after_start and (self.valid_to is None or day <= self.valid_to)


def provinces(facts: Facts, boundaries: str) -> list[Unit]:
    """The provinces on ``boundaries`` ("63" or "34"), in order of code.

    Raises ``ThuocDoError`` CALL-003 for other boundaries.
    """
    if boundaries not in ("63", "34"):
        raise ThuocDoError.of("CALL-003", boundaries=boundaries)
    merger = facts.table("merger")
    before, after = _grouped(merger, "new", "old"), _grouped(merger, "old", "new")
    rows = facts.table("province").filter(pl.col("boundaries") == boundaries).sort("code")
    return [
        Unit(
            row["code"],
            row["name"],
            "province",
            row["kind"],
            NATION,
            boundaries,
            row["name_en"],
            _day(row["valid_from"]),
            _day(row["valid_to"]),
            before.get(row["code"], ()) if boundaries == "34" else (),
            after.get(row["code"], ()) if boundaries == "63" else (),
            row["basis"],
        )
        for row in rows.iter_rows(named=True)
    ]


def boundaries_on(facts: Facts, day: date) -> str:
    """The boundaries that hold on ``day``: "34" since 1 July 2025, "63" before."""
    standing = (at for at in ("34", "63") if provinces(facts, at)[0].exists_on(day))
    return next(standing, "63")


def province(facts: Facts, boundaries: str, code: str) -> Unit:
    """The province ``code`` on ``boundaries``. Raises ``ThuocDoError`` UNIT-001."""
    for unit in provinces(facts, boundaries):
        if unit.code == code:
            return unit
    raise ThuocDoError.of(
        "UNIT-001",
        name=code,
        hint_vi=f"Xem danh sách bằng: thuocdo units list --boundaries {boundaries}.",
        hint_en=f"See the list with: thuocdo units list --boundaries {boundaries}.",
    )


def aliases(facts: Facts, boundaries: str) -> dict[str, str]:
    """Other names of the provinces on ``boundaries``: alias → code."""
    rows = facts.table("alias").filter(pl.col("boundaries") == boundaries)
    return dict(rows.select("alias", "code").iter_rows())


def communes(facts: Facts) -> list[Unit]:
    """The communes of Hưng Yên since 1 July 2025, in order of code."""
    before = _grouped(facts.table("commune_merger"), "new_code", "old_code")
    return [
        Unit(
            row["code"],
            row["name"],
            "commune",
            row["kind"],
            row["province"],
            valid_from=_day(row["valid_from"]),
            predecessors=before.get(row["code"], ()),
            basis=row["basis"],
        )
        for row in facts.table("commune").sort("code").iter_rows(named=True)
    ]


def departments(facts: Facts) -> list[Unit]:
    """The departments of the province; ``basis`` is *simulated* until a real list is loaded."""
    return [
        Unit(row["code"], row["name"], "department", "sở", row["province"], basis=row["basis"])
        for row in facts.table("department").sort("code").iter_rows(named=True)
    ]


def _grouped(frame: pl.DataFrame, by: str, value: str) -> dict[str, tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    for key, item in frame.sort(value).select(by, value).iter_rows():
        groups[key] = (*groups.get(key, ()), item)
    return groups


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
