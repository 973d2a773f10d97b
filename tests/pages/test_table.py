import csv
import datetime
import io
import json
import math

import pytest

from thuocdo.pages import Bar, Column, RankStrip, Source, Table, csv_text
from thuocdo.pages.csv_text import safe
from thuocdo.pages.letters import dictionary_order

COLUMNS = [
    Column("name", "Tỉnh", "link", href="name_href", note="remark"),
    Column("score", "Điểm", "number", measured_in="10–80"),
    Column("rank", "Hạng", "strip"),
    Column("when", "Ngày", "date"),
]
ROWS = [
    {"name": "Hưng Yên", "score": 44.604321987, "rank": RankStrip(8, 32, 2, 20)},
    {"name": "Đồng Nai", "score": None, "rank": None, "remark": "chưa có số liệu"},
    {"name": "An Giang", "score": math.nan, "rank": RankStrip(14, 63)},
    {
        "name": "Huế",
        "score": 43.1,
        "rank": RankStrip(3, 32, 1, 9),
        "when": datetime.date(2024, 5, 1),
    },
]


def table(**changes):
    given = {"title": "Bảng thử", "columns": COLUMNS, "rows": ROWS, "filterable": True}
    return Table(**(given | changes))


def names(shown):
    return [row["name"] for row in shown.rows]


def rows_of_csv(text):
    lines = [line for line in text.lstrip("\ufeff").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(io.StringIO("\n".join(lines))))


@pytest.mark.parametrize("descending", [False, True])
def test_missing_is_last_in_either_direction_and_keeps_its_order(descending):
    assert names(table().sort("score", descending))[2:] == ["Đồng Nai", "An Giang"]


def test_sorting_numbers_and_strips():
    assert names(table().sort("score"))[:2] == ["Huế", "Hưng Yên"]
    assert names(table().sort("score", descending=True))[:2] == ["Hưng Yên", "Huế"]
    assert names(table().sort("rank")) == ["Huế", "Hưng Yên", "An Giang", "Đồng Nai"]


def test_words_sort_as_in_a_vietnamese_dictionary():
    words = ["ông", "oi", "đa", "dạy", "ăn", "ân", "ao", "ma", "má", "mà", "ơi", "êm", "ef", "12"]
    expected = [
        "12",
        "ao",
        "ăn",
        "ân",
        "dạy",
        "đa",
        "ef",
        "êm",
        "ma",
        "mà",
        "má",
        "oi",
        "ông",
        "ơi",
    ]
    assert sorted(words, key=dictionary_order) == expected


def test_an_unknown_or_unsortable_column_leaves_the_order():
    assert names(table().sort("nothing")) == names(table())
    fixed = table(columns=[Column("name", "Tỉnh", sortable=False)])
    assert names(fixed.sort("name")) == names(table())


@pytest.mark.parametrize("words", ["hung yen", "YÊN hưng", "HƯNG", "  hưng "])
def test_filter_ignores_marks_case_and_order(words):
    found = table().filter(words)
    assert names(found) == ["Hưng Yên"]
    assert (found.whole, found.sought) == (4, words.strip())


def test_filter_finds_d_with_stroke_and_nothing_in_numbers():
    assert names(table().filter("dong")) == ["Đồng Nai"]
    assert names(table().filter("44")) == []
    assert names(table().filter(" ")) == names(table())


def test_an_address_asks_for_order_and_filter_together():
    asked = table().asked({"sap-xep": "-score", "loc": "h"})
    assert names(asked)[:2] == ["Hưng Yên", "Huế"]
    assert asked.order == "-score" and asked.sought == "h"


def test_json_is_unrounded_and_null_where_missing():
    plain = json.loads(
        json.dumps(table(sources=["A", Source("B", "/b")]).to_json(), allow_nan=False)
    )
    assert plain["rows"][0]["score"] == 44.604321987
    assert plain["rows"][1]["score"] is None
    assert plain["rows"][2]["score"] is None
    assert plain["rows"][0]["rank"] == {"rank": 8, "of": 32, "set": [2, 20]}
    assert plain["rows"][2]["rank"] == {"rank": 14, "of": 63, "set": None}
    assert plain["rows"][3]["when"] == "2024-05-01"
    assert plain["sources"] == [{"text": "A", "href": None}, {"text": "B", "href": "/b"}]
    assert plain["columns"][1]["measured_in"] == "10–80"


def test_csv_says_what_json_says():
    text, plain = csv_text.write(table()), table().to_json()
    for written, row in zip(rows_of_csv(text), plain["rows"], strict=True):
        assert written["name"] == row["name"]
        assert (float(written["score"]) if written["score"] else None) == row["score"]
        rank = row["rank"] or {"rank": "", "of": ""}
        assert (written["rank"], written["rank_of"]) == (str(rank["rank"]), str(rank["of"]))
    assert rows_of_csv(text)[0]["rank_low"] == "2"
    assert rows_of_csv(text)[2]["rank_low"] == ""
    assert rows_of_csv(text)[1]["remark"] == "chưa có số liệu"


def test_csv_opens_in_excel_and_its_footnotes_stand_last():
    text = csv_text.write(
        table(notes=["Hạng 1 là cao nhất,\ncao hơn là tốt."], sources=["PAPI 2024"])
    )
    assert text.startswith("\ufeffname,")
    lines = text.splitlines()
    first_note = next(n for n, line in enumerate(lines) if line.startswith("#"))
    assert first_note == 1 + len(ROWS)
    assert all(line.startswith("# ") for line in lines[first_note:])
    assert "# Hạng 1 là cao nhất, cao hơn là tốt." in lines
    assert "# Nguồn: PAPI 2024" in lines


def test_simulated_is_said_in_every_row_of_the_export():
    text = csv_text.write(table(simulated=True))
    assert {row["mo_phong"] for row in rows_of_csv(text)} == {"mô phỏng"}
    assert table(simulated=True).to_json()["simulated"] is True
    assert "mo_phong" not in csv_text.write(table())


@pytest.mark.parametrize(
    "cell", ["=1+1", "+84", "-x", "@SUM(A1)", "\t=1", "\r=1", "#tag", "a;=1+1", "a\n=1"]
)
def test_words_are_never_formulas_nor_comments(cell):
    text = csv_text.write(table(rows=[{"name": cell}]))
    written = next(csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline="")))["name"]
    assert written != cell
    assert written[0] not in "=+-@#\t\r"
    assert ";=" not in written
    assert "\n=" not in written


@pytest.mark.parametrize("cell", ["Hưng Yên", "giảm 3-4 điểm", "a; b", "10–80", "e@x.vn"])
def test_ordinary_words_stay_as_they_are(cell):
    assert safe(cell) == cell


def test_negative_numbers_are_numbers_not_guarded_words():
    text = csv_text.write(table(rows=[{"name": "x", "score": -0.5}]))
    assert rows_of_csv(text)[0]["score"] == "-0.5"


def test_a_footnote_cannot_carry_a_formula_past_a_separator():
    text = csv_text.write(table(notes=["xem,=cmd()", "xem;@x"]))
    assert ",=" not in text
    assert ";@" not in text


def test_mistakes_in_a_declaration_are_told():
    with pytest.raises(ValueError, match="kind"):
        Column("a", "A", "gauge")
    with pytest.raises(ValueError, match="key"):
        Column("=a", "A")
    with pytest.raises(ValueError, match="two columns"):
        Table("t", [Column("a", "A"), Column("a", "B")], [])


def test_bars_leave_with_their_interval():
    bars = table(columns=[Column("b", "Tỷ lệ", "strip")], rows=[{"b": Bar(7, 10, 6, 8)}])
    assert bars.to_json()["rows"][0]["b"] == {"value": 7, "of": 10, "interval": [6, 8]}
    assert rows_of_csv(csv_text.write(bars))[0] == {
        "b": "7",
        "b_of": "10",
        "b_low": "6",
        "b_high": "8",
    }


def test_where_a_series_breaks_is_said_in_both_exports():
    columns = [Column("y2018", "2018", "number", broken="y2018_broken")]
    broken = table(columns=columns, rows=[{"y2018": 1.5, "y2018_broken": True}])
    assert broken.to_json()["rows"][0] == {"y2018": 1.5, "y2018_broken": True}
    assert rows_of_csv(csv_text.write(broken))[0] == {"y2018": "1.5", "y2018_broken": "True"}
