"""Before publication: what authors and the working group say to it, the link to the draft, who must approve it."""

from collections.abc import Callable

from flask import current_app, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from consult.core.clock import now
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.letters import outer_url
from consult.web.links import url_for
from consult.web.pages import render_page

from ..asked_to_review import Askable, askable
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
        form=ReviewerForm(_choices(_askable(row)), formdata=None),
        **words(),
    )


def _askable(row: Consolidation) -> Askable:
    """Return who can be asked: neither the reader nor who is asked already."""
    return askable(row, now(), without={me().id, *(one.person_id for one in verbs.reviewers_of(row))})


def _choices(found: Askable) -> list[SelectChoice]:
    """Return the same as a form offers it, reviewers first."""
    reviewers, groups, others = _("Reviewers"), _("Everybody of a working group"), _("Others who work on it")
    return [
        *(SelectChoice(one.public_id, one.display_name, optgroup=reviewers) for one in found.reviewers),
        *(SelectChoice(f"group:{one.public_id}", one.name, optgroup=groups) for one, _people in found.groups),
        *(SelectChoice(one.public_id, one.display_name, optgroup=others) for one in found.others),
    ]


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
    """Name reviewers, or ask one no longer."""
    if "release" in request.form:
        # Who is asked can always be let go, also when their role has ended: nobody else could take them off.
        asked = [one.person for one in verbs.reviewers_of(row)]
        people = [one for one in asked if one.public_id == request.form["release"]]
    else:
        people = _askable(row).people_of(request.form.get("person", ""))
    if not people:
        flash(_("Choose a person."), "error")
    for person in people:
        if "release" in request.form:
            verbs.release_reviewer(row, person, me(), now())
        else:
            verbs.name_reviewer(row, person, me(), now(), _draft_address(row))
    return seen_other("review", consolidation_id=row.public_id)


def _draft_address(row: Consolidation) -> Callable[[str], str]:
    return lambda language: outer_url("consolidation.draft", language, consolidation_id=row.public_id)


def review_address(row: Consolidation) -> Callable[[str], str]:
    return lambda language: outer_url("consolidation.review", language, consolidation_id=row.public_id)
