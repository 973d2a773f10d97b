"""Imports and compactions of a lake killed at any moment: all or nothing, nothing lost.

A lake takes one file after another; every second call is a compaction. Each is killed with
SIGKILL somewhere between its start and its usual end. Afterwards every version kept must verify
and the rows must be those of before or those wanted; then the same call is let run to its end
and the rows must be those wanted.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

ROWS, YEAR = 4_000, 2025
KEY = "a key for the long runs, kept nowhere"


def killed_lake(times: int, seed: int = 3) -> tuple[int, int]:
    """How often nothing and how often all had happened when the kill came.

    Anything in between raises ``AssertionError``.
    """
    rng = random.Random(seed)  # noqa: S311
    nothing = everything = 0
    with tempfile.TemporaryDirectory() as name:
        home, plain = Path(name, "home"), Path(name, "plain")
        files = [made(Path(name), one) for one in range(times // 2 + 1)]
        bring(home, files[0])
        bring(plain, files[0])
        spent = usual(home, files[0])
        for one in range(times):
            before = rows(home)
            call = ["compact", "--keep", "2"]
            if one % 2 == 0:
                call = ["import", str(files[one // 2 + 1])]
                bring(plain, files[one // 2 + 1])
            wanted = rows(plain)
            killed(home, call, rng.uniform(0.15, 1.05) * spent)
            after = rows(home)
            if not (after.equals(before) or after.equals(wanted)):
                raise AssertionError(f"kill {one}: neither before nor after {call}")
            done = after.equals(wanted) and (one % 2 == 1 or not before.equals(wanted))
            nothing, everything = nothing + (not done), everything + done
            run(home, call)
            if not rows(home).equals(wanted):
                raise AssertionError(f"kill {one}: {call} run again did not end right")
    return nothing, everything


def rows(home: Path) -> pl.DataFrame:
    """Every row of the lake by code; every version kept must verify."""
    from thuocdo.dossiers.lake import Lake, verify
    from thuocdo.dossiers.lake.fields import filled

    lake = Lake(home)
    problems = [one for number in lake.numbers() for one in verify(lake, number).problems]
    if problems:
        raise AssertionError(problems[0].text())
    held = [pl.read_parquet(lake.path_of(one)) for one in lake.manifest().parts]
    return pl.concat(map(filled, held)).sort("dossier")


def made(folder: Path, seed: int) -> Path:
    """A simulated file; files of different seeds share some dossiers."""
    from thuocdo.dossiers.simulating import Plan, write
    from thuocdo.facts import read
    from thuocdo.units import communes, departments

    facts, path = read(), folder / f"{seed}.parquet"
    codes = [tuple(one.code for one in units) for units in (communes(facts), departments(facts))]
    write(Plan(ROWS, seed, YEAR, *codes), path)
    return path


def bring(home: Path, file: Path) -> None:
    """Import ``file`` in this process, undisturbed."""
    from thuocdo.dossiers.lake import Order, import_files, known_units
    from thuocdo.facts import read

    now = datetime.now(UTC)
    import_files(Order((file,), {}, known_units(read()), KEY, now), home)


def usual(home: Path, file: Path) -> float:
    """Seconds a call takes when nothing disturbs it."""
    clock = time.perf_counter()
    run(home, ["import", str(file)])
    return time.perf_counter() - clock


def start(home: Path, call: list[str]) -> subprocess.Popen:
    """``thuocdo dossiers …`` as a process of its own."""
    return subprocess.Popen(  # noqa: S603
        [str(Path(sys.executable).parent / "thuocdo"), "dossiers", *call],
        env={**os.environ, "THUOCDO_HOME": str(home), "THUOCDO_DOSSIER_KEY": KEY},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def run(home: Path, call: list[str]) -> None:
    """Let a call run to its end."""
    if start(home, call).wait() != 0:
        raise AssertionError(f"{call} failed")


def killed(home: Path, call: list[str], after: float) -> None:
    """Start a call and kill it after so many seconds."""
    process = start(home, call)
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()
