"""``thuocdo dossiers losses``, ``due``, ``steps`` and ``compare``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

JSON = Annotated[bool, typer.Option("--json", help="In dạng JSON.")]
Version = Annotated[int | None, typer.Option(min=1, help="Phiên bản; bỏ trống là mới nhất.")]
Year = Annotated[int, typer.Option(min=2000, max=2100, help="Năm tiếp nhận.")]
Month = Annotated[int | None, typer.Option(min=1, max=12, help="Tháng; bỏ trống là cả năm.")]
Unit = Annotated[str | None, typer.Option(help="Mã đơn vị; bỏ trống là toàn tỉnh.")]
Procedure = Annotated[str | None, typer.Option(help="Mã thủ tục.")]
Terms = Annotated[
    Path | None,
    typer.Option(help="Tệp danh mục thủ tục dùng thay bản đã nhận, hoặc số của một bản."),
]
Rule = Annotated[
    list[str] | None, typer.Option(help="Chọn cách hiểu: quy tắc=giá trị; có thể lặp lại.")
]


def losses(
    year: Year,
    month: Month = None,
    unit: Unit = None,
    procedure: Annotated[
        str | None, typer.Option(help="Mã thủ tục: liệt kê hồ sơ quá hạn của nó.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Với --procedure: in đủ mã hồ sơ quá hạn.")
    ] = False,
    terms: Terms = None,
    rule: Rule = None,
    version: Version = None,
    as_json: JSON = False,
) -> None:
    """Mất điểm ở đâu: chia đúng từng phần cho nhóm, mục, đơn vị, thủ tục, hồ sơ."""
    from thuocdo.dossiers.losses import asking, contract, terminal

    told = (year, month, unit, procedure, terms, tuple(rule or ()), version, everything)
    answer = asking.losses(asking.Asked(*told))
    _print(answer, as_json, contract.losses_json, terminal.losses_text)


def due(
    days: Annotated[int, typer.Option(min=0, max=250, help="Số ngày làm việc tới.")] = 3,
    unit: Unit = None,
    now: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Tính đến hết ngày này; bỏ trống là lúc kho mới."),
    ] = None,
    terms: Terms = None,
    rule: Rule = None,
    version: Version = None,
    as_json: JSON = False,
) -> None:
    """Hồ sơ còn cứu được: sắp đến hạn và đã quá hạn mà chưa xong, theo đơn vị và hàng việc."""
    from thuocdo.dossiers.losses import asking, contract, terminal

    asked = asking.Asked(unit=unit, terms=terms, rule=tuple(rule or ()), version=version)
    answer = asking.due_soon(asked, days, now.date() if now else None)
    _print(answer, as_json, contract.due_json, terminal.due_text)


def steps(
    year: Year,
    unit: Unit = None,
    procedure: Procedure = None,
    version: Version = None,
    as_json: JSON = False,
) -> None:
    """Thời gian đi đâu trong một thủ tục: từng bước, trong và ngoài giờ làm việc."""
    from thuocdo.dossiers.losses import asking, contract, terminal

    asked = asking.Asked(year, unit=unit, procedure=procedure, version=version)
    _print(asking.step_times(asked), as_json, contract.steps_json, terminal.steps_text)


def compare(
    year: Year,
    month: Month = None,
    terms: Terms = None,
    rule: Rule = None,
    version: Version = None,
    as_json: JSON = False,
) -> None:
    """So sánh công bằng: tỷ lệ đúng hạn theo cùng cơ cấu thủ tục, phễu, hai tỉnh cũ."""
    from thuocdo.dossiers.losses import asking, contract, terminal

    asked = asking.Asked(year, month, terms=terms, rule=tuple(rule or ()), version=version)
    _print(asking.fair(asked), as_json, contract.fair_json, terminal.fair_text)


def add_to(app: typer.Typer) -> None:
    """Put these commands under ``thuocdo dossiers``."""
    for command in (losses, due, steps, compare):
        app.command()(command)


def _print(answer, as_json: bool, to_json, to_text) -> None:
    import json

    from thuocdo import environment

    language = environment.language()
    if as_json:
        value = to_json(answer, language)
        typer.echo(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))
    else:
        typer.echo(to_text(answer, language))
