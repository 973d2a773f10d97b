"""What changed between two rounds, item by item, beyond noise or not."""

from __future__ import annotations

import polars as pl

from thuocdo.surveys.estimates import compare
from thuocdo.surveys.reports.figures import Figure, measured

ROUND = "·round"
BEFORE, AFTER = "before", "after"


def common(before: dict[str, Figure], after: dict[str, Figure]) -> list[str]:
    """Items both rounds have, asked in the same way: name, kind, codes and scale."""
    return [
        name
        for name, one in after.items()
        if name in before and before[name].same_as == one.same_as
    ]


def changes(
    before: tuple[pl.DataFrame, dict[str, Figure], dict],
    after: tuple[pl.DataFrame, dict[str, Figure], dict],
) -> tuple[pl.DataFrame, int]:
    """``item, before, after, value, se, low, high, df, p_value, n_before, n_after, beyond`` and
    the number of PSUs in both rounds.

    Each side: respondents, figures by item, design as ``asked_of`` gives it. PSUs drawn in both
    rounds make the change surer, and count (see ``estimates.compare``). ``beyond``: 1 risen, -1
    fallen, 0 within noise at 95 %, null without an error. Raises ``ThuocDoError``.
    """
    names = common(before[1], after[1])
    schema = {"item": pl.String, "value": pl.Float64, "beyond": pl.Int64}
    if not names:
        return pl.DataFrame(schema=schema), 0
    asked = shared_design(before[2], after[2])
    frames = [
        _side(one[0], [one[1][name] for name in names], asked).with_columns(
            pl.lit(label).alias(ROUND)
        )
        for one, label in ((before, BEFORE), (after, AFTER))
    ]
    found = compare(
        pl.concat(frames),
        target=names,
        between=ROUND,
        pairs=[(BEFORE, AFTER)],
        rounds=True,
        **asked,
    )
    if len(names) == 1:
        found = found.with_columns(item=pl.lit(names[0]))
    beyond = pl.when(pl.col("low") > 0).then(1).when(pl.col("high") < 0).then(-1).otherwise(0)
    told = found.select(
        "item", "value", "se", "low", "high", "df", "p_value", "note",
        before="value_first", after="value_second", n_before="n_first", n_after="n_second",
        beyond=pl.when(pl.col("low").is_not_null()).then(beyond).cast(pl.Int64),
    )  # fmt: skip
    return told, _overlap(frames, asked)


def shared_design(before: dict, after: dict) -> dict:
    """The design that both rounds have columns for."""
    return {name: one if one == after[name] else None for name, one in before.items()}


def _side(frame: pl.DataFrame, figures: list[Figure], asked: dict) -> pl.DataFrame:
    keys = [asked[name] for name in ("strata", "psu", "ssu") if asked[name]]
    sizes = [one for one in (asked["weight"], *(asked["fpc"] or ())) if one]
    return measured(frame, figures).select(
        *(pl.col(one).cast(pl.String) for one in dict.fromkeys(keys)),
        *(pl.col(one).cast(pl.Float64) for one in sizes),
        *(one.item.name for one in figures),
    )


def _overlap(frames: list[pl.DataFrame], asked: dict) -> int:
    """PSUs met in both rounds, in the same stratum."""
    if not asked["psu"]:
        return 0
    names = list(dict.fromkeys(one for one in (asked["strata"], asked["psu"]) if one))
    first, second = (one.select(names).unique() for one in frames)
    return first.join(second, on=names, how="semi").height
