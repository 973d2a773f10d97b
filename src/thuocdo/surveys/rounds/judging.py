"""Rows of a file → rows of the respondent frame, and every cell that is wrong.

A row with a wrong cell is not among the good ones. Personal data ends here: free text is not
even read, and a value of the design that could name a person is dropped and counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import polars as pl

from thuocdo.surveys.rounds import answers
from thuocdo.surveys.rounds.codebook import Codebook, Item
from thuocdo.surveys.rounds.design import TEXTS, WORDS_OF_STRATA, is_code, kept_text, role_of
from thuocdo.surveys.rounds.matching import Matched
from thuocdo.surveys.rounds.reading import Table
from thuocdo.units import Codes

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
WRONG_WEIGHT, WRONG_SIZE, WRONG_COMMUNE, TORN = (
    "SURVEY-144",
    "SURVEY-145",
    "SURVEY-146",
    "SURVEY-147",
)
FAULTS = {"row": pl.Int64, "column": pl.String, "code": pl.String}
MOMENT = pl.Datetime("us", "UTC")
MOST = 1e8  # people in the country: no weight and no size is larger


@dataclass(frozen=True)
class Judged:
    """``good``: rows of the respondent frame; ``faults``: row, column, code of the catalogue;
    ``missing``: item → answers that were a missing code; ``hidden``: column of the design →
    values dropped because they may name a person; ``doubled``: rows whose respondent came again
    later in the file; ``generated``: rows that got a number of ours."""

    good: pl.DataFrame
    faults: pl.DataFrame
    missing: dict[str, int]
    hidden: dict[str, int]
    doubled: int
    generated: int


def judge(table: Table, matched: Matched, codebook: Codebook, communes: Codes, mark: str) -> Judged:
    """Judge every row of ``table``. ``mark`` begins the numbers of respondents without one."""
    made: dict[str, pl.Series] = {}
    faults: list[pl.DataFrame] = []
    missing: dict[str, int] = {}
    hidden: dict[str, int] = {}
    height = len(table.numbers)
    roles = {one.role: place for place, one in matched.targets.items() if one.role}
    for role, place in roles.items():
        cells = _coded(role, table.columns[place], codebook, communes)
        values, wrong, dropped = _role(role, cells, communes)
        made[role] = values.alias(role)
        faults.append(_faults(table.numbers, role, wrong))
        hidden |= {role: dropped} if dropped else {}
    for item in codebook.kept:
        read = _item(item, table, matched, height)
        if read is None:
            continue
        made |= read.columns
        faults.append(_faults(table.numbers, item.name, read.wrong))
        missing |= {item.name: read.missing} if read.missing else {}
    torn = pl.DataFrame({"row": list(table.torn)}, schema={"row": pl.Int64})
    faults.append(torn.with_columns(column=pl.lit(""), code=pl.lit(TORN)))
    generated = _number_respondents(made, table.numbers, mark)
    told = pl.concat([pl.DataFrame(schema=FAULTS), *faults]).sort("row", "column")
    rows = pl.DataFrame({"respondent": made.pop("respondent"), **made})
    good = rows.filter(~table.numbers.is_in(told["row"].unique().implode()))
    once = good.unique("respondent", keep="last", maintain_order=True)
    return Judged(once, told, missing, hidden, good.height - once.height, generated)


def _item(item: Item, table: Table, matched: Matched, height: int) -> answers.Reading | None:
    places = {one.code: place for place, one in matched.targets.items() if one.item == item.name}
    if not places:
        return None
    if None in places:
        return answers.read_item(item, table.columns[places[None]])
    given = {code: table.columns[place] for code, place in places.items()}
    return answers.read_split(item, given, height)


def _number_respondents(made: dict[str, pl.Series], numbers: pl.Series, mark: str) -> int:
    own = pl.select(pl.format("{}-{}", pl.lit(mark), pl.lit(numbers))).to_series()
    if len(numbers) == 0:
        own = pl.Series([], dtype=pl.String)
    given = made.get("respondent")
    made["respondent"] = own if given is None else given.fill_null(own)
    return len(numbers) if given is None else given.null_count()


def _faults(numbers: pl.Series, column: str, wrong: pl.Series) -> pl.DataFrame:
    met = wrong.is_not_null()
    columns = {"row": numbers.filter(met), "code": wrong.filter(met)}
    return pl.DataFrame(columns).select("row", pl.lit(column).alias("column"), "code")


# ---- columns of the design: values, what is wrong, how many were dropped ----


def _role(role: str, cells: pl.Series, communes: Codes) -> tuple[pl.Series, pl.Series, int]:
    if role == "commune":
        return _of(cells, lambda text: _commune(text, communes), pl.String)
    if role in TEXTS:
        values, _, _ = _of(cells, lambda text: (kept_text(role, text), None), pl.String)
        if role == "stratum":
            values = _few_words(values)
        nothing = pl.Series([None], dtype=pl.String).new_from_index(0, len(cells))
        return values, nothing, int((values.is_null() & cells.is_not_null()).sum())
    if role in ("started", "ended"):
        values, wrong, _ = _of(cells, _moment, MOMENT)
        return values, wrong, int((values.is_null() & cells.is_not_null()).sum())
    if role == "minutes":
        return _of(cells, lambda text: (_above(text, -1.0, WRONG_SIZE)[0], None), pl.Float64)
    if role in ("weight", "probability"):
        values, wrong, _ = _of(cells, lambda text: _above(text, 0.0, WRONG_WEIGHT), pl.Float64)
        return values, wrong.set(cells.is_null(), WRONG_WEIGHT), 0  # none is missing, not 0
    return _of(cells, lambda text: _above(text, 0.999, WRONG_SIZE), pl.Float64)


def _coded(role: str, cells: pl.Series, codebook: Codebook, communes: Codes) -> pl.Series:
    """Where a form lists the values of ``role``: their codes for labels (names of interviewers are
    labels); for communes, which have codes of their own, the labels for codes nobody knows."""
    item = next((one for one in codebook.items if role_of(one.name) == role and one.choices), None)
    if item is None:
        return cells
    meant = answers.Meant(item)
    labels = {one.code: one.label_vi for one in item.choices}
    distinct = cells.unique().drop_nulls().to_list()
    if role == "commune":
        unknown = [text for text in distinct if communes.get(text) is None]
        named = {text: labels.get(meant.get(text)) or text for text in unknown}
    else:
        found = {text: meant.get(text) for text in distinct}
        named = {text: text if code is None else str(code) for text, code in found.items()}
    return cells.replace(named) if named else cells


def _few_words(values: pl.Series) -> pl.Series:
    """Names of strata are few; where words are many they are not strata and are dropped."""
    words = [one for one in values.unique().drop_nulls() if not is_code(one)]
    many = len(words) > WORDS_OF_STRATA
    return values.set(values.is_in(words).fill_null(False), None) if many else values


def _of(cells: pl.Series, judge, kind) -> tuple[pl.Series, pl.Series, int]:
    values, wrong = answers.mapped(cells, judge, kind)
    return values, wrong, 0


def _commune(text: str, communes: Codes):
    found = communes.get(text, communes.get(text.zfill(5)))
    return (found, None) if found else (None, WRONG_COMMUNE)


def _above(text: str, low: float, fault: str):
    if not answers.NUMBER.fullmatch(text):
        return None, fault
    value = float(text.replace(",", "."))
    return (value, None) if low < value <= MOST else (None, fault)


def _moment(text: str):
    try:
        found = datetime.fromisoformat(text)
        found = found if found.tzinfo else found.replace(tzinfo=HERE)
        return found.astimezone(UTC), None
    except (ValueError, OverflowError):
        return None, None
