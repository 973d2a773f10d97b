"""*Vì sao số này?* of any count of the lake; its CSV and Excel twins hold every dossier missed."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from thuocdo.cockpit.frame import frame, language
from thuocdo.dossiers.losses.asking import Asked, Base
from thuocdo.dossiers.losses.behind import Behind, behind, metric_of, missed_batches
from thuocdo.pages import csv_text, excel
from thuocdo.pages.together import with_more
from thuocdo.pages.twins import EXCEL, PRIVATE, download, twin
from thuocdo.service import addresses, chosen, labels, lake_figures, lake_words, tracing
from thuocdo.service.due_page import nothing

ON_TIME = "dvc-progress-tree/total"
ROWS_A_PIECE = 500


def why(request: HttpRequest, unit: str = "", suffix: str = "") -> HttpResponse:
    """One count of the province or of ``unit`` down to its dossiers.

    Raises ``ThuocDoError`` UNIT-001, PAGE-011, DOSSIER-043.
    """
    if unit:
        labels.unit(unit)
    metric = metric_of(request.GET.get(chosen.METRIC, ON_TIME))
    year, month = chosen.year(request.GET), chosen.month(request.GET)
    if year is None:
        return nothing(request, _("Vì sao số này?"), suffix)
    procedure = request.GET.get(chosen.PROCEDURE) or None
    lake, register = lake_figures.versions()
    asked = Asked(year, month, unit or None, procedure, version=lake, register=register)
    if suffix in (".csv", EXCEL):
        return _listed(request, asked, metric, suffix)
    return _shown(request, behind(asked, metric), suffix)


def _shown(request: HttpRequest, found: Behind, suffix: str) -> HttpResponse:
    asked, spoken = found.asked, language()
    unit, year = asked.unit or "", asked.year
    name = labels.name(unit) if unit else _("toàn tỉnh")
    when = chosen.period_words(year, asked.month)
    if asked.procedure:
        name = _("%(name)s, thủ tục %(code)s") % {"name": name, "code": asked.procedure}
    stand_in = not unit or labels.unit(unit).basis == "simulated"
    table = tracing.missed_table(found, labels.names(), spoken)
    table = chosen.marked(table, found.base, stand_in)
    more = [
        tracing.steps_table(found),
        tracing.rules_table(found.base.chosen, spoken),
        tracing.files_table(found, [f"{one % 100:02d}" for one in (year - 1, year, year + 1)]),
    ]
    context = frame(
        request,
        "service",
        _("Vì sao số này?"),
        lead=tracing.lead(found, name, when, spoken),
        rule=tracing.rule_words(found.metric),
        as_of=lake_words.as_of(found.base, spoken),
        command=_command(asked),
        checksum=found.missed.checksum,
        back=addresses.unit_page(unit, year) if unit else addresses.losses("", year),
        tables=more,
    )
    return twin(request, table, "service/why.html", context, suffix, with_more(table, more))


def _command(asked: Asked) -> str:
    """What counts the same place again at a terminal: what was missed, metric by metric."""
    told = [f"--year {asked.year}"]
    for option in ("month", "unit", "procedure", "version"):
        value = getattr(asked, option)
        told += [f"--{option} {value}"] if value is not None else []
    told += [f"--terms {asked.register}"] if asked.register else []
    return f"thuocdo dossiers losses {' '.join(told)}"


def _listed(request: HttpRequest, asked: Asked, metric, suffix: str) -> HttpResponse:
    base, batches = missed_batches(asked, metric)
    simulated = bool(base.manifest.simulated)
    heads = tracing.export_heads(simulated)
    rows, notes = tracing.export_rows(batches, simulated), _notes(base, metric)
    if suffix == EXCEL:
        return download(request, excel.write(heads, rows, notes))
    pieces = _pieces(heads, rows, notes)
    response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="ho-so-chua-dat.csv"'
    patch_cache_control(response, **PRIVATE)
    return response


def _notes(base: Base, metric) -> list[str]:
    told = [metric.name(language()), lake_words.as_of(base, language())]
    return [*told, _("mô phỏng")] if base.simulated else told


def _pieces(heads: list[str], rows: Iterator[list], notes: list[str]) -> Iterator[str]:
    """The CSV as text, some hundred lines at a time."""
    held: list[str] = [csv_text.BOM]

    class Held:
        write = staticmethod(held.append)

    writer = csv.writer(Held, lineterminator="\r\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([csv_text.safe(one) if isinstance(one, str) else one for one in row])
        if len(held) >= ROWS_A_PIECE:
            yield "".join(held)
            held.clear()
    yield "".join([*held, *(f"# {line}\r\n" for line in notes)])
