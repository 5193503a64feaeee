"""The next revision as the desk has it now: the same for the preview and for publication."""

from dataclasses import dataclass

from consult.merging import EDITORIAL, Run, consolidate
from consult.merging import Decision as EngineDecision
from consult.narratives.models import RevisionSection
from consult.narratives.services import Place
from consult.text import diff, normalise

from .outline import Standing, outline
from .overview import DeskWork
from .settled import EDITORIAL_PREFIX
from .structure import StructureGroupWork, new_key, runs_of_new
from .work import SectionWork

_TIDIED = "editorial-tidied"


@dataclass(frozen=True)
class DraftPlace:
    """One place of the revision to be. `ground`: where it stood before, None for a section that is added."""

    place: Place
    runs: tuple[Run, ...]
    ground: RevisionSection | None
    work: SectionWork | None
    added: StructureGroupWork | None = None

    @property
    def full(self) -> str:
        """Return the text as the engine sees it."""
        return f"{self.place.heading}\n\n{self.place.body}"

    @property
    def is_changed(self) -> bool:
        """Say whether its text differs from the ground's."""
        return self.ground is None or self.full != self.ground.text.full


def compose(desk: DeskWork) -> list[DraftPlace]:
    """Return the places of the next revision in their order."""
    works = {work.section.key: work for work in desk.sections}
    taken = dict.fromkeys(desk.material.keys, 1)
    return [
        _kept(works[at.one], at) if isinstance(at.one, str) else _added(at.one, at, number, taken)
        for number, at in enumerate(outline(desk.structure), 1)
    ]


def removed(desk: DeskWork) -> list[RevisionSection]:
    """Return the places of the ground that the next revision has no more."""
    kept = {one for one in desk.structure.order() if isinstance(one, str)}
    return [place for place in desk.material.places if place.section.key not in kept]


def is_same_order(desk: DeskWork) -> bool:
    """Say whether no section comes, goes or moves."""
    return desk.structure.order() == [place.section.key for place in desk.material.places]


def tidied(text: str) -> tuple[str, str]:
    """Return heading and body of a composed text, in the form in which texts are kept."""
    heading, _, body = text.partition("\n\n")
    first, _, rest = heading.strip().partition("\n")
    return " ".join(first.split()), normalise(f"{rest}\n\n{body}")


def _kept(work: SectionWork, at: Standing) -> DraftPlace:
    heading, body = tidied(work.merged.text)
    place = Place(
        key=work.section.key,
        depth=at.depth,
        label=at.label,
        heading=heading,
        body=body,
    )
    return DraftPlace(place, _runs(work, f"{heading}\n\n{body}"), work.place, work)


def _added(group: StructureGroupWork, at: Standing, number: int, taken: dict[str, int]) -> DraftPlace:
    heading, body = tidied(group.wording.full)
    place = Place(
        key=new_key(heading, number, taken),
        depth=at.depth,
        label=at.label,
        heading=heading,
        body=body,
    )
    runs = runs_of_new(group, f"{heading}\n\n{body}")
    return DraftPlace(place, tuple(runs), None, None, group)


def _runs(work: SectionWork, full: str) -> tuple[Run, ...]:
    """Return the attribution of a text, also where white space was put in order after merging."""
    runs = work.merged.attribution
    if full != work.merged.text:
        hunks = diff(work.merged.text, full)
        decisions = [EngineDecision(hunk, "accept") for hunk in hunks]
        runs = consolidate(work.merged.text, {_TIDIED: hunks}, decisions, attribution=runs).attribution
    return tuple(Run(run.length, _named(run.origins)) for run in runs)


def _named(origins: frozenset[str]) -> frozenset[str]:
    return frozenset(EDITORIAL if name.startswith(EDITORIAL_PREFIX) else name for name in origins)
