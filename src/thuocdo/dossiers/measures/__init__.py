"""Measures of dossiers: counts per unit and month out of the lake, through Ibis.

Owns: what is counted, and the band a rate has over the rules nobody has confirmed. In: a lake
version, a year, a ``Choice`` of rules. Out: ``OnTime`` rows of integers; the rate is divided
once, where it is shown. Engines return integers only, so every engine agrees.
"""

from thuocdo.dossiers.measures.counting import counts, hours, judged
from thuocdo.dossiers.measures.engines import connected, lake_table
from thuocdo.dossiers.measures.on_time import GROUPS, OnTime, Report, report

__all__ = [
    "GROUPS",
    "OnTime",
    "Report",
    "connected",
    "counts",
    "hours",
    "judged",
    "lake_table",
    "report",
]
