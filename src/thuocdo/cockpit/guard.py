"""The one place that keeps internal pages: by their declaration and the table of rights."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.cache import patch_cache_control

from thuocdo.accounts import allowed
from thuocdo.cockpit.frame import language
from thuocdo.cockpit.refusals import refused
from thuocdo.pages.twins import PRIVATE, access_of

SIGN_IN, FORBIDDEN = 401, 403


def guard_internal(get_response: Callable) -> Callable:
    """Middleware: an address that is not declared public opens only to whom the table allows."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        match = getattr(request, "resolver_match", None)
        if match is not None and access_of(match) != "public":
            patch_cache_control(response, **PRIVATE)
        elif settings.SESSION_COOKIE_NAME in request.COOKIES:
            patch_cache_control(response, private=True)
        return response

    def process_view(request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if getattr(view, "access", None) == "public":
            return None
        user = request.user if request.user.is_authenticated else None
        verdict = allowed(user, getattr(view, "action", ""), kwargs.get("unit"))
        if verdict:
            return None
        if user is None:
            return _to_the_door(request)
        why = (verdict.reason.text("vi"), verdict.reason.text("en"))
        return refused(request, "DOOR-002", {"why": _spoken(why)}, FORBIDDEN)

    middleware.process_view = process_view
    return middleware


def refuse_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What a form without its protection code answers."""
    response = refused(request, "DOOR-003", {}, FORBIDDEN)
    patch_cache_control(response, **PRIVATE)
    return response


def _to_the_door(request: HttpRequest) -> HttpResponse:
    """A page leads to the sign-in and comes back; a twin says 401 to the program that asks."""
    if request.path.endswith((".json", ".csv")):
        return refused(request, "DOOR-001", {"path": reverse("login")}, SIGN_IN)
    # Coming back repeats a question, never an order.
    back = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("mine")
    asked = QueryDict(mutable=True)
    asked["next"] = back
    return HttpResponseRedirect(f"{reverse('login')}?{asked.urlencode(safe='/')}")


def _spoken(pair: tuple[str, str]) -> str:
    return pair[0 if language() == "vi" else 1]
