"""A formula over named variables: parsed, bounded, never executed as code.

Known: + - * / (also − × ÷), comparisons, ``and``, ``or``, ``a if condition else b``, ``min``,
``max``, names, decimal numbers. Nothing else: no attribute, no index, no other call. Arithmetic
is exact (fractions).
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

LONGEST, DEEPEST, MOST = 400, 60, 300  # characters, nesting, nodes
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
NUMBER = re.compile(r"\d{1,12}(\.\d{1,10})?\Z")
SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-"})
ARITHMETIC = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
COMPARISONS = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
CALLS = {"min": min, "max": max}
NUMERIC, LOGICAL = "number", "truth"


class NotAFormula(ValueError):
    """The text is no formula; ``why`` is a (vi, en) pair."""

    def __init__(self, vi: str, en: str):
        super().__init__(en)
        self.why = (vi, en)


@dataclass(frozen=True)
class Expression:
    """A formula that was read: its text and the names it uses."""

    text: str
    names: frozenset[str]
    tree: ast.expr = field(compare=False, repr=False)

    def value(self, values: Mapping[str, Fraction]) -> Fraction:
        """The value with every name in ``values``. Raises ``ZeroDivisionError``."""
        return _value(self.tree, values)


@lru_cache(maxsize=1000)
def parsed(text: str) -> Expression:
    """``text`` as a formula. Raises ``NotAFormula``."""
    if len(text) > LONGEST:
        raise NotAFormula(f"dài hơn {LONGEST} ký tự", f"it is longer than {LONGEST} characters")
    written = text.translate(SIGNS).replace("≤", "<=").replace("≥", ">=").strip()
    try:
        tree = ast.parse(written, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise NotAFormula("viết sai", "it is not well formed") from None
    if sum(1 for _ in ast.walk(tree)) > MOST:
        raise NotAFormula("quá nhiều phép tính", "it has too many operations")
    reader = _Reader(written)
    if reader.sort(tree, 0) != NUMERIC:
        raise NotAFormula("kết quả không phải số", "its result is not a number")
    return Expression(written, frozenset(reader.names), tree)


class _Reader:
    """Goes through the tree once: allows what is known, sorts numbers from truths."""

    def __init__(self, text: str):
        self.text = text
        self.names: set[str] = set()

    def sort(self, node: ast.expr, depth: int) -> str:
        """ "number" or "truth". Raises ``NotAFormula``."""
        if depth > DEEPEST:
            raise NotAFormula(
                f"lồng sâu hơn {DEEPEST} tầng", f"it nests more than {DEEPEST} levels"
            )
        known = getattr(self, f"_{type(node).__name__.lower()}", None)
        if known is None:
            raise _unknown(ast.get_source_segment(self.text, node))
        return known(node, depth + 1)

    def _all(self, nodes, wanted: str, depth: int) -> None:
        for node in nodes:
            if self.sort(node, depth) != wanted:
                raise NotAFormula("lẫn số với điều kiện", "numbers and conditions are mixed up")

    def _binop(self, node: ast.BinOp, depth: int) -> str:
        if type(node.op) not in ARITHMETIC:
            raise _unknown(ast.get_source_segment(self.text, node))
        self._all((node.left, node.right), NUMERIC, depth)
        return NUMERIC

    def _unaryop(self, node: ast.UnaryOp, depth: int) -> str:
        if not isinstance(node.op, ast.USub):
            raise _unknown(ast.get_source_segment(self.text, node))
        self._all((node.operand,), NUMERIC, depth)
        return NUMERIC

    def _compare(self, node: ast.Compare, depth: int) -> str:
        if any(type(one) not in COMPARISONS for one in node.ops):
            raise _unknown(ast.get_source_segment(self.text, node))
        self._all((node.left, *node.comparators), NUMERIC, depth)
        return LOGICAL

    def _boolop(self, node: ast.BoolOp, depth: int) -> str:
        self._all(node.values, LOGICAL, depth)
        return LOGICAL

    def _ifexp(self, node: ast.IfExp, depth: int) -> str:
        self._all((node.test,), LOGICAL, depth)
        self._all((node.body, node.orelse), NUMERIC, depth)
        return NUMERIC

    def _call(self, node: ast.Call, depth: int) -> str:
        named = isinstance(node.func, ast.Name) and node.func.id in CALLS
        if not named or node.keywords or len(node.args) < 2:
            raise _unknown(ast.get_source_segment(self.text, node))
        self._all(node.args, NUMERIC, depth)
        return NUMERIC

    def _name(self, node: ast.Name, depth: int) -> str:
        if not NAME.match(node.id) or node.id in CALLS:
            raise _unknown(node.id)
        self.names.add(node.id)
        return NUMERIC

    def _constant(self, node: ast.Constant, depth: int) -> str:
        written = ast.get_source_segment(self.text, node) or ""
        if not NUMBER.match(written):
            raise _unknown(written)
        node.value = Fraction(written)  # as written, not as a float has it
        return NUMERIC


def _unknown(what: str | None) -> NotAFormula:
    shown = (what or "?")[:40]
    return NotAFormula(f"không dùng được «{shown}»", f"'{shown}' cannot be used")


def _value(node: ast.expr, values: Mapping[str, Fraction]):
    match node:
        case ast.Constant():
            return node.value
        case ast.Name():
            return values[node.id]
        case ast.BinOp():
            return ARITHMETIC[type(node.op)](_value(node.left, values), _value(node.right, values))
        case ast.UnaryOp():
            return -_value(node.operand, values)
        case ast.IfExp():
            chosen = node.body if _value(node.test, values) else node.orelse
            return _value(chosen, values)
        case ast.Call():
            return CALLS[node.func.id](*(_value(one, values) for one in node.args))
        case ast.BoolOp():
            every = all if isinstance(node.op, ast.And) else any
            return every(_value(one, values) for one in node.values)
    return _holds(node, values)


def _holds(node: ast.Compare, values: Mapping[str, Fraction]) -> bool:
    sides = [_value(one, values) for one in (node.left, *node.comparators)]
    pairs = zip(node.ops, sides, sides[1:], strict=False)
    return all(COMPARISONS[type(op)](left, right) for op, left, right in pairs)
