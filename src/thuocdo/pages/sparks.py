"""Time lines that stop at a break and start again. Values in, positions out.

x in percent of the width, y in pixels of a fixed height: the drawing stretches sideways only,
so that text and dots keep their shape. A missing year stops the line as well: a line drawn
across a gap would be a claim nobody measured.
"""

from __future__ import annotations

from dataclasses import dataclass

from thuocdo.pages.numbers import known
from thuocdo.pages.strips import place

_LEFT, _RIGHT = 3.0, 91.0  # room for the first and the last label, percent
_TOP, _BOTTOM = 22.0, 26.0  # room for labels above, years beneath, pixels


@dataclass(frozen=True)
class Point:
    """A value at ``at`` (a year, or any number that grows); ``low..high`` its interval."""

    at: float
    value: float | None
    low: float | None = None
    high: float | None = None
    label: str = ""


@dataclass(frozen=True)
class Break:
    """The series before ``at`` cannot be compared with the series from ``at`` on.

    ``href`` is where the reason stands; ``label`` says it in a few words.
    """

    at: float
    label: str
    href: str = ""


@dataclass(frozen=True)
class Dot:
    """A drawn point: ``x`` percent, ``y`` pixels, and what it stands for.

    ``shown`` points carry their value; one that ``opens`` a run drops it on a phone, where
    both ends of a short run would collide.
    """

    x: float
    y: float
    point: Point
    shown: bool = False
    opens: bool = False

    @property
    def anchor(self) -> str:
        return "start" if self.x < 8 else "middle"

    @property
    def label_y(self) -> float:
        return round(self.y - 9, 2)


@dataclass(frozen=True)
class Tick:
    """A time on the axis: ``x`` percent, its label; a phone shows the major ones only."""

    x: float
    label: str
    is_major: bool


@dataclass(frozen=True)
class BreakMark:
    """A drawn break: ``x`` percent, its number among the breaks, and the break."""

    x: float
    number: int
    reason: Break


@dataclass(frozen=True)
class TimeLine:
    """A series over time. ``points`` in order of ``at``; ``bounds`` fixes the y axis.

    ``height`` in pixels. A spark is the same line ``bare`` of labels, 24 px high.
    """

    points: tuple[Point, ...]
    breaks: tuple[Break, ...] = ()
    height: int = 200
    digits: int = 2
    bounds: tuple[float, float] | None = None
    bare: bool = False
    form = "time"

    def __post_init__(self):
        times = [point.at for point in self.points]
        if times != sorted(set(times)):
            raise ValueError("points must be in order of time, one a time")

    @property
    def known_points(self) -> list[Point]:
        return [point for point in self.points if known(point.value) is not None]

    @property
    def range(self) -> tuple[float, float]:
        """Least and greatest value drawn, intervals included."""
        if self.bounds:
            return self.bounds
        values = [v for p in self.known_points for v in (p.value, p.low, p.high)]
        values = [value for value in values if known(value) is not None]
        return (min(values), max(values)) if values else (0.0, 1.0)

    def x(self, at: float) -> float:
        """A time in percent of the width."""
        left, right = (3.0, 97.0) if self.bare else (_LEFT, _RIGHT)
        first, last = self.points[0].at, self.points[-1].at
        return round(left + (right - left) * place(at, first, last) / 100, 2)

    def y(self, value: float) -> float:
        """A value in pixels from the top."""
        top, bottom = (4.0, 4.0) if self.bare else (_TOP, _BOTTOM)
        low, high = self.range
        share = place(value, low, high) / 100
        return round(top + (1 - share) * (self.height - top - bottom), 2)

    @property
    def runs(self) -> list[list[Point]]:
        """Stretches of known points without a break or a gap between neighbours."""
        runs: list[list[Point]] = []
        before: Point | None = None
        for point in self.points:
            if known(point.value) is None:
                before = None
                continue
            if before is None or self._broken(before.at, point.at):
                runs.append([])
            runs[-1].append(point)
            before = point
        return runs

    def _broken(self, start: float, end: float) -> bool:
        return any(start < a_break.at <= end for a_break in self.breaks)

    @property
    def lines(self) -> list[str]:
        """``points`` attributes of the polylines, one a run of at least two points."""
        return [
            " ".join(f"{self.x(p.at)},{self.y(p.value)}" for p in run)
            for run in self.runs
            if len(run) > 1
        ]

    @property
    def bands(self) -> list[str]:
        """``points`` attributes of the interval bands, within runs where both ends are known."""
        bands = []
        for run in self.runs:
            sure = [p for p in run if known(p.low) is not None and known(p.high) is not None]
            if len(sure) > 1:
                there = [f"{self.x(p.at)},{self.y(p.high)}" for p in sure]
                back = [f"{self.x(p.at)},{self.y(p.low)}" for p in reversed(sure)]
                bands.append(" ".join(there + back))
        return bands

    @property
    def dots(self) -> list[Dot]:
        """Every known point; both ends of every run carry their value."""
        opening = {run[0] for run in self.runs if len(run) > 1}
        closing = {run[-1] for run in self.runs}
        return [
            Dot(self.x(p.at), self.y(p.value), p, p in opening | closing, p in opening)
            for p in self.known_points
        ]

    @property
    def marks(self) -> list[BreakMark]:
        """Each break, midway between the last point before it and the first from it on."""
        marks = []
        for number, reason in enumerate(self.breaks, start=1):
            before = [p.at for p in self.points if p.at < reason.at]
            after = [p.at for p in self.points if p.at >= reason.at]
            if before and after:
                x = round((self.x(before[-1]) + self.x(after[0])) / 2, 2)
                marks.append(BreakMark(x, number, reason))
        return marks

    @property
    def times(self) -> list[Tick]:
        """The time axis; at most seven ticks are major, the last one always."""
        step = -(-len(self.points) // 7)
        last = len(self.points) - 1
        return [
            Tick(self.x(p.at), p.label or f"{p.at:g}", (last - n) % step == 0)
            for n, p in enumerate(self.points)
        ]

    @property
    def last(self) -> Point | None:
        return self.known_points[-1] if self.known_points else None

    @property
    def first(self) -> Point | None:
        return self.known_points[0] if self.known_points else None

    @property
    def base(self) -> int:
        """Where the years stand, pixels from the top."""
        return self.height - 8

    @property
    def foot(self) -> float:
        """Where the drawing ends above the years, pixels from the top."""
        return self.height - (2.0 if self.bare else _BOTTOM - 4)

    @property
    def order(self) -> float | None:
        return known(self.last.value) if self.last else None

    def plain(self) -> list[dict]:
        return [
            {"at": p.at, "value": known(p.value), "low": known(p.low), "high": known(p.high)}
            for p in self.points
        ]

    def flat(self) -> dict:
        return {f"{p.at:g}": known(p.value) for p in self.points}


def spark(points: tuple[Point, ...], breaks: tuple[Break, ...] = (), digits: int = 2) -> TimeLine:
    """A time line for a table cell: 24 px high, without labels."""
    return TimeLine(tuple(points), tuple(breaks), height=24, digits=digits, bare=True)
