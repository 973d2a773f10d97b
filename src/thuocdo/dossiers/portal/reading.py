"""An answer of the portal from its bytes: both shapes, nulls kept, unknown fields left aside.

``metrics`` answers hold ``overview`` and ``evaluation`` (each unit with a list of metrics),
``flat`` ones ``parent`` and ``children`` (each unit with its counts). What cannot be read is
told as a ``Problem`` with its row: the line of broken text, or the place in the list of units.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from thuocdo.dossiers.portal.rules import Group, rule_book
from thuocdo.errors import Problem, ThuocDoError

MOST = 1e15  # no count of dossiers comes near
PLACES = {"metrics": ("overview", "evaluation"), "flat": ("parent", "children")}


@dataclass(frozen=True)
class Metric:
    """One metric as published; ``flag`` is the portal's code of a data-quality remark."""

    code: str
    numerator: float | None
    denominator: float | None
    ratio: float | None
    score: float | None
    maximum: float | None
    flag: str | None = None


@dataclass(frozen=True)
class UnitScore:
    """One unit's line in an answer. ``root`` is the province (or whichever unit was asked)."""

    id: str
    code: str | None
    name: str
    root: bool
    score: float | None
    maximum: float | None
    metrics: tuple[Metric, ...]
    inputs: Mapping[str, float]

    def metric(self, code: str) -> Metric | None:
        """The metric ``code``, or ``None``."""
        return next((one for one in self.metrics if one.code == code), None)


@dataclass(frozen=True)
class Answer:
    """What one end point said of all units of a period, the root first."""

    endpoint: str
    units: tuple[UnitScore, ...]

    @property
    def root(self) -> UnitScore | None:
        """The line of the unit asked for, or ``None`` when the answer has none."""
        return next((one for one in self.units if one.root), None)

    def unit(self, id: str) -> UnitScore | None:
        """The line of a unit, or ``None``."""
        return next((one for one in self.units if one.id == id), None)


def read_answer(content: bytes, endpoint: str, file: str = "") -> Answer:
    """The answer of ``endpoint``. Raises ``ThuocDoError`` PORTAL-001…005, PORTAL-014."""
    group = rule_book().groups[endpoint]
    data = envelope(content, endpoint, file)
    first, rest = PLACES[group.shape]
    if first not in data and rest not in data:
        _not_this(file, endpoint, data)
    lines = [(data.get(first), first, None)]
    below = [] if data.get(rest) is None else data[rest]
    if not isinstance(below, list):
        _fail("PORTAL-004", file, endpoint=endpoint, why=_wrong_type(rest))
    lines += [(one, rest, place) for place, one in enumerate(below, start=1)]
    units, seen = [], set()
    for held, where, place in lines:
        if held is None and place is None:
            continue
        unit = _unit(held, group, _Place(file, where, place))
        if unit.id in seen:
            _Place(file, where, place).fail(
                (f"departmentId {unit.id} đã có ở trên", f"departmentId {unit.id} came before")
            )
        seen.add(unit.id)
        units.append(unit)
    return Answer(endpoint, tuple(units))


def envelope(content: bytes, endpoint: str, file: str = "") -> dict:
    """The ``data`` of an answer. Raises ``ThuocDoError`` PORTAL-001…003, PORTAL-014."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _fail("PORTAL-014", file, at=error.start)
    if text.lstrip().startswith("<"):
        _fail("PORTAL-002", file, endpoint=endpoint)
    try:
        held = json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        _fail("PORTAL-001", file, row=error.lineno, at=error.colno)
    except (RecursionError, ValueError):
        _fail("PORTAL-001", file, row=1, at=1)
    if not isinstance(held, dict) or "code" not in held or "data" not in held:
        _fail("PORTAL-003", file, why=("thiếu code hoặc data", "code or data is missing"))
    if held["code"] != "OK":
        said = f"code = {held['code']!r}: {held.get('message') or ''}".rstrip(": ")
        _fail("PORTAL-003", file, why=(said, said))
    if not isinstance(held["data"], dict):
        _fail("PORTAL-003", file, why=_wrong_type("data"))
    return held["data"]


@dataclass(frozen=True)
class _Place:
    """Where in a file we are, for telling what is wrong there."""

    file: str
    where: str
    row: int | None

    def fail(self, why: tuple[str, str]) -> None:
        _fail("PORTAL-005", self.file, row=self.row, where=self.where, why=why)

    def number(self, held: Mapping, name: str) -> float | None:
        value = held.get(name)
        if value is None or _is_number(value):
            return value
        shown = repr(value)[:40]
        self.fail((f"{name} = {shown} không phải số", f"{name} = {shown} is not a number"))
        return None


def _unit(held: object, group: Group, place: _Place) -> UnitScore:
    if not isinstance(held, dict) or not isinstance(held.get("departmentId"), str):
        place.fail(("thiếu departmentId", "departmentId is missing"))
    listed = [] if held.get("metrics") is None else held["metrics"]
    if not isinstance(listed, list):
        place.fail(_wrong_type("metrics"))
    score, maximum = ("totalScore", "totalMaxScore")
    if score not in held and "score" in held:
        score, maximum = ("score", "maxScore")
    code = held.get("departmentCode")
    return UnitScore(
        id=held["departmentId"],
        code=code if isinstance(code, str) and code else None,
        name=" ".join(str(held.get("departmentName") or "").split()),
        root=place.row is None,
        score=place.number(held, score),
        maximum=place.number(held, maximum),
        metrics=tuple(_metric(one, place) for one in listed),
        inputs=_inputs(held, group, place),
    )


def _metric(held: object, place: _Place) -> Metric:
    if not isinstance(held, dict) or not isinstance(held.get("code"), str):
        place.fail(("một mục không có code", "a metric has no code"))
    flag = held.get("dataQualityStatus")
    return Metric(
        held["code"],
        *(place.number(held, name) for name in ("numerator", "denominator", "ratio", "score")),
        place.number(held, "maxScore"),
        flag if isinstance(flag, str) and flag else None,
    )


def _inputs(held: dict, group: Group, place: _Place) -> dict[str, float]:
    """Every count of the line; those a rule needs must be numbers."""
    needed = {name for term in group.terms for name in (*term.numerator, term.denominator)}
    for name in needed:
        place.number(held, name)
    return {name: value for name, value in held.items() if _is_number(value)}


def _is_number(value: object) -> bool:
    """Whether a count or a score could be this."""
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return plain and -MOST < value < MOST


def _not_this(file: str, endpoint: str, data: dict) -> None:
    names = ", ".join(list(data)[:5]) or "–"
    wanted = " / ".join(PLACES[rule_book().groups[endpoint].shape])
    why = (f"cần {wanted}, chỉ thấy {names}", f"{wanted} wanted, only {names} found")
    _fail("PORTAL-004", file, endpoint=endpoint, why=why)


def _wrong_type(name: str) -> tuple[str, str]:
    return f"{name} sai kiểu", f"{name} is of the wrong type"


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _fail(code: str, file: str, row: int | None = None, **values) -> None:
    raise ThuocDoError(Problem(code, file=file, row=row, values=values))
