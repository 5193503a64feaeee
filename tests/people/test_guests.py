"""Taking part without an e-mail address: in by the link or its QR code, back by a code on paper."""

import re
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.consultations import joining
from consult.core.database import db
from consult.core.logs import AuditEntry
from consult.people import guests
from consult.people.models import Account, Organisation, Person
from tests.factories import (
    make_comment,
    make_consultation,
    make_network,
    make_organisation,
    make_person,
    make_region,
)
from tests.page import PageClient

BY_LINK = {"read_audience": "link", "contribute_audience": "link"}


def join(client: PageClient, consultation: Any, **typed: str) -> Any:
    """Send the form of somebody without an e-mail address."""
    return client.post(f"/en/join/{consultation.join_key}/guest", data={"name": "Wren", **typed})


def code_on(page: str) -> str:
    """Return the code that a page shows."""
    found = re.search(r"<code[^>]*>(\w{4}-\w{4}-\w{4})</code>", page)
    assert found, page
    return found.group(1)


def test_a_guest_joins_notes_the_code_and_comes_back_on_another_device(
    app: Flask, client: PageClient
) -> None:
    make_network()
    make_region("africa")
    consultation = make_consultation(**BY_LINK)
    page = client.get(f"/en/join/{consultation.join_key}").text
    assert "No e-mail address is needed" in page
    answer = join(client, consultation, region="africa", organisation="River Keepers")
    assert answer.location == "/en/me/return-code"
    code = code_on(client.get("/en/me/return-code").text)
    home = f"/en/consultations/{consultation.public_id}"
    assert client.post("/en/me/return-code").location == home
    assert client.get(home).status_code == 200
    assert client.get("/en/me/return-code").status_code == 302  # shown no more
    person = db.session.query(Person).one()
    assert (person.display_name, person.region.code, person.account.email) == ("Wren", "africa", None)  # type: ignore[union-attr]
    assert (person.organisation.status, person.organisation_is_confirmed) == ("proposed", False)  # type: ignore[union-attr]
    stored = " ".join(map(str, db.session.execute(sa.select(Account.__table__)).one()))
    assert code.replace("-", "") not in stored
    other: Any = app.test_client()
    assert other.post("/en/return", data={"code": "0000-0000-0000"}).status_code == 422
    came = other.post("/en/return", data={"code": f" {code.lower()} ", "next": home})
    assert came.location == home
    assert other.get(home).status_code == 200
    assert other.get("/en/me").status_code == 200
    kinds = list(db.session.scalars(sa.select(AuditEntry.kind)))
    assert kinds.count("guest-added") == kinds.count("guest-returned") == 1


def test_a_known_organisation_is_named_but_not_confirmed(client: PageClient) -> None:
    make_network()
    known = make_organisation(name="River Keepers")
    consultation = make_consultation(**BY_LINK)
    join(client, consultation, organisation="river keepers")
    guest = db.session.query(Person).one()
    make_comment(consultation, guest)
    page = client.get(f"/en/consultations/{consultation.public_id}/sections/water").text
    assert "River Keepers (not confirmed)" in page
    assert db.session.query(Organisation).one() is known
    guest.organisation_is_confirmed = True
    assert (
        "River Keepers (not confirmed)"
        not in client.get(f"/en/consultations/{consultation.public_id}/sections/water").text
    )


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"state": "closed", **BY_LINK}, 409),
        ({"contribute_audience": "invited"}, 404),
        ({"contribute_audience": "public"}, 404),
    ],
)
def test_nobody_joins_where_there_is_no_link_or_it_has_ended(
    client: PageClient, values: dict[str, str], status: int
) -> None:
    make_network()
    assert join(client, make_consultation(**values)).status_code == status
    assert db.session.query(Person).count() == 0


def test_what_is_missing_or_odd_comes_back(client: PageClient) -> None:
    make_network()
    consultation = make_consultation(**BY_LINK)
    long = "नाम اسم 名前 Имя " * 20
    for typed, says in (
        ({"name": " "}, "Please fill this in"),
        ({"name": long}, "too long"),
        ({"region": "x"}, ""),
    ):
        answer = join(client, consultation, organisation="River Keepers", **typed)
        assert answer.status_code == 422
        assert says in answer.text
        assert "River Keepers" in answer.text
    assert join(client, consultation, name="‏اسم طويل").status_code == 303


def test_forty_people_in_one_room_join_and_a_flood_is_stopped(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_network()
    consultation = make_consultation(**BY_LINK)
    monkeypatch.setattr(joining, "MOST_GUESTS_AN_HOUR", 40)
    statuses = [join(app.test_client(), consultation).status_code for _ in range(41)]  # type: ignore[arg-type]
    assert statuses == [303] * 40 + [429]
    codes = set(db.session.scalars(sa.select(Account.return_digest)))
    assert len(codes) == 40


def test_codes_cannot_be_tried_out(app: Flask, monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(guests, "TRIES_PER_NETWORK", 3)
    tries = [
        app.test_client()
        .post("/en/return", data={"code": "ABCD"}, environ_base={"REMOTE_ADDR": "198.51.100.7"})
        .status_code
        for _ in range(4)
    ]
    assert tries == [422, 422, 422, 429]


def test_the_page_to_print_shows_the_link_as_a_picture(client: PageClient) -> None:
    make_network()
    consultation = make_consultation(**BY_LINK)
    client.sign_in(make_person("facilitator", consultation))
    page = client.get(f"/en/consultations/{consultation.public_id}/invite/poster").text
    assert "<svg" in page
    assert f"http://127.0.0.1:8000/en/join/{consultation.join_key}" in page
    invited = make_consultation(contribute_audience="invited")
    client.sign_in(make_person("secretariat"))
    assert client.get(f"/en/consultations/{invited.public_id}/invite/poster").status_code == 404
