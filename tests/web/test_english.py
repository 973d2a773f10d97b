"""English pages speak English: Vietnamese only in names and titles that have no English."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import polars as pl
import pytest
from tests.web.readers import PAGES, Text, english, seen

from thuocdo.facts import SCHEMAS, read

# A fact table is shown as it is, both languages side by side.
RAW_TABLE = re.compile(r"/en/nguon/\w+/")
# Vietnamese columns that have an English twin: the English page must show that one.
TRANSLATED = {("criterion", "name"), ("break", "reason"), ("gap", "missing")}
NAMES = ("name", "old_name", "alias", "document", "publisher", "holder", "decision")
# Words of the wordmark and names of methods and documents that pages print in text.
KNOWN = ("Thước Đo", "Tiếng Việt", "Hoàng Sa", "Trường Sa")


def is_vietnamese(text: str) -> bool:
    """Whether a letter carries a mark, or is đ."""
    marked = unicodedata.normalize("NFD", text)
    return any(unicodedata.combining(one) for one in marked) or "đ" in text.lower()


@cache
def known_texts() -> tuple[set[str], re.Pattern]:
    """Whole texts of the fact tables, and the names that occur within sentences."""
    whole, names = set(KNOWN), set(KNOWN)
    facts = read()
    for kind, schema in SCHEMAS.items():
        frame = facts.table(kind)
        for column in schema.names:
            if frame[column].dtype != pl.String or (kind, column) in TRANSLATED:
                continue
            texts = {" ".join(text.split()) for text in frame[column].unique() if text}
            whole |= texts
            if column in NAMES:
                names |= texts
    found = sorted((one for one in names if is_vietnamese(one)), key=len, reverse=True)
    return whole, re.compile("|".join(re.escape(one) for one in found))


@cache
def translated_texts() -> set[str]:
    facts = read()
    columns = [facts.table(kind)[column] for kind, column in TRANSLATED]
    return {" ".join(text.split()) for column in columns for text in column if text}


@cache
def names_in_words() -> set[str]:
    return {word for name in read().table("province")["name"] for word in name.split()} | {"TP."}


@pytest.mark.parametrize("address", [english(one) for one in PAGES])
def test_no_vietnamese_but_names(page, address):
    found = seen(page(address)).texts
    left = [one for one in found if not one.vietnamese and is_vietnamese(one.words)]
    assert [one.words for one in left if not _is_name(one, address)] == []


def _is_name(text: Text, address: str) -> bool:
    """A text of the facts, a sentence whose only Vietnamese is names, a name cut to fit a tile."""
    whole, names = known_texts()
    if text.words in whole or not is_vietnamese(names.sub("", text.words)):
        return True
    if RAW_TABLE.match(address):
        return text.words in translated_texts()
    return text.tag == "text" and all(word in names_in_words() for word in text.words.split())


@pytest.mark.parametrize("address", ["/en/", "/en/chi-so/papi/2024/34/", "/en/nguon/"])
def test_numbers_are_english(page, address):
    cells = [one.words for one in seen(page(address)).texts if one.tag in ("a", "td", "span")]
    assert not [one for one in cells if re.fullmatch(r"\d+,\d{2}", one)]
