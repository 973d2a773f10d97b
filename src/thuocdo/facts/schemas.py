"""One schema per kind of fact table: what a row means, which values it may hold.

A table is a CSV file named after its kind. Every table but ``source`` ends in the three
columns of provenance: ``basis``, ``source`` and ``note``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Type = Literal["text", "int", "float", "date", "code"]

BASES = ("stated", "derived", "estimated", "simulated")
BOUNDARIES = ("63", "34")
INDICES = ("papi", "par-index", "sipas")


@dataclass(frozen=True)
class Column:
    """One column: its type, whether it may be empty, its admissible values or range."""

    name: str
    type: Type = "text"
    required: bool = True
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    refers: str | None = None  # "kind.column" that must hold the value


@dataclass(frozen=True)
class Schema:
    """A kind of fact table: title, columns and the key that makes a row unique."""

    kind: str
    title_vi: str
    title_en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    restricted: bool = False  # bulk download obeys THUOCDO_BULK_DOWNLOAD
    replaced_as_whole: bool = False  # the last file is the whole list

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in file order."""
        return tuple(column.name for column in self.columns)


PROVENANCE = (
    Column("basis", choices=BASES),
    Column("source", refers="source.source"),
    Column("note", required=False),
)
YEAR = Column("year", "int", low=2000, high=2100)
INDEX = Column("index", choices=INDICES)
BOUNDARY = Column("boundaries", choices=BOUNDARIES)
UNIT = Column("unit", "code", refers="province.code")


def _schema(kind, title_vi, title_en, columns, key, **extra) -> Schema:
    return Schema(kind, title_vi, title_en, (*columns, *PROVENANCE), key, **extra)


SCHEMAS: dict[str, Schema] = {
    schema.kind: schema
    for schema in (
        Schema(
            "source",
            "Nguồn",
            "Sources",
            (
                Column("source"),
                Column("publisher"),
                Column("document"),
                Column("address"),
                Column("seen", "date"),
                Column("carrier", required=False),
                Column("rights", required=False),
                Column("note", required=False),
            ),
            ("source",),
        ),
        _schema(
            "province",
            "Tỉnh, thành phố (63 và 34)",
            "Provinces (63 and 34)",
            (
                BOUNDARY,
                Column("code", "code"),
                Column("name"),
                Column("name_en"),
                Column("kind", choices=("tỉnh", "thành phố")),
                Column("valid_from", "date", required=False),
                Column("valid_to", "date", required=False),
                Column("communes", "int", required=False, low=1, high=1000),
                Column("portal_code", required=False),
            ),
            ("boundaries", "code"),
        ),
        _schema(
            "merger",
            "Tỉnh cũ và tỉnh mới (63 → 34)",
            "Old and new provinces (63 → 34)",
            (
                Column("old", "code", refers="province.code"),
                Column("new", "code", refers="province.code"),
                Column("valid_from", "date"),
            ),
            ("old",),
        ),
        _schema(
            "census",
            "Dân số tổng điều tra (trọng số gộp tỉnh)",
            "Census population (merging weights)",
            (YEAR, UNIT, Column("population", "int", low=1)),
            ("year", "unit"),
        ),
        _schema(
            "alias",
            "Tên gọi khác của đơn vị",
            "Other names of units",
            (BOUNDARY, Column("code", "code", refers="province.code"), Column("alias")),
            ("boundaries", "alias"),
        ),
        _schema(
            "commune",
            "104 xã, phường của Hưng Yên",
            "The 104 communes of Hưng Yên",
            (
                Column("code", "code"),
                Column("name"),
                Column("kind", choices=("xã", "phường")),
                Column("province", "code", refers="province.code"),
                Column("former_province", "code", refers="province.code"),
                Column("former_districts"),
                Column("area_km2", "float", low=0),
                Column("valid_from", "date"),
                Column("rival_code", "code", required=False),
            ),
            ("code",),
        ),
        _schema(
            "commune_merger",
            "Xã cũ và xã mới (384 → 104)",
            "Old and new communes (384 → 104)",
            (
                Column("old_code", "code"),
                Column("old_name"),
                Column("old_district"),
                Column("old_province", "code", refers="province.code"),
                Column("divided", choices=("yes", "no")),
                Column("new_code", "code", refers="commune.code"),
            ),
            ("old_code", "new_code"),
        ),
        _schema(
            "department",
            "Cơ quan cấp tỉnh",
            "Provincial departments",
            (
                Column("code"),
                Column("name"),
                Column("province", "code", refers="province.code"),
            ),
            ("code",),
            replaced_as_whole=True,
        ),
        _schema(
            "commune_tile",
            "Sơ đồ ô các xã, phường",
            "Tile diagram of the communes",
            (
                Column("code", "code", refers="commune.code"),
                Column("down", "int", low=1, high=40),
                Column("across", "int", low=1, high=40),
            ),
            ("code",),
            replaced_as_whole=True,
        ),
        _schema(
            "rule_set",
            "Bộ tiêu chí và các phiên bản",
            "Rule sets and their versions",
            (
                Column("rule_set"),
                INDEX,
                Column("decision", required=False),
                Column("issued", "date", required=False),
                Column("level", choices=("tỉnh", "bộ")),
                Column("year_from", "int", required=False, low=2000, high=2100),
                Column("year_to", "int", required=False, low=2000, high=2100),
                Column("areas", "int", required=False, low=1),
                Column("criteria", "int", required=False, low=1),
                Column("sub_criteria", "int", required=False, low=1),
                Column("maximum", "float", required=False, low=0),
            ),
            ("rule_set",),
        ),
        _schema(
            "criterion",
            "Tiêu chí của từng bộ",
            "Criteria of each rule set",
            (
                Column("rule_set", refers="rule_set.rule_set"),
                Column("code"),
                Column("parent", required=False),
                Column("concept"),
                Column("name"),
                Column("name_en"),
                Column("rule", choices=("given", "sum", "unknown")),
                Column("minimum", "float", required=False),
                Column("maximum", "float", required=False),
                Column("criteria", "int", required=False, low=1),
                Column("sub_criteria", "int", required=False, low=1),
                Column("year_from", "int", required=False, low=2000, high=2100),
                Column("year_to", "int", required=False, low=2000, high=2100),
            ),
            ("rule_set", "code", "year_from"),
        ),
        _schema(
            "break",
            "Chỗ đứt của chuỗi số liệu",
            "Breaks in the series",
            (
                INDEX,
                YEAR,
                Column("item"),
                Column("reason"),
                Column("reason_en"),
            ),
            ("index", "year", "item"),
        ),
        _schema(
            "papi_score",
            "PAPI: điểm nội dung thành phần",
            "PAPI: sub-dimension scores",
            (
                YEAR,
                BOUNDARY,
                UNIT,
                Column("code"),
                Column("concept"),
                Column("score", "float", low=0.2, high=5.0),
            ),
            ("year", "boundaries", "unit", "code"),
            restricted=True,
        ),
        _schema(
            "papi_error",
            "PAPI: sai số chuẩn chính thức",
            "PAPI: official standard errors",
            (
                YEAR,
                BOUNDARY,
                UNIT,
                Column("item"),
                Column("se", "float", low=0, high=5),
            ),
            ("year", "boundaries", "unit", "item"),
            restricted=True,
        ),
        _schema(
            "papi_indicator",
            "PAPI 2018–2019: chỉ số đơn lẻ của nội dung tính lại được",
            "PAPI 2018–2019: indicators of what can be recomputed",
            (
                YEAR,
                Column("code"),
                Column("indicator", refers="survey_item.item"),
                Column("minimum", "float", required=False),
                Column("maximum", "float", required=False),
                Column("used", choices=("yes", "no")),
            ),
            ("year", "indicator"),
        ),
        _schema(
            "papi_indicator_value",
            "PAPI 2018–2019: giá trị chỉ số đơn lẻ đã công bố",
            "PAPI 2018–2019: published values of indicators",
            (
                YEAR,
                BOUNDARY,
                UNIT,
                Column("indicator", refers="papi_indicator.indicator"),
                Column("value", "float", low=0, high=5),
            ),
            ("year", "boundaries", "unit", "indicator"),
            restricted=True,
        ),
        _schema(
            "papi_rescaling",
            "PAPI 2018–2019: quy tắc đổi thang tìm lại được",
            "PAPI 2018–2019: rescaling rules found again",
            (
                YEAR,
                Column("code"),
                Column("low", "float", required=False),
                Column("high", "float", required=False),
                Column("fit", choices=("exact", "none")),
                Column("indicators", "int", low=1),
                Column("largest_difference", "float", required=False, low=0),
            ),
            ("year", "code"),
        ),
        _schema(
            "published",
            "Kết quả đã công bố",
            "Published results",
            (
                INDEX,
                YEAR,
                BOUNDARY,
                UNIT,
                Column("measure", choices=("score", "rank", "score_low", "score_high")),
                Column("value", "float", low=0),
                Column("use", choices=("yes", "rival")),
            ),
            ("index", "year", "boundaries", "unit", "measure", "source"),
        ),
        _schema(
            "component",
            "Điểm thành phần đã công bố",
            "Published part scores",
            (
                INDEX,
                YEAR,
                BOUNDARY,
                UNIT,
                Column("component"),
                Column("score", "float", low=0),
                Column("maximum", "float", required=False, low=0),
                Column("rank", "int", required=False, low=1),
            ),
            ("index", "year", "boundaries", "unit", "component"),
        ),
        _schema(
            "national",
            "Số liệu cả nước",
            "National series",
            (
                INDEX,
                YEAR,
                Column("item"),
                Column("value", "float"),
                Column("bound", choices=("=", ">", "≈")),
                Column("measured_in"),
            ),
            ("index", "year", "item"),
        ),
        _schema(
            "gap",
            "Số liệu còn thiếu và văn bản sẽ lấp chỗ thiếu",
            "Gaps and the document that would close each",
            (
                INDEX,
                Column("year_from", "int", low=2000, high=2100),
                Column("year_to", "int", low=2000, high=2100),
                Column("unit", "code", required=False),
                Column("missing"),
                Column("missing_en"),
                Column("document"),
                Column("holder"),
                Column("closed_by", required=False, choices=("results",)),
            ),
            ("index", "year_from", "unit", "missing"),
        ),
        _schema(
            "survey_item",
            "Mục hỏi của các phiếu đã công bố",
            "Items of published survey forms",
            (
                Column("form"),
                Column("item"),
                Column("part"),
                Column("part_vi", required=False),
                Column("part_en", required=False),
                Column("role", choices=("item", "aspect", "answers")),
                Column("wording_vi"),
                Column("wording_en", required=False),
                Column("vi_by", choices=("published", "ours")),
                Column("en_by", required=False, choices=("published", "ours")),
                Column("answer", choices=("scale", "single", "percent", "number", "unknown")),
                Column("low", "float", required=False),
                Column("high", "float", required=False),
                Column("levels_vi", required=False),
                Column("levels_en", required=False),
            ),
            ("form", "item"),
        ),
    )
}
