"""Other words for a section: the form, its preview, a draft, sending it."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from consult.consultations.at_hand import AnyConsultation, ReadConsultation
from consult.core.clock import now
from consult.core.errors import InvalidInput
from consult.narratives.kept_texts import KeptPlace
from consult.rules.permissions import Permission, is_allowed
from consult.web.access import actor, reader, requires

from .. import services
from ..choosing import chosen_sending, offer_sending, voice_value
from ..forms import AmendmentForm, add_problem
from ..marks import marked_between, section_html
from ..models import Contribution
from ..queries import drafts_of
from .common import bp, card_url, consultation, consultation_page, place_in, say_sent, section_url
from .common import contribution as load_contribution

AMENDMENT_PAGE = "contributions/new_amendment.html"


@bp.get("/consultations/<consultation_id>/sections/<key>/amendments/new")
@requires(Permission.CONTRIBUTION_SUBMIT, consultation)
def new_amendment(consultation: ReadConsultation, key: str) -> ResponseReturnValue:
    """Show the section's text in a form in which it can be changed."""
    place = place_in(consultation, key)
    return amendment_page(consultation, place, amendment_form(place))


@bp.post("/consultations/<consultation_id>/sections/<key>/amendments/new")
@requires(Permission.CONTRIBUTION_SUBMIT, consultation)
def submit_amendment(consultation: ReadConsultation, key: str) -> ResponseReturnValue:
    """Send a proposed change, or keep it as a draft."""
    place, at = place_in(consultation, key), now()
    form = amendment_form(place)
    if not form.validate():
        return amendment_page(consultation, place, form, status=422)
    is_draft = "draft" in request.form
    verb = services.save_draft_amendment if is_draft else services.submit_amendment
    try:
        row = verb(
            consultation,
            place.section,
            reader(),
            at,
            heading=form.heading.data or "",
            body=form.body.data or "",
            rationale=form.rationale.data or "",
            sending=chosen_sending(form, reader(), at, place.text.language),
        )
    except InvalidInput as error:
        add_problem(form, error)
        return amendment_page(consultation, place, form, status=422)
    if is_draft:
        flash(_("Your draft is kept. Only you can see it."), "success")
        return redirect(url_for("contributions.edit", contribution_id=row.public_id), 303)
    say_sent(row, _("Your proposed change was sent."))
    return redirect(card_url(row, consultation, place.section.key), 303)


@bp.post("/consultations/<consultation_id>/sections/<key>/amendments/preview")
@requires(Permission.CONTRIBUTION_SUBMIT, consultation)
def preview_amendment(consultation: ReadConsultation, key: str) -> ResponseReturnValue:
    """Show what would be changed; stores nothing and gives back all that was typed."""
    place = place_in(consultation, key)
    row = _edited(request.form.get("edited", ""))
    form = amendment_form(place, row)
    form.validate()
    if "visibility" in form:
        form.visibility.errors = []
    try:
        wording = services.proposed_wording(place.text, form.heading.data or "", form.body.data or "")
        if not form.errors:
            services.check_changed(place.text, wording)
    except InvalidInput as error:
        add_problem(form, error)
    if form.errors:
        return amendment_page(consultation, place, form, row, status=422, preview_failed=True)
    return amendment_page(
        consultation,
        place,
        form,
        row,
        preview=marked_between(
            place.text.full, f"{wording['heading']}\n\n{wording['body']}", place.text.language
        ),
        after=section_html(wording["heading"], wording["body"]),
    )


def amendment_form(place: KeptPlace, row: Contribution | None = None) -> AmendmentForm:
    """Return the form, as it was sent or filled with the base's text, or with a contribution's latest words.

    What was sent already keeps its voice and visibility: they are not asked again.
    """
    words = row.text if row else place.text
    form = AmendmentForm(
        data={
            "heading": words.heading,
            "body": words.body,
            "rationale": row.text.rationale if row else "",
            "edited": row.public_id if row else "",
            "visibility": row.visibility if row else None,
            "voice": voice_value(row.voice, row.organisation) if row else "self",
        }
    )
    offer_sending(form, reader(), now())
    if row is not None and row.status != "draft":
        del form.voice
        del form.visibility
    return form


def amendment_page(
    consultation: AnyConsultation,
    place: KeptPlace,
    form: AmendmentForm,
    edited: Contribution | None = None,
    *,
    status: int = 200,
    problem: object = "",
    preview: Markup | None = None,
    after: Markup | None = None,
    preview_failed: bool = False,
) -> ResponseReturnValue:
    """Return the page on which a change is written, with its preview where there is one."""
    return consultation_page(
        AMENDMENT_PAGE,
        consultation,
        block="preview",
        status=status,
        place=place,
        form=form,
        edited=edited,
        drafts=[] if edited else drafts_of(reader().id, consultation.id, place.section_id),
        problem=problem,
        preview=preview,
        preview_failed=preview_failed,
        before=section_html(place.text.heading, place.text.body),
        after=after,
        back_url=section_url(consultation, place.section.key),
    )


def _edited(public_id: str) -> Contribution | None:
    """Return the contribution that the form edits, if it is this person's own."""
    if not public_id:
        return None
    row = load_contribution(public_id)
    return row if is_allowed(Permission.CONTRIBUTION_WITHDRAW, actor(), row.facts(now())) else None
