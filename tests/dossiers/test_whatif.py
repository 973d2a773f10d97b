"""What it would take: exact marginal points, and the cheapest plan against brute force."""

from __future__ import annotations

import itertools
import json
import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dossiers import answers as made

from thuocdo.dossiers.portal.bundles import Bundle
from thuocdo.dossiers.portal.cheapest import cheapest
from thuocdo.dossiers.portal.levers import Effect, Lever, levers_of
from thuocdo.dossiers.portal.reading import read_answer
from thuocdo.dossiers.portal.recomputing import recompute
from thuocdo.dossiers.portal.whatif import prospect


@pytest.fixture(scope="module")
def bundle(recorded):
    read = {name: read_answer(made.content(one), name) for name, one in recorded.items()}
    return Bundle("2026-08", read)


@pytest.fixture(scope="module")
def levers(bundle):
    """The levers of Việt Trì by code."""
    lines = bundle.lines(made.id_of("H44.100"))
    return {lever.code: lever for lever in levers_of(lines)}


def test_points_of_the_next_one(levers):
    """Việt Trì, August 2026: 2,971 received, 2,348 on time, 1,516 of 1,707 paid online."""
    assert levers["on_time"].room == 2971 - 2348
    parts = [effect.points(1) for effect in levers["on_time"].effects]
    assert parts == pytest.approx([20 / 2971, 6 / 0.9 / 2971])
    assert levers["on_time"].next_points == pytest.approx(20 / 2971 + 6 / 0.9 / 2971)
    assert levers["paid_online"].next_points == pytest.approx(6 / 1707)
    assert levers["paid_procedure"].next_points == pytest.approx(2.5 / 35)
    assert levers["digitised"].next_points == pytest.approx(4 / 2971)
    assert levers["petition_on_time"].room == 0 == levers["petition_on_time"].next_points


def test_caps_end_the_gain(levers):
    paid = levers["paid_procedure"]  # 12 of 35; full at 28
    assert paid.room == 23
    assert paid.points(16) == pytest.approx(2.5 * 16 / 35) == paid.points(23)
    assert [(piece.count, piece.gain) for piece in paid.pieces()] == [(16, pytest.approx(2.5 / 35))]
    on_time = levers["on_time"]  # satisfaction is full at 90 % of 2,971 = 2,673.9
    assert [piece.count for piece in on_time.pieces()] == [325, 1, 297]
    gains = [piece.gain for piece in on_time.pieces()]
    assert gains == sorted(gains, reverse=True)
    assert gains[2] == pytest.approx(20 / 2971)


def test_marginal_points_are_what_recomputing_gives(recorded, bundle, levers):
    """One more on time, put into the answers: the recomputed points rise by as much."""
    import copy

    other = copy.deepcopy(recorded)
    line = made.units_of(other["dvc-progress-tree"])[5]
    metric = made.units_of(other["handling-satisfaction"])[5]["metrics"][1]
    assert (line["departmentCode"], metric["code"]) == ("H44.100", "DOSSIER_RECEIVING_SATISFACTION")
    line["totalOnTime"] += 1
    metric["numerator"] += 1
    read = {name: read_answer(made.content(one), name) for name, one in other.items()}
    wanted = {("dvc-progress-tree", "total"), ("handling-satisfaction", metric["code"])}

    def points(held):
        rows = recompute([held])
        return sum(
            row.recomputed
            for row in rows
            if row.unit_code == "H44.100" and (row.endpoint, row.metric) in wanted
        )

    gain = points(Bundle("2026-08", read)) - points(bundle)
    assert levers["on_time"].next_points == pytest.approx(gain, abs=1e-12)


def test_nothing_to_do_where_there_is_no_dossier(bundle):
    codes = {lever.code for lever in levers_of(bundle.lines(made.id_of("H44.01")))}
    assert codes == {"paid_procedure", "citizen_procedure"}


# ---- the cheapest plan


def brute(levers: list[Lever], needed: float, costs: dict[str, float]) -> float:
    """The least cost over every choice of counts."""
    best = math.inf
    for counts in itertools.product(*(range(lever.room + 1) for lever in levers)):
        points = sum(lever.points(n) for lever, n in zip(levers, counts, strict=True))
        if points >= needed - 1e-9:
            cost = sum(costs[lever.code] * n for lever, n in zip(levers, counts, strict=True))
            best = min(best, cost)
    return best


def lever(code: str, of: int, done: int, weight: float, share: float | None) -> Lever:
    cap = None if share is None else weight * share
    done = min(done, of)
    effects = [Effect("e", "m", done, of, weight, cap)]
    if of % 2:
        effects.append(Effect("e", "n", done, of, weight / 3, weight / 3 * 0.9))
    return Lever(code, "dossier", code, code, of - done, tuple(effects))


LEVERS = st.lists(
    st.tuples(
        st.integers(1, 6),
        st.integers(0, 6),
        st.sampled_from([1.0, 2.0, 2.5, 6.0, 20.0]),
        st.sampled_from([None, 0.5, 0.8, 0.9]),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=150)
@given(
    LEVERS, st.floats(0.01, 1.0), st.lists(st.integers(0, 9), min_size=4, max_size=4), st.booleans()
)
def test_the_plan_is_the_cheapest_there_is(drawn, share, prices, counted):
    levers = [lever(str(place), *one) for place, one in enumerate(drawn)]
    needed = share * sum(one.points(one.room) for one in levers)
    costs = {one.code: 1.0 if counted else prices[i] + 0.5 for i, one in enumerate(levers)}
    plan = cheapest(levers, needed, None if counted else costs)
    if needed <= 1e-9:
        assert plan.steps == ()
        return
    assert plan.exact
    assert plan.cost == pytest.approx(brute(levers, needed, costs))
    assert plan.points >= needed - 1e-9
    found = {one.code: one for one in levers}
    for step in plan.steps:
        assert 0 < step.count <= found[step.lever].room
        assert step.points == pytest.approx(found[step.lever].points(step.count))


def test_greedy_alone_would_pay_too_much():
    """Cheapest points first overshoots here; the search does not."""
    cheap_but_big = lever("big", 2, 0, 20.0, None)  # 10 points for 9
    small = lever("small", 4, 0, 4.0, None)  # 1 point for 1
    plan = cheapest([cheap_but_big, small], 2.0, {"big": 9.0, "small": 1.0})
    assert [(step.lever, step.count, step.cost) for step in plan.steps] == [("small", 2, 2.0)]


def test_out_of_reach_and_reached_already():
    one = lever("one", 4, 0, 4.0, None)
    assert cheapest([one], 4.001) is None
    assert cheapest([one], 4.0).count == 4
    assert cheapest([one], 0.0).steps == () == cheapest([one], -1.0).steps
    assert cheapest([one], 1.0, {}) is None


def test_a_search_cut_short_says_so():
    rng = random.Random(5)
    levers = [lever(f"{i}", rng.randrange(40, 90, 2), 0, rng.uniform(3, 9), None) for i in range(9)]
    costs = {one.code: one.points(1) * (1 + rng.random() / 1e6) for one in levers}
    plan = cheapest(levers, 20.0, costs, limit=30)
    assert plan.points >= 20.0 - 1e-9
    assert plan.bound <= plan.cost + 1e-12
    assert plan.exact == (plan.bound >= plan.cost - 1e-9)
    assert not plan.exact


# ---- a unit's prospect and the command


def test_prospect_of_a_unit(bundle):
    found = prospect(bundle, "h44.100", 70)
    assert found.official == pytest.approx(7.96 + 15.81 + 6.48 + 6.69 + 8.67 + 17.27)
    assert (found.maximum, found.missing) == (100, ())
    assert found.plan.points >= found.needed - 1e-9
    one_less = sum(step.count for step in found.plan.steps) - 1
    gains = sorted(
        (
            piece.gain
            for lever in found.levers
            for piece in lever.pieces()
            for _ in range(piece.count)
        ),
        reverse=True,
    )
    assert sum(gains[:one_less]) < found.needed <= sum(gains[: one_less + 1]) + 1e-9


def test_the_command(call, saved):
    asked = ["whatif", saved, "--unit", "H44.100"]
    code, out, _ = call(*asked, "--target", "70", "--json")
    told = json.loads(out)
    assert (code, told["unit_code"], told["target"], told["costs"]) == (0, "H44.100", 70, None)
    assert told["plan"]["exact"] and told["plan"]["cost"] is None
    assert told["plan"]["count"] == sum(step["count"] for step in told["plan"]["steps"])
    lever = next(one for one in told["levers"] if one["code"] == "on_time")
    assert [part["endpoint"] for part in lever["parts"]] == [
        "dvc-progress-tree",
        "handling-satisfaction",
    ]
    costs = ["--cost", "on_time=40000", "--cost", "digitised=1500.5"]
    told = json.loads(call(*asked, "--target", "66", *costs, "--json")[1])
    assert told["costs"] == {"on_time": 40000, "digitised": 1500.5}
    assert {step["lever"] for step in told["plan"]["steps"]} <= {"on_time", "digitised"}
    assert told["plan"]["cost"] == pytest.approx(sum(s["cost"] for s in told["plan"]["steps"]))


def test_the_command_in_words(call, saved):
    text = " ".join(call("whatif", saved, "--unit", "H44.100", "--target", "70")[1].split())
    assert "UBND Phường Việt Trì: 62,88 trên 100 điểm" in text
    assert "chưa biết chi phí nên đếm số việc" in text
    text = " ".join(call("whatif", saved, "--unit", "H44", "--target", "99")[1].split())
    assert "Không đạt được 99,00: nhiều nhất là" in text
    assert "Đã đạt 10,00." in call("whatif", saved, "--unit", "H44", "--target", "10")[1]
    told = json.loads(call("whatif", saved, "--unit", "H44", "--target", "99", "--json")[1])
    assert told["plan"] is None and told["reachable"] < 99


def test_groups_that_are_not_there_are_said(call, recorded, tmp_path):
    some = {name: recorded[name] for name in ("dvc-progress-tree", "transparency")}
    folder = made.save(some, tmp_path)
    told = json.loads(call("whatif", folder, "--unit", "H44.07", "--json")[1])
    assert told["maximum"] == 38 and told["period"] is None and told["plan"] is None
    assert told["missing"] == [
        *("provide-online-tree", "formality-online-payment-tree"),
        *("dossier-digitized", "handling-satisfaction"),
    ]
    assert [len(lever["parts"]) for lever in told["levers"]] == [1]


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (["--unit", "H99"], 1, "PORTAL-012 Không có đơn vị «H99» trong các câu trả lời."),
        (["--unit", "H44", "--cost", "on_time=-1"], 2, "CALL-010 Giá trị «on_time=-1» của --cost"),
        (["--unit", "H44", "--cost", "x=1"], 2, "CALL-010 Giá trị «x=1» của --cost"),
        (["--unit", "H44", "--cost", "on_time"], 2, "CALL-010 Giá trị «on_time» của --cost"),
        (["--unit", "H44", "--cost", "on_time=inf"], 2, "CALL-010 "),
        (["--unit", "H44", "--cost", "on_time=nan"], 2, "CALL-010 "),
        (["--unit", "H44", "--target", "101"], 2, "CALL-011 "),
        (["--unit", "H44", "--period", "2026-09"], 2, "CALL-010 Giá trị «2026-09» của --period"),
    ],
)
def test_wrong_calls(call, saved, more, code, said):
    found, out, err = call("whatif", saved, *more)
    assert (found, out, len(err.splitlines())) == (code, "", 1)
    assert err.startswith(said)


def test_one_of_several_periods_must_be_named(call, recorded, tmp_path):
    for month in ("2026-07", "2026-08"):
        made.save(recorded, tmp_path / "x" / month)
    code, _, err = call("whatif", tmp_path / "x", "--unit", "H44")
    assert code == 2 and "Các kỳ có trong thư mục: 2026-07, 2026-08." in err
    named = call("whatif", tmp_path / "x", "--unit", "H44", "--period", "2026-07", "--json")
    assert json.loads(named[1])["period"] == "2026-07"
