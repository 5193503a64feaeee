"""The letter of the day: what was chosen and no more, once, without a word of any text, stopped with one click."""

from datetime import datetime, timedelta
from email import message_from_bytes
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.consultations.models import Consultation
from consult.core.clock import freeze
from consult.core.database import db
from consult.core.letters import Letter
from consult.notices.delivery import Parcel, message_of
from consult.notices.digests import write_digests
from consult.people.erasing import erase
from consult.people.letter_choices import (
    NOTHING,
    Wanted,
    choose_letters,
    stop_token,
    tell_of_answers,
    wanted_by,
)
from consult.people.letter_models import LetterChoice, Telling
from consult.people.models import Person
from tests.factories import make_consultation, make_network, make_organisation, make_person
from tests.page import PageClient

ALL = Wanted(opened=True, closing=True, answered=True)


@pytest.fixture
def member(app: Flask) -> Person:
    """A member of the network who wants to be told of everything."""
    make_network()
    member = make_person(organisation=make_organisation())
    choose_letters(member.account, ALL)  # type: ignore[arg-type]
    return member


def letters(at: datetime) -> list[Letter]:
    """Write the letters of the day at a moment; return those that are new."""
    before = set(db.session.scalars(sa.select(Letter.id)))
    db.session.commit()
    with freeze(at):
        write_digests()
    return [row for row in db.session.scalars(sa.select(Letter)) if row.id not in before]


def closing_in(at: datetime, days: float, **values: Any) -> Consultation:
    """Make an open consultation that closes so many days later."""
    return make_consultation(closes_at=at + timedelta(days=days), **values)


def test_one_letter_tells_of_everything_once_and_of_no_text(member: Person, now: datetime) -> None:
    public = closing_in(now, 9, title="Rivers", introduction="Say it of the mill.")
    secret = closing_in(now, 2, title="The mill", read_audience="members")
    make_consultation(title="Elsewhere", contribute_audience="invited", read_audience="invited")
    make_consultation(title="Over", state="closed")
    tell_of_answers([member.account], 1, now)  # type: ignore[list-item]
    [letter] = letters(now)
    assert letter.subject == "News"
    assert letter.address == member.account.email  # type: ignore[union-attr]
    for there in ("/en/me/contributions", "Rivers", public.public_id, secret.public_id, "three days or less"):
        assert there in letter.body
    for never in ("The mill", "Say it of", "Elsewhere", "Over", member.display_name):
        assert never not in letter.body
    assert letter.body.count("\n\n\n") == 0 or "<time" not in letter.body
    assert letters(now + timedelta(hours=2)) == []
    assert letters(now + timedelta(days=1)) == []


def test_each_is_told_by_itself_and_only_where_it_was_chosen(member: Person, now: datetime) -> None:
    account = member.account
    assert account
    closing_in(now, 5)
    for wanted, days, says in (
        (Wanted(closing=True, answered=False), 0, None),
        (Wanted(opened=True, answered=False), 1, "a consultation is open"),
        (Wanted(opened=True, answered=False), 4, None),
        (Wanted(closing=True, answered=False), 4, "three days or less"),
    ):
        choose_letters(account, wanted)
        found = letters(now + timedelta(days=days))
        assert [says in one.body for one in found] == ([True] if says else []), (wanted, days)


def test_two_answers_of_one_day_are_one_letter_and_who_does_not_want_it_has_none(
    app: Flask, now: datetime
) -> None:
    make_network()
    unasked, unwilling, guest, gone = (make_person().account for _ in range(4))
    assert all((unasked, unwilling, guest, gone))
    choose_letters(unwilling, Wanted(answered=False))
    guest.email, gone.disabled_at = None, now
    tell_of_answers([unasked, unwilling, guest, gone], 1, now)
    tell_of_answers([unasked], 2, now)
    assert [row.address for row in letters(now)] == [unasked.email]
    tell_of_answers([unasked], 3, now)
    assert letters(now + timedelta(hours=5)) == []  # at most one a day
    assert len(letters(now + timedelta(days=1))) == 1


def test_before_six_in_the_morning_nothing_is_written_and_what_is_no_longer_wanted_is_dropped(
    member: Person, now: datetime
) -> None:
    tell_of_answers([member.account], 1, now)  # type: ignore[list-item]
    assert letters(now.replace(hour=5)) == []
    choose_letters(member.account, Wanted(answered=False))  # type: ignore[arg-type]
    assert letters(now) == []
    assert db.session.query(Telling).count() == 0


def test_the_letter_is_in_its_readers_language(member: Person, now: datetime) -> None:
    member.account.locale = "ar"  # type: ignore[union-attr]
    closing_in(now, 9)
    [letter] = letters(now)
    assert letter.language == "ar"
    assert "/ar/consultations/" in letter.body
    assert "/ar/letters/stop/" in letter.body


def test_mail_programs_can_stop_them_with_one_click(
    app: Flask, client: PageClient, member: Person, now: datetime
) -> None:
    closing_in(now, 9)
    [letter] = letters(now)
    message = message_of(
        Parcel(1, "x", letter.address, "en", letter.subject, letter.body, 1, letter.stop_url),
        "a@b.example",
        "h",
    )
    heads = message_from_bytes(bytes(message))
    assert heads["List-Unsubscribe"] == f"<{letter.stop_url}>"
    assert heads["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = str(letter.stop_url).removeprefix("http://127.0.0.1:8000")
    stranger = app.test_client()  # nobody is signed in there
    opened = stranger.get(path)
    assert opened.status_code == 200
    assert opened.headers["Referrer-Policy"] == "no-referrer"
    assert wanted_by(member.account) == ALL  # type: ignore[arg-type]  # a program that scans mail stops nothing
    done = stranger.post(path, data={"List-Unsubscribe": "One-Click"})
    assert "No more letters" in done.text
    assert "consult_session" not in str(done.headers.get("Set-Cookie", ""))
    db.session.expire_all()
    assert wanted_by(member.account) == NOTHING  # type: ignore[arg-type]


def test_an_altered_link_stops_nothing(client: PageClient, member: Person) -> None:
    token = stop_token(member.account)  # type: ignore[arg-type]
    other = make_person().account
    assert other
    for wrong in (
        token[:-1],
        token + "0",
        token.replace(".", ""),
        f"{other.public_id}.{token.split('.')[1]}",
        "é.é",
    ):
        assert client.get(f"/en/letters/stop/{wrong}").status_code == 404
        assert client.post(f"/en/letters/stop/{wrong}").status_code == 404
    db.session.expire_all()
    assert wanted_by(member.account) == ALL  # type: ignore[arg-type]


def test_letters_are_chosen_on_a_page(client: PageClient, now: datetime) -> None:
    make_network()
    person = make_person()
    client.sign_in(person)
    page = client.get("/en/me/letters").text
    assert page.count(" checked") == 1  # an answer to what one sent
    client.post("/en/me/letters", data={"closing": "y"})
    db.session.expire_all()
    assert wanted_by(person.account) == Wanted(closing=True, answered=False)  # type: ignore[arg-type]
    person.account.email = None  # type: ignore[union-attr]
    db.session.commit()
    assert "no letters come" in client.get("/en/me/letters").text


def test_who_is_erased_leaves_no_choice_behind(member: Person, now: datetime) -> None:
    tell_of_answers([member.account], 1, now)  # type: ignore[list-item]
    erase(member, actor=member, at=now)
    assert db.session.query(LetterChoice).count() == db.session.query(Telling).count() == 0
