"""Finding a quoted passage in a body written in Markdown."""

import pytest

from consult.contributions.quotes import LONGEST_QUOTE, find_quote, paragraph_span

BODY = "Water is **not for sale**.\n\nWater for all:\n\n- clean *and* near\n- never cut off\n\nماء للجميع."


@pytest.mark.parametrize(
    ("quote", "paragraph", "found"),
    [
        ("Water is", None, "Water is"),
        ("is not for sale", None, "is **not for sale"),
        ("clean and near", None, "clean *and* near"),
        ("clean and near never cut", None, "clean *and* near\n- never cut"),
        ("Water", 1, "Water"),
        ("ماء للجميع", None, "ماء للجميع"),
        ("  Water\r\nis ", None, "Water is"),
    ],
)
def test_a_passage_is_found_as_readers_see_it(quote: str, paragraph: int | None, found: str) -> None:
    span = find_quote(BODY, quote, paragraph)
    assert span is not None
    assert BODY[slice(*span)] == found


def test_the_paragraph_decides_between_equal_passages() -> None:
    assert find_quote(BODY, "Water", 0) == (0, 5)
    assert find_quote(BODY, "Water", 1) == (BODY.index("Water for"), BODY.index("Water for") + 5)


def test_a_paragraph_that_does_not_hold_it_or_is_not_there_gives_the_first() -> None:
    assert (
        find_quote(BODY, "Water", 3)
        == find_quote(BODY, "Water", 99)
        == find_quote(BODY, "Water", -1)
        == (0, 5)
    )


@pytest.mark.parametrize("quote", ["", " \n", "water is", "not there", "x" * (LONGEST_QUOTE + 1), "(.*)+"])
def test_what_is_not_in_the_body_is_not_found(quote: str) -> None:
    assert find_quote(BODY, quote) is None


def test_a_passage_with_a_sign_that_no_text_has_is_an_error() -> None:
    with pytest.raises(ValueError, match="NUL"):
        find_quote(BODY, "Water\x00")


def test_the_span_of_a_paragraph_is_the_whole_of_it() -> None:
    span = paragraph_span(BODY, 1)
    assert span is not None
    assert BODY[slice(*span)] == "Water for all:"
    assert paragraph_span(BODY, 99) is None
    assert paragraph_span(BODY, -1) is None


def test_a_hostile_passage_is_answered_at_once() -> None:
    import time

    started = time.process_time()
    assert find_quote("* " * 10_000, "* " * 700 + "x") is None
    assert find_quote("a " * 10_000, "a " * 700 + "b") is None
    assert time.process_time() - started < 2
