"""A consultation's own page: its state, the one next step, what is shown to whom."""

from datetime import datetime, timedelta

import pytest

from consult.core.clock import freeze
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


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (timedelta(microseconds=-1), "announced"),
        (timedelta(0), "open"),
        (timedelta(days=3, microseconds=-1), "open"),
        (timedelta(days=3), "closed"),
    ],
)
def test_the_state_follows_the_clock_to_the_moment(
    client: PageClient, now: datetime, moment: timedelta, shown: str
) -> None:
    one = make_consultation(opens_at=now, closes_at=now + timedelta(days=3))
    path = f"/en/consultations/{one.public_id}"
    db.session.commit()
    with freeze(now + moment):
        assert f"{shown}</span>" in client.get(path).text


def test_everything_that_people_typed_stays_text(client: PageClient) -> None:
    bad = '<script>alert(1)</script><b hx-get="/x">'
    one = make_consultation(title=bad, theme=bad, introduction=bad)
    make_question(one, wording=bad)
    page = client.get(f"/en/consultations/{one.public_id}").text
    assert "<script>alert" not in page
    assert '<b hx-get="' not in page


def test_an_anonymous_reader_is_asked_to_sign_in(client: PageClient) -> None:
    page = client.get(f"/en/consultations/{make_consultation().public_id}").text
    assert "Sign in to take part" in page
    assert "For facilitators" not in page


def test_a_member_is_led_to_the_text_and_then_to_the_questions(client: PageClient) -> None:
    one = make_consultation()
    first, second = make_question(one), make_question(one, wording="And who?")
    member = make_person(organisation=make_organisation())
    client.sign_in(member)
    path = f"/en/consultations/{one.public_id}"
    page = client.get(path).text
    assert "Read the text and say what you think" in page
    text = f'href="{path}/text"'
    assert page.count(text) == 1
    make_answer(first, member)
    page = client.get(path).text
    assert "Answer one question" in page
    assert page.count(text) == 1
    assert page.count(">answered<") == 1
    make_answer(second, member)
    assert "Read the text and say what you think" in client.get(path).text


def test_a_guest_who_may_only_read_is_told_so(client: PageClient) -> None:
    client.sign_in(make_person())
    page = client.get(f"/en/consultations/{make_consultation().public_id}").text
    assert "You can read here" in page


def test_after_closing_a_facilitator_is_led_to_the_merge(client: PageClient) -> None:
    one = make_consultation(state="closed")
    path = f"/en/consultations/{one.public_id}"
    assert "See what was said" in client.get(path).text
    client.sign_in(make_person("facilitator", one.narrative))
    assert "Bring the contributions together" in client.get(path).text


def test_what_is_not_shown_is_not_counted(client: PageClient, now: datetime) -> None:
    one = make_consultation()
    make_comment(one)
    make_comment(one, status="draft")
    make_comment(one, status="withdrawn")
    make_comment(one, visibility="facilitators")
    make_comment(one, hidden_at=now)
    make_comment(one, is_late=True)
    make_comment(one, is_late=True, admitted_at=now)
    assert "2 comments" in client.get(f"/en/consultations/{one.public_id}").text


def test_a_consultation_for_invited_people_does_not_exist_for_others(client: PageClient) -> None:
    one = make_consultation(read_audience="invited", contribute_audience="invited")
    path = f"/en/consultations/{one.public_id}"
    assert client.get(path).status_code == 404
    client.sign_in(make_person(organisation=make_organisation()))
    assert client.get(path).status_code == 404
    assert client.get(f"{path}/edit").status_code == 404
    client.sign_in(make_person("participant", one))
    assert client.get(path).status_code == 200
    assert client.get(f"{path}/edit").status_code == 403


def test_whoever_manages_follows_what_comes_in(client: PageClient) -> None:
    one = make_consultation()
    client.sign_in(make_person("secretariat"))
    page = client.get(f"/en/consultations/{one.public_id}").text
    assert "Follow the consultation" in page
    for label in ("Edit", "Questions", "Extend or close", "People and invitations"):
        assert f">{label}</a>" in page
    closed = client.get(f"/en/consultations/{make_consultation(state='closed').public_id}").text
    assert "Extend or close" not in closed
    assert ">Edit</a>" in closed
