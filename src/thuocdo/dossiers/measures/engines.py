"""The engine that counts, through Ibis: DuckDB, or Spark where ``THUOCDO_ENGINE`` says so."""

from __future__ import annotations

import logging

from thuocdo.dossiers.lake import Lake, Manifest
from thuocdo.dossiers.lake.fields import ADDED
from thuocdo.errors import ThuocDoError

MEMORY = "1500MB"
SPARK_MEMORY = "1500m"
LOOPBACK = "127.0.0.1"
# Steps of DuckDB's planner that make these questions slower: sums made twice write every
# expression out again under the first one, and a list of five states becomes a join.
NOT_WANTED = "partial_aggregate_pushdown,in_clause"


def connected(engine: str, threads: int | None = None):
    """A connection to ``engine``: duckdb or pyspark.

    Raises ``ThuocDoError`` DOSSIER-018 for another one, or where pyspark or Java is missing.
    """
    makers = {"duckdb": _duckdb, "pyspark": _pyspark}
    if engine not in makers:
        raise ThuocDoError.of("DOSSIER-018", engine=engine)
    return makers[engine](threads)


def _duckdb(threads: int | None):
    import ibis

    settings = {"memory_limit": MEMORY} | ({"threads": threads} if threads else {})
    connection = ibis.duckdb.connect(**settings)
    connection.raw_sql("SET enable_progress_bar = false")  # it would print into the answer
    connection.raw_sql(f"SET disabled_optimizers = '{NOT_WANTED}'")
    return connection


def _pyspark(threads: int | None):
    """Spark in this process: no page of its own, nothing but loopback, no lines on the screen."""
    try:
        import ibis
        from pyspark.sql import SparkSession

        settings = {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.driver.bindAddress": LOOPBACK,
            "spark.driver.host": LOOPBACK,
            "spark.driver.memory": SPARK_MEMORY,
            "spark.sql.shuffle.partitions": "4",
            "spark.sql.session.timeZone": "UTC",
            "spark.log.level": "ERROR",
        }
        builder = SparkSession.builder.master(f"local[{threads or 2}]").appName("thuocdo")
        session = builder.config(map=settings).getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        logging.getLogger("py4j").setLevel(logging.WARNING)
        return ibis.pyspark.connect(session)
    except Exception as error:  # no pyspark, no Java, a Java too old: each raises its own
        raise ThuocDoError.of("DOSSIER-018", engine="pyspark") from error


def lake_table(connection, lake: Lake, manifest: Manifest):
    """The dossiers of a version as an Ibis table. Raises ``ThuocDoError`` DOSSIER-012 (empty)."""
    if not manifest.parts:
        raise ThuocDoError.of("DOSSIER-012")
    paths = [lake.path_of(one) for one in manifest.parts]
    missing = next((path for path in paths if not path.is_file()), None)
    if missing:
        raise ThuocDoError.of("DOSSIER-009", file=missing.name)
    import ibis

    named = [path.as_posix() for path in paths]
    table = _read(connection, named)

    absent = {one: ibis.null(_kind(one)) for one in ADDED if one not in table.columns}
    return table.mutate(**absent) if absent else table


def _read(connection, paths: list[str]):
    if connection.name == "duckdb":
        return connection.read_parquet(paths, table_name="dossiers", union_by_name=True)
    session = connection._session  # Ibis reads one file or folder a call; a lake has many files
    frame = session.read.option("mergeSchema", "true").parquet(*paths)
    frame.createOrReplaceTempView("dossiers")
    return connection.table("dossiers")


def _kind(column: str) -> str:
    return {"fee": "int64", "steps": "string"}.get(column, "int8")
