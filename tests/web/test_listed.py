"""The list of a section keeps cards for all readers; what changes one of them is seen at once."""

from typing import Any

import pytest
import sqlalchemy as sa

from consult.contributions import listed
from consult.core.database import db
from tests.factories import make_comment, make_consultation, make_organisation, make_person, make_stance
from tests.page import PageClient


def _page(client: PageClient, row: Any) -> str:
    return client.get(f"/en/consultations/{row.consultation.public_id}/sections/water").text


def _named(name: str) -> Any:
    return make_person(display_name=name, organisation=make_organisation(name=f"House of {name}"))


def test_cards_that_stand_are_not_loaded_again(client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    row = make_comment(make_consultation(), _named("Ama"), body="All of us need it.")
    first = _page(client, row)
    assert "All of us need it." in first
    monkeypatch.setattr(listed, "contributions_by_id", None)
    again = _page(client, row)
    assert again[again.index("<main") :] == first[first.index("<main") :]


def test_a_new_name_of_a_person_an_organisation_or_a_region_is_seen_at_once(client: PageClient) -> None:
    person = _named("Ama")
    row = make_comment(make_consultation(), person)
    row.organisation = person.organisation
    assert "House of Ama" in _page(client, row)
    person.organisation.name = "The Wells"
    assert "The Wells" in _page(client, row)
    person.organisation.status = "proposed"
    assert "The Wells (not confirmed)" in _page(client, row)
    person.display_name = "Ama Reyes"
    assert "Ama Reyes" in _page(client, row)


def test_a_hidden_card_leaves_its_reason_and_comes_back_for_all(client: PageClient) -> None:
    row = make_comment(make_consultation(), body="A word too many.")
    assert "A word too many." in _page(client, row)
    row.hidden_at, row.hidden_reason = row.created_at, "It names somebody."
    page = _page(client, row)
    assert "A word too many." not in page
    assert "It names somebody." in page
    row.hidden_at = row.hidden_reason = None
    assert "A word too many." in _page(client, row)


def test_authors_and_others_read_cards_of_their_own(client: PageClient) -> None:
    author, other = _named("Ama"), _named("Bo")
    row = make_comment(make_consultation(), author, body="For us.")
    for reader, names, is_own in ((author, "You", True), (other, "Ama", False), (author, "You", True)):
        page = _page(client.sign_in(reader), row)
        assert f"Remark by {names}" in page
        assert (f"/contributions/{row.public_id}/withdraw" in page) is is_own


def test_a_draft_is_listed_to_its_author_alone(client: PageClient) -> None:
    author = _named("Ama")
    row = make_comment(make_consultation(), author, body="Not yet.", status="draft", submitted_at=None)
    assert "Not yet." in _page(client.sign_in(author), row)
    assert "Not yet." not in _page(client.sign_in(_named("Bo")), row)


def test_a_first_stance_is_seen_on_a_card_that_stood(client: PageClient) -> None:
    row = make_comment(make_consultation())
    assert "Support" not in _page(client, row)
    make_stance(row)
    assert "Support: 1 person" in _page(client, row)


def test_a_reply_whose_beginning_is_not_on_the_section_stands_alone(client: PageClient) -> None:
    start = make_comment(make_consultation(), body="The beginning.")
    reply = make_comment(start.consultation, body="The answer.", thread_id=start.id, reply_to_id=start.id)
    start.section = None
    page = _page(client, reply)
    assert "The answer." in page
    assert "The beginning." not in page


def test_a_change_of_a_row_always_raises_its_version(client: PageClient) -> None:
    """Cards are kept under it, so nothing may change a contribution behind the mapper's back."""
    row = make_comment(make_consultation())
    before = row.version
    row.visibility = "region"
    db.session.commit()
    assert db.session.scalar(sa.select(type(row).version)) == before + 1
