"""The demonstration as it is in the database: complete, the same each time, and nothing that a verb would refuse."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.consolidation.models import AttributionRun, Consolidation, Decision, PassageLink
from consult.consultations.models import Consultation
from consult.contributions.hunks import hunks_of
from consult.contributions.models import Amendment, Contribution, Stance
from consult.core.clock import freeze
from consult.core.database import db
from consult.core.letters import Letter
from consult.core.logs import Event
from consult.demonstration.loader import load_demonstration
from consult.demonstration.stage import Stage
from consult.merging import consolidate
from consult.narratives.integrity import verify_chain
from consult.narratives.models import Narrative, Revision
from consult.people.identity import actor_of
from consult.people.letter_models import Telling
from consult.people.models import (
    Network,
    Organisation,
    Person,
    Region,
    RoleGrant,
    WorkingGroup,
    WorkingGroupMember,
)
from consult.rules.permissions import Permission, is_allowed
from consult.rules.states import POSITIONS
from tests.conftest import NOON
from tests.page import PageClient

LINK = re.compile(r'<a[^>]* href="(/[^"#]*)')


@pytest.fixture(scope="module")
def stage(site: Flask, database: object) -> Iterator[Stage]:
    """The demonstration, written once for all tests of this file, which only read it or write it anew."""
    with site.app_context(), freeze(NOON):
        yield load_demonstration()
        db.session.rollback()
        db.session.remove()
    database.reset()  # type: ignore[attr-defined]


def count(model: type, *conditions: sa.ColumnElement[bool]) -> int:
    query = sa.select(sa.func.count()).select_from(model).where(*conditions)
    return db.session.scalar(query) or 0


def revision(number: str) -> Revision:
    return next(row for row in db.session.scalars(sa.select(Revision)) if row.number == number)


def test_the_network_has_its_regions_organisations_and_people(stage: Stage) -> None:
    assert (count(Region), count(Organisation), count(Person)) == (6, 24, 60)
    assert count(WorkingGroupMember) == 5 + 7 + 25
    assert [(one.kind, one.is_open) for one in db.session.scalars(sa.select(WorkingGroup))] == [
        ("working", False),
        ("advisory", False),
        ("working", True),
    ]
    assert count(RoleGrant, RoleGrant.role == "reviewer") == 7
    assert count(RoleGrant, RoleGrant.role == "secretariat", RoleGrant.scope == "network") == 1
    assert count(RoleGrant, RoleGrant.role == "working-group-member") == 5
    assert 8 <= count(Person, Person.persona_note.is_not(None)) <= 12


def test_every_constituency_takes_part(stage: Stage) -> None:
    assert len(set(db.session.scalars(sa.select(Organisation.constituency)))) == 6


def test_the_network_is_marked_as_a_demonstration(stage: Stage) -> None:
    assert list(db.session.scalars(sa.select(Network.is_demonstration))) == [True]


def test_everything_that_the_content_tells_is_written(stage: Stage) -> None:
    told = [*stage.demo.contributions, *stage.demo.crossings]
    assert count(Contribution) == len(told) >= 150
    assert count(Stance) == len(stage.demo.stances)
    kinds = Counter(db.session.scalars(sa.select(Contribution.kind)))
    assert kinds == Counter(one.kind for one in told)
    assert set(db.session.scalars(sa.select(Stance.position))) == set(POSITIONS)


def test_two_consultations_are_open_and_one_waits_to_be_consolidated(stage: Stage) -> None:
    states = {key: row.state(NOON) for key, row in stage.consultations.items()}
    assert states == {"first-round": "closed", "latin-america": "closed", "europe": "open", "africa": "open"}
    answered = [one for row in db.session.scalars(sa.select(Consolidation)) for one in row.consultations]
    assert answered == [stage.consultations["first-round"]]


def test_version_1_0_is_what_the_merge_desk_made_of_the_first_round(stage: Stage) -> None:
    texts = {place.section.key: place.text.body for place in revision("1.0").places}
    assert texts == {key: stage.demo.text(key, "1.0") for key in texts}
    assert len(texts) == len(stage.demo.narrative.sections)
    assert revision("1.0").parent is revision("0.9")
    changed = [key for key, body in texts.items() if body != stage.demo.text(key, "0.9")]
    assert 6 <= len(changed) <= 8


def test_the_hashes_of_both_versions_hold(stage: Stage) -> None:
    assert verify_chain(stage.narrative) == []


def test_every_contribution_of_the_first_round_has_its_answer(stage: Stage) -> None:
    for told in stage.demo.of("first-round"):
        row = stage.contributions[told.key]
        assert (row.disposition, row.disposition_reason) == (told.disposition, told.reason)
        assert row.disposed_by_id == stage.people["valentina"].id
    assert count(Contribution, Contribution.disposition.is_not(None)) == len(stage.demo.of("first-round"))


def test_adopted_words_lead_back_to_those_who_proposed_them(stage: Stage) -> None:
    place = next(p for p in revision("1.0").places if p.section.key == "common-hands")
    runs = db.session.scalars(
        sa.select(AttributionRun).where(AttributionRun.section_text_id == place.section_text_id)
    )
    words = [
        place.text.full[run.start : run.end]
        for run in runs
        if stage.contributions["fr-03"] in run.contributions
    ]
    assert "free, prior and informed consent" in "".join(words)
    linked = list(db.session.scalars(sa.select(PassageLink.contribution_id)))
    assert linked == [stage.contributions["fr-04"].id]


def test_the_desk_took_decisions_of_every_outcome_with_reasons(stage: Stage) -> None:
    rows = list(db.session.scalars(sa.select(Decision)))
    assert {row.outcome for row in rows} == {"accept", "adapt", "decline"}
    assert all(row.reason for row in rows)


def test_latin_america_holds_agreement_and_clashes(stage: Stage) -> None:
    consultation = stage.consultations["latin-america"]
    rows = db.session.scalars(
        sa.select(Amendment).where(
            Amendment.consultation_id == consultation.id,
            Amendment.operation == "reword",
            Amendment.status == "submitted",
            Amendment.is_late.is_(False),
        )
    )
    by_section: dict[str, dict[str, list]] = {}
    for row in rows:
        by_section.setdefault(row.section.key, {})[row.public_id] = hunks_of(row.text)  # type: ignore[union-attr]
    bases = {place.section.key: place.text.full for place in consultation.base_revision.places}
    groups = [
        group
        for key, amendments in by_section.items()
        for group in consolidate(bases[key], amendments, []).groups
    ]
    assert sum(len(group.supporters) > 1 for group in groups) >= 2
    assert sum(group.reason == "clash" for group in groups) >= 4


def test_late_hidden_and_withdrawn_ones_are_there_as_told(stage: Stage) -> None:
    for told in stage.demo.contributions:
        row = stage.contributions[told.key]
        assert row.is_late == told.late
        assert (row.status == "withdrawn") == (told.withdrawn is not None)
        assert row.hidden_reason == told.hidden
    assert stage.contributions["af-26"].hidden_at > stage.contributions["af-26"].submitted_at


def test_a_quote_stands_where_it_was_taken_from(stage: Stage) -> None:
    quoted = [told for told in stage.demo.contributions if told.quote]
    for told in quoted:
        row = stage.contributions[told.key]
        assert row.text.base_text.body[row.quote_start : row.quote_end] == told.quote
    assert len(quoted) > 20


def test_a_reply_belongs_to_the_thread_of_what_it_answers(stage: Stage) -> None:
    replies = [told for told in stage.demo.contributions if told.reply_to]
    for told in replies:
        parent = stage.contributions[told.reply_to or ""]
        row = stage.contributions[told.key]
        assert (row.reply_to_id, row.thread_id) == (parent.id, parent.thread_id or parent.id)
    assert replies


def test_everybody_was_allowed_to_send_what_they_sent(stage: Stage) -> None:
    actors = {key: actor_of(person) for key, person in stage.people.items()}
    refused = [
        told.key
        for told in stage.demo.contributions
        if not is_allowed(
            Permission.CONTRIBUTION_SUBMIT,
            actors[told.author],
            stage.consultations[told.consultation].facts(told.sent_at(NOON)),
        )
    ]
    assert refused == []


def test_nothing_in_the_logs_lies_in_the_future(stage: Stage) -> None:
    moments = list(db.session.scalars(sa.select(Event.at)))
    assert max(moments) < NOON
    assert moments == sorted(moments)


def test_letters_of_the_past_are_not_sent_now(stage: Stage) -> None:
    assert count(Telling) > 0
    assert count(Telling, Telling.told_at.is_(None)) == count(Letter, Letter.sent_at.is_(None)) == 0


def test_each_named_person_can_open_the_start_page(stage: Stage, site: Flask) -> None:
    for person in db.session.scalars(sa.select(Person).where(Person.persona_note.is_not(None))).all():
        client: PageClient = site.test_client()  # type: ignore[assignment]
        page = client.sign_in(person).get("/en/")
        assert page.status_code == 200
        assert stage.demo.name in page.get_data(as_text=True)


@pytest.mark.parametrize("key", [None, "aoife", "wren", "valentina", "noor"])
def test_every_link_that_a_reader_meets_leads_to_a_page(stage: Stage, site: Flask, key: str | None) -> None:
    client: PageClient = site.test_client()  # type: ignore[assignment]
    if key:
        client.sign_in(stage.people[key])
    endpoints = site.url_map.bind("localhost")
    seen: set[str] = set()
    waiting = ["/en/"]
    while waiting:
        path = waiting.pop(0)
        endpoint = endpoints.match(path.partition("?")[0])[0]
        if endpoint in seen or endpoint == "static":
            continue
        seen.add(endpoint)  # One page of each kind: the others have the same template.
        answer = client.get(path)
        assert answer.status_code == 200, path
        if answer.mimetype == "text/html":
            waiting += [unescape(link) for link in LINK.findall(answer.get_data(as_text=True))]
    assert {"reading.section", "reading.passages", "reading.compare", "summaries.consultation"} <= seen


def fingerprint() -> list[tuple[str, ...]]:
    """Return what must be the same whenever the demonstration is written: ids, hashes, who sent what."""
    rows: list[tuple[str, ...]] = []
    for model in (Organisation, Person, Narrative, Revision, Consultation, Contribution, Stance):
        rows += [(public_id,) for public_id in db.session.scalars(sa.select(model.public_id).order_by("id"))]
    rows += [(row,) for row in db.session.scalars(sa.select(Revision.hash).order_by(Revision.id))]
    return sorted(rows)


def test_written_again_on_another_day_it_is_the_same_and_visitors_words_are_gone(
    stage: Stage, site: Flask
) -> None:
    before = fingerprint()
    db.session.add(Organisation(name="A visitor's own", constituency="other"))
    db.session.commit()
    with site.app_context(), freeze(NOON + timedelta(days=3, hours=9)):
        load_demonstration()
    db.session.expire_all()
    assert fingerprint() == before
    assert count(Network) == 1
