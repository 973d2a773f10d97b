"""Estimates of a sample with the errors of its design.

In: a respondent frame (Polars, a row a respondent) and the columns of its design. Out: frames
of values with se, interval, degrees of freedom, design effect; differences and changes; tests.
"""

from thuocdo.surveys.estimates.association import Association, association
from thuocdo.surveys.estimates.comparing import compare
from thuocdo.surveys.estimates.estimating import estimate
from thuocdo.surveys.estimates.regressing import regress

__all__ = ["Association", "association", "compare", "estimate", "regress"]
