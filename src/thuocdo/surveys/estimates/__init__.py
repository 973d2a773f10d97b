from thuocdo.surveys.estimates.estimating import estimate

__all__ = ["estimate"]
