"""Pages kept as rendered: for every reader their own name, and new when the figures are."""

from __future__ import annotations

import gzip

import pytest
from django.test import Client
from tests.web.readers import seen

from thuocdo.accounts.models import User
from thuocdo.pages.memory import Memory
from thuocdo.pages.shelf import MARK
from thuocdo.service import memory

pytestmark = pytest.mark.django_db
LEAGUE = "/phuc-vu/xep-hang/xa/"


@pytest.fixture
def named(db):
    def made(name: str, role: str = "leader", unit: str = "") -> Client:
        told = {"username": f"{role}{User.objects.count()}", "role": role, "unit": unit}
        browser = Client()
        browser.force_login(User.objects.create(display_name=name, **told))
        return browser

    return made


@pytest.fixture(autouse=True)
def forgotten():
    memory.shelf.forget()


def test_every_reader_sees_the_own_name_and_no_other(province, named):
    first = named("Phạm Văn Đức").get(LEAGUE).content.decode()
    second = named("Lê <b>Mai</b>").get(LEAGUE).content.decode()
    assert "Phạm Văn Đức" in first and MARK not in first
    assert "Lê &lt;b&gt;Mai&lt;/b&gt;" in second
    assert "Phạm Văn Đức" not in second and "<b>Mai" not in second


def test_a_second_reader_costs_no_rendering(province, named, monkeypatch):
    named("Một").get(LEAGUE)
    monkeypatch.setattr("thuocdo.service.leagues.table", lambda *_: 1 / 0)
    assert named("Hai").get(LEAGUE).status_code == 200
    with pytest.raises(ZeroDivisionError):
        named("Ba", "coordinator").get(LEAGUE)  # another role may see other links


def test_a_refusal_names_its_reader(province, named):
    html = named("Phạm Văn Đức").get(LEAGUE + "?nam=1999").content.decode()
    assert "PAGE-011" in html and "Phạm Văn Đức" in html and MARK not in html


def test_the_browser_is_told_when_nothing_changed(province, named):
    browser = named("Một")
    first = browser.get(LEAGUE)
    assert browser.get(LEAGUE, headers={"If-None-Match": first["ETag"]}).status_code == 304
    other = named("Hai")
    assert other.get(LEAGUE, headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert {"private", "no-store"} <= set(first["Cache-Control"].split(", "))


def test_a_304_at_first_sight_does_not_empty_the_memory(province, named):
    browser = named("Một")
    tag = browser.get(LEAGUE)["ETag"]
    memory.shelf.forget()
    assert browser.get(LEAGUE, headers={"If-None-Match": tag}).status_code == 304
    assert len(seen(browser.get(LEAGUE).content.decode()).words) > 1000


def test_another_state_is_another_page(province, named, empty):
    browser = named("Một")
    assert "Chưa lưu câu trả lời nào" in browser.get("/phuc-vu/").content.decode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THUOCDO_HOME", str(province))
        assert "Chưa lưu câu trả lời nào" not in browser.get("/phuc-vu/").content.decode()


def test_a_page_goes_packed_to_who_takes_it(province, named):
    browser = named("Một")
    plain = browser.get(LEAGUE)
    packed = browser.get(LEAGUE, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.content) == plain.content
    assert packed["Content-Encoding"] == "gzip" and packed["ETag"] != plain["ETag"]
    assert len(packed.content) < len(plain.content) / 4
    assert "Accept-Encoding" in packed["Vary"]


def test_the_memory_is_bounded():
    held = Memory(limit=2)
    for name in ("a", "b", "c"):
        held.put((name,), name)
    assert [held.get((name,)) for name in ("a", "b", "c")] == [None, "b", "c"]
