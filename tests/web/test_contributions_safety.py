"""All that somebody sent: shown less at once, claimed, taken along, erased; and entered for somebody else."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.contributions.models import Contribution, Stance
from consult.core.clock import freeze
from consult.core.database import db
from consult.core.letters import Letter, queue_letter
from consult.core.logs import AuditEntry
from consult.people.guests import GuestFacts, add_guest
from consult.people.models import Mandate, Person, PersonalAnswers, RoleGrant
from tests.factories import (
    grant_role,
    keep,
    make_amendment,
    make_comment,
    make_consultation,
    make_network,
    make_organisation,
    make_person,
    make_stance,
)
from tests.page import PageClient

AUDIT = sa.select(AuditEntry.kind)


def pages_of(client: PageClient, consultation: Any) -> str:
    """Return what anybody can read of a consultation, in pages and in a file."""
    home = f"/en/consultations/{consultation.public_id}"
    paths = [f"{home}/sections/water", f"{home}/text", f"{home}/summary", f"{home}/contributions.csv", home]
    return "\n".join(client.get(path).text for path in paths)


@pytest.mark.parametrize("whose", ["person", "organisation"])
@pytest.mark.parametrize("least", ["region", "facilitators"])
def test_one_act_lowers_everything_and_holds_on_every_page_that_was_kept(
    app: Flask, client: PageClient, whose: str, least: str
) -> None:
    make_network()
    organisation = make_organisation(name="River Keepers")
    author = make_person(display_name="Amina Diallo", organisation=organisation)
    consultation = make_consultation()
    other = make_comment(consultation, make_person(display_name="Somebody Else"), body="Another word.")
    make_comment(consultation, author, body="The well was closed.")
    make_comment(consultation, author, body="Under our organisation.", visibility="organisation")
    make_amendment(consultation, author)
    make_stance(other, author, position="objection", reason="Because of the wells.")
    silent = make_comment(consultation, author, body="Only for few.", visibility="facilitators")
    for _ in range(2):  # the second reading is of what is kept
        before = pages_of(client, consultation)
    assert {"Amina Diallo", "River Keepers", "The well was closed."} <= {
        words for words in ("Amina Diallo", "River Keepers", "The well was closed.") if words in before
    }
    acting: Any = app.test_client()
    if whose == "person":
        acting.sign_in(author)
        page = acting.get("/en/me/safety").text
        assert 'value="facilitators"' in page
        answer = acting.post("/en/me/safety/lower", data={"visibility": least})
    else:
        acting.sign_in(make_person("secretariat"))
        path = f"/en/network/organisations/{organisation.public_id}/safety"
        assert acting.get(path).status_code == 200
        answer = acting.post(path, data={"visibility": least})
    assert answer.status_code == 303
    after = pages_of(client, consultation)
    assert "Amina Diallo" not in after
    assert "River Keepers" not in after
    assert ("The well was closed." in after) is (least == "region")
    assert ("Because of the wells." in after) is (least == "region")
    assert "Somebody Else" in after
    assert "Only for few." not in after
    db.session.rollback()
    assert db.session.get_one(Contribution, silent.id).visibility == "facilitators"  # never raised
    assert set(db.session.scalars(sa.select(Stance.visibility))) == {least}
    entry = db.session.query(AuditEntry).filter_by(kind="everything-lowered").one()
    assert entry.value == least
    assert acting.post("/en/me/safety/lower", data={"visibility": "name"}).status_code == 422


def test_the_secretariat_lowers_everything_of_a_person_and_nobody_else_can(client: PageClient) -> None:
    make_network()
    author = make_person()
    comment = make_comment(make_consultation(), author)
    path = f"/en/network/people/{author.public_id}/safety"
    for role in (None, "facilitator", "working-group-member"):
        client.sign_in(make_person(role))
        assert client.post(path, data={"visibility": "region"}).status_code == 403
    client.sign_in(make_person("secretariat"))
    assert "Show less of everything" in client.get(f"/en/network/people/{author.public_id}").text
    assert client.post(path).status_code == 422
    assert client.post(path, data={"visibility": "facilitators"}).status_code == 303
    db.session.rollback()
    assert db.session.get_one(Contribution, comment.id).visibility == "facilitators"


def test_what_a_guest_sent_is_claimed_by_signing_in_and_the_code_opens_nothing_more(
    app: Flask, client: PageClient, now: datetime
) -> None:
    make_network()
    consultation = make_consultation(read_audience="link", contribute_audience="link")
    guest, code = add_guest(GuestFacts("Wren", "en"), now)
    grant_role(guest, "participant", consultation)
    comment = make_comment(consultation, guest)
    other = make_comment(consultation)
    make_stance(other, guest)
    amina = make_person(display_name="Amina Diallo")
    client.sign_in(amina)
    assert client.post("/en/me/safety/claim", data={"code": "0000-0000-0000"}).status_code == 422
    assert client.post("/en/me/safety/claim", data={"code": code.lower()}).status_code == 303
    db.session.rollback()
    row = db.session.get_one(Contribution, comment.id)
    assert (row.person_id, row.claimed_by_id) == (amina.id, amina.id)
    assert db.session.query(Stance).one().person_id == amina.id
    assert "Well said." in client.get("/en/me/contributions").text
    assert client.get(f"/en/consultations/{consultation.public_id}").status_code == 200
    again: Any = app.test_client()
    assert again.post("/en/return", data={"code": code}).status_code == 422
    assert client.post("/en/me/safety/claim", data={"code": code}).status_code == 422
    assert db.session.get_one(Person, guest.id).display_name == "Somebody who has left"
    stranger, second = add_guest(GuestFacts("Kite", "en"), now)
    client.sign_in(stranger)
    assert (
        client.post("/en/me/safety/claim", data={"code": second}).status_code == 409
    )  # not by another guest


def test_ones_own_data_come_as_a_file_and_nobody_elses(client: PageClient) -> None:
    make_network()
    author = make_person(display_name="Amina Diallo", mandate=True)
    make_stance(make_comment(make_consultation(), author, body="The well was closed."), make_person())
    keep(PersonalAnswers(person_id=author.id, gender="woman"))
    make_comment(make_consultation(), make_person(), body="Not hers.")
    client.sign_in(author)
    file = client.post("/en/me/safety/download").location
    for _look in range(2):
        assert "Take the file" in client.get(file).text, "looking at it takes nothing"
    answer = client.post(file)
    known = json.loads(answer.text)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    assert (known["name"], known["gender"], known["email"]) == (
        "Amina Diallo",
        "woman",
        author.account.email,  # type: ignore[union-attr]
    )
    assert [one["texts"][0]["body"] for one in known["contributions"]] == ["The well was closed."]
    assert len(known["mandates"]) == 1
    assert known["stances"] == []
    assert "own-data-taken" in set(db.session.scalars(AUDIT))


def test_the_link_to_ones_own_data_is_good_once_for_a_quarter_of_an_hour_and_for_oneself(
    client: PageClient, now: datetime
) -> None:
    make_network()
    author, other = make_person(display_name="Amina Diallo"), make_person()
    client.sign_in(author)

    def refused(path: str) -> bool:
        pages = [client.get(path), client.post(path)]
        assert all("Amina" not in page.text.split("<main")[1] for page in pages)
        return [page.status_code for page in pages] == [409, 409]

    first = client.post("/en/me/safety/download").location
    second = client.post("/en/me/safety/download").location
    for altered in (
        first[:-1],
        first + "0",
        first[:-1] + ("1" if first[-1] != "1" else "2"),
        "/en/me/safety/download/9-x",
    ):
        assert refused(altered)
    assert refused(first.replace("/download/1", "/download/2")), "another end than was given"
    assert client.post(first).status_code == 200
    assert refused(first), "used"
    assert refused(second), "asked for before the file was taken"
    late = client.post("/en/me/safety/download").location
    with freeze(now + timedelta(minutes=14)):
        assert client.get(late).status_code == 200
    with freeze(now + timedelta(minutes=15)):
        assert refused(late)
    client.sign_in(other)
    assert refused(late), "somebody else's"


def test_erasing_leaves_nothing_of_a_person_in_the_database_but_words_that_are_append_only(
    client: PageClient,
) -> None:
    make_network()
    author = make_person("facilitator", display_name="Amina Diallo", mandate=True)
    email = author.account.email  # type: ignore[union-attr]
    consultation = make_consultation()
    make_comment(consultation, author, body="The well was closed.")
    make_stance(make_comment(consultation), author, reason="Because of the wells.")
    keep(PersonalAnswers(person_id=author.id, gender="woman"))
    queue_letter(email, "en", "Hello", "Hello")
    client.sign_in(author)
    assert client.post("/en/me/safety/erase").status_code == 422
    assert client.post("/en/me/safety/erase", data={"sure": "y"}).status_code == 303
    assert client.get("/en/me").status_code == 302
    assert "The well was closed." not in pages_of(client, consultation)
    db.session.rollback()
    everything = "\n".join(
        str(tuple(row))
        for table in db.metadata.sorted_tables
        if table.name != "contribution_texts"
        for row in db.session.execute(sa.select(table))
    )
    for trace in ("Amina", email, "woman", "Because of the wells."):
        assert trace not in everything
    row = db.session.query(Contribution).filter_by(status="withdrawn").one()
    assert (row.person_id, row.organisation_id, row.region_id) == (None, None, None)
    assert db.session.query(Letter).count() == db.session.query(PersonalAnswers).count() == 0
    assert all(grant.ended_at for grant in db.session.query(RoleGrant).filter_by(person_id=author.id))
    assert all(mandate.valid_until for mandate in db.session.query(Mandate))


def test_the_last_secretary_cannot_be_erased(client: PageClient) -> None:
    make_network()
    client.sign_in(make_person("secretariat"))
    assert client.post("/en/me/safety/erase", data={"sure": "y"}).status_code == 409
