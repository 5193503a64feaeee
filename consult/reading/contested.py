"""Where a text is contested: which passages have changes proposed, and where these cannot all stand.

Read from the stored hunks in one query; a passage's changes are counted by their group, so that ten people who
propose the same words are one change.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from consult.consultations.at_hand import ReadConsultation
from consult.consultations.models import Consultation
from consult.contributions.display import Shown
from consult.contributions.hunks import ENGINE_VERSION
from consult.contributions.language_models import stands_for_present
from consult.contributions.models import Contribution, ContributionText, StoredHunk
from consult.contributions.queries import counts_for_everybody
from consult.core.database import db
from consult.narratives.kept_texts import KeptText
from consult.narratives.models import SectionText
from consult.rules.disclosure import counts_for_all
from consult.text.markdown import paragraphs


@dataclass(frozen=True)
class Change:
    """A distinct change of a section text: its span in `full` and how many propose it."""

    start: int
    end: int
    key: str
    supporters: int


@dataclass(frozen=True)
class PassageNote:
    """What is proposed on one passage: how many distinct changes, and whether some cannot both stand."""

    start: int
    changes: int
    is_clash: bool


def changes_by_text(
    consultation: Consultation | ReadConsultation, text_ids: Iterable[int]
) -> dict[int, list[Change]]:
    """Return the distinct changes that everybody may see, by the id of the section text; one query."""
    rows = db.session.execute(
        sa.select(
            ContributionText.base_text_id,
            StoredHunk.start,
            StoredHunk.end,
            StoredHunk.group_key,
            sa.func.count(sa.distinct(Contribution.id)),
        )
        .join(ContributionText, StoredHunk.text_id == ContributionText.id)
        .join(Contribution, Contribution.id == ContributionText.contribution_id)
        .where(
            Contribution.consultation_id == consultation.id,
            stands_for_present(),
            StoredHunk.engine_version == ENGINE_VERSION,
            ContributionText.base_text_id.in_(list(text_ids)),
            *counts_for_everybody(),
        )
        .group_by(ContributionText.base_text_id, StoredHunk.start, StoredHunk.end, StoredHunk.group_key)
        .order_by(StoredHunk.start, StoredHunk.end)
    )
    found: dict[int, list[Change]] = defaultdict(list)
    for text_id, start, end, key, supporters in rows:
        found[text_id or 0].append(Change(start, end, key, supporters))
    return found


def changes_of(amendments: Iterable[Shown], text_id: int) -> list[Change]:
    """Return the same for one section text out of what a page has loaded already; no query."""
    proposed: dict[tuple[int, int, str], set[int]] = defaultdict(set)
    for shown in amendments:
        if not counts_for_all_of(shown.row):
            continue
        for hunk in shown.hunks_against(text_id):
            if hunk.engine_version == ENGINE_VERSION:
                proposed[hunk.start, hunk.end, hunk.group_key].add(shown.row.id)
    return [Change(*place, len(supporters)) for place, supporters in sorted(proposed.items())]


def counts_for_all_of(row: Contribution) -> bool:
    """Say whether a contribution is part of what everybody reads."""
    return counts_for_all(
        row.visibility,
        row.status,
        is_hidden=row.hidden_at is not None,
        waits=row.is_late and row.admitted_at is None,
    )


def passage_notes(text: SectionText | KeptText, changes: list[Change]) -> list[PassageNote]:
    """Return a note for each passage of the body that has changes proposed, in order of the text."""
    if not changes:
        return []
    starts = [passage.start + text.body_offset for passage in paragraphs(text.body)]
    clashing = _clashing(changes)
    grouped: dict[int, list[int]] = defaultdict(list)
    for number, change in enumerate(changes):
        index = bisect_right(starts, change.start) - 1
        if index >= 0:
            grouped[index].append(number)
    return [
        PassageNote(starts[index] - text.body_offset, len(found), not clashing.isdisjoint(found))
        for index, found in sorted(grouped.items())
    ]


def _clashing(changes: list[Change]) -> set[int]:
    """Return the numbers of the changes that overlap another or insert at the same point (in order of start).

    Both of a pair are named, also where a change reaches from one passage into the next.
    """
    found: set[int] = set()
    farthest = 0
    for number in range(1, len(changes)):
        change, reaching = changes[number], changes[farthest]
        if change.start < reaching.end or _same_point(change, changes[number - 1]):
            found |= {number, farthest if change.start < reaching.end else number - 1}
        if change.end >= reaching.end:
            farthest = number
    return found


def _same_point(one: Change, other: Change) -> bool:
    return one.start == one.end == other.start == other.end
