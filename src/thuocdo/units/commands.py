"""``thuocdo units``: list the units and find one by name."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(
    help="Tỉnh, xã, phường, sở: danh sách, tìm theo tên, gộp tỉnh.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

JSON = Annotated[bool, typer.Option("--json", help="In dạng JSON.")]
LEVEL = Annotated[str, typer.Option(help="province, commune hoặc department.")]


@app.command("list")
def list_units(
    boundaries: Annotated[str, typer.Option(help="63 hoặc 34 tỉnh.")] = "34",
    level: LEVEL = "province",
    as_json: JSON = False,
) -> None:
    """Liệt kê các đơn vị: mã, tên, các đơn vị cũ đã gộp thành."""
    from thuocdo import environment
    from thuocdo.facts import read
    from thuocdo.units import listing

    known = read()
    units = listing.of_level(known, level, boundaries)
    if as_json:
        _print_json({"level": level, "units": [listing.plain(known, unit) for unit in units]})
    else:
        typer.echo(listing.text(known, units, environment.language()))


@app.command()
def find(
    name: Annotated[str, typer.Argument(help="Tên, tên khác hoặc mã của đơn vị.")],
    boundaries: Annotated[str, typer.Option(help="63 hoặc 34 tỉnh; bỏ trống là cả hai.")] = "",
    level: LEVEL = "province",
    as_json: JSON = False,
) -> None:
    """Tìm một đơn vị theo tên, có dấu hay không dấu; kèm đơn vị trước và sau khi gộp."""
    from thuocdo import environment
    from thuocdo.facts import read
    from thuocdo.units import listing

    known = read()
    units = listing.found(known, name, level, boundaries)
    if as_json:
        _print_json({"units": [listing.plain(known, unit) for unit in units]})
    else:
        typer.echo(listing.text(known, units, environment.language()))


def _print_json(content: dict) -> None:
    import json

    typer.echo(json.dumps(content, ensure_ascii=False, indent=2))
