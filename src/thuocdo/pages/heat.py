"""Heat classes: where a value stands among all units, in fifths."""

from __future__ import annotations

from collections.abc import Sequence

from thuocdo.pages.numbers import known

FIFTHS = (1, 2, 3, 4, 5)
# Shape beside colour: two steps below, one below, the middle, one above, two above.
SIGNS = {1: "▼", 2: "▽", 3: "·", 4: "△", 5: "▲"}


def fifths(values: Sequence[float | None]) -> list[int | None]:
    """The fifth of each value among the known ones: 1 lowest … 5 highest, ``None`` missing.

    Equal values share a fifth: that of the middle of their places.
    """
    present = sorted(value for value in values if known(value) is not None)
    return [None if known(value) is None else fifth(value, present) for value in values]


def fifth(value: float, present: Sequence[float]) -> int:
    """The fifth of ``value`` among ``present`` (all known, in any order)."""
    below = sum(other < value for other in present)
    equal = sum(other == value for other in present)
    share = (below + equal / 2) / len(present)
    return min(int(5 * share) + 1, 5)
