"""``thuocdo evidence``: check the files, sweep leftovers."""

from __future__ import annotations

import json
from typing import Annotated

import typer

app = typer.Typer(
    help="Kho tài liệu kiểm chứng: kiểm nguyên vẹn, dọn tệp thừa.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
JSON = Annotated[bool, typer.Option("--json", help="In dạng JSON.")]


@app.command()
def verify(as_json: JSON = False) -> None:
    """Đọc lại mọi tệp: nêu tệp mất, tệp bị sửa (mã 1), tệp không ai nhận, tệp tải dở."""
    from thuocdo import environment

    environment.prepare_django(database=True)
    from thuocdo.evidence import keeping
    from thuocdo.evidence.verifying import is_harm
    from thuocdo.evidence.verifying import verify as faults

    known = keeping.known()
    found = faults(environment.home(), known)
    harm = sum(map(is_harm, found))
    if as_json:
        told = [{"kind": one.kind, "file": one.file} for one in found]
        content = {"whole": not harm, "files": len(known), "faults": told}
        typer.echo(json.dumps(content, ensure_ascii=False, indent=2))
    else:
        typer.echo(_say("broken" if harm else "whole", count=harm, files=len(known)))
        for one in found:
            typer.echo(_say(one.kind, file=one.file))
    if harm:
        raise typer.Exit(1)


@app.command()
def sweep() -> None:
    """Xóa tệp quá một ngày mà không ai nhận hoặc tải dở; máy cũng tự dọn mỗi đêm."""
    from thuocdo import environment

    environment.prepare_django(database=True)
    from thuocdo.evidence.tasks import sweep_files

    typer.echo(_say("swept", **sweep_files.call()))


def _say(key: str, **values) -> str:
    from thuocdo import environment
    from thuocdo.wording import Sentence

    return Sentence("evidence", key, values).text(environment.language())
