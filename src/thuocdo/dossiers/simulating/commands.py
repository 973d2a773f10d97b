"""``thuocdo simulate``: make files to try the system with; everything in them is *mô phỏng*."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Làm số liệu mô phỏng để thử hệ thống.", no_args_is_help=True, rich_markup_mode=None
)


@app.callback()
def _group() -> None:
    """Làm số liệu mô phỏng để thử hệ thống."""


@app.command()
def dossiers(
    to: Annotated[Path, typer.Option(help="Tệp đích: .parquet, .csv hoặc .jsonl.")],
    rows: Annotated[int, typer.Option(min=1, max=100_000_000, help="Số hồ sơ.")] = 10_000,
    seed: Annotated[int, typer.Option(min=0, help="Hạt giống: cùng hạt giống, cùng tệp.")] = 0,
    year: Annotated[int, typer.Option(min=2020, max=2035, help="Năm tiếp nhận.")] = 2025,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Năm đang chạy: chỉ biết đến hết ngày này."),
    ] = None,
    steps: Annotated[
        bool, typer.Option("--steps", help="Kèm tiến trình từng bước (TienTrinh).")
    ] = False,
) -> None:
    """Làm một năm hồ sơ của 104 xã, phường và 16 cơ quan cấp tỉnh; mọi thứ là mô phỏng."""
    from thuocdo import environment
    from thuocdo.dossiers.simulating import Plan, write
    from thuocdo.errors import ThuocDoError
    from thuocdo.facts import read
    from thuocdo.units import communes, departments
    from thuocdo.wording import Sentence, date

    known = read()
    lower = tuple(unit.code for unit in communes(known))
    upper = tuple(unit.code for unit in departments(known))
    day = until.date() if until else None
    if day is not None and day.year != year:
        raise ThuocDoError.of("DOSSIER-130", day=day.isoformat(), year=str(year))
    about = write(Plan(rows, seed, year, lower, upper, steps=steps, until=day), to)
    told = {"rows": about["rows"], "units": about["units"], "file": to.as_posix()}
    told["tampered"] = sum(about["tampered"].values())
    key = "made" if day is None else "made_until"
    told |= {} if day is None else {"day": date(day, environment.language())}
    said = Sentence("dossiers.simulating", key, told).text(environment.language())
    typer.echo(said)
