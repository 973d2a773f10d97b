"""Thước Đo: measure, diagnose, assign, verify, publish.

``import thuocdo`` gives analysts Polars frames with stable column names::

    import thuocdo
    thuocdo.load("papi")                          # every published score, one row each
    thuocdo.standings("papi", 2024, boundaries="34")

Nothing heavy is imported until it is used.
"""

from importlib import import_module

__version__ = "0.1.0"

_PUBLIC = {
    "load": "thuocdo.indices",
    "standings": "thuocdo.indices",
    "rank_sets": "thuocdo.indices",
    "top_set": "thuocdo.indices",
    "chance_of_rank": "thuocdo.indices",
    "why": "thuocdo.insight",
    "brief": "thuocdo.insight",
}

__all__ = ["__version__", *_PUBLIC]


def __getattr__(name: str):
    if name in _PUBLIC:
        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'thuocdo' has no attribute {name!r}")


def __dir__():
    return sorted(__all__)
