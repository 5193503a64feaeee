"""Those who decide see figures about personal answers whole: by permission, for a purpose, and it stands in the log."""

import csv
import io
from typing import Any

import pytest
import sqlalchemy as sa

from consult.core.database import db
from consult.core.logs import AuditEntry
from consult.people.models import PersonalAnswers, Region
from consult.summaries.batches import publish_figures
from tests.conftest import NOON
from tests.factories import (
    keep,
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_revision,
)

DECIDE = {"purpose": "purpose-decision"}


def send(consultation: Any, region: Any, people: int, gender: str) -> None:
    organisations = [make_organisation(region=region) for _one in range(3)]
    for number in range(people):
        person = make_person(organisation=organisations[number % 3])
        db.session.add(PersonalAnswers(person_id=person.id, gender=gender))
        make_comment(
            consultation,
            person,
            organisation_id=person.organisation_id,
            region_id=region.id,
            submitted_at=NOON,
        )


@pytest.fixture
def consultations(app: Any) -> list[Any]:
    """One region with two men alone, under high protection, and one with enough of each."""
    revision = make_revision()
    found = []
    for code, women, men in (("north", 6, 2), ("south", 6, 5)):
        region = keep(Region(code=code, names={"en": code.title()}))
        row = make_consultation(
            revision, title=f"Asked in {code}", protection="high" if men == 2 else "standard"
        )
        send(row, region, women, "woman")
        send(row, region, men, "man")
        found.append(row)
    publish_figures(NOON)
    return found


def address(consultations: list[Any], end: str = "") -> str:
    return f"/en/narratives/{consultations[0].narrative.slug}/summary/whole{end}"


def rows(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def entries() -> list[tuple[str, int | None, str | None]]:
    found = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.kind.startswith("whole-figures")))
    return [(row.kind, row.actor_id, row.value) for row in found]


def test_a_purpose_is_asked_first_and_every_look_is_written_down(
    client: Any, consultations: list[Any]
) -> None:
    noor = make_person("secretariat")
    client.sign_in(noor)
    asked = client.get(address(consultations))
    assert asked.headers["Cache-Control"] == "no-store"
    assert "Man" not in asked.text
    assert "purpose-decision" in asked.text
    refused = client.post(address(consultations), data={"purpose": "curiosity"})
    assert refused.status_code == 422
    assert 'href="#purpose' in refused.text
    assert entries() == []

    seen = client.post(address(consultations), data=DECIDE)
    assert seen.status_code == 200
    assert seen.headers["Cache-Control"] == "no-store"
    assert "People by region and gender" in seen.text
    assert "North" in seen.text
    file = client.post(address(consultations, ".csv"), data=DECIDE)
    assert "not-for-the-public" in file.headers["Content-Disposition"]
    assert entries() == [
        ("whole-figures-looked-at", noor.id, "purpose-decision"),
        ("whole-figures-exported", noor.id, "purpose-decision"),
    ]
    log = client.get("/en/network/log").text
    assert "Looked at whole figures about personal answers" in log
    assert "To weigh what was said before something is decided" in log

    found = {(row["answer"], row["group"], row["region"]): row for row in rows(file)}
    assert all(row["for"] == "those who decide; not for the public" for row in found.values())
    assert found["gender", "man", "north"]["people"] == "2", (
        "high protection hides it from all but those who decide"
    )
    assert [found["gender", "man", "*"][name] for name in ("people", "organisations")] == ["7", "5"]


def test_a_facilitator_sees_their_own_whole_and_of_others_what_five_stand_behind(
    client: Any, consultations: list[Any]
) -> None:
    north, south = consultations
    client.sign_in(make_person("facilitator", north))
    page = client.post(address(consultations), data=DECIDE).text
    assert "Asked in north" in page
    assert "Of the consultations of others" in page
    found = rows(client.post(address(consultations, ".csv"), data=DECIDE))
    own = {
        (row["group"], row["region"]): row["people"]
        for row in found
        if row["answer"] == "gender" and not row["consultation"]
    }
    assert own[("man", "*")] == own[("man", "north")] == "2"
    others = {
        row["group"]: row["people"] for row in found if row["answer"] == "gender" and row["consultation"]
    }
    assert others == {"woman": "6", "man": "5"}

    client.sign_in(make_person("facilitator", south))
    found = rows(client.post(address(consultations, ".csv"), data=DECIDE))
    told = [row for row in found if row["consultation"] and row["answer"] == "gender"]
    assert told == [], "of the other region two men would be told"


def test_nobody_else_sees_them_or_is_led_there(client: Any, consultations: list[Any]) -> None:
    north = consultations[0]
    balance = f"/en/narratives/{north.narrative.slug}/summary"
    others = [
        ("participant", north),
        ("working-group-member", north.narrative),
        ("translator", north.narrative),
    ]
    for role, scope in ((None, None), *others):
        client.sign_in(make_person(role, scope))
        assert client.get(address(consultations)).status_code == 403
        assert client.post(address(consultations), data=DECIDE).status_code == 403
        assert client.post(address(consultations, ".csv"), data=DECIDE).status_code == 403
        assert address(consultations) not in client.get(balance).text
    assert entries() == []
