"""Internal notes on sections and contributions, and the page of the reasons that are given often."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.contributions.models import Contribution
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import InvalidInput, NotFound
from consult.people.chrome import current_network
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.forms import clean_line
from consult.web.locale import current_language, language_name
from consult.web.pages import render_page

from .. import services
from ..desk_models import InternalNote, ReadyReason
from ..forms import LONGEST_REASON
from ..material import reach_of
from ..models import Consolidation
from ..services.notes import reasons_of
from .base import bp, load, load_section, seen_other

LONGEST_NOTE = 2000


@bp.post("/consolidations/<consolidation_id>/sections/<key>/notes")
@requires(Permission.CONSOLIDATION_WORK, load)
def add_note(row: Consolidation, key: str) -> ResponseReturnValue:
    """Write an internal note on a section, or on the contribution that the form names."""
    part = load_section(row, key)
    named = request.form.get("contribution", "")
    body = clean_line(request.form.get("body", ""))[:LONGEST_NOTE]
    try:
        services.add_note(row, _contribution(row, named) if named else part, body, facilitator=me(), at=now())
    except InvalidInput as refusal:
        flash(str(refusal.message), "error")
    return seen_other("section", f"notes-{named or key}", consolidation_id=row.public_id, key=key)


@bp.post("/consolidations/<consolidation_id>/sections/<key>/notes/<note_id>/remove")
@requires(Permission.CONSOLIDATION_WORK, load)
def remove_note(row: Consolidation, key: str, note_id: str) -> ResponseReturnValue:
    """Take an internal note away."""
    note = db.session.scalar(
        sa.select(InternalNote).where(
            InternalNote.public_id == note_id, InternalNote.consolidation_id == row.id
        )
    )
    if note is None:
        raise NotFound
    services.remove_note(row, note, now())
    return seen_other("section", None, consolidation_id=row.public_id, key=key)


@bp.get("/consolidations/<consolidation_id>/reasons")
@requires(Permission.READY_REASONS_EDIT, load)
def reasons(row: Consolidation) -> ResponseReturnValue:
    """Show the reasons that are given often."""
    return _page(row, {}, "")


@bp.post("/consolidations/<consolidation_id>/reasons")
@requires(Permission.READY_REASONS_EDIT, load)
def add_reason(row: Consolidation) -> ResponseReturnValue:
    """Keep another reason."""
    typed = {code: clean_line(request.form.get(f"text-{code}", ""))[:LONGEST_REASON] for code in _codes(row)}
    try:
        services.add_reason(row.narrative, typed, actor=me(), at=now())
    except InvalidInput as refusal:
        return _page(row, typed, str(refusal.message), 422)
    flash(_("Kept. It is offered where a reason is asked."), "success")
    return seen_other("reasons", consolidation_id=row.public_id)


@bp.post("/consolidations/<consolidation_id>/reasons/<reason_id>/retire")
@requires(Permission.READY_REASONS_EDIT, load)
def retire_reason(row: Consolidation, reason_id: str) -> ResponseReturnValue:
    """Offer a reason no longer."""
    found = db.session.scalar(
        sa.select(ReadyReason).where(
            ReadyReason.public_id == reason_id, ReadyReason.narrative_id == row.narrative_id
        )
    )
    if found is None:
        raise NotFound
    services.retire_reason(found, now())
    return seen_other("reasons", consolidation_id=row.public_id)


def offered_reasons(row: Consolidation, rows: Sequence[Contribution]) -> dict[str, list[tuple[str, str]]]:
    """Return for each language of contributions, and the text's own, what is offered: words to fill in, and those
    that the facilitator reads."""
    kept = reasons_of(row.narrative_id)
    if not kept:
        return {}
    wanted = {row.narrative.working_language, *(one.language for one in rows)}
    mine = current_language()
    return {code: [(one.text(code), one.text(mine)) for one in kept] for code in sorted(wanted)}


def _contribution(row: Consolidation, public_id: str) -> Contribution:
    found = db.session.scalar(
        sa.select(Contribution).where(Contribution.public_id == public_id, reach_of(row))
    )
    if found is None:
        raise NotFound
    return found


def _codes(row: Consolidation) -> list[str]:
    """Return the languages in which a reason may be kept: the text's, then those of the network."""
    network = current_network()
    found = [row.narrative.working_language, *(network.languages if network else ())]
    return list(dict.fromkeys(found))


def _page(row: Consolidation, typed: dict[str, str], problem: str, status: int = 200) -> ResponseReturnValue:
    codes = [(code, language_name(code)) for code in _codes(row)]
    values: dict[str, Any] = {"typed": typed, "problem": problem, "codes": codes}
    kept = reasons_of(row.narrative_id)
    return render_page("consolidation/reasons.html", status=status, consolidation=row, reasons=kept, **values)
