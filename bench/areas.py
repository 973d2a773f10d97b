"""Small areas at the size of all communes, beside the same formulas with whole matrices.

    python bench/areas.py [--all]

The slow way holds V and P as m x m matrices and scores as the fast one does; it must find the
same variance and estimates. It is run on 700 areas, and on all 3,321 with `--all` (a minute or
two and 0.5 GB). Times are those of one core (processor time), the least of a few runs.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from thuocdo.surveys.areas import fay_herriot, nested_error, suppressed
from thuocdo.surveys.sampling import Stage, draw

COMMUNES, FEW = 3321, 700


def table(areas: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Estimates, variances, five columns; as much between areas as within."""
    rng = np.random.default_rng(areas)
    X = np.column_stack([np.ones(areas), rng.normal(size=(areas, 4))])
    psi = rng.uniform(0.3, 2, areas)
    truth = X @ np.arange(1.0, 6.0) + rng.normal(size=areas)
    return truth + rng.normal(size=areas) * np.sqrt(psi), psi, X


def slow(y: np.ndarray, psi: np.ndarray, X: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """REML by whole matrices: sigma2, estimates, g1 + g2 + 2 g3."""
    A, m = float(np.median(psi)), len(y)
    for _ in range(200):
        W = np.linalg.inv(np.diag(A + psi))
        Q = np.linalg.inv(X.T @ W @ X)
        P = W - W @ X @ Q @ X.T @ W
        slope = 0.5 * (y @ P @ P @ y - np.trace(P))
        new = max(A + slope / (0.5 * np.trace(P @ P)), 0.0)
        closed, A = abs(new - A) <= 1e-10 * A, new
        if closed:
            break
    V = np.diag(A + psi)
    W = np.linalg.inv(V)
    Q = np.linalg.inv(X.T @ W @ X)
    beta = Q @ X.T @ W @ y
    B = np.eye(m) - A * W
    g1, g2 = A * np.eye(m) @ (np.eye(m) - A * W), B @ X @ Q @ X.T @ B
    g3 = B @ B @ W * 2 / np.trace(W @ W)
    return A, X @ beta + A * W @ (y - X @ beta), np.diag(g1 + g2 + 2 * g3)


def spent(call, times: int) -> tuple[float, object]:
    """Least processor time of `times` calls, in seconds, and the last answer."""
    found, answer = [], None
    for _ in range(times):
        start = time.process_time()
        answer = call()
        found.append(time.process_time() - start)
    return min(found), answer


def beside_whole_matrices(areas: int) -> str:
    y, psi, X = table(areas)
    fast, found = spent(lambda: fay_herriot(y, psi, X), 5)
    dense, (A, eblup, mse) = spent(lambda: slow(y, psi, X), 1)
    same = bool(
        np.isclose(found.sigma2, A, rtol=1e-8)
        and np.allclose(found.eblup, eblup, rtol=1e-8)
        and np.allclose(found.mse, mse, rtol=1e-8)
    )
    ratio = f"{dense / fast:.0f} × as long, same answers: {same}"
    return f"Fay-Herriot, {areas} areas: {fast:.3f} s; whole matrices {dense:.2f} s, {ratio}"


def others() -> list[str]:
    y, psi, X = table(COMMUNES)
    lines = []
    for method in ("REML", "ML", "FH"):
        seconds, _ = spent(lambda method=method: fay_herriot(y, psi, X, method=method), 5)
        lines.append(f"Fay-Herriot {method}, {COMMUNES} areas: {seconds:.3f} s")
    rng = np.random.default_rng(1)
    place = np.repeat(np.arange(104), 385)
    X = np.column_stack([np.ones(len(place)), rng.normal(size=(len(place), 4))])
    y = X.sum(axis=1) + rng.normal(size=104)[place] + rng.normal(size=len(place))
    means = np.column_stack([np.ones(104), np.zeros((104, 4))])
    seconds, _ = spent(lambda: nested_error(y, X, place, means, range(104)), 3)
    lines.append(f"nested error, 104 areas, {len(y)} units: {seconds:.3f} s")
    counts = rng.negative_binomial(1.5, 0.04, (104, 5))
    seconds, printed = spent(lambda: suppressed(counts), 1)
    small = int(((counts > 0) & (counts < 15)).sum())
    lines.append(f"table 104 × 5, {small} small cells, {printed.held} held back: {seconds:.2f} s")
    lines.append(_drawing(rng))
    return lines


def _drawing(rng: np.random.Generator) -> str:
    import polars as pl

    villages = pl.DataFrame(
        {
            "village": [f"T{k:05d}" for k in range(2000)],
            "commune": [f"X{k % 104:03d}" for k in range(2000)],
            "adults": rng.integers(200, 3000, 2000),
        }
    )
    stage = [Stage("village", 4, "pps", size="adults", reserve=1)]
    seconds, _ = spent(lambda: draw(villages, stage, seed=1, strata=("commune",)), 3)
    return f"4 of about 19 villages in each of 104 communes: {seconds:.3f} s"


def main(*, everything: bool = False) -> None:
    sizes = (FEW, COMMUNES) if everything else (FEW,)
    for line in [*map(beside_whole_matrices, sizes), *others()]:
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(everything="--all" in sys.argv)
