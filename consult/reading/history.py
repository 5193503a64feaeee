"""All revisions of a narrative, and what changed between any two."""

from collections import Counter, defaultdict
from dataclasses import dataclass

import sqlalchemy as sa
from flask import request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy.orm import joinedload

from consult.consolidation.adoption_models import Revert
from consult.consolidation.models import Consolidation, DispositionChange
from consult.consolidation.services.reverting import reverts_of
from consult.consultations.models import Consultation
from consult.contributions.labels import DISPOSITIONS
from consult.contributions.models import Contribution
from consult.contributions.queries import counts_for_everybody
from consult.core.database import db
from consult.core.errors import NotFound
from consult.narratives.models import Narrative, Revision, RevisionSection
from consult.narratives.services import narrative_by_slug
from consult.people.models import Person
from consult.rules.permissions import Permission
from consult.text.markdown import render_markdown
from consult.web.access import requires
from consult.web.pages import render_page

from .answered import ledgers_of
from .blueprint import bp
from .changes import SectionChange, changes_between
from .credited_changes import readable_of, runs_by_text
from .voices import Voices, voices_of

VIEWS = ("inline", "side")


@dataclass(frozen=True)
class HistoryEntry:
    """One revision in the history: what changed, who published it, what it answered."""

    revision: Revision
    publisher: str
    changed: int
    answered: tuple[tuple[str, int], ...]
    voices: Voices | None = None
    ledgers: tuple[Consultation, ...] = ()
    makes: Revert | None = None
    undone: Revert | None = None

    @property
    def note(self) -> Markup:
        """Return the change note, rendered."""
        return render_markdown(self.revision.change_note, heading_offset=1)


@bp.get("/narratives/<slug>/history")
@requires(Permission.NARRATIVE_READ, narrative_by_slug)
def history(narrative: Narrative) -> ResponseReturnValue:
    """List the revisions, newest first."""
    return render_page(
        "reading/history.html",
        narrative=narrative,
        entries=history_of(narrative),
        disposition_words=DISPOSITIONS,
    )


def history_of(narrative: Narrative) -> list[HistoryEntry]:
    """Return the history in a constant number of queries."""
    revisions = list(
        db.session.scalars(
            sa.select(Revision)
            .where(Revision.narrative_id == narrative.id)
            .order_by(Revision.published_at.desc(), Revision.id.desc())
            .options(joinedload(Revision.parent))
        )
    )
    texts = _texts_of(revisions)
    names = _publishers(revisions)
    answers = _answers(narrative)
    voices, ledgers = voices_of(narrative), ledgers_of(narrative)
    makes, undone = reverts_of(revisions)
    return [
        HistoryEntry(
            revision,
            names.get(revision.published_by_id or 0, ""),
            _changed(texts[revision.id], texts[revision.parent_id] if revision.parent_id else {}),
            tuple(sorted(answers[revision.id].items())),
            voices.get(revision.id),
            tuple(ledgers[revision.id]),
            makes.get(revision.id),
            undone.get(revision.id),
        )
        for revision in revisions
    ]


def _texts_of(revisions: list[Revision]) -> dict[int, dict[int, int]]:
    rows = db.session.execute(
        sa.select(
            RevisionSection.revision_id, RevisionSection.section_id, RevisionSection.section_text_id
        ).where(RevisionSection.revision_id.in_([revision.id for revision in revisions]))
    )
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for revision_id, section_id, text_id in rows:
        found[revision_id][section_id] = text_id
    return found


def _changed(texts: dict[int, int], parent: dict[int, int]) -> int:
    return sum(1 for section_id in {*texts, *parent} if texts.get(section_id) != parent.get(section_id))


def _publishers(revisions: list[Revision]) -> dict[int, str]:
    ids = {revision.published_by_id for revision in revisions if revision.published_by_id}
    rows = db.session.execute(sa.select(Person.id, Person.display_name).where(Person.id.in_(ids)))
    return {person_id: name for person_id, name in rows}


def _answers(narrative: Narrative) -> dict[int, Counter[str]]:
    """Return, by revision, how many contributions got which disposition in the consolidation that made it."""
    newest = (
        sa.select(sa.func.max(DispositionChange.id))
        .where(DispositionChange.narrative_id == narrative.id)
        .group_by(DispositionChange.consolidation_id, DispositionChange.contribution_id)
    )
    rows = db.session.execute(
        sa.select(Consolidation.revision_id, DispositionChange.disposition, sa.func.count())
        .join(Consolidation, Consolidation.id == DispositionChange.consolidation_id)
        .join(Contribution, Contribution.id == DispositionChange.contribution_id)
        .where(
            DispositionChange.id.in_(newest),
            Consolidation.revision_id.is_not(None),
            DispositionChange.disposition.is_not(None),
            *counts_for_everybody(),
        )
        .group_by(Consolidation.revision_id, DispositionChange.disposition)
    )
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for revision_id, disposition, number in rows:
        found[revision_id or 0][str(disposition)] = number
    return found


@bp.get("/narratives/<slug>/compare")
@requires(Permission.NARRATIVE_READ, narrative_by_slug)
def compare(narrative: Narrative) -> ResponseReturnValue:
    """Compare any two revisions: all sections or one, inline or side by side."""
    revisions = _all_revisions(narrative)
    if not revisions:
        raise NotFound
    newer = _asked(revisions, "to") or revisions[0]
    older = _asked(revisions, "from") or newer.parent or revisions[-1]
    changes = changes_between(older, newer)
    section = request.args.get("section", "")
    runs = runs_by_text([one.after.section_text_id for one in changes if one.kind == "changed" and one.after])
    shown = readable_of(runs)
    view = request.args.get("view", VIEWS[0])
    return render_page(
        "reading/compare.html",
        block="comparison",
        narrative=narrative,
        revisions=revisions,
        older=older,
        newer=newer,
        changes=[change for change in changes if _wanted(change, section)],
        credited=lambda change: change.credited(runs, shown),
        sections=changes,
        section=section,
        unchanged=sum(1 for change in changes if change.kind == "same"),
        view=view if view in VIEWS else VIEWS[0],
    )


def _wanted(change: SectionChange, section: str) -> bool:
    return change.key == section if section else change.kind != "same"


def _all_revisions(narrative: Narrative) -> list[Revision]:
    rows = db.session.scalars(
        sa.select(Revision)
        .where(Revision.narrative_id == narrative.id)
        .order_by(Revision.major.desc(), Revision.minor.desc())
        .options(joinedload(Revision.parent))
    )
    return list(rows)


def _asked(revisions: list[Revision], name: str) -> Revision | None:
    """Return the revision that the query names; NotFound for a number that there is not."""
    number = request.args.get(name)
    if not number:
        return None
    found = [revision for revision in revisions if revision.number == number]
    if not found:
        raise NotFound
    return found[0]
