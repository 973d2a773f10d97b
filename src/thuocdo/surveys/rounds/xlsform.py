"""The codebook of an XLSForm (.xlsx). pyxform validates the form; its children are our items."""

from __future__ import annotations

import re
from pathlib import Path

from thuocdo.errors import Problem, ThuocDoError
from thuocdo.surveys.rounds import workbooks
from thuocdo.surveys.rounds import xlsform_types as types
from thuocdo.surveys.rounds.codebook import Choice, Code, Codebook, Item, checked, code_of
from thuocdo.surveys.rounds.xlsform_faults import Sheet, faults, mapped

BUNDLED = ("survey", "choices", "settings")
VIETNAMESE = re.compile(r"\(vi\)|vietnam|tiếng việt", re.I)
ENGLISH = re.compile(r"\(en\)|english|tiếng anh", re.I)
BOUND = re.compile(r"\.\s*(>=|<=)\s*(-?\d+(?:\.\d+)?)")
LARGEST = 50_000_000  # bytes of a form


def read_xlsform(path: Path) -> Codebook:
    """The codebook of the form at ``path``.

    Raises ``ThuocDoError``: SURVEY-110 (unreadable), 111 (a bomb), 115 (no sheet ``survey``),
    102 to 109, 112 to 117 (what is wrong, with its sheet and row).
    """
    sheets = _sheets(path)
    if "survey" not in sheets:
        raise ThuocDoError(Problem("SURVEY-115", path.name))
    found = faults(path.name, sheets["survey"], sheets.get("choices"))
    if found:
        raise ThuocDoError(*found)
    form = _validated(path, sheets["survey"])
    items = _unique(_items(form.get("children", ()), "", _silent(sheets.get("choices"))))
    checked(tuple(items), path.name)
    settings = sheets.get("settings")
    simulated = bool(settings and any(row.get("simulated") for _, row in settings.rows))
    title = str(form.get("title") or path.stem)
    return Codebook(path.stem if title == "data" else title, tuple(items), simulated)


def _sheets(path: Path) -> dict[str, Sheet]:
    if not path.is_file():
        raise workbooks.unreadable(path, ("không có tệp này", "there is no such file"))
    if path.suffix.lower() != ".xlsx" or path.stat().st_size > LARGEST:
        raise workbooks.unreadable(path, ("biểu mẫu phải là tệp .xlsx", "a form is an .xlsx file"))
    with workbooks.opened(path) as book:
        return {
            one.title.strip().lower(): _sheet(path, one)
            for one in book.worksheets
            if one.title.strip().lower() in BUNDLED
        }


def _sheet(path: Path, sheet) -> Sheet:
    lines = list(workbooks.rows(path, sheet))
    heads = [_head(one) for one in lines[0]] if lines else []
    rows = [
        (number, {head: cell for head, cell in zip(heads, cells, strict=False) if head and cell})
        for number, cells in enumerate(lines[1:], start=2)
        if any(cells)
    ]
    return Sheet(sheet.title.strip().lower(), tuple(heads), tuple(rows))


def _head(text: str) -> str:
    lower = text.strip().lower()
    return {"list name": "list_name", "value": "name"}.get(lower, lower)


def _validated(path: Path, survey: Sheet) -> dict:
    """What pyxform makes of the form. Raises ``ThuocDoError`` with its complaint in our words."""
    import logging

    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    logging.getLogger("pyxform").setLevel(logging.ERROR)
    try:
        made = convert(path.read_bytes(), file_type=".xlsx", validate=False, form_name="data")
    except PyXFormError as error:
        raise ThuocDoError(mapped(path.name, str(error), survey)) from None
    except Exception:  # noqa: BLE001 - whatever it raises on a form it does not expect
        raise ThuocDoError(mapped(path.name, "", survey)) from None
    return made._pyxform or {}


def _silent(choices: Sheet | None) -> set[tuple[str, str]]:
    """(list, code) of the choices marked in a column ``missing``: they mean no answer."""
    rows = choices.rows if choices else ()
    return {
        (row.get("list_name", ""), row.get("name", "")) for _, row in rows if row.get("missing")
    }


def _items(children, group: str, silent: set[tuple[str, str]]) -> list[Item]:
    made: list[Item] = []
    for child in children:
        name, kind = child.get("name", ""), str(child.get("type", ""))
        if name == "meta":
            continue
        if kind == "group":
            made += _items(child.get("children", ()), f"{group}/{name}".strip("/"), silent)
        elif kind == "repeat":
            made.append(Item(name, *_labels(child), kind="repeat", group=group))
        elif item := _item(child, kind, group, silent):
            made.append(item)
    return made


def _item(child: dict, kind: str, group: str, silent: set[tuple[str, str]]) -> Item | None:
    kind = types.parted(kind.replace("select all that apply", "select multiple"))[0]
    if kind in types.SILENT:
        return None
    labels, name = _labels(child), child["name"]
    if kind in types.SELECTS:
        choices = tuple(_choice(one) for one in child.get("choices") or ())
        own = types.SELECTS[kind]
        if not choices:
            own = "text"  # its choices are in a file that is not here: nothing to check against
        if own == "single" and "likert" in str(child.get("control", {}).get("appearance", "")):
            own = "scale"
        where = str(child.get("list_name") or child.get("itemset") or "")
        missing = tuple(one.code for one in choices if (where, str(one.code)) in silent)
        asked = tuple(one for one in choices if one.code not in missing)
        low, high = _scale(asked) if own == "scale" else (None, None)
        return Item(name, *labels, own, choices, low, high, group, missing=missing)
    own = types.KINDS.get(kind, "text")
    low, high = _bounds(child)
    return Item(name, *labels, own, (), low, high, group)


def _scale(choices: tuple[Choice, ...]) -> tuple[float | None, float | None]:
    codes = [one.code for one in choices if isinstance(one.code, int)]
    return (float(min(codes)), float(max(codes))) if codes else (None, None)


def _bounds(child: dict) -> tuple[float | None, float | None]:
    given = child.get("parameters") or {}
    low, high = _number(given.get("start")), _number(given.get("end"))
    constraint = str((child.get("bind") or {}).get("constraint", ""))
    for sign, value in BOUND.findall(constraint):
        if " or " in constraint:
            break
        low, high = (float(value), high) if sign == ">=" else (low, float(value))
    return (low, high) if low is None or high is None or low <= high else (None, None)


def _number(text: object) -> float | None:
    try:
        return None if text is None else float(str(text))
    except ValueError:
        return None


def _choice(one: dict) -> Choice:
    code: Code = code_of(str(one.get("name", "")))
    return Choice(code, *_labels(one))


def _labels(one: dict) -> tuple[str, str]:
    """The Vietnamese and the English label; a form of one language is taken for Vietnamese."""
    label = one.get("label") or ""
    if isinstance(label, str):
        return label, ""
    texts = {str(language): str(text) for language, text in label.items()}
    english = next((text for name, text in texts.items() if ENGLISH.search(name)), "")
    other = [text for name, text in texts.items() if not ENGLISH.search(name)]
    named = next((text for name, text in texts.items() if VIETNAMESE.search(name)), "")
    return named or next(iter(other), ""), english


def _unique(items: list[Item]) -> list[Item]:
    """A name met in two groups is told apart by its group, as exports do."""
    from dataclasses import replace

    names = [one.name.lower() for one in items]
    return [
        replace(one, name=f"{one.group.replace('/', '_')}_{one.name}")
        if names.count(one.name.lower()) > 1 and one.group
        else one
        for one in items
    ]
