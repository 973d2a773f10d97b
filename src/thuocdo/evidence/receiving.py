"""How a page takes evidence in: rights first, then its own limit, then the form's protection.

Django reads a form before a view sees it, and the site's own handler takes files for the import
of dossiers alone. A page under ``receiving`` has its form read only when the table of rights has
let the reader in, and no file larger than evidence may be is read to its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from thuocdo import disk, environment
from thuocdo.errors import ThuocDoError

FORM = 1 << 20  # bytes of a form beside its file


class Receiving(TemporaryFileUploadHandler):
    """Keeps files under THUOCDO_HOME/uploads till the request ends.

    Raises ``ThuocDoError`` EVIDENCE-003 when the disk is full.
    """

    def new_file(self, *args, **kwargs):
        Path(settings.FILE_UPLOAD_TEMP_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        with self._room_told():
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int):
        with self._room_told():
            return super().file_complete(file_size)

    @contextmanager
    def _room_told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.upload_interrupted()
            if error.errno in disk.NO_ROOM:
                raise ThuocDoError.of("EVIDENCE-003") from None
            raise


def receiving(view: Callable) -> Callable:
    """``view``, whose form may bring a file of evidence in ``request.FILES``.

    Declare the result with its access and action as any page. Raises ``ThuocDoError``
    EVIDENCE-002 before anything is read when the request is longer than one file and its form
    may be; ``keeping.add`` tells a file that is itself too large.
    """
    protected = csrf_protect(view)

    @csrf_exempt  # not left out but asked below, when it is known who reads the form
    @wraps(view)
    def outer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        limit = environment.count("THUOCDO_EVIDENCE_LIMIT")
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > limit + FORM:
            raise ThuocDoError.of("EVIDENCE-002", limit=limit)
        request.upload_handlers = [Receiving(request)]
        return protected(request, *args, **kwargs)

    return outer
