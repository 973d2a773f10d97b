"""What ``thuocdo doctor`` looks at."""

from __future__ import annotations

import platform
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from thuocdo import __version__, environment

NEEDED = ("django", "polars", "numpy", "granian", "openpyxl", "typer")
OPTIONAL = {
    "pytest": "requirements-test.lock (make test)",
    "playwright": "requirements-test.lock (make test)",
    "pyspark": "requirements-spark.lock (chưa phát hành)",
}


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is fine, and a line about it."""

    fine: bool
    text: str


def findings() -> list[Finding]:
    """Everything looked at, in order."""
    return [
        Finding(sys.version_info >= (3, 11), f"Python {platform.python_version()} (cần ≥ 3.11)"),
        Finding(True, f"thuocdo {__version__}"),
        *[_library(name) for name in NEEDED],
        *[_optional(name, lock) for name, lock in OPTIONAL.items()],
        _facts(),
        _home(),
        _key(),
        _worker(),
    ]


def _library(name: str) -> Finding:
    try:
        return Finding(True, f"{name} {version(name)}")
    except PackageNotFoundError:
        return Finding(False, f"{name}: chưa có. Chạy: make run")


def _optional(name: str, lock: str) -> Finding:
    try:
        return Finding(True, f"{name} {version(name)}")
    except PackageNotFoundError:
        return Finding(True, f"{name}: không có, không bắt buộc; nằm trong {lock}")


def _facts() -> Finding:
    from thuocdo import facts as fact_tables
    from thuocdo.facts.check import check_all

    facts = fact_tables.read()
    problems = check_all(facts)
    if problems:
        return Finding(False, f"Số liệu: {len(problems)} lỗi. Chạy: thuocdo facts check")
    return Finding(True, f"Số liệu: phiên bản {facts.version}, không thấy lỗi")


def _home() -> Finding:
    home = environment.home()
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            return Finding(True, f"THUOCDO_HOME = {home}, ghi được")
    except OSError as error:
        return Finding(False, f"THUOCDO_HOME = {home}: {error.strerror}. Chọn thư mục khác.")


def _key() -> Finding:
    if environment.value("THUOCDO_SECRET_KEY"):
        return Finding(True, "THUOCDO_SECRET_KEY: đã đặt")
    return Finding(True, "THUOCDO_SECRET_KEY: chưa đặt; chỉ mở được trên máy này")


def _worker() -> Finding:
    """Whether a worker is alive; without one nothing is wrong until a job waits for it."""
    from thuocdo.errors import ThuocDoError

    try:
        lease = environment.count("THUOCDO_JOB_LEASE")
        environment.prepare_django(database=True)
    except ThuocDoError as error:
        first = error.code in ("DATA-001", "DATA-002")
        why = "chưa có cơ sở dữ liệu; chạy: thuocdo init" if first else str(error)
        return Finding(first, f"Việc nền: {why}")
    from thuocdo.jobs.working import last_seen, overdue

    seen, late = last_seen(), overdue(lease)
    if seen is not None and (age := _seconds_since(seen)) <= lease:
        return Finding(True, f"Việc nền: có tiến trình làm việc, thấy cách đây {age} giây")
    if late:
        return Finding(False, f"Việc nền: {late} việc chờ mà không có ai làm. Chạy: thuocdo serve")
    return Finding(True, "Việc nền: không có tiến trình làm việc; thuocdo serve tự mở một")


def _seconds_since(moment) -> int:
    from django.utils import timezone

    return max(0, int((timezone.now() - moment).total_seconds()))
