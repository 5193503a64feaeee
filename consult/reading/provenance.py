"""Where words came from and where they went: the attribution that publication carried, read back.

Words of amendments are exact; comments, answers and highlights are linked to a section by a named person's
judgement, and the pages say so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import selectinload

from consult.consolidation.models import AttributionLink, AttributionRun, Consolidation, PassageLink
from consult.contributions.models import Contribution
from consult.core.database import db
from consult.narratives.models import Revision, RevisionSection, Section, SectionText
from consult.narratives.services import latest_revision
from consult.people.models import Person
from consult.text import show_lines

_BREAK = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class CreditedRun:
    """A numbered run of a section text and the contributions behind it; none: the facilitator's own words."""

    number: int
    start: int
    end: int
    contributions: tuple[Contribution, ...]
    words: str


@dataclass(frozen=True)
class ShapedPassage:
    """Words of a contribution in a section: where they came in first, and what the newest version keeps."""

    section: Section
    first: Revision
    heading: str
    words: tuple[str, ...]
    newest: Revision
    kept: tuple[str, ...]


@dataclass(frozen=True)
class JudgedLink:
    """A contribution that shaped a section in the judgement of a named person."""

    contribution: Contribution
    section: Section
    revision: Revision | None
    judge: str
    passage: str = ""


def credited_runs(text: SectionText) -> list[CreditedRun]:
    """Return the runs of a text that contributions or facilitators brought in, in order of the text."""
    rows = db.session.scalars(
        sa.select(AttributionRun)
        .where(AttributionRun.section_text_id == text.id)
        .order_by(AttributionRun.position)
        .options(selectinload(AttributionRun.contributions))
    )
    found = [row for row in rows if row.is_editorial or row.contributions]
    return [
        CreditedRun(number, row.start, row.end, tuple(row.contributions), text.full[row.start : row.end])
        for number, row in enumerate(found, 1)
    ]


def marked_runs(full: str, runs: Sequence[CreditedRun], start: int = 0) -> Markup:
    """Return a text as paragraphs in which each credited run is marked and leads to its number in the list below.

    `start` leaves out what stands before it (the heading, when no run begins there).
    """
    pieces: list[Markup] = []
    at = start if not runs or runs[0].start >= start else 0
    for run in runs:
        pieces += [_plain(full, at, run.start), _marked(run, full[run.start : run.end])]
        at = run.end
    pieces.append(_plain(full, at, len(full)))
    html = Markup("").join(pieces)
    return Markup("<p>{}</p>").format(html)


def _plain(full: str, start: int, end: int) -> Markup:
    first, *rest = _BREAK.split(full[start:end])
    begins_line = full[:start].endswith("\n") or not start
    return Markup("</p><p>").join([show_lines(first, begins_line=begins_line), *map(show_lines, rest)])


def _marked(run: CreditedRun, text: str) -> Markup:
    """Mark a run; where it crosses the end of a paragraph it is cut there, and numbered once."""
    note = Markup('<a class="run-number" href="#run-{0}" aria-label="{1}">{0}</a>').format(
        run.number, _("Whose words: number %(number)s", number=run.number)
    )
    parts = [
        Markup('<mark class="credited">{}</mark>').format(part) if part else Markup("")
        for part in _BREAK.split(text)
    ]
    return Markup("</p><p>").join(parts) + note


def shaped_passages(contribution: Contribution) -> list[ShapedPassage]:
    """Return where a contribution's words stand: per section the first revision, its words, and what is left."""
    rows = db.session.execute(
        sa.select(RevisionSection, Revision, SectionText, AttributionRun)
        .join(Revision, Revision.id == RevisionSection.revision_id)
        .join(SectionText, SectionText.id == RevisionSection.section_text_id)
        .join(AttributionRun, AttributionRun.section_text_id == SectionText.id)
        .join(AttributionLink, AttributionLink.run_id == AttributionRun.id)
        .where(AttributionLink.contribution_id == contribution.id)
        .order_by(RevisionSection.section_id, Revision.major, Revision.minor, AttributionRun.position)
    )
    found: dict[int, dict[int, list[tuple[RevisionSection, Revision, SectionText, AttributionRun]]]] = {}
    for place, revision, text, run in rows:
        found.setdefault(place.section_id, {}).setdefault(revision.id, []).append(
            (place, revision, text, run)
        )
    newest = latest_revision(contribution.consultation.narrative)
    return [_shaped(by_revision, newest) for by_revision in found.values() if newest is not None]


def _shaped(
    by_revision: dict[int, list[tuple[RevisionSection, Revision, SectionText, AttributionRun]]],
    newest: Revision,
) -> ShapedPassage:
    first = next(iter(by_revision.values()))
    place, revision, text, _run = first[0]
    return ShapedPassage(
        place.section, revision, text.heading, _words(first), newest, _words(by_revision.get(newest.id, []))
    )


def _words(rows: list[tuple[RevisionSection, Revision, SectionText, AttributionRun]]) -> tuple[str, ...]:
    found = (text.full[run.start : run.end].strip() for _place, _revision, text, run in rows)
    return tuple(words for words in found if words)


def judged_links(
    *, section: Section | None = None, contribution: Contribution | None = None
) -> list[JudgedLink]:
    """Return the judgements that link contributions to a section, or a contribution to sections."""
    query = (
        sa.select(PassageLink, Contribution, Section, Revision, Person.display_name)
        .join(Contribution, Contribution.id == PassageLink.contribution_id)
        .join(Section, Section.id == PassageLink.section_id)
        .join(Consolidation, Consolidation.id == PassageLink.consolidation_id)
        .join(Person, Person.id == PassageLink.linked_by_id)
        .outerjoin(Revision, Revision.id == Consolidation.revision_id)
        .where(Consolidation.state == "published")
        .order_by(PassageLink.id)
    )
    if section is not None:
        query = query.where(PassageLink.section_id == section.id)
    if contribution is not None:
        query = query.where(PassageLink.contribution_id == contribution.id)
    return [
        JudgedLink(linked, where, revision, name, link.passage)
        for link, linked, where, revision, name in db.session.execute(query)
    ]
