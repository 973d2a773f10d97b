"""The metrics that dossiers of the lake can be counted for, with their rules (``metrics.toml``)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files

import polars as pl

from thuocdo.dossiers.losses.shares import (
    Share,
    exact,
    name_of_term,
    share_of_rule,
    shares_of_terms,
)
from thuocdo.dossiers.portal.rules import TOTAL, Group, rule_book

UNKNOWN = ""  # code of the unit or procedure of a dossier that names none


@dataclass(frozen=True)
class LakeMetric:
    """``numerator`` of ``denominator``: columns of the cells; ``share`` makes points of them."""

    endpoint: str
    code: str
    numerator: str
    denominator: str
    share: Share
    vi: str
    en: str

    @property
    def key(self) -> str:
        """End point and code: one name among all metrics."""
        return f"{self.endpoint}/{self.code}"

    def name(self, language: str = "vi") -> str:
        """The metric's name in ``language``."""
        return self.vi if language == "vi" else self.en

    def counted_in(self, cells: pl.DataFrame) -> bool:
        """Whether the cells hold both counts at all; a column of nulls only holds none."""
        both = (self.numerator, self.denominator)
        return all(one in cells.columns and cells[one].null_count() < cells.height for one in both)


@dataclass(frozen=True)
class Unmeasured:
    """Points of a group that dossiers cannot speak of: neither earned nor lost here."""

    endpoint: str
    maximum: Fraction


@cache
def lake_metrics() -> tuple[LakeMetric, ...]:
    """Every metric of ``metrics.toml``, in the order of the groups."""
    text = files("thuocdo.dossiers.losses").joinpath("metrics.toml").read_text(encoding="utf-8")
    return tuple(_made(one) for one in tomllib.loads(text)["metric"])


def unmeasured(held: tuple[LakeMetric, ...]) -> tuple[Unmeasured, ...]:
    """What the ``held`` metrics leave of each group's maximum."""
    found = []
    for group in rule_book().groups.values():
        told = sum((m.share.maximum for m in held if m.endpoint == group.endpoint), Fraction(0))
        left = exact(group.maximum) - told
        if left > 0:
            found.append(Unmeasured(group.endpoint, left))
    return tuple(found)


def group_name(endpoint: str, language: str = "vi") -> str:
    """A group by its end point, in words."""
    return rule_book().groups[endpoint].name(language)


def metric_name(endpoint: str, code: str, language: str = "vi") -> str:
    """A metric or term of a group, in words."""
    rule = rule_book().groups[endpoint].metric(code)
    if rule is not None:
        return rule.name(language)
    name = group_name(endpoint, language)
    part = code.replace("term", "phần" if language == "vi" else "part")
    return name if code == TOTAL else f"{name}, {part}"


def _made(told: dict) -> LakeMetric:
    group = rule_book().groups[told["endpoint"]]
    code, share, names = _of_term(told, group) if "term" in told else _of_metric(told, group)
    counts = (told["numerator"], told["denominator"])
    return LakeMetric(group.endpoint, code, *counts, share, *names)


def _of_metric(told: dict, group: Group) -> tuple[str, Share, tuple[str, str]]:
    rule = group.metric(told["metric"])
    return rule.code, share_of_rule(rule), (rule.vi, rule.en)


def _of_term(told: dict, group: Group) -> tuple[str, Share, tuple[str, str]]:
    place = told["term"]
    share = shares_of_terms(group)[place - 1]
    return name_of_term(place, group), share, (group.vi, group.en)
