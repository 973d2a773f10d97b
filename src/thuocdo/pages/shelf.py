"""Keep internal pages as rendered: they change only when their figures do.

A page is rendered once for everybody of one role and one unit, in the state its room tells
(versions of what it shows); for each reader it is then kept as sent. Nothing of a person is in
what is rendered: where the head names the reader, a mark stands that is replaced. Only GETs
without a form of their own that posts belong here (a form carries a secret of its session).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import partial, wraps

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape

from thuocdo.pages.memory import Kept, Memory, keep, sent
from thuocdo.pages.twins import EXCEL, answer

LIMIT = 1000  # pages a process keeps for a room; about 10 kB each
MARK = "\ue000reader\ue000"  # private use: no text has it


class Shelf:
    """The pages of a room. ``state`` tells what they are made from, as it stands."""

    def __init__(self, state: Callable[[], tuple], limit: int = LIMIT):
        self.state = state
        self.limit = limit
        self.forget()

    def forget(self) -> None:
        """Keep nothing of what was made."""
        self._rendered: Memory[bytes] = Memory(self.limit)
        self._sent: Memory[Kept] = Memory(self.limit)

    def kept(self, view: Callable) -> Callable:
        """``view`` answered from memory while nothing it shows has changed."""

        @wraps(view)
        def remembering(request: HttpRequest, *args, suffix: str = "", **kwargs) -> HttpResponse:
            if request.method not in ("GET", "HEAD") or suffix == EXCEL:
                return view(request, *args, suffix=suffix, **kwargs)
            key = (*self.state(), *_reader(request), request.get_full_path())
            name = escape(request.user.display_name)
            found = self._sent.get((*key, name))
            if found is None:
                made = partial(view, request, *args, suffix=suffix, **kwargs)
                body = self._body(request, key, made)
                if not isinstance(body, str):
                    return body
                whole = answer(request, body.replace(MARK, name), suffix, conditional=False)
                found = keep(whole)
                self._sent.put((*key, name), found)
            return sent(request, found)

        return remembering

    def _body(
        self, request: HttpRequest, key: tuple, made: Callable[[], HttpResponse]
    ) -> str | HttpResponse:
        """The page as rendered for anybody of this role; an answer not to be kept as it is."""
        packed = self._rendered.get(key)
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
        self._rendered.put(key, zlib.compress(response.content, 6))
        return response.content.decode()


def _reader(request: HttpRequest) -> tuple:
    """What of the reader a page may depend on, and the address it prints at its foot."""
    user = request.user
    return user.role, user.unit, request.scheme, request.get_host()
