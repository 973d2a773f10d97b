"""Replicate weights: jackknife, balanced repeated replication, bootstrap.

A replicate multiplies the weights of whole PSUs by a factor (replicates, PSUs); the variance is
Σ_r scale_r (θ_r - mean θ)². The finite population correction of the first stage is kept: in the
scale for the jackknife (as R survey), by pulling the factors towards 1 by √(1 - n/N) for the
others (Rao & Wu 1988, JASA 83; Beaumont & Patak 2012, Int. Stat. Review 80).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from thuocdo.surveys.estimates.cells import Cells
from thuocdo.surveys.estimates.columns import Codes, Floats, need, need_one_of, numbers, refuse
from thuocdo.surveys.estimates.design import Design
from thuocdo.surveys.estimates.linearise import Sums
from thuocdo.surveys.estimates.variance import Stages

KINDS = ("jk1", "jkn", "brr", "bootstrap")
OPTIONS = ("kind", "columns", "seed", "replicates", "scales")
DRAWS = 500


@dataclass(frozen=True)
class Replicates:
    """``factor`` (replicates, PSUs) and ``scale`` (replicates,)."""

    factor: Floats
    scale: Floats

    def totals(self, z: Floats, psu: Codes) -> Floats:
        """(replicates, k) sums of z (PSUs of a domain, k)."""
        return self.factor[:, psu] @ z

    def variance(self, cells: Cells, stages: Stages, sums: Sums) -> Floats:
        """(domains, k); NaN where a replicate leaves a domain without anybody."""
        top = stages.by_psu(sums.top)
        bottom = None if sums.bottom is None else stages.by_psu(sums.bottom)
        domain = stages.psus.code // stages.design.n_psu
        edges = np.searchsorted(domain, np.arange(len(cells.start) + 1))
        found = np.empty((len(cells.start), top.shape[1]))
        for one in range(len(cells.start)):
            part = slice(edges[one], edges[one + 1])
            psu = stages.psu[part]
            theta = self.totals(top[part], psu)
            if bottom is not None:
                below = self.totals(bottom[part], psu)
                theta = np.divide(theta, below, out=np.full(theta.shape, np.nan), where=below != 0)
            # R survey leaves replicates of scale 0 (strata taken whole) out of the mean.
            centre = theta[self.scale > 0].mean(axis=0) if (self.scale > 0).any() else theta[0]
            found[one] = self.scale @ (theta - centre) ** 2
        return found


@dataclass(frozen=True)
class Jackknife(Replicates):
    """A replicate a PSU, left out while the rest of its group stand in for it.

    The factors are not written down: ``group`` of each PSU, ``drawn`` PSUs of that group.
    """

    group: Codes
    drawn: Floats

    def totals(self, z: Floats, psu: Codes) -> Floats:
        each = np.zeros((len(self.group), z.shape[1]))
        each[psu] = z
        of_group = np.zeros((int(self.group.max()) + 1, z.shape[1]))
        np.add.at(of_group, self.group[psu], z)
        lift = np.where(self.drawn > 1, 1 / np.maximum(self.drawn - 1, 1), 0.0)[:, None]
        alone = (self.drawn == 1)[:, None]
        # whole - group + (group - each) n / (n - 1)
        left = np.where(alone, 0.0, each * (1 + lift))
        return z.sum(axis=0) + of_group[self.group] * lift - left


def replicates_of(
    frame: pl.DataFrame, design: Design, asked: Mapping[str, object]
) -> tuple[Design, Replicates]:
    """The design to sum by and its replicates.

    ``asked``: ``kind``; ``columns``, weights already made (one a replicate); ``seed`` and
    ``replicates`` of the bootstrap (500); ``scales`` of given JKn columns.
    """
    for option in asked:
        need_one_of("replicate", option, OPTIONS)
    kind = asked.get("kind")
    need_one_of("replicate kind", kind, KINDS)
    if design.inner_size is not None:
        raise refuse("SURVEY-017")
    if design.residuals is not None:
        raise refuse("SURVEY-018", what="calibrate")
    if asked.get("columns"):
        return _given(frame, design, kind, asked)
    made = {"jk1": _jk1, "jkn": _jkn, "brr": _brr}
    if kind == "bootstrap":
        draws, seed = asked.get("replicates", DRAWS), asked.get("seed", 0)
        if not isinstance(draws, int) or draws < 2:
            raise refuse("SURVEY-012", name="replicates", value=str(draws), allowed="2, 3, …")
        return design, _bootstrap(design, draws, seed)
    return design, made[kind](design)


def _fraction(design: Design) -> Floats:
    """1 - n/N by stratum."""
    return 1 - design.drawn / design.size


def _jk1(design: Design) -> Replicates:
    """Each PSU left out in turn, strata ignored; the correction is that of the whole."""
    n = design.n_psu
    free = 1 - n / design.size.sum()
    one_group = np.zeros(n, dtype=np.int64)
    return Jackknife(np.empty((0, n)), np.full(n, free * (n - 1) / n), one_group, np.full(n, n))


def _jkn(design: Design) -> Replicates:
    """Each PSU left out in turn, the others of its stratum standing in for it."""
    drawn = design.drawn[design.stratum]
    scale = _fraction(design)[design.stratum] * (drawn - 1) / drawn
    return Jackknife(np.empty((0, design.n_psu)), scale, design.stratum, drawn)


def _brr(design: Design) -> Replicates:
    """Half-samples balanced by a Hadamard matrix; exactly two PSUs a stratum."""
    from scipy.linalg import hadamard

    if (design.drawn != 2).any():
        at = int((design.drawn != 2).argmax())
        where = str(design.stratum_name.row(at)[0]) if design.stratum_name.width else "–"
        raise refuse("SURVEY-020", where=where, drawn=int(design.drawn[at]))
    strata = len(design.size)
    signs = hadamard(1 << strata.bit_length())[:, 1 : strata + 1]
    first = np.diff(design.stratum, prepend=-1) > 0  # the first PSU of its stratum
    side = np.where(first, 1, -1)
    pull = np.sqrt(_fraction(design))[design.stratum]
    factor = 1 + pull * signs[:, design.stratum] * side
    return Replicates(factor, np.full(len(factor), 1 / len(factor)))


def _bootstrap(design: Design, draws: int, seed: int) -> Replicates:
    """n - 1 PSUs drawn with replacement of the n of each stratum (Rao & Wu 1988)."""
    rng = np.random.default_rng(seed)
    factor = np.ones((draws, design.n_psu))
    fraction = _fraction(design)
    for stratum, drawn in enumerate(design.drawn):
        if drawn < 2:
            continue
        at = np.flatnonzero(design.stratum == stratum)
        times = rng.multinomial(drawn - 1, np.full(drawn, 1 / drawn), size=draws)
        factor[:, at] = 1 + np.sqrt(fraction[stratum]) * (times * drawn / (drawn - 1) - 1)
    return Replicates(factor, np.full(draws, 1 / (draws - 1)))


def _given(frame, design: Design, kind: str, asked) -> tuple[Design, Replicates]:
    """Columns of replicate weights: rows stand for PSUs while summing."""
    columns = list(asked["columns"])
    need(frame, columns)
    if len(columns) < 2:
        raise refuse("SURVEY-012", name="columns", value=str(len(columns)), allowed="2, 3, …")
    rows = np.arange(frame.height)
    factor = np.stack([numbers(frame, one) for one in columns]) / design.weight
    count = len(columns)
    scale = {"jk1": (count - 1) / count, "brr": 1 / count, "bootstrap": 1 / (count - 1)}
    if kind == "jkn":
        scales = asked.get("scales")
        if scales is None or len(scales) != count:
            raise refuse(
                "SURVEY-012", name="scales", value=str(scales), allowed=f"{count} × (n-1)/n"
            )
        found = np.asarray(scales, dtype=float)
    else:
        found = np.full(count, scale[kind])
    free = 1 - design.n_psu / design.size.sum() if kind == "jk1" else 1.0
    by_row = replace(design, unit=rows, psu=rows, stratum=design.stratum[design.psu[design.unit]])
    return by_row, Replicates(factor, found * free)
