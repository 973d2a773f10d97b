"""``thuocdo portal``: scores of the national public-service portal."""

from __future__ import annotations

import json as json_text
import sys
from pathlib import Path
from typing import Annotated

import typer

from thuocdo import environment

app = typer.Typer(
    help="Điểm phục vụ người dân trên Cổng Dịch vụ công quốc gia (QĐ 766/QĐ-TTg).",
    no_args_is_help=True,
)

Json = Annotated[bool, typer.Option("--json", help="In JSON theo docs/reference.")]
Folder = Annotated[Path, typer.Argument(help="Thư mục các câu trả lời đã lưu, mỗi nhóm một tệp.")]
Who = Annotated[str, typer.Option(help="Người nạp; bỏ trống là tên đăng nhập.")]
Period = Annotated[str, typer.Option(help="Kỳ: 2026-08, 2026-Q3 hoặc 2026.")]


@app.command()
def recompute(
    folder: Folder,
    everything: Annotated[bool, typer.Option("--all", help="In mọi dòng, cả dòng khớp.")] = False,
    json: Json = False,
) -> None:
    """Tính lại điểm từ số công bố, đặt cạnh điểm của cổng. Không cần cơ sở dữ liệu."""
    from thuocdo.dossiers.portal.contract import recompute_json
    from thuocdo.dossiers.portal.finding import official_totals, read_bundles
    from thuocdo.dossiers.portal.recomputing import recompute as compare
    from thuocdo.dossiers.portal.terminal import official_total

    bundles = read_bundles(folder)
    _warn_apart(bundles)
    rows = compare(bundles)
    found = [one.period for one in official_totals(folder)]
    said = official_total(found, environment.language()) + "\n"
    if json and found:
        sys.stderr.write(said)
    if json:
        _print_json(recompute_json(rows, environment.language()))
    else:
        from thuocdo.dossiers.portal.terminal import print_recompute

        print_recompute(rows, environment.language(), everything)
        sys.stdout.write(said)


@app.command("import")
def import_(
    folder: Folder,
    captured: Annotated[
        str, typer.Option(help="Lúc lưu, dạng ISO kèm múi giờ; bỏ trống là giờ của tệp.")
    ] = "",
    period: Period = "",
    mixed: Annotated[
        bool, typer.Option("--mixed", help="Nhận cả khi số hồ sơ giữa các nhóm không khớp.")
    ] = False,
    who: Who = "",
) -> None:
    """Lưu các câu trả lời tải từ trình duyệt, nguyên văn, không bao giờ ghi đè."""
    from datetime import UTC, datetime

    from thuocdo.dossiers.portal import asking
    from thuocdo.dossiers.portal.importing import import_folder
    from thuocdo.dossiers.portal.terminal import print_outcome

    outcome = import_folder(
        folder,
        environment.home(),
        who or asking.login(),
        datetime.now(UTC),
        captured=asking.moment(captured),
        period=asking.period_label(period),
        mixed=mixed,
    )
    print_outcome(outcome, environment.language())


@app.command()
def fetch(
    root: Annotated[str, typer.Option(help="departmentId của tỉnh trên cổng.")],
    year: Annotated[int, typer.Option(help="Năm.", min=2022, max=2099)],
    month: Annotated[int | None, typer.Option(help="Tháng.", min=1, max=12)] = None,
    quarter: Annotated[int | None, typer.Option(help="Quý.", min=1, max=4)] = None,
    to: Annotated[
        Path | None, typer.Option(help="Thư mục của lần tải; có sẵn tệp nào thì không tải lại.")
    ] = None,
    between: Annotated[float, typer.Option(help="Giây giữa hai lần gọi.", min=0.0)] = 1.0,
    timeout: Annotated[float, typer.Option(help="Giây chờ một câu trả lời.", min=0.1)] = 60.0,
    attempts: Annotated[int, typer.Option(help="Số lần thử mỗi lời gọi.", min=1, max=10)] = 5,
    page_size: Annotated[int, typer.Option(help="Số đơn vị một trang.", min=1)] = 200,
    who: Who = "",
) -> None:
    """Tải điểm từ cổng: sáu nhóm và điểm chung; bỏ cả tháng lẫn quý là cả năm."""
    from thuocdo.dossiers.portal import asking
    from thuocdo.dossiers.portal.fetching import Asked, Pace
    from thuocdo.dossiers.portal.terminal import print_outcome, progress_line

    language = environment.language()

    def progress(key: str, values: dict) -> None:
        sys.stderr.write(progress_line(key, values, language) + "\n")

    span = asking.span(year, month, quarter)
    address = environment.value("THUOCDO_PORTAL")
    asked = Asked(address, asking.root_id(root), span, page_size)
    pace = Pace(between=between, timeout=timeout, attempts=attempts)
    outcome = asking.fetch_and_keep(
        asked, environment.home(), to, pace, progress, who or asking.login()
    )
    print_outcome(outcome, language)


@app.command()
def versions(json: Json = False) -> None:
    """Mọi bản đã lưu; kỳ đã hết mà cổng công bố lại thì được đánh dấu."""
    from thuocdo.dossiers.portal.storing import versions as kept

    found = kept(environment.home())
    if json:
        from thuocdo.dossiers.portal.contract import versions_json

        _print_json(versions_json(found))
    else:
        from thuocdo.dossiers.portal.terminal import print_versions

        print_versions(found, environment.language())


@app.command()
def whatif(
    folder: Folder,
    unit: Annotated[str, typer.Option(help="Mã đơn vị trên cổng, ví dụ H31.12.")],
    target: Annotated[
        float | None, typer.Option(help="Điểm muốn đạt, trên 100.", min=0, max=100)
    ] = None,
    cost: Annotated[
        list[str] | None, typer.Option(help="Chi phí một việc, ví dụ on_time=50000; lặp được.")
    ] = None,
    period: Period = "",
    json: Json = False,
) -> None:
    """Cần thêm những gì: một hồ sơ nữa đáng mấy điểm, cách rẻ nhất để đạt điểm mong muốn."""
    from thuocdo.dossiers.portal import asking
    from thuocdo.dossiers.portal.finding import read_bundles
    from thuocdo.dossiers.portal.whatif import of_period, prospect

    costs = asking.costs(cost or [])
    bundles = read_bundles(folder)
    _warn_apart(bundles)
    bundle = of_period(bundles, unit, asking.period_label(period))
    found = prospect(bundle, unit, asking.points(target), costs)
    if json:
        from thuocdo.dossiers.portal.contract import whatif_json

        _print_json(whatif_json(found, environment.language()))
    else:
        from thuocdo.dossiers.portal.terminal import print_prospect

        print_prospect(found, environment.language())


@app.command()
def losses(
    folder: Folder,
    unit: Annotated[
        str, typer.Option(help="Mã đơn vị trên cổng; bỏ trống là đơn vị được hỏi (tỉnh).")
    ] = "",
    period: Period = "",
    json: Json = False,
) -> None:
    """Điểm công bố bị mất ở đâu: nhóm, mục, đơn vị; chỗ không giải thích được thì nói rõ."""
    from thuocdo.dossiers.losses.contract import official_json
    from thuocdo.dossiers.losses.terminal import official_text

    bundle, loss = _official(folder, unit, period)
    language = environment.language()
    if json:
        _print_json(official_json(loss, bundle, language))
    else:
        sys.stdout.write(official_text(loss, bundle, language) + "\n")


def _official(folder: Path, unit: str, period: str) -> tuple:
    from thuocdo.dossiers.losses import official_losses
    from thuocdo.dossiers.portal import asking
    from thuocdo.dossiers.portal.finding import read_bundles
    from thuocdo.dossiers.portal.whatif import of_period, unit_id

    bundles = read_bundles(folder)
    _warn_apart(bundles)
    asked = unit or next((id for one in bundles for id in one.roots().values()), "")
    bundle = of_period(bundles, asked, asking.period_label(period))
    return bundle, official_losses(bundle, unit_id(bundle, unit) if unit else None)


@app.command()
def parameters(json: Json = False) -> None:
    """Những tham số chưa chắc: văn bản nào nói, điểm công bố cho thấy gì."""
    from thuocdo.dossiers.portal.parameters import parameters as known

    if json:
        from thuocdo.dossiers.portal.contract import parameters_json

        _print_json(parameters_json(known(), environment.language()))
    else:
        from thuocdo.dossiers.portal.terminal import print_parameters

        print_parameters(known(), environment.language())


def _warn_apart(bundles: list) -> None:
    from thuocdo.dossiers.portal.importing import not_together
    from thuocdo.dossiers.portal.terminal import progress_line

    language = environment.language()
    for bundle in bundles:
        problem = not_together(bundle)
        if problem is not None:
            told = {"problem": problem.text(language)}
            sys.stderr.write(progress_line("figures_apart", told, language) + "\n")


def _print_json(values: object) -> None:
    sys.stdout.write(json_text.dumps(values, ensure_ascii=False, indent=2, allow_nan=False) + "\n")
