"""The engine that counts: DuckDB, through Ibis. Another one is a matter of ``connected``."""

from __future__ import annotations

from thuocdo.dossiers.lake import Lake, Manifest
from thuocdo.dossiers.lake.fields import ADDED
from thuocdo.errors import ThuocDoError

MEMORY = "1500MB"


def connected(engine: str, threads: int | None = None):
    """A connection to ``engine``. Raises ``ThuocDoError`` DOSSIER-018 for one not built in."""
    if engine != "duckdb":
        raise ThuocDoError.of("DOSSIER-018", engine=engine)
    import ibis

    settings = {"memory_limit": MEMORY} | ({"threads": threads} if threads else {})
    connection = ibis.duckdb.connect(**settings)
    connection.raw_sql("SET enable_progress_bar = false")  # it would print into the answer
    return connection


def lake_table(connection, lake: Lake, manifest: Manifest):
    """The dossiers of a version as an Ibis table. Raises ``ThuocDoError`` DOSSIER-012 (empty)."""
    if not manifest.parts:
        raise ThuocDoError.of("DOSSIER-012")
    paths = [lake.path_of(one) for one in manifest.parts]
    missing = next((path for path in paths if not path.is_file()), None)
    if missing:
        raise ThuocDoError.of("DOSSIER-009", file=missing.name)
    named = [path.as_posix() for path in paths]
    table = connection.read_parquet(named, table_name="dossiers", union_by_name=True)
    import ibis

    absent = {one: ibis.null(_kind(one)) for one in ADDED if one not in table.columns}
    return table.mutate(**absent) if absent else table


def _kind(column: str) -> str:
    return "int64" if column == "fee" else "int8"
