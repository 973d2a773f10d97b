"""``thuocdo dossiers``: import files into the lake, check it, list its versions, measure."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from thuocdo.dossiers.loss_commands import Terms, add_to
from thuocdo.dossiers.measures.register_commands import app as procedures

app = typer.Typer(
    help="Hồ sơ một cửa: nạp vào kho, kiểm tra kho, đo đúng hạn.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

JSON = Annotated[bool, typer.Option("--json", help="In dạng JSON.")]
VERSION = Annotated[int | None, typer.Option(min=1, help="Phiên bản; bỏ trống là mới nhất.")]


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="Tệp .csv, .xlsx, .jsonl hoặc .parquet.")],
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", help="Ghép cột: tên cột=tên trường; được nhớ cho lần sau."),
    ] = None,
    as_json: JSON = False,
) -> None:
    """Nạp tệp hồ sơ vào kho: dòng đúng thì vào, dòng sai ra tệp lỗi để sửa rồi nạp lại."""
    from datetime import UTC, datetime

    from thuocdo import environment
    from thuocdo.dossiers.lake import Order, import_files, known_units
    from thuocdo.dossiers.lake.mapping import remembered
    from thuocdo.facts import read

    home = environment.home()
    mapping = remembered(home, columns or [])
    key = environment.value("THUOCDO_DOSSIER_KEY")
    order = Order(tuple(files), mapping, known_units(read()), key, datetime.now(UTC))
    outcome = import_files(order, home)
    if as_json:
        from dataclasses import asdict

        _print_json(asdict(outcome))
    else:
        _tell_import(outcome)


@app.command()
def verify(
    version: VERSION = None,
    every: Annotated[bool, typer.Option("--all", help="Mọi phiên bản đang giữ.")] = False,
    as_json: JSON = False,
) -> None:
    """Kiểm tra kho: mọi phần còn nguyên, khớp sổ, không hồ sơ nào bị lặp."""
    from thuocdo import environment
    from thuocdo.dossiers.lake import Lake
    from thuocdo.dossiers.lake import verify as look
    from thuocdo.errors import ThuocDoError

    lake = Lake(environment.home())
    looked = [look(lake, one) for one in (lake.numbers() if every else [version])]
    problems = [problem for one in looked for problem in one.problems]
    last = looked[-1] if looked else look(lake)
    if as_json:
        told = [one.text(environment.language()) for one in problems]
        numbers = {"version": last.version, "parts": last.parts, "rows": last.rows}
        _print_json({**numbers, "fine": not told, "problems": told})
        if told:
            raise typer.Exit(1)
        return
    if problems:
        raise ThuocDoError(*problems)
    typer.echo(_say("fine", version=last.version, parts=last.parts, rows=last.rows))


@app.command()
def versions(
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Chỉ phiên bản là kho vào cuối ngày này."),
    ] = None,
    as_json: JSON = False,
) -> None:
    """Liệt kê các phiên bản của kho, cũ trước mới sau, kèm tên những bản được giữ."""
    from thuocdo.dossiers.lake import listing
    from thuocdo.wording import aligned

    rows = listing.versions(as_of.date() if as_of else None)
    if as_json:
        _print_json({"versions": rows})
    elif not rows:
        typer.echo(_say("empty"))
    else:
        names = ("version", "made", "rows", "simulated", "frozen", "files")
        told = [
            (
                *(_plain(row[name]) for name in names[:-2]),
                row["frozen"] or "",
                ", ".join(row["files"]),
            )
            for row in rows
        ]
        typer.echo(aligned([_say(f"head_{name}") for name in names], told, right=(0, 2, 3)))


@app.command()
def compact(
    keep: Annotated[int, typer.Option(min=1, help="Số phiên bản mới nhất được giữ.")] = 30,
    as_json: JSON = False,
) -> None:
    """Nén kho thành phiên bản mới cùng nội dung; bỏ phiên bản cũ, trừ bản được giữ tên."""
    from dataclasses import asdict
    from datetime import UTC

    from thuocdo import environment
    from thuocdo.dossiers.lake import Lake, compacting

    found = compacting.compact(Lake(environment.home()), keep, datetime.now(UTC))
    if as_json:
        _print_json(asdict(found))
        return
    sizes = {"before": found.before / 1e6, "after": found.after / 1e6}
    typer.echo(_say("compacted", version=found.version, dropped=len(found.dropped), **sizes))


@app.command()
def freeze(
    version: Annotated[int, typer.Argument(min=1, help="Phiên bản của kho.")],
    name: Annotated[str, typer.Option(help="Tên báo cáo dùng phiên bản này.")],
) -> None:
    """Giữ một phiên bản mà báo cáo dựa vào."""
    from thuocdo import environment
    from thuocdo.dossiers.lake import Lake, freezing

    freezing.freeze(Lake(environment.home()), version, name)
    typer.echo(_say("frozen", version=version, name=name))


@app.command()
def thaw(
    version: Annotated[int, typer.Argument(min=1, help="Phiên bản đang được giữ.")],
) -> None:
    """Thôi giữ một phiên bản."""
    from thuocdo import environment
    from thuocdo.dossiers.lake import Lake, freezing

    freezing.thaw(Lake(environment.home()), version)
    typer.echo(_say("thawed", version=version))


@app.command()
def measure(
    year: Annotated[int, typer.Option(min=2000, max=2100, help="Năm tiếp nhận.")],
    name: Annotated[
        str, typer.Option("--measure", help="Phép đo; danh sách: thuocdo dossiers measures.")
    ] = "on_time",
    by: Annotated[
        str,
        typer.Option(
            help="Nhóm theo: province, hoặc một hay vài trong unit, month, quarter, year, "
            "procedure, field, channel, applicant_type, cách nhau bằng dấu phẩy."
        ),
    ] = "unit",
    terms: Terms = None,
    rule: Annotated[
        list[str] | None, typer.Option(help="Chọn cách hiểu: quy tắc=giá trị; có thể lặp lại.")
    ] = None,
    version: VERSION = None,
    as_json: JSON = False,
) -> None:
    """Đo hồ sơ từ kho: đúng hạn (kèm khoảng khi quy tắc chưa rõ) và mọi phép đo khác."""
    from thuocdo import environment
    from thuocdo.dossiers.measures import asking, telling

    asked = asking.Asked(year, by, terms, tuple(rule or ()), version)
    if name == "on_time" and by in asking.GROUPS:
        answer = asking.measured(asked)
        if as_json:
            _print_json(asking.as_json(answer))
        else:
            typer.echo(asking.as_text(answer))
        return
    found = telling.told(asked, name, environment.home())
    if as_json:
        _print_json(telling.as_json(found))
    else:
        typer.echo(telling.as_text(found, environment.language()))


@app.command()
def measures(as_json: JSON = False) -> None:
    """Liệt kê các phép đo: đếm gì trên gì, nguồn, đã chắc đến đâu."""
    from thuocdo import environment
    from thuocdo.dossiers.measures import telling
    from thuocdo.wording import aligned

    listed = telling.catalogue_json()
    if as_json:
        _print_json(listed)
        return
    spoken = environment.language()
    rows = [(one["code"], one[spoken], one["status"]) for one in listed["measures"]]
    typer.echo(aligned(("", "", ""), rows))


@app.command()
def points(
    year: Annotated[int, typer.Option(min=2000, max=2100, help="Năm tiếp nhận.")],
    month: Annotated[int | None, typer.Option(min=1, max=12, help="Một tháng.")] = None,
    quarter: Annotated[int | None, typer.Option(min=1, max=4, help="Một quý.")] = None,
    unit: Annotated[str, typer.Option(help="Mã hoặc tên đơn vị; bỏ trống là cả tỉnh.")] = "",
    generation: Annotated[
        str, typer.Option(help="Bộ quy tắc: 766-2026 hoặc 766-2022.")
    ] = "766-2026",
    terms: Terms = None,
    version: VERSION = None,
    as_json: JSON = False,
) -> None:
    """Quy số đo ra điểm QĐ 766: sáu nhóm, mục nào thiếu số thì nói thiếu gì."""
    from thuocdo import environment
    from thuocdo.dossiers.measures.asking import Asked
    from thuocdo.dossiers.points import asking

    wanted = asking.Wanted(_unit_code(unit), month, quarter, generation)
    asked = Asked(year, "province", terms, (), version)
    found = asking.scored(wanted, asked, environment.home())
    if as_json:
        _print_json(asking.as_json(found))
    else:
        typer.echo(asking.as_text(found, environment.language()))


@app.command()
def integrity(
    year: Annotated[int, typer.Option(min=2000, max=2100, help="Năm tiếp nhận.")],
    unit: Annotated[str, typer.Option(help="Mã hoặc tên đơn vị; bỏ trống là mọi đơn vị.")] = "",
    terms: Terms = None,
    level: Annotated[
        float, typer.Option(min=0.0001, max=0.5, help="Tỷ lệ báo nhầm cho phép.")
    ] = 0.05,
    answers: Annotated[
        Path | None, typer.Option(help="Thư mục câu trả lời của Cổng, để xét phản ánh, kiến nghị.")
    ] = None,
    version: VERSION = None,
    as_json: JSON = False,
) -> None:
    """Dấu hiệu số được làm đẹp: mỗi dấu hiệu là một câu hỏi cho đơn vị, kèm hồ sơ."""
    from thuocdo import environment
    from thuocdo.dossiers.integrity import asking

    asked = asking.Asked(year, _unit_code(unit), terms, level, version, answers)
    found = asking.looked(asked)
    if as_json:
        _print_json(asking.as_json(found))
    else:
        typer.echo(asking.as_text(found, environment.language()))


def _unit_code(text: str) -> str:
    """The code of a unit as it was named; "" for none. Raises ``ThuocDoError`` UNIT-001."""
    from thuocdo.dossiers.lake import known_units
    from thuocdo.errors import ThuocDoError
    from thuocdo.facts import read

    if not text:
        return ""
    code = known_units(read()).codes.get(text)
    if code is None:
        hint = {"hint_vi": "Xem danh sách: thuocdo units list --level commune."}
        hint |= {"hint_en": "See the list: thuocdo units list --level commune."}
        raise ThuocDoError.of("UNIT-001", name=text, **hint)
    return code


def _tell_import(outcome) -> None:
    for one in outcome.files:
        told = {"file": one.file, "read": one.read, "good": one.good, "bad": one.bad}
        typer.echo(_say("read_file", **told))
        lines = [_say("columns", known=len(one.columns), dropped=one.dropped)]
        lines += [_say("renamed", count=one.renamed)] if one.renamed else []
        faults = sorted(one.faults.items())
        lines += [_say("fault", code=code, count=count) for code, count in faults]
        lines += [_error_file(path, one.bad) for path in one.error_files]
        typer.echo("\n".join(f"  {line}" for line in lines))
    counts = {"new": outcome.new, "changed": outcome.changed, "unchanged": outcome.unchanged}
    key = "stored" if outcome.new_version else "nothing"
    typer.echo(_say(key, version=outcome.version, rows=outcome.rows, **counts))
    if outcome.simulated:
        typer.echo(_say("simulated", count=outcome.simulated))


def _error_file(path: str, bad: int) -> str:
    from thuocdo.dossiers.lake.error_book import MOST

    if path.endswith(".csv"):
        return _say("error_rest", file=path, count=bad - MOST)
    return _say("error_file", file=path)


def _plain(value: object) -> str:
    from thuocdo import environment
    from thuocdo.wording import number

    return number(value, 0, environment.language()) if isinstance(value, int) else str(value)


def _say(key: str, **values) -> str:
    from thuocdo import environment
    from thuocdo.wording import Sentence

    return Sentence("dossiers.lake", key, values).text(environment.language())


def _print_json(content: dict) -> None:
    import json

    typer.echo(json.dumps(content, ensure_ascii=False, indent=2))


add_to(app)
app.add_typer(procedures, name="procedures")
