"""A few of the long run's kills; fifty of them are in ``make soak``."""

from tools.soak_lake import killed_lake


def test_killed_imports_and_compactions_lose_nothing():
    nothing, everything = killed_lake(4, seed=11)
    assert nothing + everything == 4
