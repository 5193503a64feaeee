"""Opening a consultation, its page, editing it: in a browser."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from consult.consultations.facilitators import facilitators, who_could_facilitate
from consult.consultations.models import Consultation
from consult.core.clock import freeze, now
from consult.core.database import db
from consult.narratives.models import Narrative
from consult.people.models import RoleGrant
from tests.factories import (
    make_answer,
    make_comment,
    make_consultation,
    make_narrative,
    make_network,
    make_organisation,
    make_person,
    make_question,
    make_region,
    make_revision,
)
from tests.page import PageClient

NEW = "/en/narratives/ours/consultations/new"


@pytest.fixture
def narrative(app: Flask) -> Narrative:
    make_network()
    make_region("africa")
    return make_revision(make_narrative(slug="ours", title="Ours")).narrative


@pytest.fixture
def facilitator(client: PageClient, narrative: Narrative) -> PageClient:
    return client.sign_in(make_person("facilitator", narrative))


def fields(**values: Any) -> dict[str, Any]:
    from consult.narratives.models import Revision

    return {
        "base": db.session.query(Revision).first().public_id,  # type: ignore[union-attr]
        "title": "Africa: water first",
        "region": "africa",
        "theme": "",
        "introduction": "We ask **you**.",
        "read_audience": "public",
        "contribute_audience": "members",
        "languages": ["en", "fr"],
        "zone": "Africa/Nairobi",
        "opens_day": "2026-03-01",
        "opens_time": "09:00",
        "closes_day": "2026-04-01",
        "closes_time": "18:00",
        "questions": "What is missing?\n\n  Who is not heard?  ",
        **values,
    }


def only() -> Consultation:
    return db.session.query(Consultation).one()


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


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (timedelta(microseconds=-1), "announced"),
        (timedelta(0), "open"),
        (timedelta(days=3, microseconds=-1), "open"),
        (timedelta(days=3), "closed"),
    ],
)
def test_the_state_follows_the_clock_to_the_moment(
    client: PageClient, now: datetime, moment: timedelta, shown: str
) -> None:
    one = make_consultation(opens_at=now, closes_at=now + timedelta(days=3))
    path = f"/en/consultations/{one.public_id}"
    db.session.commit()
    with freeze(now + moment):
        assert f"{shown}</span>" in client.get(path).text


def test_everything_that_people_typed_stays_text(client: PageClient) -> None:
    bad = '<script>alert(1)</script><b hx-get="/x">'
    one = make_consultation(title=bad, theme=bad, introduction=bad)
    make_question(one, wording=bad)
    page = client.get(f"/en/consultations/{one.public_id}").text
    assert "<script>alert" not in page
    assert '<b hx-get="' not in page


def test_an_anonymous_reader_is_asked_to_sign_in(client: PageClient) -> None:
    page = client.get(f"/en/consultations/{make_consultation().public_id}").text
    assert "Sign in to take part" in page
    assert "For facilitators" not in page


def test_a_member_is_led_to_the_text_and_then_to_the_questions(client: PageClient) -> None:
    one = make_consultation()
    first, second = make_question(one), make_question(one, wording="And who?")
    member = make_person(organisation=make_organisation())
    client.sign_in(member)
    path = f"/en/consultations/{one.public_id}"
    page = client.get(path).text
    assert "Read the text and say what you think" in page
    text = f'href="{path}/text"'
    assert page.count(text) == 1
    make_answer(first, member)
    page = client.get(path).text
    assert "Answer one question" in page
    assert page.count(text) == 1
    assert page.count(">answered<") == 1
    make_answer(second, member)
    assert "Read the text and say what you think" in client.get(path).text


def test_a_guest_who_may_only_read_is_told_so(client: PageClient) -> None:
    client.sign_in(make_person())
    page = client.get(f"/en/consultations/{make_consultation().public_id}").text
    assert "You can read here" in page


def test_after_closing_a_facilitator_is_led_to_the_merge(client: PageClient) -> None:
    one = make_consultation(state="closed")
    path = f"/en/consultations/{one.public_id}"
    assert "See what was said" in client.get(path).text
    client.sign_in(make_person("facilitator", one.narrative))
    assert "Bring the contributions together" in client.get(path).text


def test_what_is_not_shown_is_not_counted(client: PageClient, now: datetime) -> None:
    one = make_consultation()
    make_comment(one)
    make_comment(one, status="draft")
    make_comment(one, status="withdrawn")
    make_comment(one, visibility="facilitators")
    make_comment(one, hidden_at=now)
    make_comment(one, is_late=True)
    make_comment(one, is_late=True, admitted_at=now)
    assert "2 comments" in client.get(f"/en/consultations/{one.public_id}").text


def test_a_consultation_for_invited_people_does_not_exist_for_others(client: PageClient) -> None:
    one = make_consultation(read_audience="invited", contribute_audience="invited")
    path = f"/en/consultations/{one.public_id}"
    assert client.get(path).status_code == 404
    client.sign_in(make_person(organisation=make_organisation()))
    assert client.get(path).status_code == 404
    assert client.get(f"{path}/edit").status_code == 404
    client.sign_in(make_person("participant", one))
    assert client.get(path).status_code == 200
    assert client.get(f"{path}/edit").status_code == 403


def test_whoever_manages_follows_what_comes_in(client: PageClient) -> None:
    one = make_consultation()
    client.sign_in(make_person("secretariat"))
    page = client.get(f"/en/consultations/{one.public_id}").text
    assert "Follow the consultation" in page
    for label in ("Edit", "Questions", "Extend or close", "People and invitations"):
        assert f">{label}</a>" in page
    closed = client.get(f"/en/consultations/{make_consultation(state='closed').public_id}").text
    assert "Extend or close" not in closed
    assert ">Edit</a>" in closed


def test_the_form_says_how_far_the_zone_is_from_utc_then(facilitator: PageClient) -> None:
    sent = fields(title="", zone="Europe/Brussels", opens_day="2026-03-20", closes_day="2026-04-20")
    page = facilitator.post(NEW, data=sent).text
    assert "Brussels is at UTC+1 then." in page
    assert "Brussels is at UTC+2 then." in page
    for bad in ({"zone": "Nowhere/None"}, {"closes_day": ""}, {"closes_time": "x"}, {"zone": "../etc"}):
        assert facilitator.post(NEW, data={**sent, **bad}).status_code == 422


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


@pytest.fixture
def secretariat(client: PageClient, narrative: Narrative) -> PageClient:
    return client.sign_in(make_person("secretariat", display_name="Noor"))


def test_the_secretariat_names_who_facilitates(secretariat: PageClient) -> None:
    named = make_person("facilitator", make_consultation(), display_name="Marta")
    make_person(display_name="Without a role")
    page = secretariat.get(NEW).text
    assert f'value="{named.public_id}">Marta</option>' in page
    assert "Without a role" not in page
    page = secretariat.get(secretariat.post(NEW, data=fields(facilitator=named.public_id)).location).text
    assert "Marta" in page
    assert "Nobody facilitates" not in page
    consultation = db.session.query(Consultation).filter_by(title="Africa: water first").one()
    assert facilitators(consultation, now()) == [named]


def test_a_consultation_without_facilitator_says_so_to_the_secretariat_alone(
    secretariat: PageClient, client: PageClient
) -> None:
    place = secretariat.post(NEW, data=fields(facilitator="")).location
    assert "Nobody facilitates this consultation" in secretariat.get(place).text
    reader = client.application.test_client().get(place).text
    assert "Nobody facilitates" not in reader


def test_whoever_may_give_no_roles_names_no_facilitator(facilitator: PageClient) -> None:
    other = make_person("facilitator", make_narrative(), display_name="Marta")
    assert "Who facilitates it" not in facilitator.get(NEW).text
    assert facilitator.post(NEW, data=fields(facilitator=other.public_id)).status_code == 303
    assert other not in facilitators(only(), now())


@pytest.mark.parametrize("posted", ["nobody-we-know", "__participant__"])
def test_a_facilitator_who_was_not_offered_is_refused(secretariat: PageClient, posted: str) -> None:
    if posted == "__participant__":
        posted = make_person().public_id
    assert secretariat.post(NEW, data=fields(facilitator=posted)).status_code == 422
    assert db.session.query(Consultation).count() == 0


def test_who_facilitates_the_narrative_already_gets_no_second_role(
    secretariat: PageClient, narrative: Narrative
) -> None:
    named = make_person("facilitator", narrative)
    secretariat.post(NEW, data=fields(facilitator=named.public_id))
    assert db.session.query(RoleGrant).filter_by(person_id=named.id).count() == 1


def test_who_facilitates_is_named_to_those_who_take_part_alone(client: PageClient) -> None:
    consultation = make_consultation(read_audience="public", contribute_audience="members")
    make_person("facilitator", consultation, display_name="Marta")
    place = f"/en/consultations/{consultation.public_id}"
    assert "Marta" not in client.get(place).text
    client.sign_in(make_person(organisation=make_organisation()))
    assert "Marta" in client.get(place).text


def test_a_role_that_has_ended_facilitates_no_more(app: Flask) -> None:
    consultation = make_consultation()
    person = make_person("facilitator", consultation)
    db.session.query(RoleGrant).one().ended_at = now()
    db.session.flush()
    assert facilitators(consultation, now() + timedelta(minutes=1)) == []
    assert person not in who_could_facilitate(now() + timedelta(minutes=1))
