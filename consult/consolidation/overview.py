"""The whole desk: every section with what is left to do, and the gate before publication."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import sqlalchemy as sa

from consult.contributions.models import Contribution
from consult.merging import Run
from consult.narratives.models import RevisionSection

from .material import Material
from .models import Consolidation
from .structure import STRUCTURAL, StructureWork, structure_work
from .work import SectionWork, section_work


@dataclass
class LooseWork:
    """What of a consolidation stands in no section."""

    material: Material

    @cached_property
    def loose(self) -> list[Contribution]:
        """Return the contributions that stand in no section of the ground: answers, and what lost its section."""
        ids = {place.section_id for place in self.material.places}
        return [
            row
            for row in self.material.contributions
            if row.section_id not in ids and row.operation not in STRUCTURAL
        ]

    @property
    def loose_unanswered(self) -> list[Contribution]:
        """Return those of them that this desk has not answered."""
        return [row for row in self.loose if row.id not in self.material.answers]


@dataclass
class DeskWork(LooseWork):
    """All sections of a consolidation at once."""

    sections: list[SectionWork]
    structure: StructureWork

    @property
    def answered(self) -> int:
        """Return how many contributions this desk has answered."""
        return len(self.material.contributions) - len(self.material.unanswered())

    @property
    def total(self) -> int:
        """Return how many contributions this desk must answer."""
        return len(self.material.contributions)

    @property
    def undecided(self) -> int:
        """Return how many changes, of words and of structure, still need a decision."""
        return sum(len(work.undecided) for work in self.sections) + len(self.structure.undecided)

    @property
    def contested(self) -> int:
        """Return how many changes need a decision or had one."""
        return sum(len(work.contested) for work in self.sections) + len(self.structure.groups)

    @property
    def is_complete(self) -> bool:
        """Say whether the gate is open: all is decided; each contribution and objection has an answer."""
        return not self.undecided and self.answered == self.total and not self.unanswered_objections

    @property
    def unanswered_objections(self) -> int:
        """Return how many reasoned objections to sections wait for an answer."""
        return sum(len(work.unanswered_objections) for work in self.sections)

    @property
    def next_section(self) -> SectionWork | None:
        """Return the section to work on next: the first with something to decide, else the first to answer in."""
        undecided = (work for work in self.sections if work.undecided)
        return next(undecided, None) or next((work for work in self.sections if work.to_answer), None)

    @cached_property
    def by_section(self) -> dict[int, SectionWork]:
        """Return the work on each section by the section's id."""
        return {work.section.id: work for work in self.sections}

    def proposal(self, row: Contribution) -> str | None:
        """Return the disposition that follows from the decisions, or None."""
        if row.operation in STRUCTURAL:
            return self.structure.proposal(row)
        work = self.by_section.get(row.section_id or 0)
        return work.proposal(row) if work and row.kind == "amendment" else None


def is_loose(consolidation: Consolidation) -> sa.ColumnElement[bool]:
    """Return the condition under which a contribution stands in no section of the ground, as `LooseWork` tells it."""
    ids = sa.select(RevisionSection.section_id).where(RevisionSection.revision_id == consolidation.ground.id)
    return sa.and_(
        sa.or_(Contribution.section_id.is_(None), Contribution.section_id.not_in(ids)),
        sa.or_(Contribution.operation.is_(None), Contribution.operation.not_in(STRUCTURAL)),
    )


def desk_work(material: Material, runs: Mapping[int, Sequence[Run]] | None = None) -> DeskWork:
    """Return the whole desk from its material; `runs`: the attribution by text id, for publication."""
    known = runs or {}
    sections = [section_work(material, place, known.get(place.section_text_id)) for place in material.places]
    return DeskWork(material, sections, structure_work(material))
