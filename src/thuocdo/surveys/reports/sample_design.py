"""The design of a round as the estimates ask for it, and what it is made of."""

from __future__ import annotations

import polars as pl

from thuocdo.surveys.rounds.design import Design

# A stratum of one PSU: its error is told about the mean of all PSUs, which is rather too large
# than too small, and the page says how many there are.
SINGLETON = "center"


def asked_of(design: Design, frame: pl.DataFrame) -> dict[str, object]:
    """Arguments of ``estimate`` and ``scores`` for a round of this ``design``.

    With a village drawn within a PSU that is not it, the village is the second stage. Sizes of
    populations are used for as many stages as the estimates know (two); a weight that is missing
    for somebody, or a size, is left to them to refuse.
    """
    psu, ssu = design.psu, design.ssu
    if psu and not ssu and "village" in frame.columns and psu != "village":
        apart = frame.select(psu, "village").unique().height > frame[psu].n_unique()
        ssu = "village" if apart and len(design.fpc) > 2 else ""
    stages = design.fpc[:2] if psu else design.fpc[:1]
    return {
        "strata": design.stratum or None,
        "psu": psu or None,
        "ssu": ssu or None,
        "weight": design.weight or None,
        "fpc": stages or None,
        "singleton": SINGLETON,
    }


def asked_within(asked: dict[str, object], frame: pl.DataFrame) -> dict[str, object]:
    """The design by which a commune is known once it was drawn.

    Where communes themselves are the PSUs, a commune is one PSU and the whole design knows no
    error for it. What a page says of that commune is about it alone, so its villages are its
    PSUs and what was left to chance is which of them, and who in them. Otherwise the design
    stays whole (``asked``).
    """
    psu = asked["psu"]
    if not psu or not {"commune", "village"} <= set(frame.columns) or psu == "village":
        return asked
    known = frame.select("commune", psu).drop_nulls().unique()
    if known.height > frame["commune"].drop_nulls().n_unique() or frame["village"].null_count():
        return asked
    sizes = [one for one in ("n_villages", "n_persons") if one in frame.columns]
    stages = tuple(sizes) if sizes[:1] == ["n_villages"] else None
    return {**asked, "strata": "commune", "psu": "village", "ssu": None, "fpc": stages}
