"""How many people and villages each commune has: a parameter file, and whether it may be trusted.

The file shipped (``communes.csv``) is *mô phỏng*: it only adds up to the census of the two
former provinces. ``real_sizes`` keeps it out of real weights.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import numpy as np
import polars as pl

from thuocdo.errors import Problem, ThuocDoError
from thuocdo.facts import Facts

HEADS = ("code", "former_province", "population", "villages", "basis", "note")
NUMBERS = ("population", "villages")
BASES = ("stated", "derived", "estimated", "simulated")
YEAR = 2019  # of the census
MOST, FEWEST = 10**9, 10  # people of a commune at most, people a village on average at least


def sizes(path: Path | None = None) -> pl.DataFrame:
    """Communes with ``code, former_province, population, villages, basis, simulated``.

    ``path``: a CSV with the heads of ``HEADS`` (``note`` may be missing); the shipped one where
    it is ``None``. ``population`` counts people of every age, ``villages`` the thôn and tổ dân
    phố; ``simulated`` is a flag. Raises ``ThuocDoError`` SURVEY-082 (a head is missing, the
    file has no row or cannot be read) and SURVEY-083 (a value that cannot be, with its row).
    """
    name = path.name if path else "communes.csv"
    try:
        text = path.read_bytes() if path else _shipped()
        frame = pl.read_csv(text, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError, UnicodeDecodeError):
        raise ThuocDoError(Problem("SURVEY-082", name, values=_heads(HEADS[:-1]))) from None
    missing = [head for head in HEADS[:-1] if head not in frame.columns]
    if missing or frame.is_empty():
        raise ThuocDoError(Problem("SURVEY-082", name, values=_heads(missing or HEADS[:-1])))
    faults = list(_faults(frame, name))
    if faults:
        raise ThuocDoError(*faults)
    return frame.select(
        "code",
        "former_province",
        *(pl.col(head).cast(pl.Int64) for head in NUMBERS),
        "basis",
        (pl.col("basis") == "simulated").alias("simulated"),
    )


def real_sizes(frame: pl.DataFrame) -> pl.DataFrame:
    """``frame`` itself, where every size in it is real.

    Raises ``ThuocDoError`` SURVEY-080 where one is simulated, or where nothing says that none
    is (no column ``simulated``, or an empty cell in it): weights of a real survey must not
    stand on sizes that were made up.
    """
    if "simulated" not in frame.columns:
        raise ThuocDoError.of("SURVEY-080", count=frame.height, of=frame.height)
    made_up = frame.filter(pl.col("simulated").fill_null(True)).height
    if made_up:
        raise ThuocDoError.of("SURVEY-080", count=made_up, of=frame.height)
    return frame


def census(facts: Facts) -> dict[str, int]:
    """People counted in 2019 in each former province the communes lie in, by its code."""
    codes = facts.table("commune")["former_province"].unique().sort()
    rows = facts.table("census").filter(pl.col("unit").is_in(codes.implode()), year=YEAR)
    return dict(rows.sort("unit").select("unit", "population").iter_rows())


def whole_numbers(weights: np.ndarray, total: int) -> np.ndarray:
    """``total`` divided in proportion to ``weights`` into whole numbers (largest remainders)."""
    exact = weights / weights.sum() * total
    found = np.floor(exact).astype(np.int64)
    most = np.argsort(found - exact, kind="stable")
    found[most[: total - int(found.sum())]] += 1
    return found


def _shipped() -> bytes:
    return files("thuocdo.surveys.simulating").joinpath("communes.csv").read_bytes()


def _heads(missing) -> dict:
    return {"missing": ", ".join(missing), "known": ", ".join(HEADS)}


def _whole(text: str | None) -> int:
    """The number written as digits only, else −1."""
    return int(text) if text and text.isascii() and text.isdigit() else -1


def _faults(frame: pl.DataFrame, name: str):
    seen: set[str] = set()
    for row, one in enumerate(frame.iter_rows(named=True), start=2):
        for head in NUMBERS:
            if not 0 < _whole(one[head]) < MOST:
                yield Problem("SURVEY-083", name, row, head, {"value": one[head] or ""})
        if _whole(one["population"]) < FEWEST * _whole(one["villages"]):
            yield Problem("SURVEY-083", name, row, "villages", {"value": one["villages"]})
        for head in ("code", "former_province"):
            if not one[head] or (head == "code" and one[head] in seen):
                yield Problem("SURVEY-083", name, row, head, {"value": one[head] or ""})
        if one["basis"] not in BASES:
            yield Problem("SURVEY-083", name, row, "basis", {"value": one["basis"] or ""})
        seen.add(one["code"])
