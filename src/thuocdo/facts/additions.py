"""An official's yearly file → rows of our tables, judged as a whole before anything is stored.

``prepare`` reads and judges; ``storing.store`` writes. Finding a unit by its name belongs to
a higher room, so the caller gives ``find`` (name → code); nothing here knows units.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from thuocdo.errors import Problem, ThuocDoError
from thuocdo.facts import judging
from thuocdo.facts.comparing import compare
from thuocdo.facts.figures import Figure, Find, Reading, body, read_figures
from thuocdo.facts.heads import CODE, ERROR, NAME, RANK, SCORE, TOTAL, UNIT, Layout, read_head
from thuocdo.facts.library import Facts
from thuocdo.facts.sheets import Lines, read_bytes, read_lines

TOLD = 20  # faults of one file told at once


@dataclass(frozen=True)
class Kind:
    """A kind of file: the table it fills, the index, the roles and names of its columns."""

    name: str
    table: str
    index: str
    roles: tuple[str, ...]
    wanted: str
    items: bool = False


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "papi",
            "papi_score",
            "papi",
            (UNIT, CODE, SCORE, TOTAL),
            "Tỉnh, 1.1, 1.2, …; hoặc Tỉnh, Mã, Điểm",
            items=True,
        ),
        Kind(
            "papi-error",
            "papi_error",
            "papi",
            (UNIT, CODE, ERROR, TOTAL),
            "Tỉnh, Tổng, 1, 2, …; hoặc Tỉnh, Mã, Sai số chuẩn",
            items=True,
        ),
        Kind(
            "par-index",
            "published",
            "par-index",
            (UNIT, SCORE, RANK, TOTAL),
            "Tỉnh, Điểm, Hạng",
        ),
        Kind("sipas", "published", "sipas", (UNIT, SCORE, RANK, TOTAL), "Tỉnh, Điểm, Hạng"),
        Kind("departments", "department", "", (NAME, CODE), "Mã, Tên"),
    )
}


@dataclass(frozen=True)
class Order:
    """What is to be added: the file, what it holds, and where its figures come from."""

    kind: str
    path: Path
    year: int
    boundaries: str
    publisher: str
    document: str
    address: str
    seen: str
    province: str
    who: str
    rule_set: str = ""
    sheet: str = ""
    replace: bool = False


@dataclass(frozen=True)
class Change:
    """A figure that is known with another value; ``new`` is ``None`` when it goes."""

    key: str
    old: float | str
    new: float | str | None
    row: int | None = None
    head: str = ""


@dataclass(frozen=True)
class Addition:
    """A judged file: rows to store by table, and what storing them would do.

    ``spelled``: names that differ from ours → code; ``missing``: codes of units not in the
    file; ``empty``: empty cells; ``extended``: the rule set that comes to hold one more year.
    """

    order: Order
    sha256: str
    source: str
    sheet: str
    head_row: int
    rows: int
    tables: dict[str, list[dict]]
    spelled: dict[str, str]
    missing: tuple[str, ...]
    empty: int
    new: int
    identical: int
    changed: tuple[Change, ...]
    extended: str = ""

    @property
    def table(self) -> str:
        """The table the figures go to."""
        return KINDS[self.order.kind].table

    @property
    def something(self) -> bool:
        """Whether there is anything to store."""
        return bool(self.new or self.changed)

    def refuse_changes(self) -> None:
        """Raises ``ThuocDoError`` FACT-024 when figures change and that was not asked for."""
        if self.changed and not self.order.replace:
            gone = ("không còn", "no longer there")
            file = self.order.path.name
            values = [
                {"key": one.key, "old": one.old, "new": gone if one.new is None else one.new}
                for one in self.changed
            ]
            raise told(
                Problem("FACT-024", file, one.row, one.head, said)
                for one, said in zip(self.changed, values, strict=True)
            )


def told(problems) -> ThuocDoError:
    """One error of many problems, in order of row; beyond the first twenty only their number."""
    ordered = sorted(problems, key=lambda problem: (problem.row or 0, problem.code))
    if len(ordered) > TOLD:
        more = Problem("FACT-034", ordered[0].file, values={"count": len(ordered) - TOLD})
        ordered = [*ordered[:TOLD], more]
    return ThuocDoError(*ordered)


def prepare(order: Order, facts: Facts, find: Find) -> Addition:
    """Read and judge the file of ``order``; nothing is stored.

    Raises ``ThuocDoError`` with every fault found: FACT-029 (no source), FACT-030 (kind),
    FACT-012…040 (the file), CALL-010 (an option).
    """
    _check_order(order)
    kind = KINDS[order.kind]
    sha256 = hashlib.sha256(read_bytes(order.path)).hexdigest()
    name = f"added-{order.year}-{order.kind}-{sha256[:8]}"
    lines = read_lines(order.path, order.sheet)
    extra = {"source": [_source(order, name, sha256)]}
    extension = judging.extended_rule_set(order, kind.index, name, facts)
    extra |= {"rule_set": [extension]} if extension else {}
    layout, problems = read_head(lines, kind.roles, kind.wanted, items=kind.items)
    if layout is None:
        raise told(problems)
    if order.kind == "departments":
        return _departments(order, facts, lines, layout, problems, extra, sha256)
    columns = judging.figure_columns(order.kind, layout, lines.file, kind.wanted, problems)
    if problems:
        raise told(problems)
    return _figures(order, facts, find, lines, layout, columns, extra, sha256)


def _figures(order, facts, find, lines: Lines, layout, columns, extra, sha256) -> Addition:
    kind, name = KINDS[order.kind], extra["source"][0]["source"]
    judging.one_boundary(order, kind.table, kind.index, facts)
    reading = read_figures(lines, layout, columns, find)
    if not reading.figures and not reading.problems:
        raise ThuocDoError(Problem("FACT-013", lines.file))
    ahead = facts.plus(extra)
    rows, faults = judging.rows_of(order, kind, reading.figures, name, ahead, lines.file)
    problems = [*reading.problems, *faults]
    if problems:
        raise told(problems)
    names = _names(facts, order.boundaries)
    found = compare(kind.table, rows, facts)
    return Addition(
        order,
        sha256,
        name,
        lines.sheet,
        layout.row,
        len({figure.row for figure in reading.figures}),
        {**extra, kind.table: found.stored},
        _spelled(reading, names),
        tuple(sorted(names.keys() - set(reading.spelled.values()))),
        reading.empty,
        len(found.new),
        found.identical,
        tuple(_change(figure, old, names, order) for figure, _, old in found.changed),
        order.rule_set if "rule_set" in extra else "",
    )


def _departments(order, facts, lines: Lines, layout: Layout, problems, extra, sha256) -> Addition:
    name = extra["source"][0]["source"]
    problems += judging.missing_columns(layout, {CODE: "Mã", NAME: "Tên"}, lines.file)
    if problems:
        raise told(problems)
    cells = list(body(lines, layout))
    rows, problems = judging.department_rows(order, cells, layout, name, facts.plus(extra), lines)
    if problems:
        raise told(problems)
    if not rows:
        raise ThuocDoError(Problem("FACT-013", lines.file))
    known = facts.table("department").filter(pl.col("basis") != "simulated")
    old = dict(known.select("code", "name").iter_rows())
    given = {row["code"]: row["name"] for _, row in rows}
    at = {row["code"]: number for number, row in rows}
    changed = [
        Change(code, text, given.get(code), at.get(code))
        for code, text in old.items()
        if given.get(code) != text
    ]
    new = len(given.keys() - old.keys())
    return Addition(
        order,
        sha256,
        name,
        lines.sheet,
        layout.row,
        len(rows),
        {**extra, "department": [row for _, row in rows]},
        {},
        (),
        0,
        new,
        len(given) - new - sum(one.new is not None for one in changed),
        tuple(changed),
    )


def _check_order(order: Order) -> None:
    if order.kind not in KINDS:
        raise ThuocDoError.of("FACT-030", kind=order.kind, kinds=", ".join(KINDS))
    said = {
        "publisher": ("cơ quan công bố", "publisher"),
        "document": ("tên văn bản", "document"),
        "address": ("địa chỉ", "address"),
        "seen": ("ngày xem", "day seen"),
    }
    missing = [name for name in said if not getattr(order, name).strip()]
    if missing:
        names = tuple(", ".join(said[name][at] for name in missing) for at in (0, 1))
        options = ", ".join(f"--{name}" for name in missing)
        raise ThuocDoError.of("FACT-029", missing=names, options=options)
    if not 2000 <= order.year <= 2100:
        raise ThuocDoError.of(
            "CALL-010",
            value=order.year,
            name="--year",
            hint_vi="Ghi năm từ 2000 đến 2100.",
            hint_en="Write a year from 2000 to 2100.",
        )
    iso_day(order.seen)


def iso_day(text: str) -> str:
    """A day written 2026-11-22 or 22/11/2026 in ISO form. Raises ``ThuocDoError`` FACT-006."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), form).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    raise ThuocDoError(Problem("FACT-006", column="--seen", values={"value": text}))


def _source(order: Order, name: str, sha256: str) -> dict:
    return {
        "source": name,
        "publisher": order.publisher.strip(),
        "document": order.document.strip(),
        "address": order.address.strip(),
        "seen": iso_day(order.seen),
        "carrier": f"{order.path.name}, sha256 {sha256}",
        "rights": "",
        "note": "",
    }


def _names(facts: Facts, boundaries: str) -> dict[str, str]:
    rows = facts.table("province").filter(pl.col("boundaries") == boundaries)
    return dict(rows.select("code", "name").iter_rows())


def _spelled(reading: Reading, names: dict[str, str]) -> dict[str, str]:
    return {name: code for name, code in reading.spelled.items() if name != names.get(code)}


def _change(figure: Figure, old: float, names: dict[str, str], order: Order) -> Change:
    item = figure.head if order.kind in judging.TITLES else figure.item
    key = f"{names.get(figure.unit, figure.unit)} · {item} · {order.year}"
    return Change(key, old, figure.value, figure.row, figure.head)
