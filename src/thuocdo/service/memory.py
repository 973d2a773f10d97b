"""What the pages of this room are made from; while it stands they are kept as rendered."""

from __future__ import annotations

from thuocdo import environment
from thuocdo.cockpit import figures
from thuocdo.dossiers.measures.registers import newest
from thuocdo.dossiers.portal.storing import INDEX, folder
from thuocdo.pages.shelf import Shelf
from thuocdo.service import lake_figures


def _state() -> tuple:
    """The lake, the portal's store, the facts and the day."""
    home = environment.home()
    try:
        told = (folder(home) / INDEX).stat()
        portal = (told.st_mtime_ns, told.st_size)
    except OSError:
        portal = None
    lake = lake_figures.manifest()
    version = (lake.version, lake.made, newest(home)) if lake else None
    return home, portal, version, lake_figures.today(), figures.now().version


shelf = Shelf(_state)
kept = shelf.kept
