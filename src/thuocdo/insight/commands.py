"""``thuocdo brief``."""

from __future__ import annotations

import json as json_text
import sys
from typing import Annotated

import typer

from thuocdo import environment


def brief(
    index: Annotated[str, typer.Argument(help="papi, par-index hoặc sipas.")],
    unit: Annotated[str, typer.Option(help="Mã hoặc tên đơn vị.")],
    year: Annotated[int, typer.Option(help="Năm của chỉ số.")],
    boundaries: Annotated[str, typer.Option(help="34 (tỉnh hiện nay) hoặc 63.")] = "34",
    target: Annotated[int, typer.Option(help="Thứ hạng phấn đấu.", min=1)] = 10,
    allow_partial: Annotated[
        bool, typer.Option("--allow-partial", help="Tính từ những tỉnh cũ có số liệu.")
    ] = False,
    se_scale: Annotated[float, typer.Option(help="Nhân sai số chuẩn với số này.", min=0)] = 1.0,
    json: Annotated[bool, typer.Option("--json", help="In JSON theo docs/reference.")] = False,
) -> None:
    """Bản đọc nhanh: đang ở đâu, chắc đến mức nào, vì sao."""
    from thuocdo import facts as fact_tables
    from thuocdo.insight.brief import brief as make
    from thuocdo.insight.contract import brief_json
    from thuocdo.insight.terminal import print_brief

    made = make(
        index,
        unit,
        year,
        boundaries,
        target=target,
        allow_partial=allow_partial,
        se_scale=se_scale,
    )
    language = environment.language()
    if json:
        values = brief_json(fact_tables.read(), made, language)
        sys.stdout.write(
            json_text.dumps(values, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
        )
    else:
        print_brief(made, language)
