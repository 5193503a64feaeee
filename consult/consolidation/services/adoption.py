"""A working group adopts a revision, in a meeting or in writing; each member marks what they have looked at."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import selectinload

from consult.consultations.windows import wall_of
from consult.core.database import db, hold_name
from consult.core.errors import InvalidInput, NotFound, WrongState
from consult.core.logs import log_event
from consult.narratives.models import Narrative, Revision
from consult.people.models import Person
from consult.rules.states import ADOPTION_KINDS

from ..adoption_models import Adoption, AdoptionObjection, LastLook


def adopt_revision(
    revision: Revision,
    kind: str,
    actor: Person,
    at: datetime,
    *,
    note: str = "",
    until: datetime | None = None,
    zone: str = "UTC",
) -> Adoption:
    """Record that a meeting adopted a revision, or ask in writing until a moment; return it.

    `zone`: the place on whose clock the moment was set; it is shown with it.

    WrongState: it is adopted already, or being asked about. InvalidInput: an unknown way, no end, or one that passed.
    """
    hold_name(f"adoption-{revision.id}")
    if any(one.state(at) != "objected" for one in adoptions_of(revision)):
        raise WrongState(_l("This version is adopted already, or its adoption is being asked in writing."))
    if kind not in ADOPTION_KINDS:
        raise InvalidInput(_l("Choose how it is adopted."), field="kind")
    if kind == "written" and until is None:
        raise InvalidInput(_l("Choose until when members can object."), field="until_day")
    if until is not None and kind == "written" and until <= at:
        raise InvalidInput(_l("This time has passed."), field="until_day")
    row = Adoption(
        narrative_id=revision.narrative_id,
        revision=revision,
        kind=kind,
        note=note,
        until=until if kind == "written" else None,
        zone=zone,
        until_wall=wall_of(until, zone) if until is not None and kind == "written" else None,
        by=actor,
        at=at,
    )
    db.session.add(row)
    db.session.flush()
    log_event("adoption-begun", revision, actor_id=actor.id, after=kind)
    return row


def object_to_adoption(adoption: Adoption, member: Person, reason: str, at: datetime) -> AdoptionObjection:
    """Object to adopting in writing, with a reason; saying it again changes the reason. WrongState: it is over."""
    _check_open(adoption, at)
    if not reason.strip():
        raise InvalidInput(_l("An objection needs a reason."), field="reason")
    row = _objection(adoption, member)
    if row is None:
        row = AdoptionObjection(adoption=adoption, person=member)
        db.session.add(row)
    row.reason, row.at, row.withdrawn_at = reason, at, None
    db.session.flush()
    log_event("adoption-objected", adoption.revision, actor_id=member.id)
    return row


def withdraw_adoption_objection(adoption: Adoption, member: Person, at: datetime) -> None:
    """Withdraw one's own objection while it can still be made. NotFound: there is none."""
    _check_open(adoption, at)
    row = _objection(adoption, member)
    if row is None or row.withdrawn_at is not None:
        raise NotFound
    row.withdrawn_at = at
    log_event("adoption-objection-withdrawn", adoption.revision, actor_id=member.id)


def adoptions_of(revision: Revision) -> list[Adoption]:
    """Return how a revision was put to the working group, the newest first."""
    rows = db.session.scalars(
        sa.select(Adoption)
        .where(Adoption.revision_id == revision.id)
        .options(selectinload(Adoption.objections).joinedload(AdoptionObjection.person))
        .order_by(Adoption.id.desc())
    )
    return list(rows)


def mark_look(revision: Revision, person: Person, at: datetime) -> LastLook:
    """Note that a person has looked at a revision; "since you last looked" begins there."""
    row = last_look(revision.narrative, person)
    if row is None:
        row = LastLook(person_id=person.id, narrative_id=revision.narrative_id)
        db.session.add(row)
    row.revision, row.at = revision, at
    db.session.flush()
    return row


def last_look(narrative: Narrative, person: Person | None) -> LastLook | None:
    """Return the revision that a person marked last, or None."""
    return db.session.get(LastLook, (person.id, narrative.id)) if person else None


def _check_open(adoption: Adoption, at: datetime) -> None:
    if adoption.state(at) != "open":
        raise WrongState(_l("The time for objections is over."))


def _objection(adoption: Adoption, member: Person) -> AdoptionObjection | None:
    return db.session.scalar(
        sa.select(AdoptionObjection)
        .where(AdoptionObjection.adoption_id == adoption.id, AdoptionObjection.person_id == member.id)
        .with_for_update()
    )
