"""Before publication: what authors and the working group say to it, the link to the draft, who must approve it."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import current_app, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.clock import now
from consult.core.database import db
from consult.people.models import Person, RoleGrant
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.letters import outer_url
from consult.web.links import url_for
from consult.web.pages import render_page

from ..draft import digest_of
from ..material import load_material
from ..models import Consolidation
from ..overview import desk_work
from ..review_forms import ReviewerForm
from ..services import review as verbs
from ..services.releases import replies_of, unreleased
from .base import bp, load, seen_other, words


@bp.get("/consolidations/<consolidation_id>/review")
@requires(Permission.CONSOLIDATION_WORK, load)
def review(row: Consolidation) -> ResponseReturnValue:
    """Show what others say before publication: authors, the working group, reviewers."""
    link = verbs.draft_link(row) if row.is_open else None
    address = url_for("consolidation.draft_by_link", token=link.key) if link else ""
    reviewers = verbs.reviewers_of(row)
    digest = digest_of(desk_work(load_material(row))) if reviewers and row.is_open else ""
    return render_page(
        "consolidation/review.html",
        consolidation=row,
        waiting=len(unreleased(row)),
        replies=replies_of(row),
        link_address=current_app.config["BASE_URL"] + address if link else "",
        comments=verbs.comments_on(row),
        reviewers=[(one, one.approved_draft == digest) for one in reviewers],
        form=ReviewerForm(_choosable(row), formdata=None),
        **words(),
    )


def _choosable(row: Consolidation) -> list[tuple[str, Any]]:
    """Return who can be asked: those with a role over the narrative, but for the reader."""
    asked = {one.person_id for one in verbs.reviewers_of(row)}
    return [(one.public_id, one.display_name) for one in _staff(row) if one.id not in {*asked, me().id}]


def _staff(row: Consolidation) -> list[Person]:
    ids = [consultation.id for consultation in row.consultations]
    holders = sa.select(RoleGrant.person_id).where(
        RoleGrant.role != "participant",
        sa.or_(RoleGrant.ended_at.is_(None), RoleGrant.ended_at > now()),
        sa.or_(
            RoleGrant.scope == "network",
            sa.and_(RoleGrant.scope == "narrative", RoleGrant.scope_id == row.narrative_id),
            sa.and_(RoleGrant.scope == "consultation", RoleGrant.scope_id.in_(ids)),
        ),
    )
    query = sa.select(Person).where(Person.id.in_(holders), Person.account_id.is_not(None))
    return list(db.session.scalars(query.order_by(Person.display_name)))


@bp.post("/consolidations/<consolidation_id>/draft-link")
@requires(Permission.CONSOLIDATION_WORK, load)
def draft_link(row: Consolidation) -> ResponseReturnValue:
    """Make a new link to the draft, or end the one there is."""
    if "end" in request.form:
        verbs.end_draft_link(row, now())
        flash(_("The link opens nothing any more."), "success")
    else:
        verbs.make_draft_link(row, me(), now())
        flash(_("The link is made. It ends when the version is published."), "success")
    return seen_other("review", consolidation_id=row.public_id)


@bp.post("/consolidations/<consolidation_id>/reviewers")
@requires(Permission.CONSOLIDATION_WORK, load)
def reviewers(row: Consolidation) -> ResponseReturnValue:
    """Name a reviewer, or ask one no longer."""
    chosen = request.form.get("release") or request.form.get("person", "")
    # Who is asked can always be let go, also when their role has ended: nobody else could take them off.
    people = [one.person for one in verbs.reviewers_of(row)] if "release" in request.form else _staff(row)
    person = next((one for one in people if one.public_id == chosen), None)
    if person is None:
        flash(_("Choose a person."), "error")
    elif "release" in request.form:
        verbs.release_reviewer(row, person, me(), now())
    else:
        verbs.name_reviewer(row, person, me(), now(), _draft_address(row))
    return seen_other("review", consolidation_id=row.public_id)


def _draft_address(row: Consolidation) -> Callable[[str], str]:
    return lambda language: outer_url("consolidation.draft", language, consolidation_id=row.public_id)


def review_address(row: Consolidation) -> Callable[[str], str]:
    return lambda language: outer_url("consolidation.review", language, consolidation_id=row.public_id)
