"""A file goes out only to whom the caller allows, as what it is, and can do nothing there.

The browser is told the kind and not to guess (nosniff); a PDF or picture is shown in a sandbox
without scripts, forms, or an origin; all else is saved. Nobody but pages of this site may frame
it, no cache keeps it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header

from thuocdo import environment
from thuocdo.errors import ThuocDoError
from thuocdo.evidence import keeping, shelf
from thuocdo.evidence.content import KINDS
from thuocdo.evidence.models import Evidence
from thuocdo.evidence.names import saved_as

SAVE = "luu"  # ?luu=1 saves what would be shown
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}
log = logging.getLogger(__name__)


def view_of(may: Callable[[HttpRequest, Evidence, dict], bool]) -> Callable:
    """A view ``view(request, number, **kwargs)`` that sends evidence ``number`` where
    ``may(request, evidence, kwargs)`` says so.

    The room that knows the rights declares its address *internal* with its action, the unit in
    ``kwargs``; without such a declaration the site opens it for nobody.
    """

    def view(request: HttpRequest, number: int, **kwargs) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        found = keeping.find(number, lambda one: may(request, one, kwargs))
        return sent(found, save=SAVE in request.GET)

    return view


def sent(evidence: Evidence, save: bool = False) -> FileResponse:
    """The file of ``evidence``, whose rights have been asked; ``save``: never shown in place.

    Raises ``ThuocDoError`` EVIDENCE-016 when the file is missing or not as long as it was.
    """
    kind = KINDS[evidence.kind]
    try:
        file = shelf.place(environment.home(), evidence.sha256).open("rb")
    except FileNotFoundError:
        file = None
    if file is None or file.seek(0, 2) != evidence.size:
        log.error("evidence %s: file missing or changed", evidence.pk)
        raise ThuocDoError.of("EVIDENCE-016")
    file.seek(0)
    response = FileResponse(file, content_type=kind.media_type, headers=HEADERS)
    response.headers["Content-Length"] = str(evidence.size)
    is_saved = save or not kind.in_place
    name = saved_as(evidence.name, kind.ending)
    response.headers["Content-Disposition"] = content_disposition_header(is_saved, name)
    patch_cache_control(response, private=True, no_store=True)
    return response
