"""The two classical data sets, read from the files samplics (MIT) ships; samplics is not imported.

milk: 43 areas, expenditure on milk (Arora & Lahiri 1997; You & Chapman 2006). corn: 37 segments
in 12 counties (Battese, Harter & Fuller 1988).
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import polars as pl


def read(name: str) -> pl.DataFrame:
    found = importlib.util.find_spec("samplics")
    return pl.read_csv(Path(found.origin).parent / "datasets" / "data" / name)


def milk() -> tuple[pl.Series, pl.Series, np.ndarray]:
    """Estimates, variances, columns: ones and major areas 2 to 4."""
    data = read("expenditure_on_milk.csv")
    area = data["major_area"].to_numpy()
    X = np.column_stack([np.ones(len(area)), *(area == k for k in (2, 3, 4))]).astype(float)
    return data["direct_est"], data["std_error"] ** 2, X


def corn(outlier: bool = False) -> dict:
    """What `nested_error` takes; row 33, an outlier of county 12, left out as its authors did."""
    units, counties = read("countycrop.csv"), read("countycrop_means.csv")
    if not outlier:
        units = units.with_row_index().filter(pl.col("index") != 32)
    ones = pl.lit(1.0).alias("one")
    return {
        "y": units["corn_area"],
        "X": units.select(ones, "corn_pixel", "soybeans_pixel"),
        "area": units["county_id"],
        "means": counties.select(ones, "ave_corn_pixel", "ave_soybeans_pixel"),
        "areas": counties["county_id"],
        "sizes": counties["pop_segments"],
    }
