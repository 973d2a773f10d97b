import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from thuocdo.pages import (
    Bar,
    Break,
    Point,
    RankStrip,
    ScoreStrip,
    TimeLine,
    fifths,
    rank_axis,
    spark,
)


def drawn(strip, ident="x"):
    return render_to_string("pages/_strip.html", {"strip": strip, "ident": ident})


def test_rank_strip_runs_from_first_to_last_rank():
    assert RankStrip(1, 34, 1, 4).dot == 0
    assert RankStrip(34, 34, 30, 34).dot == 100
    assert RankStrip(8, 32, 2, 20).line == (3.23, 61.29)
    assert RankStrip(8, 32).target_at == 29.03
    assert RankStrip(1, 1).dot == 50


def test_a_rank_without_error_is_hollow_and_has_no_line():
    strip = RankStrip(14, 63)
    assert strip.line is None
    markup = drawn(strip)
    assert "hollow" in markup
    assert 'class="set"' not in markup
    assert "chưa biết sai số" in markup
    assert 'class="set"' in drawn(RankStrip(14, 63, 9, 20))


@pytest.mark.parametrize(
    "wrong",
    [(0, 32, None, None), (33, 32, None, None), (8, 32, 2, None), (8, 32, 9, 5), (8, 32, 1, 33)],
)
def test_an_impossible_rank_is_refused(wrong):
    with pytest.raises(ValueError):
        RankStrip(*wrong)


def test_no_target_where_there_are_fewer_units():
    assert RankStrip(2, 6).target_at is None
    assert [mark.label for mark in rank_axis(6)] == ["1", "6"]
    assert [mark.label for mark in rank_axis(34)] == ["1", "10", "34"]


def test_score_strip_places_us_target_and_best():
    strip = ScoreStrip(us=3.51, target=3.83, best=4.5, low=3.0, high=4.5)
    assert (strip.dot, strip.target_at, strip.best_at) == (34.0, 55.33, 100)
    assert ScoreStrip(float("nan"), 3, 4, 2, 4).dot is None
    assert "3,51; hạng 10: 3,83; cao nhất: 4,50" in drawn(strip)


def test_bar_starts_at_zero():
    bar = Bar(7, 10, 6, 8, target=9)
    assert (bar.length, bar.line, bar.target_at) == (70, (60, 80), 90)
    with pytest.raises(ValueError):
        Bar(1, 0)


SERIES = tuple(
    Point(year, value, None if value is None else value - 1, None if value is None else value + 1)
    for year, value in [(2016, 40), (2017, 41), (2018, 50), (2019, 51), (2020, None), (2021, 49)]
)


def years(line):
    return [[point.at for point in run] for run in line.runs]


def test_a_line_stops_at_a_break_and_at_a_gap():
    broken = TimeLine(SERIES, (Break(2018, "đổi thang điểm", "#d"),))
    assert years(broken) == [[2016, 2017], [2018, 2019], [2021]]
    assert years(TimeLine(SERIES)) == [[2016, 2017, 2018, 2019], [2021]]
    assert len(broken.lines) == 2
    assert len(broken.bands) == 2
    assert len(broken.dots) == 5


def test_a_break_is_marked_midway_and_opens_its_reason():
    line = TimeLine(SERIES, (Break(2018, "đổi thang điểm", "#dut"),))
    (mark,) = line.marks
    assert line.x(2017) < mark.x < line.x(2018)
    markup = render_to_string("pages/_timeline.html", {"line": line, "ident": "t", "title": "T"})
    assert markup.count('href="#dut"') == 2
    assert 'role="group"' in markup
    assert "đổi thang điểm" in markup


def test_breaks_outside_the_series_are_not_drawn():
    assert TimeLine(SERIES, (Break(2016, "đầu"), Break(2030, "sau"))).marks == []


def test_a_line_grows_upwards_within_its_height():
    line = TimeLine(SERIES, height=200)
    assert line.y(51) < line.y(40)
    assert 0 < line.y(52) < line.y(39) < 200
    assert line.range == (39, 52)


def test_a_series_without_figures_still_renders():
    empty = spark((Point(2023, None), Point(2024, None)))
    assert (empty.lines, empty.dots, empty.order) == ([], [], None)
    assert "Chưa có số liệu" in drawn(empty)


def test_points_out_of_order_are_refused():
    with pytest.raises(ValueError):
        TimeLine((Point(2020, 1), Point(2019, 1)))


def test_a_phone_never_gets_more_than_seven_years():
    long = TimeLine(tuple(Point(year, 1.0) for year in range(2011, 2025)))
    major = [tick.label for tick in long.times if tick.is_major]
    assert len(major) <= 7
    assert major[-1] == "2024"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "strip",
    [
        RankStrip(8, 33, 2, 20),
        RankStrip(None, 33),
        ScoreStrip(3.5, 3.8, 4.5, 3.1, 4.5),
        Bar(7.3, 10.0, 6.1, 8.2, 9),
        spark(SERIES, (Break(2018, "x"),)),
    ],
)
def test_every_drawing_has_words_ids_of_its_own_and_plain_coordinates(strip, language):
    with translation.override(language):
        markup = drawn(strip, "a-1")
    assert 'role="img"' in markup
    assert re.search(r'<title id="a-1-t">[^<]+</title>', markup)
    ids = re.findall(r'\bid="([^"]+)"', markup)
    assert len(ids) == len(set(ids))
    assert all(ident.startswith("a-1-") for ident in ids)
    for value in re.findall(r'\b(?:x|y|x1|x2|y1|y2|cx|cy|width)="([^"]*)"', markup):
        assert re.fullmatch(r"-?\d+(\.\d+)?%?", value), value
    assert "style=" not in markup


def test_fifths_split_the_known_and_leave_the_missing():
    assert fifths([1, 2, 3, 4, 5]) == [1, 2, 3, 4, 5]
    assert fifths([5, None, 1, float("nan")]) == [4, None, 2, None]
    assert fifths([7, 7, 7]) == [3, 3, 3]
    assert fifths(list(range(100))).count(1) == 20
