"""What pages must say: what is estimated, simulated, missing, not known."""

from __future__ import annotations

import pytest
from tests.web.readers import seen


def words(page, address: str) -> str:
    return seen(page(address)).words


# ---- simulated ----


@pytest.mark.parametrize(
    ("address", "word"), [("/nguon/department/", "mô phỏng"), ("/nguon/", "mô phỏng")]
)
def test_simulated_figures_say_so(page, address, word):
    assert word in words(page, address)


def test_the_department_table_is_marked_in_all_its_forms(client, page):
    assert 'class="simulated"' in page("/nguon/department/")
    assert client.get("/nguon/department.json").json()["simulated"] is True
    rows = client.get("/nguon/department.csv").content.decode().splitlines()
    assert rows[0].endswith("mo_phong")
    assert all("mô phỏng" in row for row in rows[1:17])


@pytest.mark.parametrize("address", ["/", "/chi-so/papi/2024/34/", "/nguon/papi_score/"])
def test_real_figures_are_not_marked_simulated(page, address):
    assert 'class="simulated"' not in page(address)


# ---- estimated, not known, missing ----


@pytest.mark.parametrize(
    "address",
    ["/", "/chi-so/papi/2024/34/", "/don-vi/papi/2024/34/33/", "/tom-tat/papi/2024/34/33/"],
)
def test_merged_figures_say_estimated(page, address):
    assert "ước lượng" in words(page, address)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/chi-so/papi/2015/63/",
        "/chi-so/papi/2024/34/?muc=7.1",
        "/chi-so/par-index/2024/63/",
        "/chi-so/sipas/2024/63/",
        "/don-vi/papi/2015/63/33/",
        "/tom-tat/sipas/2024/34/33/",
    ],
)
def test_a_rank_without_an_error_says_so(page, address):
    assert "chưa biết" in words(page, address).lower()


def test_every_rank_of_the_ranking_has_its_set(client, standings):
    rows = client.get("/chi-so/papi/2024/34.json").json()["units"]
    for row in rows:
        if row["rank"] is not None:
            assert row["rank_low"] <= row["rank"] <= row["rank_high"]


def test_a_missing_total_is_a_dash_and_a_reason(page):
    said = words(page, "/chi-so/papi/2024/34/")
    assert "không có số hợp lệ" in said
    assert "0,00" not in words(page, "/don-vi/papi/2024/34/25/").split()


def test_simultaneous_sets_are_called_so(page):
    own = words(page, "/chi-so/papi/2024/34/")
    together = words(page, "/chi-so/papi/2024/34/?khoang=dong-thoi")
    assert "nói về riêng từng tỉnh" in own
    assert "Khoảng hạng đang xem đúng đồng thời cho mọi tỉnh" in together
    assert "nói về riêng từng tỉnh" not in together, "the note under the table must agree"


def test_the_home_page_answers_the_four_questions_first(page):
    said = words(page, "/")
    places = [said.index(one) for one in ("Đang ở đâu", "Chắc đến mức nào", "Vì sao", "Làm gì")]
    assert places == sorted(places)
    for figure in ("44,60", "8", "2", "20"):
        assert figure in said


def test_every_number_of_the_ranking_leads_to_its_trace(page):
    links = seen(page("/chi-so/papi/2024/34/")).links
    for aspect in ("score", "se", "rank", "set"):
        assert f"/vi-sao/papi/2024/34/33/total/{aspect}/" in links


def test_a_trace_leads_to_the_row_of_its_table(page):
    links = seen(page("/vi-sao/papi/2024/34/33/total/score/")).links
    rows = [link for link in links if link.startswith("/nguon/papi_score/?dong=")]
    assert len(set(rows)) == 2 * 28
    assert any(link.startswith("/nguon/census/?dong=") for link in links)
    html = page(rows[0])
    assert 'class="us"' in html, "the row is marked"


def test_breaks_are_listed_with_their_reasons(page, facts):
    said = words(page, "/don-vi/papi/2024/34/33/")
    for reason in facts.table("break").filter(index="papi", item="total")["reason"].to_list()[:4]:
        assert reason in said


def test_gaps_name_the_document(page, facts):
    said = words(page, "/")
    own = facts.table("gap").filter(index="sipas", unit="33", year_from=2024)
    for document in own["document"]:
        assert document in said


def test_commune_codes_with_a_conflict_are_shown(page, facts):
    said = words(page, "/nguon/")
    rivals = [row for row in facts.table("commune").to_dicts() if row["rival_code"]]
    assert rivals
    for row in rivals:
        assert row["name"] in said and row["rival_code"] in said


# ---- search ----


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("hung yen", "/don-vi/papi/2024/34/33/"),
        ("Hưng Yên", "/don-vi/papi/2024/63/33/"),
        ("thai binh", "/don-vi/papi/2024/63/34/"),
        ("TP HCM", "/don-vi/papi/2024/34/79/"),
        ("quan tri dien tu", "/chi-so/papi/2024/34/?muc=8"),
    ],
)
def test_search_finds(client, asked, address):
    answer = client.get("/tim/", {"q": asked})
    links = (
        [answer["Location"]] if answer.status_code == 302 else seen(answer.content.decode()).links
    )
    assert address in links


@pytest.mark.parametrize("asked", ["Thuy", "thuỵ", "Thụy"])
def test_search_finds_either_tone_mark_spelling(client, asked):
    said = seen(client.get("/tim/", {"q": asked}).content.decode()).words
    assert "Thụy" in said or "Thuỵ" in said


def test_search_finds_by_every_alias(client, facts):
    for row in facts.table("alias").iter_rows(named=True):
        answer = client.get("/tim/", {"q": row["alias"]})
        links = (
            [answer["Location"]]
            if answer.status_code == 302
            else seen(answer.content.decode()).links
        )
        wanted = f"/don-vi/papi/2024/{row['boundaries']}/{row['code']}/"
        assert wanted in links, row["alias"]
