"""A section in words: each figure in its number, none that is zero; and which pages and parts there are."""

import pytest

from consult.summaries.behind import PAGE, page_of
from consult.summaries.report import PARTS, chosen_parts
from consult.summaries.section_figures import SectionFigures
from consult.summaries.wanted import WantedChange

ONE = WantedChange("water", 0, 5, "new", (1,), ("africa",))
TWO = WantedChange("water", 9, 9, "more", (1, 2), ("africa", "asia"))
NOBODYS = WantedChange("water", 3, 4, "else", (3,), ())


def figures(**given: object) -> SectionFigures:
    nothing = {"to_answer": 0, "answered": 0, "verdicts": {}, "open_objections": 0, "changes": []}
    return SectionFigures("water", "1. Water", **{**nothing, **given})  # type: ignore[arg-type]


SENTENCES = [
    ({}, []),
    ({"to_answer": 3}, ["0 of 3 are answered."]),
    ({"to_answer": 3, "answered": 3}, ["3 of 3 are answered."]),
    ({"verdicts": {"accepts": 1}}, ["1 region accepts it."]),
    (
        {"verdicts": {"too-few": 2, "divided": 1, "objects": 2, "accepts": 4}},
        [
            "4 regions accept it.",
            "2 regions object to it.",
            "1 region is divided.",
            "In 2 regions too few spoke.",
        ],
    ),
    ({"verdicts": {"accepts": 0, "too-few": 1}}, ["In 1 region too few spoke."]),
    ({"open_objections": 1}, ["1 objection with a reason is not answered yet."]),
    ({"open_objections": 2}, ["2 objections with a reason are not answered yet."]),
    ({"changes": [ONE]}, ["1 change is proposed."]),  # of one region alone there is nothing more to say
    ({"changes": [NOBODYS]}, ["1 change is proposed."]),
    ({"changes": [ONE, NOBODYS]}, ["2 different changes are proposed."]),
    (
        {"changes": [ONE, TWO, NOBODYS]},
        ["3 different changes are proposed.", "One of them is wanted from 2 regions."],
    ),
    (
        {"to_answer": 1, "verdicts": {"divided": 2}, "open_objections": 1, "changes": [ONE]},
        [
            "0 of 1 are answered.",
            "2 regions are divided.",
            "1 objection with a reason is not answered yet.",
            "1 change is proposed.",
        ],
    ),
]


@pytest.mark.parametrize(("given", "said"), SENTENCES)
def test_a_section_says_what_is_not_zero_in_one_order(given: dict[str, object], said: list[str]) -> None:
    assert figures(**given).sentences == said


@pytest.mark.parametrize(
    ("given", "is_spoken_of", "most"),
    [
        ({}, False, 0),
        ({"to_answer": 1}, True, 0),
        ({"verdicts": {"too-few": 1}}, True, 0),
        ({"changes": [NOBODYS]}, True, 0),
        ({"changes": [ONE, TWO]}, True, 2),
    ],
)
def test_a_section_is_spoken_of_where_something_was_sent_or_said(
    given: dict[str, object], is_spoken_of: bool, most: int
) -> None:
    made = figures(**given)
    assert (made.is_spoken_of, made.most_regions) == (is_spoken_of, most)


@pytest.mark.parametrize(
    ("wanted", "number", "shown"),
    [
        (1, 0, (1, 1)),  # an empty list is a page, too
        (7, 0, (1, 1)),
        (1, PAGE, (1, 1)),
        (2, PAGE, (1, 1)),
        (2, PAGE + 1, (2, 2)),
        (3, PAGE + 1, (2, 2)),
        (0, 3 * PAGE, (1, 3)),
        (-5, 3 * PAGE, (1, 3)),
        (10**30, 3 * PAGE + 1, (4, 4)),
    ],
)
def test_a_page_is_one_of_those_there_are(wanted: int, number: int, shown: tuple[int, int]) -> None:
    assert page_of(wanted, number) == shown


@pytest.mark.parametrize(
    ("asked_for", "parts"),
    [
        ([], tuple(PARTS)),
        (["poems"], tuple(PARTS)),
        (["wanted"], ("wanted",)),
        (["dispositions", "figures", "poems", "figures"], ("figures", "dispositions")),
        (["Wanted", "quotes"], ("quotes",)),
    ],
)
def test_a_report_has_the_parts_that_were_chosen_in_its_own_order(
    asked_for: list[str], parts: tuple[str, ...]
) -> None:
    assert chosen_parts(asked_for) == parts
