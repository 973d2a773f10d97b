"""The how-to page says what the product does: its examples run, its table is whole."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from thuocdo.scoring.rules import KINDS, check_read, rules_of
from thuocdo.scoring.rules.cases import run_cases

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "bo-tieu-chi.md").read_text("utf-8")
HEAD = """name = "bo"
title = "Bộ"
decision = "1/QĐ"
level = "department"
years = [2026]
maximum = 3

[[criterion]]
number = "1"
name = "Lĩnh vực"
maximum = 3

[[criterion]]
number = "1.1"
name = "Tiêu chí"
maximum = 3

[[criterion]]
number = "1.1.1"
name = "Tiêu chí thành phần"
maximum = 1.5
owner = "SO-02"
evidence = ["Báo cáo"]
rule = { kind = "full_or_none", variable = "met" }

"""


def test_its_examples_run(tmp_path):
    criterion, cases = re.findall(r"```toml\n(.*?)```", PAGE, re.S)
    read = rules_of(HEAD + criterion, "bo-2026.toml")
    assert check_read(read) == []
    (tmp_path / "vi-du.toml").write_text(cases, encoding="utf-8")
    _, outcomes = run_cases(tmp_path / "vi-du.toml", lambda named: read)
    assert [one.passed for one in outcomes] == [True, True]


def test_its_table_names_every_kind_and_parameter():
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", PAGE, re.M))
    assert rows.pop("kind") == "Tham số"
    assert set(rows) == set(KINDS) - {"unread"}
    for kind, told in rows.items():
        assert {one.name for one in fields(KINDS[kind])} <= set(re.findall(r"`(\w+)`", told)), kind
