"""The door: internal routes × roles, forms, cookies, sessions, what is told to the log."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import resolve
from tests.web.readers import english, seen, twin

from thuocdo import audit
from thuocdo.accounts import actions, allowed, roles, scope_of
from thuocdo.accounts.models import User
from thuocdo.accounts.throttle import PER_NAME
from thuocdo.audit.log import links
from thuocdo.site.hosts import beyond_this_machine

pytestmark = pytest.mark.django_db
PASSWORD, OTHER = "Đường làng mưa bay", "Con cò bay lả bay la"
OWN, NOT_OWN, COMMUNE = "SO-02", "SO-03", "11953"
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
TWINS = tuple(
    (twin(one[0], end), *one[1:]) for one in SERVICE for end in (".json", ".csv", ".xlsx")
)
ERRORS = ("/phuc-vu/nap/1/loi/1/", "dossiers.import", None)
INTERNAL = (*INTERNAL, *SERVICE, *TWINS, ERRORS)
# Neither a job nor a question is here: 404 for who may see it.
NOT_THERE = ("/phuc-vu/nap/1", f"/phuc-vu/don-vi/{OWN}/cau-hoi/b")
NOT_THERE += (f"/phuc-vu/don-vi/{COMMUNE}/cau-hoi/b",)
CASES = [(role, *one) for role in roles() for one in INTERNAL]


@pytest.fixture
def user():
    """``user(role)``: somebody with that role in unit SO-02."""

    def made(role: str = "officer", unit: str = OWN) -> User:
        name = f"{role}.{unit}".lower()
        one = User(username=name, display_name="Trần Thị Lan", role=role, unit=unit)
        one.set_password(PASSWORD)
        one.save()
        return one

    return made


@pytest.fixture
def reader(user):
    """``reader(role)``: a browser in which somebody with that role has signed in."""

    def made(role: str) -> Client:
        browser = Client()
        if role != "public":
            browser.force_login(user(role))
        return browser

    return made


def sign_in(browser: Client, username: str, password: str = PASSWORD, **more):
    told = {"username": username, "password": password, **more}
    return browser.post("/dang-nhap/", told)


def last() -> tuple:
    link = list(links())[-1]
    return link.actor, link.action, link.object, link.scope


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


# ---- signing in ----


def test_signing_in_leads_to_my_page_and_is_told(user):
    one, browser = user(), Client()
    answer = sign_in(browser, one.username)
    assert (answer.status_code, answer["Location"]) == (302, "/cua-toi/")
    assert last() == (one.actor, "login", one.actor, OWN)
    assert browser.get("/cua-toi/").status_code == 200
    assert browser.get("/dang-nhap/").status_code == 302, "already in"


def test_case_and_spaces_of_a_username_do_not_matter(user):
    user()
    assert sign_in(Client(), " OFFICER.so-02 ").status_code == 302


def test_a_password_typed_on_another_keyboard(user):
    import unicodedata

    one = user()
    assert (
        sign_in(Client(), one.username, unicodedata.normalize("NFD", PASSWORD)).status_code == 302
    )


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("/don-vi/papi/2024/34/33/", "/don-vi/papi/2024/34/33/"),
        ("/en/cua-toi/?a=1", "/en/cua-toi/?a=1"),
        ("https://vi-du.example/", "/cua-toi/"),
        ("//vi-du.example/", "/cua-toi/"),
        ("/\\vi-du.example", "/cua-toi/"),
        ("javascript:alert(1)", "/cua-toi/"),
        ("cua-toi/", "/cua-toi/"),
    ],
)
def test_it_leads_back_within_the_site_only(user, asked, leads):
    assert sign_in(Client(), user().username, next=asked)["Location"] == leads


def test_the_session_has_a_new_key_after_signing_in(user):
    """A session planted in somebody's browser is not the one that is signed in."""
    one, browser = user(), Client()
    planted = browser.session
    planted["x"] = 1
    planted.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    sign_in(browser, one.username)
    key = browser.cookies[settings.SESSION_COOKIE_NAME].value
    assert key != planted.session_key
    assert not Session.objects.filter(pk=planted.session_key).exists()


def test_a_wrong_name_and_a_wrong_password_look_the_same(user):
    one = user()
    off = user("head")
    User.objects.filter(pk=off.pk).update(is_active=False)
    bodies = set()
    for name, password in ((one.username, OTHER), ("ai-do", PASSWORD), (off.username, PASSWORD)):
        answer = sign_in(Client(), name, password)
        html = answer.content.decode()
        assert answer.status_code == 200
        assert "Tên đăng nhập hoặc mật khẩu không đúng." in html
        assert password not in html
        bodies.add(re.sub(r'value="[^"]*"', "", html))
    assert len(bodies) == 1


def test_a_refusal_is_told_without_what_was_typed(user):
    one = user()
    sign_in(Client(), one.username, OTHER)
    assert last() == ("nobody", "login.refused", one.actor, "")
    sign_in(Client(), "Đường làng mưa bay")
    assert last() == ("nobody", "login.refused", "unknown", "")


@pytest.mark.parametrize("exists", [True, False])
def test_the_door_closes_after_guesses_whoever_is_meant(user, exists):
    one = user()
    name = one.username if exists else "ai-do"
    for _ in range(PER_NAME):
        assert sign_in(Client(), name, OTHER).status_code == 200
    answer = sign_in(Client(), name, PASSWORD)
    assert answer.status_code == 429
    assert "Đợi 15 phút" in answer.content.decode()
    assert last()[1:3] == ("login.closed", one.actor if exists else "unknown")
    before = audit.head()
    sign_in(Client(), name, PASSWORD)
    assert audit.head() == before, "told once"


def test_errors_stand_beside_their_fields():
    html = Client().post("/dang-nhap/", {"username": "", "password": ""}).content.decode()
    fields = {attrs["name"]: attrs for _, attrs in seen(html).tags if attrs.get("name")}
    for name, told in (("username", "Ghi tên đăng nhập."), ("password", "Ghi mật khẩu.")):
        assert fields[name]["aria-invalid"] == "true"
        ident = fields[name]["aria-describedby"].split()[-1]
        assert re.search(rf'<p class="error" id="{ident}">{told}', html)
        assert f'<label for="{fields[name]["id"]}">' in html


@pytest.mark.parametrize("odd", ["\x00", "a" * 5000, "<script>alert(1)</script>", "' OR 1=1 --"])
def test_odd_names_do_no_harm(odd):
    answer = sign_in(Client(), odd, odd)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


# ---- forms and cookies ----


@pytest.mark.parametrize("address", ["/dang-nhap/", "/dang-xuat/", "/mat-khau/"])
def test_a_form_without_its_code_is_refused(user, address):
    browser = Client(enforce_csrf_checks=True)
    if address != "/dang-nhap/":
        browser.force_login(user())
    before = audit.head()
    answer = browser.post(address, {"username": "x", "password": "y"})
    assert answer.status_code == 403
    assert "DOOR-003" in seen(answer.content.decode()).words
    assert audit.head() == before


def test_a_form_with_its_code_is_taken(user):
    one, browser = user(), Client(enforce_csrf_checks=True)
    html = browser.get("/dang-nhap/").content.decode()
    (code,) = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    told = {"username": one.username, "password": PASSWORD, "csrfmiddlewaretoken": code}
    assert browser.post("/dang-nhap/", told).status_code == 302


def test_cookies_are_kept_from_scripts_and_other_sites(user):
    browser = Client()
    browser.get("/dang-nhap/")
    sign_in(browser, user().username)
    session = browser.cookies[settings.SESSION_COOKIE_NAME]
    assert session["httponly"] and session["samesite"] == "Lax" and session["secure"]
    form = browser.cookies["thuocdo_csrf"]
    assert form["samesite"] == "Lax" and form["secure"]
    assert 0 < int(session["max-age"]) <= 12 * 3600


@pytest.mark.parametrize(
    ("hosts", "beyond"),
    [
        (["127.0.0.1", "localhost", "[::1]"], []),
        (["127.0.0.1", "thuocdo.hungyen.gov.vn"], ["thuocdo.hungyen.gov.vn"]),
        ([".hungyen.gov.vn"], ["*.hungyen.gov.vn"]),
        (["10.1.2.3", "127.0.0.9"], ["10.1.2.3"]),
        (["*"], ["*"]),
        ([""], []),
    ],
)
def test_cookies_travel_by_https_alone_once_other_machines_may_come(hosts, beyond):
    assert beyond_this_machine(hosts) == beyond


def test_behind_a_proxy_with_tls_forms_are_taken(user):
    """The proxy speaks http to us while the browser names an https origin."""
    one, browser = user(), Client(enforce_csrf_checks=True)
    html = browser.get("/dang-nhap/").content.decode()
    (code,) = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    told = {"username": one.username, "password": PASSWORD, "csrfmiddlewaretoken": code}
    ours = browser.post("/dang-nhap/", told, headers={"Origin": "https://testserver"})
    assert ours.status_code == 302
    browser = Client(enforce_csrf_checks=True)
    browser.get("/dang-nhap/")
    theirs = browser.post("/dang-nhap/", told, headers={"Origin": "https://vi-du.example"})
    assert theirs.status_code == 403


# ---- signing out, changing the password, being disabled ----


def test_signing_out_is_an_order_not_a_visit(user):
    one, browser = user(), Client()
    browser.force_login(one)
    assert browser.get("/dang-xuat/").status_code == 302
    assert browser.get("/cua-toi/").status_code == 200
    key = browser.cookies[settings.SESSION_COOKIE_NAME].value
    assert browser.post("/dang-xuat/")["Location"] == "/dang-nhap/"
    assert last() == (one.actor, "logout", one.actor, OWN)
    assert browser.get("/cua-toi/").status_code == 302
    assert not Session.objects.filter(pk=key).exists()


def test_changing_the_password(user):
    one, here, there = user(), Client(), Client()
    for browser in (here, there):
        browser.force_login(one)
    before = here.cookies[settings.SESSION_COOKIE_NAME].value
    answer = here.post("/mat-khau/", {"now": PASSWORD, "new": OTHER, "again": OTHER})
    assert answer["Location"] == "/cua-toi/?mat-khau=da-doi"
    assert last() == (one.actor, "password.changed", one.actor, OWN)
    assert "Đã đổi mật khẩu." in here.get(answer["Location"]).content.decode()
    assert here.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert there.get("/cua-toi/").status_code == 302, "other sessions end"
    assert sign_in(Client(), one.username, PASSWORD).status_code == 200
    assert sign_in(Client(), one.username, OTHER).status_code == 302


@pytest.mark.parametrize(
    ("told", "field", "said"),
    [
        ({"now": OTHER, "new": OTHER, "again": OTHER}, "now", "đang dùng không đúng"),
        ({"now": PASSWORD, "new": "ngan", "again": "ngan"}, "new", "ít nhất 12 ký tự"),
        ({"now": PASSWORD, "new": OTHER, "again": PASSWORD}, "again", "không giống nhau"),
        ({"now": "", "new": OTHER, "again": OTHER}, "now", "Ghi mật khẩu đang dùng."),
    ],
)
def test_a_password_that_is_not_changed_says_why(user, told, field, said):
    one, browser = user(), Client()
    browser.force_login(one)
    html = browser.post("/mat-khau/", told).content.decode()
    assert re.search(rf'id="id_{field}_error">[^<]*{said}', html)
    assert PASSWORD not in html and OTHER not in html
    one.refresh_from_db()
    assert one.check_password(PASSWORD)


def test_guesses_at_the_password_of_an_open_session_are_counted(user):
    one, browser = user(), Client()
    browser.force_login(one)
    told = {"now": OTHER, "new": OTHER, "again": OTHER}
    codes = [browser.post("/mat-khau/", told).status_code for _ in range(PER_NAME + 1)]
    assert codes == [200] * PER_NAME + [429]
    assert last() == (one.actor, "password.refused", one.actor, OWN)


def test_a_disabled_user_is_out_at_once(user):
    from thuocdo.accounts import users

    one, browser = user(), Client()
    browser.force_login(one)
    assert browser.get("/cua-toi/").status_code == 200
    users.set_active("cli", one, False)
    assert browser.get("/cua-toi/").status_code == 302


def test_another_role_counts_at_once(user):
    from thuocdo import facts
    from thuocdo.accounts import users

    one, browser = user("leader"), Client()
    browser.force_login(one)
    assert browser.get(f"/cua-toi/{NOT_OWN}/").status_code == 200
    users.change(facts.read(), "cli", one, "officer", OWN, one.display_name)
    assert browser.get(f"/cua-toi/{NOT_OWN}/").status_code == 403
