"""Every way to tamper with the chain shows, and names the row."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuocdo.audit.chain import START, Fault, Link, canonical, digest, faults, sealed, unfit


def chain(count: int) -> list[Link]:
    found, previous = [], START
    for number in range(1, count + 1):
        time = f"2026-11-22T08:00:{number:02d}.000000+00:00"
        details = {"role": "officer", "n": number}
        one = sealed(Link(number, time, "u1", "user.added", f"u{number}", "", details, previous))
        previous = one.hash
        found.append(one)
    return found


def told(found: list[Fault]) -> list[tuple]:
    return [(one.kind, one.sequence, one.until or one.origin) for one in found]


def resealed(links: list[Link]) -> list[Link]:
    """The chain made anew from its contents, numbers and all."""
    found, previous = [], START
    for number, one in enumerate(links, start=1):
        found.append(sealed(replace(one, sequence=number, previous=previous)))
        previous = found[-1].hash
    return found


def test_a_whole_chain_has_no_fault():
    assert faults([]) == []
    assert faults(chain(1)) == []
    assert faults(chain(30)) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("time", "2026-11-22T09:00:00.000000+00:00"), ("actor", "u2"), ("action", "login")),
        *(("object", "u99"), ("scope", "SO-01"), ("details", {"role": "leader", "n": 4})),
        *(("previous", START), ("hash", "f" * 64), ("details", {})),
    ],
)
@pytest.mark.parametrize("place", [1, 3, 9])
def test_an_edited_field_names_its_row(name, value, place):
    links = chain(10)
    links[place] = replace(links[place], **{name: value})
    assert told(faults(links)) == [("edited", place + 1, None)]


def test_the_first_row_edited_is_named():
    links = chain(3)
    links[0] = replace(links[0], scope="SO-01")
    assert told(faults(links)) == [("edited", 1, None)]


def test_several_edits_name_each_row():
    links = chain(10)
    for place in (2, 3, 7):
        links[place] = replace(links[place], actor="u666")
    assert [one.sequence for one in faults(links)] == [3, 4, 8]


@pytest.mark.parametrize(("low", "high"), [(1, 1), (4, 4), (2, 6)])
def test_removed_rows_are_named(low, high):
    links = [one for one in chain(10) if not low <= one.sequence <= high]
    assert told(faults(links)) == [("removed", low, high)]


def test_rows_removed_at_the_end_show_against_a_head_kept_elsewhere():
    links = chain(10)
    head = (10, links[-1].hash)
    assert faults(links, head) == []
    assert faults(links[:7]) == []
    assert told(faults(links[:7], head)) == [("removed", 8, 10)]
    assert told(faults([], head)) == [("removed", 1, 10)]


def test_two_rows_that_changed_places_are_named():
    links = chain(10)
    links[2], links[6] = replace(links[6], sequence=3), replace(links[2], sequence=7)
    assert told(faults(links)) == [("moved", 3, 7), ("moved", 7, 3)]


def test_rows_in_another_order_are_named():
    links = chain(6)
    links[2], links[3] = links[3], links[2]
    assert ("unordered", 3, None) in told(faults(links))


def test_a_row_removed_and_the_rest_renumbered():
    links = [one for one in chain(10) if one.sequence != 4]
    links = [replace(one, sequence=number) for number, one in enumerate(links, start=1)]
    found = told(faults(links))
    assert found[0] == ("moved", 4, 5)
    assert ("removed", 4, 4) in found
    assert [one[1] for one in found if one[0] == "moved"] == [4, 5, 6, 7, 8, 9]


def test_a_row_rewritten_with_its_hash_is_betrayed_by_the_next():
    links = chain(10)
    links[4] = sealed(replace(links[4], actor="u2"))
    assert told(faults(links)) == [("replaced", 5, None)]


def test_a_row_put_in_between_shows():
    links = chain(10)
    false = sealed(replace(links[4], object="u99", sequence=6, previous=links[4].hash))
    rest = [replace(one, sequence=one.sequence + 1) for one in links[5:]]
    found = told(faults([*links[:5], false, *rest]))
    assert [one for one in found if one[0] == "moved"] == [
        ("moved", n + 1, n) for n in range(6, 11)
    ]


def test_a_chain_made_anew_shows_against_a_head_kept_elsewhere():
    links = chain(10)
    anew = resealed([replace(one, actor="u3") for one in links])
    assert faults(anew) == []
    assert told(faults(anew, (10, links[-1].hash))) == [("replaced", 10, None)]
    assert told(faults(anew, (6, links[5].hash))) == [("replaced", 6, None)]


def test_the_last_row_rewritten_shows_only_against_a_head():
    links = chain(5)
    head = (5, links[-1].hash)
    links[-1] = sealed(replace(links[-1], scope="SO-01"))
    assert faults(links) == []
    assert told(faults(links, head)) == [("replaced", 5, None)]


ACTS = st.sampled_from(["edit", "remove", "swap", "rewrite"])


@given(st.integers(3, 25), ACTS, st.data())
def test_any_single_act_within_the_chain_shows(count, act, data):
    links = chain(count)
    place = data.draw(st.integers(0, count - 2))
    if act == "edit":
        links[place] = replace(links[place], object="x")
    elif act == "remove":
        del links[place]
    elif act == "rewrite":
        links[place] = sealed(replace(links[place], object="x"))
    else:
        other = data.draw(st.integers(0, count - 1).filter(lambda one: one != place))
        first, second = links[place], links[other]
        links[place] = replace(second, sequence=place + 1)
        links[other] = replace(first, sequence=other + 1)
    assert place + 1 in {one.sequence for one in faults(links)}


def test_a_long_renumbered_chain_is_told_in_bounded_time():
    links = [one for one in chain(4000) if one.sequence != 2]
    links = [replace(one, sequence=number) for number, one in enumerate(links, start=1)]
    found = faults(links)
    assert len(found) == 3999 and ("removed", 2, 2) in told(found)


def test_the_spelling_that_is_hashed_is_fixed():
    """Golden: a change of it would break every log there is."""
    one = Link(
        1,
        "2026-11-22T08:00:00.000000+00:00",
        "u1",
        "login",
        "u1",
        "SO-02",
        {"b": 1, "a": None},
        START,
    )
    assert canonical(one) == (
        '{"action":"login","actor":"u1","details":{"a":null,"b":1},"object":"u1",'
        f'"previous":"{START}","scope":"SO-02","sequence":1,'
        '"time":"2026-11-22T08:00:00.000000+00:00"}'
    )
    assert digest(one) == "3dc9988ffbf99d891428e45316c86c9fe329bda54ea085921b3765e060258e37"


@pytest.mark.parametrize(
    "value",
    [
        *("Nguyễn Văn A", "nguyen van a", "a@b.vn", "0912345678", "+84912345678", "033099001234"),
        *("x" * 81, 1.5, {"a": 1}, ["ok", "không"], "a\nb", b"x"),
    ],
)
def test_what_is_no_code_is_unfit(value):
    assert unfit("x", value)


@pytest.mark.parametrize(
    "value", ["u12", "SO-02", "user.added", "", None, True, 7, ["a", 1], "a/b"]
)
def test_codes_and_numbers_are_fit(value):
    assert unfit("x", value) == ""
