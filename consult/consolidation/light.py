"""The rows that one decision asks about, read as plain values: a section with a thousand amendments takes moments."""

from dataclasses import replace
from typing import Any, NamedTuple, cast

import sqlalchemy as sa

from consult.contributions.models import Contribution, ContributionText
from consult.core.database import db
from consult.narratives.models import Section, SectionText

from .material import Material, hunks_in, places_of, scope_of
from .models import Consolidation, Decision, DeskSection, DispositionChange


class LightAmendment(NamedTuple):
    """What the engine and the counts ask of an amendment."""

    id: int
    public_id: str
    section_id: int | None
    kind: str = "amendment"
    operation: str = "reword"


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
    order = Contribution.submitted_at, Contribution.id
    amendments = db.session.execute(
        sa.select(Contribution.id, Contribution.public_id, Contribution.section_id)
        .where(*scope)
        .order_by(*order)
    )
    material = Material(
        consolidation=consolidation,
        places=places_of(consolidation.ground.id, section),
        contributions=cast(
            list[Contribution], [LightAmendment(row.id, row.public_id, row.section_id) for row in amendments]
        ),
        wordings=cast(dict[int, ContributionText], _wordings(scope)),
        hunks=hunks_in(scope),
        decisions=[],
        answers=cast(dict[int, DispositionChange], _answers(consolidation, scope)),
        desks={},
        keys=frozenset(),
    )
    return decided_anew(material, section)


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
            sa.or_(ContributionText.number == Contribution.text_number, ContributionText.made_by == "carry"),
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
