"""Joining by a link, being invited: in a browser, with the letter."""

import pytest
from flask import Flask

from consult.consultations.joining import takes_part
from consult.consultations.models import Consultation
from consult.core.clock import now as present
from consult.core.database import db
from consult.core.letters import Letter
from consult.people.admission import path_admits
from consult.people.models import Person
from tests.factories import make_consultation, make_network, make_person
from tests.page import PageClient


@pytest.fixture
def by_link(app: Flask) -> Consultation:
    return make_consultation(read_audience="link", contribute_audience="link", title="By link")


def join_path(consultation: Consultation) -> str:
    return f"/en/join/{consultation.join_key}"


def test_whoever_holds_the_link_sees_what_it_joins(client: PageClient, by_link: Consultation) -> None:
    page = client.get(join_path(by_link))
    assert page.status_code == 200
    assert "By link" in page.text
    assert f"/en/sign-in?next=/en/join/{by_link.join_key}" in page.text
    assert client.get(f"/en/consultations/{by_link.public_id}").status_code == 404


def test_a_signed_in_person_joins_and_may_read_and_contribute(
    client: PageClient, by_link: Consultation
) -> None:
    person = make_person()
    client.sign_in(person)
    here = f"/en/consultations/{by_link.public_id}"
    assert client.get(here).status_code == 404
    assert "Take part" in client.get(join_path(by_link)).text
    answer = client.post(join_path(by_link))
    assert (answer.status_code, answer.location) == (303, here)
    page = client.get(here).text
    assert "Read the text and say what you think" in page
    assert takes_part(by_link, person, present())
    assert "You take part already" in client.get(join_path(by_link)).text
    assert client.post(join_path(by_link)).status_code == 303


def test_an_anonymous_reader_does_not_join(client: PageClient, by_link: Consultation) -> None:
    assert client.post(join_path(by_link)).status_code == 403


@pytest.mark.parametrize("audience", ["public", "members", "invited"])
def test_a_link_that_joins_nothing_is_not_found(client: PageClient, audience: str) -> None:
    one = make_consultation(contribute_audience=audience)
    client.sign_in(make_person())
    assert client.get(join_path(one)).status_code == 404
    assert client.post(join_path(one)).status_code == 404
    assert client.get("/en/join/" + "x" * 43).status_code == 404


def test_after_the_closing_the_link_says_so(client: PageClient) -> None:
    one = make_consultation(read_audience="link", contribute_audience="link", state="closed")
    client.sign_in(make_person())
    assert "The link ended with it." in client.get(join_path(one)).text
    assert client.post(join_path(one)).status_code == 409


def test_a_link_lets_unknown_people_sign_in_while_it_lives(app: Flask, by_link: Consultation) -> None:
    closed = make_consultation(read_audience="link", contribute_audience="link", state="closed")
    for_all = make_consultation(contribute_audience="public")
    members = make_consultation()
    with app.test_request_context():
        assert path_admits(join_path(by_link))
        assert path_admits(f"/fr/consultations/{for_all.public_id}".replace("/fr/", "/ar/") + "?x=1")
        assert not path_admits(join_path(closed))
        assert not path_admits(f"/en/consultations/{by_link.public_id}")
        assert not path_admits(f"/en/consultations/{members.public_id}")
        for other in (
            "/en/",
            "/en/join/none",
            "/nothing",
            "",
            "//x",
            "/en/consultations/none",
            "/static/app.css",
        ):
            assert not path_admits(other)


def test_an_invited_person_gets_a_neutral_letter_in_their_language(client: PageClient) -> None:
    make_network(name="Common Ground")
    one = make_consultation(read_audience="invited", contribute_audience="invited", title="Quiet talk")
    client.sign_in(make_person("facilitator", one))
    here = f"/en/consultations/{one.public_id}/invite"
    sent = {"guests": "Amal <amal@example.org>\nbo@example.org", "letter_language": "ar"}
    answer = client.post(here, data=sent)
    assert (answer.status_code, answer.location) == (303, here)
    page = client.get(here).text
    assert "2 people are invited." in page
    assert "Amal" in page
    assert "amal@example.org" not in page
    letters = db.session.query(Letter).order_by(Letter.address).all()
    assert [letter.address for letter in letters] == ["amal@example.org", "bo@example.org"]
    assert letters[0].language == "ar"
    assert "Quiet" not in letters[0].subject
    assert "Quiet talk" in letters[0].body
    assert f"/ar/sign-in?next=/ar/consultations/{one.public_id}" in letters[0].body.replace("%2F", "/")
    assert "UTC+3" in letters[0].body
    assert "<time" not in letters[0].body


def test_inviting_twice_writes_one_letter(client: PageClient) -> None:
    one = make_consultation()
    client.sign_in(make_person("facilitator", one))
    for _ in range(2):
        client.post(
            f"/en/consultations/{one.public_id}/invite",
            data={"guests": "a@example.org", "letter_language": "en"},
        )
    assert db.session.query(Letter).count() == 1


def test_one_wrong_line_invites_nobody_and_loses_nothing(client: PageClient) -> None:
    one = make_consultation()
    client.sign_in(make_person("facilitator", one))
    before = db.session.query(Person).count()
    sent = {"guests": "good@example.org\n\nnot an address", "letter_language": "en"}
    page = client.post(f"/en/consultations/{one.public_id}/invite", data=sent)
    assert page.status_code == 422
    assert "Line 3 is not an e-mail address: not an address" in page.text
    assert "good@example.org" in page.text
    assert db.session.query(Person).count() == before
    assert db.session.query(Letter).count() == 0


def test_a_closed_account_leaves_nothing_half_done(client: PageClient) -> None:
    one, gone = make_consultation(), make_person()
    gone.account.disabled_at = present()
    client.sign_in(make_person("facilitator", one))
    before = db.session.query(Person).count()
    sent = {"guests": f"new@example.org\n{gone.account.email}", "letter_language": "en"}
    page = client.post(f"/en/consultations/{one.public_id}/invite", data=sent)
    assert page.status_code == 422
    assert "Line 2: this account has been closed." in page.text
    db.session.expire_all()
    assert db.session.query(Person).count() == before


@pytest.mark.parametrize(
    ("state", "readers", "is_told"),
    [
        ("announced", "members", True),
        ("open", "public", True),
        ("open", "members", False),
        ("closed", "public", False),
    ],
)
def test_where_a_link_can_be_had_the_page_says_how(
    client: PageClient, state: str, readers: str, is_told: bool
) -> None:
    one = make_consultation(state=state, read_audience=readers)
    client.sign_in(make_person("facilitator", one))
    page = client.get(f"/en/consultations/{one.public_id}/invite").text
    assert ("To let people join by a link or a QR code" in page) is is_told


def test_a_facilitator_sees_the_link_renews_it_and_ends_a_part(
    client: PageClient, by_link: Consultation
) -> None:
    guest = make_person("participant", by_link, display_name="A guest")
    client.sign_in(make_person("facilitator", by_link))
    here = f"/en/consultations/{by_link.public_id}/invite"
    old = by_link.join_key
    page = client.get(here).text
    assert f"/en/join/{old}" in page
    assert "A guest" in page
    assert client.post(f"{here}/new-link").status_code == 303
    assert client.get(f"/en/join/{old}").status_code == 404
    assert client.post(f"{here}/end", data={"person": guest.public_id}).status_code == 303
    assert not takes_part(by_link, guest, present())
    assert client.post(f"{here}/end", data={"person": guest.public_id}).status_code == 404


def test_a_consultation_that_is_not_joined_by_link_shows_no_key(client: PageClient) -> None:
    one = make_consultation(contribute_audience="invited")
    client.sign_in(make_person("facilitator", one))
    assert one.join_key not in client.get(f"/en/consultations/{one.public_id}/invite").text


def test_an_invited_person_reads_what_others_cannot(client: PageClient) -> None:
    one = make_consultation(read_audience="invited", contribute_audience="invited")
    client.sign_in(make_person("facilitator", one))
    client.post(
        f"/en/consultations/{one.public_id}/invite", data={"guests": "a@example.org", "letter_language": "en"}
    )
    guest = db.session.query(Person).order_by(Person.id.desc()).first()
    client.sign_in(guest)
    assert client.get(f"/en/consultations/{one.public_id}").status_code == 200
