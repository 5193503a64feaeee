"""Internal notes on sections and contributions."""

from flask.typing import ResponseReturnValue

from consult.contributions.models import Contribution
from consult.core.clock import now
from consult.core.errors import InvalidInput
from consult.core.loading import by_public_id
from consult.narratives.models import Section
from consult.rules.permissions import Permission
from consult.web.access import me, requires

from .. import services
from ..desk_models import InternalNote
from ..forms import NoteForm
from ..material import reach_of
from ..models import Consolidation
from .base import bp, load, load_section, seen_other
from .page import section_page


@bp.post("/consolidations/<consolidation_id>/sections/<key>/notes")
@requires(Permission.CONSOLIDATION_WORK, load)
def add_note(row: Consolidation, key: str) -> ResponseReturnValue:
    """Write an internal note on a section, or on the contribution that the form names."""
    part, form = load_section(row, key), NoteForm()
    named = form.contribution.data or ""
    about = _contribution(row, named) if named else part
    try:
        if not form.validate():
            return _refused(row, part, form)
        services.add_note(row, about, form.body.data or "", facilitator=me(), at=now())
    except InvalidInput as refusal:
        form.body.errors = [str(refusal.message)]
        return _refused(row, part, form)
    return seen_other(
        "section", f"notes-{named or key}", consolidation_id=row.public_id, key=key, at=named or None
    )


def _refused(row: Consolidation, part: Section, form: NoteForm) -> ResponseReturnValue:
    """Show the section again, with what was typed at its place."""
    return section_page(row, part, typed={f"note-{form.contribution.data or part.key}": form}, status=422)


@bp.post("/consolidations/<consolidation_id>/sections/<key>/notes/<note_id>/remove")
@requires(Permission.CONSOLIDATION_WORK, load)
def remove_note(row: Consolidation, key: str, note_id: str) -> ResponseReturnValue:
    """Take an internal note away."""
    note = by_public_id(InternalNote, note_id, InternalNote.consolidation_id == row.id)
    services.remove_note(row, note, now())
    return seen_other("section", None, consolidation_id=row.public_id, key=key)


def _contribution(row: Consolidation, public_id: str) -> Contribution:
    return by_public_id(Contribution, public_id, reach_of(row))
