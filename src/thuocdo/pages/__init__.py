"""Pages: how every figure reaches the screen, the phone and the paper.

Owns: number formats for templates, the one ``Table`` with its JSON and CSV twins, drawings as
SVG (rank strip, score strip, bar, time line, tile diagram), heat classes, base templates, the
stylesheet and a small script. In: plain values from the rooms above, which know what they mean;
this room knows no index. Out: responses and markup that work without a script, at 360 px, on
A4, by keyboard, in light and dark. Pure modules compute positions and texts; ``twins`` is the
only one that meets a request.
"""

from thuocdo.pages.bars import Bar
from thuocdo.pages.heat import fifth, fifths
from thuocdo.pages.sparks import Break, Point, TimeLine, spark
from thuocdo.pages.strips import Mark, RankStrip, ScoreStrip, rank_axis
from thuocdo.pages.table import Column, Source, Table
from thuocdo.pages.tiles import QUARTERS, RELATIONS, Tile, TileMap, tile_map

__all__ = [
    "QUARTERS",
    "RELATIONS",
    "Bar",
    "Break",
    "Column",
    "Mark",
    "Point",
    "RankStrip",
    "ScoreStrip",
    "Source",
    "Table",
    "Tile",
    "TileMap",
    "TimeLine",
    "fifth",
    "fifths",
    "rank_axis",
    "spark",
    "tile_map",
]
