"""The questions of the simulated form, and its codebook.

Wording is that of a source where one was read (``items.csv`` names its address); the other
questions carry a neutral label that says *mô phỏng*. The pairing of statements with the
five-level scale, and every number of the model (``location``), is invented.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

MARK = "MoPhong"  # the column, always 1, of every frame and file made here
TITLE = "Phiếu mô phỏng kiểu SIPAS, PAPI"
GROUPS = ("F1", "F2", "F3", "F4", "F5", "P", "S", "Y", "T")
# The five levels as the portal of the Ministry of Information printed them:
# https://dichvucong.mic.gov.vn/Pages/DanhGia.aspx (English: ours).
LEVELS = (
    (1, "Rất không hài lòng", "Very dissatisfied"),
    (2, "Không hài lòng", "Dissatisfied"),
    (3, "Bình thường", "Neutral"),
    (4, "Hài lòng", "Satisfied"),
    (5, "Rất hài lòng", "Very satisfied"),
)
SATISFIED = 4  # the lowest level that counts as satisfied
YES_NO = ((0, "Không", "No"), (1, "Có", "Yes"))
# Thresholds of the latent answer, in its standard deviations: invented.
CUTS = {
    "satisfaction": (-1.9, -1.3, -0.65, 0.75),
    "yes_no": (0.0,),
    "ten": (-2.0, -1.6, -1.2, -0.8, -0.4, 0.0, 0.4, 0.8, 1.2),
}
FIRST = {"satisfaction": 1, "yes_no": 0, "ten": 1}  # the lowest code
KIND = {"satisfaction": "scale", "yes_no": "single", "ten": "scale"}


@dataclass(frozen=True)
class Item:
    """A question: ``form`` is satisfaction (codes 1–5), yes_no (0, 1) or ten (1–10).

    ``location`` moves the latent answer; ``basis`` says whether the wording is *stated* by
    ``source`` or *simulated*.
    """

    name: str
    group: str
    form: str
    location: float
    label_vi: str
    label_en: str
    basis: str
    source: str

    @property
    def low(self) -> int:
        return FIRST[self.form]

    @property
    def high(self) -> int:
        return FIRST[self.form] + len(CUTS[self.form])


@cache
def items() -> tuple[Item, ...]:
    """The questions in the order of the form."""
    text = files("thuocdo.surveys.simulating").joinpath("items.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(Item(**{**row, "location": float(row["location"])}) for row in rows)


def codebook() -> dict:
    """The codebook of the form, as the JSON written beside the data."""
    return {"title": TITLE, "simulated": True, "items": [_entry(item) for item in items()]}


def _entry(item: Item) -> dict:
    choices = {"satisfaction": LEVELS, "yes_no": YES_NO, "ten": ()}[item.form]
    return {
        "name": item.name,
        "label_vi": item.label_vi,
        "label_en": item.label_en,
        "kind": KIND[item.form],
        "choices": [{"code": code, "label_vi": vi, "label_en": en} for code, vi, en in choices],
        "low": item.low,
        "high": item.high,
        "group": item.group,
        "source": item.source or "mô phỏng",
    }
