"""Comments, quotes and replies, as verbs."""

import pytest
from flask import Flask

from consult.contributions.models import Comment
from consult.contributions.services import Sending, reply, submit_comment
from consult.core.database import db
from consult.core.errors import InvalidInput, WrongState
from consult.core.logs import Event
from tests.factories import make_comment, make_consultation, make_organisation, make_person, place_of

BY_NAME = Sending(visibility="name")


def send(consultation, person=None, at=None, **values):  # type: ignore[no-untyped-def]
    """Send a remark on the section on water."""
    from tests.conftest import NOON

    place = place_of(consultation.base_revision)
    person = person or make_person(organisation=make_organisation())
    chosen = {"body": "Well said.", "comment_kind": "remark", "sending": BY_NAME, **values}
    return submit_comment(consultation, place.section, person, at or NOON, **chosen)


def quoted(row: Comment) -> str:
    """Return the words that a comment quotes."""
    return row.text.base_text.body[row.quote_start : row.quote_end]


def test_a_comment_is_kept_with_its_words_base_and_moment(app: Flask, now) -> None:  # type: ignore[no-untyped-def]
    consultation = make_consultation()
    row = send(consultation, body="  One e\u0301lan.\r\n\r\n\r\nTwo.  ")
    assert (row.status, row.submitted_at, row.is_late) == ("submitted", now, False)
    assert row.text.body == "One élan.\n\nTwo."
    assert row.text.base_text is place_of(consultation.base_revision).text
    assert row.text.revision_id == consultation.base_revision_id


def test_where_the_author_belongs_is_copied_and_stays_when_they_move(app: Flask) -> None:
    person = make_person(organisation=make_organisation(country="KE", constituency="trade-union"))
    home = person.organisation
    row = send(make_consultation(), person)
    person.organisation = make_organisation(constituency="academic")
    db.session.flush()
    assert (row.organisation_id, row.constituency, row.country) == (home.id, "trade-union", "KE")
    assert row.region_id == home.region_id


def test_sending_is_logged_with_ids_only(app: Flask) -> None:
    row = send(make_consultation())
    event = db.session.query(Event).filter_by(kind="contribution-submitted").one()
    assert (event.subject_id, event.consultation_id, event.after) == (
        row.id,
        row.consultation_id,
        "submitted",
    )


def test_before_the_opening_nothing_is_taken(app: Flask) -> None:
    with pytest.raises(WrongState):
        send(make_consultation(state="announced"))
    assert not db.session.query(Comment).count()


def test_after_closing_it_is_kept_as_late_and_waits(app: Flask) -> None:
    row = send(make_consultation(state="closed"))
    assert (row.status, row.is_late, row.is_answerable) == ("submitted", True, False)


@pytest.mark.parametrize("body", ["", "   \n\n ", "\ufeff"])
def test_an_empty_comment_is_refused(app: Flask, body: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        send(make_consultation(), body=body)
    assert caught.value.details["field"] == "body"


@pytest.mark.parametrize("body", ["a\x00b", "a\ud800b"])
def test_a_sign_that_no_text_has_is_refused(app: Flask, body: str) -> None:
    with pytest.raises(InvalidInput):
        send(make_consultation(), body=body)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("comment_kind", {"comment_kind": "praise"}),
        ("visibility", {"sending": Sending(visibility="")}),
        ("voice", {"sending": Sending("name", voice="crowd")}),
        ("voice", {"sending": Sending("name", voice="organisation")}),
        ("quote", {"quote": "words that are not there"}),
        ("quote", {"quote": "bad \x00 sign"}),
        ("quote", {"paragraph": 99}),
    ],
)
def test_what_makes_no_sense_is_refused_naming_the_field(app: Flask, field: str, values: dict) -> None:
    with pytest.raises(InvalidInput) as caught:
        send(make_consultation(), **values)
    assert caught.value.details["field"] == field


def test_a_quote_is_found_in_the_base_text(app: Flask) -> None:
    row = send(make_consultation(), quote="not  for\nsale")
    assert quoted(row) == "not for sale"


def test_of_equal_passages_the_one_in_the_paragraph_named_is_meant(app: Flask) -> None:
    from tests.factories import make_revision

    body = "Water for all.\n\nHealth for all."
    consultation = make_consultation(make_revision(sections=[("water", "Water", body)]))
    row = send(consultation, quote="for all", paragraph=1)
    assert (quoted(row), row.quote_start) == ("for all", body.rindex("for all"))


def test_a_paragraph_alone_quotes_the_whole_of_it(app: Flask) -> None:
    row = send(make_consultation(), paragraph=0)
    assert quoted(row) == "Water is a right."


def test_a_reply_joins_the_thread_and_needs_no_answer_of_its_own(app: Flask, now) -> None:  # type: ignore[no-untyped-def]
    consultation = make_consultation()
    start = make_comment(consultation)
    first = reply(start, make_person(), now, body="Why?", sending=BY_NAME)
    second = reply(first, make_person(), now, body="Because.", sending=BY_NAME)
    assert (first.thread_id, second.thread_id, second.reply_to_id) == (start.id, start.id, first.id)
    assert (second.section_id, second.is_answerable) == (start.section_id, False)


def test_what_was_withdrawn_or_hidden_takes_no_replies(app: Flask, now) -> None:  # type: ignore[no-untyped-def]
    consultation = make_consultation()
    for gone in (make_comment(consultation, status="withdrawn"), make_comment(consultation, hidden_at=now)):
        with pytest.raises(WrongState):
            reply(gone, make_person(), now, body="Why?", sending=BY_NAME)
