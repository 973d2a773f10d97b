"""``estimate``: from respondents and their design to values with honest errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from thuocdo.surveys.estimates.answers import OWN, Answer, Asked, answer_frame, need_free
from thuocdo.surveys.estimates.cells import Cells, Domains, cells_of, domains_of
from thuocdo.surveys.estimates.columns import (
    Floats,
    names,
    need,
    need_one_of,
    need_share,
    numbers,
    refuse,
)
from thuocdo.surveys.estimates.design import Design, design_of
from thuocdo.surveys.estimates.intervals import INTERVALS, OF_SHARES
from thuocdo.surveys.estimates.items import AT_A_TIME, Item, blocks
from thuocdo.surveys.estimates.linearise import (
    contributions,
    counted,
    domain_df,
    residual_variance,
    simple_variance,
    sums_of,
    values_of,
)
from thuocdo.surveys.estimates.quantiles import Ordered
from thuocdo.surveys.estimates.replicates import Replicates, replicates_of
from thuocdo.surveys.estimates.variance import Stages

KINDS = ("mean", "total", "prop", "ratio", "quantile", "variance")


def estimate(
    frame: pl.DataFrame,
    *,
    target: str | Sequence[str],
    kind: str = "mean",
    by: str | Sequence[str] | None = None,
    strata: str | Sequence[str] | None = None,
    psu: str | None = None,
    ssu: str | None = None,
    nest: bool = True,
    weight: str | None = None,
    fpc: str | Sequence[str] | None = None,
    denominator: str | None = None,
    p: float = 0.5,
    level: float = 0.95,
    interval: str = "t",
    singleton: str = "error",
    replicate: Mapping[str, object] | None = None,
    deff: str = "without",
    df: str = "design",
) -> pl.DataFrame:
    """Estimates of one or many targets, of the whole or by domain, with design-based errors.

    target, kind  column(s); ``mean``, ``total``, ``prop`` (shares of a factor's levels or of
                  codes), ``ratio`` to ``denominator``, ``quantile`` of order ``p``, ``variance``
    by            columns of domains; rows where one is empty are in no domain
    strata, psu, ssu, nest
                  the design; ``nest``: PSU codes are taken within strata, else a PSU met in two
                  strata is refused. Without ``psu`` every row is a PSU
    weight        column of design weights; without it N/n of ``fpc``, or 1
    fpc           column(s) of population sizes, one a stage: PSUs in the stratum, then units in
                  the PSU (of ``ssu``, else rows). Without it drawing is with replacement
    level, interval
                  of confidence; ``t`` with PSUs - strata degrees of freedom, ``normal``, and for
                  shares ``logit``, ``korn-graubard``
    singleton     strata of one PSU: ``error``; ``center`` about the mean of all PSUs; ``collapse``
                  with the next stratum; ``scale``: as the mean of the other strata
    replicate     ``{"kind": "jk1"|"jkn"|"brr"|"bootstrap", "columns": …, "seed": 0}`` instead of
                  linearisation
    deff          against a simple sample drawn ``without`` (R's default) or with ``replace``
    df            PSUs - strata of the whole ``design``, or of those where the ``domain`` has an
                  answer (R's ``degf`` of a subset): what a commune with a few PSUs needs,
                  measured in docs/reference/coverage.md

    Answer: ``[by…, (item), (category), value, se, low, high, df, n, n_psu, deff, note]``; ``item``
    when there are several targets, ``category`` when one is a factor (a row per level). A
    missing answer is left out of its domain, the design stays whole. Where there is no error
    ``se, low, high`` are null and ``note`` says why: ``no-answers``, ``one-psu``, ``no-df``,
    ``zero-denominator``, ``no-variance``, ``no-interval`` (`wording.toml` has the words).

    Raises ThuocDoError SURVEY-001…020. Sources: the modules of this package.
    """
    asked = Asked(kind, p, level, interval, deff, names(target), names(by), denominator, df)
    _check(frame, asked)
    design = design_of(
        frame, strata=strata, psu=psu, ssu=ssu, nest=nest, weight=weight, fpc=fpc,
        singleton=singleton,
    )  # fmt: skip
    return estimate_of(frame, design, asked, replicate)


def estimate_of(
    frame: pl.DataFrame,
    design: Design,
    asked: Asked,
    replicate: Mapping[str, object] | None = None,
) -> pl.DataFrame:
    """As ``estimate``, of a design already made (calibrated weights come this way)."""
    _check(frame, asked)
    domains = domains_of(frame, asked.by)
    if domains.count == 0:
        raise refuse("SURVEY-013", column=asked.by[0])
    # Calibration reaches every unit in every domain, so many domains are taken in parts.
    units = len(design.psu) if design.residuals else 1
    frames = []
    for part in domains.parts(max(1, AT_A_TIME // units)):
        run = _Run.of(frame, design, asked, part, replicate)
        answers = [run.block(items, columns) for items, columns in run.blocks()]
        frames.append(answer_frame(asked, part, design.df, answers))
    return pl.concat(frames)


def _check(frame: pl.DataFrame, asked: Asked) -> None:
    need_one_of("kind", asked.kind, KINDS)
    need_one_of("interval", asked.interval, INTERVALS)
    need_one_of("deff", asked.deff, ("without", "replace"))
    need_one_of("df", asked.df, ("design", "domain"))
    need_share("level", asked.level)
    need_share("p", asked.p)
    if (asked.kind == "ratio") != (asked.denominator is not None):
        raise refuse("SURVEY-014", kind=asked.kind)
    need(frame, (*asked.targets, *asked.by, *names(asked.denominator)))
    need_free(asked, OWN)


@dataclass
class _Run:
    """One call: what is the same for every block of items."""

    frame: pl.DataFrame
    design: Design
    asked: Asked
    domains: Domains
    cells: Cells
    stages: Stages
    denominator: Floats | None
    replicates: Replicates | None
    summing: tuple[Cells, Stages] | None

    @classmethod
    def of(cls, frame, design, asked, domains, replicate) -> _Run:
        cells = cells_of(design, domains)
        stages = Stages(design, cells.domain, cells.unit, domains.count)
        below = numbers(frame, asked.denominator) if asked.denominator else None
        made, summing = None, None
        if replicate is not None:
            if asked.kind in ("quantile", "variance"):
                raise refuse("SURVEY-018", what=asked.kind)
            by_replicate, made = replicates_of(frame, design, replicate)
            if by_replicate is not design:
                own = cells_of(by_replicate, domains)
                summing = own, _rows_as_psus(by_replicate, own, domains)
        return cls(frame, design, asked, domains, cells, stages, below, made, summing)

    def blocks(self):
        cells = max(self.frame.height, len(self.cells.domain))
        return blocks(self.frame, self.asked.targets, self.asked.kind, cells)

    def _may_have_interval(self, item: Item) -> None:
        share = item.share and self.asked.kind in ("mean", "prop")
        if self.asked.interval in OF_SHARES and not share:
            raise refuse("SURVEY-021", interval=self.asked.interval, target=item.target)

    def block(self, items: list[Item], columns: list[Floats]) -> Answer:
        """Everything about some items."""
        for item in items:
            self._may_have_interval(item)
        kind = self.asked.kind
        if kind == "variance":
            columns = [self._squares(one) for one in columns]
        if kind == "quantile":
            return self._quantiles(items, columns)
        return self._linear(items, columns, kind)

    def _linear(self, items: list[Item], columns: list[Floats], kind: str) -> Answer:
        design, cells, stages = self.design, self.cells, self.stages
        sums = sums_of(design, cells, columns, kind, self.denominator)
        value, bottom = values_of(cells, sums)
        n, n_psu = counted(cells, stages, sums.count)
        if self.replicates is None:
            z = contributions(design, cells, sums, value, bottom)
            variance = stages.variance(z)
        else:
            variance = self._replicated(columns, kind, sums)
        effect = self._effect(columns, sums, value, bottom, n, variance)
        se = np.sqrt(np.maximum(variance, 0))
        own = domain_df(cells, stages, sums.count) if self.asked.df == "domain" else None
        return Answer(items, value, se, n, n_psu, effect, df=own)

    def _replicated(self, columns, kind, sums) -> Floats:
        if self.summing is None:
            return self.replicates.variance(self.cells, self.stages, sums)
        cells, stages = self.summing
        own = sums_of(stages.design, cells, columns, kind, self.denominator)
        return self.replicates.variance(cells, stages, own)

    def _effect(self, columns, sums, value, bottom, n, variance) -> Floats:
        """Variance over that of a simple sample of as many respondents."""
        if self.denominator is None:
            spread, size = simple_variance(self.cells, sums, n)
        else:
            spread, size = residual_variance(
                self.cells, self.design, columns, self.denominator, value
            )
        with np.errstate(invalid="ignore", divide="ignore"):
            simple = spread / n
            if self.asked.deff == "without":
                simple = simple * np.where(size > n, 1 - n / size, np.nan)
            if self.asked.kind == "total":
                simple = simple * size**2
            if self.asked.kind == "ratio":
                simple = simple * (size / bottom) ** 2
            return np.where(simple > 0, variance / simple, np.nan)

    # ---- kinds made from means of something else ----

    def _squares(self, y: Floats) -> Floats:
        """n/(n-1) (y - mean)² by row: its mean is the variance in the population."""
        sums = sums_of(self.design, self.cells, [y], "mean", None)
        mean, _ = values_of(self.cells, sums)
        n, _ = counted(self.cells, self.stages, sums.count)
        with np.errstate(invalid="ignore", divide="ignore"):
            factor = np.where(n > 1, n / (n - 1), np.nan)[:, 0]
        at = np.maximum(self.domains.code, 0)
        return factor[at] * (y - mean[at, 0]) ** 2

    def _quantiles(self, items: list[Item], columns: list[Floats]) -> Answer:
        asked = self.asked
        code, count = self.domains.code, self.domains.count
        ordered = [Ordered(y, self.design.weight, code, count) for y in columns]
        value = np.stack([one.at(np.full(count, asked.p)) for one in ordered], axis=1)
        at = np.maximum(code, 0)
        below = [
            np.where(np.isnan(y), np.nan, (y <= value[at, place]).astype(float))
            for place, y in enumerate(columns)
        ]
        share = self._linear(items, below, "mean")
        turned = [
            np.stack([one.at(end) for one, end in zip(ordered, ends.T, strict=True)], axis=1)
            for ends in share.ends(asked, self.design.df)
        ]
        reach = share.reach(asked, self.design.df)
        se = (turned[1] - turned[0]) / (2 * reach)
        nothing = np.full(value.shape, np.nan)
        ends = tuple(turned)
        return Answer(items, value, se, share.n, share.n_psu, nothing, ends, share.df)


def _rows_as_psus(design: Design, cells: Cells, domains: Domains) -> Stages:
    return Stages(design, cells.domain, cells.unit, domains.count)
