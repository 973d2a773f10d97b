"""An annex as a rule set; what is not certain stays text; hostile files are told."""

from __future__ import annotations

import zipfile
from fractions import Fraction as F

import pytest
from tests.scoring.annex.annexes import HEAD, ROWS, excel, word

from thuocdo.errors import ThuocDoError
from thuocdo.scoring.annex import import_annex
from thuocdo.scoring.rules.checking import faults
from thuocdo.scoring.rules.kinds import FullOrNone, Thresholds, Unread
from thuocdo.scoring.rules.reading import rules_of
from thuocdo.scoring.rules.writing import written

TOLD = {"name": "thu", "title": "Thử", "decision": "1/QĐ", "level": "department"}
MAKERS = {"docx": word, "xlsx": excel}


def taken(path):
    return import_annex(path, **TOLD, years=(2030, None))


@pytest.mark.parametrize("ending", MAKERS)
def test_an_annex_becomes_a_rule_set(tmp_path, ending):
    found = taken(MAKERS[ending](tmp_path / f"phu-luc.{ending}"))
    rules = found.rules
    assert [one.number for one in rules.nodes] == ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2", "2.1"]
    assert rules.maximum == 10 and rules.node("1.1.2").maximum == F(3, 2)
    assert rules.node("1.1.1").rule == FullOrNone("met")
    assert rules.node("1.1.1").owner == "Sở Nội vụ"
    assert rules.node("1.1.1").evidence == ("Kế hoạch",)
    graded = rules.node("1.1.2").rule
    assert isinstance(graded, Thresholds)
    assert graded.points({"numerator": 9, "denominator": 10}, F(3, 2)).points == F(3, 4)
    assert rules.node("1.2").rule == Unread("Theo hướng dẫn riêng")
    assert rules.node("2.1").method == "survey"
    assert (found.recognised, found.unread) == (2, 2)
    assert faults(found.problems) == [] and not rules.complete
    assert {one.code for one in found.problems} == {"RULE-029"}


@pytest.mark.parametrize("ending", MAKERS)
def test_what_was_imported_is_read_back(tmp_path, ending):
    rules = taken(MAKERS[ending](tmp_path / f"phu-luc.{ending}")).rules
    read = rules_of(written(rules), "thu.toml")
    assert read.faults == ()
    placed = [(one.row, one) for one in read.rules.nodes]
    assert all(row for row, _ in placed)
    assert [vars(one) | {"row": 0} for one in read.rules.nodes] == [
        vars(one) | {"row": 0} for one in rules.nodes
    ]


def test_roman_fields_and_numbers_before_names(tmp_path):
    rows = (("I", "Lĩnh vực", "2", "", "", ""), ("", "1.1. Tiêu chí", "2", "Có: 2; không: 0"))
    rules = taken(word(tmp_path / "a.docx", rows, HEAD[:4] + HEAD[4:], merged=False)).rules
    assert [(one.number, one.name) for one in rules.nodes] == [
        ("1", "Lĩnh vực"),
        ("1.1", "Tiêu chí"),
    ]
    assert rules.node("1.1").rule == FullOrNone("met")


def test_a_head_of_two_rows_and_a_table_that_goes_on(tmp_path):
    from docx import Document

    document = Document()
    first = (("TT", "Nội dung", "Điểm", ""), ("", "", "Tối đa", "Tự chấm"), ("1", "A", "3", ""))
    for rows in (first, (("1.1", "B", "1", ""), ("1.2", "C", "2", ""))):
        table = document.add_table(len(rows), 4)
        for place, cells in enumerate(rows):
            for at, cell in enumerate(cells):
                table.cell(place, at).text = cell
    document.save(tmp_path / "a.docx")
    nodes = taken(tmp_path / "a.docx").rules.nodes
    assert [(one.number, one.name, one.maximum) for one in nodes] == [
        ("1", "A", 3),
        ("1.1", "B", 1),
        ("1.2", "C", 2),
    ]


def test_faults_are_told_with_the_row_of_the_table(tmp_path):
    rows = (*ROWS[:4], ("1.1.1", "Lặp", "một", "", "", ""), ("1.1.1.1", "Sâu", "1", "", "", ""))
    found = taken(word(tmp_path / "a.docx", rows, merged=False))
    told = {(one.code, one.row) for one in found.problems}
    assert {("RULE-008", 6), ("RULE-013", 6), ("RULE-007", 7)} <= told


def refused(path) -> str:
    with pytest.raises(ThuocDoError) as told:
        taken(path)
    assert told.value.problems[0].text("en")
    return told.value.code


def with_part(path, name: str, content: bytes):
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return path


@pytest.mark.parametrize("ending", MAKERS)
def test_hostile_documents_are_refused(tmp_path, ending):
    def made(name):
        return MAKERS[ending](tmp_path / f"{name}.{ending}")

    assert refused(with_part(made("macro"), "word/vbaProject.bin", b"x")) == "RULE-046"
    assert refused(with_part(made("bomb"), "word/big.xml", bytes(30_000_001))) == "RULE-047"
    many = made("many")
    with zipfile.ZipFile(many, "a") as packed:
        for place in range(2001):
            packed.writestr(f"word/{place}.png", b"")
    assert refused(many) == "RULE-047"
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    assert refused(with_part(made("entity"), "word/more.xml", entity)) == "RULE-045"
    wide = entity.decode().encode("utf-16")
    assert refused(with_part(made("wide"), "word/more.xml", wide)) == "RULE-045"
    whole = made("cut").read_bytes()
    (tmp_path / f"cut.{ending}").write_bytes(whole[: len(whole) // 2])
    assert refused(tmp_path / f"cut.{ending}") == "RULE-045"
    (tmp_path / f"text.{ending}").write_text("không phải", encoding="utf-8")
    assert refused(tmp_path / f"text.{ending}") == "RULE-045"
    empty = tmp_path / f"empty.{ending}"
    with zipfile.ZipFile(empty, "w") as packed:
        packed.writestr("a.xml", "<a/>")
    assert refused(empty) == "RULE-045"
    assert refused(tmp_path / f"none.{ending}") == "RULE-045"


def test_other_endings_are_refused(tmp_path):
    codes = {}
    for name in ("a.doc", "a.xls", "a.pdf", "a.docm", "a.xlsm"):
        (tmp_path / name).write_bytes(b"x")
        codes[name] = refused(tmp_path / name)
    assert codes == {
        **dict.fromkeys(("a.doc", "a.xls", "a.pdf"), "RULE-045"),
        **dict.fromkeys(("a.docm", "a.xlsm"), "RULE-046"),
    }


def test_a_renamed_file_is_refused(tmp_path):
    path = excel(tmp_path / "a.xlsx")
    assert refused(path.rename(tmp_path / "a.docx")) == "RULE-045"


def test_a_table_too_wide_or_none_at_all(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.cell(5001, 1, "x")
    book.save(tmp_path / "long.xlsx")
    assert refused(tmp_path / "long.xlsx") == "RULE-047"
    book = Workbook()
    book.active.cell(1, 200, "x")
    book.save(tmp_path / "wide.xlsx")
    assert refused(tmp_path / "wide.xlsx") == "RULE-047"
    assert refused(word(tmp_path / "a.docx", ROWS, ("a",) * 6, merged=False)) == "RULE-048"
