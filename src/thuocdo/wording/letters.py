"""Letters without their marks, so that one name has one spelling for the machine."""

from __future__ import annotations

import re
import unicodedata

_D_STROKE = str.maketrans({"đ": "d", "Đ": "d"})


def bare(text: str) -> str:
    """``text`` in small letters without marks or punctuation: "Thứ hạng (2024)" → "thu hang 2024".

    Marks are dropped after decomposition, so *Thuỵ* and *Thụy*, *Hoà* and *Hòa* agree.
    """
    letters = unicodedata.normalize("NFD", text.translate(_D_STROKE).lower())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", " ", kept).strip()
