"""Bands of a threshold rule: where a value falls, where bands overlap or leave a hole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from thuocdo.scoring.rules.results import figure


@dataclass(frozen=True)
class Band:
    """``low``…``high`` (``None`` is open), each end in or out; ``points`` ``None`` = by the rate.

    Rates are shares of 1.
    """

    low: Fraction | None
    high: Fraction | None
    low_in: bool
    high_in: bool
    points: Fraction | None

    def holds(self, value: Fraction) -> bool:
        """Whether ``value`` is within."""
        above = self.low is None or value > self.low or (self.low_in and value == self.low)
        below = self.high is None or value < self.high or (self.high_in and value == self.high)
        return above and below

    def said(self, percent: bool) -> tuple[str, str]:
        """The band in words, (vi, en): "từ 80 % đến dưới 100 %"."""
        low, high = _end(self.low, percent), _end(self.high, percent)
        if low and low == high:
            return low
        vi, en = [], []
        if low:
            vi.append(f"{'từ' if self.low_in else 'trên'} {low[0]}")
            en.append(f"{'from' if self.low_in else 'above'} {low[1]}")
        if high:
            vi.append(f"{'đến' if self.high_in else 'dưới'} {high[0]}")
            en.append(f"{'up to' if self.high_in else 'below'} {high[1]}")
        if low and not high and self.low_in:
            return f"{vi[0]} trở lên", f"{en[0]} on"
        worded = " đến ".join(vi).replace("đến đến", "đến")
        english = " ".join(en).replace(" below", " to below")
        return worded or "mọi giá trị", english or "any value"


def _end(value: Fraction | None, percent: bool) -> tuple[str, str] | None:
    if value is None:
        return None
    vi, en = figure(100 * value if percent else value)
    return (f"{vi} %", f"{en}%") if percent else (vi, en)


def place(bands: tuple[Band, ...], value: Fraction) -> Band | None:
    """The band that holds ``value``."""
    return next((one for one in bands if one.holds(value)), None)


@dataclass(frozen=True)
class Seam:
    """Where two bands do not meet: ``kind`` is "overlap" or "hole", at ``at``."""

    kind: str
    at: Fraction


def seams(bands: tuple[Band, ...], whole: Fraction | None) -> list[Seam]:
    """Overlaps and holes from 0 on; ``whole`` (1 for a rate) is where the last band may end."""
    zero = Fraction(0)
    held = [replace(one, low=zero, low_in=True) if _from_below(one) else one for one in bands]
    held = [one for one in held if one.high is None or one.high > zero or one.holds(zero)]
    if not held:
        return [Seam("hole", zero)]
    ordered = sorted(held, key=lambda one: (one.low, not one.low_in))
    found = []
    reach = ordered[0]
    if not reach.holds(zero):
        found.append(Seam("hole", zero))
    for one in ordered[1:]:
        found += _between(reach, one)
        reach = max(reach, one, key=_high)
    if reach.high is not None and not (
        whole is not None and reach.high >= whole and (reach.high_in or reach.high > whole)
    ):
        found.append(Seam("hole", reach.high))
    return found


def _between(left: Band, right: Band) -> list[Seam]:
    if left.high is None or left.high > right.low:
        return [Seam("overlap", right.low)]
    if left.high < right.low:
        return [Seam("hole", left.high)]
    if left.high_in and right.low_in:
        return [Seam("overlap", right.low)]
    if not left.high_in and not right.low_in:
        return [Seam("hole", right.low)]
    return []


def _from_below(band: Band) -> bool:
    return band.low is None or band.low < 0


def _high(band: Band) -> tuple[bool, Fraction, bool]:
    return band.high is None, band.high or Fraction(0), band.high_in
