"""What is not there answers 404 with a code, a cause and a remedy, in the form asked for."""

from __future__ import annotations

import json

import pytest
from tests.web.readers import english, seen

UNKNOWN = (
    ("/khong-co/", "PAGE-001"),
    ("/chi-so/pci/2024/34/", "CALL-001"),
    ("/chi-so/papi/2030/34/", "CALL-002"),
    ("/chi-so/sipas/2011/63/", "CALL-002"),
    ("/chi-so/papi/2024/99/", "CALL-003"),
    ("/chi-so/papi/2024/34/?muc=9", "CALL-005"),
    ("/don-vi/papi/2024/34/34/", "UNIT-001"),
    ("/don-vi/papi/2024/63/98/", "UNIT-001"),
    ("/don-vi/papi/2030/34/33/", "CALL-002"),
    ("/tom-tat/papi/2024/34/99/", "UNIT-001"),
    ("/tong-quan/2024/99/", "UNIT-001"),
    ("/tong-quan/2030/33/", "CALL-002"),
    ("/so-sanh/pci/2024/34/", "CALL-001"),
    ("/vi-sao/papi/2024/34/99/total/score/", "UNIT-001"),
    ("/vi-sao/papi/2024/34/33/9/score/", "CALL-005"),
    ("/vi-sao/papi/2024/34/33/total/mau/", "CALL-010"),
    ("/vi-sao/sipas/2024/34/33/total/rank/", None),
    ("/nguon/khong_co/", "CALL-004"),
)
REFUSED = [one for one in UNKNOWN if one[1]]


@pytest.mark.parametrize(("address", "code"), REFUSED)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_says_what_is_wrong_and_what_to_do(client, address, code, language):
    answer = client.get(english(address) if language == "en" else address)
    assert answer.status_code == 404
    html = answer.content.decode()
    assert f'<html lang="{language}">' in html
    words = seen(html).words
    assert code in words
    assert '<p class="lead">' in html, "a remedy"


@pytest.mark.parametrize(("address", "code"), REFUSED)
@pytest.mark.parametrize("end", [".json", ".csv"])
def test_a_twin_says_it_as_json(client, address, code, end):
    path, mark, query = address.partition("?")
    answer = client.get(f"{path.rstrip('/')}{end}{mark}{query}")
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("application/json")
    error = json.loads(answer.content)["error"]
    assert error["code"] == code
    assert error["message"] and error["remedy"]


@pytest.mark.parametrize(
    "address",
    [
        "/chi-so/papi/2024/34/?sap-xep=khong_co&loc=%00%F0%9F%98%80",
        "/chi-so/papi/2024/34/?muc=total&khoang=gi-do",
        "/so-sanh/papi/2024/34/?don-vi=99&don-vi=&don-vi=33&don-vi=33",
        "/nguon/commune/?trang=0",
        "/nguon/commune/?trang=9999",
        "/nguon/commune/?dong=khong",
        "/tim/?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/tim/?q=" + "a" * 5000,
    ],
)
def test_odd_questions_do_no_harm(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_a_refusal_is_not_remembered_as_a_page(client):
    assert client.get("/chi-so/papi/2031/34/").status_code == 404
    assert client.get("/chi-so/papi/2031/34/").status_code == 404


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_refusal_offers_the_way_home(client, language):
    answer = client.get(f"{language}/khong-co/")
    assert f"{language}/" in seen(answer.content.decode()).links
