"""The units a dossier may name: communes and departments of the province."""

from __future__ import annotations

from thuocdo.dossiers.lake.judging import Units
from thuocdo.facts import Facts
from thuocdo.units import communes, departments, written


def known_units(facts: Facts) -> Units:
    """How the units of the province are written in files of dossiers."""
    found = written(facts, [*communes(facts), *departments(facts)])
    return Units(found.codes, found.renamed, found.divided)
