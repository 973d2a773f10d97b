"""Run every example of the manual, and see that the manual printed is this one."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.spec.book import cells, run, same
from tests.spec.manual import PATH, manual
from tests.spec.toc import ORDER, chapters

EXAMPLES = [
    pytest.param(chapter, example, id=f"{name}-{place}")
    for name, chapter in chapters()
    for place, example in enumerate(chapter.examples, start=1)
]


@pytest.mark.parametrize(("chapter", "example"), EXAMPLES)
def test_the_product_answers_as_the_manual_says(chapter, example):
    head, *wanted = cells(example.expected)
    got = run(chapter, example)
    assert len(got) == len(wanted), f"{len(got)} rows, the manual says {len(wanted)}"
    for row, line in zip(got, wanted, strict=True):
        for name, cell in zip(head, line, strict=True):
            assert same(row[name], cell), f"{name}: {row[name]!r}, the manual says {cell} ({line})"


@pytest.mark.parametrize(("chapter", "example"), EXAMPLES)
def test_every_value_given_is_drawn_or_told(chapter, example):
    for name, value in example.given.items():
        drawn = isinstance(value, str) and value.lstrip().startswith("|")
        assert drawn != (name in example.told), name


def test_every_chapter_is_in_the_contents():
    written = {path.stem for path in (Path(__file__).parent / "chapters").glob("*.py")}
    assert written == set(ORDER)


def test_the_manual_is_current():
    assert PATH.exists(), "write it with: python -m tests.spec.manual"
    assert PATH.read_text(encoding="utf-8") == manual(), (
        "docs/reference/manual.md is old; write it again with: python -m tests.spec.manual"
    )
