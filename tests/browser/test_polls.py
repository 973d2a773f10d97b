"""The pages of survey rounds in a browser: accessible, never too wide, in light and dark."""

from __future__ import annotations

import pytest
from tests.browser.conftest import PHONE
from tests.browser.test_every_page import axe, violations  # noqa: F401
from tests.browser.test_service import VIEWS, mai, signed_in  # noqa: F401
from tests.polls.conftest import FIRST, SECOND, furnished  # noqa: F401

pytestmark = pytest.mark.browser
PAGES = (
    "/khao-sat/",
    f"/khao-sat/{SECOND}/",
    f"/khao-sat/{SECOND}/cau-hoi/A09/",
    f"/khao-sat/{SECOND}/nhan-to/",
    f"/khao-sat/{SECOND}/so-voi/{FIRST}/",
)


@pytest.fixture
def rounds(furnished, monkeypatch):  # noqa: F811
    monkeypatch.setenv("THUOCDO_HOME", str(furnished))


@pytest.mark.parametrize(("size", "dark"), VIEWS)
def test_every_page(visiting, axe, rounds, size, dark):  # noqa: F811
    with visiting(size, dark=dark) as visit:
        signed_in(visit)
        for address in PAGES:
            visit.go(address)
            assert visit.width_over <= 0, address
            assert violations(axe, visit.page) == [], address
        assert visit.faults == []


def test_without_rounds(visiting, axe, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setenv("THUOCDO_HOME", str(tmp_path))
    with visiting(PHONE) as visit:
        signed_in(visit)
        visit.go("/khao-sat/")
        assert visit.width_over <= 0
        assert violations(axe, visit.page) == []
