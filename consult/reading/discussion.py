"""What was sent on one section of a consultation: as one reader may see it, in its parts, filtered."""

from collections.abc import Mapping
from dataclasses import dataclass

from consult.consultations.models import Consultation, GuidingQuestion
from consult.contributions.display import Shown, shown_list
from consult.contributions.queries import section_contributions
from consult.narratives.models import Section
from consult.web.access import me
from consult.web.locale import current_language

from .side_by_side import Neighbours, neighbours_of

PARTS = ("amendment", "answer", "highlight", "comment")
FEW = 5
"""Up to so many contributions a list needs no filter."""


@dataclass(frozen=True)
class Wanted:
    """What a reader asks to see: one kind, one region; empty for all."""

    kind: str = ""
    region: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Wanted":
        """Read it from an address; a kind that there is not is taken for all."""
        kind = query.get("kind", "")
        return cls(kind if kind in PARTS else "", query.get("region", "")[:40])

    def __bool__(self) -> bool:
        return bool(self.kind or self.region)

    def takes(self, shown: Shown) -> bool:
        """Say whether a contribution is asked for. What is withheld tells nothing, so no filter finds it."""
        if not self:
            return True
        if shown.placeholder or (self.kind and shown.row.kind != self.kind):
            return False
        return not self.region or _region_code(shown) == self.region


@dataclass(frozen=True)
class Discussion:
    """The contributions on a section in the parts of the page, and what the filter can ask for."""

    parts: dict[str, list[Shown]]
    counts: dict[str, int]
    regions: list[tuple[str, str]]
    neighbours: dict[str, Neighbours]
    rewordings: list[Shown]
    wanted: Wanted

    @property
    def total(self) -> int:
        """Return how many there are before filtering."""
        return sum(self.counts.values())

    @property
    def found(self) -> int:
        """Return how many there are after filtering."""
        return sum(map(len, self.parts.values()))

    @property
    def needs_filter(self) -> bool:
        """Say whether there is enough to choose from."""
        return bool(self.wanted) or self.total > FEW


def discussion_of(consultation: Consultation, section: Section, wanted: Wanted) -> Discussion:
    """Return what was sent on a section, in a constant number of queries."""
    reader = me()
    rows = section_contributions(consultation, section, person_id=reader.id if reader else None)
    every = shown_list(rows)
    asked = [shown for shown in every if wanted.takes(shown)]
    rewordings = [shown for shown in every if shown.is_reword]
    return Discussion(
        parts={part: [shown for shown in asked if shown.row.kind == part] for part in PARTS},
        counts={part: sum(shown.row.kind == part for shown in every) for part in PARTS},
        regions=_regions(every),
        neighbours=neighbours_of(rewordings),
        rewordings=rewordings,
        wanted=wanted,
    )


def questions_about(consultation: Consultation, section: Section) -> list[GuidingQuestion]:
    """Return the guiding questions that are asked about a section."""
    return [question for question in consultation.questions if question.section_id == section.id]


def _regions(every: list[Shown]) -> list[tuple[str, str]]:
    """Return the regions of what is shown, by code and name; of what is withheld none is named."""
    language = current_language()
    found = {
        shown.row.region.code: shown.row.region.name(language)
        for shown in every
        if shown.row.region and not shown.placeholder
    }
    return sorted(found.items(), key=lambda pair: pair[1])


def _region_code(shown: Shown) -> str:
    return shown.row.region.code if shown.row.region else ""
