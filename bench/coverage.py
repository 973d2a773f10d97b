"""How often intervals hold what they should, by simulation, with the Monte-Carlo error.

    python -m bench.coverage

Three questions: the limits of the late ratio (ours beside Byar's Poisson limits), the share of
units outside the funnel when nobody differs, and the interval of the gap of the former provinces
when communes do. Shares in percent; ± is twice the Monte-Carlo standard error.
"""

from __future__ import annotations

import math
import sys

import numpy as np
import polars as pl

from thuocdo.dossiers.comparing import byar, former_gap, funnel, late_ratio_limits

TIMES = 40_000
USUAL = np.array([0.02, 0.05, 0.15, 0.40])
SHARES = np.array([0.4, 0.3, 0.2, 0.1])


def ratios() -> None:
    """Coverage of 95 % limits by size and true ratio."""
    rng = np.random.default_rng(1)
    for size in (20, 100, 500, 4_000):
        sizes = np.round(SHARES * size).astype(int)
        expected, squares = float(sizes @ USUAL), float(sizes @ USUAL**2)
        for theta in (0.5, 1.0, 2.0):
            late = rng.binomial(sizes, theta * USUAL, (TIMES, 4)).sum(axis=1)
            found = {"score": [], "byar": []}
            counts, often = np.unique(late, return_counts=True)
            for one in counts.tolist():
                score = late_ratio_limits(one, expected, squares)
                poisson = byar(one, expected)
                found["score"].append(score[0] <= theta <= score[1])
                found["byar"].append(poisson[0] <= theta <= poisson[1])
            told = {name: float(often @ np.array(held)) / TIMES for name, held in found.items()}
            say(f"ratio, {size} dossiers, expected {expected:.1f} late, θ = {theta}", told, TIMES)


def funnels() -> None:
    """Units outside the funnel when all share one rate: 5 % and 0.2 % are promised."""
    rng = np.random.default_rng(2)
    outside = np.zeros(2)
    worlds = 100
    for _ in range(worlds):
        cases = rng.integers(30, 3_000, 104)
        right = rng.binomial(cases, 0.93)
        names = [str(one) for one in range(104)]
        made = funnel(names, right.tolist(), cases.tolist(), 0.93)
        for spot in made.spots:
            for place, (low, high) in enumerate(spot.limits):
                outside[place] += not low <= spot.share <= high
    told = {"95": outside[0] / worlds / 104, "99.8": outside[1] / worlds / 104}
    say("outside the funnel of equals", told, worlds * 104)


def gaps() -> None:
    """Coverage of the gap's interval; communes differ by 0 or by 5 points."""
    rng = np.random.default_rng(3)
    sides = {f"A{k}": "A" for k in range(39)} | {f"B{k}": "B" for k in range(65)}
    units = [one for one in sides for _ in range(2)]
    times = 2_000
    for spread in (0.0, 0.05):
        held = 0
        for _ in range(times):
            size = rng.integers(50, 400, (104, 2))
            rate = np.clip([[0.9], [0.8]] + rng.normal(0, spread, (2, 104)), 0, 1).T
            right = rng.binomial(size, rate)
            columns = {"judged": size.ravel(), "on_time": right.ravel()}
            frame = pl.DataFrame({"unit": units, "procedure": ["p", "q"] * 104, **columns})
            made = former_gap(frame, sides, "A", "B")
            held += made.low <= 0 <= made.high
        say(
            f"gap, communes differ by {100 * spread:.0f} points",
            {"linearised": held / times},
            times,
        )


def say(what: str, shares: dict[str, float], times: int) -> None:
    """One line: each share with twice its Monte-Carlo error."""
    told = (
        f"{name} {100 * one:.2f} ± {200 * math.sqrt(one * (1 - one) / times):.2f}"
        for name, one in shares.items()
    )
    sys.stdout.write(f"{what}: {', '.join(told)}\n")


def main() -> None:
    """All three."""
    ratios()
    funnels()
    gaps()


if __name__ == "__main__":
    main()
