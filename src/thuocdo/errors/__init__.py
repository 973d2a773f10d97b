"""Errors that teach: every one has a code, a place, a cause and a remedy.

Owns: the catalogue (``catalogue.toml``: code → message and remedy in Vietnamese and English)
and the two shapes that use it: ``Problem`` (a fault found in data, with its row) and
``ThuocDoError`` (stops the call). Out: one line of text in either language. A wrong value is
told only when it is ``harmless``.
"""

from thuocdo.errors.problems import Problem, ThuocDoError, catalogue
from thuocdo.errors.telling import harmless

__all__ = ["Problem", "ThuocDoError", "catalogue", "harmless"]
