"""A section at work: base text, amendments, decisions and what follows from them, for the desk and publication."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import Markup

from consult.contributions.hunks import group_key
from consult.contributions.models import Contribution, Stance
from consult.merging import CarryClash, Consolidation, Group, Run, carry_forward, consolidate
from consult.narratives.models import RevisionSection, Section
from consult.text import Hunk, render_in_sentence

from .material import Material
from .models import Decision
from .settled import EDITORIAL_PREFIX, engine_decisions, section_decisions


@dataclass(frozen=True)
class Fit:
    """An amendment on the ground text. `clashes`: where a newer revision has other words already.

    `is_satisfied`: the newer revision says it already. `is_homeless`: its section is gone.
    """

    hunks: tuple[Hunk, ...] = ()
    clashes: tuple[CarryClash, ...] = ()
    is_satisfied: bool = False
    is_homeless: bool = False


@dataclass(frozen=True)
class GroupWork:
    """One group at the desk: its change, who proposes it, what was decided."""

    group: Group
    key: str
    base: str
    language: str
    supporters: tuple[Contribution, ...]
    decision: Decision | None
    stances: tuple[Stance, ...] = ()

    @property
    def anchor(self) -> str:
        """Return a short name for ids within the page."""
        return self.key[:12]

    @property
    def hunk(self) -> Hunk:
        """Return the change itself."""
        return self.group.hunk

    @property
    def old(self) -> str:
        """Return the words that the change replaces."""
        return self.base[self.hunk.start : self.hunk.end]

    @property
    def is_editorial(self) -> bool:
        """Say whether it is the facilitator's own change and nobody's proposal."""
        return not self.supporters

    @property
    def needs_decision(self) -> bool:
        """Say whether somebody must choose: it clashes or touches, and nothing has taken its place."""
        return self.group.state == "open" and self.group.reason in ("clash", "touching")

    @property
    def objections(self) -> tuple[Stance, ...]:
        """Return the objections to the amendments behind it."""
        return tuple(stance for stance in self.stances if stance.position == "objection")

    @property
    def supporting_regions(self) -> set[int]:
        """Return the ids of the regions from which somebody proposes or supports it."""
        supports = [one for one in self.stances if one.position == "support"]
        rows: list[Contribution | Stance] = [*self.supporters, *supports]
        return {row.region_id for row in rows if row.region_id is not None}

    def regions(self, language: str) -> list[tuple[str, int]]:
        """Return the names of the supporters' regions with how many support it there, most first."""
        counts = Counter(row.region.name(language) for row in self.supporters if row.region)
        return counts.most_common()

    def marked(self, labels: tuple[str, str]) -> Markup:
        """Return the change in its sentence; `labels` are the words for inserted and deleted."""
        return render_in_sentence(self.base, self.hunk, lang=self.language, labels=labels)


@dataclass(frozen=True)
class Spot:
    """Groups that claim the same words or the same point, in order; mostly one alone."""

    groups: tuple[GroupWork, ...]

    @property
    def start(self) -> int:
        """Return where the passage begins in the ground text."""
        return min(group.hunk.start for group in self.groups)

    @property
    def end(self) -> int:
        """Return where the passage ends in the ground text."""
        return max(group.hunk.end for group in self.groups)

    @property
    def is_clash(self) -> bool:
        """Say whether not all of its groups can stand."""
        return len(self.groups) > 1

    @property
    def is_open(self) -> bool:
        """Say whether it still needs a decision."""
        return any(group.needs_decision for group in self.groups)


@dataclass
class SectionWork:
    """One section as the desk has it now."""

    material: Material
    place: RevisionSection
    merged: Consolidation
    groups: list[GroupWork]
    fits: dict[int, Fit]
    contributions: list[Contribution] = field(default_factory=list)

    @property
    def section(self) -> Section:
        """Return the section."""
        return self.place.section

    @property
    def base(self) -> str:
        """Return the ground text."""
        return self.place.text.full

    @property
    def counter(self) -> int:
        """Return the counter that a form must carry."""
        return self.material.counter(self.section.id)

    @cached_property
    def spots(self) -> list[Spot]:
        """Return the groups in order of the text, those that cannot all stand together."""
        return [Spot(tuple(groups)) for groups in _spots(self.groups)]

    @property
    def undecided(self) -> list[GroupWork]:
        """Return the groups that need a decision."""
        return [group for group in self.groups if group.needs_decision]

    @property
    def contested(self) -> list[GroupWork]:
        """Return the groups that need a decision or had one."""
        return [group for group in self.groups if group.group.reason != "free"]

    @property
    def unanswered(self) -> list[Contribution]:
        """Return the contributions to the section that this desk has not answered."""
        return [row for row in self.contributions if row.id not in self.material.answers]

    @property
    def objections(self) -> list[Stance]:
        """Return the reasoned objections to the section itself."""
        return self.material.objections.get(self.section.id, [])

    @property
    def unanswered_objections(self) -> list[Stance]:
        """Return those of them to which this desk says nothing yet."""
        return [row for row in self.objections if row.id not in self.material.objection_answers]

    @property
    def to_answer(self) -> int:
        """Return how many contributions and objections wait for an answer."""
        return len(self.unanswered) + len(self.unanswered_objections)

    def numbers_of(self, amendment: Contribution) -> list[int]:
        """Return the numbers of the places, from 1, that an amendment changes."""
        return [
            number
            for number, spot in enumerate(self.spots, 1)
            if any(amendment in group.supporters for group in spot.groups)
        ]

    def proposal(self, amendment: Contribution) -> str | None:
        """Return the disposition that follows from the decisions, or None while something is open."""
        fit = self.fits.get(amendment.id)
        if fit is None or fit.is_homeless or self.material.is_deferred(amendment):
            return None
        if not fit.hunks:
            return "not-accepted" if fit.clashes else "accepted"
        mine = [group for group in self.groups if amendment in group.supporters]
        if any(group.needs_decision for group in mine):
            return None
        share = self.merged.outcome(amendment.public_id).share
        if share == "all" and fit.clashes:
            share = "part"
        return {"all": "accepted", "part": "accepted-in-part", "none": "not-accepted"}[share]


def section_work(
    material: Material, place: RevisionSection, runs: Sequence[Run] | None = None
) -> SectionWork:
    """Return the section at one place of the ground; `runs` are the attribution of its text, for publication."""
    own = [row for row in material.contributions if row.section_id == place.section_id]
    fits = {row.id: fit_of(material, row, place) for row in own if row.kind == "amendment" and _rewords(row)}
    amendments = {
        row.public_id: fits[row.id].hunks
        for row in own
        if row.id in fits and fits[row.id].hunks and not material.is_deferred(row)
    }
    known = {hunk for hunks in amendments.values() for hunk in hunks}
    rows = section_decisions(material, place.section_id)
    decisions, editorial = engine_decisions(rows, known)
    merged = consolidate(
        place.text.full, {**amendments, **editorial}, decisions, attribution=list(runs) if runs else None
    )
    by_name = {row.public_id: row for row in own}
    groups = [_group_work(material, place, group, by_name, rows) for group in merged.groups]
    return SectionWork(material, place, merged, groups, fits, [row for row in own if _belongs(row)])


def fit_of(material: Material, amendment: Contribution, place: RevisionSection | None) -> Fit:
    """Return an amendment's changes on the ground text: as stored, or carried over what came between."""
    wording = material.wordings[amendment.id]
    hunks = material.hunks.get(wording.id, [])
    if place is None or wording.base_text is None:
        return Fit(is_homeless=True)
    if wording.base_text_id == place.section_text_id:
        return Fit(tuple(hunks))
    carried = carry_forward(wording.base_text.full, hunks, place.text.full)
    return Fit(carried.hunks, carried.clashes, carried.state == "satisfied")


def _rewords(row: Contribution) -> bool:
    return row.operation == "reword"


def _belongs(row: Contribution) -> bool:
    """Structural proposals are answered on the page of the whole desk, the rest within their section."""
    return row.kind != "amendment" or row.operation == "reword"


def _group_work(
    material: Material,
    place: RevisionSection,
    group: Group,
    by_name: dict[str, Contribution],
    rows: list[Decision],
) -> GroupWork:
    supporters = tuple(by_name[name] for name in group.supporters if name in by_name)
    key = group_key(group.hunk)
    editorial = {name.removeprefix(EDITORIAL_PREFIX) for name in group.supporters if name not in by_name}
    decision = next((row for row in rows if row.group_key == key or str(row.id) in editorial), None)
    return GroupWork(
        group=group,
        key=decision.group_key if decision else key,
        base=place.text.full,
        language=place.text.language,
        supporters=supporters,
        decision=decision,
        stances=tuple(stance for row in supporters for stance in material.stances.get(row.id, ())),
    )


def _spots(groups: Iterable[GroupWork]) -> Iterator[list[GroupWork]]:
    """Cut the groups into those that claim the same words or insert at the same point."""
    spot: list[GroupWork] = []
    end = point = -1
    for group in groups:
        hunk = group.hunk
        if spot and not (hunk.start < end or hunk.start == hunk.end == point):
            yield spot
            spot = []
            end = -1
        spot.append(group)
        end = max(end, hunk.end)
        point = hunk.start if hunk.start == hunk.end else -1
    if spot:
        yield spot
