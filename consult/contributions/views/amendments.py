"""Other words for a section: the form, its preview, a draft, sending it."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from consult.consultations.at_hand import AnyConsultation, ReadConsultation
from consult.core.clock import now
from consult.core.errors import InvalidInput
from consult.narratives.agreed_terms import newly_avoided
from consult.narratives.kept_texts import KeptPlace, KeptText
from consult.rules.permissions import Permission, is_allowed
from consult.text.terms import Term
from consult.web.access import actor, reader, requires
from consult.web.forms import add_problem, choices
from consult.web.locale import current_language, language_name

from .. import services
from ..choosing import chosen_sending, offer_sending, voice_value
from ..editions import text_asked, text_kept
from ..forms import AmendmentForm
from ..marks import marked_between, section_html
from ..models import Contribution
from ..queries import drafts_of
from .common import (
    bp,
    card_url,
    consultation,
    consultation_page,
    place_as_read,
    place_in,
    place_url,
    say_sent,
    typed,
)
from .common import contribution as load_contribution

AMENDMENT_PAGE = "contributions/new_amendment.html"


@bp.get("/consultations/<consultation_id>/sections/<key>/amendments/new")
@requires(Permission.CONTRIBUTION_SUBMIT, consultation)
def new_amendment(consultation: ReadConsultation, key: str) -> ResponseReturnValue:
    """Show the section's text in a form in which it can be changed."""
    place = place_as_read(consultation, key)
    return amendment_page(consultation, place, amendment_form(consultation, place))


@bp.post("/consultations/<consultation_id>/sections/<key>/amendments/new")
@requires(Permission.CONTRIBUTION_SUBMIT, consultation)
def submit_amendment(consultation: ReadConsultation, key: str) -> ResponseReturnValue:
    """Send a proposed change, or keep it as a draft."""
    place, at = place_as_read(consultation, key), now()
    read_in = text_asked(consultation, place)
    form = amendment_form(consultation, place)
    if not form.validate():
        return amendment_page(consultation, place, form, status=422)
    if is_made_of_another(form, place):
        return changed_meanwhile(consultation, place, form)
    is_draft = "draft" in request.form
    verb = services.save_draft_amendment if is_draft else services.submit_amendment
    try:
        services.check_pace(reader(), at)
        row = verb(
            consultation,
            place.section,
            reader(),
            at,
            heading=form.heading.data or "",
            body=form.body.data or "",
            rationale=form.rationale.data or "",
            sending=chosen_sending(form, reader(), at, spoken_language(form, place)),
            edition=place.text if read_in else None,
        )
    except InvalidInput as error:
        add_problem(form, error)
        return amendment_page(consultation, place, form, status=error.status)
    if is_draft:
        flash(_("Your draft is kept. Only you can see it."), "success")
        return redirect(url_for("contributions.edit", contribution_id=row.public_id), 303)
    say_sent(row, _("Your proposed change was sent."))
    text = text_kept(consultation, place)
    return redirect(card_url(row, consultation, place.section.key, text), 303)


@bp.post("/consultations/<consultation_id>/sections/<key>/amendments/preview")
@requires(Permission.CONTRIBUTION_SUBMIT, consultation)
def preview_amendment(consultation: ReadConsultation, key: str) -> ResponseReturnValue:
    """Show what would be changed; stores nothing and gives back all that was typed."""
    row = _edited(request.form.get("edited", ""))
    place = place_of(row) if row else place_as_read(consultation, key)
    form = amendment_form(consultation, place, row)
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
    text, proposed = place.text, f"{wording['heading']}\n\n{wording['body']}"
    return amendment_page(
        consultation,
        place,
        form,
        row,
        preview=marked_between(text.full, proposed, text.language),
        after=section_html(wording["heading"], wording["body"]),
        avoided=newly_avoided(consultation.narrative_id, text.language, text.full, proposed),
    )


def amendment_form(of: AnyConsultation, place: KeptPlace, row: Contribution | None = None) -> AmendmentForm:
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
            "wording": mark_of(place.text),
            "language": row.language if row else _first_language(place),
            "visibility": row.visibility if row else None,
            "voice": voice_value(row.voice, row.organisation) if row else "self",
        }
    )
    _offer_languages(form, of, place)
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
    avoided: Sequence[tuple[str, Term]] = (),
    preview_failed: bool = False,
    is_changed: bool = False,
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
        is_changed=is_changed,
        before=section_html(place.text.heading, place.text.body),
        after=after,
        avoided=avoided,
        read_in=text_asked(consultation, place),
        back_url=place_url(consultation, place),
    )


def place_of(row: Contribution) -> KeptPlace:
    """Return the place of an amendment, with the text that it was written against: the original or a translation."""
    assert row.section is not None
    place, base = place_in(row.consultation, row.section.key), row.text.base_text
    if base is None or base.id == place.section_text_id:
        return place
    return replace(place, text=KeptText(base.id, base.heading, base.body, base.language, base.body_offset))


def _offer_languages(form: AmendmentForm, of: AnyConsultation, place: KeptPlace) -> None:
    narrative = of.narrative
    codes = [*of.languages, narrative.working_language, *narrative.target_languages]
    offered = dict.fromkeys([*codes, current_language(), place.text.language])
    form.language.choices = choices([(code, language_name(code)) for code in offered])


def spoken_language(form: AmendmentForm, place: KeptPlace) -> str:
    """Return the language of what somebody says about a change: of the reason, or of the text where none is given."""
    return (form.rationale.data and form.language.data) or place.text.language


def _first_language(place: KeptPlace) -> str:
    """Return in which language a reason is probably given: that of the translation that is read, or of the pages."""
    return place.text.language if typed("text") else current_language()


def mark_of(text: KeptText) -> str:
    """Return a short digest of a text, by which a form says what it was made from."""
    return hashlib.sha256(text.full.encode()).hexdigest()[:16]


def is_made_of_another(form: AmendmentForm, place: KeptPlace) -> bool:
    """Say whether a form was made from a text that is not the one that readers are given by now."""
    return form.wording.data not in (None, "", mark_of(place.text))


def changed_meanwhile(
    consultation: ReadConsultation, place: KeptPlace, form: AmendmentForm
) -> ResponseReturnValue:
    """Give back what was typed beside the text as it reads by now; sent again, it stands against that."""
    form.wording.data = mark_of(place.text)
    problem = _(
        "The text was changed meanwhile. It reads now as shown here. Look at your words, then send them again."
    )
    return amendment_page(consultation, place, form, status=409, problem=problem, is_changed=True)


def _edited(public_id: str) -> Contribution | None:
    """Return the contribution that the form edits, if it is this person's own."""
    if not public_id:
        return None
    row = load_contribution(public_id)
    return row if is_allowed(Permission.CONTRIBUTION_WITHDRAW, actor(), row.facts(now())) else None
