"""Entering what somebody said on paper, by phone or by voice; and the page to print for them."""

from flask import redirect, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.consultations.at_hand import ReadConsultation
from consult.core.clock import now
from consult.core.errors import InvalidInput, NotFound, WrongState
from consult.narratives.kept_texts import kept_places
from consult.people.choices import optional, region_pairs
from consult.people.guests import GuestFacts
from consult.rules.permissions import Permission
from consult.text.markdown import render_markdown
from consult.web.access import may, me, requires
from consult.web.forms import add_problem, choices
from consult.web.letters import outer_url
from consult.web.links import url_for
from consult.web.pages import qr_code

from .. import labels
from ..choosing import offer_languages, section_by_key
from ..forms import EntryForm
from ..models import Contribution
from ..services import Sending
from ..services.entry import Entry, enter_on_behalf
from .common import bp, consultation, consultation_page, contribution


@bp.get("/consultations/<consultation_id>/enter")
@requires(Permission.CONTRIBUTION_ENTER, consultation)
def enter(consultation: ReadConsultation) -> ResponseReturnValue:
    """Show the form."""
    return _page(consultation, _form(consultation))


@bp.post("/consultations/<consultation_id>/enter")
@requires(Permission.CONTRIBUTION_ENTER, consultation)
def save_entry(consultation: ReadConsultation) -> ResponseReturnValue:
    """Send it for its author, and lead to the page to print."""
    form = _form(consultation)
    section = section_by_key(consultation, form.section.data)
    if not form.validate() or section is None:
        return _page(consultation, form, 422)
    try:
        row, code = enter_on_behalf(consultation, section, me(), now(), _entry(form))
    except (InvalidInput, WrongState) as error:
        add_problem(form, error)
        return _page(consultation, form, error.status)
    session["print_out"] = [row.public_id, code]
    return redirect(url_for("contributions.print_out", contribution_id=row.public_id), 303)


@bp.get("/contributions/<contribution_id>/print-out")
@requires(Permission.CONTRIBUTION_ENTER, contribution)
def print_out(contribution: Contribution) -> ResponseReturnValue:
    """Show what was entered, for its author; their code only to who has just entered it."""
    is_own = contribution.entered_by_id == me().id
    if contribution.entered_by_id is None or not (
        is_own or may(Permission.CONTRIBUTION_MODERATE, contribution)
    ):
        raise NotFound
    public_id, code = session.get("print_out") or ["", ""]
    page = outer_url("people.come_back", contribution.language)
    return consultation_page(
        "contributions/print_out.html",
        contribution.consultation,
        row=contribution,
        body=render_markdown(contribution.text.body, heading_offset=1),
        code=code if public_id == contribution.public_id else "",
        page=page,
        qr=qr_code(page, _("Page to come back")),
        channel=labels.CHANNELS[contribution.channel],
        visibility=labels.VISIBILITIES_EXPLAINED[contribution.visibility],
        enter_url=url_for("contributions.enter", consultation_id=contribution.consultation.public_id),
    )


def _form(consultation: ReadConsultation) -> EntryForm:
    form = EntryForm()
    form.region.choices = optional(region_pairs())
    places = kept_places(consultation.base_revision)
    form.section.choices = choices(
        [(place.section.key, f"{place.label} {place.text.heading}".strip()) for place in places]
    )
    offer_languages(form, consultation)
    return form


def _entry(form: EntryForm) -> Entry:
    guest = GuestFacts(
        form.name.data or "", form.language.data, form.region.data or "", form.organisation.data or ""
    )
    return Entry(
        body=form.body.data or "",
        comment_kind=form.comment_kind.data,
        sending=Sending(form.visibility.data, language=form.language.data),
        channel=form.channel.data,
        consent=form.consent.data or "",
        guest=guest,
        code=form.code.data or "",
    )


def _page(consultation: ReadConsultation, form: EntryForm, status: int = 200) -> ResponseReturnValue:
    return consultation_page("contributions/enter.html", consultation, form=form, status=status)
