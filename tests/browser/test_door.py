"""Signing in and out as people do it: by keyboard, on a phone, without a script."""

from __future__ import annotations

import pytest
from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_every_page import axe, violations  # noqa: F401

pytestmark = pytest.mark.browser

NAME, PASSWORD = "lan.tu-phap", "Đường làng mưa bay"


@pytest.fixture(scope="module", autouse=True)
def lan(django_db_setup, django_db_blocker):
    """Somebody with an account, seen by the threads of the server too."""
    from django.db import connection

    from thuocdo import facts
    from thuocdo.accounts import users
    from thuocdo.accounts.models import User

    with django_db_blocker.unblock():
        if not User.objects.filter(username=NAME).exists():
            known = facts.read()
            users.add(known, "cli", NAME, "Nguyễn Thị Lan", "coordinator", "SO-03", PASSWORD)
        yield
        User.objects.filter(username=NAME).delete()
        connection.close()


def type_in(visit, name: str, password: str) -> None:
    """From the top of the page by keyboard alone."""
    page = visit.page
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "id_username":
            break
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "id_password"
    page.keyboard.type(password)


def arrive(visit, address: str) -> None:
    """Wait until the page at ``address`` is there with all it asks for."""
    visit.page.wait_for_url(visit.site + address, wait_until="networkidle")


@pytest.mark.parametrize(("scripts", "dark"), [(True, False), (False, False), (True, True)])
def test_in_and_out_by_keyboard_on_a_phone(visiting, axe, scripts, dark):  # noqa: F811
    with visiting(PHONE, scripts=scripts, dark=dark) as visit:
        page = visit.page
        visit.go("/cua-toi/SO-02/")
        assert "/dang-nhap/" in page.url
        type_in(visit, NAME, "con-cò-bay-lả")
        page.keyboard.press("Enter")
        page.wait_for_selector("p.error")
        assert "không đúng" in page.locator("p.error").inner_text()
        assert page.locator("#id_password").get_attribute("aria-invalid") == "true"
        if scripts:
            assert violations(axe, page) == []
        assert visit.width_over <= 0
        assert page.locator("#id_username").input_value() == NAME
        page.locator("#id_password").focus()
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        arrive(visit, "/cua-toi/SO-02/")
        visit.go("/cua-toi/")
        assert page.locator("h1").inner_text() == "Đơn vị của tôi"
        assert page.locator("a.account").inner_text() == "Nguyễn Thị Lan"
        if scripts:
            assert violations(axe, page) == []
        assert visit.width_over <= 0
        visit.go("/")
        assert page.locator("a.account").inner_text() == "Nguyễn Thị Lan"
        visit.go("/cua-toi/")
        page.locator("main form button").focus()
        page.keyboard.press("Enter")
        arrive(visit, "/dang-nhap/")
        visit.go("/")
        assert page.locator("a.account").inner_text() == "Đăng nhập"
        assert visit.faults == []


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
@pytest.mark.parametrize("address", ["/mat-khau/", "/en/cua-toi/", "/cua-toi/11953/"])
def test_internal_pages(visiting, axe, size, address):  # noqa: F811
    with visiting(size) as visit:
        visit.go("/dang-nhap/")
        type_in(visit, NAME, PASSWORD)
        visit.page.keyboard.press("Enter")
        arrive(visit, "/cua-toi/")
        visit.go(address)
        assert visit.page.url.endswith(address)
        assert violations(axe, visit.page) == []
        assert visit.width_over <= 0
        assert visit.faults == []


def test_going_back_after_signing_out_shows_nothing(visiting):
    with visiting() as visit:
        visit.go("/dang-nhap/")
        type_in(visit, NAME, PASSWORD)
        visit.page.keyboard.press("Enter")
        arrive(visit, "/cua-toi/")
        visit.page.locator("main form button").click()
        arrive(visit, "/dang-nhap/")
        visit.page.go_back()
        visit.page.wait_for_load_state()
        assert "Nguyễn Thị Lan" not in visit.page.content()
