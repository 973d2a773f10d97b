"""Keep pages of this room as rendered: they change only when their figures do.

A page is rendered once for everybody of one role and one unit, in the state of the lake, the
portal's store, the facts and the day it was made in; for each reader it is then kept as sent.
Nothing of a person is in what is rendered: where the head names the reader, a mark stands that
is replaced. Only GETs without a form of their own that posts belong here (a form carries a secret
of its session).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import partial, wraps

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape

from thuocdo import environment
from thuocdo.cockpit import figures
from thuocdo.dossiers.measures.registers import newest
from thuocdo.dossiers.portal.storing import INDEX, folder
from thuocdo.pages.memory import Kept, Memory, keep, sent
from thuocdo.pages.twins import EXCEL, answer
from thuocdo.service import lake_figures

LIMIT = 1000  # pages a process keeps; about 10 kB each
MARK = "\ue000reader\ue000"  # private use: no text has it


_rendered: Memory[bytes] = Memory(LIMIT)
_sent: Memory[Kept] = Memory(LIMIT)


def kept(view: Callable) -> Callable:
    """``view`` answered from memory while nothing it shows has changed."""

    @wraps(view)
    def remembering(request: HttpRequest, *args, suffix: str = "", **kwargs) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or suffix == EXCEL:
            return view(request, *args, suffix=suffix, **kwargs)
        key = (*_state(), *_reader(request), request.get_full_path())
        name = escape(request.user.display_name)
        found = _sent.get((*key, name))
        if found is None:
            body = _body(request, key, partial(view, request, *args, suffix=suffix, **kwargs))
            if not isinstance(body, str):
                return body
            whole = answer(request, body.replace(MARK, name), suffix, conditional=False)
            found = keep(whole)
            _sent.put((*key, name), found)
        return sent(request, found)

    return remembering


def _body(request: HttpRequest, key: tuple, made: Callable[[], HttpResponse]) -> str | HttpResponse:
    """The page as rendered for anybody of this role; an answer that is not to be kept as it is."""
    packed = _rendered.get(key)
    if packed is not None:
        return zlib.decompress(packed).decode()
    condition = request.META.pop("HTTP_IF_NONE_MATCH", None)  # the whole page, not a 304
    request.shown_as = MARK
    try:
        response = made()
    finally:
        del request.shown_as  # a refusal names its reader
        if condition is not None:
            request.META["HTTP_IF_NONE_MATCH"] = condition
    if response.status_code != 200 or response.streaming:
        return response
    _rendered.put(key, zlib.compress(response.content, 6))
    return response.content.decode()


def _state() -> tuple:
    """What the pages are made from, as it stands."""
    home = environment.home()
    try:
        told = (folder(home) / INDEX).stat()
        portal = (told.st_mtime_ns, told.st_size)
    except OSError:
        portal = None
    lake = lake_figures.manifest()
    version = (lake.version, lake.made, newest(home)) if lake else None
    return home, portal, version, lake_figures.today(), figures.now().version


def _reader(request: HttpRequest) -> tuple:
    """What of the reader a page may depend on, and the address it prints at its foot."""
    user = request.user
    return user.role, user.unit, request.scheme, request.get_host()
