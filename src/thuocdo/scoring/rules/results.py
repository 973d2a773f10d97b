"""Points and how they came about; the values a rule is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from thuocdo.errors import ThuocDoError
from thuocdo.wording import Sentence

Value = bool | int | float | Decimal | Fraction | str | None
Values = Mapping[str, Value]
ROOM = "scoring.rules"
ZERO = Fraction(0)
LARGEST = 10**15  # of a value; no amount or count of a province comes near
SHOWN = 4  # decimals of a figure in a sentence; the arithmetic itself is exact


@dataclass(frozen=True)
class Points:
    """Points of one criterion, ``None`` where they could not be told, and the reason in words."""

    points: Fraction | None
    trace: tuple[Sentence, ...]
    missing: tuple[str, ...] = ()

    def said(self, language: str = "vi") -> str:
        """How it was computed, in ``language``."""
        return " ".join(one.text(language) for one in self.trace)


def told(points: Fraction | None, key: str, /, **values) -> Points:
    """``points`` with one sentence; fractions among ``values`` are worded."""
    return Points(points, (sentence(key, **values),))


def sentence(key: str, /, **values) -> Sentence:
    """A sentence of this room; fractions among ``values`` are worded in both languages."""
    worded = {k: figure(v) if isinstance(v, Fraction) else v for k, v in values.items()}
    return Sentence(ROOM, key, worded)


def figure(value: Fraction) -> tuple[str, str]:
    """``value`` in Vietnamese and English, at most four decimals: ("0,5", "0.5")."""
    if abs(value) > LARGEST:
        return "hơn 10^15", "beyond 10^15"
    text = f"{value.numerator / value.denominator:.{SHOWN}f}".rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text
    return text.replace(".", ","), text


def lacking(values: Values, names: tuple[str, ...]) -> Points | None:
    """The answer where a variable has no value: no points, and says which."""
    absent = tuple(name for name in names if values.get(name) is None)
    if not absent:
        return None
    return Points(None, (sentence("missing", names=", ".join(absent)),), absent)


def amount(values: Values, name: str) -> Fraction:
    """The value of ``name`` as an exact number. Raises ``ThuocDoError`` RULE-040."""
    value = values[name]
    if isinstance(value, bool | str):
        raise wrong(name, value, ("cần một số", "a number is needed"))
    found = value if isinstance(value, int | Fraction) else Decimal(str(value))
    if isinstance(found, Decimal) and (not found.is_finite() or abs(found.adjusted()) > 30):
        raise wrong(name, value, ("cần một số", "a number is needed"))
    if abs(found) > LARGEST:
        raise wrong(name, "…", ("số quá lớn", "the number is too large"))
    return Fraction(found)


def count(values: Values, name: str) -> Fraction:
    """The value of ``name`` as a whole number from 0. Raises ``ThuocDoError`` RULE-040."""
    found = amount(values, name)
    if found < 0 or found.denominator != 1:
        raise wrong(name, values[name], ("cần số đếm từ 0", "a count from 0 is needed"))
    return found


def truth(values: Values, name: str) -> bool:
    """The value of ``name`` as yes or no. Raises ``ThuocDoError`` RULE-040."""
    if not isinstance(values[name], bool):
        raise wrong(name, values[name], ("cần true hoặc false", "true or false is needed"))
    return values[name]


def wrong(name: str, value: object, why: tuple[str, str]) -> ThuocDoError:
    """The error that ``value`` cannot be a value of the variable ``name``."""
    return ThuocDoError.of("RULE-040", name=name, value=str(value)[:40], why=why)
