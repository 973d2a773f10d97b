"""The text of a document, read by a child with limits; what befalls the child is told."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import astuple, dataclass
from pathlib import Path

from thuocdo.errors import ThuocDoError
from thuocdo.evidence import taking

LONGEST = 2_000_000  # letters of a text that is kept


@dataclass(frozen=True)
class Limits:
    """Of the child: seconds of the processor, bytes of memory and of output."""

    cpu: int = 60
    memory: int = 1 << 30
    output: int = 32 << 20


@dataclass(frozen=True)
class Taken:
    """A text; ``pages`` where the document knows them; ``cut``: it says more."""

    text: str
    pages: int | None
    cut: bool


def take(path: Path, kind: str, limits: Limits = Limits(), patience: float = 180) -> Taken:  # noqa: B008 - frozen
    """Text of the file at ``path``, of the kind pdf, docx or text; ``patience`` in seconds.

    Raises ``ThuocDoError`` EVIDENCE-020 (unreadable), 021 (took too long), 022 (the child was
    killed or wanted too much memory), 023 (a password); ``FileNotFoundError``.
    """
    with path.open("rb") as source, tempfile.TemporaryFile() as out:
        code = _ended(_begun(source, out, kind, limits), patience)
        if code == taking.DONE:
            out.seek(0)
            return _read(out.read(limits.output))
    if code in (None, -signal.SIGXCPU):
        raise ThuocDoError.of("EVIDENCE-021")
    if code == taking.PASSWORD:
        raise ThuocDoError.of("EVIDENCE-023")
    if code == taking.UNREADABLE:
        raise ThuocDoError.of("EVIDENCE-020")
    raise ThuocDoError.of("EVIDENCE-022")


def _begun(source, out, kind: str, limits: Limits) -> subprocess.Popen:
    told = (kind, LONGEST, *astuple(limits))
    return subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, "-I", "-B", "-X", "utf8", taking.__file__, *map(str, told)],
        stdin=source,
        stdout=out,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
    )


def _ended(child: subprocess.Popen, patience: float) -> int | None:
    """Its exit code; None when it had to be ended. It never outlives this call."""
    try:
        return child.wait(patience)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _read(content: bytes) -> Taken:
    """What the child says is not trusted either."""
    try:
        told = json.loads(content)
        text, pages, cut = str(told["text"])[:LONGEST], told["pages"], bool(told["cut"])
        return Taken(text, None if pages is None else min(int(pages), 2**31 - 1), cut)
    except (ValueError, KeyError, TypeError) as error:
        raise ThuocDoError.of("EVIDENCE-020") from error
