"""``thuocdo survey estimate``, ``index`` and ``calibrate``: figures of a file or of a round."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.estimates.columns import refuse

NUMBER = r"^[+-]?(\d+([.,]\d+)?|[.,]\d+)([eE][+-]?\d+)?$"


@dataclass(frozen=True)
class Given:
    """Respondents and what is known of them: the design of a round, its codebook."""

    frame: pl.DataFrame
    design: dict = field(default_factory=dict)
    items: tuple = ()
    simulated: bool = False


def given(of: str, home: Path) -> Given:
    """The respondents in the file ``of``, or of the round of that name.

    In a file a column is numbers when every cell that is not empty is one; else it stays text.
    Raises ``ThuocDoError`` SURVEY-110…118 (a file that cannot be read), SURVEY-131 (no round).
    """
    from thuocdo.surveys.reports.sample_design import asked_of
    from thuocdo.surveys.rounds.reading import KINDS, read_table
    from thuocdo.surveys.rounds.store import Round

    path = Path(of)
    if path.suffix.lower() in KINDS or path.exists():
        table = read_table(path)
        columns = {head: typed(one) for head, one in zip(table.heads, table.columns, strict=True)}
        frame = pl.DataFrame(columns)
        return Given(frame, simulated=table.simulated or "MoPhong" in frame.columns)
    held = Round(home, of)
    manifest, frame = held.manifest(), held.respondents()
    design = asked_of(manifest.design, frame)
    return Given(frame, design, held.codebook().items, manifest.simulated)


def typed(cells: pl.Series) -> pl.Series:
    """``cells`` (text, empty is null) as numbers where all of them are."""
    if cells.null_count() == len(cells) or not cells.str.contains(NUMBER).all():
        return cells
    plain = cells.str.replace(",", ".", literal=True)
    whole = plain.cast(pl.Int64, strict=False)
    return whole if whole.null_count() == cells.null_count() else plain.cast(pl.Float64)


def refuse_strays(frame: pl.DataFrame, columns: list[str]) -> None:
    """SURVEY-003 on a column of numbers in which some cells are not.

    Without it one slip of the pen would make a number a factor of many levels.
    """
    for name in columns:
        if name not in frame.columns or frame[name].dtype != pl.String:
            continue
        is_number = frame[name].str.contains(NUMBER)
        if is_number.mean() is not None and is_number.mean() > 0.5:
            row = int((~is_number).fill_null(False).arg_true()[0])
            value = frame[name][row]
            raise refuse("SURVEY-003", column=name, row=row + 2, value=value)


def listed(text: str | None) -> list[str] | None:
    """Names parted by commas; ``None`` for none."""
    names = [one.strip() for one in (text or "").split(",") if one.strip()]
    return names or None


def codes_as_text(frame: pl.DataFrame, columns: list[str] | None) -> pl.DataFrame:
    """``frame`` with ``columns`` (those there are) as text: a code is a name, not a number."""
    known = [one for one in columns or () if one in frame.columns]
    return frame.with_columns(pl.col(known).cast(pl.String))


def totals_of(path: Path, *, simulated: bool) -> dict:
    """Totals from a CSV of the heads ``column, level, total`` (level empty for a sum).

    A column ``simulated`` or ``MoPhong`` of 1 says that the totals are made up: weights of a real
    survey refuse them (SURVEY-080). Raises ``ThuocDoError`` SURVEY-160 with its row.
    """
    from thuocdo.surveys.rounds.reading import read_table

    table = read_table(path)
    frame = pl.DataFrame(dict(zip(table.heads, table.columns, strict=True)))
    lacking = [head for head in ("column", "level", "total") if head not in frame.columns]
    if lacking:
        raise ThuocDoError.of("SURVEY-160", file=path.name, row=1, value=", ".join(lacking))
    made_up = [one for one in ("simulated", "MoPhong") if one in frame.columns]
    if made_up and not simulated:
        count = frame.filter(pl.col(made_up[0]).is_in(["1", "true"])).height
        if count:
            raise ThuocDoError.of("SURVEY-080", count=count, of=frame.height)
    found: dict = {}
    for row, one in zip(table.numbers, frame.iter_rows(named=True), strict=True):
        total = typed(pl.Series([one["total"]], dtype=pl.String))
        if one["column"] is None or total.dtype == pl.String or total[0] is None:
            raise ThuocDoError.of("SURVEY-160", file=path.name, row=row, value=one["total"] or "")
        if one["level"] is None:
            found[one["column"]] = float(total[0])
        else:
            found.setdefault(one["column"], {})[one["level"]] = float(total[0])
    return found
