"""Who sees what of a contribution: one row for each case."""

import pytest

from consult.rules.disclosure import Circumstances, author_shown, counts_for_all, is_listed, placeholder

OTHERS = {
    "a sent one by name": ({}, None, "name", True),
    "by organisation": ({"visibility": "organisation"}, None, "organisation", True),
    "by region": ({"visibility": "region"}, None, "region", True),
    "for facilitators": ({"visibility": "facilitators"}, "facilitators", "nobody", False),
    "a draft": ({"status": "draft"}, "draft", "nobody", False),
    "withdrawn": ({"status": "withdrawn"}, "withdrawn", "nobody", False),
    "hidden": ({"is_hidden": True}, "hidden", "nobody", True),
    "late": ({"waits": True}, "late", "nobody", False),
    "hidden and withdrawn": ({"is_hidden": True, "status": "withdrawn"}, "withdrawn", "nobody", False),
}
FACILITATORS = {
    "by name": ({}, None, "name"),
    "by region": ({"visibility": "region"}, None, "region"),
    "for them only": ({"visibility": "facilitators"}, None, "nobody"),
    "a draft": ({"status": "draft"}, "draft", "nobody"),
    "withdrawn": ({"status": "withdrawn"}, "withdrawn", "nobody"),
    "hidden": ({"is_hidden": True}, None, "name"),
    "late": ({"waits": True}, None, "name"),
}


@pytest.mark.parametrize(("given", "stands", "author", "listed"), OTHERS.values(), ids=OTHERS)
def test_what_anybody_else_sees(given: dict, stands: str | None, author: str, listed: bool) -> None:
    about = Circumstances(**{"visibility": "name", **given})
    assert (placeholder(about), author_shown(about), is_listed(about)) == (stands, author, listed)


@pytest.mark.parametrize(("given", "stands", "author"), FACILITATORS.values(), ids=FACILITATORS)
def test_what_facilitators_see(given: dict, stands: str | None, author: str) -> None:
    about = Circumstances(**{"visibility": "name", "is_facilitator": True, **given})
    assert (placeholder(about), author_shown(about)) == (stands, author)


@pytest.mark.parametrize("given", [given for given, *_ in OTHERS.values()], ids=OTHERS)
def test_authors_always_see_their_own_words(given: dict) -> None:
    assert placeholder(Circumstances(**{"visibility": "name", "is_own": True, **given})) is None


@pytest.mark.parametrize("visibility", ["name", "organisation", "region", "facilitators"])
def test_a_facilitator_never_reads_more_of_an_author_than_others_do(visibility: str) -> None:
    seen_by_all = author_shown(Circumstances(visibility))
    seen_by_facilitator = author_shown(Circumstances(visibility, is_facilitator=True))
    assert seen_by_all == seen_by_facilitator


@pytest.mark.parametrize(
    ("visibility", "status", "is_hidden", "waits", "counts"),
    [
        ("region", "submitted", False, False, True),
        ("facilitators", "submitted", False, False, False),
        ("name", "draft", False, False, False),
        ("name", "withdrawn", False, False, False),
        ("name", "submitted", True, False, False),
        ("name", "submitted", False, True, False),
    ],
)
def test_figures_for_all_hold_only_what_all_may_read(
    visibility: str, status: str, is_hidden: bool, waits: bool, counts: bool
) -> None:
    assert counts_for_all(visibility, status, is_hidden=is_hidden, waits=waits) is counts
