"""Store a judged addition under the data folder, each file whole or not at all.

The order of writing is the safety: first the source, then the rule set, then the record,
last the figures. Whatever is interrupted, no figure stands without its source and record;
a record whose figures never came says so (``stored`` is false).
"""

from __future__ import annotations

import csv
import io
import json
import os
from datetime import UTC, datetime
from pathlib import Path

from thuocdo.facts.additions import Addition
from thuocdo.facts.schemas import SCHEMAS

RECORD = "additions.jsonl"


def store(addition: Addition, home: Path, now: datetime) -> list[Path]:
    """Write the addition under ``home``/facts and give the files of its rows.

    ``now`` has a zone. Raises ``ThuocDoError`` FACT-024 when figures change and the order
    does not say that they may be replaced.
    """
    addition.refuse_changes()
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}-{addition.sha256[:8]}.csv"
    folder = home / "facts"
    names = ["source", "rule_set", addition.table]
    kinds = [kind for kind in names if addition.tables.get(kind)]
    files = {kind: folder / kind / stamp for kind in kinds}
    for kind in kinds[:-1]:
        replace_file(files[kind], table_text(kind, addition.tables[kind]))
    _write_record(addition, folder, files, now)
    replace_file(files[kinds[-1]], table_text(kinds[-1], addition.tables[kinds[-1]]))
    return list(files.values())


def record(home: Path) -> list[dict]:
    """What was added under ``home``, oldest first; ``stored`` tells whether its rows are there."""
    path = home / "facts" / RECORD
    if not path.exists():
        return []
    entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        entry | {"stored": all((home / "facts" / name).exists() for name in entry["files"])}
        for entry in entries
    ]


def table_text(kind: str, rows: list[dict]) -> str:
    """Rows of ``kind`` as the CSV text of a table file; numbers in full."""
    out = io.StringIO()
    writer = csv.DictWriter(out, SCHEMAS[kind].names, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def replace_file(path: Path, content: str | bytes) -> None:
    """Put ``content`` at ``path`` in one step; a reader sees the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    try:
        with partial.open("wb") as out:
            out.write(content.encode("utf-8") if isinstance(content, str) else content)
            out.flush()
            os.fsync(out.fileno())
        os.replace(partial, path)  # noqa: PTH105 - one step on every system
    finally:
        partial.unlink(missing_ok=True)


def _write_record(addition: Addition, folder: Path, files: dict[str, Path], now: datetime) -> None:
    order, path = addition.order, folder / RECORD
    entry = {
        "when": now.astimezone(UTC).isoformat(timespec="seconds"),
        "who": order.who,
        "kind": order.kind,
        "year": order.year,
        "boundaries": order.boundaries,
        "file": order.path.name,
        "sha256": addition.sha256,
        "rows": addition.rows,
        "new": addition.new,
        "changed": len(addition.changed),
        "source": addition.source,
        "files": [one.relative_to(folder).as_posix() for one in files.values()],
    }
    known = path.read_text(encoding="utf-8") if path.exists() else ""
    replace_file(path, known + json.dumps(entry, ensure_ascii=False) + "\n")
