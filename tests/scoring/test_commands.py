"""``thuocdo rules``: check, import, test, compare; what is wrong changes nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.scoring.annex.annexes import ROWS, word

CASES = """rules = "mo-phong"

[[case]]
criterion = "1.1.1"
name = "ban hành đúng hạn"
values = { met = true }
points = 1.5

[[case]]
criterion = "1.1.2"
values = { done = 9, planned = 10 }
points = 0.75

[[case]]
criterion = "1.1.3"
values = { done = 0, planned = 0 }
missing = true
"""


@pytest.fixture
def command(capsys, monkeypatch, tmp_path):
    from thuocdo.cli.main import run

    monkeypatch.setenv("THUOCDO_HOME", str(tmp_path / "home"))

    def call(*arguments) -> tuple[int, str, str]:
        code = run(["rules", *map(str, arguments)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def test_check_tells_faults_and_gaps(command):
    wrong = Path(__file__).parent / "rules" / "wrong" / "maxima.toml"
    code, out, err = command("check", wrong)
    assert (code, err) == (1, "") and "RULE-011" in out and "2 chỗ sai" in out
    code, out, _ = command("check", "par-892")
    assert code == 0 and "Chưa đủ." in out and "RULE-034" not in out
    assert "RULE-034" in command("check", "par-892", "--all")[1]
    assert "MÔ PHỎNG." in command("check", "mo-phong")[1]
    assert command("check", "khong-co")[::2] == (1, command("check", "khong-co")[2])
    assert command("check", "khong-co")[2].startswith("RULE-044")


def test_cases(command, tmp_path):
    path = tmp_path / "vi-du.toml"
    path.write_text(CASES, encoding="utf-8")
    code, out, _ = command("test", path)
    assert code == 0 and "3 ví dụ đúng, 0 sai." in out
    path.write_text(CASES.replace("0.75", "1.0"), encoding="utf-8")
    code, out, _ = command("test", path)
    assert code == 1 and "SAI. Ví dụ 2, tiêu chí 1.1.2 : phải ra 1." in out
    path.write_text(CASES.replace("met = true", "met = 1"), encoding="utf-8")
    code, out, _ = command("test", path)
    assert code == 1 and "RULE-040" in out


@pytest.mark.parametrize(
    "old,new,error",
    [
        ('rules = "mo-phong"', "", "RULE-042"),
        ('"1.1.1"', '"1.1"', "RULE-043"),
        ("met = true", "meet = true", "RULE-041"),
        ("points = 1.5", "", "RULE-042"),
        ("points = 1.5", 'points = "một"', "RULE-042"),
        ("missing = true", "missing = true\npoints = 1", "RULE-042"),
        ("name =", "nam =", "RULE-042"),
        ("[[case]]", "[[case]", "RULE-002"),
        ('"mo-phong"', '"khong-co.toml"', "RULE-001"),
    ],
)
def test_wrong_cases(command, tmp_path, old, new, error):
    path = tmp_path / "vi-du.toml"
    path.write_text(CASES.replace(old, new, 1), encoding="utf-8")
    code, out, err = command("test", path)
    assert (code, out) == (1, "") and err.startswith(error)


def test_cases_of_a_wrong_set_tell_its_faults(command, tmp_path):
    wrong = (Path(__file__).parent / "rules" / "wrong" / "formula.toml").read_bytes()
    (tmp_path / "bo.toml").write_bytes(wrong)
    path = tmp_path / "vi-du.toml"
    path.write_text(CASES.replace('"mo-phong"', '"bo.toml"'), encoding="utf-8")
    code, out, err = command("test", path)
    assert (code, out) == (1, "") and err.count("RULE-021") == 5


TOLD = ("--decision", "1/QĐ-THU", "--level", "department", "--year", "2030")


def test_import_then_check(command, tmp_path):
    annex, to = word(tmp_path / "phu-luc.docx"), tmp_path / "bo.toml"
    code, out, _ = command("import", annex, "--to", to, *TOLD)
    assert code == 0 and "2 quy tắc hiểu được, 2 còn là chữ" in out and to.exists()
    code, out, _ = command("check", to)
    assert code == 0 and "0 chỗ sai, 2 chỗ còn thiếu" in out
    before = to.read_bytes()
    code, _, err = command("import", annex, "--to", to, *TOLD)
    assert code == 1 and err.startswith("RULE-049") and to.read_bytes() == before


def test_a_wrong_annex_writes_nothing_unless_told_to(command, tmp_path):
    annex = word(tmp_path / "a.docx", (*ROWS[:-1], ("", "TỔNG CỘNG", "11", "", "", "")))
    to = tmp_path / "bo.toml"
    code, out, _ = command("import", annex, "--to", to, *TOLD)
    assert code == 1 and "RULE-012" in out and not to.exists()
    code, out, _ = command("import", annex, "--to", to, *TOLD, "--anyway")
    assert code == 1 and to.exists()
    assert "RULE-012" in command("check", to)[1]


@pytest.mark.parametrize(
    "more,error",
    [
        (("--level", "huyện"), "CALL-010"),
        (("--last-year", "2029"), "CALL-010"),
        (("--to", "khong/co/bo.toml"), "RULE-050"),
    ],
)
def test_import_calls_refused(command, tmp_path, more, error):
    annex = word(tmp_path / "a.docx")
    code, _, err = command("import", annex, "--to", tmp_path / "bo.toml", *TOLD, *more)
    assert code in (1, 2) and err.startswith(error) and not (tmp_path / "bo.toml").exists()


def test_compare_writes_a_mapping_that_it_reads(command, tmp_path):
    table = tmp_path / "noi.csv"
    code, out, _ = command("compare", "par-876", "par-892", "--to", table)
    assert code == 0 and "1 dòng nối chưa chắc" in out
    assert table.read_text(encoding="utf-8").splitlines()[0] == "old,new,sure,old_name,new_name"
    code, out, _ = command("compare", "par-876", "par-892", "--mapping", table)
    assert code == 0 and "Chưa chắc" not in out
    assert command("compare", "par-876", "par-892", "--to", table)[2].startswith("RULE-049")
    table.write_text("old,new\n1,1\n1,2\n", encoding="utf-8")
    assert command("compare", "par-876", "par-892", "--mapping", table)[2].startswith("RULE-052")
    table.write_text("a,b\n1,1\n", encoding="utf-8")
    assert command("compare", "par-876", "par-892", "--mapping", table)[2].startswith("RULE-052")
    wrong = Path(__file__).parent / "rules" / "wrong" / "numbering.toml"
    code, _, err = command("compare", wrong, "par-892")
    assert code == 1 and {"RULE-007", "RULE-008", "RULE-009"} == {
        line[:8] for line in err.splitlines()
    }
    assert command("compare", wrong.with_name("maxima.toml"), "par-892")[0] == 0


def test_json_in_english(command, monkeypatch):
    monkeypatch.setenv("THUOCDO_LANGUAGE", "en")
    value = json.loads(command("compare", "par-876", "par-892", "--json")[1])
    assert value["pairs"][0]["new"]["name"] == "Steering of administrative reform"


def test_the_command_is_light():
    code = (
        "import sys, thuocdo.scoring.commands;"
        "print([m for m in ('polars', 'docx', 'openpyxl') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
