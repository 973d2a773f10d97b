"""Every confirmed rule reproduces every recorded score; what is not known is not counted."""

from __future__ import annotations

import copy
import json
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dossiers import answers as made

from thuocdo.dossiers.portal.bundles import Bundle, apart
from thuocdo.dossiers.portal.reading import read_answer
from thuocdo.dossiers.portal.recomputing import counts, recompute
from thuocdo.dossiers.portal.rules import TOLERANCE, rule_book

EXPECTED = {  # end point: reproduced, differs, candidate, undetermined
    "transparency": (38, 0, 0, 27),
    "dvc-progress-tree": (13, 0, 0, 0),
    "provide-online-tree": (0, 0, 1, 12),
    "formality-online-payment-tree": (13, 0, 0, 0),
    "dossier-digitized": (67, 0, 0, 5),
    "handling-satisfaction": (52, 0, 0, 26),
}


def bundle(answers: dict[str, dict]) -> Bundle:
    read = {name: read_answer(made.content(one), name) for name, one in answers.items()}
    return Bundle("2026-08", read)


@pytest.fixture(scope="module")
def rows(recorded):
    return recompute([bundle(recorded)])


@pytest.mark.parametrize("endpoint", EXPECTED)
def test_counts_per_status(rows, endpoint):
    found = counts(row for row in rows if row.endpoint == endpoint)
    assert tuple(found.values()) == EXPECTED[endpoint]


def test_all_counts(rows):
    assert counts(rows) == {
        **{"reproduced": 183, "differs": 0, "candidate": 1},
        "undetermined": 70,
    }


def test_reproduced_means_within_the_tolerance(rows):
    for row in rows:
        if row.status in ("reproduced", "candidate"):
            assert row.difference == row.recomputed - row.official
            assert abs(row.difference) <= TOLERANCE
        else:
            assert row.difference is None and row.reason is not None


def test_rows_that_have_a_score_and_a_rule_are_as_many_as_were_measured(rows):
    """25 transparency metrics, 50 + 8 of digitisation, 13 + 26 of satisfaction, the totals."""
    found = Counter(
        (row.endpoint, row.metric == "total") for row in rows if row.status == "reproduced"
    )
    assert found["transparency", False] == 25
    assert found["dossier-digitized", False] == 58
    assert found["handling-satisfaction", False] == 39
    assert found["transparency", True] == found["handling-satisfaction", True] == 13
    assert found["dossier-digitized", True] == 9


def test_the_online_rule_is_a_candidate_for_the_province_only(rows):
    own = [row for row in rows if row.endpoint == "provide-online-tree"]
    assert [(row.unit_code, row.status) for row in own[:2]] == [
        ("H44", "candidate"),
        ("H44.01", "undetermined"),
    ]
    assert own[0].recomputed == pytest.approx(6 + 2 + 4 * 406 / 1968)
    assert "dự kiến" in own[0].reason.text()
    assert {row.reason.key for row in own[1:]} == {"agency_without_inputs"}


def test_a_candidate_outside_where_it_was_seen_says_so(recorded):
    other = copy.deepcopy(recorded["provide-online-tree"])
    other["data"]["parent"] |= {"channelOnlineSum": 60_000}
    (row, *_) = recompute([bundle({"provide-online-tree": other})])
    assert (row.status, row.reason.key) == ("candidate", "candidate_outside")
    assert "98,5 %" in row.reason.text()


def test_codes_come_from_the_other_answers(rows):
    codes = {row.unit_code for row in rows if row.endpoint == "transparency"}
    assert "H44.100" in codes and None not in codes
    assert len(codes) == 13


def test_without_the_other_answers_there_is_no_code(recorded):
    rows = recompute([bundle({"transparency": recorded["transparency"]})])
    assert {row.unit_code for row in rows} == {None}


def test_reasons_of_what_is_undetermined(rows):
    found = Counter(row.reason.key for row in rows if row.status == "undetermined")
    assert found == {"no_cases": 32, "agency_without_inputs": 12, "tracking": 26}


def test_flags_are_kept(rows):
    flags = Counter(row.flag for row in rows if row.metric == "DOSSIER_SYNC")
    assert flags == {made.TEMPORARY: 12, made.NOTHING: 1}


def test_a_wrong_score_is_told(recorded):
    other = copy.deepcopy(recorded)
    other["dvc-progress-tree"]["data"]["children"][1]["score"] += 0.02
    other["transparency"]["data"]["overview"]["totalScore"] = 8.0
    wrong = [row for row in recompute([bundle(other)]) if row.status == "differs"]
    assert [(row.endpoint, row.unit_code, row.metric) for row in wrong] == [
        ("transparency", "H44", "total"),
        ("dvc-progress-tree", "H44.03", "total"),
    ]
    assert wrong[0].difference == pytest.approx(-0.04)


def test_nulls_are_undetermined_not_zero(recorded):
    other = copy.deepcopy(recorded)
    other["dvc-progress-tree"]["data"]["children"][1]["totalOnTime"] = None
    del other["formality-online-payment-tree"]["data"]["parent"]["totalFeeFormality"]
    metric = other["handling-satisfaction"]["data"]["overview"]["metrics"][1]
    metric |= {"numerator": None, "denominator": None, "ratio": None}
    other["dossier-digitized"]["data"]["overview"]["totalScore"] = None
    rows = recompute([bundle(other)])
    found = {
        (row.endpoint, row.unit_code, row.metric): row.reason.key
        for row in rows
        if row.status == "undetermined" and row.reason.key in ("no_inputs", "no_official")
    }
    assert found == {
        ("dvc-progress-tree", "H44.03", "total"): "no_inputs",
        ("formality-online-payment-tree", "H44", "total"): "no_inputs",
        ("handling-satisfaction", "H44", "DOSSIER_RECEIVING_SATISFACTION"): "no_inputs",
        ("dossier-digitized", "H44", "total"): "no_official",
    }


def test_points_where_the_rule_gives_none_differ(recorded):
    other = copy.deepcopy(recorded["transparency"])
    other["data"]["overview"]["metrics"][0] |= {"score": 6, "ratio": 100}
    (row, *_) = recompute([bundle({"transparency": other})])
    assert (row.status, row.official, row.recomputed) == ("differs", 6, None)


def test_a_new_maximum_and_a_new_metric_are_said(recorded):
    other = copy.deepcopy(recorded["transparency"])
    metrics = other["data"]["overview"]["metrics"]
    metrics[3] |= {"maxScore": 5, "score": 5}
    metrics.append({"code": "NEW", "numerator": 1, "denominator": 2, "score": 1, "maxScore": 2})
    rows = {row.metric: row for row in recompute([bundle({"transparency": other})])[:6]}
    assert rows["DOSSIER_SYNC"].status == "differs"
    assert rows["DOSSIER_SYNC"].reason.text() == (
        "Cổng ghi điểm tối đa 5,00, bộ quy tắc này ghi 6,00."
    )
    assert (rows["NEW"].status, rows["NEW"].reason.key) == ("undetermined", "no_rule")


def test_the_six_maxima_make_100():
    assert rule_book().maximum == 100
    for group in rule_book().groups.values():
        if group.metrics:
            assert sum(metric.maximum for metric in group.metrics) == group.maximum


def _plain(rows) -> list[tuple]:
    said = [
        (row.endpoint, row.unit_code, row.metric, row.official, row.recomputed, row.status)
        for row in rows
    ]
    return sorted(said, key=repr)


@settings(max_examples=40)
@given(data=st.data())
def test_neither_the_order_of_units_nor_unknown_fields_matter(recorded, rows, data):
    other = copy.deepcopy(recorded)
    extra = st.dictionaries(
        st.text(min_size=1).map(lambda text: f"x{text}"),
        st.one_of(st.none(), st.text(), st.floats(allow_nan=False, allow_infinity=False)),
        max_size=3,
    )
    for answer in other.values():
        held = answer["data"]
        rest = "evaluation" if "evaluation" in held else "children"
        held[rest] = data.draw(st.permutations(held[rest]))
        answer.update(data.draw(extra))
        held.update(data.draw(extra))
        data.draw(st.sampled_from(held[rest])).update(data.draw(extra))
    order = data.draw(st.permutations(list(other)))
    shuffled = bundle({name: other[name] for name in order})
    assert _plain(recompute([shuffled])) == _plain(rows)


def test_months_that_do_not_belong_together(recorded):
    assert apart(bundle(recorded)) is None
    other = copy.deepcopy(recorded)
    other["handling-satisfaction"]["data"]["overview"]["totalDossiers"] = 182_000
    assert apart(bundle(other))["handling-satisfaction"] == 182_000
    assert apart(bundle(made.restated(recorded))) is None


# ---- the command


def test_the_command_prints_a_list(call, saved):
    code, out, err = call("recompute", saved, "--json")
    rows = json.loads(out)
    assert (code, err, len(rows)) == (0, "", 254)
    keys = ("endpoint", "unit_code", "unit_name", "metric", "official", "recomputed")
    assert set(rows[0]) == {*keys, "difference", "status", "reason", "flag", "period"}
    first = next(row for row in rows if row["endpoint"] == "dvc-progress-tree")
    assert (first["unit_code"], first["metric"], first["official"]) == ("H44", "total", 15.68)
    assert first["recomputed"] == 20 * 144625 / 184513
    assert (first["status"], first["period"]) == ("reproduced", "2026-08")


def test_the_command_as_a_table(call, saved):
    code, out, _ = call("recompute", saved)
    assert code == 0
    assert "254 dòng: 183 khớp, 0 lệch, 1 dự kiến, 70 chưa xác định." in " ".join(out.split())
    assert "H44.100" not in out
    assert "H44.100" in call("recompute", saved, "--all")[1]


def test_several_periods_and_layouts(call, recorded, tmp_path):
    top = tmp_path / "saved"
    made.save(recorded, top / "2026-07")
    for endpoint, answer in recorded.items():
        held = top / "2026-Q3" / endpoint
        held.mkdir(parents=True)
        (held / "20260926T181439Z-00000000.json").write_bytes(b"{old}")
        (held / "20260928T181439Z-00000001.json").write_bytes(made.content(answer))
    for endpoint, answer in recorded.items():
        (top / f"{endpoint}-2026.json").write_bytes(made.content(answer))
    (top / "notes.json").write_text("{}")
    code, out, _ = call("recompute", top, "--json")
    found = Counter(row["period"] for row in json.loads(out))
    assert (code, found) == (0, {"2026-07": 254, "2026-Q3": 254, "2026": 254})


def test_figures_of_two_months_are_warned_of(call, recorded, tmp_path):
    other = copy.deepcopy(recorded)
    other["handling-satisfaction"]["data"]["overview"]["totalDossiers"] = 90_000
    code, out, err = call("recompute", made.save(other, tmp_path / "2026-08"), "--json")
    assert (code, len(json.loads(out))) == (0, 254)
    assert err.startswith("Cảnh báo: PORTAL-006 Lẫn nhiều kỳ") or "PORTAL-006" in err


def test_parameters_have_no_grading_bands(call):
    code, out, _ = call("parameters", "--json")
    told = {one["code"]: one for one in json.loads(out)["parameters"]}
    assert code == 0
    assert told["grading_bands"]["value"] is None
    assert told["grading_bands"]["status"] == "unknown"
    assert told["payment_cap_c"]["value"] is None
    assert told["online_base"] | {"name": "", "note": ""} == {
        **{"code": "online_base", "name": "", "value": 6, "status": "unknown"},
        **{"evidence": "candidate", "rule": "provide-online-tree/base", "note": ""},
    }
    assert told["reuse_threshold"]["value"] == 0.8
    assert "Ngưỡng xếp loại" in " ".join(call("parameters")[1].split())


def test_the_official_total_is_said_to_be_unread(call, saved):
    assert "Chưa lưu câu trả lời về điểm chung chính thức" in call("recompute", saved)[1]
    (saved / "service-results.json").write_bytes(b'{"code":"OK","data":{"whatever":1}}')
    out = call("recompute", saved)[1]
    assert "(service-results) kỳ 2026-08: chưa đọc được" in out
    code, out, err = call("recompute", saved, "--json")
    assert code == 0 and len(json.loads(out)) == 254 and "chưa đọc được" in err
