"""Writes the network: its regions, organisations, people with their roles and mandates, its narrative."""

from datetime import datetime

from consult.core.database import db
from consult.core.logs import log_audit, log_event
from consult.demonstration import values
from consult.demonstration.stage import Stage
from consult.narratives.importing import read_number
from consult.narratives.models import Narrative, Revision
from consult.narratives.services import Place, add_revision
from consult.people.accounts import add_person
from consult.people.models import (
    Mandate,
    Network,
    Organisation,
    PersonalAnswers,
    RoleGrant,
    WorkingGroup,
    WorkingGroupMember,
)
from consult.people.regions import add_region
from consult.rules.permissions import Role, Scope
from consult.text import normalise

FOUNDED_DAY = -210
"""The day on which the network began: before everything that its people do."""


def write_network(stage: Stage, at: datetime) -> None:
    """Write the network with its regions, organisations and people."""
    demo = stage.demo
    db.session.add(
        Network(
            name=demo.name,
            description=demo.description,
            languages=list(demo.languages),
            is_demonstration=True,
            created_at=at,
        )
    )
    for region in demo.regions:
        stage.regions[region.code] = add_region(region.code, region.names)
    for organisation in demo.organisations:
        stage.organisations[organisation.key] = _organisation(stage, organisation, at)
    for person in demo.people:
        _write_person(stage, person, at)


def _organisation(stage: Stage, organisation: values.Organisation, at: datetime) -> Organisation:
    row = Organisation(
        name=organisation.name,
        country=organisation.country,
        region=stage.regions[organisation.region],
        constituency=organisation.constituency,
        languages=list(organisation.languages),
        created_at=at,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _write_person(stage: Stage, person: values.Person, at: datetime) -> None:
    home = stage.organisations.get(person.organisation or "")
    shared = [language for language in person.languages if language in stage.demo.languages]
    row = add_person(
        person.email,
        person.display_name,
        actor=None,
        at=at,
        locale=shared[0] if shared else "en",
        region_id=stage.regions[person.region].id,
        organisation_id=home.id if home else None,
        languages=list(person.languages),
    )
    row.country, row.persona_note = person.country, person.persona_note
    stage.people[person.key] = row
    if person.gender:
        db.session.add(PersonalAnswers(person_id=row.id, gender=person.gender))
    if person.mandate and home:
        db.session.add(Mandate(person_id=row.id, organisation_id=home.id, valid_from=at))
    if Role.SECRETARIAT in person.roles:
        grant(stage, person.key, Role.SECRETARIAT, Scope.NETWORK, None, at)


def grant(stage: Stage, person: str, role: Role, scope: Scope, scope_id: int | None, at: datetime) -> None:
    """Give a person a role, and log it."""
    row = stage.people[person]
    db.session.add(RoleGrant(person_id=row.id, role=role, scope=scope, scope_id=scope_id, given_at=at))
    log_audit(
        "role-given", actor_id=None, subject="persons", subject_id=row.id, value=f"{role.value}:{scope.value}"
    )


def write_narrative(stage: Stage, at: datetime) -> None:
    """Write the narrative with its working group, still without a revision."""
    told = stage.demo.narrative
    groups = {group.key: _working_group(stage, group) for group in stage.demo.working_groups}
    stage.narrative = Narrative(
        slug=told.key,
        title=told.title,
        working_language=told.working_language,
        target_languages=list(told.target_languages),
        working_group=groups[told.working_group],
        created_at=at,
    )
    db.session.add(stage.narrative)
    db.session.flush()
    log_event("narrative-imported", stage.narrative, actor_id=None)
    for person in stage.demo.people:
        if Role.WORKING_GROUP_MEMBER in person.roles:
            grant(stage, person.key, Role.WORKING_GROUP_MEMBER, Scope.NARRATIVE, stage.narrative.id, at)


def _working_group(stage: Stage, group: values.WorkingGroup) -> WorkingGroup:
    row = WorkingGroup(name=group.name, description=group.description)
    db.session.add(row)
    db.session.flush()
    db.session.add_all(
        WorkingGroupMember(working_group_id=row.id, person_id=stage.people[key].id) for key in group.members
    )
    return row


def write_first_revision(stage: Stage, at: datetime) -> Revision:
    """Write the revision from which all others follow."""
    told = stage.demo.narrative.revisions[0]
    places = [
        Place(section.key, section.depth, section.label, normalise(section.heading), normalise(section.body))
        for section in stage.demo.narrative.sections
    ]
    revision = add_revision(
        stage.narrative,
        places,
        number=read_number(told.number),
        parent=None,
        change_note=told.change_note,
        actor=None,
        at=at,
    )
    stage.revisions[told.number] = revision
    stage.sections = {place.section.key: place.section for place in revision.places}
    return revision
