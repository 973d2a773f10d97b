"""Rows of text in aligned columns, for a terminal or a pipe."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence


def aligned(head: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> str:
    """``head`` and ``rows`` as lines of equal columns; places in ``right`` end at the right edge.

    Nothing is cut: a long cell makes its column wide. Line breaks in a cell become spaces.
    """
    lines = [[_one_line(cell) for cell in line] for line in (head, *rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    at_right = set(right)
    return "\n".join(
        "  ".join(
            cell.rjust(width) if place in at_right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _one_line(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFC", cell).split())
