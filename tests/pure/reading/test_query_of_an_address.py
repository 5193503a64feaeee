"""What an address asks of the search: read without a fault whatever stands in it, and written again as it was read."""

import pytest

from consult.reading.finding import KINDS, LONGEST, Query


@pytest.mark.parametrize(
    ("values", "query"),
    [
        ({}, Query()),
        ({"q": "  river \n\t bank "}, Query("river bank")),
        ({"q": "ri\x00ver"}, Query("river")),
        ({"q": "\x00"}, Query()),
        ({"q": "\u3000水\u3000"}, Query("水")),
        ({"kind": "Section"}, Query()),
        ({"kind": "section "}, Query()),
        ({"kind": "contribution"}, Query()),  # a kind of the index, none that can be chosen
        ({"kind": "sec\x00tion"}, Query(kind="section")),
        ({"narrative": "n" * 81}, Query(narrative="n" * 80)),
        ({"language": "x" * 13}, Query(language="x" * 12)),
        ({"language": "\x00ar"}, Query(language="ar")),
        ({"person": "7", "q": "river"}, Query("river")),
        *(({"kind": kind}, Query(kind=kind)) for kind in KINDS),
    ],
)
def test_an_address_is_read_as_a_query(values: dict[str, str], query: Query) -> None:
    assert Query.from_address(values) == query


@pytest.mark.parametrize(
    "query",
    [
        Query(),
        Query("river"),
        Query("river & bank?"),
        Query(kind="disposition"),
        Query("ماء", "comment", "ours", "ar"),
    ],
)
def test_what_is_written_into_an_address_is_read_from_it_again(query: Query) -> None:
    assert Query.from_address(query.address) == query
    assert all(query.address.values()), "no empty choice makes an address longer"


@pytest.mark.parametrize(
    ("words", "is_too_long"),
    [
        ("", False),
        ("a" * LONGEST, False),
        ("a" * (LONGEST + 1), True),
        (" " * 500 + "a" * LONGEST + " " * 500, False),  # white space around is not counted
        ("ن" * LONGEST, False),  # signs, not bytes
        ("ن" * (LONGEST + 1), True),
    ],
)
def test_a_query_has_as_many_signs_as_are_said_and_no_more(words: str, is_too_long: bool) -> None:
    query = Query.from_address({"q": words})
    assert query.is_too_long is is_too_long
    if is_too_long:
        assert query.wanted == []  # nobody is asked in which languages there is something
