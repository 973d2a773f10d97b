"""*Hồ sơ sắp quá hạn*: what can still be saved, of the province and of one unit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from thuocdo.cockpit.frame import frame, language
from thuocdo.pages import Column, Table
from thuocdo.pages.together import with_more
from thuocdo.pages.twins import twin
from thuocdo.service import addresses, chosen, dues, labels, lake_figures


def due(request: HttpRequest, suffix: str = "") -> HttpResponse:
    """Every unit with what is late or due."""
    days, held = chosen.days(request.GET), lake_figures.standing()
    title = _("Hồ sơ sắp quá hạn")
    if held is None:
        return nothing(request, title, suffix)
    hrefs = {code: addresses.due(code, days) for code in labels.names()}
    table = chosen.marked(dues.units(held, days, labels.names(), hrefs), held.base)
    listed = dues.dossiers(dues.urgent(held, days), labels.names(), language())
    context = frame(
        request,
        "service",
        title,
        heading=title,
        lead=dues.lead(held, days, dues.total(held, days)),
        as_of=dues.as_of(held, language()),
        groups=chosen.ahead("", days),
        tables=[listed],
    )
    return twin(request, table, "service/due.html", context, suffix, with_more(table, [listed]))


def due_of_unit(request: HttpRequest, unit: str, suffix: str = "") -> HttpResponse:
    """One unit's queues and dossiers. Raises ``ThuocDoError`` UNIT-001."""
    days, held = chosen.days(request.GET), lake_figures.standing()
    labels.unit(unit)
    name = labels.name(unit)
    title = _("Hồ sơ sắp quá hạn, %(unit)s") % {"unit": name}
    if held is None:
        return nothing(request, title, suffix)
    table = dues.dossiers(dues.urgent(held, days, unit), None, language(), ident="bang")
    table = chosen.marked(table, held.base)
    queue = dues.queues(held, days, unit)
    context = frame(
        request,
        "service",
        title,
        heading=title,
        lead=dues.lead(held, days, dues.total(held, days, unit)),
        as_of=dues.as_of(held, language()),
        groups=chosen.ahead(unit, days),
        unit={"label": name, "href": addresses.unit_page(unit)},
        tables=[queue],
    )
    return twin(request, table, "service/due.html", context, suffix, with_more(table, [queue]))


def nothing(request: HttpRequest, title: str, suffix: str) -> HttpResponse:
    """The page while the lake has no dossier of the kind asked for."""
    table = Table(title, [Column("name", _("Đơn vị"))], [])
    context = frame(request, "service", title, heading=title)
    return twin(request, table, "service/no_dossiers.html", context, suffix)
