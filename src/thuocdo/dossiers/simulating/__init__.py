"""A simulated year of dossiers: everything made here is *mô phỏng* and says so.

``write(plan, path)`` makes the file in the fields of the synchronisation message, with two
sidecars: what it is (``.mo-phong.json``) and which dossiers were tampered with
(``.su-that.csv``). The same plan gives the same bytes of content on every machine.
"""

from thuocdo.dossiers.simulating.worlds import Plan, World, world
from thuocdo.dossiers.simulating.writing import SUFFIXES, write

__all__ = ["SUFFIXES", "Plan", "World", "world", "write"]
