"""*Vì sao số này?* of a count of the lake: from the rate down to dossiers and files. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import polars as pl
from django.utils.translation import gettext as _

from thuocdo.calendar import ZONE
from thuocdo.dossiers.clock import Choice, rules
from thuocdo.dossiers.losses.behind import MOMENTS, Behind
from thuocdo.dossiers.losses.lake_metrics import LakeMetric
from thuocdo.pages import Column, Table, numbers
from thuocdo.pages.csv_text import SIMULATED, SIMULATED_KEY
from thuocdo.service import words

CODES = ("dossier", "unit", "procedure", "status")


def missed_table(found: Behind, names: Mapping[str, str], language: str) -> Table:
    """The dossiers that were missed: the first hundred, where there are more."""
    shown = found.first.height
    more = _("Trang này nêu %(shown)s trong %(count)s hồ sơ; bản CSV, Excel có đủ.") % {
        "shown": shown,
        "count": found.missed.count,
    }
    return Table(
        _("Hồ sơ chưa đạt"),
        [
            Column("dossier", _("Mã hồ sơ"), "text", sticky=True),
            *([] if found.asked.unit else [Column("unit", _("Đơn vị"), "text")]),
            Column("procedure", _("Thủ tục"), "text"),
            Column("status", _("Trạng thái"), "text"),
            *(Column(name, label, "text", sortable=False) for name, label in moments().items()),
        ],
        [
            {
                **row,
                "unit": names.get(row["unit"], row["unit"]),
                "status": words.dossier_status(row["status"]),
            }
            | {name: words.moment(row[name], language) for name in MOMENTS}
            for row in found.first.to_dicts()
        ],
        notes=[more] if shown < found.missed.count else [],
        meta={"sha256": found.missed.checksum, "count": found.missed.count},
    )


def steps_table(found: Behind) -> Table:
    """From dossiers received to the rate."""
    rows = [
        (_("Tiếp nhận trong kỳ"), found.received),
        (_("Không thuộc mẫu số"), found.received - found.cases),
        (_("Được tính (mẫu số)"), found.cases),
        (_("Đạt (tử số)"), found.right),
        (_("Chưa đạt"), found.cases - found.right),
    ]
    return Table(
        _("Từ hồ sơ đến con số"),
        [
            Column("name", _("Bước"), "text", sticky=True, sortable=False),
            Column("count", _("Hồ sơ"), "integer", sortable=False),
        ],
        [{"name": name, "count": count} for name, count in rows],
        ident="buoc",
    )


def rules_table(chosen: Choice, language: str) -> Table:
    """The rules of the clock as they were taken, each with its status and source."""
    return Table(
        _("Quy tắc đã dùng"),
        [
            Column("rule", _("Quy tắc"), "text", sticky=True),
            Column("value", _("Giá trị"), "text"),
            Column("status", _("Văn bản"), "text"),
            Column("source", _("Nguồn"), "text", sortable=False),
        ],
        [
            {
                "rule": one.title_vi if language == "vi" else one.title_en,
                "value": chosen[name],
                "status": words.text_status(one.status),
                "source": one.source,
            }
            for name, one in rules().items()
        ],
        ident="quy-tac",
    )


def files_table(found: Behind, years: Sequence[str]) -> Table:
    """The files of the lake that hold the year's dossiers, with their checksums."""
    parts = [one for one in found.base.manifest.parts if one.part[:2] in years]
    return Table(
        _("Tệp của kho"),
        [
            Column("file", _("Tệp"), "text", sticky=True),
            Column("rows", _("Hồ sơ"), "integer"),
            Column("sha256", "sha256", "text", sortable=False),
        ],
        [{"file": one.file, "rows": one.rows, "sha256": one.sha256[:16]} for one in parts],
        ident="tep",
    )


def lead(found: Behind, name: str, when: str, language: str) -> str:
    """The count in a sentence."""
    told = {
        "metric": found.metric.name(language),
        "name": name,
        "when": when,
        "right": numbers.integer(found.right, language),
        "cases": numbers.integer(found.cases, language),
    }
    if not found.cases:
        return _("%(metric)s, %(name)s, %(when)s: không có hồ sơ nào được tính.") % told
    told["rate"] = numbers.percent(found.right / found.cases, 1, language)
    return _("%(metric)s, %(name)s, %(when)s: %(right)s trên %(cases)s hồ sơ, tức %(rate)s.") % told


def rule_words(metric: LakeMetric) -> str:
    """How the rate is made."""
    if metric.numerator == "on_time":
        return _(
            "Tỷ lệ = hồ sơ đúng hạn / hồ sơ được tính; mỗi hồ sơ được xét bằng đồng hồ theo các "
            "quy tắc bên dưới."
        )
    return _("Tỷ lệ = hồ sơ đạt mục này / hồ sơ thuộc diện tính, đếm trên từng hồ sơ của kho.")


def moments() -> dict[str, str]:
    """What each moment of a dossier is called."""
    return {
        "accepted": _("Tiếp nhận"),
        "due": _("Hẹn trả"),
        "legal_due": _("Hạn theo thủ tục"),
        "finished": _("Xử lý xong"),
        "returned": _("Trả kết quả"),
    }


def export_heads(simulated: bool) -> list[str]:
    """The heads of the full list; the last says of simulated rows that they are."""
    codes = (_("Mã hồ sơ"), _("Mã đơn vị"), _("Thủ tục"), _("Trạng thái"))
    return [*codes, *moments().values(), *([SIMULATED_KEY] if simulated else [])]


def export_rows(batches: Iterable[pl.DataFrame], simulated: bool) -> Iterator[list]:
    """Rows of the full list as they are read; moments as ISO text in the time of Việt Nam."""
    local = [
        pl.from_epoch(name).dt.replace_time_zone("UTC").dt.convert_time_zone(ZONE)
        for name in MOMENTS
    ]
    shown = [one.dt.strftime("%Y-%m-%d %H:%M:%S") for one in local]
    mark = [SIMULATED] if simulated else []
    for batch in batches:
        for row in batch.select(*CODES, *shown).iter_rows():
            yield [*("" if value is None else value for value in row), *mark]
