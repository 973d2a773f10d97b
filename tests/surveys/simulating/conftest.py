"""A small province: seven communes of two former provinces, some 60 villages."""

from __future__ import annotations

import polars as pl
import pytest

from thuocdo.surveys.simulating import Plan, in_memory, population

ROWS = [
    *(("A1", "33", 9_000, 9), ("A2", "33", 12_500, 12), ("A3", "33", 4_000, 4)),
    *(("B1", "34", 15_000, 14), ("B2", "34", 6_000, 6), ("B3", "34", 8_000, 8)),
    ("B4", "34", 5_000, 5),
]


@pytest.fixture(scope="session")
def small_sizes():
    heads = ["code", "former_province", "population", "villages"]
    frame = pl.DataFrame(ROWS, schema=heads, orient="row")
    return frame.with_columns(basis=pl.lit("simulated"), simulated=pl.lit(True))


@pytest.fixture(scope="session")
def plan(small_sizes):
    return Plan(small_sizes, seed=5)


@pytest.fixture(scope="session")
def made(plan):
    return population(plan)


@pytest.fixture(scope="session")
def stored(made):
    return in_memory(made)


@pytest.fixture
def command(capsys):
    """``command("simulate", "survey", …)`` → exit code, what it printed, its errors."""
    from thuocdo.cli.main import run

    def called(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(list(words))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return called
