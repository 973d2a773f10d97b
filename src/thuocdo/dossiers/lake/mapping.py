"""How an office names its columns: said once with ``--map``, remembered under THUOCDO_HOME."""

from __future__ import annotations

import json
import os
from pathlib import Path

from thuocdo.dossiers.lake.fields import BY_NAME
from thuocdo.dossiers.lake.room import no_room_told
from thuocdo.errors import ThuocDoError

NAME = "dossier-columns.json"


def remembered(home: Path, said: list[str]) -> dict[str, str]:
    """The mapping known under ``home`` with what is ``said`` now (``head=field``), kept.

    An empty field means: drop this column. Raises ``ThuocDoError`` DOSSIER-008, 013, 132 (what
    was kept is damaged; it is left as it is).
    """
    path = home / NAME
    known = _kept(path)
    new = dict(_one(text) for text in said)
    if new:
        text = json.dumps(known | new, ensure_ascii=False, indent=1)
        with no_room_told():
            home.mkdir(parents=True, exist_ok=True)
            partial = path.with_suffix(".partial")
            partial.write_text(text, encoding="utf-8")
            os.replace(partial, path)  # noqa: PTH105 - one step on every system
    return known | new


def _kept(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
        if all(field == "" or field in BY_NAME for field in known.values()):
            return known
    except (OSError, ValueError, AttributeError, TypeError, RecursionError):
        pass
    raise ThuocDoError.of("DOSSIER-132", file=path.name) from None


def _one(text: str) -> tuple[str, str]:
    head, mark, field = text.rpartition("=")
    if not mark or not head.strip() or (field and field not in BY_NAME):
        raise ThuocDoError.of("DOSSIER-013", value=text, known=", ".join(BY_NAME))
    return head.strip(), field
