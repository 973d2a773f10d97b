"""Lost points: every level adds up to its parent, and a part is what its missed cases say."""

from __future__ import annotations

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dossiers import answers as made

from thuocdo.dossiers.losses import Loss, Share, by_unit, losses_of_cells, off, official_losses
from thuocdo.dossiers.losses.lake_metrics import lake_metrics
from thuocdo.dossiers.losses.shares import shares_of_terms
from thuocdo.dossiers.portal.bundles import Bundle
from thuocdo.dossiers.portal.reading import read_answer
from thuocdo.dossiers.portal.rules import rule_book
from thuocdo.dossiers.portal.scores import metric_score

COUNTS = (
    *("received", "judged", "on_time", "fee_due", "paid_online", "result_due"),
    *("result_electronic", "digitised", "vneid"),
)


def cells(rows) -> pl.DataFrame:
    """Cells of (unit, procedure, month, counts by name); a count not named is 0."""
    full = [
        {"unit": u, "procedure": p, "month": m, **{name: held.get(name, 0) for name in COUNTS}}
        for u, p, m, held in rows
    ]
    kinds = {"unit": pl.String, "procedure": pl.String, "month": pl.Int64}
    return pl.DataFrame(full, {**kinds, **dict.fromkeys(COUNTS, pl.Int64)})


def walk(loss: Loss):
    yield loss
    for one in loss.parts:
        yield from walk(one)


@pytest.fixture(scope="module")
def bundle(recorded):
    read = {name: read_answer(made.content(one), name) for name, one in recorded.items()}
    return Bundle("2026-08", read)


# ---- the portal's answers ----


def test_official_losses_are_maximum_less_score_at_every_level(bundle):
    loss = official_losses(bundle)
    assert off(loss) == 0
    assert loss.points == 100 - Fraction("59.91")
    published = {e: a.root for e, a in bundle.answers.items()}
    assert {one.code for one in loss.parts} == set(published)
    for group in loss.parts:
        line = published[group.code]
        assert group.points == Fraction(str(line.maximum)) - Fraction(str(line.score))
        for metric in line.metrics:
            if metric.maximum and metric.score != metric.maximum:
                wanted = Fraction(str(metric.maximum)) - Fraction(str(metric.score or 0))
                assert group.part(metric.code).points == wanted


def test_a_unit_carries_its_missed_cases_of_the_province(bundle):
    """Việt Trì: 2,971 received, 2,348 on time; province 184,513 and 144,625."""
    progress = official_losses(bundle).part("dvc-progress-tree").part("total")
    own = progress.part(made.id_of("H44.100"))
    assert (own.missed, own.of) == (623, 2971)
    assert own.points == Fraction(20 * 623, 184_513)
    assert own.each == Fraction(20, 184_513)
    satisfied = official_losses(bundle).part("handling-satisfaction")
    capped = satisfied.part("DOSSIER_RECEIVING_SATISFACTION")
    line = bundle.answers["handling-satisfaction"].root.metric(capped.code)
    assert capped.missed == 184_513 - line.numerator
    one = capped.part(made.id_of("H44.100"))
    assert one.points == capped.points * one.missed / capped.missed
    assert one.points < Fraction(6) / Fraction(9, 10) * one.missed / 184_513


def test_what_cannot_be_told_stands_with_its_reason(bundle):
    loss = official_losses(bundle)
    rests = {
        (group.code, metric.code): metric.parts[-1].reason.key
        for group in loss.parts
        for metric in group.parts
        if metric.parts and metric.parts[-1].level == "rest"
    }
    assert rests[("transparency", "PUBLIC_CONTENT_FULL")] == "rest_repeated"
    assert rests[("dossier-digitized", "CITIZEN_DATA_CONNECTED_FORMALITY")] == "rest_of_procedures"
    assert rests[("dvc-progress-tree", "total")] == "rest_cut"  # twelve of 163 agencies
    online = loss.part("provide-online-tree")
    assert all(one.points >= 0 for one in online.parts if one.level == "metric")
    for one in walk(loss):
        assert one.level != "rest" or one.reason.text("vi") != one.reason.text("en")


def test_a_unit_has_its_own_tree(bundle):
    loss = official_losses(bundle, made.id_of("H44.100"))
    assert off(loss) == 0
    progress = loss.part("dvc-progress-tree")
    assert progress.part("total").points == Fraction(20 * 623, 2971)
    assert not any(one.level == "unit" for one in walk(loss))
    online = loss.part("provide-online-tree")
    assert [one.reason.key for one in online.parts] == ["rest_no_counts"]


def test_terms_make_the_groups_maximum():
    for group in rule_book().groups.values():
        if group.terms:
            made_of = sum((one.maximum for one in shares_of_terms(group)), Fraction(0))
            assert made_of + Fraction(str(group.base)) == group.maximum


# ---- counts of the lake ----

counts = st.fixed_dictionaries({name: st.integers(0, 40) for name in COUNTS})
rows = st.lists(
    st.tuples(
        st.sampled_from(["11953", "11977", "SO-01", None]),
        st.sampled_from(["1.000001", "1.000002", "1.000003", None]),
        st.integers(1, 3),
        counts,
    ),
    min_size=1,
    max_size=25,
)


def lawful(found):
    """Numerators no larger than their denominators, cell by cell."""
    for *_, held in found:
        for one in lake_metrics():
            held[one.numerator] = min(held[one.numerator], held[one.denominator])
    return found


@settings(max_examples=60)
@given(rows.map(lawful))
def test_lost_points_of_cells_add_up_and_equal_the_slow_way(found):
    frame = cells(found)
    lost = losses_of_cells(frame)
    assert off(lost.loss) == 0
    assert lost.loss.points == lost.maximum - lost.points
    for metric in lake_metrics():
        own = lost.loss.part(metric.endpoint).part(metric.code)
        above = sum(held[metric.numerator] for *_, held in found)
        below = sum(held[metric.denominator] for *_, held in found)
        rule = rule_book().groups[metric.endpoint].metric(metric.code)
        if rule is not None:
            slow = metric_score(rule, above, below)
            assert float(rule.maximum - own.points) == pytest.approx(slow or 0.0, abs=1e-9)
        for unit in own.parts:
            if unit.level == "unit":
                missed = sum(
                    held[metric.denominator] - held[metric.numerator]
                    for u, _, _, held in found
                    if (u or "") == unit.code
                )
                assert unit.missed == missed
                assert unit.points == own.points * missed / (below - above)
                assert sum(p.missed for p in unit.parts) == missed
                assert all(p.each == unit.each for p in unit.parts)


def test_dossiers_carry_the_loss_to_the_last_fraction():
    frame = cells(
        [
            ("A", "p", 1, {"judged": 30, "on_time": 17}),
            ("B", "p", 1, {"judged": 37, "on_time": 30}),
            ("B", "q", 2, {"judged": 4, "on_time": 1}),
        ]
    )
    metric = losses_of_cells(frame).loss.part("dvc-progress-tree").part("total")
    assert metric.points == Fraction(20 * 23, 71)
    assert [(one.code, one.points) for one in metric.parts] == [
        ("A", Fraction(260, 71)),
        ("B", Fraction(200, 71)),
    ]
    dossiers = [one.each for unit in metric.parts for one in unit.parts for _ in range(one.missed)]
    assert len(dossiers) == 23 and sum(dossiers) == metric.points


def test_above_the_threshold_nothing_is_lost_and_just_below_it_the_loss_is_scaled():
    share = Share(Fraction(6), Fraction(9, 10), capped=True)
    assert share.loss(90, 100) == 0 == share.loss(100, 100)
    assert share.loss(89, 100) == Fraction(6, 90)
    frame = cells(
        [("A", "p", 1, {"judged": 50, "on_time": 39}), ("B", "p", 1, {"judged": 50, "on_time": 50})]
    )
    satisfied = losses_of_cells(frame).loss.part("handling-satisfaction")
    (only,) = satisfied.parts[0].parts
    assert (only.code, only.points, only.missed) == ("A", Fraction(6, 90), 11)
    full = cells([("A", "p", 1, {"judged": 100, "on_time": 95})])
    assert losses_of_cells(full).loss.part("handling-satisfaction").points == 0


def test_missing_counts_are_not_lost_points():
    frame = cells([("A", "p", 1, {"judged": 10, "on_time": 5})])
    bare = frame.with_columns(paid_online=pl.lit(None, pl.Int64)).drop("vneid")
    lost = losses_of_cells(bare)
    assert lost.loss.part("formality-online-payment-tree") is None
    assert lost.loss.part("dossier-digitized").part("CITIZEN_DATA_CONNECTED_DOSSIER") is None
    left = {one.endpoint: one.maximum for one in lost.unmeasured}
    assert left["formality-online-payment-tree"] == 10 and left["transparency"] == 18
    assert lost.maximum + sum(left.values()) == 100
    digitised = lost.loss.part("dossier-digitized").part("SO_HOA_GIAY_TO_GIAI_QUYET")
    assert [one.reason.key for one in digitised.parts] == ["rest_no_cases"]


def test_turned_round_by_unit_it_is_the_same_loss():
    frame = cells(
        [("A", "p", 1, {"judged": 30, "on_time": 17, "received": 30}), ("B", "p", 1, {"judged": 9})]
    )
    lost = losses_of_cells(frame)
    units = by_unit(lost.loss)
    assert sum(one.points for one in units) == lost.loss.points
    assert [one.code for one in units if one.code == "rest"] == ["rest"]
    assert units == tuple(sorted(units, key=lambda one: -one.points))
