"""By keyboard, without a script, with one, on paper."""

from __future__ import annotations

import re

import pytest
from tests.browser.conftest import PHONE, WIDE

pytestmark = pytest.mark.browser

RANKING = "/chi-so/papi/2024/34/"

FOCUS = """() => {
  const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
  return {
    tag: at.tagName, skip: at.classList.contains("skip"), region: at.classList.contains("scroll"),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    onScreen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
  };
}"""


# ---- keyboard ----


def test_the_skip_link_comes_first_and_skips(visiting):
    with visiting() as visit:
        visit.go("/")
        visit.page.keyboard.press("Tab")
        at = visit.page.evaluate(FOCUS)
        assert at["skip"] and at["outlined"] and at["onScreen"]
        visit.page.keyboard.press("Enter")
        assert visit.page.evaluate("document.activeElement.tagName") == "MAIN"
        visit.page.keyboard.press("Tab")
        inside = "document.querySelector('main').contains(document.activeElement)"
        assert visit.page.evaluate(inside)


@pytest.mark.parametrize("address", ["/", RANKING, "/so-sanh/papi/2024/34/"])
def test_focus_is_always_seen(visiting, address):
    with visiting() as visit:
        visit.go(address)
        for _ in range(40):
            visit.page.keyboard.press("Tab")
            at = visit.page.evaluate(FOCUS)
            if at["tag"] == "BODY":
                break
            assert at["outlined"] and at["onScreen"], at


def test_a_wide_table_scrolls_by_keyboard(visiting):
    with visiting(PHONE) as visit:
        visit.go(RANKING)
        region = visit.page.locator(".scroll").first
        region.focus()
        assert visit.page.evaluate(FOCUS)["region"]
        before = region.evaluate("one => one.scrollLeft")
        for _ in range(5):
            visit.page.keyboard.press("ArrowRight")
        visit.page.wait_for_function(
            "([one, before]) => one.scrollLeft > before", arg=[region.element_handle(), before]
        )


# ---- without a script ----


def test_sort_link_without_a_script(visiting):
    with visiting(scripts=False) as visit:
        visit.go(RANKING)
        first = visit.row_names()
        visit.page.locator("thead th a").first.click()
        assert "sap-xep" in visit.page.url
        by_name = visit.row_names()
        assert by_name != first and sorted(by_name) == sorted(first)
        assert visit.page.locator("thead th").first.get_attribute("aria-sort") == "ascending"


def test_filter_form_without_a_script(visiting):
    with visiting(scripts=False) as visit:
        visit.go(RANKING)
        visit.page.locator("form.filter input[type=search]").fill("hung yen")
        visit.page.locator("form.filter button").click()
        assert visit.row_names() == ["Hưng Yên"]
        assert visit.page.locator("form.filter .count").inner_text().startswith("1 ")


def test_sorting_keeps_the_filter_without_a_script(visiting):
    with visiting(scripts=False) as visit:
        visit.go(RANKING)
        visit.page.locator("form.filter input[type=search]").fill("an")
        visit.page.locator("form.filter button").click()
        few = visit.row_names()
        visit.page.locator("thead th a").first.click()
        assert sorted(visit.row_names()) == sorted(few)


def test_compare_form_without_a_script(visiting):
    with visiting(scripts=False) as visit:
        visit.go("/so-sanh/papi/2024/34/")
        pickers = visit.page.locator("select[name=don-vi]")
        assert pickers.count() == 5
        pickers.nth(0).select_option("33")
        pickers.nth(1).select_option("46")
        pickers.nth(2).select_option("79")
        visit.page.locator("form.pickers button").click()
        heads = " ".join(visit.page.locator("table").first.locator("thead th").all_inner_texts())
        for name in ("Hưng Yên", "Huế", "Hồ Chí Minh"):
            assert name in heads


def test_language_switch_without_a_script(visiting):
    with visiting(scripts=False) as visit:
        visit.go(RANKING)
        visit.page.locator("a[hreflang=en]").click()
        assert visit.page.url.endswith("/en" + RANKING)
        assert visit.page.locator("html").get_attribute("lang") == "en"
        visit.page.locator("a[hreflang=vi]").click()
        assert visit.page.url.endswith(RANKING) and "/en/" not in visit.page.url


def test_from_the_home_page_to_a_row_of_the_facts_without_a_script(visiting):
    """What a doubter does: the figure, why, the row, its source."""
    with visiting(scripts=False) as visit:
        visit.go("/")
        visit.page.locator("a.why").first.click()
        assert "/vi-sao/" in visit.page.url
        visit.page.locator("a[href*='/nguon/papi_score/?dong=']").first.click()
        assert visit.page.locator("tr.us").count() == 1


# ---- with a script ----


def heads(visit) -> list[str]:
    """Query keys of the sortable heads of the ranking, in order."""
    links = visit.page.locator("table").first.locator("thead th a")
    return [links.nth(place).get_attribute("href") for place in range(links.count())]


def test_client_sort_gives_the_order_of_the_server(visiting):
    with visiting() as ours, visiting(scripts=False) as server:
        ours.go(RANKING)
        count = len(heads(ours))
        assert count >= 5
        for place in range(count):
            for _ in ("first click", "second click"):
                ours.page.locator("thead th a").nth(place).click()
                address = ours.page.url.removeprefix(ours.site).partition("#")[0]
                server.go(address)
                assert ours.row_names() == server.row_names(), address
                sorted_by = "thead th[aria-sort]"
                assert ours.page.locator(sorted_by).count() == 1
                assert ours.page.locator(sorted_by).get_attribute(
                    "aria-sort"
                ) == server.page.locator(sorted_by).get_attribute("aria-sort")
        assert ours.faults == []


@pytest.mark.parametrize("asked", ["hung yen", "Hưng", "AN gi", "tp", "khong co", "  "])
def test_typing_filters_as_the_server_does(visiting, asked):
    with visiting() as ours, visiting(scripts=False) as server:
        ours.go(RANKING)
        box = ours.page.locator("form.filter input[type=search]")
        box.press_sequentially(asked)
        server.go(RANKING)
        server.page.locator("form.filter input[type=search]").fill(asked)
        server.page.locator("form.filter button").click()
        if server.page.locator("td.empty").count():
            assert ours.row_names() == []
        else:
            assert ours.row_names() == server.row_names()
        assert ours.faults == []


def test_a_sorted_address_can_be_sent_to_someone(visiting):
    with visiting() as ours:
        ours.go(RANKING)
        ours.page.locator("thead th a").first.click()
        shown, address = ours.row_names(), ours.page.url.removeprefix(ours.site)
        ours.go(address)
        assert ours.row_names() == shown


# ---- paper ----


@pytest.mark.parametrize(
    "address",
    [
        "/tom-tat/papi/2024/34/33/",
        "/tom-tat/papi/2024/34/25/",
        "/tom-tat/papi/2024/63/34/",
        "/tom-tat/sipas/2024/34/33/",
        "/tom-tat/par-index/2024/34/33/",
        "/en/tom-tat/papi/2024/34/33/",
    ],
)
def test_the_sheet_is_one_page_of_a4(visiting, address):
    with visiting(WIDE) as visit:
        visit.go(address)
        printed = visit.page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    box = re.search(rb"/MediaBox\s*\[([^\]]+)\]", printed)
    assert [round(float(one)) for one in box[1].split()[2:]] in ([595, 842], [595, 841], [594, 842])
