"""What every page shares: navigation, language switch, data line, footer."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from thuocdo import __version__
from thuocdo.accounts import allowed
from thuocdo.cockpit import addresses, figures
from thuocdo.facts import Facts
from thuocdo.pages import Source
from thuocdo.wording import Sentence


def language() -> str:
    """Language of the page being made: "vi" or "en"."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def frame(request: HttpRequest, current: str, title: str, **context) -> dict:
    """Context of ``base.html``: ``current`` is the part of the navigation we are in."""
    year = figures.latest()
    own = figures.own_province()
    parts = (
        ("home", _("Tổng quan"), reverse("home")),
        ("ranking", _("Chỉ số"), addresses.ranking("papi", year, "34")),
        ("unit", _("Đơn vị"), addresses.unit_page("papi", year, "34", own)),
        ("compare", _("So sánh"), addresses.compare("papi", year, "34", [])),
        ("sources", _("Nguồn"), reverse("sources")),
        *_internal_parts(request),
    )
    facts = figures.now()
    return {
        "page_title": title,
        "home_href": reverse("home"),
        "nav": [
            {"label": label, "href": href, "current": name == current}
            for name, label, href in parts
        ],
        "languages": [
            {
                "code": code,
                "label": label,
                "href": translate_url(request.get_full_path(), code),
                "current": code == language(),
            }
            for code, label in (("vi", "Tiếng Việt"), ("en", "English"))
        ],
        "account": account(request),
        "search_href": reverse("search"),
        "data_line": _("Số liệu công bố đến %(year)s · bộ số liệu %(facts)s · Thước Đo %(version)s")
        % {"year": year, "facts": facts.version, "version": __version__},
        "footer_links": [
            {"label": _("Cách tính"), "href": reverse("method")},
            {"label": _("Nguồn số liệu"), "href": reverse("sources")},
        ],
        **context,
    }


def _internal_parts(request: HttpRequest) -> list[tuple[str, str, str]]:
    """What stands above this room, for who may open it; known by the name of its address."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    found = []
    if allowed(user, "service.province"):
        found.append(("service", _("Phục vụ"), reverse("service")))
    elif user.unit and allowed(user, "service.see", user.unit):
        found.append(("service", _("Phục vụ"), reverse("service-unit", args=(user.unit,))))
    if allowed(user, "survey.read"):
        found.append(("polls", _("Khảo sát"), reverse("survey-rounds")))
    return found


def account(request: HttpRequest) -> dict:
    """The door as the head of a page shows it: who is signed in, or where to sign in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"label": _("Đăng nhập"), "href": reverse("login")}
    # A page kept for many readers is made with a mark in place of the name.
    shown = getattr(request, "shown_as", None) or user.display_name
    return {"label": shown, "href": reverse("mine")}


def say(sentences) -> list[str]:
    """Sentences in the page's language."""
    spoken = language()
    return [one.text(spoken) if isinstance(one, Sentence) else str(one) for one in sentences]


def cited(facts: Facts, names) -> list[Source]:
    """Sources as the foot of a table shows them."""
    found = []
    for name in names:
        row = facts.source(name)
        if row:
            href = row["address"] if row["address"].startswith("http") else ""
            found.append(Source(f"{row['document']} ({row['publisher']})", href))
    return found


def basis(name: str | None) -> str:
    """The basis of a figure in words."""
    words = {
        "stated": _("công bố"),
        "derived": _("suy ra"),
        "estimated": _("ước lượng"),
        "simulated": _("mô phỏng"),
    }
    return words.get(name or "", "")
