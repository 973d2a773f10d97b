"""Judge the figures of an official's file.

Pure: figures and facts in, typed rows and problems out. Every problem names the row and the
head of the official's own file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import polars as pl

from thuocdo.errors import Problem, ThuocDoError
from thuocdo.facts.check import PRINTED, check_rows, given_codes
from thuocdo.facts.figures import Figure, decimals
from thuocdo.facts.heads import CODE, ERROR, NAME, RANK, SCORE, TOTAL, Head, Layout
from thuocdo.facts.library import Facts
from thuocdo.facts.schemas import SCHEMAS

MEASURES = {SCORE: "score", TOTAL: "score", RANK: "rank"}
OF_ROW = {"FACT-017", "FACT-018", "FACT-019"}  # faults of a whole row, not of one cell
TITLES = {"par-index": "PAR INDEX", "sipas": "SIPAS"}
Placed = list[tuple[Figure, dict]]


def extended_rule_set(order, index: str, source: str, facts: Facts) -> dict | None:
    """The row by which a rule set comes to hold the year, when the order asks for it.

    Raises ``ThuocDoError``: FACT-023 (no set for a PAPI year and none named), FACT-011 (no
    such set), FACT-037 (the year has another set), CALL-010 (the kind has no use for one).
    """
    if index != "papi":
        if order.rule_set:
            raise ThuocDoError.of(
                "CALL-010",
                value=order.rule_set,
                name="--rule-set",
                hint_vi="Chỉ papi và papi-error cần bộ tiêu chí; bỏ --rule-set.",
                hint_en="Only papi and papi-error need a rule set; leave --rule-set out.",
            )
        return None
    known, codes = given_codes(facts, order.year)
    sets = facts.table("rule_set").filter(pl.col("index") == index)
    if known and order.rule_set not in ("", known):
        values = {"year": order.year, "known": known, "rule_set": order.rule_set}
        raise ThuocDoError.of("FACT-037", **values)
    if known and codes:
        return None
    if not order.rule_set:
        newest = sets.sort("year_from", nulls_last=False)["rule_set"]
        example = newest[-1] if len(newest) else "papi-2021"
        raise ThuocDoError.of("FACT-023", year=order.year, index=index, example=example)
    named = sets.filter(pl.col("rule_set") == order.rule_set)
    if not named.height:
        values = {"value": order.rule_set, "table": "rule_set"}
        raise ThuocDoError(Problem("FACT-011", column="--rule-set", values=values))
    return _extended(named.row(0, named=True), order, source)


def _extended(row: dict, order, source: str) -> dict:
    said = f"Năm {order.year} theo lời nêu khi nạp số liệu; nguồn trước: {row['source']}."
    years = [year for year in (row["year_from"], row["year_to"], order.year) if year is not None]
    kept = {name: row[name] for name in SCHEMAS["rule_set"].names}
    return kept | {
        "year_from": min(years),
        "year_to": max(years),
        "basis": "derived",
        "source": source,
        "note": f"{row['note']} {said}".strip(),
    }


def one_boundary(order, table: str, index: str, facts: Facts) -> None:
    """Raises ``ThuocDoError`` FACT-040 when the year's figures stand on other boundaries."""
    rows = facts.table(table).filter(pl.col("year") == order.year)
    if "index" in rows.columns:
        rows = rows.filter(pl.col("index") == index)
    other = rows.filter(pl.col("boundaries") != order.boundaries)["boundaries"]
    if len(other):
        values = {"year": order.year, "known": other[0], "boundaries": order.boundaries}
        raise ThuocDoError(Problem("FACT-040", order.path.name, values=values))


def figure_columns(
    kind: str, layout: Layout, file: str, wanted: str, problems: list[Problem]
) -> list[Head]:
    """The columns that hold figures, wide or long form; faults are added to ``problems``."""
    if kind in TITLES:
        found = [one for one in layout.columns if one.meaning in MEASURES]
        if sum(MEASURES[one.meaning] == "score" for one in found) > 1:
            twice = Problem("FACT-025", file, layout.row, values={"name": found[0].text})
            problems.append(twice)
        if not found:
            problems.append(_absent(file, layout, "Điểm", wanted))
        return found
    wide = list(layout.items)
    if kind == "papi-error" or wide:
        wide += [one for one in (layout.of(TOTAL),) if one]
    value = layout.of(SCORE if kind == "papi" else ERROR)
    if layout.of(CODE) and value and not wide:
        return [value]
    if layout.of(CODE) or value:
        named = {CODE: "Mã", value.meaning if value else SCORE: "Điểm"}
        problems += missing_columns(layout, named, file) if not wide else []
        extra = layout.of(CODE) or value
        problems += [_unwanted(file, layout, extra, wanted)] if wide else []
    elif not wide:
        problems.append(_absent(file, layout, "1.1", wanted))
    return wide


def missing_columns(layout: Layout, names: dict[str, str], file: str) -> list[Problem]:
    """A problem per meaning of ``names`` that no column has."""
    columns = ", ".join(names.values())
    return [
        _absent(file, layout, name, columns)
        for meaning, name in names.items()
        if layout.of(meaning) is None
    ]


def _absent(file: str, layout: Layout, name: str, wanted: str) -> Problem:
    return Problem("FACT-001", file, layout.row, values={"name": name, "columns": wanted})


def _unwanted(file: str, layout: Layout, head: Head, wanted: str) -> Problem:
    values = {"name": head.text, "columns": wanted}
    return Problem("FACT-002", file, layout.row, values=values)


def rows_of(
    order, kind, figures: list[Figure], source: str, facts: Facts, file: str
) -> tuple[Placed, list[Problem]]:
    """Typed rows of the kind's table, each with its figure, and every problem."""
    make = {"papi": _papi_rows, "papi-error": _error_rows}.get(order.kind, _published_rows)
    placed, problems = make(order, figures, facts, file)
    said = {"basis": "stated", "source": source, "note": ""}
    placed = [(figure, row | said) for figure, row in placed]
    numbered = list(enumerate(row for _, row in placed))
    problems += [_at(problem, placed) for problem in check_rows(file, numbered, kind.table, facts)]
    return placed, problems


def _at(problem: Problem, placed: Placed) -> Problem:
    """The problem at its place in the official's file."""
    figure = placed[problem.row][0]
    values = dict(problem.values)
    if isinstance(values.get("other"), int):
        values["other"] = placed[values["other"]][0].row
    column = "" if problem.code in OF_ROW else figure.head
    return replace(problem, row=figure.row, column=column, values=values)


def _base(order, figure: Figure) -> dict:
    return {"year": order.year, "boundaries": order.boundaries, "unit": figure.unit}


def _papi_rows(order, figures: list[Figure], facts: Facts, file: str):
    name, codes = given_codes(facts, order.year)
    sums = _sums(facts, name, order.year)
    scores = [figure for figure in figures if figure.item not in sums]
    problems = _unknown_codes(scores, codes, name, order.year, file)
    placed = [
        (figure, _base(order, figure) | _score(figure, codes))
        for figure in scores
        if figure.item in codes
    ]
    totals = [figure for figure in figures if figure.item in sums]
    return placed, problems + list(_wrong_sums(scores, totals, sums, file))


def _score(figure: Figure, codes: dict[str, dict]) -> dict:
    concept = codes[figure.item]["concept"]
    return {"code": figure.item, "concept": concept, "score": figure.value}


def _sums(facts: Facts, rule_set: str, year: int) -> dict[str, list[str]]:
    """The total and each dimension of a rule set → the sub-dimensions that add up to it."""
    _, codes = given_codes(facts, year)
    sums: dict[str, list[str]] = defaultdict(list)
    for code, criterion in codes.items():
        sums[TOTAL].append(code)
        sums[criterion["parent"]].append(code)
    return dict(sums)


def _unknown_codes(
    figures: list[Figure], codes: Iterable[str], name: str, year: int, file: str
) -> list[Problem]:
    """One problem per code that the rule set does not hold, where it is met first."""
    first: dict[str, Figure] = {}
    for figure in figures:
        if figure.item not in codes:
            first.setdefault(figure.item, figure)
    said = {"rule_set": name, "year": year, "codes": ", ".join(codes)}
    return [
        Problem("FACT-014", file, figure.row, figure.head, {"code": code, **said})
        for code, figure in first.items()
    ]


def _wrong_sums(
    scores: list[Figure], totals: list[Figure], sums: dict[str, list[str]], file: str
) -> Iterable[Problem]:
    """Totals written in the file must be what the unit's scores add up to."""
    found: dict[str, dict[str, Figure]] = defaultdict(dict)
    for figure in scores:
        found[figure.unit][figure.item] = figure
    for figure in totals:
        parts = [found[figure.unit].get(code) for code in sums[figure.item]]
        if None in parts:
            continue
        total = sum(part.value for part in parts)
        if abs(total - figure.value) > _rounding([figure, *parts]):
            values = {"total": round(total, 4), "published": figure.value}
            yield Problem("FACT-017", file, figure.row, figure.head, values)


def _rounding(figures: list[Figure]) -> float:
    """How far a sum may be from its printed total when each is rounded as it is shown."""
    return max(PRINTED, sum(0.5 * 10.0 ** -decimals(figure.text) for figure in figures))


def _error_rows(order, figures: list[Figure], facts: Facts, file: str):
    name, _ = given_codes(facts, order.year)
    items = _sums(facts, name, order.year)
    problems = _unknown_codes(figures, items, name, order.year, file)
    placed = []
    for figure in figures:
        if not 0 < figure.value <= 5:
            values = {"value": figure.text}
            problems.append(Problem("FACT-032", file, figure.row, figure.head, values))
        elif figure.item in items:
            item = {"item": figure.item, "se": figure.value}
            placed.append((figure, _base(order, figure) | item))
    return placed, problems


def _published_rows(order, figures: list[Figure], facts: Facts, file: str):
    provinces = facts.table("province").filter(pl.col("boundaries") == order.boundaries).height
    placed, problems = [], []
    for figure in figures:
        measure = MEASURES[figure.item]
        fault = _rank_fault(figure, provinces) if measure == "rank" else _score_fault(figure, order)
        if fault:
            problems.append(Problem(fault[0], file, figure.row, figure.head, fault[1]))
        item = {"index": order.kind, "measure": measure, "value": figure.value, "use": "yes"}
        placed.append((figure, _base(order, figure) | item))
    return ([] if problems else placed), problems


def _rank_fault(figure: Figure, provinces: int) -> tuple[str, dict] | None:
    if not figure.value.is_integer():
        return "FACT-005", {"value": figure.text}
    if not 1 <= figure.value <= provinces:
        return "FACT-008", {"value": figure.text, "low": 1, "high": provinces}
    return None


def _score_fault(figure: Figure, order) -> tuple[str, dict] | None:
    if 0 < figure.value <= 1:
        return "FACT-031", {"value": figure.text}
    if not 1 <= figure.value <= 100:
        values = {"code": TITLES[order.kind], "year": order.year, "low": 1, "high": 100}
        return "FACT-016", {"value": figure.text, **values}
    return None


def department_rows(order, cells, layout: Layout, source: str, facts: Facts, lines):
    """Typed rows of the department list with their spreadsheet rows, and every problem."""
    code, name = layout.of(CODE), layout.of(NAME)
    said = {"province": order.province, "basis": "stated", "source": source, "note": ""}
    rows, problems = [], []
    for number, texts in cells:
        given = {"code": texts[code.place], "name": texts[name.place]}
        empty = [head for head in (code, name) if not texts[head.place]]
        if len(empty) == 1:
            problems.append(Problem("FACT-003", lines.file, number, empty[0].text))
        elif not empty:
            rows.append((number, given | said))
    return rows, problems + check_rows(lines.file, rows, "department", facts)
