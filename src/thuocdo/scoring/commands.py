"""``thuocdo rules``: rule sets of scoring."""

from __future__ import annotations

import json as json_text
import sys
from pathlib import Path
from typing import Annotated

import typer

from thuocdo import environment

app = typer.Typer(
    help="Bộ tiêu chí chấm điểm: kiểm tra, nạp từ phụ lục, chạy thử, so hai bản.",
    no_args_is_help=True,
)

Json = Annotated[bool, typer.Option("--json", help="In JSON theo docs/reference.")]
Set = Annotated[str, typer.Argument(help="Tệp .toml, hoặc tên bộ đi kèm như mo-phong, par-892.")]


@app.command()
def check(
    rules: Set,
    everything: Annotated[bool, typer.Option("--all", help="In cả từng chỗ còn thiếu.")] = False,
    json: Json = False,
) -> None:
    """Kiểm tra bộ tiêu chí: mọi chỗ sai kèm dòng; chỗ còn thiếu thì bộ là chưa đủ."""
    from thuocdo.scoring.rules.checking import check_read, faults
    from thuocdo.scoring.rules.contract import check_json
    from thuocdo.scoring.terminal import check_text

    read = _found(rules)
    problems, language = check_read(read), environment.language()
    if json:
        _print_json(check_json(read.rules, problems, language))
    else:
        sys.stdout.write(check_text(read.rules, problems, language, everything))
    if faults(problems):
        raise typer.Exit(1)


@app.command()
def test(
    cases: Annotated[Path, typer.Argument(help="Tệp .toml: rules = bộ tiêu chí, các [[case]].")],
    json: Json = False,
) -> None:
    """Chạy các ví dụ cán bộ viết: giá trị đưa vào, điểm phải ra."""
    from thuocdo.scoring.rules.cases import run_cases
    from thuocdo.scoring.rules.contract import cases_json
    from thuocdo.scoring.terminal import cases_text

    rules, outcomes = run_cases(cases, lambda named: _found(named, cases.parent))
    tell, language = cases_json if json else cases_text, environment.language()
    told = tell(rules, outcomes, language)
    if json:
        _print_json(told)
    else:
        sys.stdout.write(told)
    if not all(one.passed for one in outcomes):
        raise typer.Exit(1)


@app.command("import")
def import_(
    annex: Annotated[Path, typer.Argument(help="Phụ lục của quyết định: .docx hoặc .xlsx.")],
    to: Annotated[Path, typer.Option(help="Tệp .toml viết ra; có rồi thì không ghi đè.")],
    decision: Annotated[str, typer.Option(help="Số quyết định, như 892/QĐ-BNV.")],
    level: Annotated[str, typer.Option(help="province, department hoặc commune.")],
    year: Annotated[int, typer.Option(help="Năm đầu áp dụng.", min=2000, max=2100)],
    last_year: Annotated[
        int | None, typer.Option(help="Năm cuối, nếu biết.", min=2000, max=2100)
    ] = None,
    title: Annotated[str, typer.Option(help="Tên bộ tiêu chí.")] = "",
    anyway: Annotated[bool, typer.Option("--anyway", help="Vẫn viết tệp dù có chỗ sai.")] = False,
    json: Json = False,
) -> None:
    """Nạp phụ lục của quyết định thành bộ tiêu chí; chữ nào chưa chắc thì giữ là chữ."""
    from thuocdo.scoring.annex import import_annex
    from thuocdo.scoring.rules.checking import faults
    from thuocdo.scoring.rules.contract import import_json
    from thuocdo.scoring.storing import refuse_existing, store
    from thuocdo.scoring.terminal import import_text

    _refuse_call(level, year, last_year)
    refuse_existing(to)
    told = {"name": to.stem, "title": title or f"Bộ tiêu chí theo {decision}"}
    imported = import_annex(annex, **told, decision=decision, level=level, years=(year, last_year))
    wrong = bool(faults(imported.problems))
    if stored := anyway or not wrong:
        store(to, imported.rules)
    language = environment.language()
    if json:
        _print_json(import_json(imported, stored, language))
    else:
        sys.stdout.write(import_text(imported, to if stored else None, language))
    if wrong:
        raise typer.Exit(1)


def _refuse_call(level: str, year: int, last_year: int | None) -> None:
    from thuocdo.errors import ThuocDoError
    from thuocdo.scoring.rules.shapes import LEVELS

    if level not in LEVELS:
        known = ", ".join(LEVELS)
        told = {"hint_vi": f"Dùng một trong: {known}.", "hint_en": f"Use one of: {known}."}
        raise ThuocDoError.of("CALL-010", value=level, name="--level", **told)
    if last_year is not None and last_year < year:
        told = {"hint_vi": "Năm cuối không trước năm đầu.", "hint_en": "Not before --year."}
        raise ThuocDoError.of("CALL-010", value=last_year, name="--last-year", **told)


@app.command()
def compare(
    old: Set,
    new: Set,
    mapping: Annotated[
        Path | None, typer.Option(help="CSV hai cột old,new: cán bộ nối tiêu chí cũ với mới.")
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help="Viết bảng nối ra CSV này để xem, sửa; không ghi đè.")
    ] = None,
    json: Json = False,
) -> None:
    """So hai bản theo từng tiêu chí: giữ, đổi tên, chuyển chỗ, đổi điểm, mới, bỏ."""
    from thuocdo.scoring.rules.comparing import compare as pairs_of
    from thuocdo.scoring.rules.contract import compare_json
    from thuocdo.scoring.storing import read_mapping, refuse_existing, store_mapping
    from thuocdo.scoring.terminal import compare_text

    if to:
        refuse_existing(to)
    sets = [_sound(one) for one in (old, new)]
    pairs = pairs_of(*sets, read_mapping(mapping) if mapping else None)
    if to:
        store_mapping(to, pairs)
    language = environment.language()
    if json:
        _print_json(compare_json(*sets, pairs, language))
    else:
        sys.stdout.write(compare_text(*sets, pairs, language))


def _sound(named: str):
    """A set whose tree is sound: doubled numbers or lines without one above cannot be paired."""
    from thuocdo.errors import ThuocDoError
    from thuocdo.scoring.rules.checking import UNPLACED, check_read

    read = _found(named)
    wrong = [one for one in check_read(read) if one.code in UNPLACED]
    if wrong:
        raise ThuocDoError(*wrong)
    return read.rules


def _found(named: str, beside: Path | None = None):
    from thuocdo.facts import read
    from thuocdo.scoring.rules.shipped import find

    return find(named, read(), beside)


def _print_json(value: dict) -> None:
    sys.stdout.write(json_text.dumps(value, ensure_ascii=False, indent=1) + "\n")
