import re

import pytest
from django.template.loader import render_to_string

from thuocdo.pages import QUARTERS, Tile, tile_map
from thuocdo.pages.tile_layout import LAYOUT

CODES = (
    "01 04 08 11 12 14 15 19 20 22 24 25 31 33 37 38 40 42 44 46 48 51 52 56 66 68 75 79 80 82 86 "
    "91 92 96"
)
# Land borders between the provinces of 1 July 2025.
BORDERS = (
    "12-11 12-14 12-15 15-14 15-25 15-08 08-25 08-19 08-04 04-19 04-20 20-19 20-24 20-22 19-24 "
    "19-01 19-25 25-01 25-37 25-38 25-14 14-11 14-38 01-24 01-33 01-37 24-22 24-31 24-33 22-31 "
    "31-33 33-37 37-38 38-40 40-42 42-44 44-46 46-48 48-51 51-52 52-66 66-56 66-68 56-68 68-75 "
    "68-79 75-79 75-80 79-80 80-82 82-91 82-92 82-86 86-92 91-92 91-96 92-96"
)


def test_every_province_has_one_tile_of_its_own():
    assert sorted(code for code, *_ in LAYOUT) == CODES.split()
    assert len({(row, column) for _, row, column, _ in LAYOUT}) == 34
    assert {column for _, _, column, _ in LAYOUT} == set(range(1, 8))
    assert {row for _, row, _, _ in LAYOUT} == set(range(1, 15))


def test_neighbours_on_the_ground_touch_in_the_diagram():
    at = {code: (row, column) for code, row, column, _ in LAYOUT}
    steps = []
    for border in BORDERS.split():
        (row, column), (other_row, other_column) = (at[code] for code in border.split("-"))
        steps.append((abs(row - other_row), abs(column - other_column)))
    assert sum(sum(step) == 1 for step in steps) / len(steps) > 0.7
    assert sum(max(step) == 1 for step in steps) / len(steps) > 0.9


def test_north_is_up_and_east_is_right():
    at = {code: (row, column) for code, row, column, _ in LAYOUT}
    southward = ["04", "01", "38", "40", "44", "48", "52", "66", "79", "86", "96"]
    assert [at[code][0] for code in southward] == sorted(at[code][0] for code in southward)
    assert at["11"][1] < at["22"][1]
    assert at["91"][1] < at["79"][1] < at["56"][1]


def test_a_province_without_a_figure_is_hatched_not_empty():
    markup = render(tile_map({"33": Tile("above", "44,6")}))
    assert markup.count('fill="url(#m-gach)"') == 33 + 1  # and the legend
    assert markup.count("không có số liệu") == 33 + 1


def test_an_unknown_code_or_group_is_refused():
    with pytest.raises(KeyError):
        tile_map({"63": Tile()})
    with pytest.raises(ValueError):
        Tile("green")


def render(tiles):
    return render_to_string("pages/_tilemap.html", {"map": tiles, "ident": "m", "title": "T"})


def test_tiles_say_their_group_in_words_and_sign():
    markup = render(tile_map({"33": Tile("below", "41,0", href="/33/"), "01": Tile("q4")}, us="33"))
    assert "<title>Hưng Yên: 41,0, chắc chắn thấp hơn</title>" in markup
    assert ">▼ 41,0<" in re.sub(r"</?tspan[^>]*>", "", markup)
    assert "<title>Hà Nội, một phần tư cao nhất</title>" in markup
    assert markup.count(" ours") == 2  # the tile and its line in the legend
    assert 'role="group"' in markup
    assert 'href="/33/"' in markup
    assert 'role="img"' in render(tile_map({}, groups=QUARTERS))


def test_the_caption_names_the_diagram_and_both_special_zones():
    markup = render(tile_map({}))
    assert "không phải bản đồ ranh giới" in markup
    assert "Ô Đà Nẵng gồm đặc khu Hoàng Sa, ô Khánh Hòa gồm đặc khu Trường Sa." in markup
    assert [words in markup for words in ("Hoàng Sa</tspan>", "Trường Sa</tspan>")] == [True, True]


def test_every_tile_stays_inside_the_drawing():
    tiles = tile_map({})
    for square in tiles.squares:
        assert 0 < square.x <= tiles.width - tiles.tile_width
        assert 0 < square.y <= tiles.height - tiles.tile_height
    assert re.search(r'viewBox="0 0 \d+ \d+"', render(tiles))
