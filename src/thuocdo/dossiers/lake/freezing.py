"""Versions a report rests on: named, kept whatever else is dropped.

``lake/frozen.json``: version → name.
"""

from __future__ import annotations

import json
import os

from thuocdo.disk import sync_folder
from thuocdo.dossiers.lake.manifests import Lake
from thuocdo.errors import ThuocDoError


def frozen(lake: Lake) -> dict[int, str]:
    """Every frozen version with its name. Raises ``ThuocDoError`` DOSSIER-009 (unreadable)."""
    path = lake.root / "frozen.json"
    if not path.is_file():
        return {}
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return {int(version): str(name) for version, name in held.items()}
    except (ValueError, AttributeError):
        raise ThuocDoError.of("DOSSIER-009", file=path.name) from None


def freeze(lake: Lake, version: int, name: str) -> None:
    """Keep ``version`` under ``name``. Raises DOSSIER-014 for one there is not, DOSSIER-007."""
    with lake.writing():
        lake.manifest(version)
        _write(lake, frozen(lake) | {version: name})


def thaw(lake: Lake, version: int) -> None:
    """Let ``version`` go with the others. Raises DOSSIER-020 when it is not frozen, DOSSIER-007."""
    with lake.writing():
        held = frozen(lake)
        if version not in held:
            raise ThuocDoError.of("DOSSIER-020", version=version)
        _write(lake, {one: name for one, name in held.items() if one != version})


def _write(lake: Lake, held: dict[int, str]) -> None:
    partial = lake.root / "frozen.partial"
    with partial.open("w", encoding="utf-8") as out:
        json.dump({str(one): held[one] for one in sorted(held)}, out, ensure_ascii=False, indent=1)
        out.flush()
        os.fsync(out.fileno())
    os.replace(partial, lake.root / "frozen.json")  # noqa: PTH105 - one step on every system
    sync_folder(lake.root)
