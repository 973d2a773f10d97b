"""Tell an error as a page or as JSON, with its code and remedy."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from thuocdo.cockpit.frame import frame, language
from thuocdo.errors import ThuocDoError, catalogue
from thuocdo.pages.twins import refusal

NOT_FOUND = 404


def explain_errors(get_response: Callable) -> Callable:
    """Middleware: a ``ThuocDoError`` or a missing page answers 404 with cause and remedy."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == NOT_FOUND and not response.has_header("ETag"):
            return _missing(request)
        return response

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, ThuocDoError):
            problem = error.problems[0]
            return refused(request, problem.code, problem.values)
        return _missing(request) if isinstance(error, Http404) else None

    middleware.process_exception = process_exception
    return middleware


def _missing(request: HttpRequest) -> HttpResponse:
    return refused(request, "PAGE-001", {"path": request.path})


def refused(request: HttpRequest, code: str, values: dict, status: int = NOT_FOUND) -> HttpResponse:
    """The error ``code`` in the form asked for: a page, or JSON for a twin."""
    entry, spoken = catalogue()[code], language()
    error = {
        "code": code,
        "message": entry[spoken].format_map(values),
        "remedy": entry[f"fix_{spoken}"].format_map(values),
    }
    suffix = next((one for one in (".json", ".csv") if request.path.endswith(one)), "")
    return refusal(request, status, error, suffix, frame(request, "", error["message"]))
