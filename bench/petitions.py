"""False alarms and power of the detectors that read petitions, on provinces of drawn counts.

    python -m bench.petitions [--worlds N]

A province has 120 agencies of unequal size. Petitions follow a gamma–Poisson law: 1.34 for a
thousand dossiers (247 of 184,513, a province's answer of August 2026), agencies differing by 50 %
beyond chance; half of the petitioners are content (137 of 247), agencies differing by 20 %.
Five agencies are on time 99 % of the time and have ``times`` as many petitions, or petitioners
who are not content. One month and twelve months are looked at.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter

import numpy as np
import polars as pl

FIRST_SEED, AGENCIES, GUILTY, LEVEL = 900, 120, 5, 0.05
RATE, SPREAD, CONTENT, CONTENT_SPREAD = 247 / 184_513, 0.5, 137 / 247, 0.2
SETTINGS = {
    "không đơn vị nào khác, 1 tháng": (1, 1),
    "không đơn vị nào khác, 12 tháng": (1, 12),
    "gấp 3, 1 tháng": (3, 1),
    "gấp 3, 12 tháng": (3, 12),
    "gấp 6, 1 tháng": (6, 1),
    "gấp 6, 12 tháng": (6, 12),
}


def main(worlds: int = 100) -> None:
    """Print a table of Markdown."""
    from thuocdo.dossiers.integrity import detectors
    from thuocdo.dossiers.integrity.agencies import looked_at

    last = FIRST_SEED + worlds - 1
    sys.stdout.write(f"hạt giống {FIRST_SEED}–{last}, {AGENCIES} cơ quan, {GUILTY} khác thường\n")
    sys.stdout.write("| Bối cảnh | Dấu hiệu | Báo nhầm trên đơn vị–kỳ | Tìm ra |\n")
    sys.stdout.write("| --- | --- | --- | --- |\n")
    for name, (times, months) in SETTINGS.items():
        for kind in ("petitions", "unhappy"):
            named = Counter()
            for seed in range(FIRST_SEED, FIRST_SEED + worlds):
                counts = drawn(seed, kind, times, months)
                for one in looked_at(counts, LEVEL).found:
                    named[one.unit.startswith("G")] += one.detector == kind
            fair = worlds * (AGENCIES - (GUILTY if times > 1 else 0))
            power = f"{named[True]} trên {worlds * GUILTY}" if times > 1 else "–"
            alarms = named[False] + (named[True] if times == 1 else 0)
            told = (name, detectors()[kind].vi, f"{alarms} trên {fair}", power)
            sys.stdout.write(f"| {' | '.join(told)} |\n")


def drawn(seed: int, kind: str, times: int, months: int) -> pl.DataFrame:
    """Counts of one province; the first ``GUILTY`` agencies are called G0, G1…"""
    rng = np.random.default_rng(seed)
    judged = (rng.lognormal(7, 0.8, AGENCIES) * months).astype(int) + 30
    guilty = np.arange(AGENCIES) < GUILTY
    share = np.where(guilty, 0.99, rng.uniform(0.75, 0.99, AGENCIES))
    more = np.where(guilty, times - 1, 0)
    own = rng.gamma(1 / SPREAD**2, SPREAD**2, AGENCIES)
    petitions = rng.poisson(judged * RATE * own)
    content = np.clip(CONTENT * rng.normal(1, CONTENT_SPREAD, AGENCIES), 0, 1)
    satisfied = rng.binomial(petitions, content)
    if kind == "petitions":
        added = rng.poisson(judged * RATE * own * more)
        satisfied += rng.binomial(added, content)
    else:
        added = rng.poisson(judged * RATE * own * more * (1 - content))
    petitions = petitions + added
    return pl.DataFrame(
        {
            "unit": [f"{'G' if is_so else 'U'}{k}" for k, is_so in enumerate(guilty)],
            "judged": judged,
            "on_time": rng.binomial(judged, share),
            "petitions": petitions,
            "satisfied": satisfied,
        }
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=100)
    main(parser.parse_args().worlds)
