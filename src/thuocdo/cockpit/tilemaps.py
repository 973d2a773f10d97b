"""Standings as the tile diagram of the 34 provinces."""

from __future__ import annotations

import polars as pl

from thuocdo.cockpit import addresses, frame
from thuocdo.indices import TOTAL, Standings
from thuocdo.indices.rank_sets import told_apart
from thuocdo.pages import RELATIONS, Tile, TileMap, tile_map
from thuocdo.wording import number

GROUPS = {1: "above", 0: "same", -1: "below"}


def relations(at: Standings, unit: str, item: str = TOTAL) -> TileMap:
    """Which provinces are surely above ``unit``, surely below, or not told apart."""
    valid = at.item(item).filter(pl.col("score").is_not_null())
    units = valid["unit"].to_list()
    known = unit in units and valid["se"].null_count() == 0
    signs = [0] * len(units)
    if known:
        how = at.options
        signs = told_apart(
            valid["score"].to_numpy(),
            valid["se"].to_numpy(),
            units.index(unit),
            coverage=how.coverage,
            draws=how.draws,
            seed=how.seed,
        )
    tiles = {}
    for code, score, sign in zip(units, valid["score"], signs, strict=True):
        group = "us" if code == unit else GROUPS[int(sign)] if known else "same"
        href = addresses.unit_page(at.index, at.year, at.boundaries, code)
        tiles[code] = Tile(group, number(score, 1, frame.language()), href=href)
    return tile_map(tiles, us=unit, groups=("us", *RELATIONS))
