"""What an address may ask of a summary, and what becomes of values that there cannot be. No database is asked."""

import pytest

from consult.rules.states import CONTRIBUTION_KINDS, DISPOSITIONS
from consult.summaries.behind import page_of
from consult.summaries.narrowed import Narrowed
from consult.summaries.report import PARTS, chosen_parts

ALL = {
    "section": "water",
    "region": "africa",
    "kind": "amendment",
    "day": "2026-03-10",
    "disposition": "noted",
    "starts": "1",
}


def test_an_address_comes_back_as_it_was_asked() -> None:
    assert Narrowed.from_query(ALL).query == ALL
    assert Narrowed.from_query({}) == Narrowed()
    assert Narrowed().query == {}
    assert Narrowed().conditions([]) == []
    for name, value in ALL.items():
        assert Narrowed.from_query({name: value, "page": "3", "utm": "x"}).query == {name: value}


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("kind", "poem", ""),
        ("kind", "AMENDMENT", ""),
        ("kind", "-", ""),
        ("disposition", "lost", ""),
        ("disposition", "open", "open"),
        ("disposition", "-", ""),
        ("day", "2026-02-29", ""),
        ("day", "2024-02-29", "2024-02-29"),
        ("day", "20260310", "2026-03-10"),
        ("day", "2026-03-10T12:00", ""),
        ("day", "0001-01-01", ""),
        ("day", "0001-01-02", "0001-01-02"),
        ("day", "9999-12-30", "9999-12-30"),
        ("day", "9999-12-31", ""),
        ("day", "-1", ""),
        ("starts", "0", "1"),
        ("starts", "", ""),
        ("starts", "\x00", ""),
        ("section", "-", "-"),
        ("section", "wa\x00ter", "water"),
        ("section", "x" * 80, "x" * 80),
        ("section", "x" * 81, "x" * 80),
        ("region", "\x00", ""),
    ],
)
def test_what_there_cannot_be_is_left_aside(name: str, given: str, kept: str) -> None:
    assert Narrowed.from_query({name: given}).query == ({name: kept} if kept else {})


def test_every_kind_and_every_answer_can_be_asked_for() -> None:
    for name, values in (("kind", CONTRIBUTION_KINDS), ("disposition", DISPOSITIONS)):
        for value in values:
            assert Narrowed.from_query({name: value}).query == {name: value}


@pytest.mark.parametrize(
    ("name", "tells"),
    [("section", True), ("kind", True), ("day", True), ("disposition", True), ("region", False)],
)
def test_people_are_counted_in_the_whole_and_in_a_region_alone(name: str, tells: bool) -> None:
    assert Narrowed().tells_people_apart is False
    assert Narrowed(**{name: ALL[name]}).tells_people_apart is tells
    assert Narrowed(**{name: ALL[name]}).but(region="asia").tells_people_apart is tells


def test_a_figure_asks_for_more_and_leaves_the_choice_as_it_was() -> None:
    chosen = Narrowed(region="africa")
    assert chosen.but(kind="comment", section="-").query == {
        "section": "-",
        "region": "africa",
        "kind": "comment",
    }
    assert chosen.but(region="asia").query == {"region": "asia"}
    assert chosen.query == {"region": "africa"}


def test_each_choice_is_one_condition_and_an_answer_asks_for_beginnings() -> None:
    for name, number in {"section": 1, "kind": 1, "starts": 1, "disposition": 2, "day": 1}.items():
        assert len(Narrowed(**{name: ALL[name]}).conditions([])) == number, name
    both = Narrowed(starts="1", disposition="open").conditions([])
    assert len(both) == 2, "replies are left out once"
    (nothing,) = Narrowed(day="2026-03-10").conditions([])
    assert "false" in str(nothing), "a day of no consultation is no day"


@pytest.mark.parametrize(
    ("wanted", "number", "page"),
    [
        (1, 0, (1, 1)),
        (9, 0, (1, 1)),
        (-3, 120, (1, 3)),
        (0, 51, (1, 2)),
        (2, 50, (1, 1)),
        (2, 51, (2, 2)),
        (2, 100, (2, 2)),
        (3, 101, (3, 3)),
        (10**9, 101, (3, 3)),
    ],
)
def test_there_is_always_a_page_and_never_one_beyond_the_last(
    wanted: int, number: int, page: tuple[int, int]
) -> None:
    assert page_of(wanted, number) == page


@pytest.mark.parametrize(
    ("asked_for", "parts"),
    [
        ([], tuple(PARTS)),
        (["nothing"], tuple(PARTS)),
        (["quotes"], ("quotes",)),
        (["quotes", "nothing", "quotes"], ("quotes",)),
        (["dispositions", "figures"], ("figures", "dispositions")),
        (["Quotes"], tuple(PARTS)),
        (list(PARTS)[::-1], tuple(PARTS)),
    ],
)
def test_the_parts_of_a_report_stand_in_its_order_each_once(
    asked_for: list[str], parts: tuple[str, ...]
) -> None:
    assert chosen_parts(asked_for) == parts
