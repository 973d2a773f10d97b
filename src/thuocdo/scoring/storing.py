"""A rule set and a mapping of criteria, written to new files; a mapping read."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from thuocdo.disk import whole
from thuocdo.errors import Problem, ThuocDoError
from thuocdo.scoring.rules.comparing import Pair
from thuocdo.scoring.rules.reading import toml_text
from thuocdo.scoring.rules.shapes import RuleSet
from thuocdo.scoring.rules.writing import written


def refuse_existing(path: Path) -> None:
    """Raises ``ThuocDoError`` RULE-049 where the file is there."""
    if path.exists():
        raise ThuocDoError.of("RULE-049", name=path.name)


def store(path: Path, rules: RuleSet) -> None:
    """Write ``rules`` in one step. Raises ``ThuocDoError`` RULE-050."""
    _put(path, written(rules))


def store_mapping(path: Path, pairs: list[Pair]) -> None:
    """Write old number, new number, both names, whether sure. Raises ``ThuocDoError`` RULE-050."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["old", "new", "sure", "old_name", "new_name"])
    for one in pairs:
        if one.old is not None:
            new = one.new.number if one.new else ""
            names = [one.old.name, one.new.name if one.new else ""]
            table.writerow([one.old.number, new, int(one.sure), *map(_tame, names)])
    _put(path, out.getvalue())


def read_mapping(path: Path) -> dict[str, str]:
    """Old number → new number, "" for gone. Raises ``ThuocDoError`` RULE-001, RULE-052."""
    try:
        rows = list(csv.DictReader(io.StringIO(toml_text(path)), strict=True))
        held = {row["old"].strip(): row["new"].strip() for row in rows}
    except (csv.Error, KeyError, AttributeError):
        raise ThuocDoError(Problem("RULE-052", path.name)) from None
    if len(held) < len(rows):
        raise ThuocDoError(Problem("RULE-052", path.name))
    return held


def _tame(text: str) -> str:
    """A name that a spreadsheet will not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _put(path: Path, text: str) -> None:
    try:
        whole.put(path, text.encode("utf-8"))
    except OSError as error:
        why = error.strerror or "?"
        raise ThuocDoError.of("RULE-050", name=path.name, why=why) from None
