"""Built-in forms say what they lack; what leaves is labelled, marked and never runs."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace

import openpyxl
import polars as pl
import pytest
from pyxform.xls2xform import convert

from thuocdo.errors import ThuocDoError
from thuocdo.facts import read
from thuocdo.surveys.rounds import Choice, Codebook, Item, exporting, forms, xlsform_writing
from thuocdo.surveys.rounds.codebook import read as read_codebook
from thuocdo.surveys.rounds.xlsform import read_xlsform

FORMS = ("sipas-2640", "sipas-1001", "hue-portal", "mic-portal", "papi-2018", "papi-2019")


def test_the_forms_there_are():
    assert tuple(forms.names(read())) == FORMS


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_valid_for_pyxform_and_comes_back(tmp_path, name):
    book = forms.built_in(name, read())
    assert "chưa đủ" in book.title and book.incomplete.startswith("Chưa đủ")
    path = tmp_path / f"{name}.xlsx"
    xlsform_writing.write(book, path)
    made = convert(path.read_bytes(), file_type=".xlsx")
    assert "Tiếng Việt (vi)" in made.xform and "English (en)" in made.xform
    again = read_xlsform(path)
    assert again.title == book.title

    def plain(item: Item):
        bounds = (item.low, item.high) if item.kind != "scale" else None
        label = item.label_vi.translate(str.maketrans("‘’“”", "''\"\""))  # as pyxform does
        return item.name, label, item.label_en, item.kind, item.codes, item.missing, bounds

    assert [plain(one) for one in again.items] == [plain(one) for one in book.items]


def test_every_item_has_its_source_and_says_whose_words_it_is():
    facts = read()
    sources = set(facts.table("source")["source"])
    for name in FORMS:
        for item in forms.built_in(name, facts).items:
            assert item.source in sources and item.status in ("official", "translation")
            assert item.is_kept and item.label_vi
    table = facts.table("survey_item")
    assert table.group_by("form").len().sort("form").rows() == [
        *(("hue-portal", 12), ("mic-portal", 9), ("papi-2018", 114), ("papi-2019", 122)),
        *(("sipas-1001", 21), ("sipas-2640", 9), ("thang-binh-2024", 1)),
    ]


def test_what_is_ours_is_marked():
    book = forms.built_in("sipas-1001", read())
    told = {one.name: one for one in book.items}
    assert told["B01"].status == "translation" and told["P01"].status == "official"
    assert "Thước Đo" in told["P01"].note and "chưa thấy" in told["P01"].note
    assert told["N03"].codes == (1, 2, 3) and told["N03"].kind == "single"
    papi = {one.name: one for one in forms.built_in("papi-2019", read()).items}
    assert papi["i107"].low == 1 and papi["i107"].high == 5
    assert papi["i134"].low is None, "the source gives no ends"


def test_answers_to_a_built_in_form_go_in(desk):
    book = forms.built_in("papi-2019", read())
    path = desk.csv("a.csv", "_uuid,i014,i107,i098\nu-1,1,5,200\nu-2,Không,,\nu-3,98,4,\n")
    told = desk.load(path, book=book)
    assert told.files[0].missing == {"i014": 1}
    assert desk.rows().select("i014", "i107", "i098").rows() == [
        (1, 5.0, 200.0),
        (0, None, None),
        (None, 4.0, None),
    ]


def test_no_such_form():
    for name in ("sipas", "không.json"):
        with pytest.raises(ThuocDoError) as caught:
            forms.codebook_named(name, read())
        assert caught.value.code == "SURVEY-124" and "papi-2019" in str(caught.value)


# ---- export ----

RUN = "=HYPERLINK(1)"
BOOK = Codebook(
    RUN,
    (
        Item("q1", RUN, "+1", "single", (Choice("=a", RUN), Choice("@b", "-1"))),
        Item("q2", "Tuổi", kind="number", low=0, high=120, missing=(99,)),
    ),
)
ROWS = pl.DataFrame({"respondent": ["r1", "r2"], "q1": ["=a", "@b"], "q2": [1.5, None]})


@pytest.mark.parametrize("kind", [".csv", ".xlsx"])
def test_nothing_exported_is_a_formula(tmp_path, kind):
    path = tmp_path / f"a{kind}"
    exporting.write_frame(ROWS.rename({"q2": "=q2"}), path, simulated=False, notes=[RUN])
    if kind == ".csv":
        text = path.read_text(encoding="utf-8-sig")
        assert text.splitlines() == ["respondent,q1,'=q2", "r1,'=a,1.5", "r2,'@b,"]
        return
    _no_formula(path)
    assert [cell.value for cell in openpyxl.load_workbook(path).active[2]] == ["r1", "=a", 1.5]


def test_no_codebook_and_no_form_holds_a_formula(tmp_path):
    exporting.write_codebook(BOOK, tmp_path / "ma.xlsx")
    _no_formula(tmp_path / "ma.xlsx")
    own = replace(BOOK.items[0], choices=(Choice("a", RUN), Choice("b", "-1")))
    book = replace(BOOK, items=(own,))
    xlsform_writing.write(book, tmp_path / "phieu.xlsx")
    _no_formula(tmp_path / "phieu.xlsx")
    again = read_xlsform(tmp_path / "phieu.xlsx")
    assert again.items[0].label_vi == RUN and again.items[0].choices[0].label_vi == RUN


def _no_formula(path):
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            assert "<f>" not in packed.read(name).decode("utf-8", "ignore"), name


def test_the_codebook_goes_out_and_comes_back(tmp_path):
    exporting.write_codebook(BOOK, tmp_path / "ma.json")
    assert read_codebook((tmp_path / "ma.json").read_bytes(), "ma.json") == BOOK
    exporting.write_codebook(BOOK, tmp_path / "ma.xlsx")
    line = [cell.value for cell in openpyxl.load_workbook(tmp_path / "ma.xlsx").active[3]]
    assert line[:8] == ["q2", "number", "Tuổi", None, None, "99", 0, 120]


def test_results_with_notes_in_lists_go_out(tmp_path):
    results = pl.DataFrame({"commune": ["11953"], "value": [0.5], "notes": [["a", "b"]]})
    for kind in (".csv", ".xlsx", ".json"):
        exporting.write_frame(results, tmp_path / f"a{kind}", simulated=True)
    (row,) = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert row == {"commune": "11953", "value": 0.5, "notes": "a;b", "mo_phong": "mô phỏng"}
    assert (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()[1] == "11953,0.5,a;b,mô phỏng"


def test_a_round_goes_out_and_in_again(desk):
    text = "_uuid,q1,q2,tuoi,gioi,weight,start\nu-1,4,1 3,45,nu,1.5,2026-05-10T08:00:00\n"
    desk.load(desk.csv("a.csv", text + "u-2,,,,,2,\n"))
    for kind in (".csv", ".parquet"):
        path = desk.folder / f"ra{kind}"
        exporting.export(desk.round(), path)
        desk.load(path, into=f"lai-{kind[1:]}")
        assert desk.rows(f"lai-{kind[1:]}").equals(desk.rows(), null_equal=True)
    exporting.export(desk.round(), desk.folder / "phieu-ra.xlsx", form=True)
    again = read_xlsform(desk.folder / "phieu-ra.xlsx")
    kept = [(one.name, one.kind, one.codes) for one in desk.round().codebook().kept]
    assert [(one.name, one.kind, one.codes) for one in again.kept] == kept


@pytest.mark.parametrize("name", ["a.pdf", "không-có/a.csv"])
def test_what_cannot_be_written(desk, name):
    desk.load(desk.csv("a.csv", "_uuid,q1\nu-1,1\n"))
    with pytest.raises(ThuocDoError) as caught:
        exporting.export(desk.round(), desk.folder / name)
    assert caught.value.code == ("SURVEY-125" if name == "a.pdf" else "SURVEY-126")
