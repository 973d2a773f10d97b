"""Pages with and without a register of procedures: what is known, and which version it was."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.dossiers.conftest import KEY
from tests.service.conftest import TODAY
from tests.web.readers import seen

from thuocdo.dossiers.measures import registers, telling
from thuocdo.dossiers.measures.asking import Asked
from thuocdo.dossiers.simulating.writing import PROCEDURES, beside
from thuocdo.errors import ThuocDoError
from thuocdo.service import lake_figures

pytestmark = pytest.mark.django_db
QUESTIONS, LOSSES = "/phuc-vu/cau-hoi/", "/phuc-vu/mat-diem/"
WHY = "/phuc-vu/vi-sao/"
NOW = datetime(2025, 11, 21, 2, tzinfo=UTC)


@pytest.fixture
def own(furnished, tmp_path, monkeypatch):
    """The furnished folder copied, so that a register may be taken in."""
    home = shutil.copytree(furnished, tmp_path / "home")
    monkeypatch.setenv("THUOCDO_HOME", str(home))
    monkeypatch.setenv("THUOCDO_DOSSIER_KEY", KEY)
    monkeypatch.setattr(lake_figures, "today", lambda: TODAY)
    return home, beside(furnished.parent / "year.parquet", PROCEDURES)


def words(browser, address: str) -> str:
    return seen(browser.get(address).content.decode()).words


def test_a_register_taken_in_is_seen_at_once(own, reader):
    home, file = own
    leader = reader("leader")
    before = words(leader, QUESTIONS)
    assert "Chưa có danh mục thủ tục" in before and "Chưa xét «Lùi ngày hẹn trả»" in before
    assert "Chưa có danh mục thủ tục" in words(leader, LOSSES)
    held, _ = registers.keep(home, file, NOW)
    after = words(leader, QUESTIONS)
    assert "Chưa xét «Lùi ngày hẹn trả»" not in after
    assert f"Danh mục thủ tục bản 1: {held.register.count} thủ tục" in after
    metrics = json.loads(leader.get(LOSSES.rstrip("/") + ".json").content)
    assert "kết quả" in json.dumps(metrics, ensure_ascii=False).lower()
    assert "Danh mục thủ tục bản 1" in words(leader, "/phuc-vu/sap-qua-han/")


def test_the_page_counts_as_the_command_with_the_same_register(own):
    home, file = own
    registers.keep(home, file, NOW)
    held = lake_figures.year_counts(2025)
    ours = tuple(int(held.cells[one].sum()) for one in ("result_electronic", "result_due"))
    for terms in (None, file, Path("1")):
        told = telling.told(Asked(2025, "province", terms, (), None), "result_electronic", home)
        assert (told.total.numerator, told.total.denominator) == ours
    assert ours[1] > 0 and held.base.register.version == 1 and held.base.register.simulated
    with pytest.raises(ThuocDoError, match="DOSSIER-031"):
        telling.told(Asked(2025, "province", Path("0"), (), None), "result_electronic", home)


def test_why_names_the_version_that_counts_it_again(own, reader):
    home, file = own
    registers.keep(home, file, NOW)
    told = words(reader("leader"), WHY)
    assert "--terms 1" in told and "Danh mục thủ tục bản 1" in told
