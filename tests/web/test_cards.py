"""A card that is kept must never outlive what it prints, nor carry one reader's things to another."""

import re
from typing import Any

import pytest

from consult.contributions import cards
from consult.core.clock import now
from tests.factories import (
    make_amendment,
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_stance,
)
from tests.page import PageClient


def _page(client: PageClient, row: Any, language: str = "en") -> str:
    return client.get(f"/{language}/consultations/{row.consultation.public_id}/sections/water").text


def _author() -> Any:
    return make_person(display_name="Ama Oduya", organisation=make_organisation(name="The Wells"))


def test_a_lowered_visibility_shows_at_once(client: PageClient) -> None:
    row = make_comment(make_consultation(), _author())
    assert "Ama Oduya" in _page(client, row)
    row.visibility = "organisation"
    assert "Ama Oduya" not in _page(client, row)
    row.visibility = "region"
    assert "The Wells" not in _page(client, row)
    row.visibility = "facilitators"
    assert row.public_id not in _page(client, row)


def test_an_answer_a_stance_and_a_new_name_show_at_once(client: PageClient) -> None:
    row = make_amendment(make_consultation(), _author())
    assert "Many asked" not in _page(client, row)
    row.disposition, row.disposed_at, row.disposition_reason = "accepted", now(), "Many asked for it."
    assert "Many asked for it." in _page(client, row)
    make_stance(row)
    assert "Support: 1 person" in _page(client, row)
    row.person.display_name = "Ama Oduya-Reyes"
    assert "Ama Oduya-Reyes" in _page(client, row)


def test_a_reply_that_is_withdrawn_leaves_the_card_of_its_thread(client: PageClient) -> None:
    row = make_comment(make_consultation())
    reply = make_comment(row.consultation, body="All of us.", thread_id=row.id, reply_to_id=row.id)
    assert "All of us." in _page(client, row)
    reply.status = "withdrawn"
    assert "All of us." not in _page(client, row)


def test_what_one_reader_may_do_is_not_offered_to_another(client: PageClient) -> None:
    author = _author()
    row = make_comment(make_consultation(), author)
    address = f"/en/contributions/{row.public_id}/withdraw"
    assert address not in _page(client, row)
    assert address in _page(client.sign_in(author), row)
    other = make_person(organisation=make_organisation())
    page = _page(client.sign_in(other), row)
    assert address not in page
    assert f"/en/contributions/{row.public_id}/reply" in page


def test_addresses_on_a_card_keep_the_readers_language(client: PageClient) -> None:
    row = make_comment(make_consultation())
    client.sign_in(make_person(organisation=make_organisation()))
    for language in ("en", "ar"):
        assert f"/{language}/contributions/{row.public_id}/reply" in _page(client, row, language)


def test_a_card_with_a_form_is_never_kept(client: PageClient) -> None:
    author, consultation = _author(), make_consultation()
    draft = make_amendment(consultation, author, status="draft", submitted_at=None)
    client.sign_in(author)
    kept = len(cards._cards)
    page = _page(client, draft)
    assert re.search(rf'action="/en/contributions/{draft.public_id}/submit"', page)
    assert len(cards._cards) == kept


def test_no_more_cards_are_kept_than_there_is_room_for(
    client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cards, "MOST", 5)
    monkeypatch.setattr(cards, "_cards", {})
    consultation = make_consultation()
    rows = [make_comment(consultation, body=f"Remark {number}.") for number in range(8)]
    page = _page(client, rows[0])
    assert all(f"Remark {number}." in page for number in range(8))
    assert len(cards._cards) == 5
