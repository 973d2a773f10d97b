"""Make up the sizes of the communes: ``python -m tools.commune_sizes``. Prints the rows of
``surveys/simulating/communes.csv``.

No published list of the population of the 104 communes was found, so these are *mô phỏng*:
area (decision 19/2025) × a density drawn by a seed, wards denser, scaled so that each former
province has the population of its 2019 census to the last person. Villages are as many as make
about ``VILLAGE`` people each; that number too is invented.
"""

from __future__ import annotations

import csv
import sys

import numpy as np
import polars as pl

from thuocdo.facts import read
from thuocdo.surveys.simulating.sizes import HEADS, census, whole_numbers

SEED, SPREAD, DENSER, VILLAGE, FEWEST = 20190401, 0.28, 1.9, 1557, 6


def rows() -> list[tuple]:
    """One row a commune, in order of code."""
    facts = read()
    communes, counted = facts.table("commune").sort("code"), census(facts)
    rng = np.random.default_rng(SEED)
    # Rounded, since the last digit of an exponential differs between machines.
    drawn = np.exp(SPREAD * rng.standard_normal(communes.height)).round(6)
    ward = (communes["kind"] == "phường").to_numpy()
    weight = communes["area_km2"].to_numpy() * drawn * np.where(ward, DENSER, 1.0)
    people = np.zeros(communes.height, int)
    former = communes["former_province"].to_numpy()
    for code, population in counted.items():
        mine = former == code
        people[mine] = whole_numbers(weight[mine], population)
    villages = np.maximum(FEWEST, np.rint(people / VILLAGE).astype(int))
    names = communes.select(pl.col("code"), "former_province").rows()
    return [
        (*name, *size, "simulated", "mô phỏng: không phải dân số thật của xã, phường này")
        for name, size in zip(
            names, zip(people.tolist(), villages.tolist(), strict=True), strict=True
        )
    ]


def main() -> int:
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(HEADS)
    out.writerows(rows())
    return 0


if __name__ == "__main__":
    sys.exit(main())
