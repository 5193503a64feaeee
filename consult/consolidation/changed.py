"""What one decision changes on the page of its section: so much is shown anew, and nothing else.

A decision touches a handful of the parts of a long page: the change itself, those that claim the same words, the
sentences in which they stand, and the numbers.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from consult.contributions.models import Contribution
from consult.text import Hunk, sentence_around

from .models import Decision
from .places import GroupWork, Spot
from .portion import Portion
from .standing import Paragraph
from .work import Merged, SectionWork

Decided = tuple[str, str, str | None]


@dataclass(frozen=True)
class Look:
    """A section as a page shows it, in values that no later decision changes.

    `states`: state and its reason by change, in order; `decided`: what was decided, by the key of the change.
    """

    states: dict[Hunk, tuple[str, str]]
    decided: dict[str, Decided]
    changes: frozenset[Hunk]


@dataclass(frozen=True)
class Changed:
    """The parts of a page that a decision changed, beside the numbers that it always may change.

    `places`: by their number from 1; `together`: changes whose sentence reads otherwise; `hunks`: what came into the
    text or left it.
    """

    groups: list[GroupWork]
    places: list[tuple[int, Spot]]
    together: list[GroupWork]
    amendments: list[Contribution]
    hunks: frozenset[Hunk]

    @property
    def has_other_paragraphs(self) -> bool:
        """Say whether the text may have more or fewer paragraphs than before."""
        return any("\n\n" in hunk.new for hunk in self.hunks)

    def on_page(self, work: SectionWork, portion: Portion) -> "Changed":
        """Return what of it is on one page of places; the contributions and the text are on each."""
        spots = [spot for number, spot in enumerate(work.spots, 1) if portion.shows(number)]
        keys = {group.key for spot in spots for group in spot.groups}
        return replace(
            self,
            groups=[group for group in self.groups if group.key in keys],
            places=[(number, spot) for number, spot in self.places if portion.shows(number)],
            together=[group for group in self.together if group.key in keys],
        )

    def touches(self, paragraph: Paragraph) -> bool:
        """Say whether a paragraph of the text as it stands may be shown otherwise than before."""
        spans: list[Hunk | Spot] = [*self.hunks, *(spot for _number, spot in self.places)]
        return any(span.start <= paragraph.end and paragraph.start <= span.end for span in spans)


def look_at(merged: Merged) -> Look:
    """Return what a page of the section shows now."""
    return Look(
        states={group.hunk: (group.state, group.reason) for group in merged.result.groups},
        decided={row.group_key: _words_of(row) for row in merged.decisions},
        changes=frozenset(merged.result.changes),
    )


def changed_since(before: Look, work: SectionWork) -> Changed | None:
    """Return what is other than before; None where changes came or went, so that the places have other numbers."""
    if list(before.states) != [group.hunk for group in work.groups]:
        return None
    groups = [group for group in work.groups if _is_other(before, group)]
    keys = {group.key for group in groups}
    amendments = {row.id: row for group in groups for row in group.supporters}
    hunks = before.changes ^ frozenset(work.merged.changes)
    return Changed(
        groups=groups,
        places=[
            (number, spot)
            for number, spot in enumerate(work.spots, 1)
            if any(group.key in keys for group in spot.groups) or _lies_in(spot, hunks)
        ],
        together=list(_in_sentences_of(work, hunks)),
        amendments=list(amendments.values()),
        hunks=hunks,
    )


def _is_other(before: Look, group: GroupWork) -> bool:
    decided = _words_of(group.decision) if group.decision else None
    state = group.group.state, group.group.reason
    return state != before.states[group.hunk] or decided != before.decided.get(group.key)


def _lies_in(spot: Spot, hunks: Iterable[Hunk]) -> bool:
    """Say whether own words for a whole passage came over a place or left it."""
    return any(hunk.start <= spot.start and spot.end <= hunk.end for hunk in hunks)


def _words_of(row: Decision) -> Decided:
    return row.outcome, row.reason, row.text


def _in_sentences_of(work: SectionWork, hunks: Iterable[Hunk]) -> Iterator[GroupWork]:
    """Yield the groups that stand in a sentence in which words came or went."""
    spans = [sentence_around(work.base, hunk) for hunk in hunks]
    for group in work.groups:
        hunk = group.hunk
        if any(start <= hunk.end and hunk.start <= end for start, end in spans):
            yield group
