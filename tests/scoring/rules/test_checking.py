"""A folder of wrong files: every fault is told with its row, in words kept beside the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from thuocdo.errors import ThuocDoError, catalogue
from thuocdo.scoring.rules.bands import Band, place, seams
from thuocdo.scoring.rules.checking import check_file, faults

WRONG = sorted((Path(__file__).parent / "wrong").glob("*.toml"))
TOLD_ELSEWHERE = {"RULE-001", "RULE-040"}


def told(path: Path):
    try:
        return check_file(path)
    except ThuocDoError as error:
        return error.problems


@pytest.mark.parametrize("path", WRONG, ids=lambda one: one.stem)
def test_a_wrong_file_is_told_word_for_word(path):
    said = "".join(f"{one.text('vi')}\n" for one in told(path))
    assert said == path.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", WRONG, ids=lambda one: one.stem)
def test_english_can_be_said(path):
    assert all(one.text("en").startswith(one.code) for one in told(path))


def test_every_fault_of_a_rule_set_is_in_the_folder():
    codes = {one.code for path in WRONG for one in told(path)}
    known = {code for code in catalogue() if code.startswith("RULE-0") and code < "RULE-040"}
    assert known - codes - TOLD_ELSEWHERE == set()


def test_what_lacks_is_no_fault():
    lacking = check_file(Path(__file__).parent / "wrong" / "unread.toml")
    assert [one.code for one in lacking] == ["RULE-036", "RULE-029"] and faults(lacking) == []


@pytest.mark.parametrize(
    "content,code", [(b"\xff\xfe", "RULE-001"), (b"a" * 2_000_001, "RULE-001"), (None, "RULE-001")]
)
def test_a_file_that_cannot_be_read(tmp_path, content, code):
    path = tmp_path / "thu.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ThuocDoError, match=code):
        check_file(path)


def test_seams_agree_with_trying_every_value():
    """Against the slow way: on a fine grid every value has one band unless a seam is told."""
    from fractions import Fraction as F
    from itertools import product

    ends = [None, F(0), F(1, 2), F(1)]
    kinds = [
        Band(low, high, low_in, high_in, F(1))
        for low, high, low_in, high_in in product(ends, ends, (True, False), (True, False))
        if low is None or high is None or low < high
    ]
    grid = [F(n, 4) for n in range(5)]
    for left, right in product(kinds[::2], kinds[1::2]):
        bands = (left, right)
        holes = any(place(bands, value) is None for value in grid)
        doubled = any(left.holds(value) and right.holds(value) for value in [*grid, F(5, 4)])
        found = {one.kind for one in seams(bands, F(1))}
        assert ("hole" in found, "overlap" in found) == (holes, doubled), bands
