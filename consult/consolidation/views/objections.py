"""Answering reasoned objections to a section."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.contributions.models import Stance
from consult.core.clock import now
from consult.core.errors import InvalidInput, StaleBase
from consult.core.loading import by_public_id
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.pages import wants_fragment

from .. import services
from ..forms import ObjectionForm
from ..models import Consolidation
from .base import bp, load, load_section, objection_prefix, seen_other
from .page import Parts, section_page


@bp.post("/consolidations/<consolidation_id>/sections/<key>/objections/<stance_id>")
@requires(Permission.CONSOLIDATION_WORK, load)
def answer_objection(row: Consolidation, key: str, stance_id: str) -> ResponseReturnValue:
    """Answer an objection to a section, or take the answer back."""
    part = load_section(row, key)
    stance = _load_stance(part.id, stance_id)
    form = ObjectionForm(prefix=objection_prefix(stance))
    typed, parts = {stance_id: form}, Parts((stance_id,))
    if not form.validate():
        return section_page(row, part, parts=parts, typed=typed, status=422)
    text = "" if "undo" in request.form else form.text.data or ""
    seen = request.form.get("seen", default=-1, type=int)
    try:
        if not text and "undo" not in request.form:
            raise InvalidInput(_("Write what you say to it: the author will read it."), field="text")
        services.answer_objection(row, stance, text, facilitator=me(), seen=seen, at=now())
    except InvalidInput as refusal:
        return section_page(row, part, parts=parts, typed=typed, refusal=(stance_id, refusal), status=422)
    except StaleBase as refusal:
        return section_page(
            row, part, parts=parts, typed=typed, stale_answer=str(refusal.message), status=409
        )
    if wants_fragment():
        return section_page(row, part, parts=parts, saved=_("Saved."), focus=stance_id)
    return seen_other("section", f"o-{stance_id}", consolidation_id=row.public_id, key=key)


def _load_stance(section_id: int, public_id: str) -> Stance:
    return by_public_id(Stance, public_id, Stance.section_id == section_id)
