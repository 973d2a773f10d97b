"""The analyst's script runs as it stands and finds what it says it finds."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys

import pytest


@pytest.fixture(scope="module")
def ran(root, thuocdo_home):
    """What a run of the script printed, in a process of its own and away from the repository."""
    found = subprocess.run(
        [sys.executable, str(root / "docs/analyst.py")],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=thuocdo_home,
        env={**os.environ, "PYTHONPATH": str(root / "src"), "PYTHONUTF8": "1"},
    )
    assert found.returncode == 0, found.stderr
    return found.stdout


def test_it_prints_the_published_figures(ran):
    assert "45.3659" in ran and "44.4042" in ran and "44.7379" in ran
    assert "44.6036" in ran


def test_its_own_claims_are_asserted(root):
    text = (root / "docs/analyst.py").read_text(encoding="utf-8")
    assert len(re.findall(r"^assert ", text, re.M)) >= 5


def test_it_is_a_notebook_of_cells_on_the_public_names_alone(root):
    text = (root / "docs/analyst.py").read_text(encoding="utf-8")
    assert text.count("\n# %%") >= 6
    assert set(re.findall(r"^(?:import|from) (\w+)", text, re.M)) <= {"polars", "thuocdo"}
    used = set(re.findall(r"\bthuocdo\.(\w+)", text))
    import thuocdo

    assert used <= set(thuocdo.__all__)
    assert set(thuocdo.__all__) - {"__version__"} <= used


def test_it_leaves_nothing_behind(root, thuocdo_home):
    before = sorted(thuocdo_home.rglob("*"))
    runpy.run_path(str(root / "docs/analyst.py"))
    assert sorted(thuocdo_home.rglob("*")) == before
