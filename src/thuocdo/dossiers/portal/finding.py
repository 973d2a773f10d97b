"""Find answers in a folder and read them: the edge between disk and the pure modules.

A file is known by its name (``transparency.json``, ``transparency-2026-08.json``) or by the
folder it lies in (``transparency/…json``, as the store keeps them). The period is the label in
the file's name, else the nearest folder named like 2026-08, 2026-Q3 or 2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from thuocdo.dossiers.portal import periods
from thuocdo.dossiers.portal.bundles import Bundle
from thuocdo.dossiers.portal.disk import telling
from thuocdo.dossiers.portal.reading import read_answer
from thuocdo.dossiers.portal.rules import rule_book
from thuocdo.errors import Problem, ThuocDoError

OFFICIAL_TOTAL = "service-results"  # kept as received; its shape has not been seen
STORED = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}\Z")
_LABELLED = re.compile(r"[-_. ]+(20\d\d(?:-(?:0[1-9]|1[0-2]|[Qq][1-4]))?)\Z")


@dataclass(frozen=True)
class Found:
    """An answer file: whose end point, of which period (a label) and in which bundle."""

    path: Path
    endpoint: str
    period: str | None
    bundle: str
    stored: bool = False


def endpoints() -> tuple[str, ...]:
    """The six scored end points and the one of the official total."""
    return (*rule_book().groups, OFFICIAL_TOTAL)


def find_answers(folder: Path, period: str | None = None) -> list[Found]:
    """Answer files under ``folder``, in order of bundle; the newest of a store's versions.

    Raises ``ThuocDoError`` PORTAL-006, 007 and 013.
    """
    if not folder.is_dir():
        raise ThuocDoError.of("PORTAL-007", folder=str(folder))
    files = (path for path in sorted(folder.rglob("*.json")) if path.is_file())
    every = [one for path in files if (one := _found(path, folder))]
    held: dict[tuple[str, str], Found] = {}
    for one in every:
        known = held.get((one.bundle, one.endpoint))
        if known is not None and not (known.stored and one.stored):
            _twice(known, one)
        held[(one.bundle, one.endpoint)] = one  # sorted: the later capture comes last
    if not held:
        raise ThuocDoError.of("PORTAL-007", folder=str(folder))
    found = sorted(held.values(), key=lambda one: (one.bundle, one.endpoint))
    return [_with_period(one, period) for one in found]


def official_totals(folder: Path) -> list[Found]:
    """The answers of the official total under ``folder``: there, but in a shape nobody has seen."""
    return [one for one in find_answers(folder) if one.endpoint == OFFICIAL_TOTAL]


@telling
def read_bundles(folder: Path) -> list[Bundle]:
    """Every period under ``folder``, read. Raises ``ThuocDoError`` with all problems at once."""
    return bundles_of(one for one in find_answers(folder) if one.endpoint != OFFICIAL_TOTAL)


def bundles_of(found: Iterator[Found]) -> list[Bundle]:
    """The answers of ``found``, bundle by bundle, in the order of the six groups."""
    order = {endpoint: place for place, endpoint in enumerate(endpoints())}
    answers: dict[str, dict] = {}
    files: dict[str, dict] = {}
    labels, problems = {}, []
    for one in sorted(found, key=lambda one: (one.bundle, order[one.endpoint])):
        try:
            answer = read_answer(one.path.read_bytes(), one.endpoint, one.path.name)
        except ThuocDoError as error:
            problems += error.problems
            continue
        answers.setdefault(one.bundle, {})[one.endpoint] = answer
        files.setdefault(one.bundle, {})[one.endpoint] = str(one.path)
        labels[one.bundle] = one.period
    if problems:
        raise ThuocDoError(*problems)
    bundles = [Bundle(labels[name], held, files[name]) for name, held in answers.items()]
    _one_province_each(bundles)
    return bundles


def _found(path: Path, folder: Path) -> Found | None:
    if any(part.startswith(".") for part in path.relative_to(folder).parts):
        return None
    stem = path.stem.strip()
    for endpoint in endpoints():
        if path.parent.name == endpoint:
            return _in_own_folder(path, folder, endpoint)
        rest = stem[len(endpoint) :]
        if stem.lower().startswith(endpoint) and re.match(r"[-_. (]|\Z", rest):
            label = _LABELLED.match(rest)
            named = label[1].upper() if label else None
            around = _period_of_folders(path.parent, folder)
            if named and around and named != around:
                _mixed(path, named, around)
            bundle = f"{path.parent}#{named or ''}"
            return Found(path, endpoint, named or around, bundle)
    return None


def _in_own_folder(path: Path, folder: Path, endpoint: str) -> Found:
    stored = bool(STORED.match(path.stem))
    above = path.parent.parent
    own = "" if stored or path.stem == endpoint else path.stem
    named = periods.parse(own)
    label = periods.label(named) if named else _period_of_folders(above, folder)
    return Found(path, endpoint, label, f"{above}#{own}", stored)


def _period_of_folders(folder: Path, top: Path) -> str | None:
    """The label of the nearest folder that has one, from ``folder`` up to ``top``."""
    names = [top.resolve().name, *folder.relative_to(top).parts]
    found = (periods.parse(name) for name in reversed(names))
    return next((periods.label(one) for one in found if one), None)


def _with_period(one: Found, period: str | None) -> Found:
    if period is None:
        return one
    if one.period not in (None, period):
        _mixed(one.path, one.period, period)
    return Found(one.path, one.endpoint, period, one.bundle, one.stored)


def _mixed(path: Path, one: str, other: str) -> None:
    why = (f"có cả {one} và {other}", f"both {one} and {other} are named")
    raise ThuocDoError(Problem("PORTAL-006", file=path.name, values={"why": why}))


def _twice(known: Found, other: Found) -> None:
    values = {"endpoint": other.endpoint, "other": known.path.name}
    raise ThuocDoError(Problem("PORTAL-013", file=other.path.name, values=values))


def _one_province_each(bundles: list[Bundle]) -> None:
    for bundle in bundles:
        roots = bundle.roots()
        if len(set(roots.values())) > 1:
            first, *rest = roots.items()
            other = next(one for one in rest if one[1] != first[1])
            values = {"first": first[0], "one": first[1], "second": other[0], "two": other[1]}
            name = Path(bundle.files[other[0]]).name
            raise ThuocDoError(Problem("PORTAL-015", file=name, values=values))
