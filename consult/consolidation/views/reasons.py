"""Reasons that are given often: the page on which they are kept, and what is offered where a reason is asked."""

from collections.abc import Sequence
from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.contributions.models import Contribution
from consult.core.clock import now
from consult.core.errors import InvalidInput
from consult.core.loading import by_public_id
from consult.people.chrome import current_network
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.forms import clean_line, too_long
from consult.web.locale import current_language, language_name
from consult.web.pages import render_page

from .. import services
from ..desk_models import ReadyReason
from ..forms import LONGEST_REASON
from ..models import Consolidation
from ..services.notes import reasons_of
from .base import bp, load, seen_other


@bp.get("/consolidations/<consolidation_id>/reasons")
@requires(Permission.READY_REASONS_EDIT, load)
def reasons(row: Consolidation) -> ResponseReturnValue:
    """Show the reasons that are given often."""
    return _page(row, {})


@bp.post("/consolidations/<consolidation_id>/reasons")
@requires(Permission.READY_REASONS_EDIT, load)
def add_reason(row: Consolidation) -> ResponseReturnValue:
    """Keep another reason."""
    typed = {code: clean_line(request.form.get(f"text-{code}", "")) for code in _codes(row)}
    problems = {code: said for code, text in typed.items() if (said := too_long(text, LONGEST_REASON))}
    if problems:
        return _page(row, typed, problems=problems, status=422)
    try:
        services.add_reason(row.narrative, typed, actor=me(), at=now())
    except InvalidInput as refusal:
        return _page(row, typed, str(refusal.message), status=422)
    flash(_("Kept. It is offered where a reason is asked."), "success")
    return seen_other("reasons", consolidation_id=row.public_id)


@bp.post("/consolidations/<consolidation_id>/reasons/<reason_id>/retire")
@requires(Permission.READY_REASONS_EDIT, load)
def retire_reason(row: Consolidation, reason_id: str) -> ResponseReturnValue:
    """Offer a reason no longer."""
    found = by_public_id(ReadyReason, reason_id, ReadyReason.narrative_id == row.narrative_id)
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


def _codes(row: Consolidation) -> list[str]:
    """Return the languages in which a reason may be kept: the text's, then those of the network."""
    network = current_network()
    found = [row.narrative.working_language, *(network.languages if network else ())]
    return list(dict.fromkeys(found))


def _page(
    row: Consolidation,
    typed: dict[str, str],
    problem: str = "",
    *,
    problems: dict[str, str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """Show the kept reasons; `problem` is one of the whole form, `problems` are those of its fields, by language."""
    codes = [(code, language_name(code)) for code in _codes(row)]
    values: dict[str, Any] = {"typed": typed, "problem": problem, "problems": problems or {}, "codes": codes}
    kept = reasons_of(row.narrative_id)
    return render_page("consolidation/reasons.html", status=status, consolidation=row, reasons=kept, **values)
