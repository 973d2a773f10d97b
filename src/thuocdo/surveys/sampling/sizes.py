"""How many people, in how many villages: from the margin wanted, the design effect and cost.

Source: Kish, Survey Sampling (1965), 5.4, 8.2, 8.3; Cochran (1977), 4.4, 10.6. What the
correlation within a village and the cost of reaching one are has to be measured or assumed by
whoever plans; nothing is assumed here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from thuocdo.errors import ThuocDoError


def people_needed(
    margin: float,
    *,
    share: float = 0.5,
    sd: float | None = None,
    level: float = 0.95,
    deff: float = 1.0,
    population: float | None = None,
    response: float = 1.0,
) -> int:
    """People to approach for a half-width of ``margin`` (unit of the estimate: 0.05 is 5 points).

    share       the share expected; 0.5 is the safe guess. With ``sd`` a mean instead
    deff        variance over that of a simple random sample of the same size
    population  people there are; the correction 1 - n/N is then made
    response    share of those approached who answer

    n solves z^2 deff s^2 / n (1 - n/N) = margin^2; SURVEY-063 when more would have to be
    approached than there are, SURVEY-059 on arguments out of range.
    """
    _in_range("margin", margin, 0, math.inf)
    _in_range("share", share, 0, 1)
    _in_range("level", level, 0, 1)
    _in_range("response", response, 0, 1, closed=True)
    _in_range("deff", deff, 0, math.inf)
    spread = share * (1 - share) if sd is None else _in_range("sd", sd, 0, math.inf) ** 2
    n = deff * spread * (quantile(level) / margin) ** 2
    if population is not None:
        n = n / (1 + n / _in_range("population", population, 0, math.inf))
    # 1e-9: a whole number that rounding put a hair above itself is that number.
    needed = math.ceil(math.ceil(n - 1e-9) / response - 1e-9)
    if population is not None and needed > population:
        raise ThuocDoError.of("SURVEY-063", needed=needed, count=int(population))
    return needed


def design_effect(cluster: float, rho: float, weights_cv: float = 0.0) -> float:
    """Kish's: (1 + (b-1) rho) (1 + cv^2), b people a village, rho the correlation within."""
    _in_range("cluster", cluster, 1, math.inf, closed=True)
    _in_range("rho", rho, -1, 1, closed=True)
    return (1 + (cluster - 1) * rho) * (1 + weights_cv**2)


def best_cluster(cost_village: float, cost_person: float, rho: float) -> float:
    """People a village at which a budget buys least variance: sqrt(C/c (1-rho)/rho), >= 1."""
    _in_range("cost_village", cost_village, 0, math.inf)
    _in_range("cost_person", cost_person, 0, math.inf)
    _in_range("rho", rho, 0, 1)
    return max(1.0, math.sqrt(cost_village / cost_person * (1 - rho) / rho))


@dataclass(frozen=True)
class Plan:
    """villages, people a village, people, design effect, half-width at ``level``, cost."""

    villages: int
    cluster: int
    people: int
    deff: float
    margin: float
    cost: float


def affordable(
    budget: float,
    *,
    cost_village: float,
    cost_person: float,
    rho: float,
    share: float = 0.5,
    level: float = 0.95,
    most_cluster: int = 1000,
) -> Plan:
    """The plan of least margin within the budget: whole villages, whole people in each.

    Every cluster size up to ``most_cluster`` is tried; at least two villages, so that an error
    can be told (SURVEY-063 when the budget does not buy two visits of one person).
    """
    _in_range("budget", budget, 0, math.inf)
    best_cluster(cost_village, cost_person, rho)  # checks its arguments
    z, plans = quantile(level), []
    for cluster in range(1, most_cluster + 1):
        each = cost_village + cluster * cost_person
        villages = math.floor(budget / each)
        if villages < 2:
            break
        people, deff = villages * cluster, design_effect(cluster, rho)
        margin = z * math.sqrt(deff * share * (1 - share) / people)
        plans.append(Plan(villages, cluster, people, deff, margin, villages * each))
    if not plans:
        raise ThuocDoError.of("SURVEY-063", needed=2, count=math.floor(budget / each))
    return min(plans, key=lambda plan: (plan.margin, plan.cost))


def quantile(level: float) -> float:
    """The normal quantile of a two-sided level."""
    return NormalDist().inv_cdf((1 + level) / 2)


def _in_range(name: str, value: float, low: float, high: float, closed: bool = False) -> float:
    inside = low < value < high or (closed and value in (high, low) and value != 0)
    if not inside or math.isnan(value):
        wanted = f"{low:g} … {high:g}"
        raise ThuocDoError.of("SURVEY-059", name=name, value=value, wanted=wanted)
    return value
