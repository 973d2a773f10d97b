"""Permanent random numbers: each unit's own, from its code and the seed.

The number is SHA-256 of "seed, purpose, code", its first 53 bits as a fraction in (0, 1). So a
sample depends on the frame's units, not on the order they stand in or on a library's generator;
a unit that stays in the frame keeps its number from round to round (Ohlsson 1995, "Coordination
of samples using permanent random numbers", in Business Survey Methods, ch. 9), and anyone may
check a draw by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from thuocdo.errors import ThuocDoError

BITS = 53
SEPARATOR = "\x1f"  # no code holds it, so no two (purpose, code) read the same


def permanent(codes: Iterable[object], seed: int, purpose: str = "") -> NDArray[np.float64]:
    """Numbers in (0, 1), one a code; the same code, seed and purpose give the same number."""
    start = sha256(f"{seed}{SEPARATOR}{purpose}{SEPARATOR}".encode())
    found = []
    for code in codes:
        one = start.copy()
        one.update(str(code).encode())
        found.append((int.from_bytes(one.digest()[:8], "big") >> (64 - BITS)) + 0.5)
    return np.array(found) / 2**BITS


def shifted(numbers: NDArray[np.float64], start: float) -> NDArray[np.float64]:
    """Numbers counted from ``start`` round the circle: the smallest are then drawn first.

    The same start in the next round keeps the sample but for units that came and went; a start
    moved on by the sampling fraction takes a fresh one; anything between overlaps in part.
    """
    if not 0 <= start < 1:
        raise ThuocDoError.of("SURVEY-059", name="start", value=start, wanted="0 ≤ start < 1")
    return (numbers - start) % 1.0
