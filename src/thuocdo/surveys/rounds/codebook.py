"""The codebook of a survey: its items, their answers and what each means.

JSON: ``{"title", "simulated", "items": [{"name", "label_vi", "label_en", "kind", "choices":
[{"code", "label_vi", "label_en"}], "low", "high", "group", "source"}]}``; what is left out of an
item stands for "nothing"; ``missing`` (codes that mean no answer), ``status`` and ``note`` are
written where there are any.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from functools import cached_property

from thuocdo.errors import Problem, ThuocDoError
from thuocdo.wording import bare

Code = int | str
# Kinds whose answers are kept; of the others (a person's own words, places, pictures, rows
# within a row) nothing is ever written to the disk.
KEPT = ("scale", "single", "multiple", "number", "date")
DROPPED = ("text", "place", "media", "repeat")
KINDS = (*KEPT, *DROPPED)
STATUSES = ("official", "translation", "ours", "")
# An item that asks who somebody is or how to reach them, whatever its kind.
PERSONAL = re.compile(
    r"\b(ho va ten|ho ten|hovaten|hoten|(your|full|last|first|respondent) name|fullname|"
    r"so dien thoai|sodienthoai|dien thoai (lien he|di dong|cua)|sdt|phone( number)?|telephone|"
    r"cccd|cmnd|can cuoc|dinh danh ca nhan|id card|e ?mail|dia chi (nha|lien he|cu the|thuong tru)|"
    r"home address|gps|toa do|ngay (thang nam )?sinh|date of birth|birth ?date|dob|"
    r"so tai khoan|bank account)\b"
)


@dataclass(frozen=True)
class Choice:
    """An admissible answer: its code and what it says."""

    code: Code
    label_vi: str = ""
    label_en: str = ""


@dataclass(frozen=True)
class Item:
    """A question. ``low`` and ``high`` bound a number or a scale; ``missing`` are the codes that
    mean no answer; ``status`` says whose wording it is; ``group`` is the path "a/b".
    """

    name: str
    label_vi: str = ""
    label_en: str = ""
    kind: str = "number"
    choices: tuple[Choice, ...] = ()
    low: float | None = None
    high: float | None = None
    group: str = ""
    source: str = ""
    missing: tuple[Code, ...] = ()
    status: str = ""
    note: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether its answers may be written: not free text, and not about who somebody is."""
        return self.kind in KEPT and not self.is_personal

    @property
    def is_personal(self) -> bool:
        """Whether its name or label asks for a name, a number, an address or a birth date."""
        return any(PERSONAL.search(bare(one)) for one in (self.name, self.label_vi, self.label_en))

    @property
    def codes(self) -> tuple[Code, ...]:
        """The codes of its choices."""
        return tuple(one.code for one in self.choices)

    @property
    def has_numbers(self) -> bool:
        """Whether its codes are whole numbers."""
        return all(isinstance(code, int) for code in self.codes)

    @property
    def columns(self) -> tuple[str, ...]:
        """Its columns in a respondent frame: one, or one a choice (0, 1) where several hold."""
        if self.kind != "multiple":
            return (self.name,)
        return tuple(f"{self.name}/{code}" for code in self.codes)


@dataclass(frozen=True)
class Codebook:
    """The items of a survey in the order of the form; ``incomplete`` says what it lacks."""

    title: str
    items: tuple[Item, ...]
    simulated: bool = False
    incomplete: str = field(default="")

    @cached_property
    def by_name(self) -> dict[str, Item]:
        """The items by their names."""
        return {one.name: one for one in self.items}

    @property
    def kept(self) -> tuple[Item, ...]:
        """The items whose answers are kept."""
        return tuple(one for one in self.items if one.is_kept)


def to_json(codebook: Codebook) -> dict:
    """``codebook`` as plain values for JSON."""
    made = {"title": codebook.title, "simulated": codebook.simulated}
    if codebook.incomplete:
        made["incomplete"] = codebook.incomplete
    return made | {"items": [_item_json(one) for one in codebook.items]}


def written(codebook: Codebook) -> bytes:
    """``codebook`` as the content of a JSON file; the same codebook gives the same bytes."""
    return (json.dumps(to_json(codebook), ensure_ascii=False, indent=1) + "\n").encode()


def _item_json(item: Item) -> dict:
    made = asdict(item)
    made["choices"] = [asdict(one) for one in item.choices]
    made["missing"] = list(item.missing)
    return {key: value for key, value in made.items() if value or key not in OPTIONAL}


OPTIONAL = ("missing", "status", "note")


def read(text: str | bytes, file: str) -> Codebook:
    """The codebook in ``text``.

    Raises ``ThuocDoError`` SURVEY-100 (not the JSON of a codebook), SURVEY-101 (wrong items).
    """
    try:
        found = json.loads(text)
        items = found["items"]
        if not isinstance(items, list) or not all(isinstance(one, dict) for one in items):
            raise TypeError
        title, simulated = str(found.get("title", "")), found.get("simulated", False) is not False
        made = tuple(_item(one) for one in items)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ThuocDoError(Problem("SURVEY-100", file)) from None
    checked(made, file)
    return Codebook(title, made, simulated, str(found.get("incomplete", "")))


def _item(one: dict) -> Item:
    known = {name: one[name] for name in Item.__dataclass_fields__ if one.get(name) is not None}
    known["choices"] = tuple(
        Choice(_code(c["code"]), str(c.get("label_vi") or ""), str(c.get("label_en") or ""))
        for c in known.get("choices", ())
    )
    known["missing"] = tuple(_code(code) for code in known.get("missing", ()))
    for bound in ("low", "high"):
        if bound in known:
            known[bound] = float(known[bound])
    for name, value in known.items():
        if name not in ("choices", "missing", "low", "high") and not isinstance(value, str):
            raise TypeError
    return Item(**known)


def _code(value: object) -> Code:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError
    return code_of(str(value))


def code_of(text: str) -> Code:
    """A code as it is written: "1" and "1.0" are the whole number 1, "01" and "a" are texts."""
    if re.fullmatch(r"-?(0|[1-9]\d{0,14})(\.0+)?", text):
        return int(float(text))
    return text


def checked(items: tuple[Item, ...], file: str) -> None:
    """Names are there once, kinds are known, codes are there once, bounds are in order.

    Raises ``ThuocDoError`` SURVEY-101 with every item that is wrong.
    """
    seen: set[str] = set()
    problems = []
    for place, one in enumerate(items, start=1):
        if why := _fault(one, seen):
            name = one.name or f"#{place}"
            problems.append(Problem("SURVEY-101", file, None, name, {"why": why}))
        seen.add(one.name.lower())
    if problems:
        raise ThuocDoError(*problems)


def _fault(one: Item, seen: set[str]) -> tuple[str, str] | None:
    codes = [str(code) for code in one.codes]
    faults = (
        (not one.name.strip(), "thiếu tên", "its name is missing"),
        (one.name.lower() in seen, "trùng tên với mục trước", "an earlier item has its name"),
        (one.kind not in KINDS, f"kind «{one.kind}» không có", f"there is no kind '{one.kind}'"),
        (len(set(codes)) < len(codes), "có mã lựa chọn bị lặp", "a choice's code stands twice"),
        (one.kind == "multiple" and not codes, "không có lựa chọn", "it has no choices"),
        (
            one.low is not None and one.high is not None and one.low > one.high,
            "low lớn hơn high",
            "low is above high",
        ),
    )
    return next(((vi, en) for wrong, vi, en in faults if wrong), None)
