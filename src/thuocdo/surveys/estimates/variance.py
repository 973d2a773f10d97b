"""Variance of a sum over a stratified sample of one or two stages, for many sums at once.

With z the contribution of a unit to the (linearised) estimate, stratum h, n of N PSUs drawn,
m of M units drawn in PSU i:

    V = Σ_h (1 - n/N) n/(n-1) Σ_i (z_hi - mean_h)²
      + Σ_h (n/N) Σ_i (1 - m/M) m/(m-1) Σ_j (z_hij - mean_hi)²

the second line only with a second stage (Särndal, Swensson & Wretman 1992, result 4.3.1;
R survey does the same). A unit of which the domain has nobody counts with z = 0: a domain never
becomes a design of its own. Sums of squares are taken about the mean in two steps, so what is
constant has a variance of exactly nought.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thuocdo.surveys.estimates.columns import Codes, Floats
from thuocdo.surveys.estimates.design import Design


@dataclass(frozen=True)
class _Groups:
    """Consecutive members gathered into groups: ``start`` of each, ``code`` of each."""

    start: Codes
    member: Codes  # group by member
    code: Codes

    def sums(self, z: Floats) -> Floats:
        return np.add.reduceat(z, self.start, axis=0)

    @property
    def count(self) -> Codes:
        return np.bincount(self.member, minlength=len(self.start))


def _gather(keys: Codes) -> _Groups:
    new = np.ones(len(keys), dtype=bool)
    new[1:] = keys[1:] != keys[:-1]
    start = np.flatnonzero(new)
    return _Groups(start, np.cumsum(new) - 1, keys[start])


class Stages:
    """Where each cell's PSU and stratum lie, gathered once and used for every block of items."""

    def __init__(self, design: Design, domain: Codes, unit: Codes, domains: int):
        self.design, self.domains = design, domains
        self._trivial = len(design.psu) == design.n_psu
        self.psus = _gather(domain * design.n_psu + design.psu[unit])
        of_domain = self.psus.code // design.n_psu
        self.psu = self.psus.code % design.n_psu
        strata = len(design.size)
        self.strata = _gather(of_domain * strata + design.stratum[self.psu])
        self.of_domain = self.strata.code // strata
        self.stratum = self.strata.code % strata
        self.start = np.searchsorted(self.of_domain, np.arange(domains))

    def by_psu(self, z: Floats) -> Floats:
        """Sums by domain and PSU of values by cell."""
        return z if self._trivial else self.psus.sums(z)

    def variance(self, z: Floats) -> Floats:
        """(domains, k) variances of the sums of ``z`` (cells, k) by domain."""
        total = self._first(self.by_psu(z))
        if self.design.inner_size is not None:
            total = total + self._second(z)
        return np.add.reduceat(total, self.start, axis=0)

    # ---- first stage: rows are (domain, stratum) ----

    def _first(self, z: Floats) -> Floats:
        design, groups = self.design, self.strata
        drawn = design.drawn[self.stratum].astype(float)[:, None]
        free = 1 - drawn / design.size[self.stratum][:, None]
        squares = _about_mean(z, groups, drawn)
        alone = drawn == 1
        scale = np.where(alone, 0.0, free * drawn / np.maximum(drawn - 1, 1))
        found = scale * squares * self._lift()
        if design.singleton in ("center", "collapse") and (alone & (free > 0)).any():
            found = found + np.where(alone, free, 0.0) * self._about_grand_mean(z)
        return found

    def _about_grand_mean(self, z: Floats) -> Floats:
        """Square of a stratum's single total less the mean of all PSUs of the design."""
        whole = np.add.reduceat(self.strata.sums(z), self.start, axis=0) / self.design.n_psu
        return (self.strata.sums(z) - whole[self.of_domain]) ** 2

    def _lift(self) -> Floats:
        """ "scale": a domain's strata of one PSU count as the mean of its other strata.

        NaN in a domain that has no other: nothing is known there.
        """
        design = self.design
        if design.singleton != "scale":
            return np.ones((len(self.stratum), 1))
        known = ((design.drawn > 1) | (design.size <= 1))[self.stratum].astype(float)
        told = np.add.reduceat(known, self.start)
        every = np.add.reduceat(np.ones(len(known)), self.start)
        lift = np.divide(every, told, out=np.full(len(told), np.nan), where=told > 0)
        return lift[self.of_domain][:, None]

    # ---- second stage: rows are (domain, psu), then gathered by stratum ----

    def _second(self, z: Floats) -> Floats:
        design = self.design
        drawn = design.inner_drawn[self.psu].astype(float)[:, None]
        free = 1 - drawn / design.inner_size[self.psu][:, None]
        single = drawn == 1
        squares = _about_mean(z, self.psus, drawn)
        found = np.where(single, 0.0, free * drawn / np.maximum(drawn - 1, 1)) * squares
        unknown = single & (free > 0)
        if unknown.any() and design.singleton == "center":
            found = found + np.where(unknown, free, 0.0) * self.psus.sums(z) ** 2
        fraction = design.drawn / design.size
        return self.strata.sums(found) * (fraction[self.stratum] * self._inner_lift())[:, None]

    def _inner_lift(self) -> Floats:
        """PSUs of one second-stage unit count as the mean of the others of their stratum."""
        design = self.design
        if design.singleton not in ("scale", "collapse"):
            return np.ones(len(self.stratum))
        known = (design.inner_drawn > 1) | (design.inner_size <= 1)
        told = np.bincount(design.stratum[known], minlength=len(design.size))
        return (design.drawn / np.maximum(told, 1))[self.stratum]


def _about_mean(z: Floats, groups: _Groups, drawn: Floats) -> Floats:
    """Σ (z - mean)² by group over all drawn members, those without a row counting as z = 0."""
    mean = groups.sums(z) / drawn
    apart = z - mean[groups.member]
    absent = drawn - groups.count[:, None]
    return groups.sums(apart * apart) + absent * mean * mean
