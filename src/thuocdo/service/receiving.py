"""Where an uploaded file waits while its request lasts: only for who may import, only so large.

Django reads a form before any view sees it. So the question who may send a file at all is asked
here, when the file begins; what is refused is not read on and never touches the disk.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

from thuocdo import environment
from thuocdo.accounts import allowed

ACTION = "dossiers.import"


class Receiving(TemporaryFileUploadHandler):
    """Keeps the file under THUOCDO_HOME/uploads until the request ends."""

    def __init__(self, request=None):
        super().__init__(request)
        self._size = 0

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self._size = content_length

    def new_file(self, *args, **kwargs):
        user = getattr(self.request, "user", None)
        known = user if user is not None and user.is_authenticated else None
        if not allowed(known, ACTION) or self._size > environment.count("THUOCDO_UPLOAD_LIMIT"):
            self.request.upload_refused = True
            raise StopUpload(connection_reset=True)
        Path(settings.FILE_UPLOAD_TEMP_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)
        super().new_file(*args, **kwargs)
