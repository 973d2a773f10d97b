"""Public-service dossiers and the service index of Quyết định 766/QĐ-TTg.

Owns: the scores the national portal publishes for every agency (``portal``): raw answers kept
as received, every version of them, the rules that explain the points, and what it would take
to gain more. In: the portal's answers, fetched or saved from a browser. Out: frozen values
and JSON; the portal's score is the score, recomputing only explains it. Needs no database.

And the province's own dossiers: ``lake`` (files of one-stop dossiers in, versions of immutable
Parquet out, no personal data on the disk), ``clock`` (on time or late, every rule a parameter
with its status), ``measures`` (integer counts per unit and month through Ibis, with the band of
the rules nobody has confirmed), ``losses`` (where points went, what can be saved, where time
goes), ``comparing`` (rates for the same mix of procedures) and ``simulating`` (a year of invented
dossiers, marked so).
"""

from thuocdo.dossiers import portal

__all__ = ["portal"]
