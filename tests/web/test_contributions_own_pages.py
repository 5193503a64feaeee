"""What authors do with their own contributions, and facilitators with others', in a browser."""

from consult.core.database import db
from tests.factories import (
    make_answer,
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_question,
)
from tests.page import PageClient


def member():  # type: ignore[no-untyped-def]
    """Make a member of the network."""
    return make_person(organisation=make_organisation())


def url_of(row, act: str) -> str:  # type: ignore[no-untyped-def]
    """Return the address of an act on a contribution."""
    return f"/en/contributions/{row.public_id}/{act}"


def test_a_comment_is_edited_and_its_first_words_are_kept(client: PageClient) -> None:
    person = member()
    row = make_comment(make_consultation(), person, body="First words.")
    client.sign_in(person)
    page = client.get(url_of(row, "edit")).text
    assert "First words.</textarea>" in page
    assert 'name="visibility"' not in page
    data = {"body": "Second words.", "comment_kind": "query", "language": "en"}
    assert client.post(url_of(row, "edit"), data=data).status_code == 303
    db.session.expire_all()
    assert [text.body for text in row.texts] == ["First words.", "Second words."]
    assert row.comment_kind == "query"


def test_a_reply_is_edited_without_being_asked_what_it_is(client: PageClient) -> None:
    person = member()
    start = make_comment(make_consultation())
    row = make_comment(start.consultation, person, thread_id=start.id, reply_to_id=start.id)
    client.sign_in(person)
    assert 'name="comment_kind"' not in client.get(url_of(row, "edit")).text
    assert client.post(url_of(row, "edit"), data={"body": "Better.", "language": "en"}).status_code == 303


def test_an_empty_edit_comes_back(client: PageClient) -> None:
    person = member()
    row = make_comment(make_consultation(), person)
    client.sign_in(person)
    answer = client.post(url_of(row, "edit"), data={"body": " ", "comment_kind": "remark", "language": "en"})
    assert answer.status_code == 422
    assert "Write something" in answer.text


def test_words_typed_while_the_window_closed_come_back(client: PageClient, now) -> None:  # type: ignore[no-untyped-def]
    person, consultation = member(), make_consultation()
    row = make_comment(consultation, person)
    consultation.closes_at = now
    client.sign_in(person)
    data = {"body": "Words that must not be lost.", "comment_kind": "remark", "language": "en"}
    answer = client.post(url_of(row, "edit"), data=data)
    assert answer.status_code == 409
    assert "Words that must not be lost.</textarea>" in answer.text
    assert client.get(url_of(row, "edit")).status_code == 403


def test_withdrawing_asks_first_and_then_takes_the_card_away(client: PageClient) -> None:
    person = member()
    row = make_comment(make_consultation(), person)
    client.sign_in(person)
    page = client.get(url_of(row, "withdraw")).text
    assert "cannot be called back" in page
    assert client.post(url_of(row, "withdraw")).status_code == 303
    db.session.expire_all()
    assert row.status == "withdrawn"
    assert client.post(url_of(row, "withdraw")).status_code == 409
    client.sign_in(member())
    assert client.get(url_of(row, "reply")).status_code == 404


def test_showing_less_offers_only_what_is_less(client: PageClient) -> None:
    person = member()
    row = make_comment(make_consultation(state="closed"), person, visibility="organisation")
    client.sign_in(person)
    page = client.get(url_of(row, "visibility")).text
    assert 'value="region"' in page
    assert 'value="name"' not in page
    assert client.post(url_of(row, "visibility"), data={"visibility": "name"}).status_code == 422
    assert client.post(url_of(row, "visibility"), data={"visibility": "facilitators"}).status_code == 303
    db.session.expire_all()
    assert row.visibility == "facilitators"


def test_a_facilitator_hides_with_a_reason_and_shows_again(client: PageClient) -> None:
    row = make_comment(make_consultation())
    client.sign_in(make_person("facilitator", row.consultation))
    assert client.get(url_of(row, "hide")).status_code == 200
    assert client.post(url_of(row, "hide"), data={"reason": ""}).status_code == 422
    data = {"reason": "It names a person.", "note": "Asked by letter."}
    assert client.post(url_of(row, "hide"), data=data).status_code == 303
    db.session.expire_all()
    assert row.hidden_reason == "It names a person."
    assert client.post(url_of(row, "hide"), data=data).status_code == 409
    assert client.get(url_of(row, "hide")).status_code == 409
    assert client.post(url_of(row, "show-again")).status_code == 303


def test_a_facilitator_admits_a_late_one(client: PageClient, now) -> None:  # type: ignore[no-untyped-def]
    row = make_comment(make_consultation(state="closed"), is_late=True)
    client.sign_in(make_person("facilitator", row.consultation))
    assert "Why is it admitted?" in client.get(url_of(row, "admit")).text
    assert client.post(url_of(row, "admit"), data={"reason": "The power was out."}).status_code == 303
    db.session.expire_all()
    assert (row.admitted_at, row.admitted_reason) == (now, "The power was out.")
    in_time = make_comment(row.consultation)
    for other in (row, in_time, make_comment(row.consultation, is_late=True, status="withdrawn")):
        assert client.get(url_of(other, "admit")).status_code in (404, 409)
    assert "does not wait to be admitted" in client.get(url_of(in_time, "admit")).text


def test_an_answer_without_section_has_replies_and_can_be_withdrawn(client: PageClient) -> None:
    person = member()
    row = make_answer(make_question(make_consultation()), person)
    client.sign_in(person)
    data = {"body": "One more thing.", "visibility": "name", "language": "en"}
    assert client.post(url_of(row, "reply"), data=data).status_code == 303
    assert client.post(url_of(row, "withdraw")).status_code == 303
