"""Periods of time. Owns: the shape ``Period``. In: years and dates. Out: periods.

Working days and legal deadlines come with the dossiers.
"""

from thuocdo.calendar.periods import Period, year

__all__ = ["Period", "year"]
