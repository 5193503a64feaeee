"""What must hold of disclosure in every combination of circumstances, not only in those one thinks of."""

from dataclasses import replace
from itertools import product

import pytest

from consult.rules.disclosure import Circumstances, author_shown, counts_for_all, is_listed, placeholder
from consult.rules.states import STATUSES, VISIBILITIES, is_lower

YES_NO = (False, True)
ALL = [Circumstances(*values) for values in product(VISIBILITIES, STATUSES, YES_NO, YES_NO, YES_NO, YES_NO)]
HOW_MUCH = ("nobody", "region", "organisation", "name")
"""From the least of an author to the most."""


def test_there_are_all_combinations() -> None:
    assert len(set(ALL)) == 4 * 3 * 2**4


def test_where_the_words_are_withheld_so_is_the_author() -> None:
    for about in ALL:
        if placeholder(about) is not None:
            assert author_shown(about) == "nobody", about


def test_no_author_is_shown_above_what_they_chose() -> None:
    most = {"name": "name", "organisation": "organisation", "region": "region", "facilitators": "nobody"}
    for about in ALL:
        shown = author_shown(about)
        assert HOW_MUCH.index(shown) <= HOW_MUCH.index(most[about.visibility]), about


def test_lowering_never_shows_more_of_words_or_author() -> None:
    for about in ALL:
        for lower in VISIBILITIES:
            if is_lower(lower, about.visibility):
                after = replace(about, visibility=lower)
                assert HOW_MUCH.index(author_shown(after)) <= HOW_MUCH.index(author_shown(about))
                assert placeholder(after) is not None or placeholder(about) is None
                assert is_listed(about) or not is_listed(after)


def test_the_author_reads_their_words_always() -> None:
    assert all(placeholder(about) is None for about in ALL if about.is_own)


def test_no_draft_and_nothing_withdrawn_is_read_by_anybody_else_also_not_by_facilitators() -> None:
    for about in ALL:
        if not about.is_own and about.status != "submitted":
            assert placeholder(about) in ("draft", "withdrawn"), about
            assert not is_listed(about), about


def test_facilitators_read_everything_that_was_sent() -> None:
    for about in ALL:
        if about.is_facilitator and about.status == "submitted":
            assert placeholder(about) is None, about


@pytest.mark.parametrize("facilitator", YES_NO)
def test_a_role_changes_nothing_of_what_is_public(facilitator: bool) -> None:
    for about in ALL:
        public = replace(about, is_own=False, is_facilitator=False)
        if placeholder(public) is None:
            seen = replace(public, is_facilitator=facilitator)
            assert author_shown(seen) == author_shown(public), about


def test_what_is_counted_for_all_is_what_a_stranger_reads() -> None:
    # A figure that held one more row than the page shows would tell of what is withheld.
    for about in ALL:
        stranger = replace(about, is_own=False, is_facilitator=False)
        counted = counts_for_all(about.visibility, about.status, is_hidden=about.is_hidden, waits=about.waits)
        assert counted is (placeholder(stranger) is None), about
