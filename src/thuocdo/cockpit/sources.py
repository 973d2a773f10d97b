"""*Nguồn*: every fact table, its rows with their sources, conflicts and gaps."""

from __future__ import annotations

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from thuocdo import environment
from thuocdo.cockpit import addresses, figures, frame, tables
from thuocdo.facts import SCHEMAS, Facts, Schema
from thuocdo.pages import Column, Table
from thuocdo.pages.twins import twin

PAGE = 200


def sources(request: HttpRequest, suffix: str = "") -> HttpResponse:
    """The list of tables, conflicts between sources, gaps, and the sources themselves."""
    facts = figures.now()
    rows = [_kind_row(facts, schema) for schema in SCHEMAS.values()]
    english = frame.language() == "en"
    table = Table(
        _("Các bảng số liệu"),
        [
            Column("title", _("Bảng"), "link", href="href", note="remark", sticky=True),
            Column("kind", _("Tên trong lệnh"), "text"),
            Column("rows", _("Số dòng"), "integer"),
            Column("origins", _("Số nguồn"), "integer"),
        ],
        [{**row, "title": row["title_en"] if english else row["title"]} for row in rows],
        notes=[_rights()],
        meta={"facts": facts.version},
    )
    context = frame.frame(
        request,
        "sources",
        _("Nguồn"),
        conflicts=_conflicts(facts),
        gaps=tables.gaps(tuple(facts.table("gap").iter_rows(named=True))),
        origins=_origins(facts),
    )
    return twin(request, table, "cockpit/sources.html", context, suffix)


def _rights() -> str:
    return _(
        "Báo cáo PAPI bảo lưu mọi quyền (CECODES, VFF-CRT, RTA, UNDP): bảng điểm PAPI xem được "
        "từng trang, từng tỉnh; tải trọn bảng theo thiết lập của nơi vận hành."
    )


def _kind_row(facts: Facts, schema: Schema) -> dict:
    frame_ = facts.table(schema.kind)
    simulated = "basis" in frame_.columns and (frame_["basis"] == "simulated").any()
    return {
        "title": schema.title_vi,
        "title_en": schema.title_en,
        "kind": schema.kind,
        "href": addresses.table(schema.kind),
        "remark": _("mô phỏng") if simulated else "",
        "rows": frame_.height,
        "origins": frame_["source"].n_unique() if "source" in frame_.columns else None,
    }


def _conflicts(facts: Facts) -> Table:
    """Where sources disagree: commune codes and rival published figures."""
    names = _province_names(facts)
    rows = [
        {
            "what": _("Mã xã, phường %(name)s") % {"name": row["name"]},
            "used": row["code"],
            "rival": row["rival_code"],
            "note": row["note"],
            "href": f"{addresses.table('commune')}?dong={row['row']}",
        }
        for row in facts.table("commune").filter(pl.col("rival_code") != "").to_dicts()
    ]
    published = facts.table("published")
    for row in published.filter(pl.col("use") == "rival").iter_rows(named=True):
        same = [pl.col(name) == row[name] for name in ("index", "year", "unit", "measure")]
        used = published.filter(pl.all_horizontal(*same) & (pl.col("use") == "yes"))
        rows.append(
            {
                "what": f"{addresses.INDEX_NAMES[row['index']]} {row['year']}, "
                f"{names[row['unit']]}",
                "used": f"{used['value'][0]:g}" if used.height else None,
                "rival": f"{row['value']:g}",
                "note": row["note"],
                "href": f"{addresses.table('published')}?dong={row['row']}",
            }
        )
    return Table(
        _("Chỗ các nguồn không khớp nhau"),
        [
            Column("what", _("Về việc gì"), "link", href="href", sticky=True),
            Column("used", _("Đang dùng"), "text"),
            Column("rival", _("Nguồn khác ghi"), "text"),
            Column("note", _("Ghi chú"), "text"),
        ],
        rows,
        ident="khong-khop",
    )


def _province_names(facts: Facts) -> dict[str, str]:
    rows = facts.table("province").filter(pl.col("boundaries") == "63")
    return dict(rows.select("code", "name").iter_rows())


def _origins(facts: Facts) -> Table:
    rows = facts.table("source").sort("publisher", "document").to_dicts()
    made = [
        {**row, "href": row["address"] if row["address"].startswith("http") else ""} for row in rows
    ]
    return Table(
        _("Các nguồn"),
        [
            Column("document", _("Văn bản"), "link", href="href", note="carrier", sticky=True),
            Column("publisher", _("Nơi công bố"), "text"),
            Column("seen", _("Ngày xem"), "text"),
            Column("source", _("Mã nguồn"), "text"),
        ],
        made,
        ident="cac-nguon",
        filterable=False,
    )


def source_table(request: HttpRequest, kind: str, suffix: str = "") -> HttpResponse:
    """One fact table, ``PAGE`` rows at a time (``?trang=2``, or ``?dong=`` a row of its file)."""
    facts = figures.now()
    whole = facts.table(kind)
    schema = SCHEMAS[kind]
    page, picked = _page(request, whole)
    bulk = suffix and (not schema.restricted or environment.bulk_download_allowed())
    rows = (whole if bulk else picked).to_dicts()
    last = max(1, -(-whole.height // PAGE))
    notes = [_rights()] if schema.restricted else []
    english = frame.language() == "en"
    title = schema.title_en if english else schema.title_vi
    table = Table(
        title,
        [_column(schema, name) for name in (*schema.names, "file", "row")],
        [{**row, "us": str(row["row"]) == request.GET.get("dong")} for row in rows],
        notes=notes,
        simulated="basis" in whole.columns and bool((whole["basis"] == "simulated").any()),
        us="us",
        meta={"kind": kind, "page": page, "pages": last, "rows": whole.height},
    )
    context = frame.frame(
        request,
        "sources",
        title,
        kind=kind,
        page=page,
        last=last,
        before=f"?trang={page - 1}" if page > 1 else "",
        after=f"?trang={page + 1}" if page < last else "",
        rows=whole.height,
    )
    return twin(request, table, "cockpit/source_table.html", context, suffix)


def _page(request: HttpRequest, whole: pl.DataFrame) -> tuple[int, pl.DataFrame]:
    wanted = request.GET.get("dong", "")
    place = whole.with_row_index("place").filter(pl.col("row").cast(pl.String) == wanted)
    if place.height:
        page = place["place"][0] // PAGE + 1
    else:
        asked = request.GET.get("trang", "1")
        page = int(asked) if asked.isdigit() and asked != "0" else 1
    page = min(page, max(1, -(-whole.height // PAGE)))
    return page, whole.slice((page - 1) * PAGE, PAGE)


def _column(schema: Schema, name: str) -> Column:
    kinds = {column.name: column.type for column in schema.columns} | {"row": "int"}
    numeric = kinds.get(name) in ("int", "float") and "year" not in name
    if not numeric:
        return Column(name, name, "text")
    whole = kinds[name] == "int"
    return Column(name, name, "integer" if whole else "number", digits=0 if whole else 4)
