"""The letter of the day at its edges: the exact moments, who is reached, what is told once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core.clock import freeze
from consult.core.database import db
from consult.core.letters import Letter
from consult.notices.digests import News, news_for, write_digests
from consult.people.letter_choices import (
    NOTHING,
    Wanted,
    choose_letters,
    stop_token,
    tell_of_answers,
    wanted_by,
)
from consult.people.letter_models import LetterChoice, Telling
from consult.people.models import Account, RoleGrant
from tests.conftest import NOON
from tests.factories import (
    keep,
    make_consultation,
    make_network,
    make_organisation,
    make_person,
)

EVERYTHING = Wanted(opened=True, closing=True, answered=True)
MOMENT = timedelta(microseconds=1)
DAY = timedelta(days=1)


def wishing(wanted: Wanted = EVERYTHING, **values: Any) -> Account:
    """Make a member of the network who wants to be told of something."""
    person = make_person(organisation=make_organisation(), organisation_is_confirmed=True, **values)
    choose_letters(person.account, wanted)
    return person.account


def new_letters(at: datetime) -> list[Letter]:
    """Write the letters of the day at a moment; return those that are new, by address."""
    before = set(db.session.scalars(sa.select(Letter.id)))
    db.session.commit()
    with freeze(at):
        number = write_digests()
    found = [
        row for row in db.session.scalars(sa.select(Letter).order_by(Letter.address)) if row.id not in before
    ]
    assert number == len(found)
    return found


def told(account: Account) -> list[tuple[str, int, datetime | None]]:
    """Return what is noted of an account."""
    db.session.expire_all()
    rows = db.session.scalars(sa.select(Telling).where(Telling.account_id == account.id).order_by(Telling.id))
    return [(row.kind, row.subject_id, row.told_at) for row in rows]


@pytest.mark.parametrize(
    ("shift", "opened", "closing"),
    [
        (-MOMENT, False, False),
        (timedelta(), True, False),
        (7 * DAY - MOMENT, True, False),
        (7 * DAY, False, True),  # three days to the microsecond are three days left
        (10 * DAY - MOMENT, False, True),
        (10 * DAY, False, False),
    ],
)
def test_a_consultation_is_told_of_from_its_opening_and_closes_soon_from_three_days_before(
    app: Flask, shift: timedelta, opened: bool, closing: bool
) -> None:
    consultation = make_consultation(opens_at=NOON, closes_at=NOON + 10 * DAY)
    news = news_for(wishing(), EVERYTHING, NOON + shift)
    assert news == News([consultation] * opened, [consultation] * closing, has_answers=False)
    assert bool(news) is (opened or closing)


@pytest.mark.parametrize(
    ("wanted", "opened", "closing"),
    [
        (EVERYTHING, False, True),  # one letter tells of one consultation once
        (Wanted(closing=True), False, True),
        (Wanted(opened=True), True, False),  # it is open still
        (Wanted(), False, False),
        (NOTHING, False, False),
    ],
)
def test_of_one_that_opens_and_soon_closes_is_told_what_was_chosen(
    app: Flask, wanted: Wanted, opened: bool, closing: bool
) -> None:
    consultation = make_consultation(opens_at=NOON - DAY, closes_at=NOON + DAY)
    news = news_for(wishing(wanted), wanted, NOON)
    assert (news.opened, news.closing) == ([consultation] * opened, [consultation] * closing)


def test_the_one_that_closes_first_is_told_of_first(app: Flask) -> None:
    late, soon, between = (make_consultation(closes_at=NOON + days * DAY) for days in (12, 8, 9))
    assert news_for(wishing(), EVERYTHING, NOON).opened == [soon, between, late]


@pytest.mark.parametrize(
    ("audience", "who", "reached"),
    [
        ("public", {}, True),
        ("members", {}, True),
        ("members", {"organisation_is_confirmed": False}, False),
        ("invited", {}, False),
        ("link", {}, False),
    ],
)
def test_only_who_can_take_part_is_told(
    app: Flask, audience: str, who: dict[str, Any], reached: bool
) -> None:
    consultation = make_consultation(contribute_audience=audience)
    person = make_person(organisation=make_organisation(), **{"organisation_is_confirmed": True, **who})
    assert news_for(person.account, EVERYTHING, NOON).opened == [consultation] * reached


def test_who_is_invited_is_told_until_the_role_ends(app: Flask) -> None:
    consultation = make_consultation(contribute_audience="invited", read_audience="invited")
    person = make_person("participant", consultation)
    assert news_for(person.account, EVERYTHING, NOON).opened == [consultation]
    grant = db.session.query(RoleGrant).one()
    grant.ended_at = NOON
    db.session.flush()
    assert news_for(person.account, EVERYTHING, NOON).opened == []
    alone = keep(Account(email="alone@members.example"))  # somebody who has not come yet, or has left
    assert news_for(alone, EVERYTHING, NOON) == News([], [], has_answers=False)


@pytest.mark.parametrize(
    ("at", "number"),
    [
        (NOON.replace(hour=5, minute=59, second=59), 0),
        (NOON.replace(hour=6, minute=0), 1),
        (NOON.replace(hour=23, minute=59), 1),
    ],
)
def test_letters_are_written_from_six_in_the_morning_on(app: Flask, at: datetime, number: int) -> None:
    make_network()
    wishing()
    make_consultation()
    assert len(new_letters(at)) == number


def test_the_next_letter_is_of_the_next_day_however_few_hours_lie_between(app: Flask) -> None:
    make_network()
    account = wishing()
    for subject, at, number in (
        (1, NOON.replace(hour=23, minute=59), 1),
        (2, NOON.replace(hour=23, minute=59, second=59), 0),
        (3, NOON + timedelta(hours=12), 0),  # midnight: too early in the day
        (4, NOON + timedelta(hours=18), 1),
        (5, NOON + timedelta(hours=20), 0),
    ):
        tell_of_answers([account], subject, NOON)
        assert len(new_letters(at)) == number, at
    assert [when for _, _, when in told(account)] == [
        NOON.replace(hour=23, minute=59),
        *[NOON + timedelta(hours=18)] * 3,
        None,
    ]


@pytest.mark.parametrize(
    "state",
    [{"email": None}, {"disabled_at": NOON}],
    ids=["without an address", "closed"],
)
def test_no_letter_reaches_who_is_gone_and_what_waits_is_told_when_they_are_back(
    app: Flask, state: dict[str, Any]
) -> None:
    make_network()
    account = wishing()
    make_consultation()
    tell_of_answers([account], 1, NOON)
    before = {name: getattr(account, name) for name in state}
    for name, value in state.items():
        setattr(account, name, value)
    assert new_letters(NOON) == []
    assert told(account) == [("answered", 1, None)]
    for name, value in before.items():
        setattr(account, name, value)
    [letter] = new_letters(NOON + DAY)
    assert "there is an answer" in letter.body
    assert "a consultation is open" in letter.body


def test_each_gets_their_own_news_in_their_own_language_and_a_link_that_stops_only_theirs(app: Flask) -> None:
    make_network(name="Terre & Eau")
    accounts = {"en": wishing(), "ar": wishing(Wanted(opened=True))}
    wishing(Wanted(closing=True))
    for language, account in accounts.items():
        account.locale, account.email = language, f"{language}@members.example"
    make_consultation(title="Rivers")
    letters = {row.language: row for row in new_letters(NOON)}
    assert set(letters) == {"en", "ar"}
    for language, row in letters.items():
        assert row.address == f"{language}@members.example"
        assert f"/{language}/letters/stop/{stop_token(accounts[language])}" in str(row.stop_url)
        assert str(row.stop_url) in row.body
        assert f"/{language}/me/letters" in row.body
        assert "Terre & Eau" in row.body
        assert "Rivers" not in row.subject
        assert "Rivers" in row.body


def test_a_network_without_a_name_yet_writes_as_consult(app: Flask) -> None:
    tell_of_answers([wishing()], 1, NOON)
    assert [row.subject for row in new_letters(NOON)] == ["News"]


def test_what_was_told_is_noted_by_ids_and_never_told_again(app: Flask) -> None:
    make_network()
    account = wishing()
    consultation = make_consultation(closes_at=NOON + 5 * DAY)
    tell_of_answers([account], 7, NOON)
    assert len(new_letters(NOON)) == 1
    assert told(account) == [("answered", 7, NOON), ("opened", consultation.id, NOON)]
    assert new_letters(NOON + DAY) == []
    assert len(new_letters(NOON + 3 * DAY)) == 1
    assert told(account)[2:] == [("closing", consultation.id, NOON + 3 * DAY)]
    choose_letters(account, NOTHING)
    choose_letters(account, EVERYTHING)
    assert new_letters(NOON + 4 * DAY) == [], "choosing again tells nothing twice"


def test_answers_are_noted_for_those_who_want_to_hear_of_them(app: Flask) -> None:
    default, wishes, stopped = make_person().account, wishing(), wishing(NOTHING)
    tell_of_answers([default, wishes, stopped], 3, NOON)
    tell_of_answers([], 4, NOON)
    assert [told(one) for one in (default, wishes, stopped)] == [[("answered", 3, None)]] * 2 + [[]]
    assert db.session.query(LetterChoice).count() == 2, "who never chose has no row"
    assert wanted_by(default) == Wanted(opened=False, closing=False, answered=True)
