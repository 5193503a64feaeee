"""A portion of a long section: how places are cut into pages, which page is shown, and where each number leads."""

from types import SimpleNamespace
from typing import Any

import pytest

from consult.consolidation.portion import LONGEST_PAGE, Portion, portion_of

ADDRESS = "/desk/water"


def spots(many: int, *waiting: int) -> list[Any]:
    """Return so many places of two wordings each; of these places one wording waits in the first, both in the rest."""
    return [
        SimpleNamespace(
            name=f"{number}-{number + 1}",
            key=f"whole{number:>20}",
            groups=[
                SimpleNamespace(key=f"{number:>012}-and-more", needs_decision=number in waiting),
                SimpleNamespace(key=f"{number:>012}-the-other", needs_decision=number in waiting[1:]),
            ],
        )
        for number in range(1, many + 1)
    ]


def bounds(portion: Portion) -> list[tuple[int, int]]:
    return [(page.first, page.last) for page in portion.pages]


@pytest.mark.parametrize(
    ("many", "pages"),
    [
        (0, [(1, 0)]),
        (1, [(1, 1)]),
        (LONGEST_PAGE, [(1, 30)]),
        # one more: two pages of about the same length, not one of thirty and one of one
        (31, [(1, 15), (16, 31)]),
        (61, [(1, 20), (21, 40), (41, 61)]),
    ],
)
def test_places_are_cut_into_pages_of_about_the_same_length(many: int, pages: list[tuple[int, int]]) -> None:
    found = portion_of(spots(many), ADDRESS)
    assert bounds(found) == pages
    assert found.current == found.pages[0]
    assert [number for number in range(1, many + 1) if found.shows(number)] == list(range(1, pages[0][1] + 1))


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ({}, 2),  # the first on which something waits
        ({"page": 3}, 3),
        ({"page": 99}, 3),
        ({"page": -1}, 1),
        ({"names": ["41-42"], "page": 1}, 3),  # the place is what was asked for
        ({"names": ["000000000041"]}, 3),  # an anchor is enough
        ({"names": ["000000000041-and-more"]}, 3),
        ({"names": ["gone", ""], "page": 3}, 3),
        ({"names": ["gone"]}, 2),
    ],
)
def test_the_page_is_that_of_a_place_or_of_a_number_or_the_first_with_something_to_decide(
    asked: dict[str, Any], number: int
) -> None:
    assert portion_of(spots(61, 25, 26, 61), ADDRESS, **asked).current.number == number


def test_each_number_leads_to_its_place_on_whatever_page_and_the_way_on_to_what_waits() -> None:
    middle = portion_of(spots(61, 1, 25, 26), ADDRESS, page=2)
    assert [middle.link(number) for number in (20, 21, 40, 41)] == [
        "/desk/water?places=1#place-20",
        "#place-21",
        "#place-40",
        "/desk/water?places=3#place-41",
    ]
    assert [page.open for page in middle.pages] == [1, 4, 0]
    assert (middle.before, middle.after) == (middle.pages[0], middle.pages[2])
    first, last = (portion_of(spots(61, 1, 25, 26), ADDRESS, page=number) for number in (1, 3))
    assert (first.before, first.after) == (None, first.pages[1])
    assert (last.before, last.after) == (last.pages[1], None)
    assert [one.way_on.number for one in (first, middle, last) if one.way_on] == [2, 1, 1]
    done = portion_of(spots(61, 25), ADDRESS, page=2)
    assert done.way_on is None, "what waits on this page is no way on"
