"""Claiming what one sent as a guest: whose code, who may, what goes along, and what the code opens afterwards."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.consultations.joining import join_as_guest, takes_part
from consult.contributions.services.personal import claim
from consult.core.database import db
from consult.core.errors import InvalidInput, WrongState
from consult.core.logs import AuditEntry
from consult.people.guests import GuestFacts, add_guest, find_guest
from tests.factories import grant_role, make_comment, make_consultation, make_person, make_stance

WREN = GuestFacts("Wren", "en")


def test_a_claim_takes_along_contributions_stances_and_the_part_and_spends_the_code(
    app: Flask, now: datetime
) -> None:
    consultation = make_consultation(read_audience="link", contribute_audience="link")
    guest, code = join_as_guest(consultation, WREN, at=now)
    grant_role(guest, "facilitator", consultation)  # no other role goes with a code
    person, targets = make_person(), [make_comment(consultation) for _ in range(2)]
    sent = [make_comment(consultation, guest) for _ in range(2)]
    moved = make_stance(targets[0], guest)
    own, double = make_stance(targets[1], person, "objection"), make_stance(targets[1], guest)
    assert claim(code.lower().replace("-", " "), person, now) == 2
    db.session.flush()
    assert {(row.person_id, row.claimed_by_id) for row in sent} == {(person.id, person.id)}
    assert (moved.person_id, own.person_id, own.position) == (person.id, person.id, "objection")
    assert double.person_id != person.id  # one person, one stance
    assert takes_part(consultation, person, now)
    assert not takes_part(consultation, guest, now)
    assert find_guest(code) is None
    with pytest.raises(InvalidInput) as refused:
        claim(code, person, now)
    assert "twelve letters and digits" in str(refused.value.message)
    row = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.kind == "guest-claimed")).one()
    assert (row.actor_id, row.subject, row.subject_id, row.value) == (person.id, "persons", guest.id, None)


@pytest.mark.parametrize(
    ("who", "typed", "error"),
    [
        ("person", "0000-0000-0000", InvalidInput),
        ("person", "", InvalidInput),
        ("guest", "code", WrongState),  # one's own
        ("other guest", "code", WrongState),  # without an address to go on with
    ],
)
def test_a_claim_that_is_refused_leaves_all_as_it_was(
    app: Flask, now: datetime, who: str, typed: str, error: type[Exception]
) -> None:
    guest, code = add_guest(WREN, now)
    row = make_comment(make_consultation(), guest)
    claims = {"person": make_person(), "guest": guest, "other guest": add_guest(WREN, now)[0]}
    with pytest.raises(error):
        claim(code if typed == "code" else typed, claims[who], now)
    assert (row.person_id, row.claimed_by_id) == (guest.id, None)
    assert find_guest(code) is guest.account
