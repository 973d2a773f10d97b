"""``thuocdo survey``: what the commands say, write and refuse."""

from __future__ import annotations

import json

import pytest
from tests.surveys.rounds.conftest import xlsform

KOBO = (
    "_uuid,ho_ten,phuc_vu/q1,ho/tuoi,weight,la\n"
    "u-1,Lan,4,45,1,x\nu-2,Hoa,98,30,2,x\nu-2,Hoa,7,30,2,x\n"
)


@pytest.fixture
def call(tmp_path, monkeypatch, capsys):
    from thuocdo.cli.main import run

    monkeypatch.setenv("THUOCDO_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    xlsform(tmp_path / "phieu.xlsx")
    (tmp_path / "k.csv").write_text(KOBO, encoding="utf-8")

    def called(text: str) -> tuple[int, str, str]:
        code = run(["survey", *text.split()])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return called


def test_an_import_tells_what_it_did(call):
    code, out, err = call("import k.csv --round dot-1 --form phieu.xlsx")
    assert (code, err) == (0, "")
    lines = [line.strip() for line in out.splitlines()]
    assert lines[0] == "k.csv: đọc 3 dòng, 2 dòng đúng, 1 dòng sai, 0 dòng trùng người trả lời."
    assert "Nhận 4 cột. Mục của bộ mã không có cột: 3." in lines
    said = "Bỏ 1 cột chữ tự do hoặc dữ liệu cá nhân, không ghi xuống đĩa: ho_ten."
    assert said in lines and "Bỏ 1 cột không có trong bộ mã: la." in lines
    assert "Mã không trả lời, để trống: q1 1." in lines
    assert "SURVEY-142: 1 ô. Ô đầu: dòng 4, cột q1." in lines
    stored = "Đợt dot-1, phiên bản 1: 2 người trả lời (2 mới, 0 đổi, 0 không đổi gì)."
    assert stored in lines and "Lan" not in out
    assert any(one.startswith("Thiết kế: tầng chưa có") for one in lines)
    out = call("import k.csv --round dot-1")[1]
    assert "Đợt dot-1 vẫn là phiên bản 1: 2 người trả lời; không có gì mới." in out


def test_in_english(call, monkeypatch):
    monkeypatch.setenv("THUOCDO_LANGUAGE", "en")
    out = call("import k.csv --round dot-1 --form phieu.xlsx")[1]
    assert "1 columns of free text or personal data left out" in out and "dòng" not in out
    assert "Round" in call("rounds")[1] and "collected" in call("rounds")[1]
    assert "Attitude of officials" in call("codebook dot-1")[1]


def test_rounds_and_codebooks(call):
    assert call("rounds")[1].strip() == "Chưa có đợt khảo sát nào."
    call("import k.csv --round dot-1 --form phieu.xlsx")
    assert "dot-1" in call("rounds")[1] and "thu thập" in call("rounds")[1]
    out = call("codebook dot-1")[1]
    assert "Thái độ của công chức" in out and "ho_ten" in out
    assert json.loads(call("codebook phieu.xlsx --json")[1])["items"][0]["name"] == "ho_ten"
    assert "SIPAS" in call("codebook sipas-1001")[1]


def test_what_is_simulated_says_so(call, tmp_path):
    (tmp_path / "k.csv.mo-phong.json").write_text('{"basis": "simulated"}', encoding="utf-8")
    for text in (
        "import k.csv --round dot-1 --form phieu.xlsx",
        "codebook dot-1",
        "export dot-1 --to ra.csv",
    ):
        assert "MÔ PHỎNG" in call(text)[1], text
    assert "mô phỏng" in call("rounds")[1]
    assert "mô phỏng" in (tmp_path / "ra.csv").read_text(encoding="utf-8")


def test_forms_are_listed_and_written(call, tmp_path):
    out = call("form")[1]
    assert "papi-2019" in out and "chưa đủ" in out
    out = call("form sipas-2640 --to p.xlsx")[1]
    assert out.startswith("Đã ghi p.xlsx: 9 mục. Chưa đủ") and (tmp_path / "p.xlsx").is_file()


@pytest.mark.parametrize("to", ["ra.csv", "ra.sav", "ra.dta", "ra.parquet", "ra.json", "ra.xlsx"])
def test_exports(call, tmp_path, to):
    call("import k.csv --round dot-1 --form phieu.xlsx")
    code, out, _ = call(f"export dot-1 --to {to}")
    assert code == 0 and out.startswith(f"Đã ghi {to}: ") and (tmp_path / to).stat().st_size
    assert call(f"export dot-1 --to p-{to}.xlsx --form")[0] == 0


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("import k.csv --round Dot --form phieu.xlsx", 2, "SURVEY-130"),
        ("import k.csv --round dot-1", 2, "SURVEY-122"),
        ("import k.csv --round dot-1 --form sipas", 2, "SURVEY-124"),
        ("import k.csv --round dot-1 --form khong.xlsx", 1, "SURVEY-110"),
        ("import khong.csv --round dot-1 --form phieu.xlsx", 1, "SURVEY-110"),
        ("import k.csv --round dot-1 --form phieu.xlsx --map x", 2, "SURVEY-121"),
        ("export dot-9 --to a.csv", 1, "SURVEY-131"),
        ("form sipas --to a.xlsx", 2, "SURVEY-124"),
        ("form sipas-1001 --to a.csv", 2, "SURVEY-125"),
        ("codebook la-gi", 2, "SURVEY-124"),
    ],
)
def test_refusals(call, text, code, said):
    done, out, err = call(text)
    assert (done, out) == (code, "") and err.startswith(said) and "Traceback" not in err
