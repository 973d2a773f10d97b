"""The service pages in a browser: accessible, never too wide, by keyboard, without a script."""

from __future__ import annotations

import pytest
from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_door import arrive, type_in
from tests.browser.test_every_page import axe, violations  # noqa: F401
from tests.service.conftest import furnished  # noqa: F401

pytestmark = pytest.mark.browser
NAME, PASSWORD, UNIT = "mai.dieu-phoi", "Đường làng mưa bay", "11953"
PAGES = (
    "/cua-toi/",
    f"/cua-toi/{UNIT}/",
    "/phuc-vu/",
    "/phuc-vu/?dich=70",
    "/phuc-vu/xep-hang/xa/",
    "/phuc-vu/xep-hang/so/",
    "/phuc-vu/sap-qua-han/",
    f"/phuc-vu/don-vi/{UNIT}/",
    f"/phuc-vu/don-vi/{UNIT}/sap-qua-han/",
    "/phuc-vu/cau-hoi/",
    "/phuc-vu/nap/",
)
EMPTY = ("/phuc-vu/", "/phuc-vu/xep-hang/xa/", f"/phuc-vu/don-vi/{UNIT}/")
VIEWS = [(size, dark) for size in (WIDE, PHONE) for dark in (False, True)]


@pytest.fixture(scope="module", autouse=True)
def mai(django_db_setup, django_db_blocker):
    """A coordinator of the province, seen by the threads of the server too."""
    from django.db import connection

    from thuocdo import facts
    from thuocdo.accounts import users
    from thuocdo.accounts.models import User

    with django_db_blocker.unblock():
        if not User.objects.filter(username=NAME).exists():
            users.add(facts.read(), "cli", NAME, "Lê Thị Mai", "coordinator", "", PASSWORD)
        yield
        User.objects.filter(username=NAME).delete()
        connection.close()


@pytest.fixture
def province(furnished, monkeypatch):  # noqa: F811
    monkeypatch.setenv("THUOCDO_HOME", str(furnished))


def signed_in(visit) -> None:
    visit.go("/dang-nhap/")
    type_in(visit, NAME, PASSWORD)
    visit.page.keyboard.press("Enter")
    arrive(visit, "/cua-toi/")


@pytest.mark.parametrize(("size", "dark"), VIEWS)
def test_every_page(visiting, axe, province, size, dark):  # noqa: F811
    with visiting(size, dark=dark) as visit:
        signed_in(visit)
        for address in PAGES:
            visit.go(address)
            assert visit.width_over <= 0, address
            assert violations(axe, visit.page) == [], address
        assert visit.faults == []


def test_pages_with_nothing_to_show(visiting, axe):  # noqa: F811
    with visiting(PHONE) as visit:
        signed_in(visit)
        for address in EMPTY:
            visit.go(address)
            assert visit.width_over <= 0
            assert violations(axe, visit.page) == [], address


def test_a_target_is_asked_for_without_a_script(visiting, province):
    with visiting(PHONE, scripts=False) as visit:
        signed_in(visit)
        visit.go("/phuc-vu/")
        visit.page.fill("#dich", "70")
        visit.page.keyboard.press("Enter")
        arrive(visit, "/phuc-vu/?ky=2026-08&dich=70#can-them-ten")
        assert "Để tới 70,00 điểm" in visit.page.inner_text("main")


def test_from_the_tile_to_the_unit_by_keyboard(visiting, province):
    with visiting(WIDE) as visit:
        signed_in(visit)
        visit.go("/phuc-vu/xep-hang/xa/")
        visit.page.locator("a.tile").first.focus()
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**/phuc-vu/don-vi/*/**")
        assert visit.page.locator("h1").count() == 1
