"""A worker killed in the middle of an import: another makes it whole, once; the raw file goes."""

from __future__ import annotations

import signal

from tests.dossiers.conftest import KEY
from tests.jobs.conftest import database, lines, until, worker  # noqa: F401 - fixtures

from thuocdo import jobs
from thuocdo.audit.models import Entry
from thuocdo.dossiers import tasks, uploads
from thuocdo.dossiers.lake import Lake, verify


def test_killed_in_the_middle_of_an_import(worker, lines, desk, year, tmp_path, monkeypatch):  # noqa: F811
    gate = tmp_path / "gate"
    around = {"THUOCDO_HOME": str(desk.home), "THUOCDO_DOSSIER_KEY": KEY}
    for name, value in around.items():
        monkeypatch.setenv(name, value)
    with year.open("rb") as stream:
        number = tasks.upload(stream, year.name, "u8")
    more = {"NOTES": lines.path, "GATE": str(gate), **around}
    first = worker(modules="tests.dossiers.slow_import", **more)
    until(lambda: lines() == ["batch 0"])
    first.send_signal(signal.SIGKILL)
    first.wait(30)
    assert jobs.find(number).state == "running"
    assert len(list(uploads.folder(desk.home).iterdir())) == 1 and not Lake(desk.home).numbers()
    gate.touch()
    worker(modules="tests.dossiers.slow_import", **more)
    told = Entry.objects.filter(actor="u8", action="dossiers.import", object=f"job:{number}")
    until(lambda: told.count())
    until(lambda: not list(uploads.folder(desk.home).iterdir()))
    job = jobs.find(number)
    assert (job.state, job.attempts) == ("done", 2)
    assert job.result["rows"] == job.result["new"] == verify(Lake(desk.home), None).rows
    assert job.result["simulated"] == job.result["rows"]
    assert (lines().count("batch 0"), lines().count("swapped"), told.count()) == (2, 1, 1)
