"""``thuocdo simulate``: make files to try the system with; everything in them is *mô phỏng*."""

from __future__ import annotations

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
) -> None:
    """Làm một năm hồ sơ của 104 xã, phường và 16 cơ quan cấp tỉnh; mọi thứ là mô phỏng."""
    from thuocdo import environment
    from thuocdo.dossiers.simulating import Plan, write
    from thuocdo.facts import read
    from thuocdo.units import communes, departments
    from thuocdo.wording import Sentence

    known = read()
    lower = tuple(unit.code for unit in communes(known))
    upper = tuple(unit.code for unit in departments(known))
    about = write(Plan(rows, seed, year, lower, upper), to)
    told = {"rows": about["rows"], "units": about["units"], "file": to.as_posix()}
    told["tampered"] = sum(about["tampered"].values())
    said = Sentence("dossiers.simulating", "made", told).text(environment.language())
    typer.echo(said)
