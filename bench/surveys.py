"""Survey estimates beside R's survey package, and at a million respondents.

    python bench/surveys.py [--all]

The file is made here (simulated: 104 communes × 20 villages as PSUs, answers 1 to 5 with gaps).
R runs `svyby` by commune, one item at a time as its users do, on a few of the items (`--all`:
every one); its time is counted per item, the reading of the file and `svydesign` apart. Times
are wall clock in one run, on the same machine, beside the processor's where others may be at
work on it; memory is the peak of a process of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

from thuocdo.surveys.estimates import estimate

COMMUNES, VILLAGES, ITEMS = 104, 20, 100
DESIGN = {"strata": "commune", "psu": "village", "weight": "weight", "fpc": "villages"}
SCRIPT = """
suppressMessages(library(survey))
told <- commandArgs(TRUE); items <- as.integer(told[2])
frame <- read.csv(told[1])
start <- proc.time()[["elapsed"]]
design <- svydesign(id=~village, strata=~commune, weights=~weight, fpc=~villages, data=frame,
                    nest=TRUE)
ready <- proc.time()[["elapsed"]]
out <- NULL
for (k in seq_len(items)) {
  found <- svyby(as.formula(paste0("~q", k)), ~commune, design, svymean, na.rm=TRUE)
  out <- rbind(out, data.frame(item=paste0("q", k), commune=found$commune, value=found[[2]],
                               se=found$se))
}
done <- proc.time()[["elapsed"]]
write.csv(out, told[3], row.names=FALSE)
cat(ready - start, done - ready, "\\n")
"""


def respondents(count: int, items: int, seed: int = 0) -> pl.DataFrame:
    """Simulated respondents: a village's mood moves its answers, one in twenty is missing."""
    rng = np.random.default_rng(seed)
    village = rng.integers(0, COMMUNES * VILLAGES, count)
    mood = rng.normal(0, 0.5, COMMUNES * VILLAGES)
    columns = {
        "commune": village // VILLAGES + 1,
        "village": village % VILLAGES + 1,
        "weight": rng.integers(20, 200, count) / 8,
        "villages": np.full(count, 40),
    }
    for one in range(items):
        answer = np.clip(np.round(3.5 + mood[village] + rng.normal(0, 1, count)), 1, 5)
        gap = rng.random(count) < 0.05
        columns[f"q{one + 1}"] = pl.Series(np.where(gap, np.nan, answer), nan_to_null=True)
    return pl.DataFrame(columns).with_columns(
        pl.col("^q.*$").cast(pl.Int8), pl.col("commune").cast(pl.String).str.zfill(3)
    )


def ours(frame: pl.DataFrame, items: int, times: int = 5) -> tuple[float, float, pl.DataFrame]:
    """Median seconds by the clock and of the processor, and the answer."""
    targets = [f"q{one + 1}" for one in range(items)]
    spent, worked = [], []
    for _ in range(times):
        start, begun = time.perf_counter(), time.process_time()
        found = estimate(frame, target=targets, by="commune", **DESIGN)
        spent.append(time.perf_counter() - start)
        worked.append(time.process_time() - begun)
    return sorted(spent)[times // 2], sorted(worked)[times // 2], found


def theirs(frame: pl.DataFrame, items: int) -> tuple[float, float, pl.DataFrame] | None:
    """Seconds of R's svydesign and svyby, and the answer; None where there is no R survey."""
    binary = shutil.which("Rscript")
    if binary is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        data, script, out = (str(Path(folder) / one) for one in ("in.csv", "run.R", "out.csv"))
        frame.write_csv(data, null_value="NA")
        Path(script).write_text(SCRIPT, encoding="utf-8")
        run = subprocess.run(
            [binary, script, data, str(items), out], capture_output=True, text=True, check=False
        )
        if run.returncode:
            return None
        ready, spent = map(float, run.stdout.split())
        return ready, spent, pl.read_csv(out)


def farthest(found: pl.DataFrame, reference: pl.DataFrame) -> float:
    """Largest relative difference of a value or an error."""
    both = found.with_columns(pl.col("commune").cast(pl.Int64)).join(
        reference, on=["item", "commune"], suffix="_r"
    )
    if both.height != reference.height:
        raise SystemExit("R and we do not answer for the same communes")
    gaps = [
        ((both[name] - both[f"{name}_r"]).abs() / both[f"{name}_r"].abs()).max()
        for name in ("value", "se")
    ]
    return max(gaps)


def beside_r(all_items: bool) -> dict[str, float]:
    frame = respondents(40_000, ITEMS)
    spent, _, found = ours(frame, ITEMS)
    results = {"ours_s": spent}
    sys.stdout.write(f"40,000 × {ITEMS} items × {COMMUNES} communes: ours {spent:.2f} s\n")
    items = ITEMS if all_items else 3
    reference = theirs(frame, items)
    if reference is None:
        sys.stdout.write("R with the package survey is not installed here: not compared\n")
        return results
    ready, taken, answer = reference
    whole = ready + taken * ITEMS / items
    about = "" if all_items else f"about ({items} items run) "
    gap = farthest(found, answer)
    results |= {"r_s": whole, "ratio": whole / spent, "gap": gap}
    sys.stdout.write(
        f"  R survey {about}{whole:.0f} s (design {ready:.1f} s, {taken / items:.2f} s an item) = "
        f"{whole / spent:.0f} × ours; largest relative difference {gap:.1e}\n"
    )
    return results


def apart(what: str) -> dict[str, float]:
    """`million` or `forty` in a process of its own: seconds and peak memory."""
    run = subprocess.run(
        [sys.executable, __file__, "--apart", what],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    return json.loads(run.stdout)


def measured(what: str) -> dict[str, float]:
    count, items = (1_000_000, 9) if what == "million" else (40_000, ITEMS)
    frame = respondents(count, items)
    base = _peak_mb()
    spent, worked, _ = ours(frame, items)
    return {"seconds": spent, "processor": worked, "peak_mb": _peak_mb(), "frame_mb": base}


def _peak_mb() -> float:
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024


def main(all_items: bool = False) -> dict[str, dict[str, float]]:
    """Measure, print, and return the figures by name."""
    results = {"beside R": beside_r(all_items)}
    for what, told in (("forty", "40,000 × 100"), ("million", "1,000,000 × 9 (an item set)")):
        found = results[what] = apart(what)
        sys.stdout.write(
            f"{told} × {COMMUNES} communes: {found['seconds']:.2f} s "
            f"({found['processor']:.2f} s of the processor), peak "
            f"{found['peak_mb']:.0f} MB ({found['frame_mb']:.0f} MB before estimating)\n"
        )
    return results


if __name__ == "__main__":
    if sys.argv[1:2] == ["--apart"]:
        sys.stdout.write(json.dumps(measured(sys.argv[2])))
    else:
        main("--all" in sys.argv)
