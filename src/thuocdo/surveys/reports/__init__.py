"""What a page says of a round: its design, response and weights, items and factors by commune.

In: a respondent frame, its codebook and its design (of ``surveys.rounds``), communes asked
about. Out: frozen reports and Polars frames. Pure. Nothing here makes a figure of its own: values
and errors come from ``estimates``, ``scoring`` and ``areas``.
"""

from thuocdo.surveys.reports.changing import changes
from thuocdo.surveys.reports.communes import ItemReport, item_report
from thuocdo.surveys.reports.factors import Factors, factors
from thuocdo.surveys.reports.figures import Figure, figure_of, measured
from thuocdo.surveys.reports.overview import Overview, overview
from thuocdo.surveys.reports.sample_design import asked_of

__all__ = [
    "Factors",
    "Figure",
    "ItemReport",
    "Overview",
    "asked_of",
    "changes",
    "factors",
    "figure_of",
    "item_report",
    "measured",
    "overview",
]
