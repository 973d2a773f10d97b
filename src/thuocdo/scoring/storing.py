"""A rule set written to a new file."""

from __future__ import annotations

from pathlib import Path

from thuocdo.disk import whole
from thuocdo.errors import ThuocDoError
from thuocdo.scoring.rules.shapes import RuleSet
from thuocdo.scoring.rules.writing import written


def refuse_existing(path: Path) -> None:
    """Raises ``ThuocDoError`` RULE-049 where the file is there."""
    if path.exists():
        raise ThuocDoError.of("RULE-049", name=path.name)


def store(path: Path, rules: RuleSet) -> None:
    """Write ``rules`` in one step. Raises ``ThuocDoError`` RULE-050."""
    try:
        whole.put(path, written(rules).encode("utf-8"))
    except OSError as error:
        why = error.strerror or "?"
        raise ThuocDoError.of("RULE-050", name=path.name, why=why) from None
