"""One view, one table, several renderers; every address declares who may see it.

``twin_path`` declares a page and its ``.json`` and ``.csv`` twins at once, and the ``.xlsx`` twin
of an internal one: officials go on working in Excel. The view receives ``suffix`` and hands
everything to ``twin``, so that rights, filters and rows are the same in all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from typing import IO, Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, URLPattern, URLResolver, path, reverse
from django.utils.cache import get_conditional_response, patch_cache_control

from thuocdo.pages import csv_text, excel
from thuocdo.pages.table import Table

ACCESS = ("public", "internal")
SUFFIXES = ("", ".json", ".csv")
EXCEL = ".xlsx"
PRIVATE = {"private": True, "no_store": True}  # an internal page stays on no disk
_TYPES = {"": "text/html", ".json": "application/json", ".csv": "text/csv"}


def twin(
    request: HttpRequest,
    table: Table,
    template: str,
    context: Mapping[str, Any] | None = None,
    suffix: str = "",
    payload: Callable[[], Mapping[str, Any]] | None = None,
) -> HttpResponse:
    """``table``, sorted and filtered as the address asks, as a page, JSON or CSV.

    The template gets ``context`` and ``table``, ``simulated``, ``twins`` (addresses of the
    other two). ``payload`` makes what replaces ``table.to_json()`` where a contract asks another
    object; it is called for the JSON twin alone.
    Answers 304 to a browser that has the content already.
    """
    table = table.asked(request.GET)
    if suffix == ".json":
        return answer(request, json_text((payload or table.to_json)()), suffix)
    if suffix == ".csv":
        return answer(request, csv_text.write(table), suffix)
    if suffix == EXCEL:
        return download(request, excel.of_table(table))
    seen = {"simulated": table.simulated, **(context or {})}
    seen |= {"table": table, "twins": twin_addresses(request)}
    return answer(request, render_to_string(template, seen, request=request), "")


def answer(
    request: HttpRequest, body: str, suffix: str, status: int = 200, conditional: bool = True
) -> HttpResponse:
    """``body`` with a strong ETag made of its bytes; 304 when the caller has it and this is
    ``conditional``.
    """
    content = body.encode("utf-8")
    response = HttpResponse(content, content_type=f"{_TYPES[suffix]}; charset=utf-8", status=status)
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response.headers["ETag"] = tag
    # Kept by the browser, asked again each time: figures change on the day of a publication.
    is_public = access_of(getattr(request, "resolver_match", None)) == "public"
    patch_cache_control(response, no_cache=True, **({} if is_public else PRIVATE))
    if suffix == ".csv":
        response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(request)}"'
    return get_conditional_response(request, tag, response=response) if conditional else response


def download(request: HttpRequest, content: IO[bytes]) -> HttpResponse:
    """``content`` as a file to save, sent piece by piece; kept on no disk on the way."""
    response = FileResponse(content, as_attachment=True, filename=_file_name(request))
    patch_cache_control(response, **PRIVATE)
    return response


def json_text(value: Mapping[str, Any]) -> str:
    """JSON with Vietnamese letters as they are; NaN is refused (missing is null)."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def refusal(
    request: HttpRequest,
    status: int,
    error: Mapping[str, str],
    suffix: str = "",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """``error`` (code, message, remedy) in the form asked for: ``{"error": …}`` or a page.

    ``context`` is what the page needs besides: navigation, search, language.
    """
    if suffix:
        return answer(request, json_text({"error": dict(error)}), ".json", status)
    seen = {**(context or {}), **error, "status": status}
    return answer(request, render_to_string("pages/refusal.html", seen, request), "", status)


def twin_addresses(request: HttpRequest) -> list[tuple[str, str]]:
    """(label, address) of the JSON, CSV and Excel twins of the page asked for, its filters kept."""
    match = getattr(request, "resolver_match", None)
    if match is None or not match.view_name:
        return []
    kwargs = {key: value for key, value in match.kwargs.items() if key != "suffix"}
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    found = []
    for suffix in (*SUFFIXES[1:], EXCEL):
        try:
            address = reverse(match.view_name + suffix.replace(".", "-"), kwargs=kwargs)
        except NoReverseMatch:
            continue
        label = "Excel" if suffix == EXCEL else suffix[1:].upper()
        found.append((label, address + query))
    return found


def twin_path(
    route: str,
    view: Callable,
    name: str,
    access: str,
    stem: str = "",
    action: str = "",
    **kwargs: Any,
) -> list[URLPattern]:
    """The routes of a page and its twins: ``ten/``, ``ten.json``, ``ten.csv``, and ``ten.xlsx``
    of an internal one.

    Their names are ``name``, ``name-json``, ``name-csv``, ``name-xlsx``. ``stem`` names the twins
    of a page whose route is empty (default: ``name``). ``action`` is the right an internal page
    needs. ``kwargs`` are handed to the view.
    """
    base = route.rstrip("/") or stem or name
    declared = declare(view, access, action)
    return [
        path(
            base + suffix if suffix else route,
            declared,
            {**kwargs, "suffix": suffix},
            name=name + suffix.replace(".", "-"),
        )
        for suffix in (".json", ".csv", *([EXCEL] if access == "internal" else []), "")
    ]


def page_path(
    route: str, view: Callable, name: str, access: str, action: str = "", **kwargs: Any
) -> list[URLPattern]:
    """The route of a page without twins, declared; a list, like ``twin_path``."""
    return [path(route, declare(view, access, action), kwargs, name=name)]


def declare(view: Callable, access: str, action: str = "") -> Callable:
    """``view`` marked ``public`` or ``internal``; the view itself stays unmarked.

    An internal page names the ``action`` of the rights table it needs, for the unit in its
    address or, without one, for the reader's own. An internal page without an action opens for
    nobody.
    """
    if access not in ACCESS:
        raise ValueError(f"access is {access!r}; it must be one of {', '.join(ACCESS)}")

    @wraps(view)
    def declared(*args, **kwargs):
        return view(*args, **kwargs)

    declared.access = access
    declared.action = action
    return declared


def access_of(match) -> str | None:
    """What a resolved address declares; ``None`` when it declares nothing."""
    return getattr(match.func, "access", None) if match else None


def routes(
    patterns: Iterable[URLPattern | URLResolver], prefix: str = ""
) -> Iterator[tuple[str, str | None]]:
    """Every route beneath ``patterns`` with what it declares; a test refuses ``None``."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route, getattr(pattern.callback, "access", None)


def _file_name(request: HttpRequest) -> str:
    return _ascii(request.path.rstrip("/").rsplit("/", 1)[-1] or "bang.csv")


def _ascii(name: str) -> str:
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in name)
