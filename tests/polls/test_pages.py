"""What the pages of survey rounds say, in every form, and what they refuse."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from openpyxl import load_workbook
from tests.polls.conftest import FIRST, OTHER, SECOND
from tests.web.readers import seen, twin

from thuocdo.polls import held, memory
from thuocdo.surveys import reports
from thuocdo.surveys.rounds import Round

pytestmark = pytest.mark.django_db
SIMULATED = (
    "/khao-sat/",
    f"/khao-sat/{SECOND}/",
    f"/khao-sat/{SECOND}/cau-hoi/A09/",
    f"/khao-sat/{SECOND}/cau-hoi/T01/",
    f"/khao-sat/{SECOND}/nhan-to/",
    f"/khao-sat/{SECOND}/nhan-to/?muc=F1",
    f"/khao-sat/{SECOND}/so-voi/{FIRST}/",
    f"/khao-sat/{OTHER}/so-voi/{FIRST}/",
)
COLLECTED = (
    f"/khao-sat/{OTHER}/",
    f"/khao-sat/{OTHER}/cau-hoi/Q1/",
    f"/khao-sat/{OTHER}/cau-hoi/Q2/",
    f"/khao-sat/{OTHER}/nhan-to/",
)
PAGES = (*SIMULATED, *COLLECTED)
UNKNOWN = (
    ("/khao-sat/khong-co/", "khong-co"),
    ("/khao-sat/..%2Fx/", "x"),
    (f"/khao-sat/{SECOND}/cau-hoi/A99/", "A99"),
    (f"/khao-sat/{SECOND}/nhan-to/?muc=F9", "F9"),
    (f"/khao-sat/{SECOND}/so-voi/khong-co/", "khong-co"),
    (f"/khao-sat/{SECOND}/so-voi/{SECOND}/", SECOND),
)


@pytest.fixture(autouse=True)
def forgotten():
    memory.shelf.forget()


def page(browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def rows(browser, address: str) -> list[dict]:
    return json.loads(browser.get(twin(address, ".json")).content)["rows"]


@pytest.mark.parametrize("address", [*PAGES, *("/en" + one for one in PAGES)])
def test_the_page_answers_whole(province, reader, address):
    found = seen(page(reader(), address))
    assert [tag for tag, _ in found.tags].count("h1") == 1
    for wrong in ("None", "nan", "{{", "{%", "inf", "null"):
        assert wrong not in found.words.split(), wrong
    assert "%(" not in found.words and "%%" not in found.words
    idents = [attrs["id"] for _, attrs in found.tags if "id" in attrs]
    assert sorted(idents) == sorted(set(idents))
    assert not [1 for tag, attrs in found.tags if "style" in attrs or tag == "style"]


@pytest.mark.parametrize("address", PAGES)
def test_the_twins_answer_and_say_simulated_where_it_is(province, reader, address):
    browser = reader()
    told = json.loads(
        browser.get(twin(address, ".json")).content, parse_constant=lambda name: pytest.fail(name)
    )
    is_simulated = address in SIMULATED
    tables = [told, *told.get("more", {}).values()]
    assert {one["simulated"] for one in tables} == {is_simulated}
    assert ('class="simulated"' in page(browser, address)) is is_simulated
    text = browser.get(twin(address, ".csv")).content.decode()
    if told["rows"]:
        assert ("mô phỏng" in text) is is_simulated
    book = browser.get(twin(address, ".xlsx"))
    assert load_workbook(BytesIO(b"".join(book.streaming_content))).sheetnames[0] == "Số liệu"


@pytest.mark.parametrize(("address", "asked"), UNKNOWN)
def test_what_is_not_there_is_explained(province, reader, address, asked):
    answer = reader().get(address)
    assert answer.status_code == 404
    words = seen(answer.content.decode()).words
    assert "PAGE-0" in words and asked in words


def test_an_unknown_round_names_those_there_are(province, reader):
    words = seen(reader().get("/khao-sat/khong-co/").content.decode()).words
    assert FIRST in words and SECOND in words


@pytest.mark.parametrize("role", ["officer", "head"])
def test_who_reads_no_province_pages_reads_none_of_these(province, reader, role):
    browser = reader(role)
    for address in PAGES:
        assert browser.get(address).status_code == 403
    assert "/khao-sat/" not in seen(page(browser, "/")).links


@pytest.mark.parametrize("role", ["coordinator", "leader"])
def test_the_rounds_are_found_from_the_head_and_from_my_unit(province, reader, role):
    browser = reader(role)
    assert "/khao-sat/" in seen(page(browser, "/")).links
    assert seen(page(browser, "/cua-toi/")).links.count("/khao-sat/") == 2


def test_without_rounds_it_says_what_to_do(empty, reader):
    browser = reader()
    words = seen(page(browser, "/khao-sat/")).words
    assert "Chưa có đợt khảo sát nào" in words and "thuocdo survey import" in words
    assert rows(browser, "/khao-sat/") == []
    assert browser.get(f"/khao-sat/{FIRST}/").status_code == 404


def test_every_link_of_the_pages_answers(province, reader):
    browser = reader()
    links = {
        link.partition("#")[0]
        for address in PAGES
        for link in seen(page(browser, address)).links
        if link.startswith("/khao-sat") and "cau-hoi" not in link
    }
    links |= {link for link in seen(page(browser, PAGES[1])).links if "cau-hoi/P01" in link}
    assert len(links) > 12
    assert [link for link in sorted(links) if browser.get(link).status_code != 200] == []


# ---- the round ----


def test_the_index_is_a_band_and_never_a_number_made_up(province, reader):
    words = seen(page(reader(), f"/khao-sat/{SECOND}/")).words
    frame, book = Round(province, SECOND).respondents(), Round(province, SECOND).codebook()
    asked = reports.asked_of(Round(province, SECOND).manifest().design, frame)
    found = reports.factors(frame, book, asked).whole
    top = found.filter(found["node"] == "total").row(0, named=True)
    band = "…".join(f"{100 * top[end]:.1f}".replace(".", ",") for end in ("lowest", "highest"))
    assert f"{band} %" in words and "chưa biết trọng số" in words
    assert top["value"] is None
    assert "bằng nghịch đảo xác suất được chọn" in words
    assert "danh sách mọi người được chọn không nằm trong đợt" in words
    assert "đợt này không kèm tổng của dân số để so" in words


def test_every_percent_of_the_round_has_its_interval(province, reader):
    for row in rows(reader(), f"/khao-sat/{SECOND}/"):
        low, high = (float(end.replace(",", ".")) for end in row["span"].split("…"))
        assert low < 100 * row["value"] < high, row["item"]


def test_a_round_without_satisfaction_or_weights_says_so(province, reader):
    words = seen(page(reader(), f"/khao-sat/{OTHER}/")).words
    assert "không có câu của chỉ số hài lòng" in words
    assert "mọi phiếu được tính như nhau" in words
    assert "không có câu nào thuộc các nhân tố" in seen(page(reader(), COLLECTED[3])).words


# ---- an item ----


def test_an_item_shows_every_commune_with_its_interval_and_set(province, reader):
    told = rows(reader(), f"/khao-sat/{SECOND}/cau-hoi/A09/")
    assert len(told) == 104
    for row in told:
        assert (row["value"] is None) == (row["span"] is None)
        assert (row["strip"] is None) == (row["set"] is None)
        if row["strip"]:
            low, high = row["strip"]["set"]
            assert 1 <= low <= row["strip"]["rank"] <= high <= row["strip"]["of"]
    assert {"số riêng", "mô hình"} <= {row["show"] for row in told}
    assert all(row["why"] for row in told if row["show"] != "số riêng")


def test_the_tiles_agree_with_the_report(province, reader):
    html = page(reader(), f"/khao-sat/{SECOND}/cau-hoi/A01/")
    found = held.item_of(held.round_of(SECOND), "A01")
    sides = found.rows["side"].to_list()
    squares = html.count('class="tile above"'), html.count('class="tile below"')
    # One of each is the legend's.
    assert squares == (sides.count(1) + 1, sides.count(-1) + 1)
    assert f"{sides.count(1)} nơi chắc chắn cao hơn" in seen(html).words


def test_communes_nobody_was_asked_in_have_no_figure(province, reader):
    told = rows(reader(), f"/khao-sat/{OTHER}/cau-hoi/Q1/")
    assert len(told) == 104
    shown = [row for row in told if row["value"] is not None]
    assert [row["name"] for row in shown] in ([], ["phường Phố Hiến"])
    assert {row["show"] for row in told if row["value"] is None} == {"không hiện"}
    words = seen(page(reader(), f"/khao-sat/{OTHER}/cau-hoi/Q1/")).words
    assert "Không có số của mô hình" in words


# ---- changes ----


def test_changes_run_from_the_earlier_round_to_the_later(province, reader):
    browser = reader()
    one = rows(browser, f"/khao-sat/{SECOND}/so-voi/{FIRST}/")
    other = rows(browser, f"/khao-sat/{FIRST}/so-voi/{SECOND}/")
    assert one == other and len(one) == 25
    for row in one:
        low, high = (
            float(end.replace(",", ".").replace("−", "-")) for end in row["span"].split("…")
        )
        verdict = "tăng" if low > 0 else "giảm" if high < 0 else "trong sai số"
        if min(abs(low), abs(high)) > 0.05:  # the span is rounded, the verdict is not
            assert verdict in row["verdict"], row["item"]
        assert row["change"] == pytest.approx(100 * (row["after"] - row["before"]))
    words = seen(page(browser, f"/khao-sat/{SECOND}/so-voi/{FIRST}/")).words
    assert "cụm được hỏi ở cả hai đợt" in words


def test_rounds_that_ask_nothing_alike_cannot_be_compared(province, reader):
    address = f"/khao-sat/{OTHER}/so-voi/{FIRST}/"
    assert "không có câu nào hỏi như nhau" in seen(page(reader(), address)).words


# ---- kept ----


def test_a_page_is_made_once_and_again_for_a_new_version(province, reader, monkeypatch):
    browser = reader()
    address = f"/khao-sat/{SECOND}/"
    first = page(browser, address)
    monkeypatch.setattr("thuocdo.polls.round_tables.items", lambda *_: 1 / 0)
    assert page(browser, address) == first
    monkeypatch.setattr("thuocdo.polls.memory.stamp", lambda _: "another")
    with pytest.raises(ZeroDivisionError):
        browser.get(address)


def test_a_version_is_computed_once(province, monkeypatch):
    one = held.round_of(SECOND)
    held.item_of(one, "A09")
    monkeypatch.setattr(reports, "overview", lambda *_: 1 / 0)
    monkeypatch.setattr(reports, "item_report", lambda *_: 1 / 0)
    assert held.round_of(SECOND) is one
    assert held.item_of(one, "A09").whole.height == 1
