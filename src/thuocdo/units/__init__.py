"""Provinces, communes and departments: validity, mergers, finding by name.

Owns: the shape ``Unit``, the reading of names with or without accents, and the rebasing of
63-province figures to the 34 of 1 July 2025. In: the fact tables ``province``, ``merger``,
``census``, ``alias``, ``commune``, ``department``. Out: units and weights. Pure.
"""

from thuocdo.units.mergers import parts_and_weights, rebase
from thuocdo.units.names import find, find_province, plain
from thuocdo.units.register import (
    Unit,
    aliases,
    boundaries_on,
    communes,
    departments,
    province,
    provinces,
)
from thuocdo.units.spelling import Codes, Written, written

__all__ = [
    "Codes",
    "Unit",
    "Written",
    "aliases",
    "boundaries_on",
    "communes",
    "departments",
    "find",
    "find_province",
    "parts_and_weights",
    "plain",
    "province",
    "provinces",
    "rebase",
    "written",
]
