"""Errors that teach: every one has a code, a place, a cause and a remedy.

Owns: the catalogue (``catalogue.toml``: code → message and remedy in Vietnamese and English)
and the two shapes that use it: ``Problem`` (a fault found in data, with its row) and
``ThuocDoError`` (stops the call). Out: one line of text in either language.
"""

from thuocdo.errors.problems import Problem, ThuocDoError, catalogue

__all__ = ["Problem", "ThuocDoError", "catalogue"]
