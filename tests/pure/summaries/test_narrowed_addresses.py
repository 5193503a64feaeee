"""What an address asks to see of what was sent: what can be is kept, what cannot be is left aside."""

import pytest

from consult.rules.states import CONTRIBUTION_KINDS, DISPOSITIONS
from consult.summaries.narrowed import ANSWERED, NONE, OPEN, TAKEN, Narrowed

KEPT = [
    *({"kind": kind} for kind in CONTRIBUTION_KINDS),
    *({"disposition": disposition} for disposition in (*DISPOSITIONS, OPEN, ANSWERED, TAKEN)),
    {"section": NONE, "region": NONE},
    {"section": "x" * 80, "region": "ماء"},
    {"day": "0001-01-02"},
    {"day": "9999-12-30"},
    {"day": "2028-02-29"},
    {"starts": "1"},
    {"section": "water", "region": "asia", "kind": "answer", "day": "2026-03-10", "disposition": "noted"},
]


@pytest.mark.parametrize("query", KEPT, ids=str)
def test_what_can_be_asked_for_comes_back_as_the_same_address(query: dict[str, str]) -> None:
    assert Narrowed.from_query(query).query == query
    assert Narrowed(**query) == Narrowed.from_query(query)


LEFT_ASIDE = [
    ({}, {}),
    ({"page": "2", "lang": "fr"}, {}),  # other arguments of the address are not its business
    ({"kind": "Comment"}, {}),
    ({"kind": "comment "}, {}),
    ({"disposition": "declined"}, {}),
    ({"day": "2026-02-29"}, {}),
    ({"day": "2026-13-01"}, {}),
    ({"day": "0001-01-01"}, {}),  # no day before it, none after the last: a zone could not be reckoned
    ({"day": "9999-12-31"}, {}),
    ({"day": "10 March"}, {}),
    ({"day": "20260310"}, {"day": "2026-03-10"}),  # a day in another shape has one address
    ({"section": "x" * 81}, {"section": "x" * 80}),
    ({"region": "a\x00sia"}, {"region": "asia"}),
    ({"kind": "comm\x00ent"}, {"kind": "comment"}),
    ({"starts": "0"}, {"starts": "1"}),  # given is given
    ({"starts": ""}, {}),
]


@pytest.mark.parametrize(("query", "wanted"), LEFT_ASIDE)
def test_what_cannot_be_is_left_aside_and_what_is_too_long_is_cut(
    query: dict[str, str], wanted: dict[str, str]
) -> None:
    narrowed = Narrowed.from_query(query)
    assert narrowed.query == wanted
    assert Narrowed.from_query(narrowed.query) == narrowed, "its own address asks for the same"


@pytest.mark.parametrize(
    ("asked", "tells"),
    [
        ({}, False),
        ({"region": "asia"}, False),
        ({"starts": "1"}, False),
        ({"region": NONE, "starts": "1"}, False),
        ({"section": NONE}, True),
        ({"kind": "answer"}, True),
        ({"day": "2026-03-10"}, True),
        ({"disposition": OPEN}, True),
        ({"region": "asia", "kind": "answer"}, True),
    ],
)
def test_people_are_counted_only_where_that_tells_no_hands_apart(asked: dict[str, str], tells: bool) -> None:
    assert Narrowed(**asked).tells_people_apart is tells


def test_asking_otherwise_changes_that_alone() -> None:
    narrowed = Narrowed(region="asia", kind="answer")
    assert narrowed.but(kind="", day="2026-03-10").query == {"region": "asia", "day": "2026-03-10"}
    assert narrowed.query == {"region": "asia", "kind": "answer"}
