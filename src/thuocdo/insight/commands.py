"""``thuocdo brief`` and ``thuocdo why``."""

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
    from thuocdo.insight.contract import brief_json
    from thuocdo.insight.doors import brief as make
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
        _print_json(values)
    else:
        print_brief(made, language)


def why(
    index: Annotated[str, typer.Argument(help="papi, par-index hoặc sipas.")],
    year: Annotated[int, typer.Option(help="Năm của chỉ số.")],
    unit: Annotated[str, typer.Option(help="Mã hoặc tên đơn vị.")],
    item: Annotated[
        str, typer.Option(help="total, mã nội dung hoặc nội dung thành phần.")
    ] = "total",
    aspect: Annotated[
        str,
        typer.Option(help="score, se, rank, set, to-target, to-best, gain, chance hoặc change."),
    ] = "score",
    boundaries: Annotated[str, typer.Option(help="34 (tỉnh hiện nay) hoặc 63.")] = "34",
    json: Annotated[bool, typer.Option("--json", help="In JSON theo docs/reference.")] = False,
) -> None:
    """Vì sao số này? Từ con số xuống từng dòng của bảng số liệu."""
    from thuocdo import facts as fact_tables
    from thuocdo.indices.contract import trace_json
    from thuocdo.insight.doors import why as traced

    found = traced(index, year, unit, item, aspect, boundaries)
    values = trace_json(fact_tables.read(), found, environment.language())
    if json:
        _print_json(values)
    else:
        from thuocdo.indices.terminal import print_trace

        print_trace(values, environment.language())


def _print_json(values: object) -> None:
    sys.stdout.write(json_text.dumps(values, ensure_ascii=False, indent=2, allow_nan=False) + "\n")
