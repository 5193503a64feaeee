"""What changed from one revision to another, section by section; each pair of texts is compared once."""

from dataclasses import dataclass
from functools import lru_cache

from flask_babel import gettext as _
from markupsafe import Markup

from consult.consolidation.models import AttributionRun
from consult.contributions.display import Shown
from consult.contributions.marks import mark_labels
from consult.narratives.models import Revision, RevisionSection
from consult.narratives.services import places_of
from consult.text import diff, render_changes
from consult.text.markdown import render_markdown

from .credited_changes import Source, credited


@dataclass(frozen=True)
class SectionChange:
    """One section in two revisions; `before` or `after` is None where it was added or removed."""

    key: str
    before: RevisionSection | None
    after: RevisionSection | None
    is_moved: bool = False

    @property
    def kind(self) -> str:
        """Return added, removed, changed, moved or same."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        if self.before.section_text_id != self.after.section_text_id:
            return "changed"
        return "moved" if self.is_moved else "same"

    @property
    def place(self) -> RevisionSection:
        """Return the place to name it by: the later one where there is one."""
        place = self.after or self.before
        assert place is not None
        return place

    @property
    def inline(self) -> Markup:
        """Return the section with what came and what went marked; its heading only where that changed."""
        words = _full if self._is_renamed else _body
        return marked(words(self.before), words(self.after), self.place.text.language, mark_labels())

    def credited(
        self, runs: dict[int, list[AttributionRun]], shown: dict[int, Shown]
    ) -> tuple[Markup, list[Source]]:
        """Return the same with a number at new words, and whose words the numbers stand for."""
        after = self.after
        assert after is not None
        words = _full if self._is_renamed else _body
        return credited(
            words(self.before),
            words(after),
            runs.get(after.section_text_id, []),
            0 if self._is_renamed else after.text.body_offset,
            shown,
            key=self.key,
            language=after.text.language,
            labels=mark_labels(),
        )

    @property
    def sides(self) -> tuple[Markup, Markup]:
        """Return the text before and after, rendered; with the headings where they differ."""
        return _rendered(self.before, self._is_renamed), _rendered(self.after, self._is_renamed)

    @property
    def _is_renamed(self) -> bool:
        """Say whether both versions have the section, under different headings."""
        if self.before is None or self.after is None:
            return False
        return self.before.text.heading != self.after.text.heading


def changes_between(older: Revision, newer: Revision) -> list[SectionChange]:
    """Return every section of both revisions in the newer one's order; removed ones stand where they stood."""
    before = {place.section_id: place for place in places_of(older.id)}
    after = {place.section_id: place for place in places_of(newer.id)}
    moved = _moved(list(before), list(after))
    return [
        SectionChange(place.section.key, before.get(section_id), after.get(section_id), section_id in moved)
        for section_id, place in _in_reading_order(before, after)
    ]


def _in_reading_order(
    before: dict[int, RevisionSection], after: dict[int, RevisionSection]
) -> list[tuple[int, RevisionSection]]:
    rows = list(after.items())
    order = list(before)
    for index, section_id in enumerate(order):
        if section_id in after:
            continue
        known = [row[0] for row in rows]
        previous = order[index - 1] if index else None
        at = known.index(previous) + 1 if previous in known else 0
        rows.insert(at, (section_id, before[section_id]))
    return rows


def _moved(before: list[int], after: list[int]) -> set[int]:
    """Return the sections that left the longest run of sections that kept their order."""
    places = {section_id: index for index, section_id in enumerate(before)}
    common = [section_id for section_id in after if section_id in places]
    best: list[list[int]] = []
    for position, section_id in enumerate(common):
        longest = max(
            (best[earlier] for earlier in range(position) if places[common[earlier]] < places[section_id]),
            key=len,
            default=[],
        )
        best.append([*longest, section_id])
    kept: list[int] = max(best, key=lambda run: len(run), default=[])
    return set(common) - set(kept)


@lru_cache(maxsize=512)
def marked(before: str, after: str, language: str, labels: tuple[str, str]) -> Markup:
    """Return `before` with its changes into `after` marked; kept in memory by the two contents."""
    return render_changes(before, diff(before, after), lang=language, labels=labels)


def _full(place: RevisionSection | None) -> str:
    return place.text.full if place else ""


def _body(place: RevisionSection | None) -> str:
    return place.text.body if place else ""


def _rendered(place: RevisionSection | None, with_heading: bool) -> Markup:
    if place is None:
        return Markup("<p>{}</p>").format(_("Not in this version."))
    body = render_markdown(place.text.body, heading_offset=1)
    if not with_heading:
        return body
    return Markup('<p dir="auto"><strong>{}</strong></p>').format(place.text.heading) + body
