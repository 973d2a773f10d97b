"""Every sentence of every room: in both languages, with the same places to fill, and used."""

from __future__ import annotations

import ast
import re
import string
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from thuocdo.wording import sentences

PACKAGE = Path(str(files("thuocdo")))
ROOMS = sorted(
    ".".join(path.parent.relative_to(PACKAGE).parts) for path in PACKAGE.rglob("wording.toml")
)
KEYS = [(room, key) for room in ROOMS for key in sentences(room)]


def places(pattern: str) -> set[tuple[str, str]]:
    """The (name, format) pairs a pattern fills in."""
    return {
        (name, form) for _, name, form, _ in string.Formatter().parse(pattern) if name is not None
    }


@cache
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")}


@cache
def literals() -> tuple[set[str], list[re.Pattern]]:
    """Words and f-string patterns in the code: what a key could be said with."""
    words, patterns = set(), []
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words.add(node.value)
            if isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(part.value) if isinstance(part, ast.Constant) else "[a-z_]+"
                    for part in node.values
                ]
                fixed = [part.value for part in node.values if isinstance(part, ast.Constant)]
                if re.search("[a-z]{3}", "".join(fixed)):
                    patterns.append(re.compile("".join(parts)))
    return words, patterns


def said_outright() -> list[tuple[str, str, str]]:
    """(file, room, key) of every ``Sentence(room, key)`` and ``_say(key)`` with a plain key."""
    found = []
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            plain = [one.value for one in node.args if isinstance(one, ast.Constant)]
            if node.func.id == "Sentence" and len(plain) >= 2:
                found.append((path.name, plain[0], plain[1]))
            if node.func.id == "_say" and plain:
                found.append((path.name, _room_of_say(tree), plain[0]))
    return found


def _room_of_say(tree: ast.Module) -> str:
    """The room whose sentences ``_say`` says, made in this module or taken from another."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and "_say" in {one.name for one in node.names}:
            place = PACKAGE.joinpath(*node.module.split(".")[1:]).with_suffix(".py")
            return _room_of_say(trees()[place])
        if isinstance(node, ast.FunctionDef) and node.name == "_say":
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Sentence":
                    return call.args[0].value
    return ""


def test_there_are_rooms_with_sentences():
    assert {"indices", "insight"} <= set(ROOMS)


@pytest.mark.parametrize(("room", "key"), KEYS)
def test_both_languages_fill_the_same_places(room, key):
    entry = sentences(room)[key]
    assert set(entry) == {"vi", "en"}
    assert places(entry["vi"]) == places(entry["en"])


@pytest.mark.parametrize(("room", "key"), KEYS)
def test_both_languages_are_written(room, key):
    entry = sentences(room)[key]
    for text in entry.values():
        assert text == text.strip() and text
    assert entry["vi"] != entry["en"] or not any(
        letters for letters, *_ in string.Formatter().parse(entry["vi"]) if letters.strip(" .,–…·")
    )


@pytest.mark.parametrize(("room", "key"), KEYS)
def test_every_sentence_is_used(room, key):
    words, patterns = literals()
    assert key in words or any(pattern.fullmatch(key) for pattern in patterns), (
        f"[{key}] of {room}/wording.toml is said nowhere"
    )


def test_every_sentence_said_exists():
    said = said_outright()
    assert len(said) > 30
    for file, room, key in said:
        assert key in sentences(room), f"{file} says {key!r}, which {room}/wording.toml lacks"
