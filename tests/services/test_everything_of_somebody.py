"""What holds for all that somebody sent: less of it, claimed, erased; each branch, with its logs."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.contributions.models import Contribution, Stance
from consult.contributions.reports import Report
from consult.contributions.services.personal import claim, erase_everything, lower_everything
from consult.core.database import db
from consult.core.errors import InvalidInput, WrongState
from consult.core.logs import AuditEntry, Event
from consult.people.guests import GuestFacts, add_guest
from consult.people.models import Account, Mandate, Person, RoleGrant
from tests.conftest import NOON
from tests.factories import (
    grant_role,
    keep,
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_stance,
)

LEVELS = ("name", "organisation", "region", "facilitators")
DAY = timedelta(days=1)


def events(kind: str) -> list[tuple[str, int, int | None, str | None, str | None]]:
    """Return what the event log holds of this kind."""
    rows = db.session.scalars(sa.select(Event).where(Event.kind == kind).order_by(Event.id))
    return [(row.subject, row.subject_id, row.actor_id, row.before, row.after) for row in rows]


@pytest.mark.parametrize("least", ["region", "facilitators"])
def test_less_is_shown_of_each_and_never_more(app: Flask, least: str) -> None:
    author, consultation = make_person(organisation=make_organisation()), make_consultation()
    rows = [make_comment(consultation, author, visibility=level) for level in LEVELS]
    rows.append(make_comment(consultation, author, status="draft", submitted_at=None))
    rows.append(make_comment(consultation, author, status="withdrawn", withdrawn_at=NOON))
    stances = [make_stance(make_comment(consultation), author, visibility=level) for level in LEVELS]
    others = make_comment(consultation)
    higher = LEVELS[: LEVELS.index(least)]
    count = lower_everything(author, least, actor=author, at=NOON)
    assert count == 2 * len(higher) + 2
    shown = [*higher, *LEVELS[len(higher) :]]
    expected = [least if level in higher else level for level in shown]
    assert [row.visibility for row in rows] == [*expected, least, least]
    assert [row.visibility for row in stances] == expected
    assert others.visibility == "name"
    lowered = events("contribution-visibility-lowered")
    assert {(subject, actor, after) for subject, _id, actor, _before, after in lowered} == {
        ("contributions", author.id, least)
    }
    assert [before for *_rest, before, _after in lowered] == [*higher, "name", "name"]
    assert [before for *_rest, before, _after in events("stance-visibility-lowered")] == list(higher)
    assert lower_everything(author, least, actor=author, at=NOON) == 0  # a second time changes nothing
    assert len(events("contribution-visibility-lowered")) == len(lowered)
    entries = db.session.query(AuditEntry).filter_by(kind="everything-lowered").all()
    assert [(one.subject, one.subject_id, one.value) for one in entries] == [
        ("persons", author.id, least)
    ] * 2


@pytest.mark.parametrize("visibility", ["name", "organisation", "", "nobody"])
def test_one_act_for_everything_never_shows_more_than_the_region(app: Flask, visibility: str) -> None:
    author = make_person()
    row = make_comment(make_consultation(), author, visibility="facilitators")
    with pytest.raises(InvalidInput) as caught:
        lower_everything(author, visibility, actor=author, at=NOON)
    assert caught.value.details["field"] == "visibility"
    assert row.visibility == "facilitators"
    assert db.session.query(AuditEntry).count() == 0


def test_of_an_organisation_less_is_shown_of_what_was_sent_from_it_whoever_sent_it(app: Flask) -> None:
    organisation, consultation = make_organisation(), make_consultation()
    left, stays = make_person(organisation=organisation), make_person(organisation=organisation)
    rows = [make_comment(consultation, one) for one in (left, stays)]
    left.organisation = make_organisation()  # they moved on: what they sent before was sent from it
    later = make_comment(consultation, left)
    secretary = make_person("secretariat")
    assert lower_everything(organisation, "region", actor=secretary, at=NOON) == 2
    assert [row.visibility for row in rows] == ["region", "region"]
    assert later.visibility == "name"
    entry = db.session.query(AuditEntry).one()
    assert (entry.actor_id, entry.subject, entry.subject_id) == (
        secretary.id,
        "organisations",
        organisation.id,
    )


def guest_of(now: datetime) -> tuple[Person, str]:
    """Return a guest and their code."""
    return add_guest(GuestFacts("Wren", "en"), now)


REFUSED = {
    # who claims: what they are told
    "a code of nobody": (InvalidInput, "This code does not fit"),
    "no code": (InvalidInput, "This code does not fit"),
    "one's own": (WrongState, "Sign in with your e-mail address first"),
    "without an address": (WrongState, "Sign in with your e-mail address first"),
    "without an account": (WrongState, "Sign in with your e-mail address first"),
    "closed": (InvalidInput, "This code does not fit"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_only_somebody_with_an_address_claims_by_a_code_that_is_open(
    app: Flask, case: str, now: datetime
) -> None:
    error, says = REFUSED[case]
    guest, code = guest_of(now)
    row = make_comment(make_consultation(), guest)
    person = {"one's own": guest, "without an account": make_person(account=None)}.get(case) or make_person()
    if case == "without an address":
        person, _code = add_guest(GuestFacts("Kite", "en"), now)
    if case == "closed":
        guest.account.disabled_at = now  # type: ignore[union-attr]
    db.session.flush()
    typed = {"a code of nobody": "AAAA-BBBB-CCCC", "no code": ""}.get(case, code)
    with pytest.raises(error) as caught:
        claim(typed, person, now)
    assert says in str(caught.value.message)
    assert (row.person_id, row.claimed_by_id, guest.display_name) == (guest.id, None, "Wren")


def test_with_a_claim_go_contributions_stances_and_the_right_to_take_part(app: Flask, now: datetime) -> None:
    consultation, other = make_consultation(), make_consultation()
    guest, code = guest_of(now)
    person = make_person()
    grant_role(guest, "participant", consultation)
    ended = grant_role(guest, "participant", other)
    ended.ended_at = now - DAY
    grant_role(guest, "facilitator", other)  # a role that no code gives
    rows = [
        make_comment(consultation, guest),
        make_comment(other, guest, status="withdrawn", withdrawn_at=now),
    ]
    target = make_comment(consultation)
    both = make_stance(target, guest, "objection", reason="Mine as a guest.")
    own = make_stance(target, person, "support")
    alone = make_stance(make_comment(consultation), guest)
    voiced = make_stance(target, guest, voice="organisation")  # another voice is another stance
    with app.test_request_context("/en/me/safety"):
        assert claim(f" {code.lower().replace('-', ' ')} ", person, now) == 2
    assert {(row.person_id, row.claimed_by_id) for row in rows} == {(person.id, person.id)}
    assert (own.person_id, own.position) == (person.id, "support")  # one's own stance stays as it is
    assert (both.person_id, alone.person_id, voiced.person_id) == (guest.id, person.id, person.id)
    assert (both.withdrawn_at, own.withdrawn_at, alone.withdrawn_at) == (
        now,
        None,
        None,
    )  # nobody counts twice
    assert events("stance-withdrawn") == [("stances", both.id, person.id, "objection", None)]
    given = db.session.query(RoleGrant).filter_by(person_id=person.id).all()
    assert [(one.role, one.scope_id, one.given_at) for one in given] == [
        ("participant", consultation.id, now)
    ]
    assert all(one.ended_at for one in db.session.query(RoleGrant).filter_by(person_id=guest.id))
    assert [actor for _s, _id, actor, *_ in events("contribution-claimed")] == [person.id] * 2
    mine = db.session.query(AuditEntry).order_by(AuditEntry.id)
    kinds = [one.kind for one in mine if one.kind != "sessions-ended"]
    assert kinds[-2:] == ["guest-claimed", "person-erased"]


def erased(app: Flask, person: Person) -> None:
    """Erase a person as their own page does."""
    with app.test_request_context("/en/me/safety"):
        erase_everything(person, actor=person, at=NOON)
    db.session.flush()
    db.session.expire_all()


def test_nothing_that_others_noted_down_with_it_tells_who_an_erased_person_was(app: Flask) -> None:
    author = make_person(display_name="Amina Diallo", mandate=True)
    row = make_comment(make_consultation(), author, channel="phone", consent="Amina Diallo agreed on 3 May.")
    told = Report(
        contribution_id=make_comment(make_consultation()).id,
        kind="report",
        by_id=author.id,
        words="I am Amina.",
        created_at=NOON,
    )
    keep(told)
    keep(Report(contribution_id=row.id, kind="report", by_id=make_person().id, words="x", created_at=NOON))
    erased(app, author)
    row = db.session.get_one(Contribution, row.id)
    assert (row.status, row.withdrawn_at, row.person_id, row.consent) == ("withdrawn", NOON, None, None)
    assert (row.region_id, row.organisation_id, row.country, row.constituency) == (None,) * 4
    assert [one.words for one in db.session.scalars(sa.select(Report))] == ["x"]  # others' words stay
    assert events("contribution-withdrawn") == [("contributions", row.id, None, "submitted", "withdrawn")]


def test_erasing_keeps_what_had_ended_before_as_it_ended(app: Flask) -> None:
    author, before = make_person("participant", make_consultation(), mandate=True), NOON - DAY
    mandate = db.session.query(Mandate).one()
    grant = db.session.query(RoleGrant).one()
    mandate.valid_until = grant.ended_at = before
    future = grant_role(author, "working-group-member")
    future.ended_at = NOON + DAY
    gone = make_comment(make_consultation(), author, status="withdrawn", withdrawn_at=before)
    stance = make_stance(make_comment(make_consultation()), author, withdrawn_at=before)
    author.account.disabled_at = before  # type: ignore[union-attr]
    erased(app, author)
    assert (mandate.valid_until, grant.ended_at, future.ended_at) == (before, before, NOON)
    assert (gone.withdrawn_at, stance.withdrawn_at) == (before, before)
    assert author.account is not None
    assert (author.account.disabled_at, author.account.email) == (before, None)
    assert events("contribution-withdrawn") == []  # it was withdrawn already


@pytest.mark.parametrize(
    ("others", "refused"), [(None, True), (NOON, True), (NOON + DAY, False), ("", False)]
)
def test_the_last_secretary_goes_only_when_another_holds_the_role(
    app: Flask, others: datetime | str | None, refused: bool
) -> None:
    author = make_person("secretariat")
    if others is not None:
        second = grant_role(make_person(), "secretariat")
        second.ended_at = others or None  # type: ignore[assignment]
    db.session.flush()
    if not refused:
        erased(app, author)
        assert author.display_name == "Somebody who has left"
        return
    with pytest.raises(WrongState) as caught:
        erased(app, author)
    assert "Give the role to somebody else first" in str(caught.value.message)


def test_the_account_of_a_guest_who_was_claimed_is_empty_and_closed(app: Flask, now: datetime) -> None:
    guest, code = guest_of(now)
    account_id = guest.account_id
    with app.test_request_context("/en/me/safety"):
        assert (
            claim(code, make_person(), now) == 0
        )  # who sent nothing can be claimed, too: the code is used up
    account = db.session.get_one(Account, account_id)
    assert (account.email, account.return_digest, account.disabled_at) == (None, None, now)
    assert db.session.query(Stance).count() == 0
