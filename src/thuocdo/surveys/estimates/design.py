"""The design of a sample: who was drawn with whom, out of how many, with which weight.

A design is made of *last units* (the second stage's units where there is one, else the first
stage's), each in a PSU, each PSU in a stratum. Units are numbered in the order stratum, PSU,
last unit, so that whatever is summed by unit can be summed on by PSU and by stratum.

The design is always that of the whole frame: a domain, or the rows with an answer, only says
which rows count, never how many units were drawn (Lumley, *Complex Surveys*, 2010, chapter 2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from thuocdo.surveys.estimates.columns import (
    Codes,
    Floats,
    codes,
    complete,
    names,
    need,
    need_one_of,
    positive,
    refuse,
)

SINGLETONS = ("error", "center", "collapse", "scale")


@dataclass(frozen=True)
class Residuals:
    """What calibration leaves for the errors: the margins (n, p) and the weights before it."""

    margins: Floats
    before: Floats


@dataclass(frozen=True)
class Design:
    """Arrays of one design; ``inf`` where a population size is not given.

    ``weight, unit`` by row; ``psu`` by last unit; ``stratum`` by PSU; ``size`` = PSUs in the
    population by stratum; ``inner_size`` = units in the population by PSU, ``None`` without a
    second stage. ``psu_name`` (columns stratum…, PSU) by PSU, ``stratum_name`` by stratum.
    """

    weight: Floats
    unit: Codes
    psu: Codes
    stratum: Codes
    size: Floats
    inner_size: Floats | None
    singleton: str
    psu_name: pl.DataFrame
    stratum_name: pl.DataFrame
    residuals: Residuals | None = None

    @property
    def n_psu(self) -> int:
        return len(self.stratum)

    @property
    def drawn(self) -> Codes:
        """PSUs in the sample, by stratum."""
        return np.bincount(self.stratum, minlength=len(self.size))

    @property
    def inner_drawn(self) -> Codes:
        """Second-stage units in the sample, by PSU."""
        return np.bincount(self.psu, minlength=self.n_psu)

    @property
    def df(self) -> int:
        """Degrees of freedom: PSUs less strata, of the whole design."""
        return self.n_psu - len(self.size)


def design_of(
    frame: pl.DataFrame,
    *,
    strata: str | Sequence[str] | None = None,
    psu: str | None = None,
    ssu: str | None = None,
    nest: bool = True,
    weight: str | None = None,
    fpc: str | Sequence[str] | None = None,
    singleton: str = "error",
) -> Design:
    """The design of ``frame``; arguments as for ``estimate``.

    Without ``psu`` every row is a PSU. With two ``fpc`` columns there is a second stage, of
    ``ssu`` or else of rows. Without ``weight`` weights come from ``fpc`` (N/n × M/m), or are 1.
    """
    need_one_of("singleton", singleton, SINGLETONS)
    need_one_of("nest", nest, (True, False))
    stages, outer = names(fpc), names(strata)
    if len(stages) > 2 or (ssu and not psu) or (len(stages) == 2 and not psu):
        raise refuse("SURVEY-016", given=len(stages))
    named = tuple(name for name in (psu, ssu, weight) if name)
    need(frame, (*outer, *stages, *named))
    for column in (*outer, *(name for name in (psu, ssu) if name)):
        complete(frame, column)
    frame, first, last = _keys(frame, outer, psu, ssu, two_stage=len(stages) + bool(ssu) >= 2)
    if psu and not nest:
        _one_stratum_each(frame, outer, psu)
    in_stratum, stratum_name = codes(frame, outer)
    given = (len(outer), in_stratum) if outer else (0, None)
    in_psu, psu_name = codes(frame, first, given)
    unit = in_psu if last == first else codes(frame, last, (len(first), in_psu))[0]
    design = Design(
        weight=np.ones(frame.height),
        unit=unit,
        psu=_by(unit, in_psu),
        stratum=_by(in_psu, in_stratum),
        size=np.full(int(in_stratum.max()) + 1, np.inf),
        inner_size=None,
        singleton=singleton,
        psu_name=psu_name,
        stratum_name=stratum_name,
    )
    design = _sized(design, frame, stages, in_stratum, in_psu, second=last != first)
    weights = positive(frame, weight) if weight else _from_sizes(design)
    return _settled(replace(design, weight=weights))


def _keys(frame, outer, psu, ssu, *, two_stage):
    """The columns that name a PSU and a last unit; rows are named where no column does."""
    row = "·row"
    frame = frame.with_row_index(row)
    first = tuple(dict.fromkeys((*outer, psu or row)))
    last = tuple(dict.fromkeys((*first, ssu or row))) if psu and two_stage else first
    return frame, first, last


def _by(inner: Codes, outer: Codes) -> Codes:
    """The outer group of every inner one."""
    found = np.zeros(int(inner.max()) + 1, dtype=np.int64)
    found[inner] = outer
    return found


def _one_stratum_each(frame: pl.DataFrame, outer: tuple[str, ...], psu: str) -> None:
    """SURVEY-006 when a PSU is met in two strata (asked for by ``nest=False``)."""
    if not outer:
        return
    met = frame.select(*outer, psu).unique().sort(psu, *outer)
    twice = met.filter(pl.col(psu).is_duplicated())
    if twice.height:
        name = twice[psu][0]
        found = twice.filter(pl.col(psu) == name).select(outer).rows()
        raise refuse(
            "SURVEY-006",
            column=psu,
            psu=str(name),
            strata="; ".join(_named(row) for row in found),
            count=twice[psu].n_unique(),
        )


def _named(row: Sequence[object]) -> str:
    return " / ".join(str(part) for part in row)


def _sized(design, frame, stages, in_stratum, in_psu, *, second: bool) -> Design:
    """The design with the sizes of its populations, one for all rows of a stratum or PSU."""
    if stages:
        size = _constant(frame, stages[0], in_stratum, design.stratum_name, design.drawn)
        design = replace(design, size=size)
    if len(stages) == 2:
        sizes = _constant(frame, stages[1], in_psu, design.psu_name, design.inner_drawn)
        return replace(design, inner_size=sizes)
    # A second stage without a size counts only beside the first stage's correction.
    if second and stages:
        return replace(design, inner_size=np.full(design.n_psu, np.inf))
    return design


def _constant(frame, column, group, group_names, drawn) -> Floats:
    """Population sizes by group: SURVEY-010 when they differ within one, SURVEY-009 when small."""
    value = positive(frame, column)
    found = np.zeros(len(drawn))
    found[group] = value
    if (found[group] != value).any():
        row = int((found[group] != value).argmax())
        where = _named(group_names.row(int(group[row]))) if group_names.width else "–"
        raise refuse("SURVEY-010", column=column, row=row + 2, where=where)
    if (found < drawn).any():
        at = int((found < drawn).argmax())
        where = _named(group_names.row(at)) if group_names.width else "–"
        raise refuse(
            "SURVEY-009", column=column, size=float(found[at]), drawn=int(drawn[at]), where=where
        )
    return found


def _from_sizes(design: Design) -> Floats:
    """Design weights where none are given: N/n at each stage with a known size, else 1."""
    outer = np.where(np.isfinite(design.size), design.size / design.drawn, 1.0)
    found = outer[design.stratum]
    if design.inner_size is not None:
        known = np.isfinite(design.inner_size)
        found = found * np.where(known, design.inner_size / design.inner_drawn, 1.0)
    return found[design.psu][design.unit]


def _settled(design: Design) -> Design:
    """The design after its one-PSU strata were refused or pooled."""
    alone = (design.drawn == 1) & (design.size > 1)
    if design.singleton == "error":
        _refuse_lonely(design, alone)
        return design
    if design.singleton == "collapse" and alone.any() and len(alone) > 1:
        return _collapsed(design, alone)
    return design


def _refuse_lonely(design: Design, alone) -> None:
    """SURVEY-007 on strata of one PSU, SURVEY-011 on PSUs of one second-stage unit."""
    if alone.any():
        found = np.flatnonzero(alone)
        shown = (
            [_named(design.stratum_name.row(int(one))) for one in found[:5]]
            if (design.stratum_name.width)
            else ["–"]
        )
        raise refuse("SURVEY-007", count=len(found), strata=", ".join(shown))
    if design.inner_size is None:
        return
    single = (design.inner_drawn == 1) & (design.inner_size > 1)
    if single.any():
        found = np.flatnonzero(single)
        shown = ", ".join(_named(design.psu_name.row(int(one))) for one in found[:5])
        raise refuse("SURVEY-011", count=len(found), psus=shown)


def _collapsed(design: Design, alone) -> Design:
    """Each one-PSU stratum pooled with the next in order, the last with the one before.

    Sizes add up. Pooling is by order of the stratum's code, never by the answers: pooling
    by answers would make errors too small (Rust & Kalton 1987, J. Official Statistics 3).
    """
    target = np.arange(len(alone))
    for one in np.flatnonzero(alone):
        if (target == target[one]).sum() > 1:
            continue  # pooled already, with the one before
        other = one + 1 if one + 1 < len(alone) else one - 1
        target[one] = target[other]
    _, pooled = np.unique(target, return_inverse=True)
    size = np.bincount(pooled, weights=design.size)
    kept = np.unique(pooled, return_index=True)[1]
    order = np.argsort(pooled[design.stratum], kind="stable")  # PSUs stay in stratum order
    if (np.diff(order) < 0).any():
        raise AssertionError("pooling neighbours keeps the order of units")
    return replace(
        design,
        stratum=pooled[design.stratum],
        size=size,
        stratum_name=design.stratum_name[kept.tolist()]
        if design.stratum_name.width
        else (design.stratum_name),
    )
