"""Built-in forms, made from the items published; and a codebook by whatever names it.

The facts are in the table ``survey_item``. A form says what it lacks: nobody has seen the whole
of the national questionnaire, its answer scale or PAPI's questions here.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from thuocdo.errors import ThuocDoError
from thuocdo.facts import Facts
from thuocdo.surveys.rounds.codebook import Choice, Codebook, Item
from thuocdo.surveys.rounds.codebook import read as read_codebook
from thuocdo.surveys.rounds.xlsform import read_xlsform
from thuocdo.wording import Sentence

# The five levels of the rating form of the ministry's portal (source mic-portal-rating) stand
# in where an item's own scale has not been seen; each such item says so.
LEVELS_FROM = ("mic-portal", "I01")
TITLES = {
    "sipas-2640": "form_sipas-2640",
    "sipas-1001": "form_sipas-1001",
    "papi-2018": "form_papi-2018",
    "papi-2019": "form_papi-2019",
    "hue-portal": "form_hue-portal",
    "mic-portal": "form_mic-portal",
}
LACKS = {"sipas": "lacks_sipas", "papi": "lacks_papi", "hue": "lacks_hue", "mic": "lacks_mic"}
YES_NO = (Choice(1, "Có", "Yes"), Choice(0, "Không", "No"))
UNSURE = 98
DONT_KNOW = Choice(UNSURE, "Không biết, không trả lời", "Don't know, no answer")


def names(facts: Facts) -> list[str]:
    """The built-in forms."""
    rows = facts.table("survey_item").filter(pl.col("role") == "item")
    return rows["form"].unique(maintain_order=True).to_list()


def codebook_named(text: str, facts: Facts) -> Codebook:
    """The codebook in an XLSForm (.xlsx) or a JSON file, or of the built-in form ``text``.

    Raises ``ThuocDoError`` SURVEY-124 (no such form) and what reading the file raises.
    """
    path = Path(text)
    if path.suffix.lower() == ".xlsx":
        return read_xlsform(path)
    if path.suffix.lower() == ".json":
        try:
            return read_codebook(path.read_bytes(), path.name)
        except OSError:
            raise ThuocDoError.of("SURVEY-124", name=text, known=_told(facts)) from None
    return built_in(text, facts)


def built_in(name: str, facts: Facts, language: str = "vi") -> Codebook:
    """The form ``name`` as a codebook, its items in the order of the source; its title and what
    it lacks in ``language``.

    Raises ``ThuocDoError`` SURVEY-124.
    """
    rows = facts.table("survey_item").filter(pl.col("form") == name)
    items = [row for row in rows.iter_rows(named=True) if row["role"] == "item"]
    if not items:
        raise ThuocDoError.of("SURVEY-124", name=name, known=_told(facts))
    levels = _levels(facts)
    made = tuple(_item(row, levels) for row in items)
    title, lacks = TITLES.get(name), LACKS.get(name.split("-")[0])
    said = _said(title, language) if title else name
    return Codebook(said, made, incomplete=_said(lacks, language) if lacks else "")


def _told(facts: Facts) -> str:
    return ", ".join(names(facts))


def _levels(facts: Facts) -> tuple[Choice, ...]:
    form, item = LEVELS_FROM
    where = (pl.col("form") == form) & (pl.col("item") == item)
    row = facts.table("survey_item").filter(where).row(0, named=True)
    return _choices(row["levels_vi"], row["levels_en"])


def _choices(vi: str, en: str, first: int = 1) -> tuple[Choice, ...]:
    both = zip(vi.split(" / "), en.split(" / "), strict=True)
    return tuple(Choice(code, *said) for code, said in enumerate(both, start=first))


def _item(row: dict, levels: tuple[Choice, ...]) -> Item:
    kind, choices, low, high, note = _answers(row, levels)
    missing = (UNSURE,) if choices and choices[-1].code == UNSURE else ()
    wording = "official" if row["vi_by"] == "published" else "translation"
    notes = " ".join(one for one in (row["note"], note) if one)
    return Item(
        name=row["item"],
        label_vi=row["wording_vi"],
        label_en=row["wording_en"],
        kind=kind,
        choices=choices,
        low=low,
        high=high,
        group=row["part"],
        source=row["source"],
        missing=missing,
        status=wording,
        note=notes,
    )


def _answers(row: dict, levels: tuple[Choice, ...]):
    """Kind, choices, ends and what of them is ours."""
    if row["answer"] == "unknown":
        return "scale", levels, 1.0, float(len(levels)), _said("levels_ours")
    if row["levels_vi"]:
        choices = _choices(row["levels_vi"], row["levels_en"])
        bounds = (1.0, float(len(choices))) if row["answer"] == "scale" else (None, None)
        return row["answer"], choices, *bounds, ""
    if row["answer"] == "percent":
        return "single", (*YES_NO, DONT_KNOW), None, None, _said("share_ours")
    return "number", (), row["low"], row["high"], _said("scale_ours")


def _said(key: str, language: str = "vi") -> str:
    return Sentence("surveys.rounds", key).text(language)
