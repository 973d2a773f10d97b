"""Questions to units: who answers, what is kept, what the log learns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import SimpleNamespace

import polars as pl
import pytest
from tests.web.readers import seen

from thuocdo.audit.log import links
from thuocdo.dossiers.integrity import testing
from thuocdo.dossiers.integrity.agencies import COUNTS
from thuocdo.dossiers.integrity.asking import Answer, Asked, Suspicion
from thuocdo.dossiers.integrity.detectors import detectors
from thuocdo.service import lake_figures, suspected
from thuocdo.service.models import Reply

pytestmark = pytest.mark.django_db
UNIT, OTHER, SIGN = "11953", "11977", "closed_at_once"
ADDRESS = f"/phuc-vu/don-vi/{UNIT}/cau-hoi/{SIGN}/"


@dataclass
class Lake:
    version: int = 4
    simulated: int = 1


@pytest.fixture(autouse=True)
def one_question(province, monkeypatch):
    found = testing.Tested(SIGN, UNIT, 200, 12, 1.5, 1e-6, 1e-4)
    asked = Suspicion(detectors()[SIGN], found, ("H31.12-250609-0001",))
    answer = Answer(Asked(2025, "", None, 0.05, None), Lake(), 1_763_600_000, (asked,), ())
    monkeypatch.setattr(lake_figures, "suspicions", lambda year: answer)


def test_a_unit_is_asked_and_answers(reader):
    officer = reader("officer", UNIT)
    assert "12 trong 200 hồ sơ" in seen(officer.get("/cua-toi/").content.decode()).words
    words = seen(officer.get(ADDRESS).content.decode()).words
    assert "H31.12-250609-0001" in words and "không phải kết luận" in words
    assert "Còn 11 hồ sơ nữa" in words
    sent = officer.post(ADDRESS, {"text": "Hồ sơ giấy nhập sau."})
    assert sent.status_code == 302
    listed = seen(officer.get(sent["Location"]).content.decode()).words
    assert "Hồ sơ giấy nhập sau." in listed and "1 câu hỏi, 0 câu chưa trả lời." in listed
    assert "12 trong 200" not in seen(officer.get("/cua-toi/").content.decode()).words
    leader = reader("leader").get("/phuc-vu/cau-hoi/").content.decode()
    assert "Hồ sơ giấy nhập sau." in leader


def test_an_answer_is_added_never_changed_and_the_log_keeps_no_words(reader):
    officer = reader("officer", UNIT)
    for text in ("Lần một.", "Lần hai."):
        officer.post(ADDRESS, {"text": text})
    assert [one.text for one in Reply.objects.order_by("pk")] == ["Lần một.", "Lần hai."]
    assert {one.version for one in Reply.objects.all()} == {4}
    assert "Lần hai." in officer.get(ADDRESS).content.decode()
    told = [one for one in links() if one.action == "question.answered"]
    assert [one.object for one in told] == [f"question:2025:{SIGN}"] * 2
    assert [one.scope for one in told] == [UNIT] * 2
    assert "Lần" not in str(told)


@pytest.mark.parametrize(("role", "unit"), [("officer", OTHER), ("head", "SO-02"), ("leader", "")])
def test_nobody_else_answers(reader, role, unit):
    answer = reader(role, unit).post(ADDRESS, {"text": "x"})
    assert answer.status_code == 403 and Reply.objects.count() == 0


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_an_unfit_answer_is_told_beside_the_field(reader, text):
    answer = reader("officer", UNIT).post(ADDRESS, {"text": text})
    assert answer.status_code == 200 and 'class="error"' in answer.content.decode()
    assert Reply.objects.count() == 0


def test_what_is_answered_is_text_never_markup(reader):
    officer = reader("officer", UNIT)
    officer.post(ADDRESS, {"text": "<script>alert(1)</script>\nhai dòng"})
    html = officer.get(ADDRESS).content.decode()
    assert "<script>alert" not in html and "&lt;script&gt;alert" in html


def test_a_question_that_is_not_asked_is_refused(reader):
    answer = reader("officer", UNIT).get(f"/phuc-vu/don-vi/{UNIT}/cau-hoi/reopened/")
    assert answer.status_code == 404 and "DOSSIER-060" in answer.content.decode()


# ---- what the portal's answers show ----


def test_petitions_are_asked_about_where_the_answers_are_ours(reader, monkeypatch):
    rows = [(f"U{k}", 2000, 1600, 2, 2) for k in range(40)] + [(UNIT, 4000, 3960, 30, 30)]
    counts = pl.DataFrame(rows, ["unit", *COUNTS], orient="row")
    held = SimpleNamespace(period="2025-08", is_own=True, bundle=None)
    monkeypatch.setattr(suspected.captures, "of_period", lambda: held)
    monkeypatch.setattr(suspected, "units_of", lambda _: {})
    monkeypatch.setattr(suspected, "agency_counts", lambda *_: counts)
    words = seen(reader("leader").get("/phuc-vu/cau-hoi/").content.decode()).words
    assert "30 phản ánh, kiến nghị trên 4.000 hồ sơ" in words
    assert "40 đơn vị đúng hạn cao có dưới 5 phản ánh, chưa đủ vụ" in words
    one = f"/phuc-vu/don-vi/{UNIT}/cau-hoi/petitions/"
    words = seen(reader("officer", UNIT).get(one).content.decode()).words
    assert "không nêu từng phản ánh" in words and "hồ sơ nữa" not in words
    held.is_own = False
    assert "kiến nghị trên" not in reader("leader").get("/phuc-vu/cau-hoi/").content.decode()


def test_without_answers_it_is_said_that_petitions_were_not_looked_at(reader, monkeypatch):
    found = lake_figures.suspicions(2025)
    lacking = replace(found, not_asked=("petitions", "unhappy"))
    monkeypatch.setattr(lake_figures, "suspicions", lambda year: lacking)
    words = seen(reader("leader").get("/phuc-vu/cau-hoi/").content.decode()).words
    assert "Chưa xét «Đúng hạn cao mà phản ánh nhiều»: cần câu trả lời của Cổng" in words
