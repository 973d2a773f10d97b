"""Intervals for late counts, and why which.

``late_ratio_limits``: limits of θ, the factor by which a unit is late compared with what its mix
of procedures makes one expect. Its late count O is a sum of binomials: n_p dossiers of procedure
p, each late with chance θ R_p, R_p being the province's late rate. So E O = θ E with
E = Σ n_p R_p, and var O = θ E - θ² V with V = Σ n_p R_p². The limits are the θ at which
(O - θ E)² = z² (θ E - θ² V), a quadratic:

    θ = (2 O E + z² E ± z √(z² E² + 4 O E² - 4 O² V)) / (2 (E² + z² V)) .

With one procedure this is the score interval of Wilson (1927, Journal of the American Statistical
Association 22, 209-212) for its late rate, divided by R. The extension to a mix is ours. It was
chosen over the exact Poisson limits by Byar's approximation (``byar``; Breslow & Day 1987,
Statistical Methods in Cancer Research II, IARC, p. 69), usual for such ratios where events are
rare: lateness is not rare here, a binomial then varies less than a Poisson, and Byar's limits
cover more than they say (``bench/coverage.py``). At small rates V is near 0 and both agree.

Where θ R_p would pass 1 for procedures that are late nearly everywhere, binomials no longer fit:
V is then taken as E² / O at most, the value at which the variance at θ = O / E is 0, as it is for
a share of 100 %; O / E is the upper limit there.

The limits speak of chance among a unit's own dossiers only. R_p is taken as known though the
unit's dossiers are part of it; and dossiers of one unit that go late together (one absent
officer, one bad week) make the truth wider: see ``funnels`` for that.
"""

from __future__ import annotations

import math

Z95 = 1.959963984540054


def late_ratio_limits(
    late: int, expected: float, squares: float, z: float = Z95
) -> tuple[float, float] | None:
    """Low and high θ of ``late`` dossiers where ``expected`` (E) were; ``squares`` is V.

    ``None`` when nothing was expected: then nobody anywhere is late and there is no ratio.
    """
    if expected <= 0:
        return None
    if late:
        squares = min(squares, expected**2 / late)
    middle = 2 * late * expected + z * z * expected
    inner = z * z * expected**2 + 4 * late * expected**2 - 4 * late**2 * squares
    spread = z * math.sqrt(max(inner, 0.0))
    below = 2 * (expected**2 + z * z * squares)
    return max((middle - spread) / below, 0.0), (middle + spread) / below


def wilson(right: int, cases: int, z: float = Z95) -> tuple[float, float]:
    """Score limits of a share (Wilson 1927) of at least one case."""
    share, square = right / cases, z * z
    middle = share + square / (2 * cases)
    spread = z * math.sqrt(share * (1 - share) / cases + square / (4 * cases**2))
    below = 1 + square / cases
    return max((middle - spread) / below, 0.0), min((middle + spread) / below, 1.0)


def byar(late: int, expected: float, z: float = Z95) -> tuple[float, float]:
    """Poisson limits of ``late / expected`` by Byar's approximation, for comparison."""
    low = 0.0
    if late:
        low = late * (1 - 1 / (9 * late) - z / (3 * math.sqrt(late))) ** 3 / expected
    more = late + 1
    return low, more * (1 - 1 / (9 * more) + z / (3 * math.sqrt(more))) ** 3 / expected
