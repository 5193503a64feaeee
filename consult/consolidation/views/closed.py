"""What is sent to a desk that was closed meanwhile: refused in words, with what was typed, to be copied."""

from flask import request
from flask.typing import ResponseReturnValue

from consult.core.database import db
from consult.core.errors import StaleBase, WrongState
from consult.web.errors import error_page
from consult.web.pages import render_page

from ..models import Consolidation
from .base import bp

TYPED = frozenset(["words", "reason", "passage", "text", "heading", "body", "change_note"])
"""Fields into which people write; before some names stands what their form is about."""


@bp.errorhandler(WrongState)
def refused(error: WrongState) -> ResponseReturnValue:
    """Answer what a closed desk refuses with its own page; all else is answered as everywhere."""
    row = error.details.get("consolidation")
    if isinstance(error, StaleBase) or not isinstance(row, Consolidation):
        return error_page(error.status, error.message)
    db.session.rollback()
    return render_page(
        "consolidation/closed.html",
        block="desk_section",
        status=error.status,
        consolidation=row,
        message=error.message,
        typed=[
            words
            for name, words in request.form.items()
            if name.rsplit("-", 1)[-1] in TYPED and words.strip()
        ],
    )
