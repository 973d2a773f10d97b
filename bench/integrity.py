"""False alarms and power of the detectors, on simulated years of other seeds and settings.

    python -m bench.integrity [--worlds N] [--rows N]

Settings: no gaming; weak (a third of the chances); strong (nine tenths); strong with more
dossiers. A false alarm is a suspicion of a unit that did nothing of the kind; power is the share
of units that did which are named. Errors are binomial (Monte Carlo).
"""

from __future__ import annotations

import argparse
import math
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

FIRST_SEED = 900  # seeds below were used to choose the thresholds
YEAR, LEVEL = 2025, 0.05
SETTINGS = {
    "không gian lận": {"cheats": 0},
    "nhẹ (1/3 số dịp)": {"boldness": 0.33},
    "mạnh (9/10 số dịp)": {"boldness": 0.9},
    "mạnh, gấp ba hồ sơ": {"boldness": 0.9, "rows": 3},
}


def main(worlds: int = 6, rows: int = 60_000) -> None:
    """Print a table of Markdown."""
    sys.stdout.write(f"hạt giống {FIRST_SEED}–{FIRST_SEED + worlds - 1}, {rows} hồ sơ một năm\n")
    sys.stdout.write("| Bối cảnh | Dấu hiệu | Báo nhầm trên đơn vị–năm | Tìm ra |\n")
    sys.stdout.write("| --- | --- | --- | --- |\n")
    for name, setting in SETTINGS.items():
        many = setting.get("rows", 1)
        told = {k: v for k, v in setting.items() if k != "rows"}
        found = [judged(FIRST_SEED + k, rows * many, told) for k in range(worlds)]
        for line in lines(name, found):
            sys.stdout.write(line)


def judged(seed: int, rows: int, setting: dict) -> tuple[Counter, Counter, Counter, int]:
    """False alarms, hits and guilty units by detector, and the number of units, of one world."""
    from thuocdo.dossiers.integrity import of_lake, thresholds
    from thuocdo.dossiers.integrity.signals import signals, tallied
    from thuocdo.dossiers.integrity.testing import compared
    from thuocdo.dossiers.measures import connected, lake_table
    from thuocdo.dossiers.measures.register import read_register
    from thuocdo.dossiers.simulating.writing import PROCEDURES, TRUTH, beside

    home = Path(tempfile.mkdtemp(prefix="thuocdo-integrity-"))
    try:
        path, lake, units = made(home, seed, rows, setting)
        connection, manifest = connected("duckdb"), lake.manifest()
        table = lake_table(connection, lake, manifest)
        register = read_register(beside(path, PROCEDURES))
        seen = signals(table, YEAR, manifest.updated, register)
        counts = connection.to_polars(tallied(seen))
        truth = pl.read_csv(beside(path, TRUTH), infer_schema=False)
        at = thresholds()
        named = {
            (one.detector, one.unit)
            for one in compared(counts, list(of_lake()), at["least_observed"])
            if one.adjusted <= LEVEL and one.observed >= at["least_ratio"] * one.expected
        }
    finally:
        shutil.rmtree(home, ignore_errors=True)
    guilty = {(one["kind"], one["DonViXuLy"]) for one in truth.to_dicts()}
    by = (Counter(code for code, _ in pairs) for pairs in (named - guilty, named & guilty, guilty))
    return (*by, units)


def made(home: Path, seed: int, rows: int, setting: dict):
    """A lake of one world; the file it came from; how many units there are."""
    from thuocdo.dossiers.lake import Lake, Order, import_files, known_units
    from thuocdo.dossiers.simulating import Plan, write
    from thuocdo.facts import read
    from thuocdo.units import communes, departments

    facts, path = read(), home / "nam.parquet"
    codes = [tuple(one.code for one in units) for units in (communes(facts), departments(facts))]
    write(replace(Plan(rows, seed, YEAR, *codes), **setting), path)
    key, now = "0123456789abcdef0123456789abcdef", datetime(2026, 3, 1, tzinfo=UTC)
    import_files(Order((path,), {}, known_units(facts), key, now), home)
    return path, Lake(home), len(codes[0]) + len(codes[1])


def lines(name: str, worlds: list) -> list[str]:
    """Rows of the table for one setting."""
    from thuocdo.dossiers.integrity import of_lake

    looked = sum(units for *_, units in worlds)
    found = []
    for code, one in of_lake().items():
        false, hit, guilty = (sum(world[k][code] for world in worlds) for k in range(3))
        alarms = f"{false} trên {looked - guilty} ({_share(false, looked - guilty)})"
        power = f"{hit} trên {guilty} ({_share(hit, guilty)})" if guilty else "–"
        found.append(f"| {name} | {one.vi} | {alarms} | {power} |\n")
    return found


def _share(count: int, of: int) -> str:
    rate = count / of
    error = math.sqrt(rate * (1 - rate) / of)
    return f"{100 * rate:.1f} ± {100 * error:.1f} %".replace(".", ",")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--worlds", type=int, default=6)
    parser.add_argument("--rows", type=int, default=60_000)
    told = parser.parse_args()
    main(told.worlds, told.rows)
