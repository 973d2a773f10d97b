"""The versions of the lake, told."""

from __future__ import annotations

from datetime import date

from thuocdo import environment
from thuocdo.dossiers.lake.freezing import frozen
from thuocdo.dossiers.lake.manifests import Lake
from thuocdo.errors import ThuocDoError


def versions(as_of: date | None = None) -> list[dict]:
    """Versions under THUOCDO_HOME, oldest first; or the one that was the lake on a day.

    Raises ``ThuocDoError`` DOSSIER-009, DOSSIER-021 (none by then).
    """
    lake = Lake(environment.home())
    numbers, names = lake.numbers(), frozen(lake)
    if as_of is not None:
        found = lake.as_of(as_of)
        if found is None:
            raise ThuocDoError.of("DOSSIER-021", day=as_of.isoformat())
        numbers = [found]
    told = [lake.manifest(number) for number in numbers]
    return [
        {
            "version": one.version,
            "made": one.made,
            "rows": one.rows,
            "simulated": one.simulated,
            "parts": len(one.parts),
            "files": [file["file"] for file in one.files],
            "frozen": names.get(one.version),
        }
        for one in told
    ]
