"""The rows that one section asks about, read as plain values: a section with a thousand amendments takes moments."""

from collections import defaultdict
from dataclasses import replace
from typing import Any, NamedTuple, cast

import sqlalchemy as sa

from consult.contributions.language_models import counts_at_desk
from consult.contributions.models import Contribution, ContributionText
from consult.core.database import db
from consult.narratives.models import RevisionSection, Section, SectionText
from consult.narratives.services import places_of

from .foreign import answers_that_count, unrendered_of
from .material import Material, hunks_in, scope_of
from .models import Consolidation, Decision, DeskSection, DispositionChange
from .objections import load_objection_answers, load_objections


class LightContribution(NamedTuple):
    """What the engine and the counts ask of a contribution."""

    id: int
    public_id: str
    section_id: int | None
    kind: str
    operation: str | None


class LightWording(NamedTuple):
    """What the engine asks of an amendment's wording."""

    id: int
    base_text_id: int | None

    @property
    def base_text(self) -> SectionText | None:
        """Return the text to which it was made, read once for all wordings of it."""
        return db.session.get(SectionText, self.base_text_id) if self.base_text_id else None


class LightAnswer(NamedTuple):
    """What the engine asks of an answer."""

    disposition: str


def load_changes(consolidation: Consolidation, section: Section) -> Material:
    """Return what the decisions on a section's words are about: its amendments, their changes and answers.

    It holds plain values where `load_material` holds rows, and no comments, authors, stances or notes: enough to merge
    the section and to say what is left to decide, and too little to show more of a contribution than its changes.
    """
    scope = [
        *scope_of(consolidation, section),
        Contribution.kind == "amendment",
        Contribution.operation == "reword",
    ]
    return decided_anew(_light(consolidation, scope, places_of(consolidation.ground.id, section)), section)


def load_section(consolidation: Consolidation, section: Section) -> Material:
    """Return all that was sent on a section, as plain values, and all places of the ground.

    It is what a page of the section counts and merges; `filled.with_rows` adds what it shows.
    """
    scope = scope_of(consolidation, section)
    material = _light(consolidation, scope, places_of(consolidation.ground.id))
    objections = defaultdict(list)
    for row in load_objections(consolidation):
        objections[row.section_id or 0].append(row)
    material.objections = objections
    material.objection_answers = load_objection_answers(consolidation)
    return decided_anew(material, section)


def _light(
    consolidation: Consolidation, scope: list[sa.ColumnElement[bool]], places: list[RevisionSection]
) -> Material:
    table = Contribution.__table__
    columns = (table.c.id, table.c.public_id, table.c.section_id, table.c.kind, table.c.operation)
    order = table.c.submitted_at, table.c.id
    rows = db.session.execute(sa.select(*columns).where(*scope).order_by(*order))
    wordings = _wordings(scope)
    unrendered = unrendered_of(wordings, places, consolidation.narrative.working_language)
    return Material(
        consolidation=consolidation,
        places=places,
        contributions=cast(list[Contribution], [LightContribution(*row) for row in rows]),
        wordings=cast(dict[int, ContributionText], wordings),
        hunks=hunks_in(scope),
        decisions=[],
        answers=cast(
            dict[int, DispositionChange], answers_that_count(_answers(consolidation, scope), unrendered)
        ),
        desks={},
        keys=frozenset(),
        unrendered=unrendered,
    )


def decided_anew(material: Material, section: Section) -> Material:
    """Return the material of one section with the decisions as they are now; all else as it was read."""
    row = material.consolidation
    decisions = (
        sa.select(Decision)
        .where(Decision.consolidation_id == row.id, Decision.section_id == section.id)
        .order_by(Decision.decided_at.desc(), Decision.id.desc())
    )
    counters = sa.select(DeskSection).where(
        DeskSection.consolidation_id == row.id, DeskSection.section_id == section.id
    )
    return replace(
        material,
        decisions=list(db.session.scalars(decisions)),
        desks={one.section_id: one for one in db.session.scalars(counters)},
    )


def _wordings(scope: list[sa.ColumnElement[bool]]) -> dict[int, Any]:
    rows = db.session.execute(
        sa.select(ContributionText.contribution_id, ContributionText.id, ContributionText.base_text_id)
        .join(Contribution, Contribution.id == ContributionText.contribution_id)
        .where(
            *scope,
            Contribution.kind == "amendment",
            counts_at_desk(),
        )
        .order_by(ContributionText.number)
    )
    return {contribution: LightWording(number, base) for contribution, number, base in rows}


def _answers(consolidation: Consolidation, scope: list[sa.ColumnElement[bool]]) -> dict[int, Any]:
    rows = db.session.execute(
        sa.select(DispositionChange.contribution_id, DispositionChange.disposition)
        .join(Contribution, Contribution.id == DispositionChange.contribution_id)
        .where(*scope, DispositionChange.consolidation_id == consolidation.id)
        .order_by(DispositionChange.id)
    )
    newest = {contribution: disposition for contribution, disposition in rows}
    return {contribution: LightAnswer(one) for contribution, one in newest.items() if one}
