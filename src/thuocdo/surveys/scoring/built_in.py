"""Rule sets of the two surveys, as far as they are published.

SIPAS. Known: shares of satisfied answers; five factors of service, nine groups of policy; an
overall index of policy and service (Bộ Nội vụ, as reported in the press; QĐ 1001/QĐ-BNV of
11/12/2023 itself was not seen). Unknown: every weight. They stay parameters; an index with an
unknown weight has no value, only its band.
PAPI. Known: nothing is published; ten sub-dimensions of 2018 and nine of 2019 were found again
(``indices.recomputing``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from thuocdo.facts import Facts
from thuocdo.indices.recomputing import rules as papi_rules
from thuocdo.surveys.scoring.rules import Leaf, Part, SurveyIndex

SATISFIED = (4, 5)  # of five levels; the national form's scale was not seen
SERVICE = {
    "F1": ("Tiếp cận dịch vụ", "Access to services"),
    "F2": ("Thủ tục hành chính", "Administrative procedures"),
    "F3": ("Công chức giải quyết công việc", "Civil servants"),
    "F4": ("Kết quả cung ứng dịch vụ", "Results of services"),
    "F5": ("Tiếp nhận, giải quyết góp ý, phản ánh, kiến nghị", "Handling of feedback"),
}
POLICY = "P"
TOTAL, SERVICES = "total", "service"


def sipas_type(
    items: Iterable[object],
    *,
    weights: Mapping[str, float] | None = None,
    equal: bool = False,
    satisfied: tuple[int, ...] = SATISFIED,
) -> SurveyIndex:
    """An index like SIPAS from items grouped ``F1``…``F5`` (service) and ``P`` (policy).

    ``items``: objects with ``name, group, label_vi, label_en`` (a codebook's); others are left
    out. ``weights`` by node, of those that are known or wished; ``equal`` gives 1 to the others,
    which is an assumption and says so. A group without an item is not part of the index, and
    that is noted.
    """
    leaves, grouped = _leaves(items, satisfied)
    given = dict(weights or {})
    if equal:
        given = {code: 1.0 for code in (*(one.code for one in leaves), *grouped, SERVICES)} | given
    sure = "assumed" if given else "unknown"

    def weighted(code: str, children: tuple[str, ...], name: str, name_en: str) -> Part:
        own = {one: given[one] for one in children if one in given}
        return Part(
            code, children, "weighted", weights=own, status=sure, name=name, name_en=name_en
        )

    parts = [weighted(code, grouped[code], *SERVICE[code]) for code in SERVICE if code in grouped]
    top = []
    if parts:
        factors = tuple(one.code for one in parts)
        parts.append(weighted(SERVICES, factors, "Cung ứng dịch vụ hành chính công", "Services"))
        top.append(SERVICES)
    if POLICY in grouped:
        words = ("Xây dựng, tổ chức thực hiện chính sách công", "Public policy")
        parts.append(weighted(POLICY, grouped[POLICY], *words))
        top.append(POLICY)
    if len(top) > 1:
        parts.append(weighted(TOTAL, tuple(top), "Chỉ số hài lòng", "Satisfaction index"))
    absent = tuple(code for code in (*SERVICE, POLICY) if code not in grouped)
    return SurveyIndex("sipas-type", leaves, tuple(parts), measured_in="share", notes=absent)


def _leaves(items: Iterable[object], satisfied: tuple[int, ...]):
    """Leaves of the groups the index knows, and their codes by group in the order of items."""
    leaves, grouped = [], {}
    for one in items:
        group = one.group.rsplit("/", 1)[-1]
        if group in (*SERVICE, POLICY):
            words = (one.label_vi, one.label_en)
            leaves.append(Leaf(one.name, one.name, "share", satisfied, 0.0, 1.0, *words))
            grouped.setdefault(group, []).append(one.name)
    return tuple(leaves), {group: tuple(names) for group, names in grouped.items()}


def papi_type(facts: Facts, year: int, items: Mapping[str, Leaf]) -> SurveyIndex:
    """Sub-dimensions of PAPI as in ``year`` (2018, 2019), of which every indicator has a leaf.

    ``items``: by indicator (the workbook's row, table ``papi_indicator``) the leaf that gives it;
    its ends are taken from the table. Sub-dimensions without all their indicators are left out
    and noted; no dimension or total is made, for no dimension is found again whole.
    """
    found = papi_rules(facts, year)
    whole = {
        code: one
        for code, one in found.items()
        if {indicator.code for indicator in one.indicators} <= set(items)
    }
    leaves, parts = [], []
    for code, one in whole.items():
        for indicator in one.indicators:
            given = items[indicator.code]
            ends = (indicator.minimum, indicator.maximum)
            leaves.append(Leaf(given.code, given.item, given.kind, given.codes, *ends, given.name))
        children = tuple(items[indicator.code].code for indicator in one.indicators)
        parts.append(
            Part(code, children, "rescaled", one.low, one.high, status="secondary",
                 source=f"papi-indicators-{year}")
        )  # fmt: skip
    absent = tuple(code for code in found if code not in whole)
    return SurveyIndex(f"papi-type-{year}", tuple(leaves), tuple(parts), notes=absent)
