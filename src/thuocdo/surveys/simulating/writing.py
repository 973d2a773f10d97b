"""Write one simulated survey with its sidecars, whole or not at all."""

from __future__ import annotations

import json
import os
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import polars as pl

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.simulating.drawing import Design
from thuocdo.surveys.simulating.fieldwork import Fieldwork
from thuocdo.surveys.simulating.items import MARK, codebook
from thuocdo.surveys.simulating.populations import Plan, Population, population
from thuocdo.surveys.simulating.samples import Sample, sample
from thuocdo.surveys.simulating.truths import communes, counts, margins, truth

SUFFIXES = (".csv", ".xlsx", ".parquet")
ABOUT, TRUTH, FABRICATED = ".mo-phong.json", ".su-that.csv", ".phieu-gia.csv"
DRAWN, MARGINS, COMMUNES, CODEBOOK = ".mau.csv", ".tong-the.csv", ".xa.csv", ".bang-ma.json"
SAID = "Mô phỏng: không phải câu trả lời thật của người dân."
NOTES = (
    SAID,
    "Simulated: not real answers of citizens.",
    "Dân số các xã, phường cũng là mô phỏng; chỉ tổng của hai tỉnh cũ là của Tổng điều tra 2019.",
)


@dataclass(frozen=True)
class Order:
    """A survey to write: the population, how it is drawn and held, and which sample."""

    plan: Plan
    design: Design = field(default_factory=Design)
    work: Fieldwork = field(default_factory=Fieldwork)
    sample: int = 0


def write(order: Order, path: Path) -> dict:
    """Write the survey of ``order`` to ``path`` (.csv, .xlsx, .parquet); give what was written.

    Beside the file, by its name with an ending: ``.mo-phong.json`` (that it is simulated, and
    how), ``.bang-ma.json`` (codebook), ``.mau.csv`` (everybody drawn, with who answered),
    ``.tong-the.csv`` (population by class), ``.xa.csv`` (communes and covariates), ``.su-that.csv``
    (true means, with the change from round one in a second round) and ``.phieu-gia.csv``
    (interviews made up). Raises ``ThuocDoError`` SURVEY-081 for another suffix, SURVEY-084,
    -085 and -086 for a plan that cannot be, SURVEY-087 where the disk refuses. No file is
    ever half written.
    """
    if path.suffix not in SUFFIXES:
        raise ThuocDoError.of("SURVEY-081", file=path.name, known=" ".join(SUFFIXES))
    made = population(order.plan)
    # A design that cannot be is found here, before all persons are made.
    drawn = sample(made, order.design, order.work, order.sample)
    counted = counts(made)
    told = _truth(made, counted, order.plan)
    about = _about(order, path, made, drawn)
    tables = {
        TRUTH: told,
        FABRICATED: drawn.fabricated,
        DRAWN: drawn.drawn,
        MARGINS: margins(made, counted),
        COMMUNES: communes(made),
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _put(path, drawn.respondents, tables, {CODEBOOK: codebook(), ABOUT: about})
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise ThuocDoError.of("SURVEY-087", file=path.name, why=why) from None
    return about


def _put(path: Path, respondents: pl.DataFrame, tables: dict, contents: dict) -> None:
    """All files under partial names first; they take their names when all are there."""
    with ExitStack() as held:
        for ending, frame in tables.items():
            _marked(frame).write_csv(held.enter_context(_whole(beside(path, ending))))
        for ending, content in contents.items():
            text = json.dumps(content, ensure_ascii=False, indent=2)
            partial = held.enter_context(_whole(beside(path, ending)))
            partial.write_text(text + "\n", encoding="utf-8")
        _respondents(_marked(respondents), path, held.enter_context(_whole(path)))


def beside(path: Path, ending: str) -> Path:
    """The sidecar of ``path``."""
    return path.with_name(path.name + ending)


def _truth(made: Population, counted, plan: Plan) -> pl.DataFrame:
    """The true means; in a second round with ``change`` of mean and share since the first."""
    now = truth(made, counted)
    if plan.round == 1:
        return now
    from dataclasses import replace

    first = truth(population(replace(plan, round=1)))
    keys = ["level", "unit", "item"]
    joined = now.join(first, on=keys, suffix="_first", maintain_order="left", validate="1:1")
    change = [
        (pl.col(name) - pl.col(f"{name}_first")).alias(f"{name}_change")
        for name in ("mean", "share")
    ]
    return joined.select(*now.columns, *change)


def _about(order: Order, path: Path, made: Population, drawn: Sample) -> dict:
    plan = {name: value for name, value in vars(order.plan).items() if name != "sizes"}
    respondents, fabricated = drawn.respondents, drawn.fabricated
    patterns = fabricated.group_by("pattern").len().sort("pattern")
    return {
        "basis": "simulated",
        "said": SAID,
        "file": path.name,
        "plan": plan,
        "design": asdict(order.design),
        "fieldwork": asdict(order.work),
        "sample": order.sample,
        "sizes_simulated": bool(order.plan.sizes["simulated"].any()),
        "population": int(made.people.sum()),
        "adults": int(made.adults.sum()),
        "villages_in_all": len(made.villages),
        "communes": respondents["commune"].n_unique(),
        "villages": drawn.drawn["village"].n_unique(),
        "drawn": drawn.drawn.height,
        "respondents": respondents.height,
        "interviewers": respondents["interviewer"].n_unique(),
        "items": len(made.items),
        "stratum": "commune" if order.design.communes is None else "former_province",
        "psu": "village" if order.design.communes is None else "commune",
        "fabricators": fabricated["interviewer"].n_unique(),
        "fabricated": dict(patterns.iter_rows()),
        "files": [path.name + ending for ending in ENDINGS],
    }


ENDINGS = ("", ABOUT, CODEBOOK, DRAWN, MARGINS, COMMUNES, TRUTH, FABRICATED)


def _marked(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.lit(1, pl.Int8).alias(MARK))


def _respondents(frame: pl.DataFrame, path: Path, partial: Path) -> None:
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        table = frame.to_arrow().replace_schema_metadata({"thuocdo.basis": "simulated"})
        pq.write_table(table, partial, compression="zstd")
        return
    plain = frame.with_columns(pl.col("began").dt.strftime("%Y-%m-%dT%H:%M:%S"))
    if path.suffix == ".csv":
        plain.write_csv(partial)
        return
    from shutil import copyfileobj

    from thuocdo.pages import excel

    with partial.open("wb") as out, excel.write(plain.columns, plain.iter_rows(), NOTES) as book:
        copyfileobj(book, out)


@contextmanager
def _whole(path: Path):
    """A partial file that takes its name only when all of it is there."""
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    try:
        yield partial
        os.replace(partial, path)  # noqa: PTH105 - one step on every system
    finally:
        partial.unlink(missing_ok=True)
