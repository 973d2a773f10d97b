"""An import as tables: what came of each file, which faults, which imports there were. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from thuocdo.errors import catalogue
from thuocdo.pages import Column, Table, numbers
from thuocdo.service import words

OPEN = ("queued", "running")


def state(code: str) -> str:
    """State of a job."""
    told = {
        "queued": _("đang chờ"),
        "running": _("đang nạp"),
        "done": _("đã nạp xong"),
        "failed": _("không nạp được"),
    }
    return told.get(code, code)


def faults(job: Mapping, language: str) -> Table:
    """The faults of the file by their kind, the most frequent first."""
    counted: dict[str, int] = {}
    for one in (job["result"] or {}).get("files", ()):
        for code, count in one["faults"].items():
            counted[code] = counted.get(code, 0) + count
    rows = [
        {"code": code, "count": count, "what": what(code, language)}
        for code, count in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    return Table(
        _("Lỗi theo loại"),
        [
            Column("code", _("Mã"), "text", sticky=True),
            Column("count", _("Số ô"), "integer"),
            Column("what", _("Là gì, sửa thế nào"), "text", sortable=False),
        ],
        rows,
    )


def what(code: str, language: str) -> str:
    """Cause and remedy of a fault in words; values of the data, which are not here, as dots."""
    entry = catalogue().get(code)
    if entry is None:
        return code
    return " ".join(entry[key].format_map(_Dots()) for key in (language, f"fix_{language}"))


class _Dots(dict):
    """Stands in for the values of a row."""

    def __missing__(self, key: str) -> str:
        return "…"


def outcome(job: Mapping, language: str) -> list[str]:
    """What came of the import, in sentences."""
    found = job["result"]
    if not found:
        return []
    told = {
        name: numbers.integer(value, language)
        for name, value in {
            **{key: found[key] for key in ("new", "changed", "unchanged", "rows", "simulated")},
            **{key: sum(one[key] for one in found["files"]) for key in ("read", "good", "bad")},
            "dropped": sum(one["dropped"] for one in found["files"]),
            "renamed": sum(one["renamed"] for one in found["files"]),
        }.items()
    }
    said = [
        _("Đọc %(read)s dòng: %(good)s dòng đúng đã vào kho, %(bad)s dòng sai không vào.") % told,
        _("%(new)s hồ sơ mới, %(changed)s hồ sơ đổi, %(unchanged)s dòng không đổi gì.") % told,
        _("Kho nay có %(rows)s hồ sơ.") % told,
    ]
    if any(one["dropped"] for one in found["files"]):
        said.append(_("Bỏ %(dropped)s cột ngoài danh sách, không ghi xuống đĩa.") % told)
    if any(one["renamed"] for one in found["files"]):
        said.append(_("%(renamed)s dòng mang mã xã cũ đã chuyển sang xã mới.") % told)
    if found["simulated"]:
        said.append(_("Trong kho có %(simulated)s hồ sơ mô phỏng.") % told)
    return said


def progress(job: Mapping) -> str:
    """How far a job is, in words."""
    if job["state"] == "queued":
        return _("Đang chờ đến lượt; chưa đụng tới kho.")
    return job["progress"]["sentence"] or _("Đang đọc tệp.")


def history(jobs: Iterable[Mapping], address: Callable[[int], str], language: str) -> Table:
    """Imports by the page, newest first."""
    return Table(
        _("Các lần nạp qua trang này"),
        [
            Column("number", _("Lần"), "link", href="href", sticky=True),
            Column("created", _("Lúc gửi"), "text"),
            Column("state", _("Tình trạng"), "text", note="error"),
            Column("read", _("Đọc"), "integer", measured_in=_("dòng")),
            Column("bad", _("Sai"), "integer", measured_in=_("dòng")),
        ],
        [_past(one, address, language) for one in jobs],
    )


def _past(job: Mapping, address: Callable[[int], str], language: str) -> dict:
    files = (job["result"] or {}).get("files")
    return {
        "number": str(job["id"]),
        "href": address(job["id"]),
        "created": words.moment(datetime.fromisoformat(job["created"]).isoformat(), language),
        "state": state(job["state"]),
        "error": job["error"]["code"] if job["error"] else "",
        "read": sum(one["read"] for one in files) if files else None,
        "bad": sum(one["bad"] for one in files) if files else None,
    }


def error_files(job: Mapping) -> list[str]:
    """Paths of the error files under the data folder, in order."""
    return [path for one in (job["result"] or {}).get("files", ()) for path in one["error_files"]]
