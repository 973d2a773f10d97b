"""A frozen name is on the disk before the command says so."""

from __future__ import annotations

import os

from thuocdo.dossiers.lake import freezing


def test_the_folder_is_synced_after_the_rename(desk, monkeypatch):
    desk.load(desk.csv("a.csv", {}))
    steps = []
    replaced, synced = os.replace, freezing.sync_folder

    def replace(one, other):
        steps.append(("renamed", str(other)))
        return replaced(one, other)

    def sync(folder):
        steps.append(("synced", str(folder)))
        return synced(folder)

    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr(freezing, "sync_folder", sync)
    freezing.freeze(desk.lake, 1, "Báo cáo")
    freezing.thaw(desk.lake, 1)
    once = [("renamed", str(desk.lake.root / "frozen.json")), ("synced", str(desk.lake.root))]
    assert steps == once * 2
