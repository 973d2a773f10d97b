"""Keep public pages as sent: figures change only when the facts do.

A remembered page costs a look-up instead of a rendering, in the plain and the compressed form.
The memory is bounded and belongs to one version of the facts (``stamp``).
"""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from thuocdo import facts

LIMIT = 2000
Page = TypeVar("Page")
SMALL = 500  # bytes below which compressing gains nothing


@dataclass(frozen=True)
class Kept:
    """A page as sent: headers and both forms of the body."""

    headers: dict[str, str]
    plain: bytes
    packed: bytes


class Memory(Generic[Page]):
    """The most recently used ``limit`` pages."""

    def __init__(self, limit: int = LIMIT):
        self._pages: OrderedDict[tuple, Page] = OrderedDict()
        self._limit = limit
        self._lock = Lock()

    def get(self, key: tuple) -> Page | None:
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def put(self, key: tuple, page: Page) -> None:
        with self._lock:
            self._pages[key] = page
            while len(self._pages) > self._limit:
                self._pages.popitem(last=False)


def remember_pages(get_response: Callable) -> Callable:
    """Middleware: answer a public GET from memory, else remember what the view answers."""
    memory: Memory[Kept] = Memory()

    def middleware(request: HttpRequest) -> HttpResponse:
        # Whoever may be signed in sees a page of their own: never put in, never taken out.
        is_known = settings.SESSION_COOKIE_NAME in request.COOKIES
        if is_known or request.method not in ("GET", "HEAD"):
            return get_response(request)
        key = (facts.read().version, request.scheme, request.get_host(), request.get_full_path())
        kept = memory.get(key)
        if kept is None:
            response = get_response(request)
            if not _may_keep(request, response):
                return response
            kept = keep(response)
            memory.put(key, kept)
        return sent(request, kept)

    return middleware


def _may_keep(request: HttpRequest, response: HttpResponse) -> bool:
    match = getattr(request, "resolver_match", None)
    public = match is not None and getattr(match.func, "access", None) == "public"
    personal = any(word in response.get("Cache-Control", "") for word in ("private", "no-store"))
    whole = (
        not personal
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
    )
    return public and whole and response.has_header("ETag")


def keep(response: HttpResponse) -> Kept:
    """``response`` with its body in both forms; it must have an ETag."""
    body = response.content
    packed = gzip.compress(body, 6, mtime=0) if len(body) > SMALL else b""
    return Kept(dict(response.headers), body, packed)


def sent(request: HttpRequest, kept: Kept) -> HttpResponse:
    """``kept`` in the form the browser takes; 304 when it has it already."""
    wants_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    packed = bool(kept.packed) and wants_packed
    response = HttpResponse(kept.packed if packed else kept.plain, headers=kept.headers)
    response.headers.pop("Content-Length", None)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
        # The two forms differ byte for byte, so each needs a tag of its own.
        response.headers["ETag"] = kept.headers["ETag"].rstrip('"') + '-gzip"'
    patch_vary_headers(response, ["Accept-Encoding"])
    return get_conditional_response(request, etag=response.headers["ETag"], response=response)
