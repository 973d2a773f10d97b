"""No module over 400 lines, no function over 40: when it wants more, it holds two ideas."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

MODULE, FUNCTION = 400, 40
ROOTS = ("src", "tools", "bench")


def oversized(path: Path) -> list[str]:
    """Lines of complaint about one file."""
    text = path.read_text(encoding="utf-8")
    found = []
    if (lines := text.count("\n")) > MODULE:
        found.append(f"{path}: {lines} lines, at most {MODULE}")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            size = node.end_lineno - body_start(node) + 1
            if size > FUNCTION:
                found.append(f"{path}:{node.lineno}: {node.name} has {size} lines, at most 40")
    return found


def body_start(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """First line of the body after the docstring: prose does not count, nor a long head."""
    first = node.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    if documented and len(node.body) > 1:
        return node.body[1].lineno
    return first.lineno


def main() -> int:
    complaints = [
        line
        for root in ROOTS
        for path in sorted(Path(root).rglob("*.py"))
        for line in oversized(path)
    ]
    sys.stdout.write("".join(f"{line}\n" for line in complaints))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
