"""One's own contribution: may reports quote it?"""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug import Response

from consult.contributions.display import shown_one
from consult.contributions.models import Contribution
from consult.core.clock import now
from consult.reading.contribution_pages import contribution_by_id
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.links import url_for
from consult.web.pages import render_page

from . import services
from .blueprint import bp


@bp.get("/contributions/<contribution_id>/quoting")
@requires(Permission.CONTRIBUTION_WITHDRAW, contribution_by_id)
def quoting(contribution: Contribution) -> ResponseReturnValue:
    """Say what quoting means and ask for consent, or offer to take it back."""
    return render_page(
        "summaries/quoting.html",
        shown=shown_one(contribution),
        consultation=contribution.consultation,
        is_quotable=services.is_quotable(contribution),
        can_be_quoted=services.can_be_quoted(contribution),
    )


@bp.post("/contributions/<contribution_id>/quoting")
@requires(Permission.CONTRIBUTION_WITHDRAW, contribution_by_id)
def set_quoting(contribution: Contribution) -> Response:
    """Keep what the author chose."""
    if request.form.get("quoting") == "yes":
        services.allow_quoting(contribution, me(), now())
        flash(_("These words may be quoted in reports from now on."), "success")
    else:
        services.refuse_quoting(contribution, me(), now())
        flash(_("New reports do not quote these words."), "success")
    return redirect(url_for("reading.contribution", contribution_id=contribution.public_id), 303)
