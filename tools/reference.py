"""Write the reference pages from the product itself: ``python tools/reference.py [--check]``.

Commands from the Typer tree, settings from the environment room, pages from the URL
configuration, errors from the catalogue, fact tables from their schemas, rooms from their
docstrings. What is written depends on nothing else: no date, no path of this machine.
``--check`` writes nothing and says which pages are not current (exit code 1).
"""

from __future__ import annotations

import os
import pkgutil
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import get_args

PLACE = Path(__file__).resolve().parent.parent / "docs" / "reference"
HEAD = "<!-- Máy viết từ mã nguồn: đừng sửa ở đây; sửa mã rồi chạy `make docs`. -->\n"

# What each page is for, in the language of its readers; a page without a line stops the run.
PAGES = {
    "home": "Trang đầu của tỉnh đặt trong `THUOCDO_PROVINCE`, năm mới nhất",
    "overview": "Tổng quan của một tỉnh trong một năm",
    "ranking": "Chỉ số: xếp hạng mọi tỉnh theo một mục, kèm khoảng hạng",
    "unit": "Đơn vị: từng nội dung, nội dung thành phần, các năm, các tỉnh cũ",
    "compare": "So sánh hai đến năm tỉnh",
    "sheet": "Bản đọc nhanh trên một trang A4 để in hoặc gửi",
    "why": "Vì sao số này? Từ con số xuống dòng gốc",
    "recomputed": "PAPI 2018, 2019 của một tỉnh tính lại từ chỉ số đơn lẻ đã công bố",
    "sources": "Nguồn: các bảng số liệu, chỗ nguồn không khớp, chỗ còn thiếu",
    "source-table": "Một bảng số liệu, mỗi lần 200 dòng",
    "search": "Tìm tỉnh, xã, nội dung, bảng theo tên có dấu hoặc không dấu",
    "method": "Cách tính",
    "login": "Đăng nhập",
    "logout": "Đăng xuất (chỉ khi bấm nút)",
    "password": "Đổi mật khẩu của mình",
    "mine": "Đơn vị của tôi: việc hôm nay và tuần này, tôi là ai, được làm gì",
    "mine-unit": "Trang nội bộ của một xã, phường hoặc cơ quan",
    "service": "Phục vụ: điểm sáu nhóm trên cổng, công bố cạnh tính lại, cần thêm gì",
    "service-communes": "Xã, phường: đúng hạn, khoảng tin cậy, khoảng hạng, sơ đồ ô",
    "service-departments": "Cơ quan cấp tỉnh: đúng hạn, khoảng tin cậy, khoảng hạng",
    "service-due": "Hồ sơ sắp quá hạn và đã quá hạn của tỉnh",
    "service-unit": "Phục vụ của một đơn vị: đúng hạn từng tháng, mất điểm ở đâu, điểm trên cổng",
    "service-due-unit": "Hồ sơ sắp quá hạn của một đơn vị, theo người xử lý và thủ tục",
    "service-losses": "Mất điểm ở đâu: mục, đơn vị, thủ tục, cộng lại bằng số mất của tỉnh",
    "service-losses-unit": "Mất điểm ở đâu, của một đơn vị; được thêm bao nhiêu nếu như nơi khác",
    "service-procedure": "Một thủ tục: từng đơn vị, từng tháng, thời gian ở từng bước",
    "service-why": "Vì sao số này? Từ một con số của kho xuống từng hồ sơ; CSV, Excel có đủ",
    "service-why-unit": "Vì sao số này? Của một đơn vị",
    "service-questions": "Câu hỏi cho các đơn vị về dấu hiệu số được làm đẹp",
    "service-questions-unit": "Câu hỏi cho một đơn vị, đã trả lời hay chưa",
    "service-question": "Một câu hỏi, những hồ sơ được hỏi, ô trả lời",
    "service-imports": "Nạp hồ sơ: gửi tệp, các lần đã nạp",
    "service-import": "Một lần nạp: tiến độ, kết quả, tệp lỗi",
    "service-import-errors": "Tệp lỗi của một lần nạp, để sửa rồi gửi lại",
    "survey-rounds": "Khảo sát: các đợt đã nạp",
    "survey-round": "Một đợt khảo sát: chỉ số, từng câu, thiết kế, trả lời, quyền số",
    "survey-item": "Một câu hỏi theo xã: số riêng, số mô hình, khoảng, khoảng hạng, sơ đồ ô",
    "survey-factors": "Nhân tố và nhóm chính sách: toàn tỉnh và từng xã, khoảng theo trọng số",
    "survey-changes": "Thay đổi giữa hai đợt khảo sát, vượt sai số hay không",
}
ACCESS = {"public": "công khai", "internal": "nội bộ"}
TYPES = {
    "text": "chữ · text",
    "int": "số nguyên · integer",
    "float": "số · number",
    "date": "ngày (2025-07-01) · date",
    "code": "mã · code",
}
WORDS = {"str": "chữ", "int": "số nguyên", "float": "số", "Path": "tệp"}
WORDS |= {"bool": "có/không", "datetime": "ngày"}


def main(arguments: list[str]) -> int:
    """Write every page, or with ``--check`` compare them with what stands there."""
    stale = []
    for name, text in pages().items():
        path = PLACE / name
        known = path.read_text(encoding="utf-8") if path.exists() else None
        if known == text:
            continue
        stale.append(name)
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if "--check" not in arguments:
        sys.stdout.write(f"docs/reference: {len(stale)} trang viết lại\n")
        return 0
    for name in stale:
        sys.stderr.write(f"docs/reference/{name} đã cũ. Chạy: make docs\n")
    return 1 if stale else 0


def pages() -> dict[str, str]:
    """Every generated page: file name → text."""
    return {
        "commands.md": commands_page(),
        "settings.md": settings_page(),
        "pages.md": pages_page(),
        "errors.md": errors_page(),
        "facts.md": facts_page(),
        "rooms.md": rooms_page(),
    }


def table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table; line breaks and bars inside cells are made harmless."""
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "".join(f"| {' | '.join(cell(text) for text in line)} |\n" for line in lines)


def cell(text: str) -> str:
    """``text`` on one line, its bars harmless."""
    return " ".join(str(text).split()).replace("|", "\\|")


def paragraphs(*parts: str) -> str:
    """The page: its head, then the parts with a blank line between."""
    return HEAD + "\n" + "\n\n".join(part.strip("\n") for part in parts if part) + "\n"


# --- commands


def commands_page() -> str:
    """Every command with its arguments and options."""
    from thuocdo.cli.main import application

    found = list(leaves(application(), "thuocdo"))
    rows = [(f"[`{path}`](#{_anchor(path)})", _summary(command)) for path, command in found]
    return paragraphs(
        "# Các lệnh · Commands",
        "Mã thoát: 0 là được; 1 là số liệu không cho phép; 2 là gọi sai. Lỗi in ra stderr, mỗi "
        "lỗi một dòng kèm cách sửa ([danh mục lỗi](errors.md)). `thuocdo --version` in phiên bản.",
        "Exit codes: 0 fine, 1 the data says no, 2 the call is wrong. Errors go to stderr, one "
        "line each with its remedy.",
        table(("Lệnh", "Làm gì"), rows),
        *(_command(path, command) for path, command in found),
    )


def leaves(command, path: str) -> Iterator[tuple[str, object]]:
    """Every command that does something, with the words that call it, in order."""
    below = getattr(command, "commands", None)
    if below is None:
        yield path, command
        return
    for name in sorted(below):
        yield from leaves(below[name], f"{path} {name}")


def _command(path: str, command) -> str:
    shown = [one for one in command.params if one.name != "help" and not _hidden(one)]
    call = [path, *(usage(one) for one in shown if one.param_type_name == "argument")]
    call += [f"{one.opts[0]} …" for one in shown if is_option(one) and one.required]
    call += ["[tùy chọn]"] if any(not one.required for one in shown if is_option(one)) else []
    parts = [f"## {path}", command.help or "", "```\n" + " ".join(call) + "\n```"]
    schema = f"{path.removeprefix('thuocdo ').replace(' ', '-')}.schema.json"
    rows = [_parameter(one) for one in shown]
    if any("--json" in one.opts for one in shown):
        parts.append(f"Dạng của `--json`: [{schema}]({schema}).")
    if rows:
        parts.append(table(("Tham số", "Kiểu", "Mặc định", "Nghĩa"), rows))
    return "\n\n".join(part.strip("\n") for part in parts if part)


def _summary(command) -> str:
    return (command.help or "").strip().splitlines()[0] if command.help else ""


def _hidden(parameter) -> bool:
    return bool(getattr(parameter, "hidden", False))


def is_option(parameter) -> bool:
    """Whether it is an option, not an argument."""
    return parameter.param_type_name == "option"


def usage(parameter) -> str:
    """An argument as a call shows it: ``FILE``, or ``[FILE]`` when it may be left out."""
    name = parameter.name.upper().replace("_", "-")
    return name if parameter.required else f"[{name}]"


def _parameter(one) -> tuple[str, ...]:
    name = ", ".join(f"`{opt}`" for opt in (*one.opts, *one.secondary_opts))
    if not is_option(one):
        name = f"`{usage(one)}`"
    default = "bắt buộc" if one.required else _default(one)
    return name, _kind(one), default, getattr(one, "help", None) or ""


def _default(parameter) -> str:
    value = parameter.default
    if value is None or value == "" or value is False or callable(value):
        return ""
    return f"`{value}`"


def _kind(parameter) -> str:
    annotation = parameter.type_descriptor.annotation
    one = next(iter(get_args(annotation)), annotation)
    kind = WORDS[one.__name__] + (", một hoặc nhiều" if one is not annotation else "")
    if parameter.min is None and parameter.max is None:
        return kind
    return f"{kind} {_bounds(parameter.min, parameter.max)}"


def _bounds(low, high) -> str:
    if low is None or high is None:
        return f"≥ {low:g}" if high is None else f"≤ {high:g}"
    return f"{low:g}–{high:g}"


def _anchor(path: str) -> str:
    return path.replace(" ", "-")


# --- settings


def settings_page() -> str:
    """Every environment variable the product reads."""
    from thuocdo.environment import SETTINGS

    rows = [
        (
            f"`{one.name}`",
            f"`{one.default}`" if one.default else "(trống · empty)",
            one.meaning_vi,
            one.meaning_en,
        )
        for one in SETTINGS.values()
    ]
    return paragraphs(
        "# Thiết lập · Settings",
        "Đặt bằng biến môi trường trước khi chạy lệnh. Biến để trống coi như chưa đặt.",
        "Set as environment variables. An empty variable counts as unset.",
        table(("Biến · Variable", "Mặc định · Default", "Nghĩa", "Meaning"), rows),
    )


# --- pages


def pages_page() -> str:
    """Every address of the site."""
    from thuocdo.pages.twins import routes

    _django()
    from thuocdo.site.urls import urlpatterns

    access, found = dict(routes(urlpatterns)), {}
    for route, name, view in views(urlpatterns):
        base = name.removesuffix("-json").removesuffix("-csv").removesuffix("-xlsx")
        found.setdefault(base, {"view": view, "routes": {}})["routes"][name] = route
    rows = [_page(base, one["routes"], one["view"], access) for base, one in found.items()]
    return paragraphs(
        "# Các trang · Pages",
        "Địa chỉ tiếng Việt không có tiền tố; bản tiếng Anh đứng sau `/en/`. Trang nào có số "
        "liệu đều có hai bản `.json` và `.csv` cùng bộ lọc, trang nội bộ thêm `.xlsx`. Mỗi địa "
        "chỉ khai rõ công khai hay nội bộ.",
        "Addresses are Vietnamese without a prefix, English under `/en/`. Every page with "
        "figures has `.json` and `.csv` twins, internal ones `.xlsx` too.",
        table(("Trang", "Bản cho máy", "Quyền xem", "Là gì", "What it is"), rows),
        "Trong địa chỉ: `index` là `papi`, `par-index` hoặc `sipas`; `boundaries` là `34` hoặc "
        "`63`; `unit` là mã tỉnh; `item` là `total`, mã nội dung (`7`) hoặc nội dung thành phần "
        "(`7.1`); `aspect` là `score`, `se`, `rank` hoặc `set`; `kind` là tên bảng.",
    )


def views(patterns, prefix: str = "") -> Iterator[tuple[str, str, object]]:
    """Every route beneath ``patterns`` with its name and view."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        below = getattr(pattern, "url_patterns", None)
        if below is None:
            yield route, pattern.name, pattern.callback
        else:
            yield from views(below, route)


def _page(base: str, found: dict[str, str], view, access: dict) -> tuple[str, ...]:
    allowed = ", ".join(sorted({ACCESS[access[route]] for route in found.values()}))
    twins = " ".join(address(route) for name, route in found.items() if name != base)
    return address(found[base]), twins, allowed, PAGES[base], _first_line(view)


def address(route: str) -> str:
    """A route as the page shows it: ``<str:unit>`` becomes ``<unit>``."""
    short = re.sub(r"<\w+:", "<", route)
    return f"`/{short}`"


def _first_line(thing) -> str:
    return (thing.__doc__ or "").strip().splitlines()[0].replace("``", "`")


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thuocdo.site.settings")
    import django

    django.setup()


# --- errors


def errors_page() -> str:
    """Every error: what it says and how to mend it."""
    from thuocdo.errors import catalogue

    rows = [
        (
            f"`{code}`",
            f"{entry['vi']} {entry['fix_vi']}",
            f"{entry['en']} {entry['fix_en']}",
            str(entry["exit"]),
        )
        for code, entry in sorted(catalogue().items())
    ]
    return paragraphs(
        "# Danh mục lỗi · Errors",
        "Mỗi lỗi nói mã, chỗ sai (tệp, dòng, cột), nguyên nhân rồi cách sửa. Chữ trong ngoặc "
        "nhọn được thay bằng giá trị gặp phải. Dòng đếm như bảng tính: đầu bảng là dòng 1.",
        "Each error tells its code, the place, the cause and the remedy. Words in braces are "
        "filled with what was met.",
        table(("Mã", "Tiếng Việt", "English", "Mã thoát · Exit"), rows),
    )


# --- fact tables


def facts_page() -> str:
    """Every kind of fact table: columns, types, admissible values, key."""
    from thuocdo.facts import SCHEMAS

    return paragraphs(
        "# Các bảng số liệu · Fact tables",
        "Mỗi bảng là một tệp CSV (UTF-8, số thập phân dùng dấu chấm). Ô trống là không có số "
        "liệu, không bao giờ là 0. Cột `basis`: `stated` công bố, `derived` suy ra, `estimated` "
        "ước lượng, `simulated` mô phỏng.",
        "Each table is a CSV file (UTF-8, decimal points). An empty cell is a missing figure, "
        "never 0.",
        *(_schema(schema) for schema in SCHEMAS.values()),
    )


def _schema(schema) -> str:
    remarks = [f"Khóa · Key: {', '.join(f'`{name}`' for name in schema.key)}."]
    if schema.restricted:
        remarks.append("Tải trọn bảng tùy `THUOCDO_BULK_DOWNLOAD` · Bulk download is a setting.")
    if schema.replaced_as_whole:
        remarks.append("Danh sách nạp sau thay cả danh sách trước · The last file is the list.")
    rows = [_column(column) for column in schema.columns]
    heads = ("Cột · Column", "Kiểu · Type", "Bắt buộc · Required", "Giá trị · Values")
    title = f"## {schema.kind}\n\n{schema.title_vi} · {schema.title_en}"
    return f"{title}\n\n{' '.join(remarks)}\n\n{table(heads, rows)}"


def _column(column) -> tuple[str, ...]:
    values = ", ".join(f"`{choice}`" for choice in column.choices)
    if column.low is not None or column.high is not None:
        values = _bounds(column.low, column.high)
    if column.refers:
        values = f"có trong · in `{column.refers}`"
    return f"`{column.name}`", TYPES[column.type], "có" if column.required else "", values


# --- rooms


def rooms_page() -> str:
    """Every room: what it owns, what goes in, what comes out."""
    import thuocdo

    names = sorted(one.name for one in pkgutil.iter_modules(thuocdo.__path__) if one.ispkg)
    parts = []
    for name in names:
        said = (import_module(f"thuocdo.{name}").__doc__ or "").strip()
        parts.append(f"## {name}\n\n{said.replace('``', '`')}")
    return paragraphs(
        "# Các phòng của mã nguồn · Rooms",
        "Mỗi phòng là một gói trong `src/thuocdo`. Phòng chỉ được gọi phòng ở tầng dưới; thứ tự "
        "các tầng ghi trong `pyproject.toml`, `make check` không cho phạm.",
        *parts,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
