"""How the cost of counting grows with the lake, and how fast files come in.

    python -m bench.dossier_growth [--millions 1 3 10 30] [--lakes FOLDER]

The exponent is the slope of log time over log rows, by least squares: 1 is a cost in proportion.
Each lake is counted several times in turn, each in a process of its own, and the least time
counts, so that other work on the machine disturbs little. ``--lakes`` keeps the lakes there and
takes those that are there already.
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from bench.dossiers import TIMES, YEAR, made, run

MILLION = 1_000_000
MILLIONS = (1, 3, 10)
LOADED = 300_000  # rows
KEY = "0123456789abcdef0123456789abcdef"
FORMS = {"ISO": "%Y-%m-%dT%H:%M:%S", "dd/mm/yyyy": "%d/%m/%Y %H:%M:%S"}


def main(millions: Sequence[int] = MILLIONS, lakes: Path | None = None) -> None:
    """Print seconds by size with their exponent, and rows a second by kind of file."""
    folder = lakes or Path(tempfile.mkdtemp(prefix="thuocdo-growth-"))
    try:
        grown([one * MILLION for one in millions], folder)
        reading(folder)
    finally:
        if lakes is None:
            shutil.rmtree(folder, ignore_errors=True)


def grown(sizes: Sequence[int], folder: Path) -> None:
    """Seconds of counting all of part four by size, and the exponent."""
    homes = {rows: folder / f"l{rows // MILLION}" for rows in sizes}
    for rows, home in homes.items():
        if not home.exists():
            home.mkdir(parents=True)
            made(home, rows)
    told = {rows: [] for rows in sizes}
    for _ in range(TIMES):
        for rows, home in homes.items():
            told[rows].append(run(home, "thuocdo"))
    for name in ("seconds", "core_seconds"):
        least = {rows: min(one[name] for one in found) for rows, found in told.items()}
        spent = ", ".join(f"{rows} rows {one:.2f}" for rows, one in least.items())
        sys.stdout.write(f"{name}: {spent}; exponent {exponent(least):.3f} (aim at most 1.05)\n")


def exponent(seconds: dict[int, float]) -> float:
    """The slope of log seconds over log rows."""
    points = [(math.log(rows), math.log(spent)) for rows, spent in seconds.items()]
    middle = [sum(axis) / len(points) for axis in zip(*points, strict=True)]
    apart = [(x - middle[0], y - middle[1]) for x, y in points]
    return sum(x * y for x, y in apart) / sum(x * x for x, _ in apart)


def reading(folder: Path) -> None:
    """Rows a second of an import with all its checks, by kind of file."""
    from thuocdo.dossiers.lake import Order, import_files, known_units
    from thuocdo.dossiers.simulating import Plan, write
    from thuocdo.facts import read
    from thuocdo.units import communes, departments

    facts, source, home = read(), folder / "nap.parquet", folder / "nap"
    codes = (tuple(one.code for one in units) for units in (communes(facts), departments(facts)))
    write(Plan(LOADED, 5, YEAR, *codes), source)
    files = {"Parquet": source}
    for name, form in FORMS.items():
        files[f"CSV, dates {name}"] = path = folder / f"nap-{len(files)}.csv"
        pl.read_parquet(source).write_csv(path, datetime_format=form)
    now, units = datetime(2026, 3, 1, tzinfo=UTC), known_units(facts)
    least = dict.fromkeys(files, (math.inf, math.inf))
    for _ in range(TIMES):
        for name, path in files.items():
            clock, used = time.perf_counter(), _used()
            import_files(Order((path,), {}, units, KEY, now), home)
            spent = (time.perf_counter() - clock, _used() - used)
            least[name] = tuple(map(min, least[name], spent))
            shutil.rmtree(home)
    for name, (seconds, cores) in least.items():
        sys.stdout.write(
            f"import of {name}: {LOADED / seconds:.0f} rows/s, {LOADED / cores:.0f} a second of "
            f"one core (aim 50000)\n"
        )
    for path in folder.glob("nap*"):
        path.unlink()


def _used() -> float:
    """Seconds of processor this process has had."""
    times = os.times()
    return times.user + times.system


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--millions", type=int, nargs="+", default=list(MILLIONS))
    parser.add_argument("--lakes", type=Path)
    asked = parser.parse_args()
    main(asked.millions, asked.lakes)
