"""The detectors as data: names, what they need, thresholds."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Detector:
    """``needs``: "register" or ""."""

    code: str
    vi: str
    en: str
    needs: str = ""


@cache
def _held() -> dict:
    text = files("thuocdo.dossiers.integrity").joinpath("detectors.toml").read_text("utf-8")
    return tomllib.loads(text)


def thresholds() -> dict[str, int]:
    """Every threshold by its name; moments in seconds."""
    return _held()["thresholds"]


@cache
def detectors() -> dict[str, Detector]:
    """Every detector by its code."""
    return {code: Detector(code, **told) for code, told in _held()["detectors"].items()}
