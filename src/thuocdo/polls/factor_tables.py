"""Tables of factors and policy groups. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from thuocdo.pages import Column, Table, numbers
from thuocdo.polls import words
from thuocdo.surveys.areas import Thresholds
from thuocdo.surveys.reports import Factors
from thuocdo.surveys.scoring import Leaf, Part


def title(node: Leaf | Part, language: str) -> str:
    """What a part is called."""
    return (node.name_en if language == "en" else node.name) or node.name or node.code


def province(found: Factors, language: str) -> Table:
    """Every part for the province, the whole on top, its items beneath."""
    told = {one["node"]: one for one in found.whole.to_dicts()}
    parts = {one.code: one for one in found.rules.parts}
    rows = [
        _row(told[code], title(parts[code], language), _kind(parts[code]), language)
        for code in _from_the_top(parts, found.top)
    ]
    columns = [
        Column("name", _("Phần"), sticky=True, note="kind", sortable=False),
        Column("band", _("Giá trị hoặc khoảng"), measured_in="%", sortable=False),
        Column("sure", _("Kể cả sai số mẫu"), measured_in="%", sortable=False),
        Column("n", _("Phiếu ít nhất"), "integer"),
        Column("psus", _("Cụm ít nhất"), "integer"),
    ]
    return Table(_("Toàn tỉnh"), columns, rows, notes=_notes(found))


def _from_the_top(parts: Mapping[str, Part], code: str) -> list[str]:
    """``code``, then what it is made of, part by part."""
    below = [one for one in parts[code].children if one in parts]
    return [code, *(deeper for one in below for deeper in _from_the_top(parts, one))]


def _kind(part: Part) -> str:
    if len(part.children) == 1:
        return _("một câu")
    if part.is_known:
        return _("trọng số đã cho")
    return _("%(count)s phần, trọng số chưa biết") % {"count": len(part.children)}


def _row(one: dict, name: str, kind: str, language: str) -> dict:
    known = one["value"] is not None
    ends = (one["low"], one["high"]) if known else (one["sure_low"], one["sure_high"])
    band = (one["value"], one["value"]) if known else (one["lowest"], one["highest"])
    told = words.span(*band, True, language)
    return {
        "name": name,
        "kind": kind,
        "band": told.partition("…")[0] if known and told else told,
        "lowest": one["lowest"],
        "highest": one["highest"],
        "sure": words.span(*ends, True, language),
        "n": one["n"],
        "psus": one["n_psu"],
    }


def by_commune(
    found: Factors, node: str, names: Mapping[str, str], own: str, language: str
) -> Table:
    """One part by commune: lowest and highest over the unknown weights, with the sample's error."""
    rows = []
    for one in found.rows.to_dicts():
        if one["node"] != node:
            continue
        few = one["note"] == "few-answers"
        made = _row(one, names.get(one["commune"], one["commune"]), "", language)
        made |= {"own_unit": one["commune"] == own, "n": None if few else one["n"]}
        made["kind"] = _("quá ít phiếu") if few else ""
        if one["note"] == "no-error":
            made["kind"] = _("chưa biết sai số")
        rows.append(made)
    rows.sort(key=lambda one: (one["lowest"] is None, -(one["lowest"] or 0)))
    columns = [
        Column("name", _("Xã, phường"), sticky=True, note="kind"),
        Column("lowest", _("Thấp nhất"), "percent", digits=1),
        Column("highest", _("Cao nhất"), "percent", digits=1),
        Column("sure", _("Kể cả sai số mẫu"), measured_in="%", sortable=False),
        Column("n", _("Phiếu ít nhất"), "integer"),
        Column("psus", _("Cụm ít nhất"), "integer"),
    ]
    heading = _("Từng xã, phường: %(part)s") % {"part": title(found.rules.node(node), language)}
    notes = [
        _(
            "Không xếp hạng: khi trọng số chưa biết thì thứ tự các xã cũng chưa biết. Xã có "
            "dưới ba cụm thì sai số chưa đáng tin, nên không hiện."
        ),
        _("Xã có dưới %(least)s phiếu ở một câu của phần này thì không hiện.")
        % {"least": numbers.integer(Thresholds().min_answers.value, language)},
    ]
    return Table(heading, columns, rows, notes=notes, ident="xa", us="own_unit", filterable=True)


def _notes(found: Factors) -> list[str]:
    told = [
        _(
            "Mỗi câu là tỷ lệ hài lòng hoặc rất hài lòng. Chưa thấy văn bản nào nêu trọng số của "
            "câu, của nhân tố, của chỉ số; vì vậy mỗi phần chỉ có khoảng: thấp nhất và cao nhất "
            "trong các câu của nó, với mọi trọng số có thể."
        )
    ]
    if found.rules.notes:
        told.append(_("Không có câu nào của: %(parts)s.") % {"parts": ", ".join(found.rules.notes)})
    return told


def lead(found: Factors, language: str) -> str:
    """The finding with its doubt: the lowest factor, if weights and errors let one say so."""
    told = {one["node"]: one for one in found.whole.to_dicts()}
    factors = [
        (told[one.code], title(one, language))
        for one in found.rules.parts
        if one.code.startswith("F") and told[one.code]["sure_high"] is not None
    ]
    if len(factors) < 2:
        return _("Từng phần của chỉ số hài lòng, với khoảng khi trọng số chưa biết.")
    factors.sort(key=lambda pair: pair[0]["sure_high"])
    (first, name), *rest = factors
    values = {
        "name": name,
        "band": words.span(first["sure_low"], first["sure_high"], True, language),
    }
    if first["sure_high"] < min(one["sure_low"] for one, _name in rest):
        return (
            _(
                "Nhân tố thấp nhất là «%(name)s»: %(band)s %%, kể cả sai số mẫu. Trọng số nào "
                "cũng cho nó thấp hơn các nhân tố khác."
            )
            % values
        )
    return (
        _(
            "Chưa nói được nhân tố nào thấp nhất: «%(name)s» có mức cao nhất có thể thấp hơn cả "
            "(%(band)s %%, kể cả sai số mẫu), nhưng khoảng của nó chồng lên nhân tố khác."
        )
        % values
    )
