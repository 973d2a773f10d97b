"""Factors and policy groups of a SIPAS-type index: the province and every commune."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from thuocdo.surveys.areas.showing import Thresholds
from thuocdo.surveys.reports.communes import UNIT
from thuocdo.surveys.reports.sample_design import asked_within
from thuocdo.surveys.reports.spans import strata_by, with_span
from thuocdo.surveys.rounds.codebook import Codebook
from thuocdo.surveys.scoring import SurveyIndex, scores, sipas_type
from thuocdo.surveys.scoring.scores import below


@dataclass(frozen=True)
class Factors:
    """``whole`` and, by ``commune``, ``rows``: as ``scores`` answers, with ``sure_low`` and
    ``sure_high``, the band with the errors of the sample. All is null where too few answered or
    no error is known. ``top``: the index as a whole, or what stands highest."""

    rules: SurveyIndex
    whole: pl.DataFrame
    rows: pl.DataFrame
    top: str


def factors(frame: pl.DataFrame, book: Codebook, asked: dict) -> Factors | None:
    """The factors of a round; ``None`` where it has no item of them.

    The band of a node goes over all its unknown weights: it is that of the items beneath it.
    With the errors of the sample it reaches from the least lower end of them to the greatest
    upper end; it is null where one of them has no interval.
    Raises ``ThuocDoError`` SURVEY-001…020.
    """
    items = [one for one in book.kept if one.name in frame.columns]
    items = [one for one in items if frame[one.name].null_count() < frame.height]
    rules = sipas_type(items)
    if not rules.parts:
        return None
    whole = with_span(scores(frame, rules, **asked), pl.col("df"), share=True)
    rows = _by_commune(frame, rules, asked)
    return Factors(rules, _told(_with_sure(whole, rules, [])), rows, rules.parts[-1].code)


def _with_sure(found: pl.DataFrame, rules: SurveyIndex, by: list[str]) -> pl.DataFrame:
    leaves = [one.code for one in rules.leaves]
    pairs = [
        (node, leaves[place])
        for node, places in zip(rules.codes, below(rules), strict=True)
        for place in places
    ]
    beneath = pl.DataFrame(pairs, schema={"node": pl.String, "leaf": pl.String}, orient="row")
    ends = found.select(*by, "low", "high", leaf="node")
    known = pl.col("low").is_not_null().all() & pl.col("high").is_not_null().all()
    told = (
        beneath.join(ends, on="leaf")
        .group_by(*by, "node")
        .agg(
            sure_low=pl.when(known).then(pl.col("low").min()),
            sure_high=pl.when(known).then(pl.col("high").max()),
        )
    )
    return found.join(told, on=[*by, "node"], how="left", maintain_order="left")


def _by_commune(frame: pl.DataFrame, rules: SurveyIndex, asked: dict) -> pl.DataFrame:
    """Of every commune with respondents; nothing where fewer answered than may be shown."""
    if UNIT not in frame.columns or frame[UNIT].null_count() == frame.height:
        return pl.DataFrame(schema={UNIT: pl.String, "node": pl.String})
    asked = asked_within(asked, frame)
    rows = scores(frame, rules, by=UNIT, **asked)
    known = frame.filter(pl.col(UNIT).is_not_null())
    rows = rows.join(strata_by(known, UNIT, asked["strata"]), on=UNIT, how="left")
    rows = with_span(rows, pl.col("n_psu") - pl.col("strata"), share=True).drop("strata")
    return _told(_with_sure(rows, rules, [UNIT]))


def _told(rows: pl.DataFrame) -> pl.DataFrame:
    """Nothing where fewer answered than may be shown, or where no error is known well enough."""
    limits = Thresholds()
    enough = pl.col("n") >= (limits.min_answers.value or 1)
    known = pl.col("n_psu") >= (limits.min_psus.value or 1)
    sure = known & pl.col("sure_low").is_not_null()
    hidden = ("value", "lowest", "highest", "se", "low", "high", "sure_low", "sure_high")
    why = pl.when(~enough).then(pl.lit("few-answers")).when(~sure).then(pl.lit("no-error"))
    return rows.with_columns(
        *(pl.when(enough & sure).then(pl.col(one)).alias(one) for one in hidden),
        note=why.otherwise(pl.col("note")),
    )
