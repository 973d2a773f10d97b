"""No room on the disk, in words, whoever of the writers meets it first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from thuocdo.disk import NO_ROOM
from thuocdo.errors import ThuocDoError


@contextmanager
def no_room_told() -> Iterator[None]:
    """A full disk in words. Raises ``ThuocDoError`` DOSSIER-008; other errors as they are."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise ThuocDoError.of("DOSSIER-008") from None
        raise


def write_rows(path: Path, rows: pl.DataFrame, compression: str, level: int | None = None) -> None:
    """Write ``rows`` as Parquet. Raises the ``OSError`` of the system where there is one.

    Polars writing by itself tells a full disk as a fault of the Parquet format.
    """
    with path.open("wb") as file:
        out = _Told(file)
        try:
            rows.write_parquet(out, compression=compression, compression_level=level)
        except pl.exceptions.PolarsError:
            if out.error is not None:
                raise out.error from None
            raise


class _Told:
    """A file that remembers why it could not be written."""

    def __init__(self, file):
        self.file, self.error = file, None

    def write(self, piece: bytes) -> int:
        try:
            return self.file.write(piece)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        self.file.flush()
