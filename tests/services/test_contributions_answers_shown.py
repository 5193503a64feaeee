"""How an answer is shown when it is given again: less when that is chosen, never silently as before, never more."""

import pytest
from flask import Flask

from consult.contributions.models import Answer
from consult.contributions.services import Sending, submit_answer
from consult.core.database import db
from consult.core.errors import InvalidInput, WrongState
from consult.core.logs import Event
from consult.rules.states import VISIBILITIES, is_lower
from tests.conftest import NOON
from tests.factories import make_answer, make_consultation, make_organisation, make_person, make_question
from tests.page import PageClient


def again(row: Answer, visibility: str, body: str = "On reflection.") -> Answer:
    """Answer the same question a second time."""
    return submit_answer(row.question, row.person, NOON, body=body, sending=Sending(visibility))  # type: ignore[arg-type]


@pytest.mark.parametrize("first", VISIBILITIES)
@pytest.mark.parametrize("second", VISIBILITIES)
def test_the_second_choice_holds_when_it_shows_less_and_is_refused_when_more(
    app: Flask, first: str, second: str
) -> None:
    row = make_answer(make_question(make_consultation()), visibility=first)
    if second == first or is_lower(second, first):
        assert again(row, second) is row
        assert (row.visibility, row.text.body) == (second, "On reflection.")
        return
    with pytest.raises(InvalidInput) as caught:
        again(row, second)
    assert caught.value.details["field"] == "visibility"
    assert (row.visibility, len(row.texts)) == (first, 1)


def test_showing_less_by_answering_again_is_logged_as_such(app: Flask) -> None:
    again(make_answer(make_question(make_consultation())), "region")
    kinds = [event.kind for event in db.session.query(Event).order_by(Event.id)]
    assert kinds[-2:] == ["contribution-visibility-lowered", "contribution-edited"]


def test_a_word_that_is_no_visibility_is_refused_the_second_time_too(app: Flask) -> None:
    row = make_answer(make_question(make_consultation()))
    with pytest.raises(InvalidInput):
        again(row, "")


def test_what_was_answered_by_the_facilitators_is_not_changed_by_a_second_answer(app: Flask) -> None:
    row = make_answer(make_question(make_consultation()), disposition="noted", disposed_at=NOON)
    with pytest.raises(WrongState):
        again(row, "name")
    assert len(row.texts) == 1


def test_a_withdrawn_answer_is_not_edited_but_followed_by_a_new_one(app: Flask) -> None:
    row = make_answer(make_question(make_consultation()), status="withdrawn", withdrawn_at=NOON)
    second = again(row, "name")
    assert second is not row
    assert (row.status, len(row.texts), second.status) == ("withdrawn", 1, "submitted")


FORM = {"body": "On reflection.", "language": "en"}


def test_the_form_takes_a_lower_choice_and_says_why_it_refuses_a_higher_one(client: PageClient) -> None:
    person = make_person(organisation=make_organisation())
    row = make_answer(make_question(make_consultation()), person, visibility="organisation")
    consultation = row.consultation.public_id
    url = f"/en/consultations/{consultation}/guiding-questions/{row.question.public_id}"
    client.sign_in(person)
    tags = [tag.split(">")[0] for tag in client.get(url).text.split("<input")[1:]]
    assert [" checked" in tag for tag in tags if 'value="organisation"' in tag] == [True]
    answer = client.post(url, data={**FORM, "visibility": "name"})
    assert answer.status_code == 422
    assert "Choose one that shows less than now." in answer.text
    assert "On reflection.</textarea>" in answer.text
    assert client.post(url, data={**FORM, "visibility": "facilitators"}).status_code == 303
    db.session.expire_all()
    kept = db.session.query(Answer).one()
    assert (kept.visibility, kept.text.body) == ("facilitators", "On reflection.")


def test_sending_the_same_answer_twice_keeps_one_answer(client: PageClient) -> None:
    question = make_question(make_consultation())
    client.sign_in(make_person(organisation=make_organisation()))
    url = f"/en/consultations/{question.consultation.public_id}/guiding-questions/{question.public_id}"
    for _ in range(2):
        assert client.post(url, data={**FORM, "visibility": "name"}).status_code == 303
    assert db.session.query(Answer).count() == 1
