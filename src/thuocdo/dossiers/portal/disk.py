"""A disk that fails is told like any other fault: which file, why, what to do."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from thuocdo.errors import Problem, ThuocDoError

P, R = ParamSpec("P"), TypeVar("R")


def telling(work: Callable[P, R]) -> Callable[P, R]:
    """``work`` with its ``OSError`` told as PORTAL-018."""

    @wraps(work)
    def told(*arguments: P.args, **named: P.kwargs) -> R:
        try:
            return work(*arguments, **named)
        except OSError as error:
            name = str(error.filename or "")
            values = {"why": error.strerror or type(error).__name__}
            raise ThuocDoError(Problem("PORTAL-018", file=name, values=values)) from error

    return told
