"""The draft in other languages: what goes out with the publication, and giving the draft to translators."""

from collections.abc import Sequence
from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.clock import now
from consult.rules.permissions import Permission
from consult.translations.draft_places import draft_of_desk
from consult.translations.drafts import is_as_given, what_goes_out
from consult.web.access import me, requires

from ..compose import DraftPlace
from ..models import Consolidation
from ..services.translators import give_to_translators, take_from_translators
from .base import bp, load, seen_other


@bp.post("/consolidations/<consolidation_id>/translators")
@requires(Permission.CONSOLIDATION_WORK, load)
def translators(row: Consolidation) -> ResponseReturnValue:
    """Give the draft as it is now to the translators, or take it back from them."""
    if "end" in request.form:
        take_from_translators(row, me(), now())
        flash(_("The translators do not see the draft any more. What they wrote is kept."), "success")
    else:
        give_to_translators(row, me(), now())
        flash(_("The translators have the draft."), "success")
    return seen_other("publish", "languages", consolidation_id=row.public_id)


def languages_of(row: Consolidation, draft: Sequence[DraftPlace]) -> dict[str, Any]:
    """Return what the page of publication tells of other languages."""
    places = [place.place for place in draft]
    given = draft_of_desk(row.id)
    given = given if given and given.is_open else None
    return {
        "goes_out": what_goes_out(row.narrative, places) if row.narrative.target_languages else [],
        "given": given,
        "is_given_anew": bool(given and not is_as_given(given, places)),
    }
