"""Facilitators look at where people come from, although a consultation's protection is high."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.logs import log_audit
from consult.rules.permissions import Permission
from consult.web.access import me, requires

from ..models import Consolidation
from .base import bp, load, seen_other
from .sight import is_veiled, look


@bp.post("/consolidations/<consolidation_id>/origins")
@requires(Permission.CONSOLIDATION_WORK, load)
def show_origins(row: Consolidation) -> ResponseReturnValue:
    """Show a facilitator where everybody comes from, and write down that they looked."""
    if is_veiled(row):
        log_audit("origins-looked-at", actor_id=me().id, subject="consolidations", subject_id=row.id)
        look(row)
        flash(_("You see where everybody comes from, until you sign out. It stands in the log."), "info")
    return seen_other("desk", consolidation_id=row.public_id)
