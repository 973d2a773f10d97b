"""How figures of a survey are said. Pure: values and codes in, words out."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from thuocdo.calendar import ZONE
from thuocdo.pages import numbers
from thuocdo.surveys.reports import Figure
from thuocdo.surveys.rounds import Item

SIMULATED = "simulated"
LONG = 70  # letters of an item's words in a line of links


def label(item: Item, language: str) -> str:
    """What the item asks, in ``language`` or else in the other; its name where nobody wrote it."""
    first, second = item.label_vi, item.label_en
    if language == "en":
        first, second = second, first
    return first or second or item.name


def short(item: Item, language: str) -> str:
    """The same, cut at a word."""
    whole = label(item, language)
    whole = whole[:1].upper() + whole[1:]
    if len(whole) <= LONG:
        return whole
    return whole[:LONG].rsplit(" ", 1)[0] + "…"


def means(figure: Figure) -> str:
    """What the figure counts."""
    told = {
        "satisfied": _("hài lòng hoặc rất hài lòng"),
        "yes": _("trả lời có"),
        "first": _("chọn phương án đầu"),
    }
    if figure.is_share:
        return told[figure.means]
    if figure.low is None or figure.high is None:
        return _("trung bình")
    ends = {"low": f"{figure.low:g}", "high": f"{figure.high:g}"}
    return _("trung bình trên thang %(low)s–%(high)s") % ends


def value(figure: Figure, number: float | None, language: str) -> str:
    """85,3 % · 6,58."""
    if figure.is_share:
        return numbers.percent(number, 1, language)
    return numbers.number(number, 2, language)


def span(low: float | None, high: float | None, share: bool, language: str) -> str | None:
    """An interval without its unit: 83,6…86,9 · 6,47…6,70; ``None`` where there is none."""
    if numbers.known(low) is None or numbers.known(high) is None:
        return None
    scale, digits = (100, 1) if share else (1, 2)
    return "…".join(numbers.number(scale * one, digits, language) for one in (low, high))


def side(code: int | None) -> str:
    """A commune beside the province."""
    told = {1: _("▲ cao hơn"), 0: _("≈ chưa rõ"), -1: _("▼ thấp hơn")}
    return told.get(code, "")


def shown(show: str) -> str:
    """Whose estimate is shown."""
    told = {"own": _("số riêng"), "model": _("mô hình"), "nothing": _("không hiện")}
    return told.get(show, show)


def why(code: str) -> str:
    """Why not the commune's own; empty where it is."""
    told = {
        "enough": "",
        "few_answers": _("quá ít phiếu"),
        "few_psus": _("quá ít cụm"),
        "no_error": _("số riêng chưa biết sai số"),
        "too_unsure": _("sai số của số riêng quá lớn"),
    }
    return told.get(code, code)


def change(code: int | None) -> str:
    """A change, beyond noise or not."""
    told = {1: _("▲ tăng"), 0: _("≈ trong sai số"), -1: _("▼ giảm")}
    return told.get(code, _("chưa biết sai số"))


def weights(status: str) -> tuple[str, str]:
    """Whether weights were adjusted, and by what it can be seen."""
    told = {
        "design": (
            _("chưa"),
            _("bằng nghịch đảo xác suất được chọn, nên cũng chưa bù người không trả lời"),
        ),
        "adjusted": (
            _("đã, trước khi nạp"),
            _("khác nghịch đảo xác suất được chọn; điều chỉnh thế nào thì đợt này không nói"),
        ),
        "unknown": (_("chưa biết"), _("đợt này không có cột xác suất được chọn")),
    }
    return told[status]


def moment(text: str, language: str) -> str:
    """A moment (ISO, UTC) in Việt Nam."""
    if not text:
        return numbers.MISSING
    local = datetime.fromisoformat(text).astimezone(ZoneInfo(ZONE))
    return f"{numbers.date(local.date(), language)} {local:%H:%M}"


def days(found: tuple[datetime, datetime] | None, language: str) -> str:
    """From the first to the last day of interviews; empty where nobody noted."""
    if found is None:
        return ""
    first, last = (numbers.date(one.date(), language) for one in found)
    return first if first == last else f"{first} – {last}"


def as_of(title: str, version: int, captured: str, language: str) -> str:
    """Which round, in which version, captured when."""
    told = {"title": title, "version": version, "moment": moment(captured, language)}
    return _("%(title)s, phiên bản %(version)s; tệp trả lời ghi lúc %(moment)s.") % told
