"""PAR INDEX and SIPAS are repeated as published: no set, no recomputed rank, nothing guessed."""

from __future__ import annotations

import polars as pl
import pytest

from thuocdo.indices import years

UNKNOWN = ("se", "rank_low", "rank_high", "rank_low_all", "rank_high_all")


def every(facts):
    return [(index, year) for index in ("par-index", "sipas") for year in years(facts, index)]


def test_figures_and_ranks_are_repeated(facts, standings):
    for index, year in every(facts):
        at = standings(index, year)
        rows = facts.table("published").filter(
            (pl.col("index") == index) & (pl.col("year") == year) & (pl.col("use") == "yes")
        )
        told = {(row["unit"], row["measure"]): row["value"] for row in rows.iter_rows(named=True)}
        assert len(at.table) == 63
        for row in at.table.iter_rows(named=True):
            assert row["score"] == told.get((row["unit"], "score"))
            assert row["rank"] == told.get((row["unit"], "rank"))
            assert row["of"] == (63 if row["rank"] is not None else None)
            assert row["basis"] in (None, "stated", "derived")


def test_no_error_and_no_set(facts, standings):
    for index, year in every(facts):
        for boundaries in ("63", "34"):
            at = standings(index, year, boundaries)
            for column in UNKNOWN:
                assert at.table[column].null_count() == at.table.height
            assert "no_error" in {note.key for note in at.notes}


def test_no_rank_on_the_34_boundaries(facts, standings):
    for index, year in every(facts):
        at = standings(index, year, "34")
        assert at.table.height == 34
        assert at.table["rank"].null_count() == 34
        assert "published_merged" in {note.key for note in at.notes}
        for row in at.table.iter_rows(named=True):
            old = standings(index, year)
            unit = at.unit(row["unit"])
            if any(old.of(code)["score"] is None for code in unit.predecessors):
                assert row["score"] is None


@pytest.mark.parametrize(
    ("index", "year", "rank"), [("par-index", 2024, 14), ("sipas", 2024, 8), ("sipas", 2021, 3)]
)
def test_old_hung_yen(standings, index, year, rank):
    """Announced ranks: PAR INDEX 2024 14th; SIPAS 2024 8th, 2021 3rd (Ministry of Home Affairs)."""
    assert standings(index, year).of("33")["rank"] == rank


def test_a_score_known_only_between_bounds_is_not_filled_in(standings):
    """SIPAS 2024 of Hưng Yên lies between its neighbours' scores; it was not printed."""
    at = standings("sipas", 2024)
    assert at.of("33")["score"] is None
    (between,) = [note for note in at.unit_notes["33"] if note.key == "between"]
    assert "86,50" in between.text("vi") and "87.80" in between.text("en")
