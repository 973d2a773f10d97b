"""``thuocdo index`` and ``thuocdo why``."""

from __future__ import annotations

import json as json_text
import sys
from typing import Annotated

import typer

from thuocdo import environment
from thuocdo.errors import ThuocDoError

app = typer.Typer(help="Chỉ số: điểm, hạng, khoảng hạng của mọi đơn vị.", no_args_is_help=True)

Index = Annotated[str, typer.Argument(help="papi, par-index hoặc sipas.")]
Year = Annotated[int, typer.Option(help="Năm của chỉ số.")]
Boundaries = Annotated[str, typer.Option(help="63 (trước 1/7/2025) hoặc 34.")]
Json = Annotated[bool, typer.Option("--json", help="In JSON theo docs/reference.")]
Partial = Annotated[
    bool, typer.Option("--allow-partial", help="Tính tỉnh hợp nhất từ những tỉnh cũ có số liệu.")
]
Scale = Annotated[float, typer.Option(help="Nhân sai số chuẩn với số này.", min=0)]


@app.command("show")
def show(
    index: Index,
    year: Year,
    boundaries: Boundaries = "63",
    unit: Annotated[str | None, typer.Option(help="Mã hoặc tên một đơn vị.")] = None,
    item: Annotated[str, typer.Option(help="Mục xếp hạng: total, 1…8, 1.1….")] = "total",
    simultaneous: Annotated[
        bool, typer.Option("--simultaneous", help="Khoảng hạng đúng đồng thời cho mọi đơn vị.")
    ] = False,
    allow_partial: Partial = False,
    se_scale: Scale = 1.0,
    json: Json = False,
    csv: Annotated[bool, typer.Option("--csv", help="In CSV, một dòng mỗi đơn vị và mục.")] = False,
) -> None:
    """Điểm, hạng và khoảng hạng của mọi đơn vị trong một năm."""
    from thuocdo import facts as fact_tables
    from thuocdo.indices.contract import flat_table, standings_json
    from thuocdo.indices.doors import standings
    from thuocdo.units import find_province

    at = standings(index, year, boundaries, allow_partial=allow_partial, se_scale=se_scale)
    facts = fact_tables.read()
    code = find_province(facts, boundaries, unit).code if unit else None
    if json:
        language = environment.language()
        values = standings_json(facts, at, unit=code, simultaneous=simultaneous, language=language)
        _print_json(values)
    elif csv:
        sys.stdout.write(flat_table(at, unit=code).write_csv())
    else:
        from thuocdo.indices.terminal import print_standings

        print_standings(at, item, code, simultaneous, environment.language())


@app.command("years")
def list_years(index: Index, json: Json = False) -> None:
    """Các năm có số liệu của một chỉ số."""
    from thuocdo import facts as fact_tables
    from thuocdo.indices.known_years import years

    known = years(fact_tables.read(), index)
    if json:
        _print_json({"index": index, "years": known})
    else:
        typer.echo(" ".join(str(one) for one in known))


@app.command("recompute")
def recompute(
    year: Year,
    unit: Annotated[str | None, typer.Option(help="Mã hoặc tên một tỉnh (63).")] = None,
    json: Json = False,
) -> None:
    """PAPI 2018, 2019: nội dung thành phần tính lại từ chỉ số đơn lẻ, cạnh điểm công bố."""
    from thuocdo import facts as fact_tables
    from thuocdo.indices.recomputing import recomputed, years
    from thuocdo.units import find_province

    facts = fact_tables.read()
    if year not in years(facts):
        known = ", ".join(str(one) for one in years(facts))
        raise ThuocDoError.of(
            "CALL-010",
            value=year,
            name="--year",
            hint_vi=f"Chỉ số đơn lẻ chỉ có các năm {known}.",
            hint_en=f"Indicators are known for {known} only.",
        )
    rows = recomputed(facts, year)
    if unit:
        rows = rows.filter(unit=find_province(facts, "63", unit).code)
    if json:
        _print_json(rows.to_dicts())
    else:
        from thuocdo.indices.terminal import print_recomputed

        print_recomputed(rows, year, environment.language())


def _print_json(values: object) -> None:
    sys.stdout.write(json_text.dumps(values, ensure_ascii=False, indent=2, allow_nan=False) + "\n")
