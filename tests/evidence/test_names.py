"""A name is words to show: never a path, never a trick."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuocdo.evidence.names import LONGEST, UNSHOWN, plain, saved_as, shown


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Báo cáo 2026.pdf", "Báo cáo 2026.pdf"),
        (unicodedata.normalize("NFD", "Báo cáo.pdf"), "Báo cáo.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Lan\\bc.docx", "bc.docx"),
        ("..", ""),
        ("", ""),
        ("a\0b\r\nSet-Cookie: x.pdf", "ab Set-Cookie: x.pdf"),
        ("bao-cao\u202efdp.exe", "bao-caofdp.exe"),
        ("\u2066\u200ba\ufeff.pdf", "a.pdf"),
        ("x'; DROP TABLE evidence_evidence; --.pdf", "x'; DROP TABLE evidence_evidence; --.pdf"),
        ("a" * 5000 + ".docx", "a" * (LONGEST - 6) + "….docx"),
    ],
)
def test_a_name_as_it_is_shown(name, expected):
    assert shown(name) == expected


@pytest.mark.parametrize(
    ("name", "ending", "expected"),
    [
        ("a.PDF", ".pdf", "a.PDF"),
        ("a.exe", ".pdf", "a.exe.pdf"),
        ("anh.jpeg", ".jpg", "anh.jpeg"),
        ("run.bat", ".txt", "run.bat.txt"),
        ('a"b<c>.pdf', ".pdf", "a_b_c_.pdf"),
        ("..", ".pdf", "tep.pdf"),
        ("<img src=x onerror=alert(1)>.pdf", ".pdf", "_img src=x onerror=alert(1)_.pdf"),
    ],
)
def test_a_name_as_it_is_saved(name, ending, expected):
    assert saved_as(name, ending) == expected


@given(st.text(max_size=300))
def test_no_name_is_a_path_or_holds_what_cannot_be_seen(name):
    for found in (shown(name), saved_as(name, ".pdf")):
        assert not set(found) & set("/\\\0") and len(found) <= LONGEST + 4
        assert not {unicodedata.category(one) for one in found} & UNSHOWN
        assert found.strip(" .") == found.strip() or found.endswith(".") or found.startswith(".")
    assert plain(plain(name)) == plain(name)
    assert shown(shown(name)) == shown(name)
