"""Signing in and out: forms, cookies, sessions, passwords, what is told to the log."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from tests.web.doors import OWN, PASSWORD, last, sign_in
from tests.web.readers import seen

from thuocdo import audit
from thuocdo.accounts import roles
from thuocdo.accounts.models import User
from thuocdo.accounts.throttle import PER_NAME
from thuocdo.site.hosts import beyond_this_machine

pytestmark = pytest.mark.django_db
OTHER = "Con cò bay lả bay la"
NOT_OWN, COMMUNE = "SO-03", "11953"
SIGNED_IN = [role for role in roles() if role != "public"]

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
