"""A brief for the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from thuocdo.insight.brief import Brief
from thuocdo.insight.places import Place
from thuocdo.wording import number, signed

HEADS = {
    "vi": ("Nội dung", "Điểm", "Hạng", "Khoảng hạng", "Tới hạng {}", "Tới tỉnh nhất", "Số năm"),
    "en": ("Dimension", "Score", "Rank", "Rank set", "To rank {}", "To the best", "Years"),
}


def print_brief(brief: Brief, language: str) -> None:
    """Sentences first, then the dimensions, then notes."""
    console = Console(highlight=False)
    for one in brief.sentences:
        console.print(one.text(language))
    if brief.dimensions and brief.total.score is not None:
        table = Table(box=None)
        for place, head in enumerate(HEADS[language]):
            justify = "left" if place == 0 else "right"
            table.add_column(head.format(brief.target), justify=justify)
        for one in brief.dimensions:
            table.add_row(*_cells(one, language))
        console.print(table)
    for gap in brief.gaps:
        missing = gap["missing"] if language == "vi" else gap["missing_en"]
        console.print(f"○ {missing} — {gap['document']}")
    for note in brief.notes:
        console.print(f"· {note.text(language)}")


def _cells(one: Place, language: str) -> tuple[str, ...]:
    bounds = "–" if one.rank_low is None else f"{one.rank_low}…{one.rank_high}"
    name = one.names[0 if language == "vi" else 1]
    return (
        f"{one.item} {name}",
        number(one.score, 2, language),
        "–" if one.rank is None else f"{one.rank}/{one.of}",
        bounds,
        signed(one.target.gap if one.target else None, 2, language),
        signed(one.best.gap if one.best else None, 2, language),
        number(one.years, 1, language),
    )
