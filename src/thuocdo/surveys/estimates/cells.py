"""The one pass over respondents: sums by domain and last unit, for many items.

A *cell* is what one domain has in one last unit of the design. Cells are numbered in the order
domain, unit; so sums by cell are summed on by domain, PSU and stratum without looking at a
respondent again. Everything is summed in the order of rows: the same data give the same last
digit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from thuocdo.surveys.estimates.columns import Codes, Floats, codes
from thuocdo.surveys.estimates.design import Design


@dataclass(frozen=True)
class Domains:
    """Which domain every row is in (-1: none, its ``by`` is missing) and the domains' names."""

    code: Codes
    names: pl.DataFrame
    count: int

    def parts(self, size: int) -> Iterator[Domains]:
        """The domains, at most ``size`` at a time; the others' rows are then in none."""
        for start in range(0, self.count, size):
            count = min(size, self.count - start)
            code = self.code - start
            inside = (code >= 0) & (code < count)
            yield Domains(np.where(inside, code, -1), self.names.slice(start, count), count)


@dataclass(frozen=True)
class Cells:
    """The cells of a design and its domains.

    ``row``: rows that are in a domain, or ``None`` for all; ``cell, row_domain`` by those rows;
    ``domain, unit`` by cell; ``start``: first cell of each domain.
    """

    row: Codes | None
    cell: Codes
    row_domain: Codes
    domain: Codes
    unit: Codes
    start: Codes

    def of_rows(self, values: Floats) -> Floats:
        """Values by row, of the rows in a domain only."""
        return values if self.row is None else values[self.row]

    def sum_rows(self, values: Floats) -> Floats:
        """Sums by cell of values by row (rows in a domain only)."""
        return np.bincount(self.cell, weights=values, minlength=len(self.domain))

    def by_domain_of_rows(self, values: Floats) -> Floats:
        """Sums by domain of values by row (rows in a domain only)."""
        return np.bincount(self.row_domain, weights=values, minlength=len(self.start))

    def by_domain(self, values: Floats) -> Floats:
        """Sums by domain of values by cell (cells, k)."""
        return np.add.reduceat(values, self.start, axis=0)


def domains_of(frame: pl.DataFrame, by: tuple[str, ...]) -> Domains:
    """The domains of ``by``, in the order of their values; one domain when ``by`` is empty."""
    code, found = codes(frame, by)
    return Domains(code, found, found.height if by else 1)


def cells_of(design: Design, domains: Domains) -> Cells:
    """Cells that hold at least one respondent."""
    units = len(design.psu)
    inside = domains.code >= 0
    row = None if inside.all() else np.flatnonzero(inside)
    domain = domains.code if row is None else domains.code[row]
    unit = design.unit if row is None else design.unit[row]
    key = domain * units + unit
    if design.residuals is not None:  # calibration reaches every unit, asked or not
        every = np.arange(domains.count * units)
        return Cells(
            row, key, domain, every // units, every % units, np.arange(domains.count) * units
        )
    if domains.count * units <= 4 * len(key) + 1000:  # few enough to number without sorting
        met = np.zeros(domains.count * units, dtype=bool)
        met[key] = True
        found = np.flatnonzero(met)
        place = np.cumsum(met) - 1
        cell = place[key]
    else:
        found, cell = np.unique(key, return_inverse=True)
    of_domain = found // units
    start = np.searchsorted(of_domain, np.arange(domains.count))
    return Cells(row, cell, domain, of_domain, found % units, start)
