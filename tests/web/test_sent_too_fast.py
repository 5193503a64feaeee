"""Ten within a minute from one person, and forty people behind one address in the same minute."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from consult.contributions.models import Contribution
from consult.contributions.services.pace import MOST_A_MINUTE
from consult.core.clock import freeze, now
from consult.core.database import db
from tests.factories import make_comment, make_consultation, make_network, make_person, make_revision
from tests.page import PageClient


@pytest.fixture
def consultation(app: Flask) -> Any:
    make_network()
    return make_consultation(make_revision())


def send(client: PageClient, consultation: Any, kind: str, words: str) -> Any:
    """Send a comment, a reply, a proposed change or a proposal to remove a section."""
    start = f"/en/consultations/{consultation.public_id}"
    shown = {"visibility": "region", "voice": "self", "language": "en"}
    if kind == "comment":
        path, values = f"{start}/sections/water/comments/new", {"body": words, "comment_kind": "remark"}
    elif kind == "reply":
        path, values = f"/en/contributions/{make_comment(consultation).public_id}/reply", {"body": words}
    else:
        path = f"{start}/structure/new"
        values = {"operation": "remove", "section": "water", "rationale": words}
    return client.post(path, data={**shown, **values})


@pytest.mark.parametrize("kind", ["comment", "reply", "structure"])
def test_the_eleventh_within_a_minute_waits_and_is_kept_in_its_form(
    consultation: Any, client: PageClient, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    person = make_person("participant", consultation)
    client.sign_in(person)
    for _ in range(MOST_A_MINUTE - 1):
        make_comment(consultation, person)
    assert send(client, consultation, kind, "The tenth.").status_code == 303
    refused = send(client, consultation, kind, "The eleventh.")
    assert refused.status_code == 429
    assert f"refused: too-often person={person.id}" in caplog.text
    assert "The eleventh." in refused.text
    assert "Wait a minute" in refused.text
    with freeze(now() + timedelta(minutes=1)):
        assert send(client, consultation, kind, "The eleventh.").status_code == 303
    assert db.session.query(Contribution).filter_by(person_id=person.id).count() == MOST_A_MINUTE + 1


def test_forty_people_in_one_room_are_counted_one_by_one(consultation: Any, app: Flask) -> None:
    for person in [make_person("participant", consultation) for _ in range(40)]:
        for _ in range(MOST_A_MINUTE - 1):
            make_comment(consultation, person)
    client: Any = app.test_client()
    client.sign_in(person)
    assert send(client, consultation, "comment", "Mine.").status_code == 303


def test_what_was_entered_for_somebody_and_answers_do_not_count(
    consultation: Any, client: PageClient
) -> None:
    person = make_person("participant", consultation)
    for _ in range(MOST_A_MINUTE):
        make_comment(consultation, person, entered_by_id=make_person().id, channel="paper")
    client.sign_in(person)
    assert send(client, consultation, "comment", "Mine.").status_code == 303
