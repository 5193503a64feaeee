"""Questions to the database about contributions that pages ask: each one query, whatever the number of rows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from consult.consultations.at_hand import AnyConsultation
from consult.consultations.models import Consultation
from consult.core.database import as_written, db
from consult.narratives.kept_texts import AnySection

from .models import Answer, Contribution, Stance


@dataclass
class SectionCounts:
    """How many comments (with replies) and amendments of a section everybody may read."""

    comments: int = 0
    amendments: int = 0


def consultation_contributions(
    consultation: Consultation, *, person_id: int | None = None
) -> list[Contribution]:
    """Return everything that was sent in a consultation, oldest first, with the person's own drafts."""
    return _sent(person_id, Contribution.consultation_id == consultation.id)


def thread_of(start: Contribution, *, person_id: int | None = None) -> list[Contribution]:
    """Return a contribution and its replies, oldest first."""
    return _sent(person_id, sa.or_(Contribution.id == start.id, Contribution.thread_id == start.id))


def contributions_by_id(ids: Iterable[int], *, person_id: int | None = None) -> list[Contribution]:
    """Return these contributions, oldest first; of drafts only the person's own."""
    return _sent(person_id, Contribution.id.in_(list(ids)))


def _sent(person_id: int | None, *conditions: sa.ColumnElement[bool]) -> list[Contribution]:
    mine = Contribution.person_id == person_id if person_id is not None else sa.false()
    found = db.session.scalars(
        sa.select(Contribution)
        .where(*conditions, sa.or_(Contribution.status != "draft", mine))
        .order_by(sa.func.coalesce(Contribution.submitted_at, Contribution.created_at), Contribution.id)
        .options(
            joinedload(Contribution.consultation),
            joinedload(Contribution.person),
            joinedload(Contribution.organisation),
            joinedload(Contribution.region),
        )
    )
    return list(found)


def counts_for_everybody(row: Any = Contribution) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the conditions under which a contribution is part of the figures that everybody reads."""
    # Written into the question as they stand, since only then an index of these rows alone can answer it.
    return (
        row.status == as_written("submitted"),
        row.visibility != as_written("facilitators"),
        row.hidden_at.is_(None),
        sa.or_(row.is_late.is_(False), row.admitted_at.is_not(None)),
    )


@cache
def begins_thread() -> sa.ColumnElement[bool]:
    """Return the condition under which a contribution is answered by itself, for a query of contributions.

    A reply is answered with what began its thread. Where that was withdrawn or hidden before it had its answer, nothing
    would ever answer those who replied: then each reply is answered by itself.
    """
    first = Contribution.__table__.alias("first")
    gone = (
        sa.select(first.c.id)
        .where(
            first.c.id == Contribution.thread_id,
            sa.or_(first.c.status != "submitted", first.c.hidden_at.is_not(None)),
            first.c.disposition.is_(None),
        )
        .correlate(Contribution)
    )
    return sa.or_(Contribution.thread_id.is_(None), gone.exists())


@cache
def stands_alone() -> sa.ColumnElement[bool]:
    """Return the condition under which a contribution has a line of its own in what everybody reads.

    A reply stands with what began its thread. Where everybody may not know of that any more, because it was withdrawn,
    hidden or is for facilitators only by now, each reply stands alone, also if it was answered with it before.
    """
    first = aliased(Contribution)
    is_seen = sa.select(first.id).where(first.id == Contribution.thread_id, *counts_for_everybody(first))
    return sa.or_(Contribution.thread_id.is_(None), sa.not_(is_seen.correlate(Contribution).exists()))


def answered_as() -> sa.ColumnElement[str | None]:
    """Return the answer of a contribution for a query: its own, or that of what began its thread."""
    first = aliased(Contribution)
    with_it = sa.select(first.disposition).where(first.id == Contribution.thread_id)
    return sa.func.coalesce(Contribution.disposition, with_it.correlate(Contribution).scalar_subquery())


def counts_by_section(
    consultations: AnyConsultation | Iterable[Consultation],
) -> dict[int, SectionCounts]:
    """Return the counts of each section by its id; sections without any are zero when asked for."""
    asked = list(consultations) if isinstance(consultations, Iterable) else [consultations]
    rows = db.session.execute(
        sa.select(Contribution.section_id, Contribution.kind, sa.func.count())
        .where(Contribution.consultation_id.in_([row.id for row in asked]), *counts_for_everybody())
        .group_by(Contribution.section_id, Contribution.kind)
    )
    counts: dict[int, SectionCounts] = defaultdict(SectionCounts)
    for section_id, kind, number in rows:
        if section_id is not None and kind in ("comment", "amendment"):
            setattr(counts[section_id], kind + "s", number)
    return counts


# Rows are never deleted, and every change of one raises its version: number and sum of versions only grow.
_STAMP = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(Contribution.__table__.c.version), 0)).where(
    Contribution.__table__.c.consultation_id == sa.bindparam("consultation_id")
)


def stamp_of(consultation_id: int) -> tuple[int, int]:
    """Return what grows with each contribution that is sent or changed: what is drawn from them is kept under it."""
    row = db.session.connection().execute(_STAMP, {"consultation_id": consultation_id}).one()
    return row[0], row[1]


@dataclass(frozen=True)
class Tally:
    """Stances on one target by position; persons and organisations are counted apart."""

    persons: dict[str, int]
    organisations: dict[str, int]

    @property
    def total(self) -> int:
        """Return how many stances there are."""
        return sum(self.persons.values()) + sum(self.organisations.values())


def tallies(contribution_ids: Iterable[int]) -> dict[int, Tally]:
    """Return the tally of each contribution that has stances, without those for facilitators only."""
    return _tallies(Stance.contribution_id, Stance.contribution_id.in_(list(contribution_ids)))


def section_tallies(consultation: AnyConsultation) -> dict[int, Tally]:
    """Return the tally of each section of a consultation that has stances, by the section's id."""
    return _tallies(
        Stance.section_id, Stance.consultation_id == consultation.id, Stance.section_id.is_not(None)
    )


def _tallies(target: sa.orm.InstrumentedAttribute, *conditions: sa.ColumnElement[bool]) -> dict[int, Tally]:
    """Two people who speak for one organisation are one organisation of a position."""
    who = sa.case(
        (Stance.voice == "organisation", Stance.organisation_id),
        else_=Stance.person_id,
    )
    rows = db.session.execute(
        sa.select(target, Stance.voice, Stance.position, sa.func.count(who.distinct()))
        .where(*conditions, Stance.withdrawn_at.is_(None), Stance.visibility != "facilitators")
        .group_by(target, Stance.voice, Stance.position)
    )
    found: dict[int, Tally] = {}
    for target_id, voice, position, number in rows:
        tally = found.setdefault(target_id, Tally({}, {}))
        (tally.organisations if voice == "organisation" else tally.persons)[position] = number
    return found


def spoken_stances(contribution_ids: Iterable[int], person_id: int | None) -> dict[int, list[Stance]]:
    """Return for each contribution the stances that give a reason, and the person's own ones, oldest first."""
    mine = Stance.person_id == person_id if person_id is not None else sa.false()
    rows = db.session.scalars(
        sa.select(Stance)
        .where(
            Stance.contribution_id.in_(list(contribution_ids)),
            Stance.withdrawn_at.is_(None),
            sa.or_(Stance.reason != "", mine),
        )
        .order_by(Stance.taken_at, Stance.id)
        .options(joinedload(Stance.person), joinedload(Stance.organisation), joinedload(Stance.region))
    )
    found: dict[int, list[Stance]] = defaultdict(list)
    for stance in rows:
        found[stance.contribution_id or 0].append(stance)
    return found


def section_stances(consultation: AnyConsultation, section: AnySection) -> list[Stance]:
    """Return the stances on a section in a consultation, oldest first."""
    rows = db.session.scalars(
        sa.select(Stance)
        .where(
            Stance.consultation_id == consultation.id,
            Stance.section_id == section.id,
            Stance.withdrawn_at.is_(None),
        )
        .order_by(Stance.taken_at, Stance.id)
    )
    return list(rows)


def drafts_of(person_id: int, consultation_id: int, section_id: int) -> list[Contribution]:
    """Return a person's own drafts on a section, newest first."""
    found = db.session.scalars(
        sa.select(Contribution)
        .where(
            Contribution.person_id == person_id,
            Contribution.consultation_id == consultation_id,
            Contribution.section_id == section_id,
            Contribution.status == "draft",
        )
        .order_by(Contribution.created_at.desc())
    )
    return list(found)


def answers_of(person_id: int, question_id: int) -> list[Answer]:
    """Return what a person answered to a question, oldest first."""
    found = db.session.scalars(
        sa.select(Answer)
        .where(Answer.person_id == person_id, Answer.question_id == question_id, Answer.status == "submitted")
        .order_by(Answer.id)
    )
    return list(found)
