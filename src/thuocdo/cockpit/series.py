"""A unit over the years: time line of the total, heat map of sub-dimensions, breaks."""

from __future__ import annotations

import polars as pl
from django.utils.translation import gettext as _

from thuocdo.cockpit import addresses, figures, frame
from thuocdo.facts import Facts
from thuocdo.indices import TOTAL, broken_in, rule_set_of, years
from thuocdo.indices.changes import EVERYTHING
from thuocdo.pages import Break, Column, Point, Source, Table, TimeLine, fifth
from thuocdo.units import province

INTERVAL = 1.96


def time_line(facts: Facts, boundaries: str, unit: str, until: int) -> TimeLine:
    """The PAPI total by year with its 95 % interval; it stops at every break."""
    points, marks = [], []
    for year in (one for one in years(facts, "papi", boundaries) if one <= until):
        row = figures.scores("papi", year, boundaries).of(unit, TOTAL)
        score, se = row["score"], row["se"]
        sure = score is not None and se is not None
        low, high = (score - INTERVAL * se, score + INTERVAL * se) if sure else (None, None)
        points.append(Point(year, score, low, high, str(year)))
        own = [one for one in _broken(facts, year, TOTAL) if one["item"] in (TOTAL, EVERYTHING)]
        if own and year > min(years(facts, "papi")):
            marks.append(Break(year, f"{year}: {_reason(own[0])}", "#cho-dut-ten"))
    return TimeLine(tuple(points), tuple(marks))


def _broken(facts: Facts, year: int, item: str) -> list[dict]:
    return broken_in(facts, "papi", year, item, rule_set_of(facts, "papi", year))


def _reason(row: dict) -> str:
    return row["reason"] if frame.language() == "vi" else row["reason_en"]


def heat_table(facts: Facts, boundaries: str, unit: str, until: int) -> Table:
    """Sub-dimensions by year: scores, coloured by the fifth among the provinces that year.

    A row is a concept, not a code: codes changed meaning over the years. ``‖`` before a
    figure marks a break: it cannot be compared with the figure to its left.
    """
    span = [one for one in years(facts, "papi", boundaries) if one <= until]
    rows: dict[str, dict] = {}
    for year in span:
        at = figures.scores("papi", year, boundaries)
        for one in at.table.filter(
            (pl.col("unit") == unit) & (pl.col("level") == "subdimension")
        ).iter_rows(named=True):
            row = rows.setdefault(f"{one['parent']}-{one['concept']}", {})
            criterion = at.rules.criterion(one["item"])
            row |= {"name": criterion.label(frame.language()), "order": one["item"]}
            row[f"y{year}"] = one["score"]
            row[f"y{year}_href"] = addresses.why(at, unit, one["item"])
            if one["score"] is not None:
                valid = at.item(one["item"])["score"].drop_nulls().to_list()
                row[f"y{year}_bin"] = fifth(one["score"], valid)
            if year > span[0] and _broken(facts, year, one["item"]):
                row[f"y{year}_break"] = True
    ordered = sorted(rows.values(), key=lambda row: row["order"])
    for row in ordered:
        row["name"] = f"{row['order']} {row['name']}"
    years_shown = [_year_column(year) for year in span]
    return Table(
        _("Nội dung thành phần qua các năm, so với các tỉnh trong cùng năm"),
        [Column("name", _("Nội dung thành phần"), "text", sticky=True), *years_shown],
        ordered,
        notes=[
            _("Màu và dấu: thuộc phần năm nào trong các tỉnh có số liệu năm đó."),
            _("Vạch đứng trước một số: từ năm ấy cách đo đổi, không so với số bên trái."),
            _("Một dòng là một khái niệm; mã đổi nghĩa qua các năm, mã ghi ở đây là mã sau cùng."),
        ],
        ident="qua-cac-nam",
    )


def _year_column(year: int) -> Column:
    key = f"y{year}"
    how = {"href": f"{key}_href", "bin": f"{key}_bin", "broken": f"{key}_break"}
    return Column(key, str(year), "heat", sortable=False, **how)


def break_table(facts: Facts) -> Table:
    """Every break of PAPI with its reason."""
    rows = facts.table("break").filter(pl.col("index") == "papi").sort("year", "item")
    merged: dict[tuple[int, str], list[str]] = {}
    for row in rows.iter_rows(named=True):
        item = {TOTAL: _("điểm chung"), EVERYTHING: _("mọi mục")}.get(row["item"], row["item"])
        merged.setdefault((row["year"], _reason(row)), []).append(item)
    made = [
        {"year": str(year), "items": ", ".join(items), "reason": reason}
        for (year, reason), items in merged.items()
    ]
    return Table(
        _("Chỗ đứt của chuỗi số liệu"),
        [
            Column("year", _("Từ năm"), "text"),
            Column("items", _("Mục"), "text"),
            Column("reason", _("Vì sao không nối được với năm trước"), "text"),
        ],
        made,
        sources=[Source(_("bảng break"), addresses.table("break"))],
        ident="cho-dut",
    )


def published_table(facts: Facts, index: str, boundaries: str, unit: str) -> Table:
    """Everything published of PAR INDEX or SIPAS for a unit and its former provinces."""
    own = province(facts, boundaries, unit)
    named = {(boundaries, unit), *(("63", code) for code in own.predecessors)}
    rows = facts.table("published").filter((pl.col("index") == index) & (pl.col("use") == "yes"))
    made: dict[tuple[int, str], dict] = {}
    for row in rows.sort("year", descending=True).iter_rows(named=True):
        if (row["boundaries"], row["unit"]) in named:
            line = made.setdefault((row["year"], row["unit"]), {"year": str(row["year"])})
            _add_published(facts, line, row)
    return Table(
        _("%(index)s đã công bố") % {"index": addresses.INDEX_NAMES[index]},
        [
            Column("year", _("Năm"), "text"),
            Column("unit", _("Tỉnh"), "text"),
            Column("rank", _("Hạng"), "integer", href="rank_href"),
            Column("score", _("Điểm"), "number", href="score_href"),
            Column("score_low", _("Cận dưới"), "number"),
            Column("score_high", _("Cận trên"), "number"),
            Column("basis", _("Căn cứ"), "text"),
            Column("note", _("Ghi chú"), "text"),
        ],
        list(made.values()),
        notes=[_("Thứ hạng công bố không kèm sai số: chưa biết vị trí thật chắc đến đâu.")],
        sources=[Source(_("bảng published"), addresses.table("published"))],
    )


def _add_published(facts: Facts, line: dict, row: dict) -> None:
    """Put one published figure into the line of its year and unit."""
    line["unit"] = province(facts, row["boundaries"], row["unit"]).name
    line[row["measure"]] = row["value"]
    line["note"] = row["note"] or line.get("note")
    if row["measure"] in ("score", "rank"):
        at = figures.scores(row["index"], row["year"], row["boundaries"])
        line[f"{row['measure']}_href"] = addresses.why(at, row["unit"], aspect=row["measure"])
        known = line.get("basis", "")
        word = frame.basis(row["basis"])
        line["basis"] = word if known in ("", word) else f"{known}, {word}"
