"""The rules of the clock as data: each a value, what may be asked for, its status and source."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import product

from thuocdo.errors import ThuocDoError


@dataclass(frozen=True)
class Rule:
    """A parameter of the clock. ``status``: read, secondary or unknown."""

    name: str
    value: str
    choices: tuple[str, ...]
    status: str
    source: str
    title_vi: str
    title_en: str


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its name, as shipped."""
    text = files("thuocdo.dossiers.clock").joinpath("rules.toml").read_text(encoding="utf-8")
    return {
        name: Rule(name, choices=tuple(told.pop("choices")), **told)
        for name, told in tomllib.loads(text).items()
    }


@dataclass(frozen=True)
class Choice:
    """What is chosen for each rule; a rule not named has its shipped value."""

    chosen: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.chosen.get(name, rules()[name].value)


def choice(**chosen: str) -> Choice:
    """A choice. Raises ``ThuocDoError`` DOSSIER-017 for a value a rule does not have."""
    for name, value in chosen.items():
        known = rules().get(name)
        if known is None or value not in known.choices:
            allowed = ", ".join(known.choices if known else sorted(rules()))
            raise ThuocDoError.of("DOSSIER-017", rule=name, value=value, allowed=allowed)
    return Choice(dict(chosen))


def admissible(base: Choice) -> list[Choice]:
    """``base`` with every combination of the unknown rules; the rates over them are the band."""
    unknown = [one for one in rules().values() if one.status == "unknown" and len(one.choices) > 1]
    names = [one.name for one in unknown]
    return [
        Choice({**base.chosen, **dict(zip(names, values, strict=True))})
        for values in product(*(one.choices for one in unknown))
    ]
