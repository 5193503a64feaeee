"""A section at work: base text, amendments, decisions and what follows from them, for the desk and publication."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from consult.contributions.hunks import group_key
from consult.contributions.models import Contribution, Stance
from consult.merging import CarryClash, Consolidation, Group, Run, carry_forward, consolidate
from consult.narratives.models import RevisionSection, Section
from consult.text import Hunk

from .material import Material
from .models import Decision
from .places import GroupWork, Spot, spots_of
from .settled import EDITORIAL_PREFIX, engine_decisions, section_decisions


@dataclass(frozen=True)
class Fit:
    """An amendment on the ground text. `clashes`: where a newer revision has other words already.

    `is_satisfied`: the newer revision says it already. `is_homeless`: its section is gone. `is_unrendered`: it is
    proposed to the text in another language, and nobody has rendered it yet.
    """

    hunks: tuple[Hunk, ...] = ()
    clashes: tuple[CarryClash, ...] = ()
    is_satisfied: bool = False
    is_homeless: bool = False
    is_unrendered: bool = False


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
        return list(spots_of(self.groups))

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

    def own_words_at(self, spot: Spot) -> Decision | None:
        """Return the decision that put own words in place of a whole passage in which a place lies, or None."""
        return next(
            (row for row in self._own_words if (row.start or 0) <= spot.start and spot.end <= (row.end or 0)),
            None,
        )

    @cached_property
    def _own_words(self) -> list[Decision]:
        keys = {group.key for group in self.groups}
        rows = section_decisions(self.material, self.section.id)
        return [row for row in rows if row.outcome == "adapt" and row.group_key not in keys]

    def numbers_of(self, amendment: Contribution) -> list[int]:
        """Return the numbers of the places, from 1, that an amendment changes."""
        return self._numbers.get(amendment.id, [])

    def groups_of(self, amendment: Contribution) -> list[GroupWork]:
        """Return the groups that an amendment proposes, in order of the text."""
        return self._by_supporter.get(amendment.id, [])

    @property
    def unrendered(self) -> list[Contribution]:
        """Return the changes proposed to the section in other languages that wait for their rendering."""
        return [row for row in self.unanswered if row.id in self.material.unrendered]

    @property
    def as_decided(self) -> list[Contribution]:
        """Return the unanswered amendments whose disposition follows from the decisions."""
        return [row for row in self.unanswered if row.id in self.fits and self.proposal(row)]

    def proposal(self, amendment: Contribution) -> str | None:
        """Return the disposition that follows from the decisions, or None while something is open."""
        fit = self.fits.get(amendment.id)
        if fit is None or fit.is_homeless or fit.is_unrendered or self.material.is_deferred(amendment):
            return None
        if not fit.hunks:
            return "not-accepted" if fit.clashes else "accepted"
        if any(group.needs_decision for group in self.groups_of(amendment)):
            return None
        share = self.merged.outcome(amendment.public_id).share
        if share == "all" and fit.clashes:
            share = "part"
        return {"all": "accepted", "part": "accepted-in-part", "none": "not-accepted"}[share]

    @cached_property
    def _by_supporter(self) -> dict[int, list[GroupWork]]:
        found: dict[int, list[GroupWork]] = {}
        for group in self.groups:
            for row in group.supporters:
                found.setdefault(row.id, []).append(group)
        return found

    @cached_property
    def _numbers(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for number, spot in enumerate(self.spots, 1):
            for row_id in dict.fromkeys(row.id for group in spot.groups for row in group.supporters):
                found.setdefault(row_id, []).append(number)
        return found


@dataclass(frozen=True)
class Merged:
    """A section's contributions with how they fit, and what the decisions (newest first) make of them."""

    own: list[Contribution]
    fits: dict[int, Fit]
    result: Consolidation
    decisions: list[Decision]


def section_work(
    material: Material,
    place: RevisionSection,
    runs: Sequence[Run] | None = None,
    fits: dict[int, Fit] | None = None,
) -> SectionWork:
    """Return the section at one place of the ground.

    `runs` are the attribution of its text, for publication; `fits`: how the amendments fit, where that is known.
    """
    merged = merge_section(material, place, runs, fits)
    by_name = {row.public_id: row for row in merged.own}
    rows = merged.decisions
    taken = {row.group_key: row for row in rows} | {f"{EDITORIAL_PREFIX}{row.id}": row for row in rows}
    groups = [_group_work(material, place, group, by_name, taken) for group in merged.result.groups]
    contributions = [row for row in merged.own if _belongs(row)]
    return SectionWork(material, place, merged.result, groups, merged.fits, contributions)


def merge_section(
    material: Material,
    place: RevisionSection,
    runs: Sequence[Run] | None = None,
    fits: dict[int, Fit] | None = None,
) -> Merged:
    """Return the amendments of a section merged under its decisions; the arguments are those of `section_work`."""
    own = [row for row in material.contributions if row.section_id == place.section_id]
    if fits is None:
        amended = [row for row in own if row.kind == "amendment" and _rewords(row)]
        fits = {row.id: fit_of(material, row, place) for row in amended}
    amendments = {
        row.public_id: fits[row.id].hunks
        for row in own
        if row.id in fits and fits[row.id].hunks and not material.is_deferred(row)
    }
    known = {hunk for hunks in amendments.values() for hunk in hunks}
    rows = section_decisions(material, place.section_id)
    decisions, editorial = engine_decisions(rows, known)
    result = consolidate(
        place.text.full, {**amendments, **editorial}, decisions, attribution=list(runs) if runs else None
    )
    return Merged(own, fits, result, rows)


def fit_of(material: Material, amendment: Contribution, place: RevisionSection | None) -> Fit:
    """Return an amendment's changes on the ground text: as stored, or carried over what came between."""
    wording = material.wordings[amendment.id]
    hunks = material.hunks.get(wording.id, [])
    if amendment.id in material.unrendered:
        return Fit(is_homeless=place is None, is_unrendered=True)
    if place is None or wording.base_text_id is None:
        return Fit(is_homeless=True)
    if wording.base_text_id == place.section_text_id:
        return Fit(tuple(hunks))
    assert wording.base_text is not None
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
    taken: Mapping[str, Decision],
) -> GroupWork:
    supporters = tuple(by_name[name] for name in group.supporters if name in by_name)
    key = group_key(group.hunk)
    names = [key, *(name for name in group.supporters if name not in by_name)]
    decision = next((taken[name] for name in names if name in taken), None)
    return GroupWork(
        group=group,
        key=decision.group_key if decision else key,
        base=place.text.full,
        language=place.text.language,
        supporters=supporters,
        decision=decision,
        stances=tuple(stance for row in supporters for stance in material.stances.get(row.id, ())),
    )
