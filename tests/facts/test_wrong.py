"""Deliberately wrong files, each with the exact lines it is answered with.

``wrong/<kind>--<what>.csv`` is a table of the system; ``wrong/add-<kind>--<what>`` an
official's file. The sibling ``.txt`` holds the answer; ``options.toml`` what the call said
besides the file.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from thuocdo.errors import Problem, ThuocDoError, catalogue
from thuocdo.facts.check import check_file

WRONG = Path(__file__).parent / "wrong"
FILES = sorted(path for path in WRONG.iterdir() if path.suffix not in (".txt", ".toml"))
OPTIONS = tomllib.loads((WRONG / "options.toml").read_text(encoding="utf-8"))


def problems_of(path: Path, desk) -> list[Problem]:
    kind = path.stem.partition("--")[0]
    if not kind.startswith("add-"):
        return check_file(path, kind, desk.facts)
    try:
        options = OPTIONS.get(path.name, {})
        desk.prepare(kind.removeprefix("add-"), path, **options).refuse_changes()
    except ThuocDoError as error:
        return list(error.problems)
    return []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_wrong_file_is_told_exactly(path, desk):
    expected = path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    assert [problem.text("vi") for problem in problems_of(path, desk)] == expected
    assert expected
    assert desk.contents() == {}


def test_every_fault_of_the_catalogue_is_met(desk):
    met = {problem.code for path in FILES for problem in problems_of(path, desk)}
    assert {code for code in catalogue() if code.startswith("FACT-")} <= met


def test_every_answer_and_every_option_has_its_file():
    stems = {path.stem for path in FILES}
    assert {path.stem for path in WRONG.glob("*.txt")} == stems
    assert OPTIONS.keys() <= {path.name for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_english_is_there_too(path, desk):
    for problem in problems_of(path, desk):
        said = problem.text("en")
        assert said.startswith(problem.code)
        assert "{" not in said
        assert said != problem.text("vi")
