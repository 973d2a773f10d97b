"""Settings read from the environment: the only room that looks there.

Owns: the table ``SETTINGS`` (name, default, meaning), from which the reference page is
printed. In: environment variables. Out: plain values. Nothing else in the product reads
``os.environ``; a test sees to it. Commands that need the database make Django ready here.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Setting:
    """An environment variable: name, default value, meaning in Vietnamese and English."""

    name: str
    default: str
    meaning_vi: str
    meaning_en: str


SETTINGS: dict[str, Setting] = {
    setting.name: setting
    for setting in (
        Setting(
            "THUOCDO_HOME",
            "var",
            "Thư mục dữ liệu: cơ sở dữ liệu, số liệu do cơ quan nạp thêm, bộ nhớ đệm.",
            "Data folder: database, figures added by officials, cache.",
        ),
        Setting(
            "DATABASE_URL",
            "",
            "Địa chỉ cơ sở dữ liệu; để trống là tệp SQLite trong THUOCDO_HOME.",
            "Database address; empty means an SQLite file in THUOCDO_HOME.",
        ),
        Setting(
            "THUOCDO_ENGINE",
            "duckdb",
            "Máy tính số liệu hồ sơ: duckdb, hoặc pyspark (requirements-spark.lock và Java 17).",
            "Engine for dossier figures: duckdb, or pyspark (requirements-spark.lock and Java 17).",
        ),
        Setting(
            "THUOCDO_DOSSIER_KEY",
            "",
            "Khóa (ít nhất 32 ký tự) băm số giấy tờ, tên cán bộ khi nạp hồ sơ; giữ kín, giữ lâu.",
            "Key (at least 32 characters) that hashes people's numbers on import; keep it safe.",
        ),
        Setting(
            "THUOCDO_SECRET_KEY",
            "",
            "Khóa bí mật của trang web; bắt buộc khi mở ra ngoài máy này (serve --host).",
            "Secret key of the site; compulsory when serving beyond this machine.",
        ),
        Setting(
            "THUOCDO_HOSTS",
            "127.0.0.1,localhost,[::1]",
            "Các tên máy được phép gọi trang web, cách nhau bằng dấu phẩy.",
            "Host names the site answers to, separated by commas.",
        ),
        Setting(
            "THUOCDO_BULK_DOWNLOAD",
            "no",
            "«yes» cho tải trọn bảng điểm PAPI; mặc định «no» vì báo cáo PAPI bảo lưu mọi quyền.",
            "'yes' allows the whole PAPI table to be downloaded; 'no' since rights are reserved.",
        ),
        Setting(
            "THUOCDO_PASSWORD",
            "",
            "Mật khẩu cho thuocdo users khi không có ai ngồi gõ; đặt cho một lệnh rồi bỏ.",
            "Password for thuocdo users where nobody types; set for one call, then unset.",
        ),
        Setting(
            "THUOCDO_LANGUAGE",
            "vi",
            "Tiếng của lệnh và lỗi: vi hoặc en.",
            "Language of commands and errors: vi or en.",
        ),
        Setting(
            "THUOCDO_PROVINCE",
            "33",
            "Mã tỉnh (34 tỉnh) mà trang đầu nói về.",
            "Code of the province (of 34) the first page speaks of.",
        ),
        Setting(
            "THUOCDO_PORTAL",
            "https://dichvucong.gov.vn/api/v1/reporting/evaluation",
            "Địa chỉ nơi Cổng Dịch vụ công quốc gia công bố điểm (thuocdo portal fetch).",
            "Where the national public-service portal publishes scores (thuocdo portal fetch).",
        ),
        Setting(
            "THUOCDO_JOB_LEASE",
            "60",
            "Giây một việc nền được giữ mà không thấy nhịp sống; hết thì tiến trình khác nhận lại.",
            "Seconds a job is held without a heartbeat; then another worker takes it up.",
        ),
        Setting(
            "THUOCDO_UPLOAD_LIMIT",
            "5000000000",
            "Cỡ lớn nhất (byte) của một tệp hồ sơ tải lên.",
            "Largest dossier file that may be uploaded, in bytes.",
        ),
        Setting(
            "THUOCDO_EVIDENCE_LIMIT",
            "200000000",
            "Cỡ lớn nhất (byte) của một tệp tài liệu kiểm chứng.",
            "Largest file of evidence, in bytes.",
        ),
        Setting(
            "THUOCDO_SCAN_COMMAND",
            "",
            "Lệnh quét vi-rút, nhận đường dẫn tệp ở cuối: 0 sạch, 1 có vi-rút, số khác là không "
            "quét được; để trống là không quét.",
            "Virus scanner, the file's path is its last argument: 0 clean, 1 infected, else it "
            "failed; empty means files are not scanned.",
        ),
    )
}


def value(name: str) -> str:
    """Value of the setting ``name``: the environment's, else its default.

    An empty variable counts as unset. Raises ``KeyError`` for an undeclared name.
    """
    return os.environ.get(name) or SETTINGS[name].default


def home() -> Path:
    """The data folder; it need not exist yet."""
    return Path(value("THUOCDO_HOME")).absolute()


def count(name: str) -> int:
    """The setting ``name`` as a positive whole number. Raises ``ThuocDoError`` JOB-009."""
    text = value(name)
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text)
    from thuocdo.errors import ThuocDoError

    raise ThuocDoError.of("JOB-009", name=name, value=text)


def bulk_download_allowed() -> bool:
    """Whether a restricted table may leave as a whole."""
    return value("THUOCDO_BULK_DOWNLOAD").lower() in {"yes", "1", "true"}


def language() -> str:
    """Language of commands and errors: "vi" or "en"."""
    return "en" if value("THUOCDO_LANGUAGE").lower().startswith("en") else "vi"


def prepare_django(database: bool = False) -> None:
    """Make Django ready for a command. Raises ``ThuocDoError`` DATA-001 where the database
    is asked for and its tables are not those of this version.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thuocdo.site.settings")
    import django

    django.setup()
    if database:
        _refuse_old_tables()


def _refuse_old_tables() -> None:
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    from thuocdo.errors import ThuocDoError

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise ThuocDoError.of("DATA-002", why=str(error).splitlines()[0]) from None
    if waiting:
        raise ThuocDoError.of("DATA-001", count=len(waiting))
