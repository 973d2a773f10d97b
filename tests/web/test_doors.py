"""The door: internal routes × roles, my page, what is kept of pages and what is not."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve
from tests.web.doors import OWN
from tests.web.readers import english, seen, twin

from thuocdo.accounts import actions, allowed, roles, scope_of
from thuocdo.accounts.models import User

pytestmark = pytest.mark.django_db
NOT_OWN, COMMUNE = "SO-03", "11953"
SIGNED_IN = [role for role in roles() if role != "public"]

# Every internal address: what it needs and for which unit (None: the reader's own).
INTERNAL = (
    ("/cua-toi/", "account.use", None),
    ("/mat-khau/", "account.use", None),
    ("/dang-xuat/", "account.use", None),
    (f"/cua-toi/{OWN}/", "unit.see", OWN),
    (f"/cua-toi/{NOT_OWN}/", "unit.see", NOT_OWN),
    (f"/cua-toi/{COMMUNE}/", "unit.see", COMMUNE),
)
SERVICE = (
    ("/phuc-vu/", "service.province", None),
    ("/phuc-vu/xep-hang/xa/", "service.province", None),
    ("/phuc-vu/xep-hang/so/", "service.province", None),
    ("/phuc-vu/sap-qua-han/", "service.province", None),
    (f"/phuc-vu/don-vi/{OWN}/", "service.see", OWN),
    (f"/phuc-vu/don-vi/{NOT_OWN}/", "service.see", NOT_OWN),
    (f"/phuc-vu/don-vi/{OWN}/sap-qua-han/", "service.see", OWN),
    (f"/phuc-vu/don-vi/{COMMUNE}/sap-qua-han/", "service.see", COMMUNE),
    ("/phuc-vu/mat-diem/", "service.province", None),
    (f"/phuc-vu/don-vi/{OWN}/mat-diem/", "service.see", OWN),
    (f"/phuc-vu/don-vi/{COMMUNE}/mat-diem/", "service.see", COMMUNE),
    ("/phuc-vu/thu-tuc/1.000001/", "service.province", None),
    ("/phuc-vu/vi-sao/", "service.province", None),
    (f"/phuc-vu/don-vi/{OWN}/vi-sao/", "service.see", OWN),
    (f"/phuc-vu/don-vi/{COMMUNE}/vi-sao/", "service.see", COMMUNE),
    ("/phuc-vu/cau-hoi/", "service.province", None),
    (f"/phuc-vu/don-vi/{OWN}/cau-hoi/", "service.see", OWN),
    (f"/phuc-vu/don-vi/{COMMUNE}/cau-hoi/", "service.see", COMMUNE),
    (f"/phuc-vu/don-vi/{OWN}/cau-hoi/bulk_close/", "dossiers.answer", OWN),
    (f"/phuc-vu/don-vi/{COMMUNE}/cau-hoi/bulk_close/", "dossiers.answer", COMMUNE),
    ("/phuc-vu/nap/", "dossiers.import", None),
    ("/phuc-vu/nap/1/", "dossiers.import", None),
)
SURVEYS = (
    ("/khao-sat/", "survey.read", None),
    ("/khao-sat/x/", "survey.read", None),
    ("/khao-sat/x/cau-hoi/A01/", "survey.read", None),
    ("/khao-sat/x/nhan-to/", "survey.read", None),
    ("/khao-sat/x/so-voi/y/", "survey.read", None),
)
SERVICE = (*SERVICE, *SURVEYS)
TWINS = tuple(
    (twin(one[0], end), *one[1:]) for one in SERVICE for end in (".json", ".csv", ".xlsx")
)
ERRORS = ("/phuc-vu/nap/1/loi/1/", "dossiers.import", None)
INTERNAL = (*INTERNAL, *SERVICE, *TWINS, ERRORS)
# Neither a job nor a question nor a round is here: 404 for who may see it.
NOT_THERE = ("/phuc-vu/nap/1", f"/phuc-vu/don-vi/{OWN}/cau-hoi/b", "/khao-sat/x")
NOT_THERE += (f"/phuc-vu/don-vi/{COMMUNE}/cau-hoi/b",)
CASES = [(role, *one) for role in roles() for one in INTERNAL]


# ---- routes and roles ----


def test_every_internal_route_names_a_right_and_is_tried_here():
    from tests.web.test_every_route import declared
    from tools.reference import views

    from thuocdo.site.urls import urlpatterns

    needs = {route: view.action for route, _, view in views(urlpatterns) if view.access != "public"}
    assert set(needs.values()) <= set(actions())
    tried = {resolve(address).route: action for address, action, _ in INTERNAL}
    assert tried == needs
    assert set(needs) == {route for route, access in declared() if access == "internal"}


@pytest.mark.parametrize(("role", "address", "action", "unit"), CASES)
def test_every_route_for_every_role(reader, role, address, action, unit):
    answer = reader(role).get(address)
    scope = scope_of(role, action)
    is_twin = address.endswith((".json", ".csv"))
    if role == "public" and is_twin:
        assert answer.status_code == 401
    elif role == "public":
        assert answer.status_code == 302
        assert answer["Location"] == f"/dang-nhap/?next={address}"
    elif scope == "all" or (scope == "own" and unit in (None, OWN)):
        there = 404 if address.startswith(NOT_THERE) else 200
        assert answer.status_code == (302 if address == "/dang-xuat/" else there)
    else:
        assert answer.status_code == 403
        words = answer.content.decode()
        assert "DOOR-002" in words
        other = f"chỉ được làm việc này với đơn vị của mình ({OWN})"
        assert (other if scope == "own" else "không có quyền") in words
    assert answer["Cache-Control"].split(", ")[:1] != ["public"]
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))


@pytest.mark.parametrize("role", list(roles()))
def test_public_pages_are_for_every_role(reader, role):
    browser = reader(role)
    for address in ("/", "/chi-so/papi/2024/34/", "/nguon.json", "/cach-tinh/"):
        assert browser.get(address).status_code == 200


def test_the_reason_is_said_in_english_too(reader):
    answer = reader("officer").get(english(f"/cua-toi/{NOT_OWN}/"))
    assert answer.status_code == 403
    assert "for its own unit (SO-02) only" in seen(answer.content.decode()).words


def test_an_unknown_unit_is_not_there_for_who_sees_all_and_forbidden_for_others(reader):
    assert reader("coordinator").get("/cua-toi/SO-99/").status_code == 404
    assert reader("officer").get("/cua-toi/SO-99/").status_code == 403


def test_an_internal_view_without_a_right_opens_for_nobody(user):
    from django.test import RequestFactory

    from thuocdo.cockpit.guard import guard_internal
    from thuocdo.pages.twins import declare

    request = RequestFactory().get("/x.json")
    request.user = user("coordinator")
    for view in (declare(lambda _: None, "internal"), lambda _: None):
        answer = guard_internal(lambda _: None).process_view(request, view, (), {})
        assert answer.status_code == 403


def test_a_twin_says_401_to_a_program(user):
    from django.contrib.auth.models import AnonymousUser
    from django.test import RequestFactory

    from thuocdo.cockpit.guard import guard_internal
    from thuocdo.pages.twins import declare

    request = RequestFactory().get("/ho-so.json")
    request.user = AnonymousUser()
    view = declare(lambda _: None, "internal", "unit.see")
    answer = guard_internal(lambda _: None).process_view(request, view, (), {})
    assert answer.status_code == 401
    assert "DOOR-001" in answer.content.decode()


# ---- my page ----


@pytest.mark.parametrize("role", SIGNED_IN)
def test_my_page_says_who_i_am_and_what_i_may_do(reader, role):
    browser = reader(role)
    found = seen(browser.get("/cua-toi/").content.decode())
    one = User.objects.get(role=role)
    assert "Trần Thị Lan" in found.words and roles()[role][0] in found.words
    assert "Sở Nội vụ" in found.words and "mô phỏng" in found.words
    for action, (told, _) in actions().items():
        assert told in found.words
        assert allowed(one, action).reason.text("vi") in found.words
    listed = [link for link in found.links if link.startswith("/cua-toi/") and link != "/cua-toi/"]
    assert len(listed) == (120 if scope_of(role, "unit.see") == "all" else 0)


def test_a_commune_is_not_simulated(user):
    browser = Client()
    browser.force_login(user("officer", COMMUNE))
    html = browser.get("/cua-toi/").content.decode()
    assert "phường Phố Hiến" in html and 'class="simulated"' not in html
    assert 'class="simulated"' not in browser.get(f"/cua-toi/{COMMUNE}/").content.decode()


def test_a_leader_without_a_unit_belongs_to_the_province(user):
    browser = Client()
    browser.force_login(user("leader", ""))
    assert "Hưng Yên" in seen(browser.get("/cua-toi/").content.decode()).words


def test_a_unit_no_longer_listed_still_lets_its_people_out(user):
    browser = Client()
    browser.force_login(user("officer", "SO-99"))
    answer = browser.get("/cua-toi/")
    assert answer.status_code == 200
    assert "không còn trong danh sách" in answer.content.decode()
    assert "/dang-xuat/" in answer.content.decode()


def test_english_pages_of_the_door_are_english(reader):
    for address in ("/en/mat-khau/", "/en/dang-nhap/"):
        browser = reader("public") if "nhap" in address else reader("leader")
        html = browser.get(address).content.decode()
        assert '<html lang="en">' in html
        words = seen(html).words.replace("Trần Thị Lan", "")
        assert "Mật khẩu" not in words and "Đăng nhập" not in words


# ---- what readers without an account get is kept; what others get is not ----


def test_a_page_of_somebody_signed_in_is_never_kept(reader):
    stranger, known = Client(), reader("coordinator")
    address = "/chi-so/sipas/2022/63/?thu=cua"
    personal = known.get(address)
    assert "Trần Thị Lan" in personal.content.decode()
    assert "private" in personal["Cache-Control"]
    public = stranger.get(address)
    assert "Trần Thị Lan" not in public.content.decode()
    assert "Đăng nhập" in public.content.decode()
    assert "private" not in public["Cache-Control"] and "Set-Cookie" not in public
    assert "Trần Thị Lan" in known.get(address).content.decode(), "nor answered from memory"
    assert stranger.get(address).content == public.content
    assert personal["ETag"] != public["ETag"]


def test_public_pages_ask_nothing_of_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Client().get("/chi-so/sipas/2021/63/?thu=khong-hoi").status_code == 200


def test_a_made_up_session_is_a_reader_without_an_account():
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    answer = browser.get("/")
    assert answer.status_code == 200 and "Đăng nhập" in answer.content.decode()
    assert browser.get("/cua-toi/").status_code == 302


def test_the_sign_in_page_is_not_kept():
    first, second = Client().get("/dang-nhap/"), Client().get("/dang-nhap/")
    assert "no-store" in first["Cache-Control"]
    assert first.cookies["thuocdo_csrf"].value != second.cookies["thuocdo_csrf"].value
