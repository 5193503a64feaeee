"""Editing a consultation, before and after it has opened."""

from typing import Any

import pytest
from flask import Flask

from consult.core.database import db
from consult.narratives.models import Narrative
from tests.factories import (
    make_person,
    make_revision,
)
from tests.page import PageClient
from tests.web.consultation_steps import NEW, fields, only, our_narrative


@pytest.fixture
def narrative(app: Flask) -> Narrative:
    return our_narrative()


@pytest.fixture
def facilitator(client: PageClient, narrative: Narrative) -> PageClient:
    return client.sign_in(make_person("facilitator", narrative))


def test_before_the_opening_everything_can_be_edited(facilitator: PageClient, narrative: Narrative) -> None:
    facilitator.post(NEW, data=fields(opens_day="2026-03-20"))
    path = f"/en/consultations/{only().public_id}/edit"
    page = facilitator.get(path).text
    for shown in ('value="2026-03-20"', 'value="09:00"', "Africa: water first", "We ask **you**."):
        assert shown in page
    newer = make_revision(narrative, number=(1, 1))
    sent = fields(base=newer.public_id, title="Other", opens_day="2026-03-21", version=str(only().version))
    assert facilitator.post(path, data=sent).status_code == 303
    assert (only().title, only().opens_wall, only().base_revision) == ("Other", "2026-03-21T09:00", newer)


def test_after_the_opening_version_and_window_stay(facilitator: PageClient) -> None:
    facilitator.post(NEW, data=fields())
    path = f"/en/consultations/{only().public_id}/edit"
    assert "opens_day" not in facilitator.get(path).text
    sent = fields(title="New title", opens_day="2026-03-21", version=str(only().version))
    assert facilitator.post(path, data=sent).status_code == 303
    assert (only().title, only().opens_wall) == ("New title", "2026-03-01T09:00")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"read_audience": "public"}, "It can be narrowed, not widened."),
        ({"languages": ["fr"]}, "languages can be added, not taken away"),
    ],
)
def test_after_the_opening_no_promise_is_broken(
    facilitator: PageClient, values: dict[str, Any], message: str
) -> None:
    facilitator.post(NEW, data=fields(read_audience="members"))
    path = f"/en/consultations/{only().public_id}/edit"
    sent = fields(read_audience="members", version=str(only().version))
    page = facilitator.post(path, data={**sent, **values})
    assert page.status_code == 422
    assert message in page.text
    allowed = {**sent, "contribute_audience": "invited", "languages": ["en", "fr", "ar"]}
    assert facilitator.post(path, data=allowed).status_code == 303
    assert (only().contribute_audience, only().languages) == ("invited", ["en", "fr", "ar"])


def test_two_facilitators_do_not_overwrite_each_other(facilitator: PageClient) -> None:
    facilitator.post(NEW, data=fields())
    path = f"/en/consultations/{only().public_id}/edit"
    version = str(only().version)
    facilitator.post(path, data=fields(title="Hers", version=version))
    page = facilitator.post(path, data=fields(title="His", version=version))
    assert page.status_code == 409
    assert "Somebody else changed this meanwhile" in page.text
    assert 'value="His"' in page.text
    assert "Hers" in page.text
    db.session.expire_all()
    assert only().title == "Hers"
    assert facilitator.post(path, data=fields(title="His", version=str(only().version))).status_code == 303
