"""High protection at the merge desk, in files and in the tables of words; and files hold nothing hidden."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core.database import db
from consult.core.logs import AuditEntry
from tests.desk import Desk
from tests.factories import (
    make_amendment,
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_region,
    make_revision,
    make_stance,
)
from tests.page import PageClient


@pytest.fixture
def desk(app: Flask) -> Any:
    """A desk on a high consultation, to which two people of Asia and many of Africa sent something."""
    desk = Desk(make_consultation(make_revision(), state="closed", protection="high", region=None))
    asia, africa = make_region("asia"), make_region("africa")
    few = make_organisation(region=asia, constituency="trade-union", name="Union")
    first = make_amendment(
        desk.consultation, make_person(organisation=few), visibility="region", language="km"
    )
    make_stance(first, make_person(organisation=few), "objection", reason="No.", visibility="region")
    homes = [make_organisation(region=africa, constituency="ngo") for _ in range(3)]
    for number in range(12):
        person = make_person(organisation=homes[number % 3])
        make_comment(desk.consultation, person, visibility="region", body=f"Wells and pumps, {number}.")
    for region in ("europe", "oceania", "arctic"):  # few each, and enough together with Asia
        home = make_organisation(region=make_region(region), constituency="academic")
        for number in range(4):
            make_comment(
                desk.consultation,
                make_person(organisation=home),
                visibility="region",
                body=f"Rivers {number}",
            )
    for number in range(4):
        body = f"ទឹកស្អាត សម្រាប់ទាំងអស់គ្នា {number}"
        person = make_person(organisation=few)
        make_comment(desk.consultation, person, visibility="region", language="km", body=body)
    desk.paths = [  # type: ignore[attr-defined]
        f"/en/consolidations/{desk.row.public_id}",
        f"/en/consolidations/{desk.row.public_id}/sections/water",
        f"/en/consolidations/{desk.row.public_id}/draft",
    ]
    db.session.commit()
    return desk


def told(client: PageClient, paths: list[str]) -> set[str]:
    """Return what of few people stands on the pages."""
    text = "".join(client.get(path).text for path in paths)
    return {word for word in ("Asia", "Trade union", "Khmer", "ខ្មែរ") if word in text}


def test_who_does_not_decide_reads_at_the_desk_what_everybody_may_be_told(
    client: PageClient, desk: Any
) -> None:
    client.sign_in(make_person("working-group-member", desk.narrative))
    assert told(client, desk.paths) == set()
    assert "Africa" in client.get(f"{desk.paths[0]}?region=africa").text
    assert "week of" in client.get(desk.paths[0]).text
    for query in ("region=asia", "constituency=trade-union", "language=km"):
        assert client.get(f"{desk.paths[0]}?{query}").text.count("/sections/water") == 0, query
    assert client.get(f"{desk.paths[0]}?region=africa").text.count("/sections/water")
    assert client.post(f"{desk.paths[0]}/origins").status_code == 403


def test_facilitators_see_the_whole_when_they_ask_for_it_and_the_log_says_so(
    client: PageClient, desk: Any
) -> None:
    client.sign_in(desk.facilitator)
    assert told(client, desk.paths) == set()
    assert "Show me where people come from" in client.get(desk.paths[0]).text
    for _twice in range(2):
        assert client.post(f"{desk.paths[0]}/origins").status_code == 303
    assert {"Asia", "Trade union"} <= told(client, desk.paths)
    assert client.get(f"{desk.paths[0]}?region=asia").text.count("/sections/water")
    found = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.kind == "origins-looked-at")).all()
    assert [(one.actor_id, one.subject, one.subject_id) for one in found] == [
        (desk.facilitator.id, "consolidations", desk.row.id)
    ]
    client.sign_in(make_person("facilitator", desk.narrative))
    assert told(client, desk.paths) == set()


def test_the_tables_of_words_name_no_language_of_few(client: PageClient, desk: Any) -> None:
    for path in ("", "/regions.csv", "/sections.csv"):
        page = client.get(f"/en/consultations/{desk.consultation.public_id}/summary/words{path}")
        assert page.status_code == 200
        for word in ("Khmer", "ខ្មែរ", "ស្អាត"):
            assert word not in page.text, path


FILES = (
    "contributions.csv",
    "ledger.csv",
    "summary/words/regions.csv",
    "summary/words/repeated.csv",
    "summary/regions.csv",
    "report.html",
)


def test_a_file_that_is_fetched_holds_what_everybody_reads_whoever_fetches_it(
    client: PageClient, desk: Any
) -> None:
    hidden = [
        make_comment(
            desk.consultation,
            make_person(display_name="Hidden name"),
            "Hidden words one",
            visibility="facilitators",
        ),
        make_comment(
            desk.consultation,
            make_person(display_name="Hidden name"),
            "Hidden words two",
            hidden_at=desk.consultation.opens_at,
            hidden_reason="x",
        ),
        make_comment(
            desk.consultation, make_person(display_name="Hidden name"), "Hidden words three", is_late=True
        ),
        make_comment(
            desk.consultation, make_person(display_name="Hidden name"), "Words for all", visibility="region"
        ),
    ]
    assert len(hidden) == 4
    home = f"/en/consultations/{desk.consultation.public_id}"
    fetched = {path: client.get(f"{home}/{path}") for path in FILES}
    for person in (desk.facilitator, make_person("secretariat"), hidden[0].person):
        client.sign_in(person)
        for path, answer in fetched.items():
            mine = client.get(f"{home}/{path}")
            assert answer.status_code == mine.status_code == 200, path
            assert "Hidden" not in mine.text, path
            if path.endswith("csv"):
                assert mine.data == answer.data, path
    logged = sa.select(sa.func.count()).where(AuditEntry.kind == "contributions-exported")
    assert db.session.scalar(logged) == 0
    whole = client.sign_in(desk.facilitator).post(f"{home}/all-contributions.csv")
    assert "Hidden words one" in whole.text
    assert db.session.scalar(logged) == 1
