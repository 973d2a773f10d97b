"""The long run of coverage: do survey intervals hold the truth, are model errors honest?

``python -m tools.coverage`` draws hundreds of samples of the simulated province for every design
and writes ``docs/reference/coverage.md``; ``--check`` fails when the code it covers has changed
since. Same seeds, same figures, whatever the number of processes.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from tools.coverage_areas import honesty, modelled
from tools.coverage_study import SEED, Case, analysed, figures, respondents, world
from tools.coverage_text import page

RECORD = Path("docs/reference/coverage.md")
SURVEYS = Path("src/thuocdo/surveys")
COVERED = (
    *(
        f"estimates/{name}.py"
        for name in ("variance", "linearise", "design", "intervals", "answers")
    ),
    *(f"weighting/{name}.py" for name in ("solving", "margins")),
    *(f"simulating/{name}.py" for name in ("populations", "drawing", "samples", "fieldwork")),
    *(f"areas/{name}.py" for name in ("fay_herriot", "between", "area_errors", "smoothing")),
)
VILLAGES = (2, 3, 4, 6, 10)
COMMUNES = (4, 6, 10, 20, 40)
RESPONSE = (6,)
CASES = {
    **{f"villages {n}": Case(None, n) for n in VILLAGES},
    **{f"communes {n}": Case(n, 6) for n in COMMUNES},
    **{f"response {n}": Case(None, n, response=False) for n in RESPONSE},
}


def digest() -> str:
    """What the covered code is, in sixteen letters."""
    found = hashlib.sha256()
    for name in COVERED:
        found.update((SURVEYS / name).read_bytes())
    return found.hexdigest()[:16]


def one(name: str, seed: int):
    """One sample of a case, analysed. Runs in a process of its own."""
    known, case = world(), CASES[name]
    frame = respondents(known, case, seed)
    areas = modelled(known, frame) if case.communes is None and case.response else {}
    return analysed(known, case, frame), areas


def run(times: int, processes: int, told: Callable[[str], object]) -> tuple[dict, dict]:
    """Figures of the intervals, and honesty of the model, by case."""
    # A thread a process: there are enough samples to keep every processor busy.
    threads = ("POLARS_MAX_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")
    os.environ.update(dict.fromkeys(threads, "1"))
    found, areas = {}, {}
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        for name in CASES:
            samples = list(pool.map(one, [name] * times, range(times), chunksize=10))
            found[name] = figures([held for held, _ in samples])
            areas[name] = honesty([model for _, model in samples])
            told(f"{datetime.now(UTC):%H:%M:%S} {name}: {times}\n")
    return found, areas


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--to", type=Path, default=RECORD)
    asked = parser.parse_args()
    if asked.check:
        current = RECORD.is_file() and digest() in RECORD.read_text(encoding="utf-8")
        sys.stdout.write("" if current else f"{RECORD} is not current: python -m tools.coverage\n")
        return 0 if current else 1
    found, areas = run(asked.times, asked.processes, sys.stderr.write)
    about = {
        "ngày · date": f"{datetime.now(UTC):%Y-%m-%d}",
        "mã nguồn · code covered": f"`{digest()}`",
        "hạt giống dân số · seed of the population": SEED,
        "mẫu mỗi thiết kế · samples a design": f"{asked.times} (0 … {asked.times - 1})",
    }
    text = page(found, areas, about)
    asked.to.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
