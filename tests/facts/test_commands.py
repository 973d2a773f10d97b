"""``thuocdo facts``: what is printed, where, and the exit codes 0, 1, 2."""

from __future__ import annotations

import json
import sys

import openpyxl
import polars as pl
import pytest

from thuocdo.cli import main
from thuocdo.facts import SCHEMAS, read

ORIGIN = [
    *("--publisher", "Nơi thử", "--document", "Báo cáo thử"),
    *("--address", "test:report", "--seen", "22/11/2026", "--who", "lan"),
]
WIDE = "Tỉnh;1.1;1.2\ntinh Hung Yen;1,5;2,25\n"


@pytest.fixture
def call(monkeypatch, tmp_path, capsys):
    """``call(arguments)`` → exit code, lines of stdout, lines of stderr; an own data folder."""
    monkeypatch.setenv("THUOCDO_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("THUOCDO_LANGUAGE", raising=False)
    monkeypatch.delenv("THUOCDO_BULK_DOWNLOAD", raising=False)

    def called(*arguments: str):
        code = main.run(["facts", *arguments])
        said = capsys.readouterr()
        return code, said.out.splitlines(), said.err.splitlines()

    return called


@pytest.fixture
def papi_file(tmp_path):
    path = tmp_path / "papi.csv"
    path.write_text(WIDE, encoding="utf-8")
    return str(path)


def papi_2025(file: str, *more: str) -> list[str]:
    return ["add", "papi", file, "--year", "2025", "--rule-set", "papi-2021", *ORIGIN, *more]


def test_list_names_every_table(call):
    code, out, err = call("list")
    assert (code, err, len(out)) == (0, [], 1 + len(SCHEMAS))
    assert out[0].split()[0] == "Bảng"
    papi = next(line for line in out if line.startswith("papi_score "))
    assert "21.891" in papi
    assert papi.endswith("có")


def test_list_as_json(call):
    code, out, _ = call("list", "--json")
    told = json.loads("\n".join(out))
    assert code == 0
    assert told["version"] == read().version
    assert [table["kind"] for table in told["tables"]] == list(SCHEMAS)
    restricted = {t["kind"] for t in told["tables"] if t["restricted"]}
    assert restricted == {"papi_score", "papi_error", "papi_indicator_value"}


def test_list_in_english(call, monkeypatch):
    monkeypatch.setenv("THUOCDO_LANGUAGE", "en")
    _, out, _ = call("list")
    assert out[0].split()[0] == "Table"
    assert "21,891" in "\n".join(out)


def test_show_tells_file_and_row(call):
    code, out, _ = call("show", "province", "--where", "code=33", "--where", "boundaries=34")
    assert code == 0
    assert len(out) == 2
    assert "Hưng Yên" in out[1]
    row = (
        read()
        .table("province")
        .row(by_predicate=(pl.col("code") == "33") & (pl.col("boundaries") == "34"), named=True)
    )
    assert out[1].endswith(f"province.csv:{row['row']}")


def test_show_prints_a_screenful_and_says_so(call):
    code, out, err = call("show", "papi_score")
    assert (code, len(out)) == (0, 21)
    assert err == [
        "Hiện 20 trong 21.891 dòng. Xem thêm bằng --limit, lọc bằng --where cột=giá trị."
    ]
    assert len(call("show", "papi_score", "--limit", "30")[1]) == 31


def test_show_as_json_and_csv(call):
    _, out, _ = call("show", "merger", "--where", "old=34", "--json")
    told = json.loads("\n".join(out))
    assert told["count"] == 1
    assert (told["rows"][0]["new"], told["rows"][0]["note"]) == ("33", None)
    _, out, _ = call("show", "merger", "--where", "old=34", "--csv")
    assert out[0] == "old,new,valid_from,basis,source,note,file,row"
    assert out[1].startswith("34,33,2025-07-01,")


@pytest.mark.parametrize("form", ["--json", "--csv"])
def test_a_restricted_table_leaves_by_the_thousand_at_most(call, form, monkeypatch):
    for more in ([], ["--limit", "5000"], ["--where", "year=2019"]):
        code, out, err = call("show", "papi_score", form, *more)
        rows = json.loads("\n".join(out))["rows"] if form == "--json" else out[1:]
        assert (code, len(rows), len(err)) == (0, 1000, 1)
        assert "THUOCDO_BULK_DOWNLOAD=yes" in err[0]
    monkeypatch.setenv("THUOCDO_BULK_DOWNLOAD", "yes")
    code, out, err = call("show", "papi_score", "--csv")
    assert (code, len(out), err) == (0, 21_892, [])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["show", "nothing"], 2, "CALL-004 Không có bảng số liệu «nothing»."),
        (["show", "merger", "--where", "old"], 2, "CALL-010 Giá trị «old» của --where"),
        (["show", "merger", "--where", "x=1"], 2, "CALL-010 Giá trị «x=1» của --where"),
        (["show", "merger", "--limit", "-1"], 2, "CALL-011 Lệnh gọi sai: "),
        (["export", "papi_score", "--to", "x.csv"], 1, "CALL-006 Không tải trọn bảng"),
        (["export", "nothing", "--to", "x.csv"], 2, "CALL-004 "),
        (["export", "merger", "--to", "x.doc"], 2, "CALL-010 Giá trị «x.doc» của --to"),
        (["export", "merger", "--to", "no/folder/x.csv"], 2, "CALL-010 "),
        (["check", "x.csv"], 2, "CALL-004 Không có bảng số liệu «x»."),
        (["add", "census", "x.csv", "--year", "2025"], 2, "FACT-030 "),
        (["add", "papi", "x.csv", "--year", "2025"], 2, "FACT-029 Thiếu nguồn"),
        (["add", "papi", "x.csv", "--year", "2025", *ORIGIN], 1, "FACT-012 x.csv: "),
        (["add", "papi", "x.csv", "--year", "2025", "--boundaries", "61"], 2, "CALL-003 "),
        (["add", "papi", "x.csv"], 2, "CALL-011 Lệnh gọi sai: Missing option '--year'"),
        (["nothing"], 2, "CALL-011 Lệnh gọi sai: No such command 'nothing'."),
    ],
)
def test_a_wrong_call_is_told_in_one_line(call, tmp_path, arguments, code, said, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found, out, err = call(*arguments)
    assert (found, out, len(err)) == (code, [], 1)
    assert err[0].startswith(said)


def test_check_of_everything(call):
    rows = sum(read().table(kind).height for kind in SCHEMAS)
    text = f"{rows:,}".replace(",", ".")
    assert call("check") == (0, [f"Không thấy lỗi: {len(SCHEMAS)} bảng, {text} dòng."], [])


def test_check_of_one_file(call, tmp_path):
    path = tmp_path / "mine.csv"
    head = "old,new,valid_from,basis,source,note"
    path.write_text(f"{head}\n33,33,2025-07-01,stated,nq-202-2025,\n", encoding="utf-8")
    assert call("check", str(path), "--kind", "merger")[:2] == (
        0,
        ["Không thấy lỗi: 1 bảng, 1 dòng."],
    )
    path.write_text(f"{head}\n33,99,1/7/2025,stated,nq-202-2025,\n", encoding="utf-8")
    code, out, err = call("check", str(path), "--kind", "merger")
    assert (code, len(out), err) == (1, 2, [])
    assert out[0].startswith("FACT-006 mine.csv, dòng 2, cột «valid_from»: «1/7/2025»")
    assert out[1] == "Có 1 lỗi."
    code, out, _ = call("check", str(path), "--kind", "merger", "--json")
    told = json.loads("\n".join(out))
    assert code == 1
    assert [(one["code"], one["row"]) for one in told["problems"]] == [("FACT-006", 2)]


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".json"])
def test_export_holds_the_whole_table(call, tmp_path, ending):
    to = tmp_path / f"merger{ending}"
    code, out, _ = call("export", "merger", "--to", str(to))
    assert (code, out) == (0, [f"Đã ghi 63 dòng vào {to}."])
    names = list(SCHEMAS["merger"].names)
    expected = read().table("merger").select(names).rows()
    if ending == ".csv":
        found = pl.read_csv(to, infer_schema=False).fill_null("").rows()
        assert call("check", str(to))[0] == 0
    elif ending == ".parquet":
        found = pl.read_parquet(to).rows()
    elif ending == ".json":
        rows = json.loads(to.read_text(encoding="utf-8"))["rows"]
        found = [tuple(row[name] or "" for name in names) for row in rows]
    else:
        lines = list(openpyxl.load_workbook(to).active.iter_rows(values_only=True))
        assert list(lines[0]) == names
        found = [tuple(cell or "" for cell in line) for line in lines[1:]]
    assert found == expected


def test_an_export_never_makes_a_formula(tmp_path):
    from thuocdo.facts.exporting import export

    export(pl.DataFrame({"note": ["=1+1", "+84", "x"]}), "merger", tmp_path / "x.xlsx")
    cells = [row[0] for row in openpyxl.load_workbook(tmp_path / "x.xlsx").active.iter_rows()]
    assert [(cell.value, cell.data_type) for cell in cells][1:] == [
        *(("=1+1", "s"), ("+84", "s"), ("x", "s")),
    ]


def test_add_without_a_terminal_shows_and_stores_nothing(call, papi_file, tmp_path):
    code, out, err = call(*papi_2025(papi_file))
    assert (code, err) == (0, [])
    assert out[:4] == [
        "Tệp papi.csv: 1 dòng số liệu, dòng đầu bảng là dòng 1.",
        "Nạp vào bảng papi_score (PAPI: điểm nội dung thành phần), năm 2025, ranh giới 34 tỉnh.",
        "Số liệu: 2 mới, 0 giống hệt, 0 thay đổi.",
        "Bộ papi-2021 áp dụng thêm cho năm 2025.",
    ]
    assert out[4] == "Viết khác tên chuẩn: «tinh Hung Yen» → Hưng Yên (33)."
    assert out[5].startswith("Đơn vị không có trong tệp (33): Hà Nội, ")
    assert out[6] == "Chưa lưu gì. Xem kỹ rồi chạy lại lệnh này với --yes để lưu."
    assert not (tmp_path / "home").exists()


def test_add_with_yes_stores(call, papi_file):
    code, out, _ = call(*papi_2025(papi_file, "--yes"))
    assert code == 0
    assert out[-1].startswith("Đã lưu 2 số liệu mới, 0 thay đổi; nguồn added-2025-papi-")
    rows = read().table("papi_score").filter(pl.col("year") == 2025)
    assert rows.select("boundaries", "unit", "code", "concept", "score").rows() == [
        ("34", "33", "1.1", "civic_knowledge", 1.5),
        ("34", "33", "1.2", "participation_opportunity", 2.25),
    ]
    assert call("check")[0] == 0
    assert call(*papi_2025(papi_file, "--yes"))[1][-1] == "Không có gì mới để lưu."
    code, out, _ = call("added", "--json")
    (entry,) = json.loads("\n".join(out))["added"]
    assert (entry["who"], entry["stored"]) == ("lan", True)
    code, out, _ = call("added")
    assert len(out) == 2
    assert "papi.csv" in out[1]


def test_nothing_added_yet(call):
    assert call("added") == (0, ["Chưa nạp thêm số liệu nào."], [])


@pytest.mark.parametrize(("answer", "stored"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_add_asks_on_a_terminal(call, papi_file, monkeypatch, answer, stored):
    import io

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    code, out, _ = call(*papi_2025(papi_file))
    assert code == 0
    assert "Lưu số liệu này?" in "\n".join(out)
    assert ("Không lưu." in out[-1]) is not stored
    assert read().table("papi_score").filter(pl.col("year") == 2025).is_empty() is not stored


def test_add_as_json_stores_only_with_yes(call, papi_file, tmp_path):
    code, out, err = call(*papi_2025(papi_file, "--json"))
    told = json.loads("\n".join(out))
    assert (code, err, told["stored"], told["new"]) == (0, [], False, 2)
    assert not (tmp_path / "home").exists()
    _, out, _ = call(*papi_2025(papi_file, "--json", "--yes"))
    assert json.loads("\n".join(out))["stored"]


def test_a_change_is_shown_then_refused(call, papi_file, tmp_path):
    call(*papi_2025(papi_file, "--yes"))
    other = tmp_path / "other.csv"
    other.write_text(WIDE.replace("2,25", "2,5"), encoding="utf-8")
    code, out, err = call(*papi_2025(str(other), "--yes"))
    assert code == 1
    assert out[-1] == "Thay đổi: Hưng Yên · 1.2 · 2025: 2,25 thành 2,5."
    assert len(err) == 1
    assert err[0].startswith("FACT-024 other.csv, dòng 2, cột «1.2»: ")
    code, out, _ = call(*papi_2025(str(other), "--yes", "--replace"))
    assert (code, out[-1][:38]) == (0, "Đã lưu 0 số liệu mới, 1 thay đổi; nguồ")


def test_facts_alone_prints_the_commands(call):
    code, out, err = call()
    told = "\n".join(out + err)
    assert code in (0, 2)
    assert all(name in told for name in ("list", "show", "check", "export", "add", "added"))
