"""The store of raw answers: nothing overwritten, the same bytes change nothing, versions told."""

from __future__ import annotations

import copy
import hashlib
import json
import os

import pytest
from tests.dossiers import answers as made

FIRST, LATER = "2026-09-26T18:14:39+00:00", "2026-09-28T18:00:00+00:00"


def tree(home) -> dict[str, bytes]:
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in home.rglob("*")
        if path.is_file()
    }


def versions(call) -> list[dict]:
    code, out, err = call("versions", "--json")
    assert (code, err) == (0, "")
    return json.loads(out)["versions"]


def test_answers_are_kept_as_received(call, saved, home):
    code, out, _ = call("import", saved, "--captured", FIRST, "--who", "lan")
    assert code == 0
    assert out.splitlines()[-1] == "6 câu trả lời mới, 0 đã có từ trước và giống hệt."
    for path in saved.glob("*.json"):
        content = path.read_bytes()
        sha = hashlib.sha256(content).hexdigest()
        kept = home / f"portal/H44/2026-08/{path.stem}/20260926T181439Z-{sha[:8]}.json"
        assert kept.read_bytes() == content
    lines = (home / "portal/index.jsonl").read_text("utf-8").splitlines()
    entry = json.loads(lines[-1])
    assert entry["who"] == "lan" and entry["captured"] == FIRST and entry["rules"] == "766-2026"
    assert (entry["period"], entry["captured_from"]) == ("2026-08", "given")
    assert len(lines) == 6
    assert call("recompute", home / "portal", "--json")[1].count('"reproduced"') == 183


def test_the_same_bytes_again_change_nothing(call, saved, home):
    call("import", saved, "--captured", FIRST)
    before = tree(home)
    for more in (["--captured", FIRST], [], ["--captured", LATER]):
        code, out, _ = call("import", saved, *more)
        assert (code, out) == (0, "0 câu trả lời mới, 6 đã có từ trước và giống hệt.\n")
        assert tree(home) == before


def test_the_time_of_the_file_is_used_and_said(call, saved):
    for path in saved.glob("*.json"):
        os.utime(path, (1_790_000_000, 1_790_000_000))
    call("import", saved)
    told = versions(call)
    assert {(one["captured"], one["captured_from"]) for one in told} == {
        ("2026-09-21T14:13:20+00:00", "file")
    }


def test_a_closed_period_restated_is_marked_and_listed(call, recorded, saved, tmp_path, home):
    call("import", saved, "--captured", FIRST)
    before = tree(home)
    again = made.save(made.restated(recorded), tmp_path / "again" / "2026-08")
    _, out, _ = call("import", again, "--captured", LATER)
    assert out.splitlines()[-1] == "1 câu trả lời mới, 5 đã có từ trước và giống hệt."
    assert (
        before.items() - {("portal/index.jsonl", before["portal/index.jsonl"])}
        <= tree(home).items()
    )
    told = [one for one in versions(call) if one["endpoint"] == "handling-satisfaction"]
    assert [(one["kind"], one["closed"]) for one in told] == [("first", True), ("restated", True)]
    assert told[1]["rules_changed"] is False
    changes = {
        (one["metric"], one["field"]): (one["old"], one["new"]) for one in told[1]["changes"]
    }
    assert changes == {
        ("total", "score"): (12.97, 12.96),
        ("DOSSIER_RECEIVING_SATISFACTION", "numerator"): (144574, 144315),
        ("DOSSIER_RECEIVING_SATISFACTION", "denominator"): (184513, 184503),
    }
    assert {one["unit_code"] for one in told[1]["changes"]} == {"H44"}
    text = " ".join(call("versions")[1].split())
    assert "CÔNG BỐ LẠI kỳ đã hết 2026-08, nhóm handling-satisfaction: 3 giá trị đổi" in text
    assert "không phải là tiến bộ" in text
    assert "12,97 → 12,96" in text
    assert len(json.loads(call("recompute", home / "portal", "--json")[1])) == 254


def test_back_to_what_it_was_is_a_version_when_its_time_is_told(call, recorded, saved, tmp_path):
    call("import", saved, "--captured", FIRST)
    again = made.save(made.restated(recorded), tmp_path / "again" / "2026-08")
    call("import", again, "--captured", LATER)
    call("import", saved)  # a copied file proves nothing
    assert len(versions(call)) == 7
    call("import", saved, "--captured", "2026-09-30T00:00:00+00:00")
    kinds = [one["kind"] for one in versions(call) if one["endpoint"] == "handling-satisfaction"]
    assert kinds == ["first", "restated", "restated"]


def test_an_open_period_moving_on_is_no_restatement(call, recorded, saved, tmp_path):
    call("import", saved, "--captured", "2026-08-20T00:00:00+00:00")
    again = made.save(made.restated(recorded), tmp_path / "again" / "2026-08")
    call("import", again, "--captured", FIRST)
    told = [one for one in versions(call) if one["endpoint"] == "handling-satisfaction"]
    assert [(one["kind"], one["closed"]) for one in told] == [("first", False), ("open", True)]
    assert told[1]["changes"]


def test_the_last_evening_in_vietnam_is_open_and_the_next_morning_closed():
    from thuocdo.dossiers.portal.versions import is_closed

    assert not is_closed("2026-08", "2026-08-31T16:59:59+00:00")
    assert is_closed("2026-08", "2026-08-31T17:00:00+00:00")


def test_other_maxima_are_a_change_of_rules(call, recorded, saved, tmp_path):
    call("import", saved, "--captured", FIRST)
    other = copy.deepcopy(recorded)
    for line in made.units_of(other["transparency"]):
        line["metrics"][3]["maxScore"] = 5
    call("import", made.save(other, tmp_path / "again" / "2026-08"), "--captured", LATER)
    told = [one for one in versions(call) if one["endpoint"] == "transparency"]
    assert [one["rules_changed"] for one in told] == [False, True]
    assert "Cách chấm đổi" in call("versions")[1]


def test_only_the_text_changed_is_no_restatement(call, saved):
    call("import", saved, "--captured", FIRST)
    path = saved / "transparency.json"
    path.write_bytes(json.dumps(json.loads(path.read_bytes()), indent=2).encode())
    call("import", saved, "--captured", LATER)
    told = [one for one in versions(call) if one["endpoint"] == "transparency"]
    assert [(one["kind"], one["changes"]) for one in told] == [("first", []), ("closed", [])]


def test_a_period_must_be_known(call, recorded, tmp_path, home):
    folder = made.save(recorded, tmp_path / "august")
    code, _, err = call("import", folder)
    assert (code, err.split(":")[0]) == (1, "PORTAL-008 dossier-digitized.json")
    assert not home.exists()
    assert call("import", folder, "--period", "2026-08", "--captured", FIRST)[0] == 0


def test_mixed_months_are_refused_unless_agreed(call, recorded, tmp_path, home):
    other = copy.deepcopy(recorded)
    other["handling-satisfaction"]["data"]["overview"]["totalDossiers"] = 90_000
    folder = made.save(other, tmp_path / "2026-08")
    code, _, err = call("import", folder)
    assert code == 1
    assert err.startswith(
        "PORTAL-006 2026-08: Lẫn nhiều kỳ: số hồ sơ của cả tỉnh là dvc-progress-tree: 184513; "
        "handling-satisfaction: 90000; dossier-digitized: 184513."
    )
    assert not home.exists()
    assert call("import", folder, "--mixed")[0] == 0


@pytest.mark.parametrize(
    ("option", "value"),
    [("--captured", "hôm qua"), ("--period", "tháng 8"), ("--period", "2026-13")],
)
def test_a_wrong_option_is_told(call, saved, option, value):
    code, _, err = call("import", saved, option, value)
    assert (code, err.split()[0]) == (2, "CALL-010")
    assert f"«{value}» của {option}" in err


def test_the_official_total_is_kept_unread(call, saved, tmp_path, home):
    (saved / "service-results.json").write_bytes(b'{"code":"OK","data":{"whatever":1}}')
    call("import", saved, "--captured", FIRST)
    assert list((home / "portal/H44/2026-08/service-results").glob("*.json"))
    assert len(versions(call)) == 7
    (saved / "service-results.json").write_bytes(b'{"code":"OK","data":{"whatever":2}}')
    call("import", saved, "--captured", LATER)
    assert versions(call)[-1]["kind"] == "unread"
    alone = tmp_path / "alone" / "2026-07"
    alone.mkdir(parents=True)
    (alone / "service-results.json").write_bytes(b'{"code":"OK","data":{}}')
    assert call("import", alone)[2].startswith("PORTAL-017 service-results.json: ")


def test_an_answer_without_codes_finds_its_root_again(call, recorded, saved, tmp_path, home):
    call("import", saved, "--captured", FIRST)
    july = made.save({"transparency": recorded["transparency"]}, tmp_path / "x" / "2026-07")
    call("import", july)
    assert (home / "portal/H44/2026-07/transparency").is_dir()


def test_a_torn_index_line_is_mended_by_the_next_import(call, saved, home):
    call("import", saved, "--captured", FIRST)
    index = home / "portal/index.jsonl"
    whole = index.read_bytes()
    index.write_bytes(whole[:-40])
    assert len(versions(call)) == 5
    _, out, _ = call("import", saved, "--captured", FIRST)
    assert out.splitlines()[-1] == "1 câu trả lời mới, 5 đã có từ trước và giống hệt."
    assert len(versions(call)) == 6
    assert sum(1 for path in (home / "portal").rglob("*.json")) == 6


def test_a_changed_file_in_the_store_is_found_out(call, saved, home):
    call("import", saved, "--captured", FIRST)
    next((home / "portal").rglob("transparency/*.json")).write_bytes(b"{}")
    code, _, err = call("versions")
    assert (code, err.split()[0]) == (1, "PORTAL-016")


def test_no_versions_yet(call):
    assert versions(call) == []
    assert call("versions")[1].startswith("Chưa lưu câu trả lời nào")
