"""How often survey intervals hold the truth, over many samples of a simulated province.

The truth is counted over every person of the population; a sample is drawn by the simulator,
which shares no code with the estimates it tries; one call of ``estimate`` answers for many items
and all communes. Everything here is *mô phỏng* and follows from the seeds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl

from thuocdo.surveys import simulating
from thuocdo.surveys.estimates import estimate
from thuocdo.surveys.simulating import PERFECT, Design, Fieldwork, Population
from thuocdo.surveys.weighting import calibrate

SEED = 2026
PERSONS = 12
ALL_COMMUNES = {"strata": "stratum", "psu": "psu", "weight": "weight"}
FPC = ["n_villages", "n_persons"]
# The items tried, as what is counted of the answers. Shares are true or false.
ITEMS = {
    "mean_a01": pl.col("A01"),
    "mean_a09": pl.col("A09"),
    "mean_ten": pl.col("T01"),
    "share_03": pl.col("A05") <= 2,
    "share_10": pl.col("Y04") == 1,
    "share_40": pl.col("Y02") == 1,
    "share_83": pl.col("A01") >= 4,
    "share_87": pl.col("Y03") == 1,
}
SHARES = [name for name in ITEMS if name.startswith("share")]
# Of those who say yes to Y02, the share satisfied with A09.
RATIO = {
    "above": ((pl.col("A09") >= 4) & (pl.col("Y02") == 1)).cast(pl.Float64),
    "below": (pl.col("Y02") == 1).cast(pl.Float64),
}
# A domain with nobody in most villages drawn: how many people it has, and their mean.
RARE = (pl.col("age_group") == "60+") & (pl.col("education") == "higher")


@dataclass(frozen=True)
class Case:
    """A design and what happens in the field. ``communes``: None for all, else how many."""

    communes: int | None
    villages: int
    persons: int = PERSONS
    response: bool = True

    @property
    def design(self) -> Design:
        return Design(self.communes, self.villages, self.persons)

    @property
    def work(self) -> Fieldwork:
        return PERFECT if self.response else Fieldwork(fabricate=0.0)


@dataclass(frozen=True)
class World:
    """The population, with its truth by commune and for the whole: arrays by name."""

    made: Population
    commune: dict[str, np.ndarray]
    whole: dict[str, np.ndarray]
    totals: dict[str, dict[str, int]]
    X: np.ndarray


# One sample analysed: by (level, analysis, item), whether each unit's interval holds the truth
# (1, 0, NaN where there is no interval) and how wide it is.
Held = dict[tuple[str, str, str], tuple[np.ndarray, np.ndarray]]


@cache
def world(seed: int = SEED) -> World:
    """The province of the sizes that are shipped, all persons kept."""
    made = simulating.population(simulating.Plan(simulating.sizes(), seed=seed))
    made = simulating.in_memory(made)
    people = _everybody(made)
    counts = {"commune": people.sort("place"), "whole": people.select(pl.exclude("place").sum())}
    truth = {}
    for level, table in counts.items():
        found = {name: (table[name] / table["people"]).to_numpy() for name in ITEMS}
        found["ratio"] = (table["above"] / table["below"]).to_numpy()
        found["rare_total"] = table["rare"].to_numpy()
        found["rare_mean"] = (table["rare_ten"] / table["rare"]).to_numpy()
        truth[level] = found
    known = simulating.communes(made)
    columns = [np.ones(known.height), known["x1"].to_numpy(), known["x2"].to_numpy()]
    return World(made, truth["commune"], truth["whole"], _totals(made), np.column_stack(columns))


def _everybody(made: Population) -> pl.DataFrame:
    """What is true of every commune, summed over its persons."""
    kept = made.stored
    answers = pl.from_numpy(kept.answers, [item.name for item in made.items], orient="row")
    rare = (kept.age == 3) & (kept.education == 3)  # the last class of each
    frame = answers.with_columns(
        pl.Series("place", np.repeat(made.commune_of, made.adults)), pl.Series("rare", rare)
    )
    summed = {**ITEMS, **RATIO, "rare": pl.col("rare"), "rare_ten": pl.col("T01") * pl.col("rare")}
    return frame.group_by("place").agg(
        pl.len().alias("people"),
        *(one.cast(pl.Float64).sum().alias(name) for name, one in summed.items()),
    )


def _totals(made: Population) -> dict[str, dict[str, int]]:
    """Adults by commune, and of the whole province by class: what weights are calibrated to."""
    known = simulating.communes(made)
    found = {"commune": dict(known.select("commune", "adults").iter_rows())}
    margins = simulating.margins(made).filter(pl.col("level") == "province")
    for name in ("sex", "age_group", "education"):
        rows = margins.filter(pl.col("variable") == name)
        found[name] = dict(rows.select("class", "persons").iter_rows())
    return found


def respondents(known: World, case: Case, seed: int) -> pl.DataFrame:
    """Sample number ``seed`` with the items tried."""
    found = simulating.sample(known.made, case.design, case.work, seed).respondents
    made = {**ITEMS, **RATIO, "rare": RARE, "one": pl.lit(1.0)}
    # Numbers for codes, in the same order: grouping by them is faster.
    numbered = (pl.col("stratum", "psu", "village").rank("dense").cast(pl.Int32),)
    return found.with_columns(*(one.alias(name) for name, one in made.items()), *numbered)


def analysed(known: World, case: Case, frame: pl.DataFrame) -> Held:
    """Every analysis of one sample of ``respondents``."""
    if case.communes is not None:
        return _communes_drawn(known, frame)
    if not case.response:
        return _calibrated(known, frame)
    return _by_commune(known, frame) | _province(known, frame)


def _by_commune(known: World, frame: pl.DataFrame) -> Held:
    whole = {"by": "commune", **ALL_COMMUNES}
    calls = {
        "t, design df": {**whole, "fpc": FPC},
        "t, domain df": {**whole, "fpc": FPC, "df": "domain"},
        "t, domain df, no fpc": {**whole, "df": "domain"},
        "rows as simple sample": {"by": "commune", "weight": "weight"},
    }
    held: Held = {}
    for name, told in calls.items():
        held |= _held(known.commune, "commune", name, estimate(frame, target=list(ITEMS), **told))
    shares = {**whole, "fpc": FPC, "df": "domain", "target": SHARES}
    for kind in ("logit", "korn-graubard"):
        found = estimate(frame, interval=kind, **shares)
        held |= _held(known.commune, "commune", f"{kind}, domain df", found)
    ratio = {"target": "above", "denominator": "below", "kind": "ratio", "fpc": FPC}
    found = estimate(frame, df="domain", **ratio, **whole)
    return held | _held(known.commune, "commune", "t, domain df", found, "ratio")


def _province(known: World, frame: pl.DataFrame) -> Held:
    whole = {**ALL_COMMUNES, "fpc": FPC}
    items, truth = list(ITEMS), known.whole
    held = _held(truth, "province", "t", estimate(frame, target=items, **whole))
    for kind in ("logit", "korn-graubard"):
        found = estimate(frame, target=SHARES, interval=kind, **whole)
        held |= _held(truth, "province", kind, found)
    ratio = estimate(frame, target="above", denominator="below", kind="ratio", **whole)
    held |= _held(truth, "province", "t", ratio, "ratio")
    simple = estimate(frame, target=items, weight="weight")
    held |= _held(truth, "province", "rows as simple sample", simple)
    return held | _rare(truth, frame, whole)


def _rare(truth, frame: pl.DataFrame, whole: dict) -> Held:
    """A domain of the whole design, and the same cut out as if it had been the design."""
    inside = frame.filter("rare")
    cut = {**ALL_COMMUNES, "singleton": "center"}  # cut out, many strata have one PSU left
    held: Held = {}
    for item, told in (
        ("rare_total", {"target": "one", "kind": "total"}),
        ("rare_mean", {"target": "T01"}),
    ):
        found = estimate(frame, by="rare", **told, **whole).filter("rare")
        held |= _held(truth, "province", "t", found, item)
        held |= _held(truth, "province", "domain cut out", estimate(inside, **told, **cut), item)
    return held


def _communes_drawn(known: World, frame: pl.DataFrame) -> Held:
    held: Held = {}
    items, truth = list(ITEMS), known.whole
    calls = {
        "t": {**ALL_COMMUNES, "fpc": ["n_communes", "n_villages"], "ssu": "village"},
        "t, no fpc": ALL_COMMUNES,
        "rows as simple sample": {"weight": "weight"},
    }
    for name, told in calls.items():
        held |= _held(truth, "province", name, estimate(frame, target=items, **told))
    for kind in ("logit", "korn-graubard"):
        found = estimate(frame, target=SHARES, interval=kind, **calls["t"])
        held |= _held(truth, "province", kind, found)
    return held


def _calibrated(known: World, frame: pl.DataFrame) -> Held:
    """With non-response: weights of the design beside calibrated ones, without correction for
    finite populations, since persons who did not answer were drawn too.
    """
    items, whole = list(ITEMS), ALL_COMMUNES
    done = calibrate(frame, totals=known.totals, method="raking", **whole)
    held: Held = {}
    for level, truth, told in (
        ("commune", known.commune, {"by": "commune", "df": "domain"}),
        ("province", known.whole, {}),
    ):
        found = done.estimate(target=items, **told)
        held |= _held(truth, level, "t, calibrated", found)
        found = estimate(frame, target=items, **told, **whole)
        held |= _held(truth, level, "t, not calibrated", found)
    return held


def _held(truth, level: str, analysis: str, found: pl.DataFrame, item: str | None = None) -> Held:
    """By item: whether each interval holds, and its width. Rows are by unit, then item."""
    names = [item] if item else found["item"].unique(maintain_order=True).to_list()
    low, high = (
        found[end].cast(pl.Float64).fill_null(np.nan).to_numpy().reshape(-1, len(names))
        for end in ("low", "high")
    )
    held: Held = {}
    for place, name in enumerate(names):
        ends = low[:, place], high[:, place]
        if len(truth[name]) != len(low):
            raise ValueError(f"{name}: {len(low)} of {len(truth[name])}")
        inside = ((ends[0] <= truth[name]) & (truth[name] <= ends[1])).astype(float)
        held[level, analysis, name] = np.where(np.isnan(ends[0]), np.nan, inside), ends[1] - ends[0]
    return held


@dataclass(frozen=True)
class Figure:
    """How often intervals held, over samples (rows) and units.

    ``error``: Monte-Carlo standard error, by sample, as units of one sample are not independent;
    ``none``: share of cases without an interval; ``fair``: share of units whose own coverage is
    within three Monte-Carlo errors of the level.
    """

    coverage: float
    error: float
    width: float
    none: float
    fair: float
    samples: int

    @classmethod
    def of(cls, held: np.ndarray, width: np.ndarray, level: float = 0.95) -> Figure:
        samples, given = len(held), ~np.isnan(held)
        inside = np.where(given, held, 0.0)
        seen = given.any(axis=1)
        by_sample = inside[seen].sum(axis=1) / given[seen].sum(axis=1)
        met = given.any(axis=0)
        by_unit = inside[:, met].sum(axis=0) / given[:, met].sum(axis=0)
        alone = (level * (1 - level) / samples) ** 0.5
        return cls(
            float(inside.sum() / given.sum()),
            # All held, or none: the error of the level itself, as no spread is seen.
            max(float(by_sample.std(ddof=1)) / len(by_sample) ** 0.5, alone / held.shape[1] ** 0.5),
            float(np.nanmean(width)),
            float(1 - given.mean()),
            float((np.abs(by_unit - level) <= 3 * alone).mean()),
            samples,
        )


def figures(found: list[Held]) -> dict[tuple[str, str, str], Figure]:
    """The figures of many samples of one case; those of all ``ITEMS`` together as ``all``."""
    stacked = {
        key: tuple(np.stack([one[key][part] for one in found]) for part in (0, 1))
        for key in found[0]
    }
    for level, analysis in dict.fromkeys(key[:2] for key in stacked):
        mine = [
            stacked[level, analysis, name] for name in ITEMS if (level, analysis, name) in stacked
        ]
        if mine:
            both = tuple(np.concatenate([one[part] for one in mine], axis=1) for part in (0, 1))
            stacked[level, analysis, "all"] = both
    return {key: Figure.of(*both) for key, both in stacked.items()}
