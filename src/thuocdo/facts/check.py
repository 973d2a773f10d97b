"""Check tables: schema, keys, ranges, duplicates, conflicts, references, sums.

Each rule across rows is a function from typed rows to problems, listed under the kind it
judges in ``RULES``; a newcomer adds one there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import polars as pl

from thuocdo.errors import Problem
from thuocdo.facts.cells import Typed, check_cells, read_text
from thuocdo.facts.library import Facts, in_year
from thuocdo.facts.schemas import PROVENANCE, SCHEMAS, Schema

Rows = list[tuple[int, Typed]]
Rule = Callable[[str, Rows, Facts], Iterable[Problem]]

PRINTED = 6e-5  # published totals are printed to four decimals
SUM_TOLERANCE = 1e-9


def check_file(path: Path, kind: str, facts: Facts) -> list[Problem]:
    """Every problem of one file of ``kind``, in order of row. Empty means it is fine.

    References and rules look at ``facts`` for the other tables.
    """
    lines, problems = read_text(path)
    if problems:
        return problems
    rows, problems = check_cells(path.name, lines, SCHEMAS[kind])
    problems += check_rows(path.name, rows, kind, facts)
    return sorted(problems, key=lambda problem: (problem.row or 0, problem.code))


def check_rows(file: str, rows: Rows, kind: str, facts: Facts) -> list[Problem]:
    """Problems among typed rows of ``kind``: keys, references and the kind's own rules."""
    schema = SCHEMAS[kind]
    problems = [*repeated(file, rows, schema), *dangling(file, rows, schema, facts)]
    if not problems:
        for rule in RULES.get(kind, ()):
            problems += rule(file, rows, facts)
    return problems


def check_all(facts: Facts) -> list[Problem]:
    """Every problem of every table, shipped and added."""
    return [
        problem
        for kind in SCHEMAS
        for path in facts.files(kind)
        for problem in check_file(path, kind, facts)
    ]


def repeated(file: str, rows: Rows, schema: Schema) -> Iterable[Problem]:
    """Two rows with one key: a duplicate when all figures agree, else a conflict."""
    said = {column.name for column in PROVENANCE}
    seen: dict[tuple, tuple[int, Typed]] = {}
    for number, row in rows:
        key = tuple(row[name] for name in schema.key)
        if key not in seen:
            seen[key] = number, row
            continue
        other, first = seen[key]
        same = all(row[name] == first[name] for name in row if name not in said)
        values = {"other": other, "key": " · ".join(str(part) for part in key if part is not None)}
        yield Problem("FACT-009" if same else "FACT-010", file, number, values=values)


def dangling(file: str, rows: Rows, schema: Schema, facts: Facts) -> Iterable[Problem]:
    """Values that refer to a row which is not there."""
    for column in schema.columns:
        if not column.refers:
            continue
        table, name = column.refers.split(".")
        known = set(facts.table(table)[name])
        if table == schema.kind:
            known |= {row[name] for _, row in rows}
        for number, row in rows:
            value = row[column.name]
            if value is not None and value not in known:
                values = {"value": value, "table": table}
                yield Problem("FACT-011", file, number, column.name, values)


def papi_codes(file: str, rows: Rows, facts: Facts) -> Iterable[Problem]:
    """A sub-dimension's code, concept and scale must be those of its year's rule set."""
    sets: dict[int, tuple[str, dict]] = {}
    for number, row in rows:
        year = row["year"]
        if year not in sets:
            sets[year] = given_codes(facts, year)
        name, codes = sets[year]
        if not name:
            values = {"year": year, "index": "papi", "example": "papi-2021"}
            yield Problem("FACT-023", file, number, values=values)
        elif row["code"] not in codes:
            values = {"code": row["code"], "rule_set": name, "year": year}
            yield Problem("FACT-014", file, number, values={**values, "codes": ", ".join(codes)})
        else:
            yield from _code(file, number, row, codes[row["code"]])


def _code(file: str, number: int, row: Typed, criterion: dict) -> Iterable[Problem]:
    code, year = row["code"], row["year"]
    if row["concept"] != criterion["concept"]:
        values = {"code": code, "year": year, "expected": criterion["concept"]}
        values["concept"] = row["concept"]
        yield Problem("FACT-015", file, number, values=values)
    low, high = criterion["minimum"], criterion["maximum"]
    if not low - 0.01 <= row["score"] <= high + 0.01:
        values = {"value": row["score"], "low": low, "high": high, "code": code, "year": year}
        yield Problem("FACT-016", file, number, values=values)


def given_codes(facts: Facts, year: int) -> tuple[str, dict[str, dict]]:
    """The PAPI rule set of ``year`` and its sub-dimensions, code → criterion; or ``"", {}``."""
    dated = (pl.col("index") == "papi") & pl.col("year_from").is_not_null() & in_year(year)
    sets = facts.table("rule_set").filter(dated).sort("year_from")
    if not sets.height:
        return "", {}
    name = sets["rule_set"][-1]
    given = (pl.col("rule_set") == name) & (pl.col("rule") == "given")
    rows = facts.table("criterion").filter(given & in_year(year))
    return name, {row["code"]: row for row in rows.iter_rows(named=True)}


def papi_sums(file: str, rows: Rows, facts: Facts) -> Iterable[Problem]:
    """Sub-dimensions of a complete province must add up to its published total."""
    published = facts.table("published").filter(
        (pl.col("index") == "papi") & (pl.col("measure") == "score") & (pl.col("use") == "yes")
    )
    totals = {(row["year"], row["unit"]): row["value"] for row in published.to_dicts()}
    sums: dict[tuple, list[float]] = defaultdict(list)
    first: dict[tuple, int] = {}
    for number, row in rows:
        key = row["year"], row["unit"]
        sums[key].append(row["score"])
        first.setdefault(key, number)
    for key in sums.keys() & totals.keys():
        complete = len(sums[key]) == len(given_codes(facts, key[0])[1])
        total = sum(sums[key])
        if complete and abs(total - totals[key]) > PRINTED:
            values = {"total": round(total, 4), "published": round(totals[key], 4)}
            yield Problem("FACT-017", file, first[key], values=values)


def ranks_follow_scores(file: str, rows: Rows, facts: Facts) -> Iterable[Problem]:
    """A better published rank goes with a higher score; an equal rank with an equal score."""
    known: dict[tuple, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    place: dict[tuple, int] = {}
    for number, row in rows:
        if row["use"] == "yes":
            key = row["index"], row["year"], row["boundaries"]
            known[key][row["unit"]][row["measure"]] = row["value"]
            place[(*key, row["unit"])] = number
    for key, units in known.items():
        both = sorted(
            (one["rank"], one["score"], unit)
            for unit, one in units.items()
            if "rank" in one and "score" in one
        )
        for (rank, score, _), (next_rank, next_score, unit) in zip(both, both[1:], strict=False):
            number = place[(*key, unit)]
            if rank == next_rank and score != next_score:
                values = {"rank": f"{rank:g}", "first": score, "second": next_score}
                yield Problem("FACT-018", file, number, values=values)
            elif rank < next_rank and score < next_score:
                values = {"rank": f"{rank:g}", "score": score}
                values |= {"lower_rank": f"{next_rank:g}", "lower_score": next_score}
                yield Problem("FACT-019", file, number, values=values)


def maxima_add_up(file: str, rows: Rows, facts: Facts) -> Iterable[Problem]:
    """When every area's maximum is known they add up to the set's maximum."""
    sets = facts.table("rule_set")
    maxima = dict(sets.select("rule_set", "maximum").iter_rows())
    areas: dict[str, list[tuple[int, float | None]]] = defaultdict(list)
    for number, row in rows:
        if row["parent"] is None:
            areas[row["rule_set"]].append((number, row["maximum"]))
    for name, found in areas.items():
        values = [maximum for _, maximum in found]
        if None in values or maxima.get(name) is None:
            continue
        if abs(sum(values) - maxima[name]) > SUM_TOLERANCE:
            said = {"total": sum(values), "maximum": maxima[name]}
            yield Problem("FACT-020", file, found[0][0], values=said)


RULES: dict[str, tuple[Rule, ...]] = {
    "papi_score": (papi_codes, papi_sums),
    "published": (ranks_follow_scores,),
    "criterion": (maxima_add_up,),
}
