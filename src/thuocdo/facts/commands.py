"""``thuocdo facts``: list, show, check and export the fact tables; what was added.

``facts add`` needs the names of units, which live on a higher floor: it is put onto this app
by ``thuocdo.cli.additions``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Số liệu và bộ tiêu chí: xem, kiểm tra, xuất, nạp thêm.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

JSON = Annotated[bool, typer.Option("--json", help="In dạng JSON.")]
KIND = Annotated[str, typer.Argument(help="Tên bảng, xem bằng: thuocdo facts list.")]
SHOWN = 20  # rows of a table on the terminal unless asked otherwise


@app.command("list")
def list_tables(as_json: JSON = False) -> None:
    """Liệt kê các bảng: nội dung, số dòng, số cột, số nguồn."""
    from thuocdo.facts import SCHEMAS, read

    known = read()
    tables = [_described(known.table(kind), schema) for kind, schema in SCHEMAS.items()]
    if as_json:
        _print_json({"version": known.version, "tables": tables})
        return
    from thuocdo.wording import aligned

    rows = [
        (
            table["kind"],
            table["title"],
            _count(table["rows"]),
            str(len(table["columns"])),
            str(table["sources"]),
            _say("yes") if table["restricted"] else "",
        )
        for table in tables
    ]
    names = ("kind", "title", "rows", "columns", "sources", "restricted")
    typer.echo(aligned([_say(f"head_{name}") for name in names], rows, right=(2, 3, 4)))


@app.command()
def show(
    kind: KIND,
    limit: Annotated[int | None, typer.Option(min=0, help="Số dòng nhiều nhất.")] = None,
    where: Annotated[
        list[str] | None, typer.Option(help="Lọc: cột=giá trị; có thể lặp lại.")
    ] = None,
    as_json: JSON = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="In dạng CSV.")] = False,
) -> None:
    """Xem các dòng của một bảng, kèm tệp và số dòng."""
    from thuocdo.facts import read, showing

    rows = showing.filtered(read().table(kind), where or [])
    most = SHOWN if limit is None and not (as_json or as_csv) else limit
    shown = _capped(kind, rows if most is None else rows.head(most))
    if as_json:
        _print_json({"kind": kind, "count": rows.height, "rows": showing.plain_rows(shown)})
    elif as_csv:
        typer.echo(shown.write_csv(), nl=False)
    else:
        typer.echo(showing.text(shown, _say("head_where")))
        if shown.height < rows.height:
            typer.echo(_say("shown", shown=shown.height, rows=rows.height), err=True)


@app.command()
def check(
    file: Annotated[Path | None, typer.Argument(help="Một tệp; bỏ trống là mọi bảng.")] = None,
    kind: Annotated[str, typer.Option(help="Tên bảng mà tệp này điền vào.")] = "",
    as_json: JSON = False,
) -> None:
    """Kiểm tra mọi bảng, hoặc một tệp; mỗi lỗi một dòng."""
    from thuocdo import environment
    from thuocdo.facts import showing

    found = showing.checked(file, kind)
    language = environment.language()
    if as_json:
        _print_json(found.plain(language))
    else:
        for problem in found.problems:
            typer.echo(problem.text(language))
        key = "faults" if found.problems else "fine"
        said = {"count": len(found.problems), "tables": found.tables, "rows": found.rows}
        typer.echo(_say(key, **said))
    if found.problems:
        raise typer.Exit(1)


@app.command()
def export(
    kind: KIND,
    to: Annotated[Path, typer.Option(help="Tệp đích: .csv, .xlsx, .parquet hoặc .json.")],
) -> None:
    """Xuất trọn một bảng ra tệp."""
    from thuocdo import environment
    from thuocdo.errors import ThuocDoError
    from thuocdo.facts import SCHEMAS, exporting, read

    rows = read().table(kind)
    if SCHEMAS[kind].restricted and not environment.bulk_download_allowed():
        raise ThuocDoError.of("CALL-006", kind=kind)
    exporting.export(rows.select(SCHEMAS[kind].names), kind, to)
    typer.echo(_say("exported", rows=rows.height, file=str(to)))


@app.command()
def added(as_json: JSON = False) -> None:
    """Liệt kê các lần nạp thêm: ai, lúc nào, tệp nào, nguồn nào."""
    from thuocdo import environment
    from thuocdo.facts.storing import record

    entries = record(environment.home())
    if as_json:
        _print_json({"added": entries})
        return
    if not entries:
        typer.echo(_say("none_added"))
        return
    from thuocdo.wording import aligned

    names = ("when", "who", "added_kind", "year", "file", "new", "changed", "source", "stored")
    rows = [
        (
            *(entry["when"][:16].replace("T", " "), entry["who"], entry["kind"]),
            *(str(entry["year"]), entry["file"], str(entry["new"]), str(entry["changed"])),
            *(entry["source"], _say("yes" if entry["stored"] else "unfinished")),
        )
        for entry in entries
    ]
    typer.echo(aligned([_say(f"head_{name}") for name in names], rows, right=(5, 6)))


def _described(table, schema) -> dict:
    from thuocdo import environment

    title = schema.title_en if environment.language() == "en" else schema.title_vi
    return {
        "kind": schema.kind,
        "title": title,
        "rows": table.height,
        "columns": list(schema.names),
        "sources": table["source"].n_unique(),
        "restricted": schema.restricted,
    }


def _capped(kind: str, rows):
    """At most a thousand rows of a restricted table, and word of it."""
    from thuocdo import environment
    from thuocdo.facts import SCHEMAS, showing

    if not SCHEMAS[kind].restricted or environment.bulk_download_allowed():
        return rows
    if rows.height > showing.BULK:
        said = {"kind": kind, "shown": showing.BULK, "rows": rows.height}
        typer.echo(_say("capped", **said), err=True)
    return rows.head(showing.BULK)


def _say(key: str, **values) -> str:
    from thuocdo import environment
    from thuocdo.wording import Sentence

    return Sentence("facts", key, values).text(environment.language())


def _count(rows: int) -> str:
    from thuocdo import environment
    from thuocdo.wording import number

    return number(rows, 0, environment.language())


def _print_json(content: dict) -> None:
    import json

    typer.echo(json.dumps(content, ensure_ascii=False, indent=2))
