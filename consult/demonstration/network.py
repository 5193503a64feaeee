"""Writes the network: its regions, organisations, people with their roles and mandates, its narrative."""

from datetime import datetime

import sqlalchemy as sa

from consult.core.database import db
from consult.core.logs import log_event
from consult.demonstration import values
from consult.demonstration.stage import Stage
from consult.narratives.importing import read_number
from consult.narratives.models import Narrative, Revision
from consult.narratives.services import Place, add_revision
from consult.people.about_oneself import AboutOneself, keep_about
from consult.people.accounts import add_person
from consult.people.founding import Founding, found_network
from consult.people.groups import GroupFacts, add_member, give_group_role, save_group
from consult.people.models import Network, Person, WorkingGroup
from consult.people.organisations import OrganisationFacts, add_organisation
from consult.people.regions import load_region, rename_region
from consult.people.roles import give_mandate, give_role
from consult.people.scopes import Reach
from consult.rules.permissions import Role, Scope
from consult.rules.states import GENDERS
from consult.text import normalise

FOUNDED_DAY = -210
"""The day on which the network began: before everything that its people do."""


def write_network(stage: Stage, at: datetime) -> None:
    """Found the network, mark it as a demonstration, and add its organisations and people."""
    _found(stage, at)
    for organisation in stage.demo.organisations:
        stage.organisations[organisation.key] = add_organisation(_facts(organisation), at)
    for person in stage.demo.people:
        _write_person(stage, person, at)


def _found(stage: Stage, at: datetime) -> None:
    demo, language = stage.demo, stage.demo.languages[0]
    secretary = next(person for person in demo.people if Role.SECRETARIAT in person.roles)
    founding = Founding(
        name=demo.name,
        secretary_email=secretary.email,
        secretary_name=secretary.display_name,
        regions={region.code: region.names[language] for region in demo.regions},
        languages=demo.languages,
    )
    account = found_network(founding, at)
    network = db.session.scalars(sa.select(Network)).one()
    network.description, network.is_demonstration = demo.description, True
    for region in demo.regions:
        stage.regions[region.code] = load_region(region.code)
        rename_region(stage.regions[region.code], region.names)
    stage.people[secretary.key] = db.session.scalars(
        sa.select(Person).where(Person.account_id == account.id)
    ).one()
    stage.secretary = stage.people[secretary.key]


def _facts(organisation: values.Organisation) -> OrganisationFacts:
    return OrganisationFacts(
        name=organisation.name,
        constituency=organisation.constituency,
        country=organisation.country,
        region_code=organisation.region,
        languages=list(organisation.languages),
    )


def _write_person(stage: Stage, person: values.Person, at: datetime) -> None:
    row = stage.people.get(person.key)
    if row is None:
        shared = [language for language in person.languages if language in stage.demo.languages]
        locale = shared[0] if shared else stage.demo.languages[0]
        row = add_person(person.email, person.display_name, actor=stage.secretary, at=at, locale=locale)
        stage.people[person.key] = row
    home = stage.organisations.get(person.organisation or "")
    row.region, row.organisation = stage.regions[person.region], home
    row.country, row.languages, row.persona_note = person.country, list(person.languages), person.persona_note
    if person.gender:
        known = person.gender in GENDERS
        said = AboutOneself(person.gender) if known else AboutOneself("self-described", person.gender)
        keep_about(row, said)
    if person.mandate and home:
        give_mandate(row, home, None, actor=stage.secretary, at=at)


def grant(stage: Stage, person: str, role: Role, reach: Reach, at: datetime) -> None:
    """Give a person a role, in the name of the secretariat."""
    give_role(stage.people[person], role, reach, actor=stage.secretary, at=at)


def write_narrative(stage: Stage, at: datetime) -> None:
    """Write the working groups and the narrative of one of them, still without a revision."""
    told = stage.demo.narrative
    groups: dict[str, WorkingGroup] = {}
    for group in stage.demo.working_groups:
        groups[group.key] = _working_group(stage, group, groups, at)
    stage.narrative = Narrative(
        slug=told.key,
        title=told.title,
        summary=told.summary,
        working_language=told.working_language,
        target_languages=list(told.target_languages),
        working_group=groups[told.working_group],
        created_at=at,
    )
    db.session.add(stage.narrative)
    db.session.flush()
    log_event("narrative-imported", stage.narrative, actor_id=stage.secretary.id)
    reach = (Scope.NARRATIVE, stage.narrative.id)
    for group in stage.demo.working_groups:
        for role in group.roles:
            give_group_role(groups[group.key], role, reach, actor=stage.secretary, at=at)


def _working_group(
    stage: Stage, group: values.WorkingGroup, groups: dict[str, WorkingGroup], at: datetime
) -> WorkingGroup:
    """Write a group; `groups`: those before it, by key."""
    facts = GroupFacts(
        group.name, group.description, group.kind, group.is_open, groups.get(group.advises or "")
    )
    row = save_group(WorkingGroup(), facts)
    for key in group.members:
        add_member(row, stage.people[key], actor=stage.secretary, at=at)
    for key in group.facilitators:
        grant(stage, key, Role.FACILITATOR, (Scope.WORKING_GROUP, row.id), at)
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
        actor=stage.secretary,
        at=at,
    )
    stage.revisions[told.number] = revision
    stage.sections = {place.section.key: place.section for place in revision.places}
    return revision
