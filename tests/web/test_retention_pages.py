"""How long what people send stays linked with them: asked at the opening, said on the page, never prolonged."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from consult.consultations.models import Consultation
from consult.core.database import db
from tests.conftest import NOON
from tests.factories import make_consultation, make_network, make_person
from tests.page import PageClient


@pytest.fixture
def consultation(app: Flask) -> Consultation:
    make_network()
    return make_consultation(kept_days=365)


def edited(client: PageClient, consultation: Consultation, kept: str) -> Any:
    db.session.expire_all()
    data = {
        "title": consultation.title,
        "introduction": "x",
        "region": "",
        "read_audience": consultation.read_audience,
        "contribute_audience": consultation.contribute_audience,
        "languages": consultation.languages,
        "protection": consultation.protection,
        "version": consultation.version,
        "kept_days": kept,
    }
    answer = client.post(f"/en/consultations/{consultation.public_id}/edit", data=data)
    db.session.expire_all()
    return answer


def test_it_can_be_shortened_and_not_prolonged_once_people_have_spoken(
    client: PageClient, consultation: Consultation
) -> None:
    client.sign_in(make_person("facilitator", consultation))
    assert "A year after the closing" in client.get(f"/en/consultations/{consultation.public_id}/edit").text
    for kept in ("", "730"):
        answer = edited(client, consultation, kept)
        assert answer.status_code == 422
        assert "It can be shortened, not prolonged." in answer.text
    assert edited(client, consultation, "nonsense").status_code == 422
    assert edited(client, consultation, "182").status_code == 303
    assert consultation.kept_days == 182


def test_the_page_says_until_when_and_that_it_comes_and_that_it_was(
    client: PageClient, consultation: Consultation
) -> None:
    path = f"/en/consultations/{consultation.public_id}"
    page = client.get(path).text
    assert "what was sent here is parted from the persons who sent it" in page
    assert "take your data along before" not in page
    consultation.retention_announced_at = NOON
    assert "take your data along before" in client.get(path).text
    consultation.anonymised_at = NOON + timedelta(days=1)
    page = client.get(path).text
    assert "nothing that was sent here is linked with a person any more" in page
    assert "take your data along before" not in page
    consultation.kept_days = consultation.anonymised_at = None
    assert "parted from" not in client.get(path).text
