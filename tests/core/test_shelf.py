"""A shelf keeps what was asked for last, never more than its number, and never mixes keys."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from consult.core.kept import Shelf


def test_what_was_never_put_is_not_there() -> None:
    assert Shelf(2).get("a") is None


def test_put_gives_the_value_back_and_keeps_it() -> None:
    shelf = Shelf(2)
    assert shelf.put("a", 1) == 1
    assert shelf.get("a") == 1


def test_a_new_value_takes_the_place_of_the_old_one() -> None:
    shelf = Shelf(2)
    shelf.put("a", 1)
    shelf.put("a", 2)
    assert shelf.get("a") == 2


# What is put (small letters) and asked for (capitals) in turn, and what is left of a shelf of two.
TURNS = [
    ("ab", "ab"),
    ("abc", "bc"),
    ("abAc", "ac"),
    ("abBc", "bc"),
    ("abABc", "bc"),
    ("abcA", "bc"),
    ("aaaa", "a"),
    ("abAcAd", "ad"),
]


@pytest.mark.parametrize(("turns", "left"), TURNS)
def test_what_was_not_asked_for_the_longest_makes_room(turns: str, left: str) -> None:
    shelf = Shelf(2)
    for turn in turns:
        if turn.isupper():
            shelf.get(turn.lower())
        else:
            shelf.put(turn, turn)
    assert "".join(key for key in "abcd" if shelf.get(key)) == left


@pytest.mark.parametrize("key", [("en", 1), ("ar", 1), ("en", 2), ("en", 1, True)])
def test_every_part_of_a_key_counts(key: tuple[object, ...]) -> None:
    shelf = Shelf(9)
    shelf.put(("en", 1, False), "the reader's own")
    assert shelf.get(key) is None


def test_a_cleared_shelf_is_empty() -> None:
    shelf = Shelf(2)
    shelf.put("a", 1)
    shelf.clear()
    assert shelf.get("a") is None


def test_threads_never_get_the_value_of_another_key() -> None:
    shelf = Shelf(5)

    def use(number: int) -> bool:
        key = number % 11
        shelf.put(key, key * key)
        return shelf.get(key) in (None, key * key)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(use, range(2000)))
