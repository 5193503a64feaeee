"""Plain factories with defaults: rows in the session, flushed, for tests to stand on. They call no verb but
`add_revision`, so that a test of a verb does not lean on another."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from consult.consultations.models import Consultation, GuidingQuestion
from consult.contributions.models import Amendment, Answer, Comment, Contribution, ContributionText, Stance
from consult.core.clock import now
from consult.core.database import db
from consult.narratives.models import Narrative, Revision, RevisionSection, SectionText
from consult.narratives.services import Place, add_revision
from consult.people.models import (
    Account,
    Mandate,
    Network,
    Organisation,
    Person,
    Region,
    RoleGrant,
    WorkingGroup,
)

_numbers = count(1)

WATER = "Water is a right.\n\nIt is not for sale. Everyone must have it, every day."
HEALTH = "Health care is free for all.\n\nNobody pays at the door."


def keep(row: Any) -> Any:
    """Add a row, flush it, return it."""
    db.session.add(row)
    db.session.flush()
    return row


def make_network(**values: Any) -> Network:
    """Make the network's one row."""
    return keep(Network(**{"name": "Common Ground", "languages": ["en", "fr", "es", "ar"], **values}))


def make_region(code: str | None = None, **values: Any) -> Region:
    """Make a region, or return the one with this code."""
    code = code or f"region-{next(_numbers)}"
    found = db.session.query(Region).filter_by(code=code).one_or_none()
    return found or keep(Region(**{"code": code, "names": {"en": code.title()}, **values}))


def make_organisation(**values: Any) -> Organisation:
    """Make a confirmed organisation in a region."""
    defaults = {
        "name": f"Organisation {next(_numbers)}",
        "country": "KE",
        "constituency": "grassroots-movement",
        "languages": ["en"],
    }
    if "region" not in values and "region_id" not in values:
        values["region"] = make_region("africa")
    return keep(Organisation(**{**defaults, **values}))


def make_person(
    role: str | None = None, scope: Any = None, *, mandate: bool = False, **values: Any
) -> Person:
    """Make a person with an account. `role` is granted over `scope`: None for the network, a narrative, a
    consultation. `mandate` lets them act for their organisation."""
    number = next(_numbers)
    if "account" not in values:
        values["account"] = keep(Account(email=f"person{number}@members.example"))
    if mandate and "organisation" not in values:
        values["organisation"] = make_organisation()
    if "region" not in values and "organisation" in values and values["organisation"]:
        values["region"] = values["organisation"].region
    person = keep(Person(**{"display_name": f"Person {number}", "languages": ["en"], **values}))
    if role:
        grant_role(person, role, scope)
    if mandate:
        keep(Mandate(person_id=person.id, organisation_id=person.organisation_id, valid_from=now()))
    return person


def person_from(region: str | None, **values: Any) -> Any:
    """Make somebody of an organisation in a region."""
    home = make_organisation(region=make_region(region) if region else None)
    return make_person(organisation=home, **values)


def grant_role(person: Person, role: str, scope: Any = None) -> RoleGrant:
    """Grant a role over the network (None), a narrative, a consultation or a working group."""
    kinds = {Narrative: "narrative", Consultation: "consultation", WorkingGroup: "working-group"}
    kind = kinds[type(scope)] if scope else "network"
    return keep(RoleGrant(person_id=person.id, role=role, scope=kind, scope_id=scope.id if scope else None))


def make_narrative(**values: Any) -> Narrative:
    """Make a public narrative with a working group."""
    number = next(_numbers)
    defaults = {"slug": f"narrative-{number}", "title": "The future is shared", "working_language": "en"}
    if "working_group" not in values:
        values["working_group"] = keep(WorkingGroup(name=f"Group {number}"))
    return keep(Narrative(**{**defaults, **values}))


def make_revision(
    narrative: Narrative | None = None,
    sections: list[tuple[str, str, str]] | None = None,
    *,
    number: tuple[int, int] = (1, 0),
    parent: Revision | None = None,
    at: datetime | None = None,
) -> Revision:
    """Make a revision of (key, heading, body) sections."""
    parts = sections or [("water", "Water", WATER), ("health", "Health", HEALTH)]
    places = [
        Place(key, 1, f"{index}.", heading, body) for index, (key, heading, body) in enumerate(parts, 1)
    ]
    return add_revision(
        narrative or make_narrative(),
        places,
        number=number,
        parent=parent,
        change_note="" if parent is None else "What changed",
        actor=None,
        at=at or now() - timedelta(days=30),
    )


def place_of(revision: Revision, key: str = "water") -> RevisionSection:
    """Return the place of a section in a revision."""
    return next(place for place in revision.places if place.section.key == key)


def make_consultation(
    revision: Revision | None = None, *, state: str = "open", **values: Any
) -> Consultation:
    """Make a consultation that is announced, open or closed now; public to read, members may contribute."""
    revision = revision or make_revision()
    shift = {"announced": 10, "open": 0, "closed": -60}[state]
    opens = values.pop("opens_at", now() + timedelta(days=shift - 5))
    closes = values.pop("closes_at", now() + timedelta(days=shift + 20))
    defaults: dict[str, Any] = {
        "title": "Consultation",
        "narrative": revision.narrative,
        "base_revision": revision,
        "read_audience": "public",
        "contribute_audience": "members",
        "zone": "Africa/Nairobi",
        "languages": ["en"],
        "introduction": "Tell us what you think.",
    }
    if "region" not in values:
        values["region"] = make_region("africa")
    walls = {"opens_wall": opens.strftime("%Y-%m-%dT%H:%M"), "closes_wall": closes.strftime("%Y-%m-%dT%H:%M")}
    return keep(Consultation(**{**defaults, "opens_at": opens, "closes_at": closes, **walls, **values}))


def make_question(consultation: Consultation, **values: Any) -> GuidingQuestion:
    """Make a guiding question at the next position."""
    position = len(consultation.questions) + 1
    defaults = {"wording": "What is missing?", "kind": "open", "position": position}
    question = GuidingQuestion(**{**defaults, **values})
    consultation.questions.append(question)
    return keep(question)


def make_comment(
    consultation: Consultation, person: Person | None = None, body: str = "Well said.", **values: Any
):  # type: ignore[no-untyped-def]
    """Make a submitted remark on the consultation's first section."""
    return _contribution(Comment, consultation, person, {"body": body}, {"comment_kind": "remark", **values})


def make_amendment(
    consultation: Consultation,
    person: Person | None = None,
    find: str = "a right",
    replace: str = "a human right",
    rationale: str = "Say what it is.",
    **values: Any,
):  # type: ignore[no-untyped-def]
    """Make a submitted amendment that replaces words of the first section's body; its hunks are stored."""
    section = values.get("section") or consultation.base_revision.places[0].section
    base = next(place.text for place in consultation.base_revision.places if place.section is section)
    assert find in base.body, f"{find!r} is not in the section"
    wording = {"heading": base.heading, "body": base.body.replace(find, replace, 1), "rationale": rationale}
    return _contribution(Amendment, consultation, person, wording, {"operation": "reword", **values})


def make_answer(
    question: GuidingQuestion, person: Person | None = None, body: str = "Care work.", **values: Any
):  # type: ignore[no-untyped-def]
    """Make a submitted answer."""
    values = {"question_id": question.id, "section": question.section, **values}
    return _contribution(Answer, question.consultation, person, {"body": body}, values)


def _contribution(
    kind: type[Contribution],
    consultation: Consultation,
    person: Person | None,
    wording: dict[str, str],
    values: dict[str, Any],
) -> Any:
    person = person or make_person(organisation=make_organisation())
    place = consultation.base_revision.places[0]
    if "section" not in values and kind is not Answer:
        values["section"] = place.section
    base = _base_text(consultation, values.get("section"))
    organisation = person.organisation
    defaults: dict[str, Any] = {
        "narrative_id": consultation.narrative_id,
        "consultation": consultation,
        "person": person,
        "language": "en",
        "visibility": "name",
        "status": "submitted",
        "submitted_at": now(),
        "region_id": person.region_id,
        "organisation_id": organisation.id if organisation else None,
        "constituency": organisation.constituency if organisation else None,
        "country": organisation.country if organisation else None,
    }
    row = kind(**{**defaults, **values})
    text = ContributionText(
        number=1, base_text=base, revision_id=consultation.base_revision_id, created_at=now(), **wording
    )
    row.texts.append(text)
    keep(row)
    if kind is Amendment and row.operation == "reword" and base is not None:
        from consult.contributions.hunks import store_hunks

        store_hunks(row, text)
        db.session.flush()
    return row


def _base_text(consultation: Consultation, section: Any) -> SectionText | None:
    return next((place.text for place in consultation.base_revision.places if place.section is section), None)


def make_stance(
    target: Contribution, person: Person | None = None, position: str = "support", **values: Any
) -> Stance:
    """Make a stance on a contribution."""
    person = person or make_person(organisation=make_organisation())
    defaults: dict[str, Any] = {
        "narrative_id": target.narrative_id,
        "consultation_id": target.consultation_id,
        "contribution_id": target.id,
        "person": person,
        "position": position,
        "voice": "self",
        "visibility": "name",
        "region_id": person.region_id,
        "organisation_id": person.organisation_id,
    }
    return keep(Stance(**{**defaults, **values}))
