"""The draft before publication, as the working group reads it: by sign-in or by link, with what its members say."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.clock import now
from consult.core.errors import InvalidInput, NotFound, WrongState
from consult.narratives.models import Section
from consult.rules.permissions import Permission
from consult.web.access import PUBLIC, may, me, requires
from consult.web.links import url_for
from consult.web.pages import render_page, wants_fragment

from .. import services
from ..draft import digest_of, draft_sections
from ..material import load_material
from ..models import Consolidation
from ..overview import desk_work
from ..places import GroupWork
from ..review_forms import DecisionCommentForm, DraftCommentForm
from ..review_models import DecisionComment
from ..services import review as verbs
from .base import bp, load, load_section, seen_other, words
from .review import review_address


@bp.get("/consolidations/<consolidation_id>/draft")
@requires(Permission.DRAFT_READ, load)
def draft(row: Consolidation) -> ResponseReturnValue:
    """Show the draft to the working group and its reviewers, with what its members say."""
    return _draft_page(row)


@bp.get("/drafts/<token>")
@PUBLIC
def draft_by_link(token: str) -> ResponseReturnValue:
    """Show the draft to whoever holds the link, to read only."""
    return _draft_page(verbs.consolidation_by_key(token), by_link=True)


@bp.post("/consolidations/<consolidation_id>/draft/comments")
@requires(Permission.DRAFT_COMMENT, load)
def comment_on_draft(row: Consolidation) -> ResponseReturnValue:
    """Take a comment on the decisions."""
    form = _comment_form(row)
    try:
        if not form.validate():
            return _draft_page(row, form=form, status=422)
        section = load_section(row, form.section.data) if form.section.data else None
        verbs.comment_on_draft(row, section, form.body.data or "", me(), now())
    except InvalidInput as refusal:
        form.body.errors = [str(refusal.message)]
        return _draft_page(row, form=form, status=422)
    flash(_("Your comment is there. The facilitators read it."), "success")
    return seen_other("draft", "comments", consolidation_id=row.public_id)


@bp.get("/consolidations/<consolidation_id>/sections/<key>/decisions/<group>/comments")
@requires(Permission.DRAFT_COMMENT, load)
def decision_comments(row: Consolidation, key: str, group: str) -> ResponseReturnValue:
    """Show what is said to one decision, with the form to say more: a part of the draft."""
    part = load_section(row, key)
    if not wants_fragment() or not row.is_open:
        return seen_other("draft", f"d-{group[:12]}", consolidation_id=row.public_id, say=group)
    return _decision_part(row, part, group, _decision_form(group, formdata=None))


@bp.post("/consolidations/<consolidation_id>/sections/<key>/decisions/<group>/comments")
@requires(Permission.DRAFT_COMMENT, load)
def comment_on_decision(row: Consolidation, key: str, group: str) -> ResponseReturnValue:
    """Take a comment on one decision."""
    part, form = load_section(row, key), _decision_form(group)
    services.check_open(row)
    try:
        if not form.validate():
            raise InvalidInput(form.body.errors[0], field="body")
        verbs.comment_on_decision(services.load_work(row, part), group, form.body.data or "", me(), now())
    except InvalidInput as refusal:
        form.body.errors = [str(refusal.message)]
        if wants_fragment():
            return _decision_part(row, part, group, form, status=422)
        comments, said = verbs.comments_on(row), (group, form)
        return _render(row, comments, None, can_comment=True, by_link=False, status=422, said=said)
    if wants_fragment():
        return _decision_part(row, part, group, None)
    flash(_("Your comment is there. The facilitators read it."), "success")
    return seen_other("draft", f"d-{group[:12]}", consolidation_id=row.public_id)


def _decision_part(
    row: Consolidation, part: Section, group: str, form: DecisionCommentForm | None, status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "consolidation/_said_part.html",
        consolidation=row,
        section_key=part.key,
        group=group,
        said=_by_decision(verbs.comments_on(row)).get(group, []),
        form=form,
        **words(),
    )
    return make_response(page, status)


@bp.post("/consolidations/<consolidation_id>/draft/approval")
@requires(Permission.DRAFT_APPROVE, load)
def approve_draft(row: Consolidation) -> ResponseReturnValue:
    """Take a reviewer's approval of the draft that they looked at, or take it back."""
    if "withdraw" in request.form:
        verbs.withdraw_approval(row, me(), review_address(row))
        flash(_("Your approval is withdrawn. Whoever asked for it is told."), "success")
        return seen_other("draft", consolidation_id=row.public_id)
    try:
        verbs.approve_draft(desk_work(load_material(row)), me(), request.form.get("seen", ""), now())
    except WrongState as refusal:
        flash(str(refusal.message), "warning")
        return seen_other("draft", consolidation_id=row.public_id)
    flash(_("You have approved this draft."), "success")
    return seen_other("draft", consolidation_id=row.public_id)


def _comment_form(row: Consolidation, **values: Any) -> DraftCommentForm:
    places = row.ground.places
    return DraftCommentForm([(place.section.key, place.text.heading) for place in places], **values)


def _draft_page(
    row: Consolidation, *, by_link: bool = False, form: DraftCommentForm | None = None, status: int = 200
) -> ResponseReturnValue:
    if not row.is_open:
        if by_link:
            raise NotFound
        if not may(Permission.CONSOLIDATION_READ, row):  # a reviewer reads what became of it
            return redirect(url_for("reading.narrative", slug=row.narrative.slug))
        return seen_other("desk", consolidation_id=row.public_id)
    can_comment = not by_link and may(Permission.DRAFT_COMMENT, row)
    comments = verbs.comments_on(row) if can_comment else []
    return _render(row, comments, form, can_comment=can_comment, by_link=by_link, status=status)


def _render(
    row: Consolidation,
    comments: Sequence[DecisionComment],
    form: DraftCommentForm | None,
    *,
    can_comment: bool,
    by_link: bool,
    status: int,
    said: tuple[str, DecisionCommentForm] | None = None,
) -> ResponseReturnValue:
    """Return the page; `said`: the decision to which somebody is about to say something, with the form."""
    desk, known = desk_work(load_material(row)), words()
    sections = draft_sections(desk, known["marks"])
    keys = {one.key for section in sections for one in section.decisions}
    asked = [] if by_link else [one for one in verbs.reviewers_of(row) if one.person_id == me().id]
    return render_page(
        "consolidation/draft.html",
        status=status,
        consolidation=row,
        sections=sections,
        digest=digest_of(desk),
        by_link=by_link,
        mine=asked[0] if asked else None,
        comments=[one for one in comments if one.group_key not in keys],
        said=_by_decision(comments),
        said_form=(said or _asked_form() if can_comment else None),
        form=(form or _comment_form(row, formdata=None)) if can_comment else None,
        **known,
    )


def _by_decision(comments: Sequence[DecisionComment]) -> dict[str, list[DecisionComment]]:
    found: dict[str, list[DecisionComment]] = {}
    for one in comments:
        if one.group_key:
            found.setdefault(one.group_key, []).append(one)
    return found


def _asked_form() -> tuple[str, DecisionCommentForm]:
    """Return the decision for which the address asks a form, and the form."""
    group = request.args.get("say", "")
    return group, _decision_form(group, formdata=None)


def _decision_form(group: str, **values: Any) -> DecisionCommentForm:
    """Return the form of one decision, with names of its own on a page of many."""
    return DecisionCommentForm(prefix=f"d-{group[:12]}-", **values)


def said_of(row: Consolidation, part: Section) -> Callable[[GroupWork], list[DecisionComment]]:
    """Return what tells the comments of the working group on a change of a section."""
    found = _by_decision([one for one in verbs.comments_on(row) if one.section_id == part.id])
    return lambda group: found.get(group.key, [])
