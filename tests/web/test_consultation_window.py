"""Extending, closing, asking: the pages for facilitators."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from consult.consultations.models import Consultation
from consult.core.clock import freeze
from consult.core.database import db
from tests.factories import (
    grant_role,
    make_answer,
    make_consultation,
    make_person,
    make_question,
)
from tests.page import PageClient

LATER = {"closes_day": "2026-04-25", "closes_time": "20:00", "reason": "Many asked for it."}


@pytest.fixture
def consultation(app: Flask) -> Consultation:
    return make_consultation(zone="Europe/Brussels")


@pytest.fixture
def facilitator(client: PageClient, consultation: Consultation) -> PageClient:
    person = make_person()
    grant_role(person, "facilitator", consultation)
    return client.sign_in(person)


def path(consultation: Consultation, rest: str = "") -> str:
    return f"/en/consultations/{consultation.public_id}{rest}"


def test_an_extension_is_public_with_its_reason(facilitator: PageClient, consultation: Consultation) -> None:
    assert "Close the consultation now" in facilitator.get(path(consultation, "/window")).text
    answer = facilitator.post(path(consultation, "/window/extend"), data=LATER)
    assert (answer.status_code, answer.location) == (303, path(consultation))
    page = facilitator.application.test_client().get(path(consultation)).text
    assert "Open until" in page
    assert "25 April 2026, 20:00 (Brussels, UTC+2)" in page
    assert "because: Many asked for it." in page


def test_an_early_closing_is_public_with_its_reason(
    facilitator: PageClient, consultation: Consultation
) -> None:
    sent = {"close_reason": "<b>All</b> was said."}
    assert facilitator.post(path(consultation, "/window/close"), data=sent).status_code == 303
    page = facilitator.application.test_client().get(path(consultation)).text
    assert "Closed since" in page
    assert "because: &lt;b&gt;All&lt;/b&gt; was said." in page


@pytest.mark.parametrize(
    ("values", "status", "message"),
    [
        ({"reason": ""}, 422, "Please fill this in."),
        ({"closes_day": "2026-03-20"}, 422, "Choose a time after the present closing."),
        ({"closes_day": "x"}, 422, "Write the day like this"),
        ({"closes_day": "2027-03-28", "closes_time": "02:30"}, 422, "There is no 02:30 on that day"),
        ({"closes_day": "2026-10-25", "closes_time": "02:30"}, 422, "02:30 comes twice on that day"),
        ({"closes_day": "2026-10-25", "closes_time": "02:30", "closes_fold": "0"}, 303, ""),
    ],
)
def test_an_extension_that_cannot_be_says_why_and_keeps_what_was_typed(
    facilitator: PageClient, consultation: Consultation, values: dict[str, str], status: int, message: str
) -> None:
    sent = {**LATER, **values}
    page = facilitator.post(path(consultation, "/window/extend"), data=sent)
    assert page.status_code == status
    assert message in page.text
    if status == 422:
        assert sent["reason"] in page.text
        assert f'value="{sent["closes_day"]}"' in page.text


def test_the_second_of_two_closings_is_told_and_keeps_its_words(
    facilitator: PageClient, consultation: Consultation
) -> None:
    facilitator.post(path(consultation, "/window/close"), data={"close_reason": "First."})
    page = facilitator.post(path(consultation, "/window/close"), data={"close_reason": "My own reason."})
    assert page.status_code == 409
    assert "My own reason." in page.text
    late = facilitator.post(path(consultation, "/window/extend"), data=LATER)
    assert late.status_code == 409
    assert "Many asked for it." in late.text


@pytest.mark.parametrize(
    ("state", "words"), [("announced", "has not opened yet"), ("closed", "and stays so")]
)
def test_a_window_that_is_not_open_says_what_can_be_done(client: PageClient, state: str, words: str) -> None:
    one = make_consultation(state=state)
    client.sign_in(make_person("secretariat"))
    page = client.get(path(one, "/window"))
    assert page.status_code == 200
    assert words in page.text


@pytest.mark.parametrize("rest", ["/window", "/guiding-questions", "/invite", "/edit"])
@pytest.mark.parametrize(
    ("role", "status"),
    [(None, 302), ("participant", 403), ("working-group-member", 403), ("facilitator", 200)],
)
def test_who_may_manage_a_consultation(
    client: PageClient, consultation: Consultation, rest: str, role: str | None, status: int
) -> None:
    if role:
        client.sign_in(make_person(role, consultation))
    assert client.get(path(consultation, rest)).status_code == status


@pytest.mark.parametrize(
    "rest",
    [
        "/window/extend",
        "/window/close",
        "/guiding-questions",
        "/invite",
        "/invite/new-link",
        "/invite/end",
        "/edit",
    ],
)
def test_participants_change_nothing(client: PageClient, consultation: Consultation, rest: str) -> None:
    before = (consultation.closes_at, consultation.join_key, consultation.title)
    client.sign_in(make_person("participant", consultation))
    sent = {**LATER, "close_reason": "x", "wording": "x", "guests": "a@example.org", "title": "x"}
    assert client.post(path(consultation, rest), data=sent).status_code == 403
    client.sign_in(make_person("facilitator", make_consultation()))
    assert client.post(path(consultation, rest), data=sent).status_code == 403
    db.session.expire_all()
    assert (consultation.closes_at, consultation.join_key, consultation.title) == before


def test_questions_are_asked_ordered_and_taken_out(
    facilitator: PageClient, consultation: Consultation
) -> None:
    here = path(consultation, "/guiding-questions")
    for wording in ("First?", "Second?"):
        sent = {"wording": wording, "kind": "multiple", "options": "yes\n no  way\n\n", "section": "water"}
        assert facilitator.post(here, data=sent).location == here
    first, second = consultation.questions
    assert (first.options, first.section.key) == (["yes", "no way"], "water")
    facilitator.post(f"{here}/{second.public_id}/move", data={"direction": "up"})
    facilitator.post(
        f"{here}/{first.public_id}/edit", data={"wording": "New?", "kind": "open", "section": ""}
    )
    db.session.expire_all()
    assert [question.wording for question in consultation.questions] == ["Second?", "New?"]
    facilitator.post(f"{here}/{second.public_id}/remove")
    page = facilitator.get(here).text
    assert "New?" in page
    assert "Second?" not in page


def test_a_question_without_words_or_choices_comes_back(
    facilitator: PageClient, consultation: Consultation
) -> None:
    here = path(consultation, "/guiding-questions")
    page = facilitator.post(here, data={"wording": "", "kind": "single", "options": "one", "section": ""})
    assert (page.status_code, "Please fill this in." in page.text) == (422, True)
    page = facilitator.post(
        here, data={"wording": "Which?", "kind": "single", "options": "one", "section": ""}
    )
    assert page.status_code == 422
    assert "Write at least two choices" in page.text
    assert "Which?</textarea>" in page.text
    page = facilitator.post(here, data={"wording": "Which?", "kind": "open", "section": "no-such"})
    assert page.status_code == 422


def test_an_answered_question_stays(facilitator: PageClient, consultation: Consultation) -> None:
    question = make_question(consultation, wording="Kept?")
    make_answer(question)
    here = path(consultation, f"/guiding-questions/{question.public_id}")
    assert "it stays as it was asked" in facilitator.get(f"{here}/edit").text
    sent = {"wording": "Changed?", "kind": "open", "section": ""}
    refused = facilitator.post(f"{here}/edit", data=sent)
    assert refused.status_code == 409
    assert "Changed?" in refused.text
    assert facilitator.post(f"{here}/remove").status_code == 409
    assert "Kept?" in facilitator.get(path(consultation, "/guiding-questions")).text


def test_a_question_of_another_consultation_is_not_found(
    facilitator: PageClient, consultation: Consultation
) -> None:
    other = make_question(make_consultation())
    here = path(consultation, f"/guiding-questions/{other.public_id}")
    assert facilitator.get(f"{here}/edit").status_code == 404
    for verb in ("edit", "move", "remove"):
        assert facilitator.post(f"{here}/{verb}").status_code == 404


def test_after_the_closing_no_question_is_added(
    facilitator: PageClient, consultation: Consultation, now: datetime
) -> None:
    db.session.commit()
    with freeze(now + timedelta(days=90)):
        here = path(consultation, "/guiding-questions")
        assert "One more question" not in facilitator.get(here).text
        sent = {"wording": "Late?", "kind": "open", "section": ""}
        assert facilitator.post(here, data=sent).status_code == 409
