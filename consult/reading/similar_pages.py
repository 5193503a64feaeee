"""What says nearly the same as a contribution: told to its author after sending, and asked for by htmx."""

import re

from flask import request
from flask.typing import ResponseReturnValue

from consult.contributions.models import Contribution
from consult.contributions.similar_shown import Told, told_of
from consult.core.errors import NotFound
from consult.rules.permissions import Permission
from consult.web.access import identity, requires
from consult.web.pages import render_page, wants_fragment

from .blueprint import bp
from .contribution_pages import contribution_by_id

TO_AUTHOR = 3
_PUBLIC_ID = re.compile(r"[0-9a-z]{12}")


@bp.get("/contributions/<contribution_id>/similar")
@requires(Permission.CONTRIBUTION_READ, contribution_by_id)
def similar(contribution: Contribution) -> ResponseReturnValue:
    """Show what says nearly the same as a contribution; htmx asks for the list alone."""
    answer = render_page(
        "reading/similar.html",
        block="similar_list",
        contribution=contribution,
        consultation=contribution.consultation,
        similar=told_of(contribution, TO_AUTHOR),
    )
    if (
        wants_fragment()
    ):  # so that the script says nothing of it: that the comment was sent stays what is read out
        answer.headers["HX-Reswap"] = "innerHTML"
    return answer


def told_after_sending() -> Told | None:
    """Return what is like the contribution that the reader has just sent (`sent` in the address), if anything is."""
    public_id = request.args.get("sent", "")
    reader = identity().actor.person_id
    if reader is None or not _PUBLIC_ID.fullmatch(public_id):
        return None
    try:
        row = contribution_by_id(public_id)
    except NotFound:
        return None
    return told_of(row, TO_AUTHOR) if row.person_id == reader else None
