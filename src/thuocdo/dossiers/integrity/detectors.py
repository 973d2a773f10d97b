"""The detectors as data: names, what they need, thresholds."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Detector:
    """``needs``: "register", "portal" (seen in its answers, not in the lake) or ""."""

    code: str
    vi: str
    en: str
    needs: str = ""

    def name(self, language: str = "vi") -> str:
        """What it is called."""
        return self.vi if language == "vi" else self.en


@cache
def _held() -> dict:
    text = files("thuocdo.dossiers.integrity").joinpath("detectors.toml").read_text("utf-8")
    return tomllib.loads(text)


def thresholds() -> dict[str, int]:
    """Every threshold by its name; moments in seconds."""
    return _held()["thresholds"]


def of_lake() -> dict[str, Detector]:
    """Those that look at dossiers of the lake."""
    return {code: one for code, one in detectors().items() if one.needs != "portal"}


@cache
def detectors() -> dict[str, Detector]:
    """Every detector by its code."""
    return {code: Detector(code, **told) for code, told in _held()["detectors"].items()}
