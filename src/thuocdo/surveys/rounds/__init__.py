"""Rounds of a survey: codebooks, forms, import, the store, export.

Owns: ``Codebook`` and its JSON, XLSForms read (pyxform validates) and written, the reading of
respondents from CSV, Excel, SPSS, Stata, Kobo and ODK exports, the store under
``THUOCDO_HOME/surveys/<round>/``. In: files. Out: respondent frames (one row a respondent, answers
as codes, null for none), codebooks, designs, files for SPSS and Stata. Only answers to items of
the codebook that are not free text, and columns of the design, ever reach the disk.
"""

from thuocdo.surveys.rounds.codebook import Choice, Codebook, Item
from thuocdo.surveys.rounds.design import Design
from thuocdo.surveys.rounds.importing import Order, Outcome, import_files
from thuocdo.surveys.rounds.store import Manifest, Round, rounds, stamp

__all__ = [
    "Choice",
    "Codebook",
    "Design",
    "Item",
    "Manifest",
    "Order",
    "Outcome",
    "Round",
    "import_files",
    "rounds",
    "stamp",
]
