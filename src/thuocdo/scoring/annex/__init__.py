"""The annex of a decision, Word or Excel, as a rule set.

Owns: opening a document that may be hostile, finding the table and its columns, numbering 1,
1.1, 1.1.1 (or I, 1.1) with merged cells, scoring text as a rule. In: a ``.docx`` or ``.xlsx``
file. Out: a rule set and the faults with their rows. What the text does not say for certain
stays text (``unread``, *cần hoàn thiện*); nothing is guessed.
"""

from thuocdo.scoring.annex.importing import Imported, import_annex
from thuocdo.scoring.annex.phrases import rule_of_text

__all__ = ["Imported", "import_annex", "rule_of_text"]
