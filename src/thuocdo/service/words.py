"""How states of the portal and of the lake are said. Pure: codes in, words out."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from thuocdo.calendar import ZONE
from thuocdo.dossiers.portal import periods
from thuocdo.pages import numbers

ROMAN = ("I", "II", "III", "IV")


def period(label: str) -> str:
    """A period's label as it is spoken: tháng 8/2026, quý III/2026, năm 2026."""
    found = periods.parse(label)
    if found is None:
        return label
    year = found.start.year
    if found.kind == "month":
        return _("tháng %(month)s/%(year)s") % {"month": found.start.month, "year": year}
    if found.kind == "quarter":
        part = ROMAN[periods.number_of_quarter(found) - 1]
        return _("quý %(quarter)s/%(year)s") % {"quarter": part, "year": year}
    return _("năm %(year)s") % {"year": year}


def status(code: str) -> str:
    """What came of recomputing a score."""
    told = {
        "reproduced": _("khớp"),
        "differs": _("lệch"),
        "candidate": _("dự kiến"),
        "undetermined": _("chưa xác định"),
    }
    return told.get(code, code)


def kind(code: str) -> str:
    """What a version is, against the one before."""
    told = {
        "first": _("bản đầu"),
        "open": _("chụp lại khi kỳ chưa hết"),
        "closed": _("chụp lại, không đổi"),
        "restated": _("cổng công bố lại kỳ đã hết"),
        "unread": _("khác, chưa đọc được"),
    }
    return told.get(code, code)


def text_status(code: str) -> str:
    """How the text of a parameter is known."""
    told = {
        "read": _("đã đọc văn bản"),
        "secondary": _("theo nguồn thứ cấp"),
        "unknown": _("chưa biết"),
    }
    return told.get(code, code)


def evidence(code: str) -> str:
    """What the published scores say of a parameter."""
    told = {
        "confirmed": _("khớp điểm công bố"),
        "candidate": _("dự kiến"),
        "untested": _("chưa kiểm được"),
        "not_seen": _("chưa thấy"),
    }
    return told.get(code, code)


def counted(code: str) -> str:
    """A count of the portal's flat answers in words; its own name where nobody knows."""
    told = {
        "totalOnTime": _("Hồ sơ xong đúng hạn"),
        "totalReceived": _("Hồ sơ tiếp nhận"),
        "partialCount": _("Dịch vụ công trực tuyến một phần"),
        "fullCount": _("Dịch vụ công trực tuyến toàn trình"),
        "authorityCount": _("Thủ tục thuộc thẩm quyền"),
        "onlineDossierCount": _("Dịch vụ có ít nhất một hồ sơ trực tuyến (suy ra)"),
        "onlineServiceTotal": _("Dịch vụ trực tuyến (suy ra)"),
        "totalDossierOnlinePaymentSuccess": _("Hồ sơ đã trả trực tuyến"),
        "totalDossierFinancialObligation": _("Hồ sơ có phí, lệ phí"),
        "totalDossierOnlineFormalityPaymentSuccess": _("Thủ tục có hồ sơ trả trực tuyến"),
        "totalFeeDossierFormality": _("Thủ tục có hồ sơ có phí (suy ra)"),
        "totalFeeFormality": _("Thủ tục có phí"),
    }
    return told.get(code, code)


def state(code: str) -> str:
    """State of an open dossier."""
    told = {
        "late": _("đã quá hạn"),
        "due": _("sắp đến hạn"),
        "waiting": _("chờ bổ sung, đồng hồ dừng"),
    }
    return told.get(code, code)


def moment(value: str | int, language: str) -> str:
    """A moment (ISO text, or seconds since 1970) in Vietnam: 26/09/2026 01:14."""
    if not value:
        return numbers.MISSING
    at = datetime.fromtimestamp(value, UTC) if isinstance(value, int) else _read(value)
    local = at.astimezone(ZoneInfo(ZONE))
    return f"{numbers.date(local.date(), language)} {local:%H:%M}"


def _read(text: str) -> datetime:
    return datetime.fromisoformat(text)


def dossier_status(code: int) -> str:
    """A dossier's TrangThaiHoSo as the synchronisation message names it."""
    told = {
        1: _("Mới đăng ký"),
        2: _("Được tiếp nhận"),
        3: _("Không được tiếp nhận"),
        4: _("Đang xử lý"),
        5: _("Yêu cầu bổ sung giấy tờ"),
        6: _("Yêu cầu thực hiện nghĩa vụ tài chính"),
        7: _("Công dân yêu cầu rút hồ sơ"),
        8: _("Dừng xử lý"),
        9: _("Đã xử lý xong"),
        10: _("Đã trả kết quả"),
    }
    return told.get(code, str(code))
