"""``thuocdo survey estimate``, ``index`` and ``calibrate``, added to the app of ``commands``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from thuocdo import environment
from thuocdo.surveys.commands import JSON, _print_json, _say, app

__all__ = ["app"]

OF = Annotated[str, typer.Argument(help="Tệp trả lời, hoặc tên một đợt đã nạp.")]
WEIGHT = Annotated[str | None, typer.Option(help="Cột quyền số.")]
STRATA = Annotated[str | None, typer.Option(help="Cột tầng; nhiều cột thì cách nhau dấu phẩy.")]
PSU = Annotated[str | None, typer.Option(help="Cột đơn vị mẫu cấp một (thôn, cụm).")]
SSU = Annotated[str | None, typer.Option(help="Cột đơn vị mẫu cấp hai.")]
FPC = Annotated[str | None, typer.Option(help="Cột cỡ tổng thể, mỗi cấp một cột.")]
SINGLETON = Annotated[
    str | None,
    typer.Option(
        help="Tầng chỉ có một đơn vị mẫu: error, center, collapse, scale; "
        "bỏ trống là error với tệp, center với đợt."
    ),
]
BY = Annotated[str | None, typer.Option(help="Cột chia nhóm, như commune.")]
LEVEL = Annotated[float, typer.Option(help="Mức tin cậy.")]


@app.command()
def estimate(
    of: OF,
    target: Annotated[str, typer.Option(help="Cột cần ước lượng, cách nhau dấu phẩy.")],
    kind: Annotated[
        str, typer.Option(help="mean, total, prop, ratio, quantile, variance.")
    ] = "mean",
    by: BY = None,
    weight: WEIGHT = None,
    strata: STRATA = None,
    psu: PSU = None,
    ssu: SSU = None,
    fpc: FPC = None,
    denominator: Annotated[str | None, typer.Option(help="Cột mẫu số của ratio.")] = None,
    p: Annotated[float, typer.Option(help="Phân vị của quantile.")] = 0.5,
    level: LEVEL = 0.95,
    interval: Annotated[
        str, typer.Option(help="t, normal; tỷ lệ còn có logit, korn-graubard.")
    ] = "t",
    singleton: SINGLETON = None,
    df: Annotated[
        str, typer.Option(help="Bậc tự do: design (cả thiết kế) hoặc domain (riêng từng nhóm).")
    ] = "design",
    nest: Annotated[
        bool, typer.Option("--nest/--no-nest", help="Mã đơn vị mẫu hiểu trong từng tầng.")
    ] = True,
    as_json: JSON = False,
    csv: Annotated[bool, typer.Option("--csv", help="In CSV.")] = False,
) -> None:
    """Ước lượng theo thiết kế mẫu: giá trị, sai số, khoảng tin cậy, bậc tự do, deff."""
    from thuocdo.surveys import estimates
    from thuocdo.surveys.answering import codes_as_text, given, listed, refuse_strays

    found = given(of, environment.home())
    groups = listed(by)
    frame = codes_as_text(found.frame, groups)
    refuse_strays(frame, [*(listed(target) or ()), *(listed(denominator) or ())])
    rows = estimates.estimate(
        frame,
        target=listed(target) or "",
        kind=kind,
        by=groups,
        denominator=denominator,
        p=p,
        level=level,
        interval=interval,
        df=df,
        nest=nest,
        **_design(found.design, singleton, weight, strata, psu, ssu, fpc),
    )
    _tell(rows, found.simulated, as_json, csv)


@app.command()
def index(
    of: Annotated[str, typer.Argument(help="Tên một đợt đã nạp.")],
    by: BY = None,
    equal: Annotated[
        bool,
        typer.Option("--equal-weights", help="Giả định mọi trọng số bằng nhau."),
    ] = False,
    weights: Annotated[
        list[str] | None, typer.Option("--node-weight", help="Trọng số một mục: MÃ=SỐ.")
    ] = None,
    level: LEVEL = 0.95,
    singleton: SINGLETON = None,
    as_json: JSON = False,
    csv: Annotated[bool, typer.Option("--csv", help="In CSV.")] = False,
) -> None:
    """Chỉ số kiểu SIPAS của một đợt; trọng số chưa biết thì cho khoảng, không cho số."""
    from thuocdo.surveys.answering import codes_as_text, given, listed
    from thuocdo.surveys.scoring import scores, sipas_type

    found = given(of, environment.home())
    rules = sipas_type(found.items, weights=_numbers(weights), equal=equal)
    groups = listed(by)
    frame = codes_as_text(found.frame, groups)
    design = _design(found.design, singleton)
    rows = scores(frame, rules, by=groups, level=level, **design)
    _tell(rows, found.simulated, as_json, csv)


@app.command()
def calibrate(
    of: OF,
    totals: Annotated[Path, typer.Option(help="CSV: column, level, total; level trống là tổng.")],
    to: Annotated[Path, typer.Option(help="Tệp CSV đích: trả lời kèm quyền số mới.")],
    weight: WEIGHT = None,
    method: Annotated[str, typer.Option(help="poststratify, linear, raking, logit.")] = "raking",
    low: Annotated[float | None, typer.Option(help="Cận dưới của tỷ số quyền số.")] = None,
    high: Annotated[float | None, typer.Option(help="Cận trên của tỷ số quyền số.")] = None,
    as_json: JSON = False,
) -> None:
    """Hiệu chỉnh quyền số cho khớp tổng của dân số; in báo cáo trước và sau."""
    from thuocdo.surveys.answering import codes_as_text, given, totals_of
    from thuocdo.surveys.rounds.exporting import write_frame
    from thuocdo.surveys.weighting import calibrate as calibrated

    found = given(of, environment.home())
    known = totals_of(totals, simulated=found.simulated)
    factors = [name for name, levels in known.items() if isinstance(levels, dict)]
    done = calibrated(
        codes_as_text(found.frame, factors),
        weight=weight or found.design.get("weight"),
        totals=known,
        method=method,
        bounds=None if low is None or high is None else (low, high),
        singleton="center",
    )
    weighted = found.frame.with_columns(calibrated_weight=done.weights)
    write_frame(weighted, to, simulated=found.simulated)
    report = done.report
    told = {
        "method": report.method,
        "weights": list(report.weights),
        "g": list(report.g),
        "design_effect": list(report.design_effect),
        "iterations": report.iterations,
        "margins": report.margins.to_dicts(),
        "simulated": found.simulated,
    }
    if as_json:
        _print_json(told)
        return
    typer.echo(_say("calibrated", file=to.as_posix(), low=report.g[0], high=report.g[1]))
    typer.echo(_say("kish", before=report.design_effect[0], after=report.design_effect[1]))
    _tell(report.margins, found.simulated, False, False)


def _design(known: dict, singleton, weight=None, strata=None, psu=None, ssu=None, fpc=None) -> dict:
    """The columns named, else those of the round."""
    from thuocdo.surveys.answering import listed

    named = {
        "singleton": singleton,
        "weight": weight,
        "strata": listed(strata),
        "psu": psu,
        "ssu": ssu,
        "fpc": listed(fpc),
    }
    taken = {name: value or known.get(name) for name, value in named.items()}
    return {**taken, "singleton": taken["singleton"] or "error"}


def _numbers(pairs: list[str] | None) -> dict[str, float]:
    """``MÃ=SỐ`` as numbers. Raises ``ThuocDoError`` SURVEY-161."""
    from thuocdo.errors import ThuocDoError

    found = {}
    for one in pairs or ():
        name, _, value = one.partition("=")
        try:
            found[name.strip()] = float(value.replace(",", "."))
        except ValueError:
            raise ThuocDoError.of("SURVEY-161", value=one) from None
    return found


def _tell(rows: pl.DataFrame, simulated: bool, as_json: bool, csv: bool) -> None:
    from thuocdo.pages import csv_text
    from thuocdo.wording import aligned

    if simulated and (as_json or csv):  # figures on their way elsewhere carry their mark
        rows = rows.with_columns(pl.lit(csv_text.SIMULATED).alias(csv_text.SIMULATED_KEY))
    if as_json:
        _print_json(rows.to_dicts())
        return
    if csv:
        typer.echo(rows.write_csv(), nl=False)
        return
    numbers = [place for place, kind in enumerate(rows.dtypes) if kind.is_numeric()]
    lines = [[_cell(value) for value in row] for row in rows.iter_rows()]
    typer.echo(aligned(rows.columns, lines, right=numbers))
    if simulated:
        typer.echo(_say("simulated"))


def _cell(value: object) -> str:
    from thuocdo.wording import number

    if value is None:
        return "–"
    if isinstance(value, float):
        return number(value, 4, environment.language())
    return str(value)
