"""The measures as data: what is counted over what, its source and how sure that is."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from thuocdo.errors import ThuocDoError


@dataclass(frozen=True)
class MeasureRule:
    """One entry of ``catalogue.toml``; ``portal`` is "end point:metric"."""

    code: str
    kind: str
    group: str
    status: str
    vi: str
    en: str
    source: str
    numerator: str = ""
    denominator: str = ""
    needs: str = ""
    bound: str = ""
    portal: str = ""


@cache
def catalogue() -> dict[str, MeasureRule]:
    """Every measure by its code, in the order of the file."""
    text = files("thuocdo.dossiers.measures").joinpath("catalogue.toml").read_text("utf-8")
    return {code: MeasureRule(code, **told) for code, told in tomllib.loads(text).items()}


def measure_rule(code: str) -> MeasureRule:
    """The measure ``code``. Raises ``ThuocDoError`` DOSSIER-030 for one there is not."""
    found = catalogue().get(code)
    if found is None:
        raise ThuocDoError.of("DOSSIER-030", value=code, known=", ".join(catalogue()))
    return found
