"""``thuocdo units``: lists and finding by name."""

from __future__ import annotations

import json

import pytest

from thuocdo.cli import main


@pytest.fixture
def call(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("THUOCDO_HOME", str(tmp_path))
    monkeypatch.delenv("THUOCDO_LANGUAGE", raising=False)

    def called(*arguments: str):
        code = main.run(["units", *arguments])
        said = capsys.readouterr()
        return code, said.out.splitlines(), said.err.splitlines()

    return called


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ([], 34),
        (["--boundaries", "63"], 63),
        (["--level", "commune"], 104),
        (["--level", "department"], 16),
    ],
)
def test_list(call, options, count):
    code, out, err = call("list", *options)
    assert (code, len(out), err) == (0, 1 + count, [])
    code, out, _ = call("list", "--json", *options)
    assert len(json.loads("\n".join(out))["units"]) == count


def test_simulated_departments_say_so(call):
    _, out, _ = call("list", "--level", "department")
    assert all("mô phỏng" in line for line in out[1:])


def test_find_shows_both_boundaries_and_the_weights(call):
    code, out, _ = call("find", "tinh hung yen")
    assert code == 0
    assert len(out) == 3
    assert "gộp từ Hưng Yên (33) 40,2 %, Thái Bình (34) 59,8 %" in out[1]
    assert "từ 01/07/2025" in out[1]
    assert "nay thuộc Hưng Yên (33) 40,2 %" in out[2]
    assert len(call("find", "hưng yên", "--boundaries", "63")[1]) == 2


def test_find_a_province_that_is_no_more(call):
    _, out, _ = call("find", "Thai Binh")
    assert len(out) == 2
    assert "nay thuộc Hưng Yên (33) 59,8 %" in out[1]


def test_find_as_json(call):
    _, out, _ = call("find", "TP.HCM", "--boundaries", "34", "--json")
    (unit,) = json.loads("\n".join(out))["units"]
    assert unit["name"] == "Hồ Chí Minh"
    assert abs(sum(one["weight"] for one in unit["predecessors"]) - 1) < 1e-12
    assert unit["valid_to"] is None


def test_find_a_commune(call):
    code, out, _ = call("find", "phường Phố Hiến", "--level", "commune", "--json")
    (unit,) = json.loads("\n".join(out))["units"]
    assert (code, unit["name"], unit["level"]) == (0, "Phố Hiến", "commune")
    assert "11953" in [one["code"] for one in unit["predecessors"]]


def test_in_english(call, monkeypatch):
    monkeypatch.setenv("THUOCDO_LANGUAGE", "en")
    _, out, _ = call("find", "Thai Binh")
    assert "now in Hưng Yên (33) 59.8%" in out[1]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["find", "Hưng Yn"], 1, "UNIT-001 Không tìm thấy đơn vị «Hưng Yn». Có phải: Hưng Yên"),
        (["find", "Thái Bình", "--boundaries", "34"], 1, "UNIT-001 "),
        (["find", "Hưng Yên", "--boundaries", "61"], 2, "CALL-003 "),
        (["list", "--boundaries", "61"], 2, "CALL-003 "),
        (["list", "--level", "village"], 2, "CALL-010 Giá trị «village» của --level"),
        (["find"], 2, "CALL-011 Lệnh gọi sai: "),
    ],
)
def test_a_wrong_call_is_told_in_one_line(call, arguments, code, said):
    found, out, err = call(*arguments)
    assert (found, out, len(err)) == (code, [], 1)
    assert err[0].startswith(said)
