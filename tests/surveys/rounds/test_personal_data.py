"""Personal data planted in every column and format: nowhere under THUOCDO_HOME, not a word."""

from __future__ import annotations

import io
import json
import unicodedata
import zipfile
from pathlib import Path

import pandas as pd
import polars as pl
import pyreadstat
import pytest
from tests.surveys.rounds.conftest import workbook

from thuocdo.errors import ThuocDoError

NAME, PHONE, NUMBER = "Nguyễn Thị Tuyệt Mật", "0987654321", "033199012345"
VALUES = (
    *(NAME, "NGUYEN THI TUYET MAT", "Tuyệt", PHONE, "+84 987 654 321", "098.765.4321", NUMBER),
    "tuyetmat@example.vn",
    "Số 12 ngõ Bí Ẩn, phường Phố Hiến",
    f"bà Tuyệt Mật, số {NUMBER}, điện thoại {PHONE}",
    "20.646100 106.051200 0 0",
)
PLANTED = ("tuyệt", "tuyet", "987654321", "987 654 321", "98.765.4321", "33199012345", "bí ẩn")
PLANTED = (*PLANTED, "20.6461", "106.0512")
HEADS = (
    *("_uuid", "ho_ten", "dien_thoai", "gop_y", "vi_tri", "_vi_tri_latitude", "thanh_vien/ten_tv"),
    *("commune", "village", "interviewer", "stratum", "start", "end", "weight", "n_villages"),
    *("q1", "q2", "tuoi", "quang_duong", "gioi", "username", "deviceid", "Email"),
)
GOOD = {
    **{"_uuid": "u-1", "ho_ten": NAME, "dien_thoai": PHONE, "gop_y": VALUES[9]},
    **{"vi_tri": VALUES[10], "_vi_tri_latitude": "20.646100", "thanh_vien/ten_tv": NAME},
    **{"commune": "11953", "village": "Thôn 3", "interviewer": "DTV-07", "stratum": "A"},
    **{"weight": "1", "n_villages": "20", "q1": "4", "q2": "1 2", "tuoi": "45", "gioi": "nu"},
    **{"username": NAME, "deviceid": NUMBER, "Email": VALUES[7], "quang_duong": "2"},
    **{"start": "2026-05-10T08:00:00", "end": "2026-05-10T08:20:00"},
}
# A stratum is whatever the design says it is; a person's name put there by hand is not foreseen.
KEPT = [one for one in HEADS if one not in ("stratum",)]


def planted() -> list[dict]:
    """A good row with people beside it, and a row for every value in every column."""
    rows = [GOOD]
    for place, head in enumerate(KEPT):
        for number, value in enumerate(VALUES):
            own = {"_uuid": f"u-{place}-{number}"} if head != "_uuid" else {}
            rows.append(GOOD | own | {head: value})
    return rows


def saved(path: Path) -> Path:
    lines = [[row.get(head, "") for head in HEADS] for row in planted()]
    if path.suffix == ".xlsx":
        return workbook(path, {"phieu": [HEADS, *lines], "thanh_vien": [["ten_tv"], [NAME]]})
    frame = pl.DataFrame(lines, schema=dict.fromkeys(HEADS, pl.String), orient="row")
    if path.suffix == ".parquet":
        frame.write_parquet(path)
    elif path.suffix == ".csv":
        text = frame.write_csv() + ",".join([NAME] * 30) + "\n"
        path.write_text(text, encoding="utf-8")
    else:
        plain = [one.replace("/", "_").lstrip("_") for one in HEADS]
        plain[0] = "respondent"
        data = pd.DataFrame(lines, columns=plain)
        write = pyreadstat.write_sav if path.suffix == ".sav" else pyreadstat.write_dta
        write(data, path, column_labels=dict.fromkeys(plain, "x"), file_label="Phiếu")
    return path


def words_of(path: Path) -> str:
    """All a file says: its bytes, unpacked, and read as what it is."""
    said = [path.name, path.read_bytes().decode("utf-8", "ignore")]
    if path.suffix == ".parquet":
        said.append(pl.read_parquet(path).write_csv())
    elif path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            said += [book.read(name).decode("utf-8") for name in book.namelist()]
    elif path.suffix == ".json":
        said.append(json.dumps(json.loads(path.read_text("utf-8")), ensure_ascii=False))
    return unicodedata.normalize("NFC", "\n".join(said)).lower()


def found_in(texts: dict[str, str]) -> list[tuple[str, str]]:
    return [(word, place) for place, text in texts.items() for word in PLANTED if word in text]


def test_a_column_of_names_is_no_stratum(desk):
    rows = "".join(f"{n},4,Nguyễn Thị Tuyệt {chr(97 + n % 26)}{'xy'[n // 26]}\n" for n in range(36))
    (file,) = desk.load(desk.csv("a.csv", "_id,q1,Tầng\n" + rows)).files
    assert file.hidden == {"stratum": 36} and desk.rows()["stratum"].null_count() == 36


@pytest.mark.parametrize("kind", [".csv", ".xlsx", ".parquet", ".sav", ".dta"])
def test_nothing_of_a_person_is_written_or_said(desk, kind):
    told = desk.load(saved(desk.folder / f"a{kind}"))
    files = [one for one in desk.home.rglob("*") if one.is_file()]
    texts = {one.relative_to(desk.home).as_posix(): words_of(one) for one in files}
    assert {name.split("/")[0] for name in texts} == {"surveys", "survey-errors"}
    assert told.rows > 50 and told.files[0].bad > 40
    said = str(told).lower()
    assert found_in(texts | {"said": said}) == []
    assert set(desk.rows().columns) <= {
        *("respondent", "commune", "village", "interviewer", "stratum", "weight", "started"),
        *("ended", "n_villages", "q1", "q2/1", "q2/2", "q2/3", "tuoi", "quang_duong", "gioi"),
    }


def test_what_was_left_out_is_said(desk):
    (file,) = desk.load(saved(desk.folder / "a.xlsx")).files
    assert set(file.personal) == {"ho_ten", "dien_thoai", "gop_y", "vi_tri"}
    assert set(file.unmatched) == {"_vi_tri_latitude", "username", "deviceid", "Email"}
    assert file.repeats == ["thanh_vien/ten_tv", "thanh_vien"]
    assert file.hidden["village"] >= 7 and file.hidden["interviewer"] >= 9


def test_a_codebook_that_calls_a_phone_a_number_does_not_let_it_in(desk):
    path = desk.csv(
        "a.csv", f"_uuid,q1,tuoi,quang_duong\nu-1,4,45,{PHONE}\nu-2,4,45,{NUMBER[1:]}\n"
    )
    path.write_text(path.read_text("utf-8") + "u-3,4,45,150000000\n", encoding="utf-8")
    (file,) = desk.load(path).files
    assert file.faults == {"SURVEY-143": 2}
    assert found_in({"errors": words_of(Path(file.error_file))}) == []


def test_a_file_without_heads_is_refused_without_its_words(desk):
    with pytest.raises(ThuocDoError) as caught:
        desk.load(desk.csv("a.csv", f"{NAME},{PHONE},4\n{NAME},{PHONE},5\n"))
    assert caught.value.code == "SURVEY-120"
    assert found_in({"said": str(caught.value).lower()}) == []


def test_names_of_interviewers_in_the_lists_of_a_form_are_not_kept(desk):
    from tests.surveys.rounds.conftest import CHOICES, SURVEY, xlsform

    from thuocdo.surveys.rounds.xlsform import read_xlsform

    people = (("dtv", "7", NAME), ("dtv", "8", "Trần Tuyệt Bí Ẩn"))
    places = (("xa", "a", "phường Phố Hiến"), ("xa", "b", "xã Không Có"))
    asked = (("select_one dtv", "enumerator", "Điều tra viên"), ("select_one xa", "commune", "Xã"))
    form = xlsform(desk.folder / "p.xlsx", (*asked, *SURVEY), (*CHOICES, *people, *places))
    rows = f"u-1,4,{NAME},a\nu-2,4,8,phường Phố Hiến\nu-3,4,Lê Tuyệt,a\n"
    path = desk.csv("a.csv", "_uuid,q1,enumerator,commune\n" + rows)
    desk.load(path, book=read_xlsform(form))
    assert desk.rows().select("interviewer", "commune").rows() == [
        ("7", "11953"),
        ("8", "11953"),
        (None, "11953"),
    ]
    texts = {one.name: words_of(one) for one in desk.home.rglob("*") if one.is_file()}
    assert found_in(texts) == []
    assert desk.load(path, book=read_xlsform(form)).new_version is False


def test_the_test_would_find_it(tmp_path):
    path = tmp_path / "a.parquet"
    pl.DataFrame({"a": [NAME], "n": [987654321]}).write_parquet(path)
    assert {word for word, _ in found_in({"a": words_of(path)})} >= {"tuyệt", "987654321"}
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as packed:
        packed.writestr("a.xml", NAME)
    (tmp_path / "a.xlsx").write_bytes(book.getvalue())
    assert found_in({"a": words_of(tmp_path / "a.xlsx")})
