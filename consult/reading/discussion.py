"""What was sent on one section of a consultation: as one reader may see it, in its parts, filtered."""

from collections.abc import Mapping
from dataclasses import dataclass

from consult.consultations.at_hand import ReadConsultation
from consult.contributions.display import Shown
from consult.contributions.listed import Listed, listed_on
from consult.narratives.kept_texts import KeptSection

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

    def takes(self, listed: Listed) -> bool:
        """Say whether a contribution is asked for. What is withheld tells nothing, so no filter finds it."""
        if not self:
            return True
        if listed.is_withheld or (self.kind and listed.kind != self.kind):
            return False
        return not self.region or (listed.region is not None and listed.region[0] == self.region)


@dataclass(frozen=True)
class Discussion:
    """The contributions on a section in the parts of the page, and what the filter can ask for."""

    parts: dict[str, list[Listed]]
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


def discussion_of(consultation: ReadConsultation, section: KeptSection, wanted: Wanted) -> Discussion:
    """Return what was sent on a section, in a constant number of queries."""
    every = listed_on(consultation, section)
    asked = [listed for listed in every if wanted.takes(listed)]
    rewordings = [listed.shown for listed in every if listed.shown and listed.shown.is_reword]
    return Discussion(
        parts={part: [listed for listed in asked if listed.kind == part] for part in PARTS},
        counts={part: sum(listed.kind == part for listed in every) for part in PARTS},
        regions=sorted({listed.region for listed in every if listed.region}, key=lambda pair: pair[1]),
        neighbours=neighbours_of(rewordings),
        rewordings=rewordings,
        wanted=wanted,
    )
