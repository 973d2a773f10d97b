"""What the pages of this room are made from; while it stands they are kept as rendered."""

from __future__ import annotations

from thuocdo import environment
from thuocdo.cockpit import figures
from thuocdo.pages.shelf import Shelf
from thuocdo.surveys.rounds import stamp


def _state() -> tuple:
    """Every round in its version, and the facts (names and tiles of communes)."""
    home = environment.home()
    return home, stamp(home), figures.now().version


shelf = Shelf(_state)
kept = shelf.kept
