"""A person's own objections with a reason, and what the facilitators answered to each once that is published."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask import url_for
from sqlalchemy.orm import joinedload

from consult.consolidation.desk_models import ObjectionAnswer
from consult.consolidation.models import Consolidation
from consult.consultations.models import Consultation
from consult.contributions.models import Contribution, Stance
from consult.core.database import db
from consult.narratives.models import Revision, RevisionSection, Section, SectionText
from consult.rules.permissions import Permission
from consult.web.access import may


@dataclass(frozen=True)
class OwnObjection:
    """An objection as its author reads it. `answer` empty: nothing is published to it yet.

    `disposition`: what became of the contribution that is objected to; empty for an objection to a section.
    """

    stance: Stance
    heading: str
    url: str | None
    answer: str = ""
    disposition: str = ""
    version: Revision | None = None


def own_objections(person_id: int) -> list[OwnObjection]:
    """Return the objections with a reason that a person has not withdrawn, the newest first; constant queries."""
    stances = _stances(person_id)
    ids = [one.id for one in stances if one.section_id is not None]
    said, headings, starts = _answers(ids), _headings(ids), _starts(stances)
    return [
        _to_section(one, headings.get(one.id), said.get(one.id))
        if one.contribution is None
        else _to_contribution(one, starts.get(one.contribution.thread_id or 0, one.contribution))
        for one in stances
    ]


def _to_section(
    stance: Stance, place: tuple[str, str] | None, said: tuple[str, Revision] | None
) -> OwnObjection:
    key, heading = place or ("", "")
    url = (
        url_for("reading.section", consultation_id=stance.consultation.public_id, key=key) if place else None
    )
    text, version = said or ("", None)
    return OwnObjection(stance, heading, url, answer=text, version=version)


def _to_contribution(stance: Stance, about: Contribution) -> OwnObjection:
    """A thread and the objections to what is said in it are answered as one; what one may not read tells nothing."""
    if not may(Permission.CONTRIBUTION_READ, about):
        return OwnObjection(stance, "", None)
    return OwnObjection(
        stance,
        "",
        url_for("reading.contribution", contribution_id=about.public_id),
        answer=about.disposition_reason or "",
        disposition=about.disposition or "",
    )


def _stances(person_id: int) -> Sequence[Stance]:
    return db.session.scalars(
        sa.select(Stance)
        .where(
            Stance.person_id == person_id,
            Stance.position == "objection",
            Stance.reason != "",
            Stance.withdrawn_at.is_(None),
        )
        .order_by(Stance.taken_at.desc(), Stance.id.desc())
        .options(
            joinedload(Stance.consultation).joinedload(Consultation.narrative),
            joinedload(Stance.contribution)
            .joinedload(Contribution.consultation)
            .joinedload(Consultation.narrative),
        )
    ).all()


def _starts(stances: Sequence[Stance]) -> dict[int, Contribution]:
    """Return what began the threads in which replies are objected to, by id."""
    ids = {one.contribution.thread_id for one in stances if one.contribution and one.contribution.thread_id}
    rows = db.session.scalars(
        sa.select(Contribution)
        .where(Contribution.id.in_(ids))
        .options(joinedload(Contribution.consultation).joinedload(Consultation.narrative))
    )
    return {row.id: row for row in rows}


def _answers(stance_ids: list[int]) -> dict[int, tuple[str, Revision]]:
    """Return by stance what the newest published desk answered, and the version it was published with."""
    newest = (
        sa.select(sa.func.max(ObjectionAnswer.id))
        .join(Consolidation, Consolidation.id == ObjectionAnswer.consolidation_id)
        .where(ObjectionAnswer.stance_id.in_(stance_ids), Consolidation.state == "published")
        .group_by(ObjectionAnswer.stance_id, ObjectionAnswer.consolidation_id)
    )
    rows = db.session.execute(
        sa.select(ObjectionAnswer.stance_id, ObjectionAnswer.text, Revision)
        .join(Consolidation, Consolidation.id == ObjectionAnswer.consolidation_id)
        .join(Revision, Revision.id == Consolidation.revision_id)
        .where(ObjectionAnswer.id.in_(newest), ObjectionAnswer.text != "")
        .order_by(Revision.id)
        .options(joinedload(Revision.narrative))
    )
    return {stance_id: (text, revision) for stance_id, text, revision in rows}


def _headings(stance_ids: list[int]) -> dict[int, tuple[str, str]]:
    """Return by stance the key of the section that is objected to, and its heading at that time."""
    rows = db.session.execute(
        sa.select(Stance.id, Section.key, SectionText.heading)
        .join(Consultation, Consultation.id == Stance.consultation_id)
        .join(Section, Section.id == Stance.section_id)
        .join(
            RevisionSection,
            sa.and_(
                RevisionSection.revision_id == Consultation.base_revision_id,
                RevisionSection.section_id == Stance.section_id,
            ),
        )
        .join(SectionText, SectionText.id == RevisionSection.section_text_id)
        .where(Stance.id.in_(stance_ids))
    )
    return {stance_id: (key, heading) for stance_id, key, heading in rows}
