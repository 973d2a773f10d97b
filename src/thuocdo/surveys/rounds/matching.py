"""What each column of a file is: an item, one choice of an item, a column of the design.

Kobo writes ``group/item``, ODK ``group-item``; a question with several answers comes as one
column of codes, or split as ``item/code``; heads may be labels in any language instead of names.
Only what is matched here is ever read further: the rest never leaves the table it came in.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from thuocdo.errors import Problem, ThuocDoError
from thuocdo.surveys.rounds.codebook import Code, Codebook, Item
from thuocdo.surveys.rounds.design import HEADS, OPTIONAL, ROLES, SUBMISSION, role_of
from thuocdo.wording import bare


@dataclass(frozen=True)
class Target:
    """What a column is: ``item`` (and ``code`` for one choice of it), or a ``role``."""

    item: str = ""
    code: Code | None = None
    role: str = ""

    @property
    def column(self) -> str:
        """Its name in the error file, by which it is known when it comes back."""
        return self.role or (self.item if self.code is None else f"{self.item}/{self.code}")


@dataclass
class Matched:
    """Places of columns → targets, and the heads that lead nowhere, by reason."""

    targets: dict[int, Target] = field(default_factory=dict)
    personal: list[str] = field(default_factory=list)
    repeats: list[str] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)


def match(
    file: str, heads: tuple[str, ...], codebook: Codebook, mapping: dict[str, str]
) -> Matched:
    """What the ``heads`` of ``file`` are.

    ``mapping``: head → name of an item, a column of the design, or "" to leave it out. Raises
    ``ThuocDoError`` SURVEY-119 (two columns for one thing), SURVEY-120 (nothing is matched).
    """
    names = _Names(codebook)
    made = Matched()
    submission = next((one for one in SUBMISSION if one in heads), "")
    said_by = set(mapping.values()) | {role_of(head) for head in heads}
    for place, head in enumerate(heads):
        if head in mapping:
            if mapping[head]:
                made.targets[place] = _said(mapping[head], names)
            continue
        if head == submission and "respondent" not in said_by:
            made.targets[place] = Target(role="respondent")
            continue
        _place(made, place, head, names)
    _prefer_whole(made)
    _refuse_twice(file, heads, made)
    if not any(one.item for one in made.targets.values()):
        raise ThuocDoError(Problem("SURVEY-120", file, 1, values={"title": codebook.title}))
    return made


def mapping_of(said: list[str], codebook: Codebook) -> dict[str, str]:
    """``head=name`` texts as a mapping. Raises ``ThuocDoError`` SURVEY-121."""
    made = {}
    for text in said:
        head, mark, name = text.rpartition("=")
        known = not name or name in ROLES or name in codebook.by_name or role_of(name) == name
        if not mark or not head.strip() or not known:
            raise ThuocDoError.of("SURVEY-121", value=text, known=", ".join(ROLES))
        made[head.strip()] = name
    return made


def _said(name: str, names: _Names) -> Target:
    if name in names.codebook.by_name and name not in ROLES:
        return Target(item=name)
    return Target(role=name)


def _place(made: Matched, place: int, head: str, names: _Names) -> None:
    role, target = role_of(head), names.target(head)
    is_item = target and (role not in HEADS or role in OPTIONAL)
    if role and not is_item:
        made.targets[place] = Target(role=role)
    elif target is None:
        repeat = names.repeat(head)
        (made.repeats if repeat else made.unmatched).append(head)
    elif not names.codebook.by_name[target.item].is_kept:
        kind = names.codebook.by_name[target.item].kind
        (made.repeats if kind == "repeat" else made.personal).append(head)
    else:
        made.targets[place] = target


def _prefer_whole(made: Matched) -> None:
    """Where a question comes both as one column and split, the one column is read."""
    whole = {one.item for one in made.targets.values() if one.item and one.code is None}
    made.targets = {
        place: one
        for place, one in made.targets.items()
        if one.code is None or one.item not in whole
    }


def _refuse_twice(file: str, heads: tuple[str, ...], made: Matched) -> None:
    seen: dict[Target, int] = {}
    problems = []
    for place, target in sorted(made.targets.items()):
        if target in seen:
            values = {"first": heads[seen[target]], "what": target.column}
            problems.append(Problem("SURVEY-119", file, 1, heads[place], values))
        seen.setdefault(target, place)
    if problems:
        raise ThuocDoError(*problems)


class _Names:
    """Every way the items of a codebook may head a column."""

    def __init__(self, codebook: Codebook):
        self.codebook = codebook
        self.heads: dict[str, str | None] = {}
        for item in codebook.items:
            self._add(item.name, item.name)
        for item in codebook.items:
            for head in _paths(item):
                self._add(head, item.name)
        self.labels: dict[str, str | None] = {}
        for item in codebook.items:
            for label in {bare(item.label_vi), bare(item.label_en)} - {""}:
                self.labels[label] = item.name if label not in self.labels else None

    def _add(self, head: str, item: str) -> None:
        if self.heads.get(head, item) != item:
            self.heads[head] = None if head not in self.codebook.by_name else head
        else:
            self.heads[head] = item

    def target(self, head: str) -> Target | None:
        """What ``head`` is; ``None`` when it leads nowhere or may be two things."""
        item = self._item(head)
        if item:
            return Target(item=item)
        for mark in ("/", "."):
            before, found, after = head.rpartition(mark)
            item = self._item(before) if found else None
            if item and self.codebook.by_name[item].kind == "multiple":
                code = _code(self.codebook.by_name[item], after)
                if code is not None:
                    return Target(item=item, code=code)
        return None

    def _item(self, head: str) -> str | None:
        found = self.heads.get(head)
        if found:
            return found
        tail = head.rpartition("/")[2]
        if "/" in head and self.heads.get(tail) and self.codebook.by_name[tail].kind != "repeat":
            return self.heads[tail]
        return self.labels.get(bare(head))

    def repeat(self, head: str) -> str | None:
        """The repeat group a column lies in, if it does."""
        names = {one.name for one in self.codebook.items if one.kind == "repeat"}
        parts = head.replace("[", "/").split("/")
        return next((one for one in parts if one in names), None)


def _paths(item: Item) -> list[str]:
    """The heads Kobo (``a/b/q``, ``b/q``) and ODK (``a-b-q``) write for an item in groups."""
    if not item.group:
        return []
    parts = item.group.split("/")
    own = item.name
    prefix = "_".join(parts) + "_"
    if own.startswith(prefix):
        own = own.removeprefix(prefix)
    found = []
    for start in range(len(parts)):
        found += [f"{mark.join(parts[start:])}{mark}{own}" for mark in ("/", "-", ".", ":")]
    return found


def _code(item: Item, text: str) -> Code | None:
    for one in item.choices:
        if text == str(one.code) or bare(text) in {bare(one.label_vi), bare(one.label_en)} - {""}:
            return one.code
    return None
