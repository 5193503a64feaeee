"""Answering contributions, and the page of those that stand in no section."""

from typing import Any

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.contributions.models import Contribution
from consult.core.clock import now
from consult.core.errors import InvalidInput, StaleBase
from consult.core.loading import by_public_id
from consult.narratives.models import Section
from consult.narratives.services import places_of
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.pages import render_page, wants_fragment

from .. import services
from ..forms import AnswerForm
from ..models import Consolidation
from ..overview import LooseWork, is_loose
from ..services.answers import newest_answer
from ..structure import STRUCTURAL
from .base import bp, load, load_section, material_for, may_work, seen_other, words
from .cards import Cards, answer_prefix
from .listing import LONGEST_LIST, Listing, listing_of
from .page import Parts, asked, section_page
from .reasons import offered_reasons
from .structure import structure_page


@bp.get("/consolidations/<consolidation_id>/answers")
@requires(Permission.CONSOLIDATION_READ, load)
def loose(row: Consolidation) -> ResponseReturnValue:
    """Show the contributions that stand in no section: answers to guiding questions, mostly."""
    return loose_page(row)


@bp.post("/consolidations/<consolidation_id>/contributions/<contribution_id>")
@requires(Permission.CONSOLIDATION_WORK, load)
def answer(row: Consolidation, contribution_id: str) -> ResponseReturnValue:
    """Answer a contribution, or take the answer back."""
    contribution = _load_contribution(row, contribution_id)
    places = places_of(row.ground.id)
    form = AnswerForm(
        [(place.section.key, place.text.heading) for place in places], prefix=answer_prefix(contribution)
    )
    given = _given(row, contribution)
    if "undo" in request.form:
        services.take_back_answer(row, contribution, facilitator=me(), at=now())
        return _done(row, contribution, given)
    shaped = load_section(row, form.shaped.data) if form.shaped.data else None
    typed: dict[str, Any] = {contribution.public_id: form}
    try:
        _answer(row, contribution, form, shaped)
    except StaleBase as refusal:
        return _page(row, contribution, typed=typed, stale_answer=str(refusal.message), status=409)
    except InvalidInput as refusal:
        return _page(row, contribution, typed=typed, refusal=(contribution.public_id, refusal), status=422)
    return _done(row, contribution, given)


def _given(row: Consolidation, contribution: Contribution) -> str | None:
    """Return the answer that this desk gave, or None: with htmx it is asked what that changes on the page."""
    newest = newest_answer(row, contribution) if wants_fragment() else None
    return newest.disposition if newest else None


def _answer(row: Consolidation, contribution: Contribution, form: AnswerForm, shaped: Section | None) -> None:
    for field in (form.reason, form.passage):
        field.validate(form)
        if field.errors:
            raise InvalidInput(field.errors[0], field="")
    services.answer(
        row,
        contribution,
        form.disposition.data or "",
        form.reason.data or "",
        facilitator=me(),
        at=now(),
        seen=request.form.get("seen", default=-1, type=int),
        shaped=shaped,
        passage=form.passage.data or "",
    )


def _done(row: Consolidation, contribution: Contribution, before: str | None) -> ResponseReturnValue:
    """Answer that it is saved; `before`: the answer that was given until then."""
    if wants_fragment():
        moves = contribution.kind == "amendment" and "carried-forward" in (before, _given(row, contribution))
        parts = Parts((contribution.public_id,), places=moves, has_next=before is None)
        return _page(row, contribution, saved=_("Saved."), focus=contribution.public_id, parts=parts)
    endpoint, values = _home(row, contribution)
    anchor = f"c-{contribution.public_id}"
    if endpoint != "structure":
        values["at"] = contribution.public_id
    return seen_other(endpoint, anchor, consolidation_id=row.public_id, **values)


def _home(row: Consolidation, contribution: Contribution) -> tuple[str, dict[str, str]]:
    """Return the page of the desk on which a contribution is answered."""
    if contribution.operation in STRUCTURAL:
        return "structure", {}
    if contribution.section and any(
        place.section_id == contribution.section_id for place in row.ground.places
    ):
        return "section", {"key": contribution.section.key}
    return "loose", {}


def _page(
    row: Consolidation, contribution: Contribution, *, parts: Parts | None = None, **values: Any
) -> ResponseReturnValue:
    """Return the page on which a contribution is answered, to htmx the parts of it that changed."""
    endpoint, _values = _home(row, contribution)
    parts = parts or Parts((contribution.public_id,))
    if endpoint == "section" and contribution.section:
        return section_page(row, contribution.section, parts=parts, **values)
    return (
        structure_page(row, **values) if endpoint == "structure" else loose_page(row, parts=parts, **values)
    )


def loose_page(
    row: Consolidation,
    *,
    typed: dict[str, Any] | None = None,
    refusal: tuple[str, InvalidInput] | None = None,
    stale_answer: str = "",
    saved: str = "",
    focus: str = "",
    parts: Parts | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """Return the page of what stands in no section; of `parts` alone htmx is sent what they are."""
    desk = LooseWork(material_for(row, is_full=True, only=is_loose(row)))
    names = {*(typed or {}), focus, request.args.get("at", "")}
    listing = listing_of(desk.loose, desk.loose_unanswered, names, asked("answers"))
    cards = Cards(row, desk.material, typed or {}, refusal, focus)
    cards.listed = listing.rows
    context = {
        "consolidation": row,
        "desk": desk,
        "cards": cards,
        "listing": listing,
        "can_work": may_work(row),
        "stale_answer": stale_answer,
        "saved": saved,
        **words(),
    }
    if parts and wants_fragment():
        return _renewed(listing, desk, parts, status, context)
    reasons = offered_reasons(row, cards.listed) if may_work(row) else {}
    return render_page(
        "consolidation/loose.html", block="desk_section", status=status, reasons=reasons, **context
    )


def _renewed(
    listing: Listing, desk: LooseWork, parts: Parts, status: int, context: dict[str, Any]
) -> ResponseReturnValue:
    """Return to htmx the parts of the page that an answer changed, each to be put in its place."""
    is_longer = parts.has_next and not listing.page and len(desk.loose_unanswered) >= LONGEST_LIST
    newcomer = desk.loose_unanswered[LONGEST_LIST - 1] if is_longer else None
    page = render_template("consolidation/_loose_parts.html", parts=parts, newcomer=newcomer, **context)
    answer = make_response(page, status)
    answer.headers["HX-Reswap"] = "none"
    return answer


def _load_contribution(row: Consolidation, public_id: str) -> Contribution:
    return by_public_id(Contribution, public_id, Contribution.narrative_id == row.narrative_id)
