"""Every error of the catalogue is raised somewhere, and every one raised is in the catalogue."""

from __future__ import annotations

import re
import string

import pytest

from thuocdo.errors import catalogue

CODE = re.compile(r"""["']([A-Z]{3,8}-\d{3})["']""")


@pytest.fixture(scope="module")
def used(root) -> dict[str, set[str]]:
    """Code → the source files that name it, as a text of its own."""
    found: dict[str, set[str]] = {}
    for path in (root / "src").rglob("*.py"):
        for code in CODE.findall(path.read_text(encoding="utf-8")):
            found.setdefault(code, set()).add(path.name)
    return found


def test_every_code_used_is_in_the_catalogue(used):
    assert {code: files for code, files in used.items() if code not in catalogue()} == {}


def test_every_code_of_the_catalogue_is_used(used):
    assert sorted(set(catalogue()) - set(used)) == []


def test_codes_named_in_the_text_exist(root):
    pages = [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
    named = {
        code
        for page in pages
        for code in re.findall(
            r"\b(?:CALL|FACT|UNIT|PAGE|PORTAL|DOSSIER|SURVEY|DATA|DOOR|USER|JOB|EVIDENCE)-\d{3}\b",
            page.read_text(encoding="utf-8"),
        )
    }
    assert named and named <= set(catalogue())


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_both_languages_name_the_same_values(code):
    entry = catalogue()[code]

    def names(*keys: str) -> set[str]:
        parsed = (part for key in keys for part in string.Formatter().parse(entry[key]))
        fields = {field for _, field, _, _ in parsed if field}
        return {re.sub(r"_(vi|en)$", "", field) for field in fields}

    assert names("vi", "fix_vi") == names("en", "fix_en")
