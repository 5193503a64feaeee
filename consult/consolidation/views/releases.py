"""Proposed answers that authors see before publication: releasing them, and what the author says."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.contributions.models import Contribution
from consult.core.clock import now
from consult.core.errors import ConsultError, InvalidInput
from consult.core.loading import by_public_id
from consult.rules.permissions import Permission
from consult.web.access import me, requires

from ..models import Consolidation
from ..review_forms import ReplyForm
from ..services.releases import release_answers, released_for, reply_to_answer
from .base import bp, load, seen_other
from .publish import my_contributions_address


@bp.post("/consolidations/<consolidation_id>/release")
@requires(Permission.CONSOLIDATION_WORK, load)
def release(row: Consolidation) -> ResponseReturnValue:
    """Show the answers that are prepared to their authors."""
    rows = release_answers(row, me(), now(), my_contributions_address)
    said = ngettext(
        "%(num)d proposed answer is shown to its author.",
        "%(num)d proposed answers are shown to their authors.",
        len(rows),
    )
    flash(said, "success")
    return seen_other("review", consolidation_id=row.public_id)


def load_contribution(contribution_id: str) -> Contribution:
    """Return the contribution with this public id."""
    return by_public_id(Contribution, contribution_id)


@bp.post("/contributions/<contribution_id>/proposed-answer")
@requires(Permission.ANSWER_REPLY, load_contribution)
def reply_to_proposal(contribution: Contribution) -> ResponseReturnValue:
    """Take what the author says to the answer that is proposed; send them back to their contributions."""
    released = released_for([contribution.id]).get(contribution.id)
    if released is None or str(released.id) != request.form.get("seen"):
        flash(_("The facilitators have changed this answer meanwhile. Look at it again."), "warning")
        return _back(contribution)
    form = ReplyForm(prefix=f"r-{contribution.public_id}-")
    try:
        if not form.words.validate(form):
            raise InvalidInput(form.words.errors[0], field="words")
        reply_to_answer(released, me(), request.form.get("reply", ""), form.words.data or "", now())
    except ConsultError as refusal:
        flash(str(refusal.message), "error")
        return _back(contribution)
    flash(_("The facilitators have what you said."), "success")
    return _back(contribution)


def _back(contribution: Contribution) -> ResponseReturnValue:
    return redirect(url_for("reading.my_contributions", _anchor=f"answer-{contribution.public_id}"), 303)
