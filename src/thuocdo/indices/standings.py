"""Where every unit stands on an index in a year: scores, ranks and how sure they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import polars as pl

from thuocdo.errors import ThuocDoError
from thuocdo.facts import Facts
from thuocdo.indices.known_years import own_boundaries, years
from thuocdo.indices.notes import papi_notes, papi_unit_notes
from thuocdo.indices.papi import papi_year
from thuocdo.indices.published import published_items
from thuocdo.indices.rank_sets import rank_sets
from thuocdo.indices.ranks import ranked
from thuocdo.indices.rule_sets import TOTAL, RuleSet, rule_set_of
from thuocdo.units import Unit, parts_and_weights, provinces, rebase
from thuocdo.wording import Sentence

SETS = ("rank_low", "rank_high", "rank_low_all", "rank_high_all")
COLUMNS = (
    *("unit", "name", "item", "level", "parent", "concept", "score", "rank", "of", "se"),
    *(*SETS, "basis", "present", "parts"),
)


@dataclass(frozen=True)
class Options:
    """What may be varied: all are said in the output when they differ from the default.

    ``allow_partial``: merge a province from the parts that have a figure.
    ``se_scale``: factor on the carried standard errors. ``coverage``, ``draws``, ``seed``:
    of the rank confidence sets.
    """

    allow_partial: bool = False
    se_scale: float = 1.0
    coverage: float = 0.95
    draws: int = 10_000
    seed: int = 0


@dataclass(frozen=True)
class Standings:
    """An index in a year on a set of boundaries.

    ``table``: one row per unit and item (columns ``COLUMNS``): ``rank_low``/``rank_high`` is
    the marginal set of that unit's rank, ``rank_low_all``/``rank_high_all`` the simultaneous
    set that holds for all units at once; null where no error is known. ``notes`` concern
    all units, ``unit_notes`` one. ``sources`` are ids of the table ``source``.
    """

    index: str
    year: int
    boundaries: str
    rules: RuleSet | None
    units: tuple[Unit, ...]
    table: pl.DataFrame
    notes: tuple[Sentence, ...]
    unit_notes: dict[str, tuple[Sentence, ...]]
    sources: tuple[str, ...]
    options: Options

    def item(self, code: str) -> pl.DataFrame:
        """Rows of one item (``total``, a dimension or a sub-dimension), best first."""
        rows = self.table.filter(pl.col("item") == code)
        if not rows.height:
            raise ThuocDoError.of("CALL-005", item=code, index=self.index, year=self.year)
        best_first = [False, True, False]
        return rows.sort("rank", "score", "unit", descending=best_first, nulls_last=True)

    def of(self, unit: str, item: str = TOTAL) -> dict:
        """The row of ``unit`` for ``item``. Raises ``ThuocDoError`` UNIT-001, CALL-005."""
        rows = self.table.filter((pl.col("unit") == unit) & (pl.col("item") == item))
        if not rows.height:
            self.unit(unit)
            raise ThuocDoError.of("CALL-005", item=item, index=self.index, year=self.year)
        return rows.row(0, named=True)

    def notes_on(self, simultaneous: bool) -> tuple[Sentence, ...]:
        """``notes``, speaking of the marginal or of the simultaneous rank sets."""
        if not simultaneous:
            return self.notes
        return tuple(
            replace(one, key="sets_all") if one.key == "sets" else one for one in self.notes
        )

    def unit(self, code: str) -> Unit:
        """The unit ``code``. Raises ``ThuocDoError`` UNIT-001."""
        for unit in self.units:
            if unit.code == code:
                return unit
        raise ThuocDoError.of(
            "UNIT-001",
            name=code,
            hint_vi=f"Xem danh sách bằng: thuocdo units list --boundaries {self.boundaries}.",
            hint_en=f"See the list with: thuocdo units list --boundaries {self.boundaries}.",
        )


DEFAULT = Options()


@lru_cache(maxsize=128)
def compute(
    facts: Facts, index: str, year: int, boundaries: str, options: Options = DEFAULT
) -> Standings:
    """The standings of ``index`` in ``year`` on ``boundaries`` ("63" or "34").

    Raises ``ThuocDoError`` CALL-001, CALL-002 (no figures), CALL-003.
    """
    at = scored(facts, index, year, boundaries, options)
    return replace(at, table=_with_sets(at.table, options))


@lru_cache(maxsize=256)
def scored(
    facts: Facts, index: str, year: int, boundaries: str, options: Options = DEFAULT
) -> Standings:
    """As ``compute`` without the rank sets, which take most of the time.

    For scores and errors only: a rank from here must not be shown.
    """
    units = tuple(provinces(facts, boundaries))
    known = years(facts, index, boundaries)
    if year not in known:
        listed = ", ".join(str(one) for one in known)
        raise ThuocDoError.of(
            "CALL-002", index=index, year=year, boundaries=boundaries, years=listed
        )
    make = _papi if index == "papi" else _published
    return make(facts, index, year, boundaries, units, options)


def _papi(facts, index, year, boundaries, units, options) -> Standings:
    rules = rule_set_of(facts, index, year)
    found = papi_year(facts, year, options.se_scale)
    rows = found.items.with_columns(pl.lit(1).alias("present"), pl.lit(1).alias("parts"))
    weights = parts_and_weights(facts)
    if own_boundaries(facts, index, year) != boundaries:
        rows = rebase(
            found.items,
            weights,
            ["item"],
            values=("score",),
            errors=("se",),
            allow_partial=options.allow_partial,
        )
    table = _described(ranked(rows), units, rules)
    old_names = {unit.code: unit.name for unit in provinces(facts, "63")}
    return Standings(
        index,
        year,
        boundaries,
        rules,
        units,
        table,
        papi_notes(year, found.error_year, table, options),
        papi_unit_notes(units, table, weights, old_names),
        found.sources,
        options,
    )


def _with_sets(table: pl.DataFrame, options: Options) -> pl.DataFrame:
    """Rank confidence sets per item, where every ranked unit has an error."""
    done = []
    for (_item,), group in table.group_by("item", maintain_order=True):
        valid = group.filter(pl.col("score").is_not_null())
        if valid.height and valid["se"].null_count() == 0:
            done.append(valid.select("unit", "item").with_columns(*_sets(valid, options)))
    if not done:
        return table
    known = pl.concat(done)
    return table.drop(SETS).join(known, on=["unit", "item"], how="left").select(COLUMNS)


def _sets(valid: pl.DataFrame, options: Options) -> list[pl.Series]:
    scores, errors = valid["score"].to_numpy(), valid["se"].to_numpy()
    how = {"coverage": options.coverage, "draws": options.draws, "seed": options.seed}
    own = rank_sets(scores, errors, simultaneous=False, **how)
    together = rank_sets(scores, errors, simultaneous=True, **how)
    return [
        pl.Series(name, values.astype(np.int64))
        for name, values in zip(SETS, (*own, *together), strict=True)
    ]


def _described(rows: pl.DataFrame, units, rules: RuleSet | None) -> pl.DataFrame:
    """Add names, levels, concepts and basis; order by unit and item."""
    names = pl.DataFrame({"unit": [u.code for u in units], "name": [u.name for u in units]})
    nodes = [(TOTAL, "total", "", TOTAL)]
    for one in rules.criteria if rules else ():
        level = "subdimension" if one.parent else "dimension"
        nodes.append((one.code, level, one.parent or TOTAL, one.concept))
    tree = pl.DataFrame(nodes, schema=["item", "level", "parent", "concept"], orient="row")
    order = tree.with_row_index("order").select("item", "order")
    full = rows.join(names, on="unit").join(tree, on="item").join(order, on="item")
    if "basis" not in full.columns:
        full = full.with_columns(_basis().alias("basis"))
    empty = [pl.lit(None, pl.Int64).alias(name) for name in SETS]
    return full.with_columns(*empty).sort("unit", "order").select(COLUMNS)


def _basis() -> pl.Expr:
    given = pl.col("level") == "subdimension"
    own = pl.when(given).then(pl.lit("stated")).otherwise(pl.lit("derived"))
    basis = pl.when(pl.col("parts") > 1).then(pl.lit("estimated")).otherwise(own)
    return pl.when(pl.col("score").is_not_null()).then(basis)


def _published(facts, index, year, boundaries, units, options) -> Standings:
    rows, unit_notes, sources = published_items(facts, index, year, boundaries, options)
    rows = rows.with_columns(pl.lit(None, pl.Float64).alias("se"))
    notes = [Sentence("indices", "published_only"), Sentence("indices", "no_error")]
    if boundaries == "34":
        notes.append(Sentence("indices", "published_merged"))
    return Standings(
        index,
        year,
        boundaries,
        rule_set_of(facts, index, year),
        units,
        _described(rows, units, None),
        tuple(notes),
        unit_notes,
        sources,
        options,
    )
