"""On time out of the lake equals the plain reference on the simulated 10,000, and its band."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction

import polars as pl
import pytest
from tests.dossiers import reference
from tests.dossiers.conftest import KEY, Desk

from thuocdo.calendar import end_of
from thuocdo.dossiers.clock import admissible, choice
from thuocdo.dossiers.measures import connected, lake_table, report
from thuocdo.dossiers.measures import counts as counted
from thuocdo.dossiers.measures import judged as judged_rows
from thuocdo.dossiers.measures.register import read_register
from thuocdo.dossiers.simulating.writing import PROCEDURES, beside

CUT = end_of(date(2025, 12, 31))
BANDED = {"11953", "12025", "12286", "12970", "SO-02", "SO-06"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory, units, year):
    desk = Desk(tmp_path_factory.mktemp("desk"), units)
    desk.load(year)
    return desk


@pytest.fixture(scope="module")
def judged(filled, year):
    """(unit, month) → verdicts: of the shipped choice, in some units of every admissible one."""
    known = dict(read_register(beside(year, PROCEDURES)).select("procedure", "term").iter_rows())
    choices = [choice(), *admissible(choice())]
    found: dict[tuple[str, int], list[list]] = {}
    for row in filled.rows().iter_rows(named=True):
        month = reference.local(row["accepted"]).month
        asked = choices if row["unit"] in BANDED else choices[:1]
        verdicts = [reference.verdict(row, one, CUT, known) for one in asked]
        found.setdefault((row["unit"], month), []).append(verdicts)
    return found


def counts(filled, year, terms=True, threads=None, chosen=None):
    connection = connected("duckdb", threads)
    table = lake_table(connection, filled.lake, filled.lake.manifest())
    known = read_register(beside(year, PROCEDURES) if terms else None)
    return connection.to_polars(
        counted(judged_rows(table, 2025, chosen or choice(), CUT, known), ("unit", "month"))
    )


def pairs(verdicts: list[list]) -> list[tuple[int, int]]:
    columns = zip(*verdicts, strict=True)
    plain = [[one for one in column if one is not None] for column in columns]
    return [(sum(one), len(one)) for one in plain]


def test_equal_to_the_reference_unit_by_month(filled, judged, year):
    rows = report(counts(filled, year), choice(), 2025, CUT, "unit-month").rows
    assert {(row.unit, row.month) for row in rows} == set(judged)
    banded = 0
    for row in rows:
        first, *others = pairs(judged[row.unit, row.month])
        assert (row.numerator, row.denominator) == first
        assert row.received == len(judged[row.unit, row.month])
        shares = [Fraction(*one) for one in others if one[1]]
        banded += bool(shares)
        if shares:
            assert Fraction(*row.low) == min(shares) and Fraction(*row.high) == max(shares)
    assert banded > 40


def test_sums_agree_however_they_are_grouped(filled, year):
    found = counts(filled, year)
    totals = {}
    for by in ("unit", "unit-month", "month", "province"):
        made = report(found, choice(), 2025, CUT, by)
        summed = [
            sum(getattr(one, name) for one in made.rows) for name in ("received", "numerator")
        ]
        assert summed == [made.total.received, made.total.numerator]
        totals[by] = made.total
    assert len(set(totals.values())) == 1 and totals["unit"].received == 10_000


def test_the_band_holds_the_rate_and_is_wider_without_legal_terms(filled, year):
    with_terms = report(counts(filled, year), choice(), 2025, CUT, "province").total
    without = report(counts(filled, year, terms=False), choice(), 2025, CUT, "province").total
    for one in (with_terms, without):
        assert Fraction(*one.low) <= Fraction(one.numerator, one.denominator) <= Fraction(*one.high)
    assert without.denominator < with_terms.denominator == 10_000
    assert without.low[0] / without.low[1] < with_terms.low[0] / with_terms.low[1]


def test_one_thread_counts_as_two_and_only_integers_come_back(filled, year):
    one, two = (counts(filled, year, threads=many) for many in (1, 2))
    order = ["unit", "month", "paying"]
    assert one.sort(order).equals(two.sort(order))
    assert all(dtype.is_integer() or dtype == pl.String for dtype in one.dtypes)


def test_a_rule_can_be_chosen(filled, year):
    kept = choice(refused="left_out", withdrawn="left_out", stopped="left_out")
    found = report(counts(filled, year, chosen=kept), kept, 2025, CUT, "province").total
    ended = filled.rows()["status"].is_in([3, 7, 8]).sum()
    assert found.denominator == 10_000 - ended and ended > 100


@pytest.fixture
def at_home(filled, monkeypatch):
    monkeypatch.setenv("THUOCDO_HOME", str(filled.home))
    monkeypatch.setenv("THUOCDO_DOSSIER_KEY", KEY)


def test_the_command(at_home, command, year):
    terms = str(beside(year, PROCEDURES))
    code, out, err = command(
        *("dossiers", "measure", "--year", "2025", "--by", "unit", "--terms", terms, "--json")
    )
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert told["basis"] == "simulated" and told["provisional"] is True
    assert told["total"]["received"] == 10_000 == sum(one["received"] for one in told["rows"])
    assert {one["status"] for one in told["rules"]} == {"secondary", "unknown"}
    code, out, _ = command("dossiers", "measure", "--year", "2025", "--by", "month")
    assert code == 0 and "MÔ PHỎNG" in out and "tạm tính" in out and "Toàn tỉnh" in out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("--year 2024", "DOSSIER-016"),
        ("--year 2025 --by district", "DOSSIER-019"),
        ("--year 2025 --rule waiting=x", "DOSSIER-017"),
        ("--year 2025 --version 9", "DOSSIER-014"),
        ("--year 2025 --terms nowhere.csv", "DOSSIER-120"),
    ],
)
def test_wrong_questions(at_home, command, words, code):
    assert command("dossiers", "measure", *words.split())[2].startswith(code)


def test_nothing_but_the_answer_is_printed():
    """DuckDB draws a bar on stdout when a question takes long: it would spoil the JSON."""
    rows = connected("duckdb").raw_sql("SELECT current_setting('enable_progress_bar')").fetchall()
    assert rows == [(False,)]


def test_an_empty_lake_and_an_unknown_engine(command, monkeypatch, tmp_path):
    monkeypatch.setenv("THUOCDO_HOME", str(tmp_path))
    assert command("dossiers", "measure", "--year", "2025")[2].startswith("DOSSIER-012")
    monkeypatch.setenv("THUOCDO_ENGINE", "abacus")
    assert command("dossiers", "measure", "--year", "2025")[2].startswith("DOSSIER-018")
