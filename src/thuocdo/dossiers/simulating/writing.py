"""Write a simulated year to Parquet, CSV or JSON Lines, chunk by chunk, whole or not at all."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import polars as pl

from thuocdo.dossiers.lake.process import STEPS
from thuocdo.dossiers.simulating.gaming import plant
from thuocdo.dossiers.simulating.making import CHUNK, make
from thuocdo.dossiers.simulating.messages import TIMES, messages
from thuocdo.dossiers.simulating.process import flat
from thuocdo.dossiers.simulating.worlds import Plan, World, world
from thuocdo.errors import ThuocDoError

SUFFIXES = (".parquet", ".csv", ".jsonl")
ABOUT, TRUTH, PROCEDURES = ".mo-phong.json", ".su-that.csv", ".thu-tuc.csv"


def write(plan: Plan, path: Path) -> dict:
    """Make the year of ``plan`` at ``path`` with its sidecars; give what the first one says.

    Beside the file: ``.mo-phong.json`` (that it is simulated, and how), ``.su-that.csv``
    (dossiers tampered with) and ``.thu-tuc.csv`` (what each procedure is). Raises
    ``ThuocDoError`` DOSSIER-010 for another suffix.
    """
    if path.suffix not in SUFFIXES:
        raise ThuocDoError.of("DOSSIER-010", file=path.name, known=" ".join(SUFFIXES))
    path.parent.mkdir(parents=True, exist_ok=True)
    made, tampered, count = world(plan), Counter(), 0
    with (
        _whole(path) as partial,
        _whole(beside(path, TRUTH)) as truth_path,
        _writer(partial, path.suffix) as add,
        truth_path.open("wb") as truth_file,
    ):
        for chunk in range(-(-plan.rows // CHUNK)):
            planted = plant(plan, made, chunk, make(plan, made, chunk))
            rows, truth = messages(plan, made, planted, chunk)
            count += rows.height
            add(rows)
            truth.write_csv(truth_file, include_header=chunk == 0)
            tampered.update(truth["kind"].to_list())
    procedures(made).write_csv(beside(path, PROCEDURES))
    about = _about(plan, path, count, tampered)
    text = json.dumps(about, ensure_ascii=False, indent=2)
    beside(path, ABOUT).write_text(text, encoding="utf-8")
    return about


def procedures(made: World) -> pl.DataFrame:
    """The register of the invented procedures: working days allowed, what belongs to them."""
    return pl.DataFrame(
        {
            "MaTTHC": made.procedures,
            "SoNgayLamViec": made.terms,
            "CoPhi": (made.fee > 0).astype(int),
            "TraKetQuaGiayTo": made.paper.astype(int),
            "ToanTrinh": made.whole.astype(int),
            "MoPhong": np.ones(len(made.terms), int),
        }
    )


def beside(path: Path, ending: str) -> Path:
    """The sidecar of ``path``."""
    return path.with_name(path.name + ending)


def _about(plan: Plan, path: Path, count: int, tampered: Counter) -> dict:
    return {
        "basis": "simulated",
        "said": "Mô phỏng: không phải hồ sơ thật.",
        "file": path.name,
        "year": plan.year,
        "seed": plan.seed,
        "rows": count,
        "of_year": plan.rows,
        "until": plan.until.isoformat() if plan.until else None,
        "units": len(plan.communes) + len(plan.departments),
        "tampered": dict(sorted(tampered.items())),
    }


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A partial file that takes its name only when all of it is there."""
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    try:
        yield partial
        os.replace(partial, path)  # noqa: PTH105 - one step on every system
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def _writer(path: Path, suffix: str):
    if suffix == ".parquet":
        with _parquet(path) as add:
            yield add
        return
    with path.open("wb") as out:
        if suffix == ".jsonl":
            yield lambda rows: _plain(rows).write_ndjson(out)
        else:
            yield lambda rows: _flat(rows).write_csv(out, include_header=out.tell() == 0)


@contextmanager
def _parquet(path: Path):
    import pyarrow.parquet as pq

    writer = None

    def add(rows: pl.DataFrame) -> None:
        nonlocal writer
        table = rows.to_arrow()
        table = table.replace_schema_metadata({"thuocdo.basis": "simulated"})
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)

    try:
        yield add
    finally:
        if writer is not None:
            writer.close()


def _flat(rows: pl.DataFrame) -> pl.DataFrame:
    """As ``_plain``, the steps of a dossier in one cell."""
    steps = [flat(pl.col(STEPS)).alias(STEPS)] if STEPS in rows.columns else []
    return _plain(rows).with_columns(steps)


def _plain(rows: pl.DataFrame) -> pl.DataFrame:
    """Moments as text in the time of Việt Nam: 2026-06-09T08:30:00."""
    said = [pl.col(name).dt.strftime("%Y-%m-%dT%H:%M:%S") for name in TIMES]
    return rows.with_columns(said)
