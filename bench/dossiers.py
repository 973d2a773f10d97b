"""All of part four for unit × month: our engine beside the same output written by hand.

    python -m bench.dossiers [--rows N] [--only NAME …]

One simulated year in one lake; every way reads the same Parquet, in a process of its own, and
must give the same integers before its time counts. Time is that of the question, imports left
out (Spark's start too); memory is the peak of the process and, for Spark, its Java.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from thuocdo.calendar import end_of

YEAR = 2025
CUT = end_of(date(YEAR, 12, 31))
WAYS = ("thuocdo", "duckdb", "polars", "pandas", "pyspark")
INCREMENT = 30_000
DAYS = 4  # the first one makes what later ones find: it is told, not counted
TIMES = 3  # each; the least counts, so that other work on the machine disturbs little


def main(rows: int = 1_000_000, only: tuple[str, ...] = WAYS) -> None:
    """Print the table."""
    home = Path(tempfile.mkdtemp(prefix="thuocdo-bench-"))
    try:
        made(home, rows)
        told: dict[str, dict] = {}
        for name in [*only] * TIMES:
            found = run(home, name)
            if name not in told or found["seconds"] < told[name]["seconds"]:
                told[name] = found
        base = told.get("duckdb", told[only[0]])
        for name, found in told.items():
            same = found["check"] == base["check"]
            sys.stdout.write(
                f"{name:9} {found['seconds']:7.2f} s  {found['seconds'] / base['seconds']:5.2f} × "
                f"by hand  {found['core_seconds']:7.2f} s of cores  {found['mb']:6.0f} MB  "
                f"{'equal' if same else 'DIFFERS'}\n"
            )
        if {"thuocdo", "pandas"} <= set(told):
            ratio = told["pandas"]["seconds"] / told["thuocdo"]["seconds"]
            sys.stdout.write(f"pandas takes {ratio:.1f} × as long as thuocdo (aim at least 3)\n")
        increment(home, rows)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def made(home: Path, rows: int) -> None:
    """A lake of ``rows`` simulated dossiers and the register of their procedures."""
    from thuocdo.dossiers.lake import Order, import_files, known_units
    from thuocdo.dossiers.simulating import Plan, write
    from thuocdo.dossiers.simulating.writing import PROCEDURES, beside
    from thuocdo.facts import read
    from thuocdo.units import communes, departments

    facts, path = read(), home / "nam.parquet"
    codes = (tuple(one.code for one in units) for units in (communes(facts), departments(facts)))
    clock = time.perf_counter()
    write(Plan(rows, 5, YEAR, *codes), path)
    wrote = time.perf_counter()
    key, now = "0123456789abcdef0123456789abcdef", datetime(2026, 3, 1, tzinfo=UTC)
    import_files(Order((path,), {}, known_units(facts), key, now), home)
    loaded = time.perf_counter()
    shutil.copy(beside(path, PROCEDURES), home / "thu-tuc.csv")
    path.unlink()
    sys.stdout.write(
        f"{rows} rows: simulated in {wrote - clock:.0f} s, imported in {loaded - wrote:.0f} s "
        f"({rows / (loaded - wrote):.0f}/s)\n"
    )


def run(home: Path, name: str) -> dict:
    """One way in a process of its own."""
    arguments = [sys.executable, "-W", "ignore", "-m", "bench.dossiers", "--way", name, str(home)]
    done = subprocess.run(arguments, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return json.loads(done.stdout.splitlines()[-1])


def increment(home: Path, rows: int) -> None:
    """What a day's 30,000 rows cost beside counting all again, both in one process."""
    from thuocdo.dossiers.clock import choice
    from thuocdo.dossiers.lake import Lake, Order, import_files, known_units
    from thuocdo.dossiers.measures import connected
    from thuocdo.dossiers.measures.register import read_register
    from thuocdo.dossiers.measures.tallies import Question, tally
    from thuocdo.facts import read

    lake, connection = Lake(home), connected("duckdb")
    asked = Question(YEAR, choice(), CUT, read_register(home / "thu-tuc.csv"))
    known = known_units(read())

    def counted(keep: bool) -> tuple[float, float]:
        clock, used = time.perf_counter(), time.process_time()
        found = tally(connection, lake, lake.manifest(), asked, keep=keep)
        found.counts.group_by("unit", "month").agg(pl.col("received", "on_0").sum()).collect()
        return time.perf_counter() - clock, time.process_time() - used

    counted(keep=True)
    days = []
    for day in range(1, DAYS + 1):
        _day_of(lake, day).write_parquet(path := home / "ngay.parquet")
        now = datetime(2026, 3, 1 + day, tzinfo=UTC)
        import_files(Order((path,), {}, known, "0123456789abcdef0123456789abcdef", now), home)
        days.append(counted(keep=True))
    shutil.rmtree(lake.root / "digests")
    again = [counted(keep=False) for _ in range(TIMES)]
    least, whole = (tuple(map(min, zip(*one, strict=True))) for one in (days[1:], again))
    sys.stdout.write(
        f"a day's {INCREMENT} rows: {least[0]:.2f} s, {100 * least[0] / whole[0]:.1f} % of "
        f"counting all {rows} again ({whole[0]:.2f} s; aim 2 %), {100 * least[1] / whole[1]:.1f} "
        f"% of its seconds of cores; the first day {days[0][0]:.2f} s\n"
    )


def _day_of(lake, day: int) -> pl.DataFrame:
    """Some rows of the lake as a file would bring them, each updated a day later."""
    parts = lake.manifest().parts[:12]
    some = (pl.read_parquet(lake.path_of(one)).sample(INCREMENT // 12, seed=day) for one in parts)
    return _message_names(pl.concat(some))


def _message_names(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of the lake as a file would bring them, each updated a day later."""
    from thuocdo.dossiers.lake.fields import FIELDS

    times = [one.column for one in FIELDS if one.holds == "time"]
    later = rows.with_columns(pl.col("updated") + 86_400)
    zoned = later.with_columns(pl.from_epoch(one).dt.replace_time_zone("UTC") for one in times)
    kept = [one for one in FIELDS if one.holds != "key"]
    return zoned.select(pl.col(one.column).alias(one.name) for one in kept)


def way(name: str, home: Path) -> None:
    """Answer the question one way; print seconds, peak memory and a checksum of the answer."""
    from bench import dossier_ways
    from thuocdo.dossiers.lake import Lake

    lake = Lake(home)
    paths = [lake.path_of(one).as_posix() for one in lake.manifest().parts]
    ask = getattr(dossier_ways, f"by_{name}")(lake, paths, home / "thu-tuc.csv", CUT)
    clock, used = time.perf_counter(), time.process_time()
    answer = ask()
    seconds, cores = time.perf_counter() - clock, time.process_time() - used
    kilobytes = _peak(os.getpid()) + _children()
    whole = answer.select(dossier_ways.COLUMNS).cast(dossier_ways.TYPES).sort("unit", "month")
    check = [whole.height, *whole.select(pl.exclude("unit").sum()).row(0)]
    hashed = int(whole.hash_rows(seed=1).sum() % 2**61)
    sys.stdout.write(
        json.dumps(
            {
                "seconds": seconds,
                "core_seconds": cores,
                "mb": kilobytes / 1024,
                "check": [*check, hashed],
            }
        )
        + "\n"
    )


def _children() -> int:
    """Peak memory of the processes this one started that still run (Spark's Java), in kB."""
    own = str(os.getpid())
    listed = [one.name for one in Path("/proc").iterdir() if one.name.isdigit()]
    return sum(_peak(int(one)) for one in listed if _told(int(one)).get("PPid") == own)


def _peak(process: int) -> int:
    return int(_told(process).get("VmHWM", "0 kB").split()[0])


def _told(process: int) -> dict[str, str]:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return {}
    return {name: value.strip() for name, _, value in (one.partition(":") for one in lines)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only", nargs="*", default=list(WAYS))
    parser.add_argument("--way", nargs=2)
    told = parser.parse_args()
    if told.way:
        way(told.way[0], Path(told.way[1]))
    else:
        main(told.rows, tuple(told.only))
