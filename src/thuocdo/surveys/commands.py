"""``thuocdo survey``: import respondents, list rounds, write forms, show codebooks, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Khảo sát: biểu mẫu, nạp trả lời, các đợt, bộ mã, xuất.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

JSON = Annotated[bool, typer.Option("--json", help="In dạng JSON.")]
ROUND = Annotated[str, typer.Option("--round", help="Tên đợt, như sipas-2026.")]
VERSION = Annotated[int | None, typer.Option(min=1, help="Phiên bản; bỏ trống là mới nhất.")]
HEADS = ("round", "title", "version", "rows", "made", "basis")


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="Tệp .csv, .xlsx, .sav, .dta hoặc .parquet.")],
    into: ROUND,
    form: Annotated[
        str, typer.Option(help="Bộ mã: tệp XLSForm (.xlsx), tệp JSON, hoặc tên biểu mẫu có sẵn.")
    ] = "",
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", help="Ghép cột: tên cột=tên mục; để trống vế phải là bỏ cột."),
    ] = None,
    as_json: JSON = False,
) -> None:
    """Nạp trả lời vào một đợt: dòng đúng thì vào, dòng sai ra tệp lỗi để sửa rồi nạp lại."""
    from datetime import UTC, datetime

    from thuocdo import environment
    from thuocdo.facts import read
    from thuocdo.surveys.rounds import Order, import_files
    from thuocdo.surveys.rounds.forms import codebook_named
    from thuocdo.units import communes, written

    known = read()
    book = codebook_named(form, known) if form else None
    codes = written(known, communes(known)).codes
    order = Order(tuple(files), into, book, tuple(columns or ()), codes, datetime.now(UTC))
    outcome = import_files(order, environment.home())
    if as_json:
        from dataclasses import asdict

        _print_json(asdict(outcome))
    else:
        _tell_import(outcome)


@app.command()
def rounds(as_json: JSON = False) -> None:
    """Liệt kê các đợt khảo sát đã nạp."""
    from dataclasses import asdict

    from thuocdo import environment
    from thuocdo.surveys.rounds import rounds as listed
    from thuocdo.wording import aligned, number

    found = listed(environment.home())
    if as_json:
        _print_json({"rounds": [asdict(one) for one in found]})
        return
    if not found:
        typer.echo(_say("no_rounds"))
        return
    spoken = environment.language()
    rows = [
        (
            one.round,
            one.title,
            number(one.version, 0, spoken),
            number(one.respondents.rows, 0, spoken),
            one.made,
            _say("basis_simulated" if one.simulated else "basis_collected"),
        )
        for one in found
    ]
    typer.echo(aligned([_say(f"head_{name}") for name in HEADS], rows, right=(2, 3)))


@app.command()
def form(
    name: Annotated[str, typer.Argument(help="Tên biểu mẫu có sẵn; bỏ trống để liệt kê.")] = "",
    to: Annotated[Path | None, typer.Option(help="Tệp XLSForm đích (.xlsx).")] = None,
) -> None:
    """Ghi một biểu mẫu có sẵn thành XLSForm (tiếng Việt và tiếng Anh), hoặc liệt kê biểu mẫu."""
    from thuocdo import environment
    from thuocdo.facts import read
    from thuocdo.surveys.rounds import forms, xlsform_writing

    known, spoken = read(), environment.language()
    if not name or to is None:
        lines = [
            f"  {one}: {forms.built_in(one, known, spoken).title}" for one in forms.names(known)
        ]
        typer.echo("\n".join([_say("forms"), *lines]))
        return
    book = forms.built_in(name, known)
    xlsform_writing.write(book, to)
    lacks = forms.built_in(name, known, spoken).incomplete
    told = {"file": to.as_posix(), "items": len(book.items), "incomplete": lacks}
    typer.echo(_say("form_written", **told).strip())


@app.command()
def codebook(
    of: Annotated[str, typer.Argument(help="Tên đợt, tên biểu mẫu có sẵn, hoặc tệp biểu mẫu.")],
    as_json: JSON = False,
) -> None:
    """Xem bộ mã: các mục, kiểu, mục nào được giữ khi nạp."""
    from thuocdo.surveys.rounds.codebook import to_json
    from thuocdo.wording import aligned

    book = _codebook(of)
    if as_json:
        _print_json(to_json(book))
        return
    heads = [_say(f"head_{name}") for name in ("name", "kind", "kept", "label")]
    rows = [
        (one.name, one.kind, _say("kept_yes" if one.is_kept else "kept_no"), _spoken(one))
        for one in book.items
    ]
    typer.echo(f"{book.title}\n{aligned(heads, rows)}")
    if book.incomplete:
        typer.echo(book.incomplete)
    if book.simulated:
        typer.echo(_say("simulated"))


@app.command()
def export(
    of: Annotated[str, typer.Argument(help="Tên đợt.")],
    to: Annotated[Path, typer.Option(help="Tệp đích: .csv, .sav, .dta, .parquet, .xlsx, .json.")],
    form: Annotated[
        bool, typer.Option("--form", help="Ghi biểu mẫu XLSForm của đợt thay cho trả lời.")
    ] = False,
    version: VERSION = None,
) -> None:
    """Xuất một đợt: trả lời (CSV, SPSS, Stata, Parquet), bộ mã (.json, .xlsx), biểu mẫu."""
    from thuocdo import environment
    from thuocdo.surveys.rounds import Round, exporting

    found = exporting.export(Round(environment.home(), of), to, version, form)
    typer.echo(_say("exported", file=to.as_posix(), rows=found.rows, columns=found.columns))
    if found.simulated:
        typer.echo(_say("simulated"))


def _codebook(of: str):
    """The codebook of a round, else of a built-in form or a file."""
    from thuocdo import environment
    from thuocdo.facts import read
    from thuocdo.surveys.rounds import Round, forms
    from thuocdo.surveys.rounds.store import NAME

    known = read()
    is_round = NAME.fullmatch(of) and Round(environment.home(), of).numbers()
    if is_round:
        return Round(environment.home(), of).codebook()
    return forms.codebook_named(of, known)


def _spoken(item) -> str:
    from thuocdo import environment

    first, second = item.label_vi, item.label_en
    if environment.language() == "en":
        first, second = second, first
    return first or second


def _tell_import(outcome) -> None:
    for one in outcome.files:
        counts = {name: getattr(one, name) for name in ("read", "good", "bad", "doubled")}
        lines = [_say("read_file", file=one.file, **counts)]
        lines += [f"  {line}" for line in _file_lines(one)]
        typer.echo("\n".join(lines))
    counts = {name: getattr(outcome, name) for name in ("new", "changed", "unchanged")}
    about = {"round": outcome.round, "version": outcome.version, "rows": outcome.rows}
    if outcome.new_version:
        typer.echo(_say("stored", **about, **counts))
    else:
        typer.echo(_say("nothing", **about))
    design, none = outcome.design, _say("none_yet")
    columns = {name: getattr(design, name) or none for name in ("stratum", "psu", "ssu", "weight")}
    typer.echo(_say("design", **columns, fpc=", ".join(design.fpc) or none))
    if outcome.simulated:
        typer.echo(_say("simulated"))


def _file_lines(one) -> list[str]:
    lines = [_say("columns", known=len(one.columns), absent=len(one.absent))]
    if one.personal:
        lines.append(_say("personal", count=len(one.personal), names=_listed(one.personal)))
    if one.unmatched:
        lines.append(_say("unmatched", count=len(one.unmatched), names=_listed(one.unmatched)))
    if one.repeats:
        lines.append(_say("repeats", names=_listed(one.repeats)))
    for key in ("missing", "hidden"):
        counted = [f"{name} {count}" for name, count in getattr(one, key).items()]
        lines += [_say(key, names=_listed(counted))] if counted else []
    if one.generated:
        lines.append(_say("generated", count=one.generated))
    for code, count in one.faults.items():
        first = next((cell for cell in one.wrong if cell["code"] == code), None)
        told = {"row": first["row"], "column": first["column"]} if first else {}
        lines.append(_say("fault", code=code, count=count, **({"row": "…", "column": "…"} | told)))
    if one.error_file:
        lines.append(_say("error_file", file=one.error_file))
    return lines


def _listed(names: list[str], most: int = 12) -> str:
    more = "" if len(names) <= most else "…"
    return ", ".join(names[:most]) + more


def _say(key: str, **values) -> str:
    from thuocdo import environment
    from thuocdo.wording import Sentence

    return Sentence("surveys", key, values).text(environment.language())


def _print_json(content: dict) -> None:
    import json

    typer.echo(json.dumps(content, ensure_ascii=False, indent=2))
