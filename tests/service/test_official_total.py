"""The page of the portal's points says that the official total was not read."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

import pytest
from tests.dossiers import answers
from tests.web.readers import seen

from thuocdo.dossiers.portal.importing import import_folder

pytestmark = pytest.mark.django_db


def test_kept_but_unread(furnished, tmp_path, monkeypatch, reader):
    home = shutil.copytree(furnished, tmp_path / "home")
    monkeypatch.setenv("THUOCDO_HOME", str(home))
    leader = reader("leader")
    words = seen(leader.get("/phuc-vu/").content.decode()).words
    assert "Chưa lưu câu trả lời về điểm chung chính thức" in words
    saved = answers.save(answers.recorded(), tmp_path / "2026-08")
    (saved / "service-results.json").write_bytes(b'{"code":"OK","data":{"total":"?"}}')
    import_folder(saved, home, "test", datetime(2026, 10, 2, tzinfo=UTC), period="2026-08")
    words = seen(leader.get("/phuc-vu/").content.decode()).words
    assert "(service-results) kỳ 2026-08: chưa đọc được" in words
