"""A loss and its parts, to the last fraction: every level adds up to the one above.

How a share's loss is split. Let d cases count, n of them done right and m = d - n missed. The
metric earns P = min(M, M n / (t d)), M the maximum and t the threshold from which all points
are given (1 for most). Its loss is L = M - P. A part (a unit, a procedure in it) that holds m_u
of the missed cases carries

    L_u = L m_u / m .

Without a threshold this is m_u M / d, the part's missed cases over the *whole's* denominator.
With one, m_u M / (t d) summed over all parts would be M m / (t d), more than was lost, because
the first (1 - t) d missed cases cost nothing. Nobody can say whose cases those were, so every
missed case carries the same: the sums are scaled to the real loss. All of a loss comes back when
all of its cases are mended. What *one more* case mended gains at once is another figure, the
slope M / (t d): see ``Share.next_points``. When everything is saturated L = 0 and so is each
part. What no part accounts for stands in a part of its own (level ``rest``), with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from thuocdo.wording import Sentence

LEVELS = ("total", "group", "metric", "unit", "procedure", "rest")


@dataclass(frozen=True)
class Loss:
    """Points lost at ``code`` of ``level``; ``parts`` add up to ``points`` or there are none.

    ``missed`` of ``of``: the cases counted here, ``None`` where nothing is counted. ``reason``
    says why a ``rest`` could not be split.
    """

    level: str
    code: str
    points: Fraction
    missed: int | None = None
    of: int | None = None
    parts: tuple[Loss, ...] = ()
    reason: Sentence | None = None

    @property
    def each(self) -> Fraction | None:
        """What a missed case carries: the level of dossiers; ``missed`` times it is ``points``."""
        return self.points / self.missed if self.missed else None

    def part(self, code: str) -> Loss | None:
        """The part called ``code``."""
        return next((one for one in self.parts if one.code == code), None)


def split(
    points: Fraction,
    cases: int,
    parts: Iterable[tuple[str, int, int]],
    level: str,
) -> tuple[Loss, ...]:
    """``points`` over ``parts`` (code, missed, of), by their missed cases of all ``cases``.

    The largest first, those without a missed case left out. They add up to ``points`` when their
    missed cases add up to ``cases``.
    """
    if cases == 0:
        return ()
    made = (
        Loss(level, code, points * missed / cases, missed, of)
        for code, missed, of in parts
        if missed
    )
    return tuple(sorted(made, key=by_size))


def with_rest(points: Fraction, parts: Iterable[Loss], reason: Sentence) -> tuple[Loss, ...]:
    """``parts`` and, where they do not make ``points``, the rest with its ``reason``."""
    held = tuple(parts)
    left = points - sum((one.points for one in held), Fraction(0))
    if left == 0:
        return held
    return (*held, Loss("rest", "rest", left, reason=reason))


def summed(level: str, code: str, parts: Iterable[Loss]) -> Loss:
    """The loss that ``parts`` make, largest first."""
    held = tuple(sorted(parts, key=by_size))
    return Loss(level, code, sum((one.points for one in held), Fraction(0)), parts=held)


def by_size(loss: Loss) -> tuple[Fraction, str]:
    """Order of losses: the largest first, equal ones by code."""
    return -loss.points, loss.code


def off(loss: Loss) -> Fraction:
    """The largest amount by which any level under ``loss`` misses its parent: 0 when exact."""
    if not loss.parts:
        return Fraction(0)
    here = abs(loss.points - sum((one.points for one in loss.parts), Fraction(0)))
    return max(here, *(off(one) for one in loss.parts))
