"""Scores of an index by unit, with the errors of the sample carried through to every node.

The contribution of a respondent to a node is the same mixture of contributions to its leaves, so
covariances between items need no matrix: the variance of the mixed contributions is the node's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from thuocdo.surveys.estimates.cells import Cells, Domains, cells_of, domains_of
from thuocdo.surveys.estimates.columns import Floats, names, need, need_share, numbers, refuse
from thuocdo.surveys.estimates.design import Design, design_of
from thuocdo.surveys.estimates.intervals import interval
from thuocdo.surveys.estimates.linearise import Sums, contributions, counted, sums_of, values_of
from thuocdo.surveys.estimates.replicates import replicates_of
from thuocdo.surveys.estimates.variance import Stages
from thuocdo.surveys.scoring.rules import Leaf, Linear, SurveyIndex, bands, linear

OWN = ("node", "value", "lowest", "highest", "se", "low", "high", "df", "n", "n_psu", "note")


def scores(
    frame: pl.DataFrame,
    rules: SurveyIndex,
    *,
    by: str | Sequence[str] | None = None,
    strata: str | Sequence[str] | None = None,
    psu: str | None = None,
    ssu: str | None = None,
    nest: bool = True,
    weight: str | None = None,
    fpc: str | Sequence[str] | None = None,
    singleton: str = "error",
    level: float = 0.95,
) -> pl.DataFrame:
    """Every node of ``rules`` by unit: ``[by…, node, value, lowest, highest, se, low, high, df, n,
    n_psu, note]``.

    ``lowest, highest``: the band over unknown weights; both are the value where all are known.
    ``n, n_psu``: the fewest respondents and PSUs any of its leaves has. ``note``: ``no-answers``
    (a leaf has none), ``weights-unknown``, ``one-psu``, ``no-df``. Arguments of the design as for
    ``surveys.estimate``. Raises ThuocDoError SURVEY-001…020.
    """
    design = design_of(
        frame, strata=strata, psu=psu, ssu=ssu, nest=nest, weight=weight, fpc=fpc,
        singleton=singleton,
    )  # fmt: skip
    return scores_of(frame, design, rules, by=by, level=level)


def scores_of(
    frame: pl.DataFrame,
    design: Design,
    rules: SurveyIndex,
    *,
    by: str | Sequence[str] | None = None,
    level: float = 0.95,
) -> pl.DataFrame:
    """As ``scores``, of a design already made (calibrated weights come this way)."""
    need_share("level", level)
    run = _Run.of(frame, design, rules, names(by))
    variance = run.stages.variance(run.mixed())
    return run.told(np.sqrt(np.maximum(variance, 0)), level)


def resampled(
    frame: pl.DataFrame,
    design: Design,
    rules: SurveyIndex,
    *,
    by: str | Sequence[str] | None = None,
    replicates: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> pl.DataFrame:
    """As ``scores_of``, errors from the bootstrap of PSUs (Rao & Wu 1988, JASA 83).

    Every replicate computes the whole index anew. A unit that a replicate leaves without anybody
    has no error here (``one-psu`` or null).
    """
    need_share("level", level)
    asked = {"kind": "bootstrap", "replicates": replicates, "seed": seed}
    own, made = replicates_of(frame, design, asked)
    run = _Run.of(frame, own, rules, names(by))
    return run.told(run.spread(made.factor, made.scale), level)


@dataclass
class _Run:
    """Leaves by cell, and the nodes over them."""

    design: Design
    rules: SurveyIndex
    by: tuple[str, ...]
    domains: Domains
    cells: Cells
    stages: Stages
    sums: Sums
    nodes: Linear

    @classmethod
    def of(cls, frame, design, rules: SurveyIndex, by: tuple[str, ...]) -> _Run:
        need(frame, (*by, *(leaf.item for leaf in rules.leaves)))
        domains = domains_of(frame, by)
        if domains.count == 0:
            raise refuse("SURVEY-013", column=by[0])
        cells = cells_of(design, domains)
        stages = Stages(design, cells.domain, cells.unit, domains.count)
        answers = [_answers(frame, leaf) for leaf in rules.leaves]
        sums = sums_of(design, cells, answers, "mean", None)
        return cls(design, rules, by, domains, cells, stages, sums, linear(rules))

    def leaves(self) -> tuple[Floats, Floats]:
        return values_of(self.cells, self.sums)

    def mixed(self) -> Floats:
        """Contributions by cell to every node."""
        value, bottom = self.leaves()
        return contributions(self.design, self.cells, self.sums, value, bottom) @ self.nodes.of

    def values(self) -> Floats:
        """(units, nodes); NaN where a leaf below has no answer or a weight is unknown."""
        return _over(self.leaves()[0], self.nodes)

    def spread(self, factor: Floats, scale: Floats) -> Floats:
        """Standard errors (units, nodes) over replicates of the whole index."""
        psu, unit = self.stages.psu, self.stages.psus.code // self.design.n_psu
        top, bottom = self.stages.by_psu(self.sums.top), self.stages.by_psu(self.sums.bottom)
        edges = np.searchsorted(unit, np.arange(self.domains.count + 1))
        found = np.empty((self.domains.count, len(self.rules.codes)))
        for one in range(self.domains.count):
            part = slice(edges[one], edges[one + 1])
            drawn = factor[:, psu[part]]
            with np.errstate(invalid="ignore", divide="ignore"):
                theta = _over((drawn @ top[part]) / (drawn @ bottom[part]), self.nodes)
            found[one] = np.sqrt(scale @ (theta - theta.mean(axis=0)) ** 2)
        return found

    def told(self, se: Floats, level: float) -> pl.DataFrame:
        value = self.values()
        n, n_psu = (self._fewest(one) for one in counted(self.cells, self.stages, self.sums.count))
        note = self._notes(value, n_psu)
        se = np.where(np.isin(note, ["", None]), se, np.nan)
        low, high = interval("t", value, se, max(self.design.df, 1), level, n)
        lowest, highest = bands(self.rules, value)
        columns = zip(OWN[1:6], (value, lowest, highest, se, low), strict=True)
        nodes = len(self.rules.codes)
        rows = {name: self.domains.names[name].gather(self._units(nodes)) for name in self.by}
        rows["node"] = list(self.rules.codes) * self.domains.count
        rows |= {name: pl.Series(one.ravel(), nan_to_null=True) for name, one in columns}
        rows["high"] = pl.Series(high.ravel(), nan_to_null=True)
        rows["df"] = [self.design.df] * (nodes * self.domains.count)
        rows |= {"n": n.ravel().astype(np.int64), "n_psu": n_psu.ravel().astype(np.int64)}
        rows["note"] = pl.Series([word or None for word in note.ravel().tolist()], dtype=pl.String)
        return pl.DataFrame(rows)

    def _units(self, nodes: int) -> list[int]:
        return np.repeat(np.arange(self.domains.count), nodes).tolist()

    def _fewest(self, by_leaf: Floats) -> Floats:
        """By node, the least any leaf below it has."""
        under = below(self.rules)
        return np.stack([by_leaf[:, one].min(axis=1) for one in under], axis=1)

    def _notes(self, value: Floats, n_psu: Floats) -> np.ndarray:
        leaves, _ = self.leaves()
        empty = np.stack([np.isnan(leaves[:, one]).any(axis=1) for one in below(self.rules)], 1)
        note = np.full(value.shape, "", dtype=object)
        note[n_psu < 2] = "one-psu"
        if self.design.df < 1:
            note[:] = "no-df"
        note[np.isnan(value)] = "weights-unknown"
        note[empty] = "no-answers"
        return note


def below(rules: SurveyIndex) -> list[list[int]]:
    """The leaves under every node, as places; a leaf is under itself."""
    place = {leaf.code: [number] for number, leaf in enumerate(rules.leaves)}
    for part in rules.parts:
        place[part.code] = sorted({one for child in part.children for one in place[child]})
    return [place[code] for code in rules.codes]


def _over(leaves: Floats, nodes: Linear) -> Floats:
    """Nodes of leaves (rows, leaves); a leaf that is missing spoils only the nodes above it."""
    known = np.nan_to_num(leaves)
    gaps = np.isnan(leaves).astype(float) @ (nodes.of != 0).astype(float) > 0
    return np.where(gaps, np.nan, nodes.constant + known @ nodes.of)


def _answers(frame: pl.DataFrame, leaf: Leaf) -> Floats:
    """What each respondent gives to ``leaf``: 0 or 1 for a share, the answer itself for a mean."""
    given = numbers(frame, leaf.item)
    if leaf.kind == "mean":
        return given
    inside = np.isin(given, leaf.codes).astype(float)
    return np.where(np.isnan(given), np.nan, inside)
