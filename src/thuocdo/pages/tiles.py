"""The tile diagram of provinces, or of any units with a layout. Values in, squares out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from thuocdo.pages.tile_layout import LAYOUT, SPECIAL_ZONES

TILE_WIDTH, TILE_HEIGHT, GAP = 64, 58, 3
NONE = "none"
# How a tile says its group without colour. Relations compare rank sets with the chosen unit;
# quarters are places among all units, 4 highest.
SIGNS = {
    "above": "▲",
    "same": "≈",
    "below": "▼",
    "us": "●",
    "q1": "▼",
    "q2": "▽",
    "q3": "△",
    "q4": "▲",
    NONE: "–",
}
RELATIONS = ("above", "same", "below", NONE)
QUARTERS = ("q4", "q3", "q2", "q1", NONE)


@dataclass(frozen=True)
class Tile:
    """What a province shows: ``group`` (a key of ``SIGNS``), a word for it, a figure, a link."""

    group: str = NONE
    figure: str = ""
    word: str = ""
    href: str = ""

    def __post_init__(self):
        if self.group not in SIGNS:
            raise ValueError(f"no tile group {self.group!r}; there are {', '.join(SIGNS)}")


@dataclass(frozen=True)
class Square:
    """A drawn tile: top left corner and name in the units of the drawing."""

    code: str
    x: int
    y: int
    lines: tuple[str, ...]
    tile: Tile
    us: bool

    @property
    def name(self) -> str:
        return " ".join(self.lines)

    @property
    def sign(self) -> str:
        return SIGNS[self.tile.group]

    @property
    def texts(self) -> list[tuple[int, str]]:
        """Name lines with their baselines, relative to the tile."""
        tops = (18, 34) if len(self.lines) == 2 else (26,)
        return list(zip(tops, self.lines, strict=True))


@dataclass(frozen=True)
class Remark:
    """Words beside a tile (a special zone at sea); ``anchor`` is SVG's text-anchor."""

    x: int
    y: int
    anchor: str
    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class TileMap:
    """The whole diagram; ``groups`` are the legend, in order."""

    squares: tuple[Square, ...]
    remarks: tuple[Remark, ...]
    groups: tuple[str, ...]
    width: int
    height: int
    tile_width: int = TILE_WIDTH
    tile_height: int = TILE_HEIGHT
    form = "tiles"

    @property
    def has_outline(self) -> bool:
        """Whether the legend must say what the outline means."""
        return "us" not in self.groups and any(square.us for square in self.squares)

    @property
    def has_links(self) -> bool:
        return any(square.tile.href for square in self.squares)


Layout = Sequence[tuple[str, int, int, tuple[str, ...]]]  # code, row, column, lines of the name


def tile_map(
    tiles: Mapping[str, Tile],
    us: str = "",
    groups: tuple[str, ...] = RELATIONS,
    layout: Layout = LAYOUT,
    zones: Layout = SPECIAL_ZONES,
) -> TileMap:
    """The diagram for ``tiles`` (by the code of ``layout``); a unit not given has no figure.

    ``us`` is the code outlined in the accent; ``zones`` are words beside tiles. Raises
    ``KeyError`` for a code without a tile.
    """
    strange = sorted(set(tiles) - {code for code, *_ in layout})
    if strange:
        raise KeyError(f"no tile for {', '.join(strange)}")
    squares = tuple(
        Square(code, _x(column), _y(row), lines, tiles.get(code, Tile()), code == us)
        for code, row, column, lines in sorted(layout, key=lambda entry: entry[1:3])
    )
    columns = max(column for _, _, column, _ in layout)
    remarks = tuple(
        _remark(row, column, lines, is_last=column == columns) for _, row, column, lines in zones
    )
    rows = max(row for _, row, _, _ in layout)
    return TileMap(squares, remarks, groups, _x(columns + 1), _y(rows + 1))


def _remark(row: int, column: int, lines: tuple[str, ...], is_last: bool) -> Remark:
    words = tuple(zip((18, 34), lines, strict=True))
    if is_last:
        return Remark(_x(column) + TILE_WIDTH, _y(row), "end", words)
    return Remark(_x(column) + 2, _y(row), "start", words)


def _x(column: int) -> int:
    return (column - 1) * (TILE_WIDTH + GAP) + GAP


def _y(row: int) -> int:
    return (row - 1) * (TILE_HEIGHT + GAP) + GAP
