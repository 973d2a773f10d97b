"""Strips: one unit's place on a line. Values in, positions (percent of the width) out.

Positions are percentages, so that one drawing fits a phone, a table cell and paper without its
dots turning oval; the templates put them in ``x="…%"``.
"""

from __future__ import annotations

from dataclasses import dataclass

from thuocdo.pages.numbers import known

TARGET_RANK = 10


@dataclass(frozen=True)
class Mark:
    """A labelled place on an axis; ``at`` in percent, ``kind`` is "end" or "target"."""

    at: float
    label: str
    kind: str = "end"

    @property
    def anchor(self) -> str:
        """Where the label hangs so that it stays inside the drawing."""
        return "start" if self.at < 10 else "end" if self.at > 90 else "middle"


def place(value: float, low: float, high: float) -> float:
    """``value`` on the axis ``low..high`` in percent, two decimals, kept within 0..100."""
    if high == low:
        return 50.0
    return round(min(max(100 * (value - low) / (high - low), 0.0), 100.0), 2)


@dataclass(frozen=True)
class RankStrip:
    """A rank of 1..``of`` with its confidence set ``low..high``.

    Without a set (``low is None``) the error is not known: a hollow dot, no line. Without a
    rank there is only the axis. ``target`` is the rank marked faintly on the axis; ``None``
    or a target beyond the last rank marks nothing.
    """

    rank: int | None
    of: int
    low: int | None = None
    high: int | None = None
    target: int | None = TARGET_RANK
    form = "rank"

    def __post_init__(self):
        if (self.low is None) != (self.high is None):
            raise ValueError("a rank set needs both ends, or neither")
        if self.low is not None and not 1 <= self.low <= self.high <= self.of:
            raise ValueError(f"rank set {self.low}..{self.high} is not within 1..{self.of}")
        if self.rank is not None and not 1 <= self.rank <= self.of:
            raise ValueError(f"rank {self.rank} is not within 1..{self.of}")

    @property
    def has_set(self) -> bool:
        return self.low is not None

    @property
    def dot(self) -> float | None:
        return None if self.rank is None else place(self.rank, 1, self.of)

    @property
    def line(self) -> tuple[float, float] | None:
        """Both ends of the set in percent."""
        if not self.has_set:
            return None
        return place(self.low, 1, self.of), place(self.high, 1, self.of)

    @property
    def target_at(self) -> float | None:
        if self.target is None or self.target > self.of:
            return None
        return place(self.target, 1, self.of)

    @property
    def order(self) -> int | None:
        """What the column sorts by."""
        return self.rank

    def plain(self) -> dict:
        """For the JSON twin: ``set`` is null where no error is known."""
        rank_set = [self.low, self.high] if self.has_set else None
        return {"rank": self.rank, "of": self.of, "set": rank_set}

    def flat(self) -> dict:
        """For the CSV twin: one column a value."""
        return {"": self.rank, "of": self.of, "low": self.low, "high": self.high}


@dataclass(frozen=True)
class ScoreStrip:
    """Our score, the score of the target place and the best, on the axis ``low..high``.

    ``low`` and ``high`` are the least and greatest score among the units compared.
    """

    us: float | None
    target: float | None
    best: float | None
    low: float
    high: float
    target_rank: int = TARGET_RANK
    digits: int = 2
    form = "score"

    def _at(self, value: float | None) -> float | None:
        return None if known(value) is None else place(value, self.low, self.high)

    @property
    def dot(self) -> float | None:
        return self._at(self.us)

    @property
    def target_at(self) -> float | None:
        return self._at(self.target)

    @property
    def best_at(self) -> float | None:
        return self._at(self.best)

    @property
    def order(self) -> float | None:
        return known(self.us)

    def plain(self) -> dict:
        return {"us": known(self.us), "target": known(self.target), "best": known(self.best)}

    def flat(self) -> dict:
        values = self.plain()
        return {"": values["us"], "target": values["target"], "best": values["best"]}


def rank_axis(of: int, target: int | None = TARGET_RANK) -> tuple[Mark, ...]:
    """The marks at the head of a column of rank strips: 1, the target, the last rank."""
    marks = [Mark(0.0, "1")]
    if target is not None and target < of:
        marks.append(Mark(place(target, 1, of), str(target), "target"))
    return (*marks, Mark(100.0, str(of)))
