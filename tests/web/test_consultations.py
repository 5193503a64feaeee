"""Opening a consultation in a browser: who may, what is asked, what is refused."""

from typing import Any

import pytest
from flask import Flask

from consult.consultations.models import Consultation
from consult.core.database import db
from consult.narratives.models import Narrative
from tests.factories import (
    make_narrative,
    make_network,
    make_person,
    make_region,
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


def test_a_facilitator_opens_a_consultation(facilitator: PageClient, narrative: Narrative) -> None:
    assert "New consultation" in facilitator.get(NEW).text
    answer = facilitator.post(NEW, data=fields())
    assert answer.status_code == 303
    one = only()
    assert answer.location == f"/en/consultations/{one.public_id}"
    assert (one.opens_at.isoformat(), one.opens_wall) == ("2026-03-01T06:00:00+00:00", "2026-03-01T09:00")
    assert (one.zone, one.languages, one.region.code) == ("Africa/Nairobi", ["en", "fr"], "africa")
    assert [question.wording for question in one.questions] == ["What is missing?", "Who is not heard?"]
    page = facilitator.get(answer.location).text
    for shown in (
        "Open until",
        "1 April 2026, 18:00 (Nairobi, UTC+3)",
        "<strong>you</strong>",
        "Who is not heard?",
    ):
        assert shown in page


def test_the_narrative_leads_facilitators_to_a_new_consultation(
    facilitator: PageClient, client: PageClient, narrative: Narrative
) -> None:
    assert NEW in facilitator.get("/en/narratives/ours").text
    assert NEW not in client.application.test_client().get("/en/narratives/ours").text


def test_the_zone_of_the_last_consultation_is_offered_first(facilitator: PageClient) -> None:
    assert '<option selected value="UTC">' in facilitator.get(NEW).text
    facilitator.post(NEW, data=fields())
    assert '<option selected value="Africa/Nairobi">' in facilitator.get(NEW).text


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"title": " "}, "Please fill this in."),
        ({"title": "x" * 301}, "This is too long"),
        ({"languages": []}, "Choose at least one language."),
        ({"languages": ["tlh"]}, "is not a valid choice for this field"),
        ({"region": "atlantis"}, "Not a valid choice"),
        ({"base": "nonsense"}, "Not a valid choice"),
        ({"zone": "CET"}, "Not a valid choice"),
        ({"read_audience": ""}, "Choose who may read it."),
        ({"contribute_audience": ""}, "Choose who may contribute."),
        ({"read_audience": "invited", "contribute_audience": "public"}, "does not fit with who may read"),
        ({"read_audience": "link", "contribute_audience": "members"}, "does not fit with who may read"),
        ({"opens_day": "31.3.2026"}, "Write the day like this: 2026-03-29."),
        ({"opens_day": "0001-01-01"}, "Look at the year again."),
        ({"opens_time": "half past nine"}, "Write the time like this: 18:30."),
        ({"closes_day": ""}, "Please fill this in."),
        ({"closes_day": "2026-03-01", "closes_time": "09:00"}, "It must close after it opens."),
        ({"opens_day": "2026-01-01", "closes_day": "2026-03-09"}, "This time has passed."),
        ({"questions": "\n".join(f"Question {n}?" for n in range(31))}, "Ask at most 30 questions."),
        ({"introduction": "a\x00b"}, "a sign that cannot be stored"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_comes_back(
    facilitator: PageClient, values: dict[str, Any], message: str
) -> None:
    page = facilitator.post(NEW, data=fields(**values))
    assert page.status_code == 422
    assert message in page.text
    assert db.session.query(Consultation).count() == 0
    for name, value in fields(**values).items():
        if name.endswith(("_day", "_time")) and value:
            assert f'value="{value}"' in page.text
    if "questions" not in values:
        assert "Who is not heard?" in page.text


def test_a_time_that_the_clocks_skip_is_refused_with_the_reason(facilitator: PageClient) -> None:
    page = facilitator.post(
        NEW, data=fields(zone="Europe/Brussels", opens_day="2026-03-29", opens_time="02:30")
    )
    assert page.status_code == 422
    assert "There is no 02:30 on that day in Brussels: the clocks go forward." in page.text
    assert 'value="02:30"' in page.text


def test_a_time_that_comes_twice_is_asked_about(facilitator: PageClient) -> None:
    sent = fields(zone="Europe/Brussels", closes_day="2026-10-25", closes_time="02:30")
    page = facilitator.post(NEW, data=sent)
    assert page.status_code == 422
    assert "02:30 comes twice on that day in Brussels: first at UTC+2, then at UTC+1." in page.text
    assert 'name="closes_fold"' in page.text
    assert 'name="opens_fold"' not in page.text
    assert facilitator.post(NEW, data={**sent, "closes_fold": "1"}).status_code == 303
    assert only().closes_at.isoformat() == "2026-10-25T01:30:00+00:00"
    again = facilitator.get(f"/en/consultations/{only().public_id}").text
    assert "25 October 2026, 02:30 (Brussels, UTC+1)" in again


def test_a_second_click_does_not_open_a_second_consultation(facilitator: PageClient) -> None:
    facilitator.post(NEW, data=fields())
    again = facilitator.post(NEW, data=fields())
    assert again.status_code == 422
    assert "has a consultation with this title already" in again.text
    assert db.session.query(Consultation).count() == 1


def test_a_closed_narrative_is_not_opened_by_its_consultation(app: Flask, client: PageClient) -> None:
    make_region("africa")
    make_network()
    narrative = make_revision(make_narrative(slug="ours", read_audience="members")).narrative
    client.sign_in(make_person("facilitator", narrative))
    page = client.post(NEW, data=fields())
    assert page.status_code == 422
    assert "The narrative itself is not open to everyone. Choose fewer readers." in page.text


@pytest.mark.parametrize(
    ("role", "scoped", "status"),
    [
        ("secretariat", False, 200),
        ("facilitator", False, 200),
        ("facilitator", True, 200),
        ("participant", True, 403),
        ("working-group-member", True, 403),
        (None, False, 403),
    ],
)
def test_who_may_open_a_consultation(
    client: PageClient, narrative: Narrative, role: str | None, scoped: bool, status: int
) -> None:
    client.sign_in(make_person(role, narrative if scoped and role else None))
    assert client.get(NEW).status_code == status
    assert client.post(NEW, data={}).status_code == (422 if status == 200 else 403)


def test_a_facilitator_of_another_narrative_opens_nothing_here(
    client: PageClient, narrative: Narrative
) -> None:
    client.sign_in(make_person("facilitator", make_narrative()))
    assert client.get(NEW).status_code == 403


def test_an_unknown_narrative_or_consultation_is_not_found(facilitator: PageClient) -> None:
    assert facilitator.get("/en/narratives/no-such/consultations/new").status_code == 404
    for path in ("", "/edit"):
        assert facilitator.get(f"/en/consultations/zzzzzzzzzzzz{path}").status_code == 404


def test_the_form_says_how_far_the_zone_is_from_utc_then(facilitator: PageClient) -> None:
    sent = fields(title="", zone="Europe/Brussels", opens_day="2026-03-20", closes_day="2026-04-20")
    page = facilitator.post(NEW, data=sent).text
    assert "Brussels is at UTC+1 then." in page
    assert "Brussels is at UTC+2 then." in page
    for bad in ({"zone": "Nowhere/None"}, {"closes_day": ""}, {"closes_time": "x"}, {"zone": "../etc"}):
        assert facilitator.post(NEW, data={**sent, **bad}).status_code == 422


HEADINGS = [
    "The text",
    "Whom you ask",
    "Who may take part",
    "When it is open",
    "What you say and ask",
    "Who looks after it",
]


def test_the_form_asks_in_the_order_of_thought_and_unfolds_what_is_wrong(
    client: PageClient, narrative: Narrative
) -> None:
    client.sign_in(make_person("secretariat"))
    page = client.get(NEW).text
    assert [part.split("<")[0] for part in page.split("<legend><h2>")[1:]] == HEADINGS
    assert 'class="details" open' not in page
    long = "Wells and rivers. " * 30
    refused = client.post(NEW, data=fields(theme=long, ledger_audience="members"))
    assert refused.status_code == 422
    folded = [
        part.split("</details>")[0] for part in refused.text.split('<details class="details" open>')[1:]
    ]
    assert [("This is too long" in one, 'value="members"' in one) for one in folded] == [
        (True, False),
        (False, True),
    ]
    assert long.strip() in folded[0]
