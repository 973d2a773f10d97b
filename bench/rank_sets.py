"""Rank confidence sets beside the slow obvious way, and at the size of all communes.

    python bench/rank_sets.py [--all]

The slow way simulates the gap of every pair in every draw and steps down from all pairs; it
must find the same sets. Times are those of one core (processor time); memory is the peak of a
process of its own. Marginal sets of 3,321 units are tested for every 60th unit only, and the
rest reckoned from it, unless `--all`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from thuocdo.indices.max_gap import observed_gaps, over_pairs_of_each, simulate
from thuocdo.indices.rank_sets import rank_sets
from thuocdo.indices.step_down import critical_value, tail_size

DRAWS = 10_000
# Gaps kept between steps of the slow way, else computed again: 1 GB.
KEPT = 125_000_000
COMMUNES = 3321


def table(units: int) -> tuple[np.ndarray, np.ndarray]:
    """Scores spread twice as widely as their typical error; errors uneven, 4 to 1."""
    rng = np.random.default_rng(units)
    return rng.normal(0, 2, units), rng.uniform(0.5, 2, units)


def slow_sets(x: np.ndarray, se: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Simultaneous sets by the definition; the same draws as `rank_sets`."""
    order = np.lexsort((se, -x))
    x, se, p = x[order], se[order], len(x)
    errors = np.random.default_rng(0).standard_normal((DRAWS, p)) * se
    spread = np.hypot(se[:, None], se)
    observed = (x[:, None] - x) / spread
    size = min(DRAWS, KEPT // p**2) if DRAWS * p**2 <= KEPT else 250

    def gaps(start: int) -> np.ndarray:
        part = errors[start : start + size]
        return (part[:, :, None] - part[:, None, :]) / spread

    kept = gaps(0) if size == DRAWS else None
    family = ~np.eye(p, dtype=bool)
    found = np.zeros_like(family)
    while True:
        largest = [
            np.max(
                gaps(start) if kept is None else kept, axis=(1, 2), where=family, initial=-np.inf
            )
            for start in range(0, DRAWS, size)
        ]
        critical = np.sort(np.concatenate(largest))[DRAWS - tail_size(0.95, DRAWS)]
        new = family & (observed > critical)
        if not new.any():
            back = np.argsort(order)
            return 1 + found.sum(axis=0)[back], p - found.sum(axis=1)[back]
        found, family = found | new, family & ~new


def spent(call, times: int) -> float:
    """Least processor time of `times` calls, in seconds."""
    found = []
    for _ in range(times):
        start = time.process_time()
        call()
        found.append(time.process_time() - start)
    return min(found)


def beside_the_slow_way(units: int) -> dict[str, float | bool]:
    x, se = table(units)
    few = units <= 100
    fast = spent(lambda: rank_sets(x, se, draws=DRAWS), 9 if few else 3)
    marginal = spent(lambda: rank_sets(x, se, draws=DRAWS, simultaneous=False), 3 if few else 1)
    answers = []
    slow = spent(lambda: answers.append(slow_sets(x, se)), 3 if few else 1)
    same = all(map(np.array_equal, rank_sets(x, se, draws=DRAWS), answers[0]))
    return {
        "fast_s": fast,
        "slow_s": slow,
        "ratio": slow / fast,
        "same": same,
        "marginal_s": marginal,
    }


def communes(kind: str) -> dict[str, float]:
    """One measurement at 3,321 units, for a process of its own."""
    x, se = table(COMMUNES)
    if kind == "some":
        order = np.argsort(-x)
        seconds = _marginal_from_some(x[order], se[order], 60)
    else:
        seconds = spent(lambda: rank_sets(x, se, draws=DRAWS, simultaneous=kind == "together"), 1)
    return {"seconds": seconds, "peak_mb": _peak_mb()}


def _marginal_from_some(x: np.ndarray, se: np.ndarray, every: int) -> float:
    """Seconds for the marginal sets of all units, testing every so-many-th of them."""
    start, tests = time.process_time(), 0.0
    observed, noise, tail = observed_gaps(x, se), simulate(se, DRAWS, 0), tail_size(0.95, DRAWS)
    for unit, (bounds, largest) in enumerate(over_pairs_of_each(noise, se, observed)):
        if unit % every == 0:
            begin = time.process_time()
            critical_value(np.abs(observed[unit]), bounds, largest, tail)
            tests += time.process_time() - begin
    return time.process_time() - start + tests * (every - 1)


def _peak_mb() -> float:
    """Of this process alone: `getrusage` would count the one that started it as well."""
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024


def apart(kind: str) -> dict[str, float]:
    """`communes(kind)` in a process of its own, on one thread."""
    run = subprocess.run(
        [sys.executable, __file__, "--apart", kind],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    return json.loads(run.stdout)


def main(all_units: bool = False) -> dict[str, dict]:
    """Measure, print, and return the figures by name."""
    results = {}
    for units in (34, 63, 200):
        found = results[f"{units} units"] = beside_the_slow_way(units)
        sys.stdout.write(
            f"{units} units × {DRAWS} draws, simultaneous: {found['fast_s'] * 1e3:.0f} ms, "
            f"slow way {found['slow_s'] * 1e3:.0f} ms = {found['ratio']:.0f} × "
            f"({'same sets' if found['same'] else 'SETS DIFFER'}); "
            f"marginal {found['marginal_s'] * 1e3:.0f} ms\n"
        )
    together = results["communes, simultaneous"] = apart("together")
    own = results["communes, marginal"] = apart("own" if all_units else "some")
    for name, found in (("simultaneous", together), ("marginal", own)):
        about = "" if all_units or name == "simultaneous" else "about "
        sys.stdout.write(
            f"{COMMUNES} units × {DRAWS} draws, {name}: {about}{found['seconds']:.1f} s, "
            f"peak {found['peak_mb']:.0f} MB\n"
        )
    return results


if __name__ == "__main__":
    if sys.argv[1:2] == ["--apart"]:
        sys.stdout.write(json.dumps(communes(sys.argv[2])))
    else:
        main("--all" in sys.argv)
