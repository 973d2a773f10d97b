"""A virus scanner of the house, called without a shell; without one nothing is said to be clean."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

from thuocdo.errors import ThuocDoError

UNSCANNED, CLEAN = "unscanned", "clean"
INFECTED_CODE = 1  # as clamscan and clamdscan end
LONGEST = 300  # seconds


def scan(command: str, path: Path) -> str:
    """``clean``, or ``unscanned`` where no ``command`` is set.

    The path is its last argument; the command gets no secret of the environment. Exit code 0 is
    clean, 1 infected. Raises ``ThuocDoError`` EVIDENCE-013 (infected), 014 (the scanner did not
    do its work: the file is not taken in either).
    """
    if not command.strip():
        return UNSCANNED
    try:
        done = subprocess.run(  # noqa: S603 - the administrator's own command, no shell
            [*shlex.split(command), str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.defpath},
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ThuocDoError.of("EVIDENCE-014", why=f"> {LONGEST} s") from None
    except (OSError, ValueError) as error:
        raise ThuocDoError.of("EVIDENCE-014", why=type(error).__name__) from None
    if done.returncode == INFECTED_CODE:
        raise ThuocDoError.of("EVIDENCE-013")
    if done.returncode != 0:
        raise ThuocDoError.of("EVIDENCE-014", why=f"exit {done.returncode}")
    return CLEAN
