"""What a facilitator enters for others, looks behind, and joins where an organisation stands twice."""

import re
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from consult.contributions.models import Contribution
from consult.core.database import db
from consult.core.logs import AuditEntry
from consult.people.models import Account, Mandate, Organisation, Person
from tests.factories import (
    keep,
    make_comment,
    make_consultation,
    make_network,
    make_organisation,
    make_person,
    make_region,
)
from tests.page import PageClient

ENTRY = {
    "name": "Grandmother Ife",
    "section": "water",
    "comment_kind": "remark",
    "body": "The well was closed.",
    "language": "en",
    "channel": "phone",
    "consent": "Asked on 3 May.",
    "visibility": "name",
}


def test_a_facilitator_enters_what_somebody_said_and_they_come_back_to_it(
    app: Flask, client: PageClient
) -> None:
    make_network()
    make_region("africa")
    consultation = make_consultation(read_audience="invited", contribute_audience="invited")
    facilitator = make_person("facilitator", consultation)
    client.sign_in(facilitator)
    home = f"/en/consultations/{consultation.public_id}"
    assert "Enter for somebody" in client.get(home).text
    answer = client.post(f"{home}/enter", data={**ENTRY, "region": "africa"})
    assert answer.status_code == 303
    page = client.get(answer.location).text
    code = re.search(r"<code[^>]*>(\S+)</code>", page)
    assert code
    assert "<svg" in page
    row = db.session.query(Contribution).one()
    assert (row.channel, row.consent, row.entered_by_id) == ("phone", "Asked on 3 May.", facilitator.id)
    assert row.person is not None
    assert (row.person.display_name, row.region.code, row.person_id == facilitator.id) == (  # type: ignore[union-attr]
        "Grandmother Ife",
        "africa",
        False,
    )
    second = client.post(f"{home}/enter", data={**ENTRY, "name": "", "code": code[1], "body": "One more."})
    assert second.status_code == 303
    assert "kept nowhere" not in client.get(second.location).text
    assert "kept nowhere" not in client.get(answer.location).text  # the first code is shown no more
    assert db.session.query(Account).filter(Account.return_digest.is_not(None)).count() == 1
    author: Any = app.test_client()
    assert author.post("/en/return", data={"code": code[1]}).status_code == 303
    mine = author.get("/en/me/contributions").text
    assert "The well was closed." in mine
    assert "One more." in mine
    assert author.post(f"/en/contributions/{row.public_id}/withdraw").status_code == 303


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": ""}, "Give a name"),
        ({"code": "0000"}, "This code does not fit"),
        ({"channel": "pigeon"}, ""),
        ({"consent": " "}, "Please fill this in"),
        ({"section": "nowhere"}, ""),
        ({"visibility": ""}, "Nothing is chosen for you"),
        ({"body": ""}, "Please fill this in"),
    ],
)
def test_an_entry_that_lacks_something_comes_back_and_nobody_is_added(
    client: PageClient, wrong: dict[str, str], says: str
) -> None:
    make_network()
    consultation = make_consultation()
    client.sign_in(make_person("facilitator", consultation))
    answer = client.post(f"/en/consultations/{consultation.public_id}/enter", data={**ENTRY, **wrong})
    assert answer.status_code == 422
    assert says in answer.text
    assert "Asked on 3 May." in answer.text or "consent" in wrong
    db.session.rollback()
    assert db.session.query(Contribution).count() == 0
    assert db.session.query(Person).count() == 1


def test_a_look_behind_a_contribution_needs_a_reason_and_is_logged_without_it(client: PageClient) -> None:
    make_network()
    consultation = make_consultation()
    author = make_person(display_name="Amina Diallo")
    path = f"/en/contributions/{make_comment(consultation, author, visibility='region').public_id}/behind"
    client.sign_in(make_person("secretariat"))
    assert client.get(path).status_code == 403
    facilitator = make_person("facilitator", consultation)
    client.sign_in(facilitator)
    assert "Amina Diallo" not in client.get(path).text
    assert client.post(path, data={"reason": " "}).status_code == 422
    shown = client.post(path, data={"reason": "To warn her."})
    assert "Amina Diallo" in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    entry = db.session.query(AuditEntry).one()
    assert (entry.kind, entry.actor_id, entry.subject_id) == ("identity-looked-at", facilitator.id, author.id)
    assert "warn" not in str(entry.__dict__)


def test_an_organisation_that_a_member_proposed_is_merged_with_all_that_hangs_on_it(
    client: PageClient, now: datetime
) -> None:
    make_network()
    right = make_organisation(name="River Keepers")
    member = make_person()
    client.sign_in(member)
    typed = {"display_name": "Amina", "locale": "en", "proposed": "The River Keepers"}
    assert client.post("/en/me", data=typed).status_code == 303
    double = db.session.query(Organisation).filter_by(status="proposed").one()
    assert (member.organisation, member.organisation_is_confirmed) == (double, False)
    keep(Mandate(person_id=member.id, organisation_id=double.id, valid_from=now))
    both = make_person()
    for organisation in (double, right):
        keep(Mandate(person_id=both.id, organisation_id=organisation.id, valid_from=now))
    consultation = make_consultation()
    comment = make_comment(consultation, member, visibility="organisation")
    section = f"/en/consultations/{consultation.public_id}/sections/water"
    assert "A person of The River Keepers (not confirmed)" in client.get(section).text
    client.sign_in(make_person("secretariat"))
    path = f"/en/network/organisations/{double.public_id}"
    assert "Merge it into another" in client.get(path).text
    assert client.get(f"{path}/merge").status_code == 200
    for wrong in ({}, {"into": double.public_id}, {"into": "zzzzzzzzzzzz"}):
        assert client.post(f"{path}/merge", data=wrong).status_code == 422
    assert client.post(f"{path}/merge", data={"into": right.public_id}).status_code == 303
    assert client.get(path).status_code == 404
    db.session.rollback()
    assert db.session.get_one(Contribution, comment.id).organisation_id == right.id
    assert db.session.get_one(Person, member.id).organisation_id == right.id
    valid = [row for row in db.session.query(Mandate) if row.is_valid(now)]
    assert sorted(row.person_id for row in valid) == sorted([member.id, both.id])
    page = client.get(section).text
    assert "River Keepers (not confirmed)" in page
    assert "The River Keepers" not in page


def test_a_rapporteur_enters_what_others_said_and_does_nothing_else_of_a_facilitator(
    app: Flask, client: PageClient
) -> None:
    make_network()
    consultation = make_consultation(read_audience="invited", contribute_audience="invited")
    home = f"/en/consultations/{consultation.public_id}"
    secretary: Any = app.test_client().sign_in(make_person("secretariat"))  # type: ignore[attr-defined]
    rapporteur, other = make_person(), make_person("rapporteur", consultation)
    client.sign_in(rapporteur)
    assert client.get(home).status_code == 404
    given = {"role": "rapporteur", "scope": f"consultation:{consultation.public_id}"}
    assert secretary.post(f"/en/network/people/{rapporteur.public_id}/roles", data=given).status_code == 303
    page = client.get(home).text
    assert "For rapporteurs" in page
    assert "Extend or close" not in page
    assert client.get(f"{home}/notes").status_code == 200
    entered = client.post(f"{home}/enter", data={**ENTRY, "visibility": "facilitators"})
    assert entered.status_code == 303
    assert "The well was closed." in client.get(entered.location).text
    row = db.session.query(Contribution).one()
    assert (row.entered_by_id, row.visibility) == (rapporteur.id, "facilitators")
    colleague: Any = app.test_client().sign_in(other)  # type: ignore[attr-defined]
    assert colleague.get(f"{home}/enter").status_code == 200
    assert colleague.get(entered.location).status_code == 404, "it is for facilitators only"
    for page in ("window", "invite", "late", "reports"):
        assert client.get(f"{home}/{page}").status_code == 403
    assert client.get(f"/en/contributions/{row.public_id}/behind").status_code == 404
