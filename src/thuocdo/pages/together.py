"""The JSON twin of a page of several tables: the main one, and the others beneath ``more``."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from thuocdo.pages import Table


def with_more(table: Table, others: Iterable[Table | None]) -> Callable[[], dict]:
    """Makes the plain object when asked: ``table`` with ``more``, ident → table."""
    held = [one for one in others if one is not None]

    def payload() -> dict:
        return {**table.to_json(), "more": {one.ident: one.to_json() for one in held}}

    return payload
