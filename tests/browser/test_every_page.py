"""Every page in a browser: accessible, within its policy, from this host alone, never too wide."""

from __future__ import annotations

import pytest
from tests.browser.conftest import PHONE, WIDE

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/tong-quan/2024/25/",
    "/chi-so/papi/2024/34/",
    "/chi-so/papi/2024/63/?muc=7",
    "/chi-so/papi/2015/63/",
    "/chi-so/sipas/2024/63/",
    "/don-vi/papi/2024/34/33/",
    "/don-vi/papi/2014/63/24/",
    "/don-vi/par-index/2024/34/33/",
    "/so-sanh/papi/2024/34/",
    "/so-sanh/papi/2024/34/?don-vi=33&don-vi=22&don-vi=25&don-vi=46&don-vi=79",
    "/tom-tat/papi/2024/34/33/",
    "/tom-tat/sipas/2024/34/33/",
    "/vi-sao/papi/2024/34/33/total/score/",
    "/vi-sao/papi/2024/34/33/total/set/",
    "/nguon/",
    "/nguon/papi_score/",
    "/nguon/department/",
    "/tim/?q=hung+yen",
    "/tim/?q=khong-co-gi-nhu-vay",
    "/cach-tinh/",
    "/dang-nhap/",
)
ENGLISH = ("/en/", "/en/chi-so/papi/2024/34/", "/en/don-vi/papi/2024/34/33/", "/en/cach-tinh/")
DARK = (PAGES[0], PAGES[2], PAGES[6], PAGES[10], PAGES[13], PAGES[17])

VIEWS = [
    *((page, WIDE, False) for page in (*PAGES, *ENGLISH)),
    *((page, PHONE, False) for page in (*PAGES, *ENGLISH[:2])),
    *((page, WIDE, True) for page in DARK),
    *((page, PHONE, True) for page in DARK[:2]),
]


@pytest.fixture(scope="module")
def axe():
    from axe_playwright_python.sync_playwright import Axe

    return Axe()


def violations(axe, page) -> list[str]:
    """What axe finds, a line per element."""
    found = axe.run(page).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:160]}"
        for one in found
        for node in one["nodes"][:5]
    ]


@pytest.mark.parametrize(
    ("address", "size", "dark"),
    VIEWS,
    ids=[f"{page}-{size['width']}{'-dark' if dark else ''}" for page, size, dark in VIEWS],
)
def test_page(visiting, axe, address, size, dark):
    with visiting(size, dark=dark) as visit:
        visit.go(address)
        assert visit.faults == []
        assert visit.width_over <= 0, "the document is wider than the window"
        assert violations(axe, visit.page) == []
        assert visit.faults == []


@pytest.mark.parametrize("address", ["/", "/don-vi/papi/2024/34/33/", "/tom-tat/papi/2024/34/33/"])
def test_in_print(visiting, axe, address):
    """Contrast on paper, light whatever the screen was."""
    with visiting(WIDE, dark=True) as visit:
        visit.go(address)
        visit.page.emulate_media(media="print")
        assert violations(axe, visit.page) == []
        ground = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")


def test_a_refusal_is_a_page_too(visiting, axe):
    with visiting(PHONE) as visit:
        visit.go("/khong-co/")
        assert violations(axe, visit.page) == []
        assert visit.width_over <= 0
        assert [fault for fault in visit.faults if "404" not in fault] == []


# ---- the tests themselves see what they should ----


def test_axe_would_find_a_fault(visiting, axe):
    with visiting() as visit:
        visit.go("/cach-tinh/")
        visit.page.evaluate("document.documentElement.removeAttribute('lang')")
        assert any("html-has-lang" in one for one in violations(axe, visit.page))


def test_a_breach_of_the_policy_would_be_noted(visiting):
    with visiting() as visit:
        visit.go("/cach-tinh/")
        visit.page.evaluate("document.body.setAttribute('style', 'color: red')")
        visit.page.evaluate(
            "document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.2/x.png'}))"
        )
        visit.page.wait_for_timeout(100)
        said = " ".join(visit.faults)
        assert "style" in said and "127.0.0.2" in said
