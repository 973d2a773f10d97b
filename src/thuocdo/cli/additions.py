"""``thuocdo facts add``: read an official's file, show what it would do, store it if agreed.

The command needs the names of units, and ``units`` stands above ``facts``; so it is wired
here, on the top floor, onto the app of ``facts``: ``find`` is handed down as a function.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from thuocdo.facts.commands import app

__all__ = ["app"]

CHANGES = 10  # changed figures named in the preview


@app.command()
def add(
    kind: Annotated[
        str, typer.Argument(help="papi, papi-error, par-index, sipas hoặc departments.")
    ],
    file: Annotated[Path, typer.Argument(help="Tệp .xlsx hoặc CSV.")],
    year: Annotated[int, typer.Option(help="Năm của số liệu.")],
    publisher: Annotated[str, typer.Option(help="Cơ quan công bố.")] = "",
    document: Annotated[str, typer.Option(help="Tên văn bản, báo cáo.")] = "",
    address: Annotated[str, typer.Option(help="Địa chỉ hoặc số hiệu văn bản.")] = "",
    seen: Annotated[str, typer.Option(help="Ngày xem, ví dụ 2026-11-22.")] = "",
    who: Annotated[str, typer.Option(help="Người nạp; bỏ trống là tên đăng nhập.")] = "",
    boundaries: Annotated[
        str, typer.Option(help="63 hoặc 34 tỉnh; bỏ trống là ranh giới cuối năm ấy.")
    ] = "",
    rule_set: Annotated[str, typer.Option(help="Bộ tiêu chí, khi năm này chưa có bộ.")] = "",
    sheet: Annotated[str, typer.Option(help="Tên trang tính; bỏ trống là trang đầu.")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="Cho sửa số liệu đã có.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Lưu, không hỏi lại.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="In dạng JSON.")] = False,
) -> None:
    """Nạp tệp số liệu hằng năm của cơ quan: đọc, xem trước, rồi lưu."""
    from thuocdo import calendar, environment
    from thuocdo.facts import read
    from thuocdo.facts.additions import Order, prepare
    from thuocdo.units import boundaries_on

    known = read()
    at = boundaries or boundaries_on(known, calendar.year(year).end)
    told = (publisher, document, address, seen, environment.value("THUOCDO_PROVINCE"))
    order = Order(kind, file, year, at, *told, who or _login(), rule_set, sheet, replace)
    addition = prepare(order, known, finder(known, at))
    if not as_json:
        typer.echo(preview(addition, known, environment.language()))
    addition.refuse_changes()
    stored = addition.something and (yes or (not as_json and _agreed()))
    if stored:
        _store(addition)
    if as_json:
        _print_json(addition, stored)
    else:
        typer.echo(_outcome(addition, stored, environment.language()))


def finder(facts, boundaries: str):
    """A function from the name of a province on ``boundaries`` to its code.

    Raises ``ThuocDoError`` CALL-003 at once; the function raises UNIT-001 and UNIT-002.
    """
    from thuocdo.units import aliases, find, provinces

    units, others = provinces(facts, boundaries), aliases(facts, boundaries)
    return lambda name: find(name, units, others).code


def preview(addition, facts, language: str) -> str:
    """What storing ``addition`` would do, in lines of text."""
    from thuocdo.facts import SCHEMAS
    from thuocdo.units import provinces

    order, schema = addition.order, SCHEMAS[addition.table]
    names = {unit.code: unit.name for unit in provinces(facts, order.boundaries)}
    title = schema.title_en if language == "en" else schema.title_vi
    spelled = ", ".join(
        f"«{name}» → {names[code]} ({code})" for name, code in addition.spelled.items()
    )
    missing = ", ".join(names[code] for code in addition.missing)
    said = {
        "file": order.path.name,
        "sheet": addition.sheet,
        "rows": addition.rows,
        "head": addition.head_row,
        "table": addition.table,
        "title": title,
        "year": str(order.year),
        "boundaries": order.boundaries,
        "new": addition.new,
        "identical": addition.identical,
        "changed": len(addition.changed),
        "empty": addition.empty,
        "rule_set": addition.extended,
    }
    lines = [
        ("add_file_sheet" if addition.sheet else "add_file", said),
        ("add_list" if schema.replaced_as_whole else "add_table", said),
        ("add_counts", said),
        ("add_extended" if addition.extended else "", said),
        ("add_empty" if addition.empty else "", said),
        ("add_spelled" if spelled else "", {"names": spelled}),
        ("add_missing" if missing else "", {"names": missing, "count": len(addition.missing)}),
        *_changes(addition),
    ]
    return "\n".join(_say(key, language, values) for key, values in lines if key)


def _changes(addition):
    for change in addition.changed[:CHANGES]:
        values = {"key": change.key, "old": _figure(change.old), "new": _figure(change.new)}
        yield ("add_gone" if change.new is None else "add_change"), values
    more = len(addition.changed) - CHANGES
    yield ("add_changes_more" if more > 0 else ""), {"count": more}


def _figure(value):
    """A figure in both languages, unrounded."""
    text = value if isinstance(value, str) or value is None else f"{value:.10g}"
    return text if isinstance(value, str) or value is None else (text.replace(".", ","), text)


def _outcome(addition, stored: bool, language: str) -> str:
    import sys

    if stored:
        values = {"new": addition.new, "changed": len(addition.changed)}
        return _say("add_stored", language, values | {"source": addition.source})
    if not addition.something:
        return _say("add_nothing", language, {})
    return _say("add_left" if sys.stdin.isatty() else "add_how", language, {})


def _agreed() -> bool:
    """Ask on a terminal; elsewhere nobody agrees."""
    import sys

    from thuocdo import environment

    return sys.stdin.isatty() and typer.confirm(_say("add_ask", environment.language(), {}))


def _store(addition) -> None:
    from datetime import UTC, datetime

    from thuocdo import environment
    from thuocdo.facts.storing import store

    store(addition, environment.home(), datetime.now(UTC))


def _print_json(addition, stored: bool) -> None:
    import json
    from dataclasses import asdict

    said = asdict(addition)
    order = said.pop("order") | {"path": str(addition.order.path)}
    content = {"stored": stored, "order": order, "table": addition.table, **said}
    typer.echo(json.dumps(content, ensure_ascii=False, indent=2))


def _say(key: str, language: str, values: dict) -> str:
    from thuocdo.wording import Sentence

    return Sentence("cli", key, values).text(language)


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user in this system's list
        return "?"
