"""Work out the tile diagram of the communes from their boundaries: ``python -m tools.tile_layout
BOUNDARIES.geojson``. Prints the rows of ``facts/tables/commune_tile.csv``.

Method. The outline of the province is laid under a square grid whose cell is chosen (size and
offset) so that exactly as many cell centres lie within it as there are communes. Communes are
given to cells so that the squared distances between their centroids and the cells' centres add
up to the least (the Hungarian algorithm), then neighbouring communes are drawn together: two
tiles are swapped as long as that makes more neighbours on the ground neighbours in the grid, at
a bounded price in distance. Only row and column are kept; no boundary is shipped.
"""

from __future__ import annotations

import json
import math
import sys
from itertools import combinations
from pathlib import Path

PRICE = 0.35  # squared cells of distance that one more kept neighbour may cost
NEAR = 1.5  # cells: side by side or corner to corner
Point = tuple[float, float]


def outlines(path: Path) -> dict[str, list[list[Point]]]:
    """Commune code → outer rings, in km-like units (x east, y north)."""
    found = {}
    for one in json.loads(path.read_text(encoding="utf-8"))["features"]:
        shape = one["geometry"]
        many = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        rings = [[_flat(*at) for at in rings[0]] for rings in many]
        found[one["properties"]["code"]] = [ring for ring in rings if _area(ring)]
    return found


def _flat(east: float, north: float) -> Point:
    return 111.32 * math.cos(math.radians(20.6)) * east, 110.7 * north


def centre(rings: list[list[Point]]) -> Point:
    """Centroid of the largest ring."""
    ring = max(rings, key=_area)
    # From its own corner: products of far coordinates would eat the digits.
    east, north = ring[0]
    twice = x = y = 0.0
    for (a, b), (c, d) in _edges([(p - east, q - north) for p, q in ring]):
        cross = a * d - c * b
        twice, x, y = twice + cross, x + (a + c) * cross, y + (b + d) * cross
    return east + x / (3 * twice), north + y / (3 * twice)


def _area(ring: list[Point]) -> float:
    return abs(sum(a * d - c * b for (a, b), (c, d) in _edges(ring))) / 2


def _edges(ring: list[Point]) -> list[tuple[Point, Point]]:
    return list(zip(ring, [*ring[1:], ring[0]], strict=True))


def inside(at: Point, ring: list[Point]) -> bool:
    """Whether a point is within a ring."""
    x, y = at
    hits = 0
    for (a, b), (c, d) in _edges(ring):
        hits += (b > y) != (d > y) and x < (c - a) * (y - b) / (d - b) + a
    return hits % 2 == 1


def grid(shapes: dict[str, list[list[Point]]]) -> tuple[float, list[Point]]:
    """The size of a cell and the centres of as many cells as there are shapes."""
    rings = [ring for many in shapes.values() for ring in many]
    xs, ys = zip(*(at for ring in rings for at in ring), strict=True)
    boxes = [(min(x for x, _ in ring), max(x for x, _ in ring), ring) for ring in rings]
    side = math.sqrt(sum(_area(ring) for ring in rings) / len(shapes))
    for percent in (0, 1, -1, 2, -2, 3, -3, 4, -4):
        size = side * (1 + percent / 100)
        for across in range(4):
            for down in range(4):
                start = min(xs) - size * across / 4, max(ys) + size * down / 4
                cells = _cells(start, size, max(xs), min(ys), boxes)
                if len(cells) == len(shapes):
                    return size, cells
    raise SystemExit("no grid fits")


def _cells(start: Point, size: float, right: float, bottom: float, boxes) -> list[Point]:
    columns = range(math.ceil((right - start[0]) / size) + 1)
    rows = range(math.ceil((start[1] - bottom) / size) + 1)
    centres = [(start[0] + size * c, start[1] - size * r) for r in rows for c in columns]
    return [
        at
        for at in centres
        if any(low <= at[0] <= high and inside(at, ring) for low, high, ring in boxes)
    ]


def assigned(cost: list[list[float]]) -> list[int]:
    """Row → column of least total cost (Hungarian algorithm by shortest augmenting paths)."""
    size = len(cost)
    rows, columns, match = [0.0] * (size + 1), [0.0] * (size + 1), [0] * (size + 1)
    for row in range(1, size + 1):
        match[0], column = row, 0
        least, way, used = [math.inf] * (size + 1), [0] * (size + 1), [False] * (size + 1)
        while match[column]:
            used[column] = True
            holder = match[column]
            open_ones = [other for other in range(1, size + 1) if not used[other]]
            for other in open_ones:
                here = cost[holder - 1][other - 1] - rows[holder] - columns[other]
                if here < least[other]:
                    least[other], way[other] = here, column
            onward = min(open_ones, key=least.__getitem__)
            delta = least[onward]
            for other in range(size + 1):
                if used[other]:
                    rows[match[other]] += delta
                    columns[other] -= delta
                else:
                    least[other] -= delta
            column = onward
        while column:
            match[column], column = match[way[column]], way[column]
    found = [0] * size
    for column in range(1, size + 1):
        found[match[column] - 1] = column - 1
    return found


def touching(shapes: dict[str, list[list[Point]]]) -> set[tuple[str, str]]:
    """Pairs of communes that share at least two corners of their boundaries."""
    corners = {
        code: {(round(x, 2), round(y, 2)) for r in rings for x, y in r}
        for code, rings in shapes.items()
    }
    return {(a, b) for a, b in combinations(corners, 2) if len(corners[a] & corners[b]) > 1}


def drawn_together(
    place: dict[str, int], cells: list[Point], size: float, pairs, cost: dict[str, list[float]]
) -> dict[str, int]:
    """``place`` after every swap that keeps more neighbours than it costs."""
    near: dict[str, set[str]] = {code: set() for code in place}
    for a, b in pairs:
        near[a].add(b)
        near[b].add(a)

    def worth(code: str) -> float:
        x, y = cells[place[code]]
        spots = (cells[place[other]] for other in near[code])
        kept = sum(math.hypot(x - a, y - b) < NEAR * size for a, b in spots)
        return PRICE * kept - cost[code][place[code]]

    def total(*codes: str) -> float:
        around = set(codes).union(*(near[code] for code in codes))
        return sum(worth(code) for code in around)

    better = True
    while better:
        better = False
        for a, b in combinations(place, 2):
            before = total(a, b)
            place[a], place[b] = place[b], place[a]
            if total(a, b) > before + 1e-9:
                better = True
            else:
                place[a], place[b] = place[b], place[a]
    return place


def main(path: Path) -> None:
    shapes = outlines(path)
    size, cells = grid(shapes)
    middles = {code: centre(rings) for code, rings in shapes.items()}
    cost = {
        code: [((x - a) ** 2 + (y - b) ** 2) / size**2 for a, b in cells]
        for code, (x, y) in middles.items()
    }
    place = dict(zip(cost, assigned(list(cost.values())), strict=True))
    pairs = touching(shapes)
    place = drawn_together(place, cells, size, pairs, cost)
    left, top = min(x for x, _ in cells), max(y for _, y in cells)
    spots = {
        code: (round((top - cells[k][1]) / size) + 1, round((cells[k][0] - left) / size) + 1)
        for code, k in place.items()
    }
    kept = sum(
        max(abs(spots[a][0] - spots[b][0]), abs(spots[a][1] - spots[b][1])) == 1 for a, b in pairs
    )
    sys.stderr.write(f"cell {size:.2f} km; {kept} of {len(pairs)} neighbours kept\n")
    sys.stdout.write("code,down,across,basis,source,note\n")
    for code, (row, column) in sorted(spots.items()):
        sys.stdout.write(f"{code},{row},{column},derived,commune-tiles,\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
