"""A fault, told with its code, place, cause and remedy."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files


@cache
def catalogue() -> dict[str, dict]:
    """Every error by code: ``vi, fix_vi, en, fix_en, exit``."""
    text = files("thuocdo.errors").joinpath("catalogue.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@dataclass(frozen=True)
class Problem:
    """A fault found in data: catalogue code, place and the values its message names.

    ``row`` counts as a spreadsheet does: the head is row 1. A value may be a ``(vi, en)``
    pair; a ``float`` is told with the comma or point of the language.
    """

    code: str
    file: str = ""
    row: int | None = None
    column: str = ""
    values: dict = field(default_factory=dict, hash=False)

    def text(self, language: str = "vi") -> str:
        """One line: ``CODE file, row: cause Remedy``."""
        entry = catalogue()[self.code]
        named = {"column": self.column, "row": self.row, "file": self.file, **self.values}
        words = {name: _said(value, language) for name, value in named.items()}
        cause = entry[language].format_map(words)
        remedy = entry[f"fix_{language}"].format_map(words)
        place = self._place(language)
        return f"{self.code} {place}{cause} {remedy}"

    def _place(self, language: str) -> str:
        row = "dòng" if language == "vi" else "row"
        column = "cột" if language == "vi" else "column"
        parts = [self.file] if self.file else []
        if self.row is not None:
            parts.append(f"{row} {self.row}")
        if self.column.startswith("--"):
            parts.append(self.column)  # an option of the call
        elif self.column:
            parts.append(f"{column} «{self.column}»")
        return f"{', '.join(parts)}: " if parts else ""


def _said(value: object, language: str) -> object:
    """A value as a message names it: a (vi, en) pair speaks one of them, a number its comma."""
    if isinstance(value, tuple):
        return value[0 if language == "vi" else 1]
    if isinstance(value, float):
        text = f"{value:.10g}"
        return text if language == "en" else text.replace(".", ",")
    return value


class ThuocDoError(Exception):
    """Stops a call. Carries at least one ``Problem``; ``exit_code`` is 1 (data) or 2 (call)."""

    def __init__(self, *problems: Problem):
        self.problems = problems
        super().__init__(problems[0].text("vi"))

    @classmethod
    def of(cls, code: str, **values) -> ThuocDoError:
        """The error of one catalogue entry, its message filled with ``values``."""
        return cls(Problem(code, values=values))

    @property
    def exit_code(self) -> int:
        return max(catalogue()[problem.code]["exit"] for problem in self.problems)

    @property
    def code(self) -> str:
        return self.problems[0].code
