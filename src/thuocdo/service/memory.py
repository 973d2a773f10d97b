"""Keep pages of this room as rendered: they change only when their figures do.

A page is kept for everybody of one role and one unit, in the state of the lake, the portal's
store, the facts and the day it was made in. Nothing of a person is in it: where the head names
the reader, a mark stands that is replaced at every sending. Only GETs without a form of their
own that posts belong here (a form carries a secret of its session).
"""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape

from thuocdo import environment
from thuocdo.cockpit import figures
from thuocdo.dossiers.portal.storing import INDEX, folder
from thuocdo.pages.twins import EXCEL, answer
from thuocdo.service import lake_figures

LIMIT = 1000  # pages a process keeps; about 10 kB each
MARK = "\ue000reader\ue000"  # private use: no text has it


class Memory:
    """The most recently used ``limit`` bodies, packed."""

    def __init__(self, limit: int = LIMIT):
        self._bodies: OrderedDict[tuple, bytes] = OrderedDict()
        self._limit, self._lock = limit, Lock()

    def get(self, key: tuple) -> str | None:
        with self._lock:
            packed = self._bodies.get(key)
            if packed is not None:
                self._bodies.move_to_end(key)
        return None if packed is None else zlib.decompress(packed).decode()

    def put(self, key: tuple, body: str) -> None:
        packed = zlib.compress(body.encode(), 6)
        with self._lock:
            self._bodies[key] = packed
            while len(self._bodies) > self._limit:
                self._bodies.popitem(last=False)


_memory = Memory()


def kept(view: Callable) -> Callable:
    """``view`` answered from memory while nothing it shows has changed."""

    @wraps(view)
    def remembering(request: HttpRequest, *args, suffix: str = "", **kwargs) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or suffix == EXCEL:
            return view(request, *args, suffix=suffix, **kwargs)
        key = (*_state(), *_reader(request), request.get_full_path())
        body = _memory.get(key)
        if body is None:
            condition = request.META.pop("HTTP_IF_NONE_MATCH", None)  # the whole page, not a 304
            request.shown_as = MARK
            try:
                response = view(request, *args, suffix=suffix, **kwargs)
            finally:
                del request.shown_as  # a refusal names its reader
            if response.status_code != 200 or response.streaming:
                return response
            body = response.content.decode()
            _memory.put(key, body)
            if condition is not None:
                request.META["HTTP_IF_NONE_MATCH"] = condition
        name = escape(request.user.display_name)
        return answer(request, body.replace(MARK, name), suffix)

    return remembering


def _state() -> tuple:
    """What the pages are made from, as it stands."""
    home = environment.home()
    try:
        told = (folder(home) / INDEX).stat()
        portal = (told.st_mtime_ns, told.st_size)
    except OSError:
        portal = None
    lake = lake_figures.manifest()
    version = (lake.version, lake.made) if lake else None
    return home, portal, version, lake_figures.today(), figures.now().version


def _reader(request: HttpRequest) -> tuple:
    """What of the reader a page may depend on, and the address it prints at its foot."""
    user = request.user
    return user.role, user.unit, request.scheme, request.get_host()
