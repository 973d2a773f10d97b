"""Numbers of the reference program: R 4.2.2, package survey 4.1-1, data of `data/README.md`."""

from __future__ import annotations

import polars as pl
import pytest
from tests.surveys.samples import DESIGNS, schools

from thuocdo.surveys.estimates import estimate

# design: df, mean api00, se, total enroll, se, mean enroll, se, ratio, se, deff, deff replace
BASE = {
    "simple": (
        *(199, 656.585, 9.249722039, 3621074.34, 169519.6543, 584.61, 27.36836525),
        *(0.8253536546, 0.01006882632, 1, 0.9677106878),
    ),
    "stratified": (
        *(197, 662.2873632, 9.408940803, 3687177.532, 114641.7161, 595.2821371, 18.50851096),
        *(0.8369568869, 0.007757103167, 1.204457269, 1.165566171),
    ),
    "clusters": (
        *(14, 644.1693989, 23.54224069, 3404940.135, 932235.027, 549.715847, 45.19137234),
        *(0.8497087417, 0.008386297169, 9.345869451, 9.069748362),
    ),
    "two_stage": (
        *(39, 670.8118081, 30.09902738, 2639272.93, 799637.7736, 526.2626415, 80.34098399),
        *(0.8197370421, 0.01885056331, 6.250513756, 6.096952703),
    ),
    "weights only": (
        *(39, 670.8118081, 30.71157631, 2639272.93, 820261.1465, 526.2626415, 82.00453518),
        *(0.8197370421, 0.01913898678, 6.507512436, 6.347637504),
    ),
}


def near(value: float):
    return pytest.approx(value, rel=1e-6, abs=1e-6 if value == 0 else 0)


def asked(design: str, **call) -> pl.DataFrame:
    if design == "weights only":
        return estimate(schools("two_stage"), weight="pw", psu="dnum", **call)
    return estimate(schools(design), **DESIGNS[design], **call)


@pytest.mark.parametrize("design", BASE)
def test_means_totals_and_ratios(design):
    df, *wanted = BASE[design]
    means = asked(design, target=["api00", "enroll"])
    total = asked(design, target="enroll", kind="total")
    ratio = asked(design, target="api_stu", kind="ratio", denominator="enroll")
    replaced = asked(design, target="api00", deff="replace")
    got = [
        *(means["value"][0], means["se"][0], total["value"][0], total["se"][0]),
        *(means["value"][1], means["se"][1], ratio["value"][0], ratio["se"][0]),
        *(means["deff"][0], replaced["deff"][0]),
    ]
    assert got == [near(one) for one in wanted]
    assert means["df"].to_list() == [df, df]


def test_strata_drawn_with_replacement():
    """Also the numbers of samplics 0.6.1."""
    design = {"weight": "pw", "strata": "stype"}
    mean = estimate(schools("stratified"), target="api00", **design)
    total = estimate(schools("stratified"), target="enroll", kind="total", **design)
    assert (mean["se"][0], total["se"][0]) == (near(9.536132297), near(117319.085969))


def test_weights_come_from_sizes_where_none_are_given():
    design = {"psu": "dnum", "ssu": "snum", "fpc": ["fpc1", "fpc2"]}
    got = estimate(schools("two_stage"), target="enroll", kind="total", **design)
    assert got.select("value", "se").row(0) == (near(2639272.93), near(799637.7736))


def test_rows_are_the_second_stage_where_it_has_no_column():
    design = {"weight": "pw", "psu": "dnum", "fpc": ["fpc1", "fpc2"]}
    got = estimate(schools("two_stage"), target="api00", **design)
    assert got["se"][0] == near(30.09902738)


@pytest.mark.parametrize(
    ("design", "kind", "wanted"),
    [
        (
            "clusters",
            "mean",
            [(0.7868852459, 0.04633655365), (0.07650273224, 0.02681021905)]
            + [(0.1366120219, 0.02964904664)],
        ),
        (
            "clusters",
            "total",
            [(4873.967468, 1333.319405), (473.8579483, 158.6992788), (846.1749077, 167.5498916)],
        ),
        ("stratified", "total", [(4420.999908, 0), (755.0000191, 0), (1018.0000305, 0)]),
        ("simple", "mean", [(0.71, 0.0316427634), (0.125, 0.02306244053)]),
        ("two_stage", "total", [(3493.555, 1119.74803), (688.87, 289.3536679)]),
        ("weights only", "mean", [(0.6811808118, 0.05515223536), (0.1343173432, 0.05780297309)]),
    ],
)
def test_factors(design, kind, wanted):
    got = asked(design, target="stype", kind=kind)
    assert got["category"].to_list() == ["E", "H", "M"]
    rows = got.select("value", "se").rows()[: len(wanted)]
    assert rows == [(near(value), near(se)) for value, se in wanted]


@pytest.mark.parametrize(
    ("design", "low", "high"),
    [
        ("simple", 638.34495009, 674.82504991),
        ("stratified", 643.73218827, 680.84253805),
        ("clusters", 593.67631446, 694.66248335),
        ("two_stage", 609.93077874, 731.69283750),
    ],
)
def test_intervals_with_the_degrees_of_freedom_of_the_design(design, low, high):
    got = asked(design, target="api00")
    assert got.select("low", "high").row(0) == (near(low), near(high))


def test_the_normal_interval():
    got = asked("clusters", target="api00", interval="normal")
    assert got.select("low", "high").row(0) == (near(598.02745503), near(690.31134278))


PROPORTIONS = {
    "simple": [0.815, 0.02707764556, (0.75559689, 0.86259061), (0.75507175, 0.86560434)]
    + [(0.76160406, 0.86839594)],
    "stratified": [0.8279480114, 0.02434478011, (0.77453965, 0.87081485)]
    + [(0.77417133, 0.87343159), (0.77993818, 0.87595784)],
    "clusters": [0.8743169399, 0.02035947724, (0.82379889, 0.91190008)]
    + [(0.82370221, 0.91470449), (0.83065020, 0.91798368)],
    "two_stage": [0.7512915129, 0.06639498843, (0.59550787, 0.86107438)]
    + [(0.59077113, 0.87329228), (0.61699497, 0.88558805)],
}


@pytest.mark.parametrize("design", PROPORTIONS)
def test_intervals_of_proportions(design):
    value, se, *ends = PROPORTIONS[design]
    for method, (low, high) in zip(("logit", "korn-graubard", "t"), ends, strict=True):
        got = asked(design, target="sch_wide", kind="prop", interval=method)
        row = got.filter(category="Yes").select("value", "se", "low", "high").row(0)
        assert row == (near(value), near(se), near(low), near(high)), method


DOMAINS = [
    ("stratified", "stype", [(674.43, 12.38247979), (625.82, 14.93712919), (636.60, 16.21470731)]),
    (
        "clusters",
        "stype",
        [(648.8680556, 22.36240889), (618.5714286, 38.02024936), (631.44, 31.60946523)],
    ),
    ("two_stage", "sch_wide", [(567.017804154, 12.5540608891), (705.171905697, 30.749725554)]),
    ("clusters", "sch_wide", [(608.0434783, 28.98768854), (649.3625, 23.4265704)]),
]


@pytest.mark.parametrize(("design", "by", "wanted"), DOMAINS)
def test_domains_keep_the_whole_design(design, by, wanted):
    got = asked(design, target="api00", by=by)
    rows = got.select("value", "se").rows()
    assert rows == [(near(value), near(se)) for value, se in wanted]
    assert got["df"].unique().to_list() == [BASE[design][0]]


def test_the_total_of_a_domain():
    got = asked("stratified", target="enroll", kind="total", by="comp_imp")
    assert got.row(1, named=True)["value"] == near(2098255.2)
    assert got.row(1, named=True)["se"] == near(139639.8327)


def test_totals_of_domains_in_two_stages():
    got = asked("two_stage", target="enroll", kind="total", by="stype")
    assert got.select("value", "se").rows() == [
        (near(1161343.98), near(334451.848376)),
        (near(715486.12), near(338720.988139)),
        (near(762442.83), near(291735.041830)),
    ]


def test_design_effects_of_domains():
    got = asked("stratified", target="enroll", by="comp_imp", deff="replace")
    assert got["deff"].to_list() == [near(0.655524777266), near(0.572346000152)]


@pytest.mark.parametrize(
    ("design", "wanted"),
    [
        ("simple", (544, 658, 752)),
        ("stratified", (565, 668, 756)),
        ("clusters", (552, 652, 719)),
        ("two_stage", (545, 653, 807)),
    ],
)
def test_quantiles(design, wanted):
    got = [
        asked(design, target="api00", kind="quantile", p=p)["value"][0] for p in (0.25, 0.5, 0.75)
    ]
    assert tuple(got) == wanted


@pytest.mark.parametrize(("design", "ends"), [("clusters", (561, 714)), ("stratified", (642, 694))])
def test_woodruff_intervals_of_the_median(design, ends):
    got = asked(design, target="api00", kind="quantile")
    assert got.select("low", "high").row(0) == ends


def test_a_high_quantile_with_its_interval():
    got = asked("two_stage", target="api00", kind="quantile", p=0.9)
    assert got.select("value", "low", "high", "se").row(0) == (861, 808, 929, near(29.9106499172))


@pytest.mark.parametrize(
    ("design", "value", "se"),
    [
        ("stratified", 15190.58620583, 1255.73997868),
        ("clusters", 11182.82279469, 1386.41394291),
    ],
)
def test_the_variance_in_the_population(design, value, se):
    got = asked(design, target="api00", kind="variance")
    assert got.select("value", "se").row(0) == (near(value), near(se))


@pytest.mark.parametrize(
    ("design", "kind", "call", "se"),
    [
        ("clusters", "jk1", {"target": "api00"}, 26.32936059),
        ("clusters", "jk1", {"target": "enroll", "kind": "total"}, 932235.027),
        (
            "clusters",
            "jk1",
            {"target": "api_stu", "kind": "ratio", "denominator": "enroll"},
            0.009517085176,
        ),
        ("stratified", "jkn", {"target": "api00"}, 9.408940803),
        ("stratified", "jkn", {"target": "enroll", "kind": "total"}, 114641.7161),
    ],
)
def test_replicates_keep_the_finite_population_correction(design, kind, call, se):
    got = asked(design, replicate={"kind": kind}, **call)
    assert got["se"][0] == near(se)


# ---- small designs, typed as figures ----

X = [2.79999995231628, 4.09999990463257, 6.80000019073486, 6.80000019073486, 9.19999980926514]
X += [3.70000004768372, 6.59999990463257, 4.19999980926514]
EIGHT = pl.DataFrame(
    {
        "stratum": [1, 1, 1, 1, 1, 2, 2, 2],
        "psu": [1, 2, 3, 4, 5, 1, 2, 3],
        "weight": [3, 3, 3, 3, 3, 4, 4, 4],
        "size": [15, 15, 15, 15, 15, 12, 12, 12],
        "x": X,
    }
)
FIFTEEN = pl.DataFrame(
    {
        "id1": [19, 45, 47, 50, 31] * 3,
        "n1": [50] * 15,
        "id2": [1] * 5 + [2] * 5 + [3] * 5,
        "y1": [41, 49, 31, 39, 49, 49, 49, 31, 41, 51, 49, 45, 35, 61, 33],
        "n2": [5, 8, 5, 9, 7] * 3,
    }
)


@pytest.mark.parametrize(
    ("fpc", "mean_se", "total_se"),
    [(None, 0.7412683268, 20.01424482), ("size", 0.6160407198, 16.63309943)],
)
def test_eight_rows_to_read_by_hand(fpc, mean_se, total_se):
    design = {"strata": "stratum", "psu": "psu", "weight": "weight", "fpc": fpc}
    mean = estimate(EIGHT, target="x", **design).row(0, named=True)
    total = estimate(EIGHT, target="x", kind="total", **design).row(0, named=True)
    assert (mean["value"], mean["se"]) == (near(5.448148118), near(mean_se))
    assert (total["value"], total["se"]) == (near(147.0999992), near(total_se))


def test_fifteen_rows_in_two_stages():
    design = {"psu": "id1", "ssu": "id2", "fpc": ["n1", "n2"]}
    mean = estimate(FIFTEEN, target="y1", **design).row(0, named=True)
    total = estimate(FIFTEEN, target="y1", kind="total", **design).row(0, named=True)
    assert (total["value"], total["se"]) == (near(15080), near(2274.254701))
    assert (mean["value"], mean["se"]) == (near(44.35294118), near(2.273652728))
