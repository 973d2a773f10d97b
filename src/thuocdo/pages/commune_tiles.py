"""Where communes stand in their tile diagram, their names cut to fit a tile. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

LONG = 8  # letters a line of a tile holds before the name is cut in two


def laid_out(rows: pl.DataFrame, names: Mapping[str, str]) -> list[tuple]:
    """The layout of ``rows`` (code, down, across), names cut into lines."""
    return [
        (code, down, across, lines(names[code]))
        for code, down, across in rows.select("code", "down", "across").iter_rows()
        if code in names
    ]


def lines(name: str) -> tuple[str, ...]:
    """A name on one or two lines, the longer as short as can be."""
    words = name.split()
    if len(words) == 1 or len(name) <= LONG:
        return (name,)
    cuts = [(" ".join(words[:k]), " ".join(words[k:])) for k in range(1, len(words))]
    return min(cuts, key=lambda pair: max(len(part) for part in pair))
