"""Print the manual from the chapters: ``python -m tests.spec.manual`` writes it."""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

from tests.spec.book import Chapter, Example, cells
from tests.spec.toc import chapters

PATH = Path(__file__).parents[2] / "docs" / "reference" / "manual.md"

HEAD = """# Sổ tay quy tắc: con số được tính thế nào

*The manual of rules: how every figure comes about, each rule with a worked example.*

Mỗi chương là một quy tắc, kèm ví dụ: bảng đưa vào, lời gọi, bảng nhận được. Các ví dụ chạy
cùng bộ kiểm thử ở mỗi lần sửa chương trình, nên sổ tay luôn đúng với chương trình. **Mọi số
trong sổ tay là ví dụ bịa ra cho dễ tính, không phải số liệu của tỉnh nào.** Dấu – là thiếu.

Tệp này do `python -m tests.spec.manual` viết ra từ `tests/spec/chapters`; đừng sửa tay.
"""


def manual() -> str:
    """The whole manual as Markdown."""
    found = [chapter for _, chapter in chapters()]
    contents = "\n".join(
        f"{place}. [{one.title}](#{_anchor(place, one)})" for place, one in enumerate(found, 1)
    )
    bodies = [_chapter(place, one) for place, one in enumerate(found, 1)]
    return "\n".join([HEAD, contents, "", *bodies])


def _anchor(place: int, chapter: Chapter) -> str:
    """As code hosts make it: small letters, no punctuation, hyphens for spaces."""
    title = unicodedata.normalize("NFC", f"{place}. {chapter.title}".lower())
    return re.sub(r"[^\w\- ]", "", title).replace(" ", "-")


def _chapter(place: int, chapter: Chapter) -> str:
    prose = re.sub(r"\n +", "\n", chapter.prose.strip())
    examples = [_example(one) for one in chapter.examples]
    return "\n".join([f"## {place}. {chapter.title}", "", prose, "", *examples])


def _example(example: Example) -> str:
    lines = [f"**Ví dụ: {example.title}**", ""]
    for name, value in example.given.items():
        if name in example.told:
            lines += [f"`{name}`: {example.told[name]}", ""]
        else:
            lines += [f"`{name}`:", "", _table(value), ""]
    how = "Gọi cho từng dòng:" if example.each else "Gọi:"
    lines += [how, "", "```python", example.call, "```", "", "Nhận được:", ""]
    return "\n".join([*lines, _table(example.expected), ""])


def _table(drawing: str) -> str:
    head, *body = cells(drawing)
    rule = ["---"] * len(head)
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *body))


def main() -> None:
    """Write the manual where it belongs."""
    PATH.parent.mkdir(parents=True, exist_ok=True)
    PATH.write_text(manual(), encoding="utf-8")
    sys.stdout.write(f"docs/reference/{PATH.name}\n")


if __name__ == "__main__":
    main()
