"""``thuocdo dossiers procedures``: the register of procedures that counts and pages take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Danh mục thủ tục: thời hạn, lệ phí, kết quả giấy; các lệnh và trang dùng bản mới nhất.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
JSON = Annotated[bool, typer.Option("--json", help="In dạng JSON.")]
HEADS = ("version", "made", "file", "procedures", "simulated")


@app.callback()
def _group() -> None:
    """Danh mục thủ tục."""


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV hoặc Excel: MaTTHC, SoNgayLamViec…")],
    as_json: JSON = False,
) -> None:
    """Nhận danh mục thủ tục: kiểm từng dòng, giữ thành bản mới; tệp sai thì không đổi gì."""
    from datetime import UTC, datetime

    from thuocdo import environment
    from thuocdo.dossiers.measures import register_words, registers
    from thuocdo.dossiers.measures.register import FLAGS

    held, new = registers.keep(environment.home(), file, datetime.now(UTC))
    register = held.register
    if as_json:
        _print_json({"new_version": new, **_told(held)})
        return
    counts = {"version": register.version, "count": register.count}
    typer.echo(_say("register_taken" if new else "register_same", **counts))
    if register.simulated:
        typer.echo(register_words.told(register, environment.language()))
    for name, column in {"SoNgayLamViec": "term", **FLAGS}.items():
        blank = register.rows[column].null_count()
        if blank:
            typer.echo(_say("register_lacks", count=blank, name=name))


@app.command("list")
def list_(as_json: JSON = False) -> None:
    """Liệt kê các bản danh mục thủ tục đã nhận, cũ trước mới sau."""
    from thuocdo import environment
    from thuocdo.dossiers.measures import registers
    from thuocdo.wording import aligned

    home = environment.home()
    rows = [_told(registers.kept(home, one)) for one in registers.numbers(home)]
    if as_json:
        _print_json({"registers": rows})
    elif not rows:
        typer.echo(_say("register_empty"))
    else:
        told = [[str(row[name])[:19] for name in (*HEADS, "sha256")] for row in rows]
        heads = [_say(f"head_{name}") for name in (*HEADS, "checksum")]
        typer.echo(aligned(heads, told, right=(0, 3, 4)))


@app.command()
def export(
    to: Annotated[Path, typer.Option(help="Tệp CSV đích.")],
    version: Annotated[int | None, typer.Option(min=1, help="Bản; bỏ trống là mới nhất.")] = None,
) -> None:
    """Ghi một bản danh mục thủ tục đã nhận ra CSV."""
    from thuocdo import environment
    from thuocdo.dossiers.measures import registers

    home = environment.home()
    register = registers.kept(home, version or registers.newest(home)).register
    to.write_text(registers.as_file(register), encoding="utf-8")
    typer.echo(_say("register_written", version=register.version, file=to.as_posix()))


def _told(held) -> dict:
    from thuocdo.dossiers.measures import registers

    return {**registers.as_json(held.register), "made": held.made, "file": held.file}


def _say(key: str, **values) -> str:
    from thuocdo import environment
    from thuocdo.wording import Sentence

    return Sentence("dossiers.measures", key, values).text(environment.language())


def _print_json(content: dict) -> None:
    import json

    typer.echo(json.dumps(content, ensure_ascii=False, indent=2))
