"""The long runs: coverage of the rank sets in full, and additions killed at any moment.

``make soak`` runs them and writes ``docs/reference/soak.md`` with date, commit and counts;
``--check`` fails when the code they cover has changed since.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tools.soak_lake import killed_lake

RECORD = Path("docs/reference/soak.md")
COVERED = (
    *(f"src/thuocdo/indices/{name}.py" for name in ("rank_sets", "step_down", "max_gap")),
    *(f"src/thuocdo/facts/{name}.py" for name in ("additions", "storing", "library")),
    *(
        f"src/thuocdo/dossiers/lake/{name}.py"
        for name in ("importing", "manifests", "parts", "merging", "compacting", "freezing")
    ),
)


def digest() -> str:
    """What the covered code is, in sixteen letters."""
    found = hashlib.sha256()
    for name in COVERED:
        found.update(Path(name).read_bytes())
    return found.hexdigest()[:16]


def coverage(times: int, *, simultaneous: bool, seed: int = 1) -> float:
    """Share of ``times`` simulated tables of 12 units whose sets hold the true ranks.

    Simultaneous: all ranks at once. Marginal: the share over units of single ranks held.
    """
    import numpy as np

    from thuocdo.indices import rank_sets

    rng = np.random.default_rng(seed)
    truth = np.array([3, 2.5, 2.5, 2, 2, 2, 1.6, 1.2, 1.2, 0.8, 0.4, 0.0])
    se = rng.uniform(0.2, 0.6, len(truth))
    best = 1 + (truth > truth[:, None]).sum(1)
    worst = len(truth) - (truth < truth[:, None]).sum(1)
    held = 0.0
    for one in range(times):
        estimates = truth + se * rng.standard_normal(len(truth))
        how = {"simultaneous": simultaneous, "draws": 2000, "seed": one}
        low, high = rank_sets(estimates, se, **how)
        within = (low <= best) & (worst <= high)
        held += within.all() if simultaneous else within.mean()
    return held / times


def killed_additions(times: int, seed: int = 2) -> tuple[int, int]:
    """Kill ``facts add`` at random moments: how often nothing, how often all was stored.

    Anything in between raises ``AssertionError``.
    """
    rng = random.Random(seed)  # noqa: S311
    nothing = everything = 0
    with tempfile.TemporaryDirectory() as name:
        home, file = Path(name, "home"), Path(name, "sipas.csv")
        for one in range(times):
            score = 80 + one / 100
            wanted = (score, score - 1)
            rows = [f"Hưng Yên,{wanted[0]},8", f"Hà Nội,{wanted[1]},11"]
            file.write_text("\n".join(["Tỉnh,Điểm,Hạng", *rows]) + "\n", encoding="utf-8")
            before = known_scores(home)
            process = subprocess.Popen(  # noqa: S603
                [str(Path(sys.executable).parent / "thuocdo"), *addition(file)],
                env={**os.environ, "THUOCDO_HOME": str(home)},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            time.sleep(rng.uniform(0.2, 1.4))
            process.send_signal(signal.SIGKILL)
            process.wait()
            after = known_scores(home)
            if after not in (before, wanted):
                raise AssertionError(f"{before} became {after}, not {wanted}")
            nothing, everything = nothing + (after == before), everything + (after == wanted)
    return nothing, everything


def addition(file: Path) -> list[str]:
    """A call of ``facts add`` for 2023 that corrects what the one before stored."""
    origin = ["--publisher", "Bộ Nội vụ", "--document", "thử", "--address", "x"]
    about = ["--year", "2023", "--boundaries", "63", "--seen", "2026-11-22"]
    return ["facts", "add", "sipas", str(file), *about, *origin, "--replace", "--yes"]


def known_scores(home: Path) -> tuple[float, ...]:
    """The SIPAS 2023 scores of the two provinces as the product now knows them.

    The tables must be without a fault.
    """
    import polars as pl

    from thuocdo import facts
    from thuocdo.facts.check import check_all

    known = facts.read(home)
    problems = check_all(known)
    if problems:
        raise AssertionError(problems[0].text())
    rows = known.table("published").filter(
        (pl.col("index") == "sipas")
        & (pl.col("year") == 2023)
        & (pl.col("measure") == "score")
        & (pl.col("use") == "yes")
    )
    scores = dict(rows.select("unit", "value").iter_rows())
    return scores.get("33"), scores.get("01")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--times", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--lake", type=int, default=50)
    asked = parser.parse_args()
    if asked.check:
        current = RECORD.is_file() and digest() in RECORD.read_text(encoding="utf-8")
        sys.stdout.write("" if current else "docs/reference/soak.md is not current: make soak\n")
        return 0 if current else 1
    together = coverage(asked.times, simultaneous=True)
    alone = coverage(asked.times, simultaneous=False)
    kills = (killed_additions(asked.kills), killed_lake(asked.lake))
    RECORD.write_text(record(asked, together, alone, *kills), encoding="utf-8")
    return 0


def record(asked, together: float, alone: float, facts: tuple, lake: tuple) -> str:
    """The record as Markdown."""
    git = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True)  # noqa: S607
    return f"""# Chạy dài · Long runs

Viết bằng `make soak`; `make check` báo lỗi khi mã nguồn liên quan đã đổi.
Written by `make soak`; `make check` fails when the code it covers has changed.

| | |
| --- | --- |
| ngày · date | {datetime.now(UTC):%Y-%m-%d} |
| commit | {git.stdout.strip()} |
| mã nguồn · code covered | `{digest()}` |
| khoảng hạng đồng thời, 95 % · simultaneous sets | {together:.4f} of {asked.times} tables held |
| khoảng hạng riêng, 95 % · marginal sets | {alone:.4f} of {asked.times} × 12 ranks held |
| `facts add` bị ngắt · killed | {asked.kills}: nothing stored {facts[0]}, all {facts[1]}, part 0 |
| kho hồ sơ bị ngắt · lake killed | {asked.lake}: nothing {lake[0]}, all {lake[1]}, torn or lost 0 |
"""


if __name__ == "__main__":
    sys.exit(main())
