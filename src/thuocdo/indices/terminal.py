"""Standings and traces for the terminal."""

from __future__ import annotations

import polars as pl
from rich.console import Console
from rich.table import Table
from rich.tree import Tree

from thuocdo.indices.contract import SET_COLUMNS
from thuocdo.indices.standings import Standings
from thuocdo.wording import number

HEADS = {
    "vi": ("Hạng", "Đơn vị", "Điểm", "Sai số", "Khoảng hạng", "Căn cứ"),
    "en": ("Rank", "Unit", "Score", "SE", "Rank set", "Basis"),
}
BASIS = {
    "vi": {
        "stated": "công bố",
        "derived": "suy ra",
        "estimated": "ước lượng",
        "simulated": "mô phỏng",
    },
    "en": {name: name for name in ("stated", "derived", "estimated", "simulated")},
}


def print_standings(
    at: Standings, item: str, unit: str | None, simultaneous: bool, language: str
) -> None:
    """The ranking of one item as a table, then the notes."""
    rows = [row for row in at.item(item).to_dicts() if unit in (None, row["unit"])]
    low, high = SET_COLUMNS[simultaneous]
    table = Table(title=f"{at.index} {at.year} · {at.boundaries} · {item}", box=None)
    for place, head in enumerate(HEADS[language]):
        table.add_column(head, justify="left" if place in (1, 5) else "right")
    for row in rows:
        bounds = "–" if row[low] is None else f"{row[low]}…{row[high]}"
        table.add_row(
            "–" if row["rank"] is None else f"{row['rank']}/{row['of']}",
            f"{row['name']} ({row['unit']})",
            number(row["score"], 2, language),
            number(row["se"], 2, language),
            bounds,
            BASIS[language].get(row["basis"], "–"),
        )
    console = Console()
    console.print(table)
    own = at.unit_notes.get(unit, ()) if unit else ()
    for note in (*own, *at.notes_on(simultaneous)):
        console.print(f"· {note.text(language)}", highlight=False)


RECOMPUTED = {
    "vi": {"reproduced": "khớp", "differs": "lệch", "undetermined": "chưa tính được"},
    "en": {"reproduced": "reproduced", "differs": "differs", "undetermined": "undetermined"},
}
SCORES = {
    "vi": ("Tỉnh", "Nội dung", "Công bố", "Tính lại", "Lệch", "Trạng thái"),
    "en": ("Province", "Item", "Published", "Recomputed", "Difference", "Status"),
}


def print_recomputed(rows: pl.DataFrame, year: int, language: str) -> None:
    """Published and recomputed scores as a table, then how many agree."""
    table = Table(title=f"papi {year}", box=None)
    for place, head in enumerate(SCORES[language]):
        table.add_column(head, justify="right" if place in (2, 3, 4) else "left")
    for row in rows.iter_rows(named=True):
        table.add_row(
            row["unit"],
            row["code"],
            number(row["official"], 4, language),
            number(row["recomputed"], 4, language),
            number(row["difference"], 7, language),
            RECOMPUTED[language][row["status"]],
        )
    console = Console()
    console.print(table)
    for status, count in rows["status"].value_counts().sort("status").iter_rows():
        console.print(f"· {RECOMPUTED[language][status]}: {count}", highlight=False)


def print_trace(values: dict, language: str) -> None:
    """A trace as a tree."""
    tree = Tree(_line(values, language), highlight=False)
    _grow(tree, values, language)
    Console().print(tree)


def _grow(tree: Tree, values: dict, language: str) -> None:
    for below in values.get("inputs", ()):
        _grow(tree.add(_line(below, language)), below, language)


def _line(values: dict, language: str) -> str:
    if values["kind"] == "row":
        document = values["source"]["document"]
        digits = 0 if float(values["value"]).is_integer() else 4
        shown = number(values["value"], digits, language)
        return f"{shown} ← {values['file']}:{values['row']} · {document}"
    if values["kind"] == "group":
        return f"{values['label']} (sha256 {values['checksum']})"
    output = values["output"]
    if isinstance(output, list):
        shown = f"{output[0]}…{output[1]}"
    elif isinstance(output, int):
        shown = str(output)
    else:
        shown = number(output, 4, language)
    basis = BASIS[language].get(values["basis"], "")
    return f"{values['label']} = {shown} [{basis}] — {values['rule']}".replace("[", "\\[")
