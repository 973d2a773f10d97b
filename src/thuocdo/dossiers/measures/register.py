"""The register of procedures an official hands over: legal term, fee, paper, online."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from thuocdo.dossiers.measures.counting import REGISTER
from thuocdo.errors import Problem, ThuocDoError

NEEDED = {"MaTTHC": "procedure", "SoNgayLamViec": "term"}
OPTIONAL = {"CoPhi": "has_fee", "TraKetQuaGiayTo": "has_paper", "ToanTrinh": "whole"}
NO_COLUMNS = (
    "cần hai cột MaTTHC và SoNgayLamViec, số ngày là số nguyên; thêm được CoPhi, "
    "TraKetQuaGiayTo, ToanTrinh, ghi 1 hoặc 0",
    "it needs the columns MaTTHC and SoNgayLamViec, days as whole numbers; CoPhi, "
    "TraKetQuaGiayTo and ToanTrinh may follow, 1 or 0",
)


def read_register(path: Path | None) -> pl.DataFrame:
    """One row a procedure with the columns of ``REGISTER``; empty without a file.

    ``term`` in working days. A column the file lacks is null: nothing is known of it. Raises
    ``ThuocDoError`` DOSSIER-001.
    """
    if path is None:
        return pl.DataFrame(schema=REGISTER)
    try:
        found = pl.read_csv(path, infer_schema=False)
        there = NEEDED | {head: name for head, name in OPTIONAL.items() if head in found.columns}
        rows = found.select(list(there)).rename(there)
        typed = rows.cast({name: REGISTER[name] for name in rows.columns})
        rows = pl.concat([pl.DataFrame(schema=REGISTER), typed], how="diagonal")
        return rows.unique("procedure", keep="last").sort("procedure")
    except (pl.exceptions.PolarsError, OSError):
        raise ThuocDoError(Problem("DOSSIER-001", path.name, values={"why": NO_COLUMNS})) from None
