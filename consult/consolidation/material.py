"""The rows that a desk works on, read with a constant number of queries for one section or for all."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, defer, load_only, selectinload
from sqlalchemy.sql.base import ExecutableOption

from consult.contributions.hunks import ENGINE_VERSION
from consult.contributions.language_models import counts_at_desk
from consult.contributions.models import Contribution, ContributionText, Stance, StoredHunk
from consult.contributions.queries import begins_thread
from consult.core.database import db
from consult.narratives.models import RevisionSection, Section
from consult.narratives.services import places_of
from consult.text import Hunk

from .desk_models import ObjectionAnswer
from .foreign import CARRIED, answers_that_count, unrendered_of
from .models import Consolidation, ConsolidationConsultation, Decision, DeskSection, DispositionChange
from .objections import load_objection_answers, load_objections


@dataclass
class Material:
    """What a desk needs to know.

    `answers` holds the newest answer that this desk gave, by contribution id; `keys` every section key that the
    narrative ever had, none of which may be given again; `objections` the reasoned ones to a section, by its id;
    `unrendered` the amendments to another language's text that nobody has rendered.
    """

    consolidation: Consolidation
    places: list[RevisionSection]
    contributions: list[Contribution]
    wordings: dict[int, ContributionText]
    hunks: dict[int, list[Hunk]]
    decisions: list[Decision]
    answers: dict[int, DispositionChange]
    desks: dict[int, DeskSection]
    keys: frozenset[str]
    replies: dict[int, list[Contribution]] = field(default_factory=dict)
    stances: dict[int, list[Stance]] = field(default_factory=dict)
    objections: dict[int, list[Stance]] = field(default_factory=dict)
    objection_answers: dict[int, ObjectionAnswer] = field(default_factory=dict)
    unrendered: frozenset[int] = frozenset()

    def place(self, section_id: int | None) -> RevisionSection | None:
        """Return where a section stands in the ground revision, or None when it no longer does."""
        return next((place for place in self.places if place.section_id == section_id), None)

    def counter(self, section_id: int) -> int:
        """Return how many decisions have been saved on a section."""
        desk = self.desks.get(section_id)
        return desk.counter if desk else 0

    def is_deferred(self, contribution: Contribution) -> bool:
        """Say whether the desk carries a contribution forward, and so leaves its changes aside."""
        answer = self.answers.get(contribution.id)
        return answer is not None and answer.disposition == CARRIED

    def unanswered(self) -> list[Contribution]:
        """Return the contributions that this desk has not answered yet, in the order of arrival."""
        return [row for row in self.contributions if row.id not in self.answers]


def load_material(
    consolidation: Consolidation,
    section: Section | None = None,
    *,
    is_full: bool = False,
    is_light: bool = False,
    is_readable: Callable[[Contribution | Stance], bool] | None = None,
    only: sa.ColumnElement[bool] | None = None,
) -> Material:
    """Return the rows for all sections, or for one. `only`: a condition for the contributions.

    `is_full` adds replies and stances. `is_light` leaves out what a page shows but a decision does not ask: authors
    and the words of whole texts are then read one by one where needed. `is_readable` leaves out contributions and
    objections that the reader may not see.
    """
    scope = scope_of(consolidation, section)
    scope += [] if only is None else [only]
    is_part = section is not None or only is not None
    contributions = [
        row for row in contributions_in(scope, is_light=is_light) if is_readable is None or is_readable(row)
    ]
    places = places_of(consolidation.ground.id)
    wordings = wordings_in(scope, *(_WORDS_APART if is_light else _BASES))
    unrendered = unrendered_of(wordings, places, consolidation.narrative.working_language)
    material = Material(
        consolidation=consolidation,
        places=places,
        contributions=contributions,
        wordings=wordings,
        hunks=hunks_in(scope),
        decisions=_decisions(consolidation, section),
        answers=answers_that_count(_answers(consolidation, scope if is_part else []), unrendered),
        desks=_desks(consolidation),
        keys=_keys(consolidation),
        objections=_by(
            (row for row in load_objections(consolidation) if is_readable is None or is_readable(row)),
            "section_id",
        ),
        objection_answers=load_objection_answers(consolidation),
        unrendered=unrendered,
    )
    if is_full:
        material.replies = replies_in(scope)
        material.stances = stances_in(scope, is_readable)
    return material


@cache
def answerable() -> sa.ColumnElement[bool]:
    """Return the condition of `Contribution.is_answerable` for a query, with replies whose thread has no beginning."""
    return sa.and_(
        Contribution.status == "submitted",
        Contribution.hidden_at.is_(None),
        begins_thread(),
        sa.or_(Contribution.is_late.is_(False), Contribution.admitted_at.is_not(None)),
    )


def reach_of(consolidation: Consolidation) -> sa.ColumnElement[bool]:
    """Return which contributions are a desk's to answer, as a condition for a query.

    Those of its consultations; those carried forward before on its line; and what was admitted to a consultation of
    the line only after that had been published, so that nothing stays unanswered for ever.
    """
    ids = [consultation.id for consultation in consolidation.consultations]
    return within_reach(consolidation.narrative_id, consolidation.line, ids)


def within_reach(narrative_id: Any, line: Any, consultation_ids: Any) -> sa.ColumnElement[bool]:
    """Return the same by the values of a desk, or by what stands for them in a question that is built once."""
    published = sa.and_(Consolidation.line == line, Consolidation.state == "published")
    carried = (
        sa.select(DispositionChange.contribution_id)
        .join(Consolidation, Consolidation.id == DispositionChange.consolidation_id)
        .where(DispositionChange.disposition == "carried-forward", published)
    )
    answered = (
        sa.select(ConsolidationConsultation.consultation_id)
        .join(Consolidation, Consolidation.id == ConsolidationConsultation.consolidation_id)
        .where(published)
    )
    return sa.and_(
        Contribution.narrative_id == narrative_id,
        sa.or_(
            Contribution.consultation_id.in_(consultation_ids),
            sa.and_(Contribution.disposition == "carried-forward", Contribution.id.in_(carried)),
            sa.and_(Contribution.disposition.is_(None), Contribution.consultation_id.in_(answered)),
        ),
    )


def scope_of(consolidation: Consolidation, section: Section | None) -> list[sa.ColumnElement[bool]]:
    """Return which contributions a desk answers, in all sections or in one, as conditions for a query."""
    conditions = [reach_of(consolidation), answerable()]
    if section is not None:
        conditions.append(Contribution.section_id == section.id)
    return conditions


_FEW = (
    load_only(
        Contribution.public_id,
        Contribution.kind,
        Contribution.operation,
        Contribution.section_id,
        Contribution.disposition,
    ),
)
_SHOWN = (
    selectinload(Contribution.person),
    selectinload(Contribution.organisation),
    selectinload(Contribution.region),
    selectinload(Contribution.question),
    selectinload(Contribution.section),
    selectinload(Contribution.after_section),
    selectinload(Contribution.consultation),
)
_WORDS_APART = (defer(ContributionText.body), defer(ContributionText.rationale))
_BASES = (selectinload(ContributionText.base_text),)


def contributions_in(scope: list[sa.ColumnElement[bool]], *, is_light: bool = False) -> list[Contribution]:
    """Return the contributions in a scope in the order of arrival, with what a page shows of them."""
    query = sa.select(Contribution).where(*scope).order_by(Contribution.submitted_at, Contribution.id)
    return list(db.session.scalars(query.options(*(_FEW if is_light else _SHOWN))))


def wordings_in(
    scope: list[sa.ColumnElement[bool]], *options: ExecutableOption
) -> dict[int, ContributionText]:
    """Return the wording of each amendment that counts: the author's present one, or one carried or rendered later."""
    rows = db.session.scalars(
        sa.select(ContributionText)
        .join(Contribution, Contribution.id == ContributionText.contribution_id)
        .where(*scope, Contribution.kind == "amendment", counts_at_desk())
        .options(*options)
        .order_by(ContributionText.number)
    )
    return {row.contribution_id: row for row in rows}


def hunks_in(scope: list[sa.ColumnElement[bool]]) -> dict[int, list[Hunk]]:
    """Return the stored changes of what is in a scope, in order, by the id of the wording."""
    rows = db.session.execute(
        sa.select(StoredHunk.text_id, StoredHunk.start, StoredHunk.end, StoredHunk.new)
        .join(ContributionText, ContributionText.id == StoredHunk.text_id)
        .join(Contribution, Contribution.id == ContributionText.contribution_id)
        .where(*scope, StoredHunk.engine_version == ENGINE_VERSION)
        .order_by(StoredHunk.text_id, StoredHunk.start, StoredHunk.id)
    )
    found: dict[int, list[Hunk]] = defaultdict(list)
    for text_id, start, end, new in rows:
        found[text_id].append(Hunk(start, end, new))
    return found


def _decisions(consolidation: Consolidation, section: Section | None) -> list[Decision]:
    query = sa.select(Decision).where(Decision.consolidation_id == consolidation.id)
    if section is not None:
        query = query.where(Decision.section_id == section.id)
    return list(db.session.scalars(query.order_by(Decision.decided_at.desc(), Decision.id.desc())))


def _answers(
    consolidation: Consolidation, scope: list[sa.ColumnElement[bool]]
) -> dict[int, DispositionChange]:
    """Return the answer that holds, by contribution id; with a scope only to what is in it."""
    query = sa.select(DispositionChange).where(DispositionChange.consolidation_id == consolidation.id)
    if scope:
        query = query.where(DispositionChange.contribution_id.in_(sa.select(Contribution.id).where(*scope)))
    newest = {row.contribution_id: row for row in db.session.scalars(query.order_by(DispositionChange.id))}
    return {contribution_id: row for contribution_id, row in newest.items() if row.disposition}


def _desks(consolidation: Consolidation) -> dict[int, DeskSection]:
    rows = db.session.scalars(sa.select(DeskSection).where(DeskSection.consolidation_id == consolidation.id))
    return {row.section_id: row for row in rows}


def _keys(consolidation: Consolidation) -> frozenset[str]:
    """Return the keys that are taken: a section that stands only in a draft gives its key to itself, once published."""
    stands = sa.select(RevisionSection.section_id).where(RevisionSection.section_id == Section.id)
    asked = sa.select(Section.key).where(Section.narrative_id == consolidation.narrative_id, stands.exists())
    return frozenset(db.session.scalars(asked))


def replies_in(scope: list[sa.ColumnElement[bool]]) -> dict[int, list[Contribution]]:
    """Return the replies that are shown, with their words, by the contribution that began the thread."""
    threads = sa.select(Contribution.id).where(*scope)
    rows = db.session.scalars(
        sa.select(Contribution)
        .where(
            Contribution.thread_id.in_(threads),
            Contribution.status == "submitted",
            Contribution.hidden_at.is_(None),
        )
        .order_by(Contribution.submitted_at, Contribution.id)
    )
    return _by(rows, "thread_id")


def stances_in(
    scope: list[sa.ColumnElement[bool]], is_readable: Callable[[Contribution | Stance], bool] | None
) -> dict[int, list[Stance]]:
    """Return the stances on what is in a scope that stand, and that the reader may see, by contribution."""
    rows = db.session.scalars(
        sa.select(Stance)
        .join(Contribution, Contribution.id == Stance.contribution_id)
        .where(*scope, Stance.withdrawn_at.is_(None))
        .options(
            contains_eager(Stance.contribution),
            selectinload(Stance.person),
            selectinload(Stance.organisation),
            selectinload(Stance.region),
        )
        .order_by(Stance.taken_at, Stance.id)
    )
    return _by((row for row in rows if is_readable is None or is_readable(row)), "contribution_id")


def _by(rows: Any, column: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return found
