"""``thuocdo audit``: whether the log is whole, and its last hash."""

from __future__ import annotations

import json
from typing import Annotated

import typer

app = typer.Typer(
    help="Nhật ký việc làm: kiểm tra nguyên vẹn, in đầu chuỗi để cất nơi khác.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command()
def verify(
    head: Annotated[str, typer.Option(help="Đầu chuỗi đã cất, dạng SỐ:MÃ như lệnh head in.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="In dạng JSON.")] = False,
) -> None:
    """Kiểm nhật ký: nêu từng dòng bị sửa, đổi chỗ, xóa hoặc thay."""
    from thuocdo import audit, environment

    kept = _kept(head)
    environment.prepare_django(database=True)
    found = audit.verify(kept)
    count, last = audit.head()
    if as_json:
        told = [
            {"kind": one.kind, "row": one.sequence, "until": one.until, "origin": one.origin}
            for one in found
        ]
        content = {"whole": not found, "rows": count, "head": last, "faults": told}
        typer.echo(json.dumps(content, ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(_text(found, count, last, environment.language())))
    if found:
        raise typer.Exit(1)


@app.command()
def head() -> None:
    """In số dòng và mã băm cuối, dạng SỐ:MÃ, để cất ngoài cơ sở dữ liệu."""
    from thuocdo import audit, environment

    environment.prepare_django(database=True)
    count, last = audit.head()
    typer.echo(f"{count}:{last}")


def _kept(text: str) -> tuple[int, str] | None:
    from thuocdo.errors import ThuocDoError

    number, _, value = text.partition(":")
    if not text:
        return None
    if not number.isdigit() or len(value) != 64:
        raise ThuocDoError.of(
            "CALL-010",
            value=text,
            name="--head",
            hint_vi="Dùng đúng dòng mà thuocdo audit head đã in.",
            hint_en="Use the line that thuocdo audit head printed.",
        )
    return int(number), value


def _text(found, count: int, last: str, language: str) -> list[str]:
    from thuocdo.wording import Sentence

    def say(key: str, **values) -> str:
        return Sentence("audit", key, values).text(language)

    if not found:
        return [say("whole", count=count, head=f"{count}:{last}")]
    lines = [say("broken", count=len(found))]
    for one in found:
        is_run = one.until is not None and one.until > one.sequence
        values = {"sequence": str(one.sequence), "until": str(one.until), "origin": str(one.origin)}
        lines.append(say("removed_run" if is_run else one.kind, **values))
    return lines
