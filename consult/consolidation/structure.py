"""Sections added, removed and moved: proposals as groups, and the order of sections that follows."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

from consult.contributions.models import Contribution, ContributionText
from consult.formats.keys import section_key
from consult.merging import (
    AddSection,
    MoveSection,
    RemoveSection,
    Run,
    StructureConsolidation,
    StructureDecision,
    consolidate_structure,
)
from consult.merging.structure import START, StructureChange, StructureGroup
from consult.narratives.models import RevisionSection

from .material import Material
from .models import Decision

STRUCTURAL = ("add", "remove", "move")


@dataclass(frozen=True)
class StructureGroupWork:
    """Equal proposals at the desk, with who makes them and what was decided."""

    group: StructureGroup
    key: str
    operation: str
    section_id: int
    place: RevisionSection | None
    after: RevisionSection | None
    supporters: tuple[Contribution, ...]
    wording: ContributionText
    decision: Decision | None

    @property
    def anchor(self) -> str:
        """Return a short name for ids within the page."""
        return self.key[:12]

    @property
    def depth(self) -> int | None:
        """Return the depth that the first proposal asks for, 1 to 3."""
        return self.supporters[0].depth

    @property
    def needs_decision(self) -> bool:
        """Say whether it is neither decided nor out of reach: no structure changes unasked."""
        return not self.group.decided and self.group.reason != "superseded"

    @property
    def waits_for_label(self) -> bool:
        """Say whether it adds a section and is not decided."""
        return self.operation == "add" and self.decision is None


@dataclass
class StructureWork:
    """All structural proposals of a desk. `homeless`: those whose section is gone from the ground."""

    material: Material
    merged: StructureConsolidation
    groups: list[StructureGroupWork]
    contributions: list[Contribution]
    homeless: list[Contribution]

    @property
    def undecided(self) -> list[StructureGroupWork]:
        """Return the groups that need a decision."""
        return [group for group in self.groups if group.needs_decision]

    @property
    def unanswered(self) -> list[Contribution]:
        """Return the proposals that this desk has not answered."""
        return [row for row in self.contributions if row.id not in self.material.answers]

    @cached_property
    def accepted(self) -> dict[StructureChange, StructureGroupWork]:
        """Return the groups that were accepted, by their change."""
        return {
            work.group.change: work for work in self.groups if work.group.decided and work.group.state == "in"
        }

    def order(self, also: StructureGroupWork | None = None) -> list[str | StructureGroupWork]:
        """Return the keys of sections in their new order; a section to be added stands as its group.

        Only what was accepted counts: no section comes, goes or moves without a decision. `also`: as it would be
        with a further group accepted.
        """
        accepted = self.accepted | ({also.group.change: also} if also else {})
        keys = [place.section.key for place in self.material.places]
        proposals = {str(number): change for number, change in enumerate(accepted)}
        decisions = [StructureDecision(change, "accept") for change in accepted]
        merged = consolidate_structure(keys, proposals, decisions)
        return [accepted[one] if isinstance(one, AddSection) else one for one in merged.sections]

    def proposal(self, row: Contribution) -> str | None:
        """Return the disposition that follows from the decision, or None while it is open."""
        group = next((work for work in self.groups if row in work.supporters), None)
        if group is None or group.needs_decision or self.material.is_deferred(row):
            return None
        return "accepted" if group.group.state == "in" else "not-accepted"


def structure_work(material: Material) -> StructureWork:
    """Return the structural proposals of a desk with what was decided on them."""
    rows = [row for row in material.contributions if row.operation in STRUCTURAL]
    by_key = {place.section.key: place for place in material.places}
    changes = {
        row.public_id: change
        for row in rows
        if not material.is_deferred(row) and (change := change_of(row, material, by_key))
    }
    decided = {row.group_key: row for row in material.decisions if row.operation in STRUCTURAL}
    merged = consolidate_structure(list(by_key), changes, _decisions(changes, decided))
    by_name = {row.public_id: row for row in rows}
    groups = [_group_work(material, group, by_name, by_key, decided) for group in merged.groups]
    homeless = [row for row in rows if row.public_id not in changes and not material.is_deferred(row)]
    return StructureWork(material, merged, groups, rows, homeless)


def change_of(
    row: Contribution, material: Material, by_key: dict[str, RevisionSection]
) -> StructureChange | None:
    """Return what a proposal changes, or None where the ground has not the sections that it names."""
    after = row.after_section.key if row.after_section else START
    if after and after not in by_key and row.operation != "remove":
        return None
    if row.operation == "add":
        return AddSection(after, material.wordings[row.id].full)
    key = row.section.key if row.section else ""
    if key not in by_key or key == after:
        return None
    return RemoveSection(key) if row.operation == "remove" else MoveSection(key, after)


def structure_key(change: StructureChange) -> str:
    """Return the key of a structural group, for addresses and decision rows."""
    return hashlib.sha256(f"structure\0{change!r}".encode()).hexdigest()


def new_key(heading: str, place: int, taken: dict[str, int]) -> str:
    """Return a key for a section that is added; it is entered in `taken`."""
    return section_key(heading, place, taken)


def runs_of_new(work: StructureGroupWork, text: str) -> list[Run]:
    """Return the attribution of an added section: all of it is its supporters'."""
    return [Run(len(text), frozenset(row.public_id for row in work.supporters))]


def _decisions(changes: dict[str, StructureChange], decided: dict[str, Decision]) -> list[StructureDecision]:
    """Return what the engine can take; of two accepted changes of one section the newer decision holds."""
    found, moved = [], set()
    known = {structure_key(change): change for change in changes.values()}
    for row in sorted(decided.values(), key=lambda row: (row.decided_at, row.id), reverse=True):
        change = known.get(row.group_key)
        if change is None:
            continue
        leaves = None if isinstance(change, AddSection) else change.key
        if row.outcome == "accept" and leaves in moved:
            continue
        if row.outcome == "accept" and leaves:
            moved.add(leaves)
        found.append(StructureDecision(change, "accept" if row.outcome == "accept" else "decline"))
    return found


def _group_work(
    material: Material,
    group: StructureGroup,
    by_name: dict[str, Contribution],
    by_key: dict[str, RevisionSection],
    decided: dict[str, Decision],
) -> StructureGroupWork:
    change = group.change
    supporters = tuple(by_name[name] for name in group.supporters)
    place = None if isinstance(change, AddSection) else by_key[change.key]
    after = None if isinstance(change, RemoveSection) else by_key.get(change.after)
    anchor = place or after or material.places[0]
    key = structure_key(change)
    return StructureGroupWork(
        group=group,
        key=key,
        operation=supporters[0].operation or "add",
        section_id=anchor.section_id,
        place=place,
        after=after,
        supporters=supporters,
        wording=material.wordings[supporters[0].id],
        decision=decided.get(key),
    )
