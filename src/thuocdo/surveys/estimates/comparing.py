"""``compare``: differences between domains of one survey, and changes between rounds.

Within one survey both sides come from one design, so what they share (PSUs with people of both
sides) enters the error. Rounds are surveys of their own; what ties them is the PSUs drawn in
both: with n1, n2 PSUs drawn, c of them the same, N in the stratum and s12 their covariance,

    Cov = Σ_h c (1 - n1 n2 / (c N)) s12

(Tam 1984, "On covariances from overlapping samples", The American Statistician 38). With the
same PSUs in both rounds this is the joint design, with none the rounds are independent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from thuocdo.surveys.estimates.answers import Asked, need_free
from thuocdo.surveys.estimates.cells import Domains, cells_of, domains_of
from thuocdo.surveys.estimates.columns import (
    Floats,
    names,
    need,
    need_one_of,
    need_share,
    numbers,
    plain,
    refuse,
)
from thuocdo.surveys.estimates.design import Design, design_of
from thuocdo.surveys.estimates.differing import OWN_OF_DIFFERENCES, Difference, difference_frame
from thuocdo.surveys.estimates.items import Item, blocks
from thuocdo.surveys.estimates.linearise import contributions, counted, sums_of, values_of
from thuocdo.surveys.estimates.sharing import Shared, Side
from thuocdo.surveys.estimates.variance import Stages

KINDS = ("mean", "prop", "total", "ratio")


def compare(
    frame: pl.DataFrame,
    *,
    target: str | Sequence[str],
    between: str,
    pairs: Sequence[tuple[object, object]] | None = None,
    rounds: bool = False,
    kind: str = "mean",
    by: str | Sequence[str] | None = None,
    strata: str | Sequence[str] | None = None,
    psu: str | None = None,
    ssu: str | None = None,
    nest: bool = True,
    weight: str | None = None,
    fpc: str | Sequence[str] | None = None,
    denominator: str | None = None,
    level: float = 0.95,
    singleton: str = "error",
) -> pl.DataFrame:
    """Differences of means, shares, totals or ratios between values of a column, tested.

    between  the column whose values are compared; ``pairs`` of them, (first, second): by default
             each with the first, or with ``rounds`` each with the one before, in sorted order
    rounds   the values are rounds: surveys of their own, each with its strata, PSUs, weights and
             sizes, which may share PSUs (same stratum and code)
    The rest is as for ``estimate``.

    Answer: ``[by…, (item), (category), first, second, value_first, value_second, value, se, low,
    high, df, t, p_value, n_first, n_second, note]``; ``value`` = second - first, tested against
    nought with Student's t. Degrees of freedom: within a survey those of the design less one
    (as R ``svyttest``); between rounds those of both less those they share (PSUs less strata
    of the PSUs in both). ``note``: ``no-answers``, ``one-psu`` (a side with fewer than two
    PSUs), ``no-df``.

    Raises ThuocDoError as ``estimate``; SURVEY-029 when there are not two values to compare.
    """
    asked = Asked(kind, 0.5, level, "t", "without", names(target), names(by), denominator)
    need_one_of("kind", kind, KINDS)
    need_share("level", level)
    if (kind == "ratio") != (denominator is not None):
        raise refuse("SURVEY-014", kind=kind)
    need(frame, (*asked.targets, *asked.by, between, *names(denominator)))
    need_free(asked, (between, *OWN_OF_DIFFERENCES))
    asked_pairs = _pairs(frame, between, pairs, rounds)
    design = {
        "strata": strata, "psu": psu, "ssu": ssu, "nest": nest, "weight": weight, "fpc": fpc,
        "singleton": singleton,
    }  # fmt: skip
    domains = domains_of(frame, asked.by)
    whole = None if rounds else design_of(frame, **design)
    found = []
    for items, columns in blocks(frame, asked.targets, kind, frame.height):
        sides = {
            one: _side(frame, frame[between] == one, whole, design, domains, columns, asked)
            for one in dict.fromkeys(value for pair in asked_pairs for value in pair)
        }
        for pair in asked_pairs:
            make = between_rounds if rounds else within
            found.append(make(items, pair, *(sides[one] for one in pair), domains.count))
    return difference_frame(asked, domains, between, frame[between].dtype, found)


def _pairs(frame, between: str, pairs, rounds: bool) -> list[tuple[object, object]]:
    plain(frame, (between,))
    met = frame[between].drop_nulls().unique().sort().to_list()
    if pairs is None:
        rest = met[1:]
        first = met[:-1] if rounds else met[:1] * len(rest)
        pairs = list(zip(first, rest, strict=True))
    unknown = [one for pair in pairs for one in pair if one not in met]
    if not pairs or unknown or any(first == second for first, second in pairs):
        shown = ", ".join(map(str, met)) or "–"
        asked = ", ".join(map(str, unknown)) or "–"
        raise refuse("SURVEY-029", column=between, known=shown, unknown=asked)
    return list(pairs)


def _side(frame, inside: pl.Series, whole, design, domains, columns, asked: Asked) -> Side:
    """Estimates of the rows ``inside``, of the whole design or of a design of their own."""
    below = numbers(frame, asked.denominator) if asked.denominator else None
    inside = inside.fill_null(value=False).to_numpy()
    code = np.where(inside, domains.code, -1)
    if whole is None:
        whole = design_of(frame.filter(inside), **design)
        code = code[inside]
        columns = [one[inside] for one in columns]
        below = None if below is None else below[inside]
    # Only domains this side has; the others keep NaN and no respondents.
    met = np.unique(code[code >= 0])
    if not len(met):
        raise refuse("SURVEY-013", column=asked.by[0])
    place = np.full(domains.count + 1, -1)
    place[met] = np.arange(len(met))
    shape = (domains.count, len(columns))
    value, n, n_psu = np.full(shape, np.nan), np.zeros(shape), np.zeros(shape)
    own = Domains(place[code], domains.names, len(met))
    cells = cells_of(whole, own)
    stages = Stages(whole, cells.domain, cells.unit, len(met))
    sums = sums_of(whole, cells, columns, asked.kind, below)
    value[met], bottom = values_of(cells, sums)
    n[met], n_psu[met] = counted(cells, stages, sums.count)
    z = contributions(whole, cells, sums, value[met], bottom)
    back = replace(cells, domain=met[cells.domain])
    return Side(whole, back, z, value, n, n_psu)


def within(items: list[Item], pair, first: Side, second: Side, count: int) -> Difference:
    """Both sides in one design: the variance of what each unit contributes to the difference."""
    design = first.design
    units = len(design.psu)
    keys = [one.cells.domain * units + one.cells.unit for one in (first, second)]
    every, place = np.unique(np.concatenate(keys), return_inverse=True)
    z = np.zeros((len(every), first.z.shape[1]))
    np.add.at(z, place, np.concatenate([-first.z, second.z]))
    return Difference(
        items, pair, first, second, _spread(design, every, z, units, count), design.df - 1
    )


def _spread(design: Design, keys, z: Floats, units: int, count: int) -> Floats:
    """Variances (domains, k) of z by cell; NaN in domains without a cell."""
    met, domain = np.unique(keys // units, return_inverse=True)
    found = np.full((count, z.shape[1]), np.nan)
    found[met] = Stages(design, domain, keys % units, len(met)).variance(z)
    return found


def between_rounds(items: list[Item], pair, first: Side, second: Side, count: int) -> Difference:
    """Two designs: the variances less twice the covariance of the PSUs in both."""
    spreads = []
    for one in (first, second):
        units = len(one.design.psu)
        keys = one.cells.domain * units + one.cells.unit
        spreads.append(_spread(one.design, keys, one.z, units, count))
    shared = Shared.of(first.design, second.design)
    both = shared.covariance(first, second, count)
    df = first.design.df + second.design.df - shared.df
    return Difference(items, pair, first, second, sum(spreads) - 2 * both, df)
