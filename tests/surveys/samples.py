"""The samples of schools, and the designs they were drawn by (provenance: data/README.md)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

DESIGNS = {
    "simple": {"weight": "pw", "fpc": "fpc"},
    "stratified": {"weight": "pw", "fpc": "fpc", "strata": "stype"},
    "clusters": {"weight": "pw", "fpc": "fpc", "psu": "dnum"},
    "two_stage": {"weight": "pw", "fpc": ["fpc1", "fpc2"], "psu": "dnum", "ssu": "snum"},
}


@cache
def schools(design: str) -> pl.DataFrame:
    return pl.read_csv(Path(__file__).parent / "data" / f"schools_{design}.csv")
