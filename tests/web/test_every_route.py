"""Every address: declared, answered in both languages, with its twins, kept by the browser."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.urls import resolve
from django.utils import translation
from tests.web.readers import PAGES, english, has_twins, seen, twin

from thuocdo.pages.twins import ACCESS, routes

BOTH = [*PAGES, *(english(one) for one in PAGES)]
WITH_TWINS = [one for one in BOTH if has_twins(one)]


def declared() -> list[tuple[str, str | None]]:
    from thuocdo.site.urls import urlpatterns

    return list(routes(urlpatterns))


def test_every_route_is_declared_public_or_internal():
    found = declared()
    assert len(found) > 20
    assert [route for route, access in found if access not in ACCESS] == []


def test_every_public_route_is_tried_here():
    twins = [twin(one, end) for one in PAGES if has_twins(one) for end in ENDS]
    tried = {resolve(one.partition("?")[0]).route for one in (*PAGES, *twins)}
    public = {route for route, access in declared() if access == "public"}
    assert public - tried == set()


ENDS = (".json", ".csv")


@pytest.mark.parametrize("address", BOTH)
def test_the_page_answers(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    html = answer.content.decode()
    language = "en" if address.startswith("/en/") else "vi"
    assert f'<html lang="{language}">' in html
    found = seen(html)
    assert [tag for tag, _ in found.tags].count("h1") == 1
    for wrong in ("None", "nan", "{{", "{%", "&lt;", "inf"):
        assert wrong not in found.words.split(), wrong


@pytest.mark.parametrize("address", WITH_TWINS)
def test_the_json_twin_answers(client, address):
    answer = client.get(twin(address, ".json"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    values = json.loads(answer.content, parse_constant=lambda name: pytest.fail(name))
    assert isinstance(values, dict) and values


@pytest.mark.parametrize("address", WITH_TWINS)
def test_the_csv_twin_answers(client, address):
    answer = client.get(twin(address, ".csv"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    text = answer.content.decode("utf-8")
    assert text.startswith("\ufeff")
    lines = [line for line in csv.reader(io.StringIO(text[1:])) if not line[0].startswith("#")]
    assert {len(line) for line in lines} == {len(lines[0])}


@pytest.mark.parametrize("address", WITH_TWINS)
def test_the_page_names_its_twins(page, address):
    links = seen(page(address)).links
    for end in ENDS:
        path = twin(address, end).partition("?")[0]
        if address in ("/", "/en/"):
            continue
        assert any(link.partition("?")[0] == path for link in links), path


def test_the_home_page_names_twins_that_answer(client, page):
    for address in ("/", "/en/"):
        twins = [one for one in seen(page(address)).links if one.endswith(ENDS)]
        assert len(twins) == 2
        for one in twins:
            assert client.get(one).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_the_language_switch_leads_to_the_same_page_and_back(client, page, address):
    here = [
        attrs
        for tag, attrs in seen(page(address)).tags
        if tag == "a" and attrs.get("hreflang") == "en"
    ]
    assert [one["href"] for one in here] == [english(address)]
    back = [
        attrs["href"]
        for tag, attrs in seen(page(here[0]["href"])).tags
        if tag == "a" and attrs.get("hreflang") == "vi"
    ]
    assert back == [address]


def test_the_address_alone_decides_the_language(client):
    answer = client.get("/", headers={"Accept-Language": "en"})
    assert '<html lang="vi">' in answer.content.decode()


@pytest.mark.parametrize("address", [*BOTH[:4], "/chi-so/papi/2024/34.json", "/nguon.csv"])
@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_what_the_browser_has_is_not_sent_again(client, address, encoding):
    headers = {"Accept-Encoding": encoding} if encoding else {}
    first = client.get(address, headers=headers)
    again = client.get(address, headers={**headers, "If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    other = client.get(address, headers={**headers, "If-None-Match": '"other"'})
    assert other.status_code == 200


def test_packed_and_plain_are_the_same_page(client):
    import gzip

    plain = client.get("/chi-so/papi/2024/34/")
    packed = client.get("/chi-so/papi/2024/34/", headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] != plain["ETag"]
    assert "Accept-Encoding" in packed["Vary"]


# ---- every link leads somewhere ----


def test_every_link_of_every_page_answers(client, page):
    """Links within the site, from one page of every kind, without the anchor."""
    waiting = {
        link.partition("#")[0]
        for address in (*PAGES[::3], english(PAGES[0]), english(PAGES[5]))
        for link in seen(page(address)).links
        if link.startswith("/")
    }
    waiting -= {""}
    kinds: dict[tuple, list[str]] = {}
    for link in sorted(waiting):
        language = "en" if link.startswith("/en/") else "vi"
        with translation.override(language):
            match = resolve(link.partition("?")[0])
        kinds.setdefault((match.view_name, language), []).append(link)
    tried = [link for links in kinds.values() for link in links[:: max(1, len(links) // 3)]]
    assert len(tried) > 40
    broken = [link for link in tried if client.get(link).status_code not in (200, 302)]
    assert broken == []


def test_every_anchor_is_on_its_page(page):
    for address in PAGES:
        found = seen(page(address))
        idents = {attrs["id"] for _, attrs in found.tags if "id" in attrs}
        anchors = {link[1:] for link in found.links if link.startswith("#") and len(link) > 1}
        assert anchors <= idents, address


@pytest.mark.parametrize("address", BOTH)
def test_no_id_is_given_twice(page, address):
    found = [attrs["id"] for _, attrs in seen(page(address)).tags if "id" in attrs]
    assert sorted(found) == sorted(set(found))
