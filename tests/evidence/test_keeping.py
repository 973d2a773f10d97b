"""Evidence in the tables: handed in, cited, found, let go; the disk and the log agree."""

from __future__ import annotations

import datetime
import io
import os
import threading

import pytest
from tests.evidence import files

from thuocdo import audit
from thuocdo.audit.models import Entry
from thuocdo.errors import ThuocDoError
from thuocdo.evidence import keeping, shelf, tasks
from thuocdo.evidence.models import Citation, Evidence, Text
from thuocdo.evidence.verifying import verify
from thuocdo.jobs.models import Job

NASTY = "'; DROP TABLE evidence_evidence; -- <script>alert(1)</script> %s {0}"
NOTHING = {"orphans": 0, "unfinished": 0, "texts": 0, "wanted": 0}
DAY = datetime.timedelta(days=1)


def logged() -> list[tuple]:
    rows = Entry.objects.filter(action__startswith="evidence.").order_by("sequence")
    return [(one.actor, one.action, one.object) for one in rows]


def test_what_is_handed_in_is_a_row_a_file_a_job_and_a_line_of_the_log(home, given):
    before = len(logged())
    one = given(files.pdf(), "../../Báo cáo.PDF")
    assert (one.kind, one.name, one.uploaded_by, one.scan) == (
        "pdf",
        "Báo cáo.PDF",
        "u7",
        "unscanned",
    )
    assert shelf.place(home, one.sha256).stat().st_size == one.size
    assert Job.objects.filter(task=tasks.take_text.module_path).count() == 1
    assert logged()[before:] == [("u7", "evidence.add", f"evidence:{one.pk}")]
    assert verify(home, keeping.known()) == [] and audit.verify() == []


def test_again_by_the_same_is_the_same_and_by_another_is_another(home, given):
    first, again, other = given(b"one"), given(b"one", "x"), given(b"one", "y", "u8")
    assert first.pk == again.pk != other.pk and again.name == "Báo cáo.pdf"
    assert len(list(shelf.contents(home))) == Text.objects.count() == Job.objects.count() == 1


def test_pictures_and_sheets_have_no_text_to_wait_for(given):
    for content in (files.png(), files.JPEG, files.sheet()):
        assert Text.objects.get(sha256=given(content).sha256).state == "none"
    assert Job.objects.count() == 0


@pytest.mark.parametrize("actor", ["", "Trần Thị Lan", "0912345678"])
def test_an_actor_is_a_plain_identifier(home, given, actor):
    with pytest.raises(ValueError, match="actor"):
        given(b"one", actor=actor)
    assert list(shelf.contents(home)) == []


def test_what_is_refused_leaves_no_row_and_no_file(home, given, monkeypatch):
    monkeypatch.setenv("THUOCDO_EVIDENCE_LIMIT", "1000")
    for content, code in ((b"MZ\0", "005"), (b"a" * 1001, "002"), (b"", "004")):
        with pytest.raises(ThuocDoError, match=f"EVIDENCE-{code}"):
            given(content, "bao-cao.pdf")
    monkeypatch.setenv("THUOCDO_SCAN_COMMAND", "/bin/false")
    with pytest.raises(ThuocDoError, match="EVIDENCE-013"):
        given(b"one")
    assert list(shelf.contents(home)) == [] and not Evidence.objects.exists()


def test_a_scanner_set_later_is_told_for_the_same_content(given, monkeypatch):
    first = given(b"one")
    monkeypatch.setenv("THUOCDO_SCAN_COMMAND", "/bin/true")
    assert given(b"one", "y", "u8").scan == "clean"
    first.refresh_from_db()
    assert first.scan == "clean"


def test_names_and_citations_are_words_whatever_they_say(given):
    one = given(b"one", NASTY)
    assert Evidence.objects.get(pk=one.pk).name == NASTY.split("/")[-1]
    made = keeping.cite(one, "score:1", "u7", issuer=NASTY, section="\u202eMục\0 2\n")
    found = Citation.objects.get(pk=made.pk)
    assert (found.issuer, found.section, found.number, found.dated) == (NASTY, "Mục 2", "", None)


def test_a_citation_tells_where_and_is_told_to_the_log(given):
    one, before = given(b"one"), len(logged())
    dated = datetime.date(2026, 3, 5)
    told = {"number": "12/BC-UBND", "dated": dated, "issuer": "UBND tỉnh", "page": "3–4"}
    made = keeping.cite(one, "score:1", "u8", **told)
    found = Citation.objects.get(subject="score:1")
    assert {name: getattr(found, name) for name in told} == told and found.written_by == "u8"
    keeping.withdraw_citation(made, "u8")
    assert [action for _, action, _ in logged()[before:]] == ["evidence.cite", "evidence.uncite"]
    assert not Citation.objects.exists() and Evidence.objects.filter(pk=one.pk).exists()


@pytest.mark.parametrize("field", list(keeping.FIELDS))
def test_a_field_that_is_too_long_is_named(given, field):
    one = given(b"one")
    longest = Citation._meta.get_field(field).max_length
    keeping.cite(one, "score:1", "u7", **{field: "ă" * longest})
    with pytest.raises(ThuocDoError) as told:
        keeping.cite(one, "score:1", "u7", **{field: "ă" * (longest + 1)})
    text = told.value.problems[0].text("vi")
    assert (
        text.startswith("EVIDENCE-017")
        and keeping.FIELDS[field][0] in text
        and str(longest) in text
    )
    with pytest.raises(ValueError, match="subject"):
        keeping.cite(one, "Tiêu chí 1", "u7")


def test_a_forged_number_and_a_forbidden_one_answer_alike(given):
    one = given(b"one")
    assert keeping.find(one.pk, lambda found: found.uploaded_by == "u7").pk == one.pk
    told = []
    for number, may in ((one.pk, lambda _: False), (10**9, lambda _: True)):
        with pytest.raises(ThuocDoError) as error:
            keeping.find(number, may)
        told.append(error.value.problems[0].text("vi"))
    assert told[0] == told[1] and told[0].startswith("EVIDENCE-015")


def test_what_is_cited_stays_and_what_is_let_go_is_swept(home, given):
    one, other = given(b"one"), given(b"one", "y", "u8")
    made = keeping.cite(one, "score:1", "u7")
    with pytest.raises(ThuocDoError, match="EVIDENCE-018.* 1 "):
        keeping.forget(one, "u7")
    keeping.withdraw_citation(made, "u7")
    path = shelf.place(home, one.sha256)
    old = path.stat().st_mtime - 2 * DAY.total_seconds()
    keeping.forget(one, "u7")
    os.utime(path, (old, old))
    assert tasks.sweep_files.call() == NOTHING
    keeping.forget(other, "u8")
    assert tasks.sweep_files.call() == {**NOTHING, "orphans": 1, "texts": 1}
    assert not path.exists()
    assert given(b"one").size == 3 and Text.objects.get().state == "waiting"


def test_a_text_that_is_gone_is_wanted_again(given, work):
    one = given(files.pdf("Quyet dinh"))
    work()
    Text.objects.all().delete()
    assert tasks.sweep_files.call() == {**NOTHING, "wanted": 1}
    assert [job.state for job in work()] == ["done"]
    assert list(keeping.search("quyet", Evidence.objects.all())) == [one]


def test_words_find_what_the_caller_may_see(given, work):
    mine = given(files.word("Quyết định về cải cách"), "a.docx")
    other = given("Quyết toán, cái cách; quyet dinh".encode(), "b.txt", "u8")
    picture = given(files.png())
    assert [job.state for job in work()] == ["done", "done"]
    every = Evidence.objects.all()

    def found(question: str, among=every) -> list[int]:
        return sorted(one.pk for one in keeping.search(question, among))

    assert found("quyet dinh") == [mine.pk, other.pk]
    assert found("quyết định") == [mine.pk]
    assert found('"cai cach"') == [mine.pk, other.pk]
    assert found("quyết", every.filter(uploaded_by="u8")) == [other.pk]
    assert found("100% _ ' \\") == found("") == []
    assert picture.pk not in found("a")


def test_the_nightly_check_fails_when_evidence_is_harmed(home, given):
    one = given(b"one")
    assert tasks.verify_files.call() == {}
    shelf.place(home, one.sha256).write_bytes(b"two")
    with pytest.raises(ThuocDoError, match="EVIDENCE-019"):
        tasks.verify_files.call()


def test_a_document_that_cannot_be_read_fails_its_job_and_no_worker(home, given, work):
    broken = given(b"%PDF-1.7\nnothing\n%%EOF")
    gone = given(files.pdf("gone"), actor="u8")
    good = given(files.pdf("Quyet dinh"), actor="u9")
    empty = given(files.pdf("  "), actor="u9")
    shelf.place(home, gone.sha256).unlink()
    states = {job.arguments["sha256"]: (job.state, job.error) for job in work()}
    assert states == {
        broken.sha256: ("failed", "EVIDENCE-020"),
        gone.sha256: ("failed", "EVIDENCE-016"),
        good.sha256: ("done", ""),
        empty.sha256: ("done", ""),
    }
    kept = {one.sha256: (one.state, one.error, one.pages) for one in Text.objects.all()}
    assert kept == {
        broken.sha256: ("failed", "EVIDENCE-020", None),
        gone.sha256: ("failed", "EVIDENCE-016", None),
        good.sha256: ("kept", "", 1),
        empty.sha256: ("empty", "", 1),
    }


def test_a_job_for_evidence_let_go_meanwhile_ends_well(given, work):
    keeping.forget(given(b"one"), "u7")
    (job,) = work()
    assert (job.state, job.result["state"]) == ("done", "gone")


@pytest.fixture
def committed(home, django_db_setup, django_db_blocker):
    """Rows that other threads see; gone after the test."""
    from django.db import connection

    with django_db_blocker.unblock():
        yield
        for table in (Evidence, Text, Job):
            table.objects.all().delete()
        connection.close()


def test_eight_at_once_with_one_content_make_one_row(home, committed):
    from django.db import connection

    found, start = [], threading.Barrier(8)

    def hands_in(number: int) -> None:
        try:
            start.wait(30)
            found.append(keeping.add(io.BytesIO(b"one"), str(number), f"u{number % 2}").pk)
        finally:
            connection.close()

    crowd = [threading.Thread(target=hands_in, args=(one,)) for one in range(8)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join(60)
    assert len(found) == 8 and len(set(found)) == 2
    assert Evidence.objects.count() == 2 and Text.objects.count() == Job.objects.count() == 1
    assert verify(home, keeping.known()) == []


@pytest.mark.django_db
def test_every_migration_is_made():
    from django.core.management import call_command

    call_command("makemigrations", "evidence", check=True, dry_run=True, verbosity=0)
