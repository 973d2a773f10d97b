"""What is always said of figures from the lake: as of when, how sure, by which rules. Pure."""

from __future__ import annotations

from django.utils.translation import gettext as _

from thuocdo.calendar import is_provisional
from thuocdo.dossiers.clock import rules
from thuocdo.dossiers.losses.asking import Base
from thuocdo.dossiers.measures import register_words
from thuocdo.service import words


def as_of(base: Base, language: str) -> str:
    """Which lake, as of when, with which register of procedures."""
    told = {"moment": words.moment(base.cut, language), "version": base.manifest.version}
    said = _("Kho hồ sơ bản %(version)s, cập nhật đến %(moment)s.") % told
    return f"{said} {register_words.told(base.register, language)}"


def doubts(year: int, language: str) -> list[str]:
    """What is not settled in the figures of ``year``."""
    found = [
        _("Khoảng thấp nhất–cao nhất: khi quy tắc chưa rõ được hiểu khác đi (%(rules)s).")
        % {"rules": "; ".join(unknown_rules(language))}
    ]
    if is_provisional(year):
        found.append(
            _("Ngày làm việc năm %(year)s là tạm tính: chưa đọc quyết định hoán đổi ngày làm việc.")
            % {"year": year}
        )
    return found


def unknown_rules(language: str) -> list[str]:
    """Titles of the rules of the clock that nobody has confirmed."""
    return [
        one.title_vi if language == "vi" else one.title_en
        for one in rules().values()
        if one.status == "unknown"
    ]
