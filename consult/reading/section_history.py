"""One section over all versions: where its words changed, what changed, and whose words came in."""

from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy.orm import joinedload

from consult.consolidation.models import AttributionLink, AttributionRun
from consult.contributions.display import Shown
from consult.contributions.models import Contribution
from consult.core.database import db
from consult.core.errors import NotFound
from consult.narratives.models import Revision, RevisionSection, Section
from consult.rules.permissions import Permission
from consult.text.markdown import render_markdown
from consult.web.access import requires
from consult.web.pages import render_page

from .blueprint import bp
from .changes import SectionChange
from .loaders import NarrativeSection, section_of_narrative
from .provenance import JudgedLink, judged_links
from .section_pages import readable


@dataclass(frozen=True)
class SectionEntry:
    """A version in which the section changed: how, whose words came in, and who is judged to have shaped it."""

    revision: Revision
    change: SectionChange
    sources: tuple[Contribution, ...]
    judged: tuple[JudgedLink, ...]

    @property
    def note(self) -> Markup:
        """Return the change note of the whole version, rendered."""
        return render_markdown(self.revision.change_note, heading_offset=1)


@bp.get("/narratives/<slug>/sections/<key>/history")
@requires(Permission.NARRATIVE_READ, section_of_narrative)
def section_history(found: NarrativeSection) -> ResponseReturnValue:
    """Show each version in which a section came, changed or went, newest first."""
    entries = history_of_section(found.section)
    if not entries:
        raise NotFound
    rows = {
        row.id: row
        for entry in entries
        for row in (*entry.sources, *(link.contribution for link in entry.judged))
    }
    return render_page(
        "reading/section_history.html",
        narrative=found.narrative,
        section=found.section,
        entries=entries,
        place=entries[0].change.place,
        shown={shown.row.id: shown for shown in readable(rows.values())},
        lines_of=_lines,
    )


def history_of_section(section: Section) -> list[SectionEntry]:
    """Return the versions that changed a section, newest first, in a constant number of queries."""
    places = {place.revision_id: place for place in _places(section)}
    sources = _sources([place.section_text_id for place in places.values()])
    judged = defaultdict(list)
    for link in judged_links(section=section):
        judged[link.revision.id if link.revision else 0].append(link)
    entries = []
    for revision in _revisions(section.narrative_id):
        before, after = places.get(revision.parent_id or 0), places.get(revision.id)
        change = SectionChange(section.key, before, after)
        if (before or after) and change.kind != "same":
            known = set(sources[before.section_text_id]) if before else set()
            new = [row for row in sources[after.section_text_id] if row not in known] if after else []
            entries.append(SectionEntry(revision, change, tuple(new), tuple(judged[revision.id])))
    return entries


def _places(section: Section) -> list[RevisionSection]:
    rows = db.session.scalars(
        sa.select(RevisionSection)
        .where(RevisionSection.section_id == section.id)
        .options(joinedload(RevisionSection.text))
    )
    return list(rows)


def _revisions(narrative_id: int) -> list[Revision]:
    rows = db.session.scalars(
        sa.select(Revision)
        .where(Revision.narrative_id == narrative_id)
        .order_by(Revision.published_at.desc(), Revision.id.desc())
    )
    return list(rows)


def _sources(text_ids: list[int]) -> dict[int, list[Contribution]]:
    """Return the contributions whose words stand in each text, in order of the text."""
    rows = db.session.execute(
        sa.select(AttributionRun.section_text_id, Contribution)
        .join(AttributionLink, AttributionLink.run_id == AttributionRun.id)
        .join(Contribution, Contribution.id == AttributionLink.contribution_id)
        .where(AttributionRun.section_text_id.in_(text_ids))
        .order_by(AttributionRun.section_text_id, AttributionRun.position, Contribution.id)
    )
    found: dict[int, list[Contribution]] = defaultdict(list)
    for text_id, row in rows:
        if row not in found[text_id]:
            found[text_id].append(row)
    return found


def _lines(rows: tuple[Contribution, ...], shown: dict[int, Shown]) -> tuple[list[Shown], int]:
    """Return those of these contributions that the reader may know of, and how many others there are."""
    open_to_reader = [shown[row.id] for row in rows if row.id in shown and not shown[row.id].placeholder]
    return open_to_reader, len(rows) - len(open_to_reader)
