"""The lake's own counts: lost points down to unit and procedure, and so to each dossier."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from thuocdo.dossiers.losses.lake_metrics import (
    UNKNOWN,
    LakeMetric,
    Unmeasured,
    lake_metrics,
    unmeasured,
)
from thuocdo.dossiers.losses.splitting import Loss, by_size, split, summed, with_rest
from thuocdo.wording import Sentence


@dataclass(frozen=True)
class Lost:
    """``loss`` = ``maximum`` - ``points`` over the measured metrics, in points.

    ``unmeasured``: what of each group's maximum dossiers cannot speak of.
    """

    loss: Loss
    maximum: Fraction
    points: Fraction
    unmeasured: tuple[Unmeasured, ...]


def losses_of_cells(cells: pl.DataFrame, metrics: Sequence[LakeMetric] | None = None) -> Lost:
    """Lost points of all dossiers in ``cells``: total → group → metric → unit → procedure.

    ``cells``: ``unit, procedure`` and counts; any further keys are summed over. Give the cells of
    one unit for its own points. ``each`` of a procedure's loss is what one dossier carries.
    """
    asked = tuple(lake_metrics() if metrics is None else metrics)
    held = tuple(one for one in asked if one.counted_in(cells))
    sums = sums_by_procedure(cells, held)
    groups: dict[str, list[Loss]] = {}
    for metric in held:
        groups.setdefault(metric.endpoint, []).append(loss_of_metric(sums, metric))
    loss = summed("total", "total", (summed("group", code, own) for code, own in groups.items()))
    maximum = sum((one.share.maximum for one in held), Fraction(0))
    return Lost(loss, maximum, maximum - loss.points, unmeasured(held))


def sums_by_procedure(cells: pl.DataFrame, metrics: Iterable[LakeMetric]) -> pl.DataFrame:
    """``unit, procedure`` and the counts of ``metrics``, summed over everything else."""
    names = sorted({name for one in metrics for name in (one.numerator, one.denominator)})
    keys = (pl.col("unit").fill_null(UNKNOWN), pl.col("procedure").fill_null(UNKNOWN))
    return cells.group_by(*keys).agg(pl.col(names).sum()).sort("unit", "procedure")


def loss_of_metric(sums: pl.DataFrame, metric: LakeMetric) -> Loss:
    """One metric's loss over units and their procedures; without a case it has no owner."""
    above, below = (int(sums[name].sum()) for name in (metric.numerator, metric.denominator))
    missed = below - above
    points = metric.share.loss(above, below)
    rows = _missed(sums, metric)
    of_unit = rows.group_by("unit", maintain_order=True).agg(pl.col("missed", "of").sum())
    units = split(points, missed, of_unit.iter_rows(), "unit")
    below_units = {
        unit: split(points, missed, own.drop("unit").iter_rows(), "procedure")
        for (unit,), own in rows.group_by("unit")
    }
    told = tuple(
        Loss(one.level, one.code, one.points, one.missed, one.of, below_units[one.code])
        for one in units
    )
    reason = Sentence("dossiers.losses", "rest_no_cases" if not below else "rest_no_missed")
    return Loss("metric", metric.code, points, missed, below, with_rest(points, told, reason))


def by_unit(loss: Loss) -> tuple[Loss, ...]:
    """The same loss turned round: unit → metric (code ``endpoint/metric``), largest first."""
    found: dict[str, list[Loss]] = {}
    for group in loss.parts:
        for metric in group.parts:
            for unit in metric.parts:
                key = f"{group.code}/{metric.code}"
                own = Loss("metric", key, unit.points, unit.missed, unit.of, reason=unit.reason)
                found.setdefault(unit.code, []).append(own)
    made = (summed("unit", code, own) for code, own in found.items())
    return tuple(sorted(made, key=by_size))


def _missed(sums: pl.DataFrame, metric: LakeMetric) -> pl.DataFrame:
    """``unit, procedure, missed, of``: procedures that have a case."""
    below = pl.col(metric.denominator)
    return sums.filter(below > 0).select(
        "unit", "procedure", missed=below - pl.col(metric.numerator), of=below
    )
