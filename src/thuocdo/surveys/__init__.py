"""Survey statistics: from a sample to an honest number per commune.

Owns: estimates of a design with their errors, weights and calibration, samples, small areas,
indices made from surveys, rounds and their codebooks. In: respondents as Polars frames or files
(CSV, Excel, SPSS, Stata, exports of Kobo and ODK), frames of communes and villages passed in.
Out: frames of estimates (value, error, interval, degrees of freedom), weights with their report.
A domain never becomes a design of its own; missing is missing; what is simulated says so.

For analysts: ``estimate``, ``compare``, ``association``, ``regress`` · ``calibrate``, ``trim`` ·
``fay_herriot``, ``nested_error``, ``shown``, ``suppressed`` · ``draw``, ``allocate`` · ``scores``.
Nothing is imported until it is used.
"""

from importlib import import_module

_PUBLIC = {
    "estimates": "association compare estimate regress",
    "weighting": "adjust_nonresponse calibrate design_weights propensity_classes trim",
    "areas": "Benchmark fay_herriot nested_error shown smoothed_variance suppressed",
    "sampling": "Stage affordable allocate allocate_for_precision best_cluster draw "
    "people_needed replaced to_ask",
    "scoring": "papi_type ranked scores sipas_type",
}
_PLACE = {name: package for package, names in _PUBLIC.items() for name in names.split()}

__all__ = sorted(_PLACE)


def __getattr__(name: str):
    if name in _PLACE:
        return getattr(import_module(f"thuocdo.surveys.{_PLACE[name]}"), name)
    raise AttributeError(f"module 'thuocdo.surveys' has no attribute {name!r}")


def __dir__():
    return __all__
