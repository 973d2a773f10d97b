"""Raw uploads on the disk: for the server's eyes only, under names that say nothing, not for long.

They are the one place where personal data lie before an import drops them; whoever takes one in
sees to its end.
"""

from __future__ import annotations

import errno
import os
import uuid
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from thuocdo.dossiers.lake.reading import KINDS
from thuocdo.errors import ThuocDoError

PIECE = 1 << 20  # bytes read at once


def folder(home: Path) -> Path:
    """Where uploads lie."""
    return home / "uploads"


def kept(home: Path, stream: BinaryIO, name: str, limit: int) -> Path:
    """Write ``stream`` to a new file (mode 0600) of the kind that ``name`` ends in.

    At most ``limit`` bytes. Raises ``ThuocDoError`` DOSSIER-008 (disk full), DOSSIER-010 (unknown
    kind), JOB-007 (too large); nothing stays on the disk then.
    """
    kind = Path(name).suffix.lower()
    if kind not in KINDS:
        raise ThuocDoError.of("DOSSIER-010", file=kind or "?", known=" ".join(KINDS))
    path = folder(home) / f"{uuid.uuid4().hex}{kind}"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as target:
            _copy(stream, target, limit)
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ThuocDoError.of("DOSSIER-008") from None
        raise
    return path


def _copy(stream: BinaryIO, target: BinaryIO, limit: int) -> None:
    left = limit
    while piece := stream.read(PIECE):
        left -= len(piece)
        if left < 0:
            raise ThuocDoError.of("JOB-007", limit=limit)
        target.write(piece)


def found(home: Path, name: str) -> Path:
    """The upload ``name``; only what lies in the folder. Raises ``ThuocDoError`` JOB-008."""
    path = folder(home) / Path(name).name
    if not path.is_file():
        raise ThuocDoError.of("JOB-008")
    return path


def forget(home: Path, name: str) -> None:
    """Delete the upload ``name``; gone already is fine."""
    (folder(home) / Path(name).name).unlink(missing_ok=True)


def older(home: Path, than: datetime) -> list[str]:
    """Names of uploads last written before ``than``."""
    files = folder(home).glob("*") if folder(home).is_dir() else ()
    return sorted(one.name for one in files if one.stat().st_mtime < than.timestamp())
