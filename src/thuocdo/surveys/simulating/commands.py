"""``thuocdo simulate survey``: a survey to try the statistics with; everything is *mô phỏng*."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

COMMUNES = "Số xã, phường được chọn; «all» là mọi xã, mỗi xã một tầng."


def survey(
    to: Annotated[Path, typer.Option(help="Tệp đích: .csv, .xlsx hoặc .parquet.")],
    communes: Annotated[str, typer.Option(help=COMMUNES)] = "all",
    villages_per_commune: Annotated[
        int, typer.Option(min=1, max=1000, help="Số thôn, tổ dân phố mỗi xã.")
    ] = 6,
    per_village: Annotated[int, typer.Option(min=1, max=10_000, help="Số người mỗi thôn.")] = 16,
    round_: Annotated[
        int, typer.Option("--round", min=1, max=2, help="Đợt; đợt 2 giữ lại một phần thôn.")
    ] = 1,
    overlap: Annotated[
        float, typer.Option(min=0, max=1, help="Phần thôn chung của hai đợt.")
    ] = 0.5,
    response: Annotated[float, typer.Option(min=0.05, max=1, help="Tỷ lệ trả lời.")] = 0.82,
    empty: Annotated[float, typer.Option(min=0, max=0.5, help="Tỷ lệ câu bỏ trống.")] = 0.03,
    fabricate: Annotated[
        float, typer.Option(min=0, max=1, help="Phần điều tra viên bịa phiếu.")
    ] = 0.05,
    sizes: Annotated[
        Path | None, typer.Option(help="CSV dân số xã, phường; bỏ trống là bảng mô phỏng.")
    ] = None,
    sample: Annotated[int, typer.Option(min=0, help="Số thứ tự mẫu từ cùng dân số.")] = 0,
    seed: Annotated[int, typer.Option(min=0, help="Hạt giống: cùng hạt giống, cùng tệp.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="In dạng JSON.")] = False,
) -> None:
    """Làm một cuộc khảo sát mô phỏng: dân số bịa, sự thật biết trước, mẫu, phiếu, sai sót."""
    from thuocdo import environment
    from thuocdo.surveys.simulating import Design, Fieldwork, Plan
    from thuocdo.surveys.simulating import sizes as read_sizes
    from thuocdo.surveys.simulating.writing import Order, write
    from thuocdo.wording import Sentence

    order = Order(
        plan=Plan(read_sizes(sizes), seed, round_),
        design=Design(_communes(communes), villages_per_commune, per_village, overlap),
        work=Fieldwork(response, empty, fabricate),
        sample=sample,
    )
    about = write(order, to)
    if as_json:
        import json

        typer.echo(json.dumps(about, ensure_ascii=False, indent=2))
        return
    names = ("respondents", "drawn", "villages", "communes", "fabricators")
    told = {name: about[name] for name in names} | {"file": to.as_posix()}
    told |= {"population": about["population"], "made_up": sum(about["fabricated"].values())}
    typer.echo(Sentence("surveys.simulating", "made", told).text(environment.language()))


def _communes(text: str) -> int | None:
    """``None`` for all. Raises ``ThuocDoError`` CALL-010."""
    from thuocdo.errors import ThuocDoError

    if text == "all":
        return None
    if text.isascii() and text.isdigit():
        return int(text)
    raise ThuocDoError.of(
        "CALL-010",
        value=text,
        name="--communes",
        hint_vi="Dùng «all» hoặc một số.",
        hint_en="Use 'all' or a number.",
    )
