"""Who comes in where words are moderated, entered and looked behind; what each page shows and keeps to itself."""

from typing import Any

import pytest
import sqlalchemy as sa

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution
from consult.contributions.reports import Report
from consult.core.database import db
from consult.core.logs import AuditEntry
from tests.conftest import NOON
from tests.factories import (
    keep,
    make_comment,
    make_consultation,
    make_network,
    make_organisation,
    make_person,
)
from tests.page import PageClient

HIDDEN = {"hidden_at": NOON, "hidden_reason": "It names somebody."}


@pytest.fixture
def consultation(client: PageClient) -> Consultation:
    """An open consultation of a network."""
    make_network()
    return make_consultation()


def path(row: Contribution, rest: str) -> str:
    """Return a page of a contribution."""
    return f"/en/contributions/{row.public_id}/{rest}"


def reported(row: Contribution, **values: Any) -> Report:
    """Return a report of a contribution by somebody."""
    given = {"kind": "report", "by_id": make_person(display_name="Reader Rue").id, "created_at": NOON}
    return keep(Report(contribution_id=row.id, words="It names a village.", **{**given, **values}))


LEVELS = {
    # what its author chose: what a moderator reads of them in the list of reports, and never
    "name": (("Amina Diallo", "River Keepers"), ()),
    "organisation": (("A person of River Keepers",), ("Amina Diallo",)),
    "region": (("A participant, Africa",), ("Amina Diallo", "River Keepers")),
    "facilitators": (("For facilitators only",), ("Amina Diallo", "River Keepers")),
}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("state", [{}, HIDDEN])
def test_pages_of_moderation_show_of_an_author_what_they_chose(
    client: PageClient, consultation: Consultation, level: str, state: dict[str, Any]
) -> None:
    shown, never = LEVELS[level]
    author = make_person(display_name="Amina Diallo", organisation=make_organisation(name="River Keepers"))
    row = make_comment(consultation, author, body="The well was closed.", visibility=level, **state)
    reported(row)
    client.sign_in(make_person("facilitator", consultation))
    pages = [client.get(f"/en/consultations/{consultation.public_id}/reports")]
    pages += [client.get(path(row, "behind"))] + ([] if state else [client.get(path(row, "hide"))])
    for page in pages:
        assert page.status_code == 200
        assert not any(word in page.text for word in (*never, "Reader Rue"))
    for page in (pages[0], *pages[2:]):
        assert "The well was closed." in page.text
        assert all(word in page.text for word in shown)


@pytest.mark.parametrize("rest", ["hide", "behind", "admit", "print-out", "report"])
def test_moderation_is_the_facilitators_alone(
    client: PageClient, consultation: Consultation, rest: str
) -> None:
    author = make_person(display_name="Amina Diallo")
    row = make_comment(consultation, author, visibility="region", is_late=True, admitted_at=NOON)
    for role in (None, "participant", "working-group-member", "secretariat"):
        if role:
            client.sign_in(make_person(role, consultation if role == "participant" else None))
        asked = client.get(path(row, rest))
        # everybody who reads it may report it; who has not signed in is led there
        may_see = rest == "report" and role is not None
        assert asked.status_code == (302 if role is None else 200 if may_see else 403)
        assert "Amina Diallo" not in asked.text
        if rest != "print-out":
            sent = client.post(path(row, rest), data={"reason": "x", "words": ""})
            assert sent.status_code == (422 if may_see else 403)
            assert "Amina Diallo" not in sent.text
    db.session.rollback()
    assert db.session.get_one(Contribution, row.id).hidden_at is None
    assert db.session.query(Report).count() == 0
    assert "identity-looked-at" not in set(db.session.scalars(sa.select(AuditEntry.kind)))


def test_a_facilitator_of_another_consultation_looks_behind_nothing(
    client: PageClient, consultation: Consultation
) -> None:
    row = make_comment(consultation, make_person(display_name="Amina Diallo"), visibility="region")
    found = reported(row)
    client.sign_in(make_person("facilitator", make_consultation()))
    assert client.get(f"/en/consultations/{consultation.public_id}/reports").status_code == 403
    assert client.get(f"/en/consultations/{consultation.public_id}/notes").status_code == 403
    for rest, data in (
        ("behind", {"reason": "x"}),
        ("hide", {"reason": "x"}),
        ("show-again", {}),
        ("report/answer", {"report": found.public_id, "answer": "x"}),
    ):
        answer = client.post(path(row, rest), data=data)
        assert answer.status_code == 403
        assert "Amina Diallo" not in answer.text


def test_hidden_words_stand_nowhere_and_come_back_when_they_are_shown_again(
    client: PageClient, consultation: Consultation
) -> None:
    row = make_comment(consultation, body="The well was closed.")
    facilitator: PageClient = client.application.test_client()  # type: ignore[assignment]
    facilitator.sign_in(make_person("facilitator", consultation))
    assert facilitator.get(path(row, "hide")).status_code == 200
    too_long = facilitator.post(
        path(row, "hide"), data={"reason": "x" * 2_001, "note": "The letter of March."}
    )
    assert (too_long.status_code, "2001" in too_long.text or "2,001" in too_long.text) == (422, True)
    assert "The letter of March." in too_long.text
    sent = {"reason": "It names <b>somebody</b>.", "note": "The letter of March."}
    assert facilitator.post(path(row, "hide"), data=sent).status_code == 303
    home = f"/en/consultations/{consultation.public_id}"
    pages = [f"{home}/sections/water", f"{home}/contributions.csv", f"{home}/text"]
    for page in (client.get(one).text for one in pages):
        assert "The well was closed." not in page
        assert "The letter of March." not in page  # it is for facilitators only
    assert "It names &lt;b&gt;somebody&lt;/b&gt;." in client.get(pages[0]).text
    # the second of two facilitators is told, and what they typed comes back
    assert facilitator.get(path(row, "hide")).status_code == 409
    second = facilitator.post(path(row, "hide"), data={"reason": "My own reason."})
    assert (second.status_code, "My own reason." in second.text) == (409, True)
    assert facilitator.post(path(row, "show-again")).status_code == 303
    assert facilitator.post(path(row, "show-again")).status_code == 409
    assert "The well was closed." in client.get(pages[0]).text


def test_the_code_of_who_was_entered_for_is_shown_to_who_has_just_entered_it_alone(
    client: PageClient, consultation: Consultation
) -> None:
    facilitator = make_person("facilitator", consultation)
    sent = {
        "name": "Grandmother Ife",
        "section": "water",
        "comment_kind": "remark",
        "body": "The *well* was closed.",
        "language": "en",
        "channel": "voice",
        "consent": "Says so in the message.",
        "visibility": "region",
    }
    client.sign_in(facilitator)
    page = f"/en/consultations/{consultation.public_id}/enter"
    entered = client.post(page, data=sent)
    assert "kept nowhere" in client.get(entered.location).text
    other: PageClient = client.application.test_client()  # type: ignore[assignment]
    other.sign_in(make_person("facilitator", consultation))
    seen = other.get(entered.location)
    assert seen.status_code == 200
    assert "Says so in the message." in seen.text
    assert "<em>well</em>" in seen.text
    assert "kept nowhere" not in seen.text
    ordinary = make_comment(consultation)  # sent by its author: there is nothing to print
    assert client.get(path(ordinary, "print-out")).status_code == 404
    for field, most in (("name", 120), ("organisation", 200), ("code", 30)):
        refused = client.post(page, data={**sent, field: "x" * (most + 1)})
        assert refused.status_code == 422
        assert "too long" in refused.text
        assert "Says so in the message." in refused.text  # what was typed comes back


EMERGENCY = [
    # what was chosen, one after the other: the status, what is said
    ({}, 422, "Choose how little is to be shown."),
    ({"visibility": "name"}, 422, "Not a valid choice"),
    ({"visibility": "organisation"}, 422, "Not a valid choice"),
    ({"visibility": "region"}, 303, "Less is shown of 1 contribution or stance"),
    ({"visibility": "facilitators"}, 303, "Less is shown of 1 contribution or stance"),
    # a second time nothing is left to lower, and nothing is raised
    ({"visibility": "facilitators"}, 303, "Nothing showed more than that."),
]


@pytest.mark.parametrize("whose", ["person", "organisation", "own"])
def test_less_of_everything_says_what_was_done_and_a_second_time_that_nothing_was_left(
    client: PageClient, consultation: Consultation, whose: str
) -> None:
    organisation = make_organisation(name="River Keepers")
    author = make_person(display_name="Amina Diallo", organisation=organisation)
    row = make_comment(consultation, author)
    client.sign_in(author if whose == "own" else make_person("secretariat"))
    page = {
        "person": f"/en/network/people/{author.public_id}/safety",
        "organisation": f"/en/network/organisations/{organisation.public_id}/safety",
        "own": "/en/me/safety/lower",
    }[whose]
    if whose != "own":
        name = "Amina Diallo" if whose == "person" else "River Keepers"
        assert name in client.get(page).text
    shown = "name"
    for sent, status, says in EMERGENCY:
        answer = client.post(page, data=sent)
        assert answer.status_code == status
        assert says in (answer if status == 422 else client.get(answer.location)).text
        shown = sent["visibility"] if status == 303 else shown
        db.session.rollback()
        assert db.session.get_one(Contribution, row.id).visibility == shown


@pytest.mark.parametrize("kind", ["people", "organisations"])
def test_the_emergency_of_nobody_is_not_found(
    client: PageClient, consultation: Consultation, kind: str
) -> None:
    client.sign_in(make_person("secretariat"))
    page = f"/en/network/{kind}/zzzzzzzzzzzz/safety"
    assert client.get(page).status_code == client.post(page, data={"visibility": "region"}).status_code == 404


def test_an_answer_to_a_report_reads_as_it_was_written_for_who_reported_alone(
    client: PageClient, consultation: Consultation
) -> None:
    author = make_person()
    row, reader = make_comment(consultation, author), make_person()
    found = reported(row, by_id=reader.id)
    client.sign_in(make_person("facilitator", consultation))
    sent = {"report": found.public_id, "answer": "<i>Taken</i> out."}
    assert client.post(path(row, "report/answer"), data=sent).status_code == 303
    assert "It is answered." in client.get(f"/en/consultations/{consultation.public_id}/reports").text
    client.sign_in(reader)
    assert "&lt;i&gt;Taken&lt;/i&gt; out." in client.get(path(row, "report")).text
    for other in (author, make_person()):
        client.sign_in(other)
        assert "Taken" not in client.get(path(row, "report")).text


def test_what_only_facilitators_read_leaves_as_a_file_under_their_name_in_the_log(client: PageClient) -> None:
    make_network()
    consultation = make_consultation()
    facilitator = make_person("facilitator", consultation)
    make_comment(consultation, make_person(), body="For everybody.")
    make_comment(consultation, make_person(), body="For your eyes only.", visibility="facilitators")
    home = f"/en/consultations/{consultation.public_id}"
    exported = sa.select(AuditEntry).where(AuditEntry.kind == "contributions-exported")
    client.sign_in(facilitator)
    assert "your eyes only" not in client.get(f"{home}/contributions.csv").text  # passed on without a thought
    assert db.session.scalars(exported).all() == []
    whole = client.post(f"{home}/all-contributions.csv")
    assert "For everybody." in whole.text
    assert "For your eyes only." in whole.text
    assert whole.headers["Cache-Control"] == "no-store"
    [entry] = db.session.scalars(exported)
    assert (entry.actor_id, entry.subject, entry.subject_id) == (
        facilitator.id,
        "consultations",
        consultation.id,
    )
    client.sign_in(make_person("secretariat"))
    assert client.post(f"{home}/all-contributions.csv").status_code == 403
    assert "all-contributions" not in client.get(f"{home}/summary").text
