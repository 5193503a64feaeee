"""One small network with everything that an address can name, and the people who walk through it."""

import io
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from consult.consolidation.adoption_models import Adoption
from consult.consolidation.models import Consolidation
from consult.consolidation.reservation_models import Reservation
from consult.consolidation.services import add_note, add_reason, keep_filter, start_consolidation
from consult.consolidation.services.acts import begin_act
from consult.consultations.models import Consultation
from consult.contributions.models import Stance
from consult.contributions.tag_models import Tag
from consult.core.clock import now
from consult.core.database import db
from consult.narratives.agreed_terms import AgreedTerm
from consult.narratives.editions import seal
from consult.narratives.models import Narrative
from consult.narratives.services import Place
from consult.people.models import Person
from consult.surveys.services import take_file
from consult.text.terms import Term
from consult.translations.drafts import offer_draft
from consult.translations.terms import keep_term
from tests.factories import (
    grant_role,
    keep,
    make_amendment,
    make_comment,
    make_consultation,
    make_network,
    make_person,
    make_question,
    make_revision,
    make_stance,
)
from tests.page import PageClient

ACTORS = ("anonymous", "participant", "other", "facilitator", "working-group", "secretariat")
"""Nobody; who takes part; who takes part in another consultation; and the three kinds of staff."""
ROLES = ("rapporteur", "reviewer", "group-facilitator")
"""Roles over a part of the work: each is answered like `other`, but for what stands in its own table."""

INVITED = {"read_audience": "invited", "contribute_audience": "invited"}
PLAIN = {
    "lang": "en",
    "number": "1.0",
    "key": "water",
    "token": "unknown",
    "ticket": "unknown",
    "code": "africa",
    "table": "sections",
    "form": "html",
    "language": "fr",
    "edition": 1,
    "group": "0" * 64,
    "name": "0" * 64,
    "start": 0,
    "end": 5,
}


@dataclass
class World:
    """Two narratives, each with a consultation of its own; `values` and `foreign` name what addresses name."""

    app: Flask
    values: dict[str, Any] = field(default_factory=dict)
    foreign: dict[str, Any] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    signed_in: dict[str, str] = field(default_factory=dict)

    def client(self, actor: str) -> PageClient:
        """Return a new browser of one of the actors, who signed in once for all: no request here can end that."""
        client: Any = self.app.test_client()
        if actor == "anonymous":
            return client
        cookie = self.app.config["SESSION_COOKIE_NAME"]
        if actor not in self.signed_in:
            client.sign_in(self.people[actor])
            db.session.commit()
            self.signed_in[actor] = client.get_cookie(cookie).value
        client.set_cookie(cookie, self.signed_in[actor])
        client.is_somebody = True
        return client

    def path(self, endpoint: str, values: dict[str, Any] | None = None, *, method: str = "GET") -> str:
        """Return an address of an endpoint; what it needs is taken from `values`, else from this world."""
        given = {**PLAIN, **self.values, **(values or {})}
        if endpoint in ("consultations.join", "consultations.join_as_guest", "consultations.take_part"):
            given["key"] = given["join_key"]
        rule = next(rule for rule in self.app.url_map.iter_rules(endpoint) if method in (rule.methods or ()))
        wanted = {name: given[name] for name in rule.arguments}
        return self.app.url_map.bind("localhost").build(endpoint, wanted, method=method)


def make_world(app: Flask) -> World:
    """Write the network; return it."""
    world = World(app)
    make_network(is_demonstration=True)
    ours = make_consultation(make_revision(), title="Ours", **INVITED)
    theirs = make_consultation(make_revision(), title="Theirs", **INVITED)
    for consultation in (ours, theirs):
        consultation.narrative.read_audience = "invited"
        consultation.narrative.target_languages = ["fr"]
    world.people = _people(ours, theirs)
    world.values = _things(ours, world.people["participant"])
    world.foreign = _things(theirs, world.people["other"])
    _add_desks(world, ours, theirs)
    _add_network(world)
    for consultation, values in ((ours, world.values), (theirs, world.foreign)):
        values["group_id"] = consultation.narrative.working_group.public_id
    db.session.commit()
    return world


def _people(ours: Consultation, theirs: Consultation) -> dict[str, Person]:
    return {
        "participant": make_person("participant", ours),
        "other": make_person("participant", theirs),
        "facilitator": make_person("facilitator", ours),
        "working-group": make_person("working-group-member", ours.narrative),
        "secretariat": make_person("secretariat", mandate=True),
        "rapporteur": make_person("rapporteur", ours),
        "reviewer": make_person("reviewer", ours.narrative),
        "group-facilitator": make_person("facilitator", ours.narrative.working_group),
    }


def _things(consultation: Consultation, author: Person) -> dict[str, Any]:
    comment = make_comment(consultation, author)
    make_amendment(consultation, author)
    audience = {"read_audience": "link", "contribute_audience": "link"}
    by_link = make_consultation(consultation.base_revision, title="By link", **audience)
    question = make_question(consultation)
    table = io.BytesIO(b"What is missing?\n12\n")
    survey = take_file(consultation, table, "a.csv", actor=author, at=now())
    tag = keep(Tag(narrative_id=consultation.narrative_id, names={"en": "Debt"}, by_id=author.id))
    return {
        "consultation_id": consultation.public_id,
        "tag_id": tag.public_id,
        "survey_id": survey.public_id,
        "contribution_id": comment.public_id,
        "stance_id": make_stance(comment, author).public_id,
        "question_id": question.public_id,
        "slug": consultation.narrative.slug,
        "join_key": by_link.join_key,
    }


def _add_desks(world: World, ours: Consultation, theirs: Consultation) -> None:
    """Add to each narrative a consultation that is closed and a merge desk on it, and one that waits for its desk."""
    for consultation, values in ((ours, world.values), (theirs, world.foreign)):
        revision = consultation.base_revision
        waiting, past = (
            make_consultation(revision, title=title, state="closed", **INVITED)
            for title in ("Waiting", "Past")
        )
        make_comment(past, world.people["participant"])
        staff = make_person("facilitator", past)
        if consultation is ours:
            staff = world.people["facilitator"]
            grant_role(staff, "facilitator", waiting)
            grant_role(staff, "facilitator", past)
        desk = start_consolidation(consultation.narrative, [past], staff, now())
        values["consolidation_id"] = desk.public_id
        section = desk.ground.places[0].section
        values["note_id"] = add_note(desk, section, "Look.", facilitator=staff, at=now()).public_id
        kept = keep_filter(desk, "Mine", "kind=comment", person=staff, at=now())
        values["filter_id"] = kept.public_id
        reason = add_reason(desk.narrative, {"en": "It stands there."}, actor=staff, at=now())
        values["reason_id"] = reason.public_id
        values["term_id"] = agree(desk.narrative, staff).public_id
        values["act_id"] = begin_act(desk, "edit", "Shorter.", staff, now()).public_id
        _add_languages(consultation, values, desk, staff)
        _add_what_follows(world, consultation, values, desk)


def _add_languages(
    consultation: Consultation, values: dict[str, Any], desk: Consolidation, staff: Person
) -> None:
    """Seal the revision in French, and give a draft in which water reads anew to its translators."""
    revision = consultation.base_revision
    seal(revision, "fr", {place.section_text_id: place.section_text_id for place in revision.places}, now())
    draft = [Place("water", 1, "1", "Water", "Water is a common good.")]
    given = offer_draft(revision.narrative, desk.id, draft, actor=staff, at=now())
    values["draft_id"] = given.public_id


def _add_what_follows(
    world: World, consultation: Consultation, values: dict[str, Any], desk: Consolidation
) -> None:
    """Put the revision to its working group, and let an objection stand with it."""
    revision = consultation.base_revision
    author = world.people["participant" if values is world.values else "other"]
    stance = keep_stance(consultation, author)
    reservation = Reservation(
        narrative_id=revision.narrative_id,
        consolidation_id=desk.id,
        revision=revision,
        stance=stance,
        reason="No.",
    )
    until = now() + timedelta(days=9)
    adoption = Adoption(
        narrative_id=revision.narrative_id, revision=revision, kind="written", until=until, by=author
    )
    db.session.add_all([reservation, adoption])
    db.session.flush()
    values |= {"reservation_id": reservation.public_id, "adoption_id": adoption.public_id}


def agree(narrative: Narrative, person: Person) -> AgreedTerm:
    """Agree on a French term."""
    return keep_term(narrative, "fr", Term("Water", "L’eau"), actor=person, at=now())


def keep_stance(consultation: Consultation, author: Person) -> Stance:
    """Let somebody object to a comment of their own consultation."""
    return make_stance(make_comment(consultation), author, "objection", reason="No.")


def _add_network(world: World) -> None:
    """Name a person and an organisation."""
    person = world.people["secretariat"]
    world.values["person_id"] = person.public_id
    world.values["organisation_id"] = person.organisation.public_id  # type: ignore[union-attr]


def status_of(client: FlaskClient, path: str, method: str) -> int:
    """Send an empty request, with its token where one is needed; return the status of the answer.

    An answer to somebody who is signed in must be kept nowhere, by no browser and no cache between.
    """
    answer = client.open(path, method=method)
    if getattr(client, "is_somebody", False) and method == "GET" and answer.status_code == 200:
        named = {one.strip() for one in answer.headers["Vary"].split(",")}
        assert answer.headers["Cache-Control"] == "no-store", path
        assert {"HX-Request", "Cookie"} <= named, path
        assert "ETag" not in answer.headers, path
    return answer.status_code
