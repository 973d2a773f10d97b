"""Headers, nothing inline, nothing from elsewhere, nothing heavy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.web.readers import PAGES, english, seen

BOTH = [*PAGES, *(english(one) for one in PAGES)]
LIMIT = 300_000


@pytest.mark.parametrize("address", [*BOTH, "/khong-co/", "/nguon.json", "/nguon.csv"])
def test_content_security_policy(client, address):
    policy = client.get(address)["Content-Security-Policy"]
    rules = dict(one.strip().partition(" ")[::2] for one in policy.split(";"))
    assert rules["default-src"] == "'self'"
    assert rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy and "*" not in policy and "data:" not in policy


@pytest.mark.parametrize("address", ["/", "/nguon.json", "/khong-co/"])
def test_other_headers(client, address):
    answer = client.get(address)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in answer


@pytest.mark.parametrize("address", [*BOTH, "/khong-co/"])
def test_nothing_inline_and_nothing_from_elsewhere(client, address):
    for tag, attrs in seen(client.get(address).content.decode()).tags:
        assert tag != "style"
        assert "style" not in attrs, (tag, attrs)
        assert not [name for name in attrs if name.startswith("on")], (tag, attrs)
        assert tag != "script" or attrs.get("src", "").startswith("/static/")
        for name in ("href", "src", "action"):
            assert not attrs.get(name, "").lower().startswith(("javascript:", "data:"))
        loads = tag in ("img", "script", "iframe", "object", "source", "use", "image")
        if loads or (tag == "link" and attrs.get("rel") != "alternate"):
            assert attrs.get("src", attrs.get("href", "/")).startswith(("/", "#"))


def static_bytes(html: str, root: Path) -> int:
    """Bytes of the stylesheets, scripts and icons a page asks for."""
    names = set(re.findall(r'(?:href|src)="/static/([^"]+)"', html))
    assert any(name.endswith(".css") for name in names)
    return sum((root / name).stat().st_size for name in names)


@pytest.mark.parametrize("address", BOTH)
def test_weight(page, static_files, address):
    html = page(address)
    assert len(html.encode()) + static_bytes(html, static_files) < LIMIT


LONG = ("papi_score", "published", "source", "criterion", "commune_merger")


@pytest.mark.parametrize("kind", LONG)
def test_weight_of_long_tables(page, static_files, kind):
    html = page(f"/nguon/{kind}/")
    assert len(html.encode()) + static_bytes(html, static_files) < LIMIT


def test_only_known_hosts_are_answered(client):
    assert client.get("/", headers={"Host": "vi-du.example"}).status_code == 400


def test_a_page_names_the_host_it_was_asked_from(client):
    """Addresses printed on paper lead back here, whoever asked for the page before."""
    for host in ("testserver", "127.0.0.1"):
        html = client.get("/cach-tinh/", headers={"Host": host}).content.decode()
        (printed,) = re.findall(r'<p class="print-only">([^<]+)</p>', html)
        assert printed.removeprefix("http://").startswith(host)
