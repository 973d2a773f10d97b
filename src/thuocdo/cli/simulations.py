"""``thuocdo simulate``: one group of commands for rooms that do not know each other.

``dossiers`` and ``surveys`` stand on one floor and import nothing of each other; so their
commands are put together here, on the top floor, onto the app of ``dossiers``.
"""

from __future__ import annotations

from thuocdo.dossiers.simulating.commands import app
from thuocdo.surveys.simulating.commands import survey

__all__ = ["app"]

app.command("survey")(survey)
