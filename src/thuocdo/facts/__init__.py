"""Figures and rule sets, each row with its source.

Owns: the tables shipped with the package (``tables/KIND.csv``, one schema per kind in
``schemas``), the tables officials add under ``THUOCDO_HOME/facts``, and the checker.
In: CSV files. Out: a ``Facts`` object that hands out Polars frames; every row of a frame
names the file and row it came from. An official's yearly file becomes rows through
``additions`` (read, judge, compare) and ``storing``. Nothing here computes an index.
"""

from thuocdo.facts.library import Facts, in_year, read
from thuocdo.facts.schemas import SCHEMAS, Column, Schema

__all__ = ["SCHEMAS", "Column", "Facts", "Schema", "in_year", "read"]
