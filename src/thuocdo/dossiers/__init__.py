"""Public-service dossiers and the service index of Quyết định 766/QĐ-TTg.

Owns: the scores the national portal publishes for every agency (``portal``): raw answers kept
as received, every version of them, the rules that explain the points, and what it would take
to gain more. In: the portal's answers, fetched or saved from a browser. Out: frozen values
and JSON; the portal's score is the score, recomputing only explains it. Needs no database.
"""

from thuocdo.dossiers import portal

__all__ = ["portal"]
