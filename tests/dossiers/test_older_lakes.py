"""A lake made before columns were added is read, verified, added to and measured as it is."""

import json

import polars as pl

from thuocdo.disk import checksum
from thuocdo.dossiers.lake import Lake, verify
from thuocdo.dossiers.lake.fields import ADDED, SCHEMA
from thuocdo.dossiers.measures.engines import connected, lake_table


def made_older(lake: Lake) -> None:
    """Every part without the added columns, its manifest saying so."""
    path = lake.manifests / "000001.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    for one in told["parts"]:
        part = lake.parts / one["file"]
        pl.read_parquet(part).drop(ADDED).write_parquet(part)
        one["sha256"] = checksum(part)
    path.write_text(json.dumps(told), encoding="utf-8")


def test_an_older_lake_still_works(desk):
    desk.load(desk.csv("a.csv", {}, {"MaHoSo": "H31.12-250609-0002"}))
    lake = desk.lake
    made_older(lake)
    assert verify(lake).problems == ()
    table = lake_table(connected("duckdb"), lake, lake.manifest())
    assert set(table.columns) == set(SCHEMA)
    assert table.fee.count().to_pyarrow().as_py() == 0
    desk.load(desk.csv("b.csv", {"MaHoSo": "H31.12-250609-0003", "TongLePhi": 8000}))
    assert verify(lake).problems == ()
    assert desk.rows()["fee"].to_list() == [None, None, 8000]
    assert set(pl.read_parquet(lake.path_of(lake.manifest().parts[0])).columns) == set(SCHEMA)
