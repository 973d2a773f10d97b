"""What analysts find in ``thuocdo.surveys``."""

from __future__ import annotations

import subprocess
import sys

import pytest

from thuocdo import surveys


def test_every_public_name_is_there():
    assert surveys.__all__ == sorted(surveys.__all__)
    for name in surveys.__all__:
        assert callable(getattr(surveys, name)), name
    assert {"estimate", "calibrate", "fay_herriot", "draw", "scores"} <= set(dir(surveys))


def test_a_name_that_is_not_there():
    with pytest.raises(AttributeError, match="no attribute 'estimat'"):
        _ = surveys.estimat


def test_nothing_heavy_is_imported_before_it_is_used():
    told = "import sys, thuocdo.surveys; print('numpy' in sys.modules, 'scipy' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert out.stdout.split() == ["False", "False"]
