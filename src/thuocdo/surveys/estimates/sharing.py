"""PSUs drawn in two rounds, and the covariance they bring (the formula is in `comparing`)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thuocdo.surveys.estimates.cells import Cells
from thuocdo.surveys.estimates.columns import Codes, Floats
from thuocdo.surveys.estimates.design import Design


@dataclass(frozen=True)
class Side:
    """One side of the comparison: estimates by domain and what every unit contributes.

    ``value, n, n_psu`` (domains, k), NaN and 0 in a domain it does not have; ``z`` by cell.
    """

    design: Design
    cells: Cells
    z: Floats
    value: Floats
    n: Floats
    n_psu: Floats


@dataclass(frozen=True)
class Shared:
    """PSUs in both designs: ``place`` by PSU of each design (-1: not shared), and by shared PSU
    its ``stratum`` (numbered among strata that share any); by those strata ``drawn`` in both and
    the ``scale`` of the covariance.
    """

    place: tuple[Codes, Codes]
    stratum: Codes
    drawn: Codes
    scale: Floats

    @classmethod
    def of(cls, first: Design, second: Design) -> Shared:
        at, also = _met(first, second)
        place = tuple(np.full(one.n_psu, -1) for one in (first, second))
        place[0][at], place[1][also] = np.arange(len(at)), np.arange(len(at))
        strata, start, stratum = np.unique(
            first.stratum[at], return_index=True, return_inverse=True
        )
        drawn = np.bincount(stratum, minlength=len(strata))
        far = second.stratum[also[start]]
        n1, n2 = first.drawn[strata], second.drawn[far]
        size = np.maximum(first.size[strata], second.size[far])
        free = 1 - n1 * n2 / (drawn * size)
        scale = np.where(drawn > 1, free * drawn / np.maximum(drawn - 1, 1), 0.0)
        return cls(place, stratum, drawn, scale)

    @property
    def df(self) -> int:
        """Degrees of freedom counted in both rounds."""
        return len(self.stratum) - len(self.drawn)

    def covariance(self, first: Side, second: Side, count: int) -> Floats:
        """(domains, k): Σ_h scale (Σ z1 z2 - Σ z1 Σ z2 / drawn), z nought where nobody is."""
        found = np.zeros((count, first.z.shape[1]))
        if not len(self.stratum):
            return found
        keys, sums = zip(
            *(
                self._by_psu(one, place)
                for one, place in zip((first, second), self.place, strict=True)
            ),
            strict=True,
        )
        both, at, also = np.intersect1d(*keys, assume_unique=True, return_indices=True)
        crossed = self._by_stratum(both, sums[0][at] * sums[1][also], count)
        apart = [self._by_stratum(key, z, count) for key, z in zip(keys, sums, strict=True)]
        for stratum in range(len(self.drawn)):
            products = apart[0][stratum] * apart[1][stratum] / self.drawn[stratum]
            found += self.scale[stratum] * (crossed[stratum] - products)
        return found

    def _by_psu(self, side: Side, place: Codes) -> tuple[Codes, Floats]:
        """Keys (domain, shared PSU) in order, and the sums of z there."""
        psu = place[side.design.psu[side.cells.unit]]
        inside = np.flatnonzero(psu >= 0)
        key = side.cells.domain[inside] * len(self.stratum) + psu[inside]
        keys, at = np.unique(key, return_inverse=True)
        return keys, _sums(at, side.z[inside], len(keys))

    def _by_stratum(self, key: Codes, z: Floats, count: int) -> Floats:
        """(strata, domains, k) sums of z by key."""
        domain, psu = key // len(self.stratum), key % len(self.stratum)
        at = self.stratum[psu] * count + domain
        return _sums(at, z, len(self.drawn) * count).reshape(len(self.drawn), count, -1)


def _met(first: Design, second: Design) -> tuple[Codes, Codes]:
    """PSUs of the same stratum and code: their numbers in each design."""
    on = first.psu_name.columns
    if "·row" in on:  # rows that are PSUs have no name that would hold in the other round
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    one = first.psu_name.with_row_index("·first")
    other = second.psu_name.with_row_index("·second")
    met = one.join(other, on=on, how="inner").sort("·first")
    return met["·first"].to_numpy().astype(np.int64), met["·second"].to_numpy().astype(np.int64)


def _sums(at: Codes, z: Floats, count: int) -> Floats:
    columns = [np.bincount(at, weights=one, minlength=count) for one in z.T]
    return np.stack(columns, axis=1)
