"""*Vì sao số này?*: the trace of any number, opened from it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from thuocdo.cockpit import addresses, figures, frame
from thuocdo.indices.contract import trace_json
from thuocdo.insight import reason
from thuocdo.pages import Column, Table
from thuocdo.pages.twins import twin
from thuocdo.wording import number


def why(
    request: HttpRequest,
    index: str,
    year: int,
    boundaries: str,
    unit: str,
    item: str,
    aspect: str,
    suffix: str = "",
) -> HttpResponse:
    """The tree from a figure to the rows it came from; the CSV twin lists the rows."""
    facts = figures.now()
    at = figures.standings(index, year, boundaries)
    values = trace_json(facts, reason(facts, at, unit, item, aspect), frame.language())
    rows: list[dict] = []
    tree = _node(values, rows)
    back = addresses.unit_page(index, year, boundaries, unit)
    context = frame.frame(
        request, "sources", _("Vì sao số này?"), root=tree, back_href=back, back=at.unit(unit).name
    )
    table = Table(
        _("Các dòng số liệu gốc"),
        [
            Column("value", _("Giá trị"), "number", digits=4),
            Column("place", _("Tệp, dòng"), "link", href="place_href"),
            Column("basis", _("Căn cứ"), "text"),
            Column("document", _("Văn bản"), "link", href="address"),
            Column("publisher", _("Nơi công bố"), "text"),
            Column("seen", _("Ngày xem"), "text"),
        ],
        rows,
        meta={"label": values["label"], "output": values["output"], "rule": values["rule"]},
    )
    return twin(request, table, "cockpit/why.html", context, suffix, lambda: {"trace": values})


def _node(values: dict, rows: list[dict]) -> dict:
    """A node as the template shows it; every leaf row is also added to ``rows``."""
    if values["kind"] == "row":
        return {"row": _leaf(values, rows)}
    if values["kind"] == "group":
        sample = [
            (one["name"], number(one["value"], 4, frame.language())) for one in values["sample"]
        ]
        return {"group": values["label"], "checksum": values["checksum"], "sample": sample}
    return {
        "label": values["label"],
        "rule": values["rule"],
        "output": _shown(values["output"]),
        "basis": frame.basis(values["basis"]),
        "inputs": [_node(one, rows) for one in values["inputs"]],
    }


def _leaf(values: dict, rows: list[dict]) -> dict:
    source = values["source"]
    kind = values["file"].removesuffix(".csv")
    address = source["address"] or ""
    leaf = {
        "value": _whole(values["value"]),
        "place": f"{values['file']}:{values['row']}",
        "place_href": f"{reverse('source-table', args=(kind,))}?dong={values['row']}",
        "basis": frame.basis(values["basis"]),
        "document": source["document"],
        "publisher": source["publisher"],
        "address": address if address.startswith("http") else "",
        "seen": source["seen"],
        "note": values["note"] or "",
    }
    if leaf["place"] not in {one["place"] for one in rows}:
        rows.append(leaf)
    return {**leaf, "shown": number(values["value"], _digits(values["value"]), frame.language())}


def _whole(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value


def _digits(value: float) -> int:
    return 0 if float(value).is_integer() else 4


def _shown(output: object) -> str:
    if isinstance(output, list):
        return f"{output[0]}…{output[1]}"
    if isinstance(output, int):
        return str(output)
    return number(output, 4, frame.language())
