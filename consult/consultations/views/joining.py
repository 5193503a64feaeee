"""Join by the link; invite one by one."""

from flask import Response, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from consult.core.clock import now
from consult.core.errors import InvalidInput, NotFound, WrongState
from consult.people.choices import optional, region_pairs
from consult.people.chrome import current_network
from consult.people.guests import GuestFacts
from consult.people.identity import enter_as_guest
from consult.people.models import Person
from consult.rules.permissions import Permission
from consult.text.markdown import render_markdown
from consult.web.access import PUBLIC, me, requires
from consult.web.letters import outer_url, write_letter
from consult.web.locale import current_language, languages
from consult.web.pages import qr_code, render_page

from .. import joining as verbs
from ..forms import GuestForm, InviteForm
from ..models import Consultation
from ..services import consultation_by_id, find_consultation, may_admit_by_link
from ..words import state_sentence
from .blueprint import bp, page_of
from .refusals import show_on


def load_by_key(key: str) -> Consultation:
    """Return the consultation that is joined with this key, or raise NotFound."""
    return verbs.find_by_key(key)


@bp.get("/join/<key>")
@PUBLIC
def join(key: str) -> ResponseReturnValue:
    """Show what one would join; whoever holds the link may see that."""
    return _join_page(load_by_key(key), key, guest_form())


@bp.post("/join/<key>/guest")
@PUBLIC
def join_as_guest(key: str) -> ResponseReturnValue:
    """Let somebody without an e-mail address in; their code is shown on the next page."""
    consultation, form = load_by_key(key), guest_form()
    if not form.validate_on_submit():
        return _join_page(consultation, key, form, 422)
    facts = GuestFacts(
        form.name.data or "", current_language(), form.region.data or "", form.organisation.data or ""
    )
    person, code = verbs.join_as_guest(consultation, facts, at=now())
    enter_as_guest(person, code, page_of(consultation), is_short=bool(form.shared.data))
    return redirect(url_for("people.return_code"), 303)


@bp.get("/consultations/<consultation_id>/invite/poster")
@requires(Permission.CONSULTATION_MANAGE, consultation_by_id)
def poster(consultation: Consultation) -> ResponseReturnValue:
    """Show a page to print or to put on a wall: the QR code of the link to join."""
    if consultation.contribute_audience != "link":
        raise NotFound
    link = outer_url("consultations.join", current_language(), key=consultation.join_key)
    return render_page(
        "consultations/poster.html",
        consultation=consultation,
        link=link,
        qr=qr_code(link, _("QR code of the link")),
        lead=state_sentence(consultation, now()),
    )


def guest_form() -> GuestForm:
    """Return the form of somebody who takes part without an e-mail address."""
    form = GuestForm()
    form.region.choices = optional(region_pairs())
    return form


def _join_page(consultation: Consultation, key: str, form: GuestForm, status: int = 200) -> Response:
    at = now()
    return render_page(
        "consultations/join.html",
        consultation=consultation,
        key=key,
        form=form,
        status=status,
        lead=state_sentence(consultation, at),
        is_closed=consultation.state(at) == "closed",
        introduction=render_markdown(consultation.introduction),
        takes_part=bool(me()) and verbs.takes_part(consultation, me(), at),
    )


@bp.post("/join/<key>")
@requires(Permission.CONSULTATION_JOIN, load_by_key)
def take_part(consultation: Consultation) -> ResponseReturnValue:
    """Join."""
    verbs.join_consultation(consultation, me(), at=now())
    flash(_("You take part now."), "success")
    return redirect(page_of(consultation), 303)


@bp.get("/consultations/<consultation_id>/invite")
@requires(Permission.CONSULTATION_MANAGE, consultation_by_id)
def invite(consultation: Consultation) -> ResponseReturnValue:
    """Show the link where there is one, who takes part, and a form for more."""
    form = InviteForm(languages(current_app), formdata=None, data={"letter_language": current_language()})
    return _page(consultation, form)


@bp.post("/consultations/<consultation_id>/invite")
@requires(Permission.CONSULTATION_MANAGE, consultation_by_id)
def send_invitations(consultation: Consultation) -> ResponseReturnValue:
    """Invite everybody on the list, or nobody."""
    form = InviteForm(languages(current_app))
    if not form.validate():
        return _page(consultation, form, 422)
    language = form.letter_language.data
    try:
        invited = verbs.invite_guests(consultation, form.read.guests, language, actor=me(), at=now())
    except (InvalidInput, WrongState) as error:
        show_on(form, error, "guests")
        return _page(consultation, form, error.status)
    for person in invited:
        _write_invitation(consultation, person, language)
    said = ngettext("%(num)d person is invited.", "%(num)d people are invited.", len(invited))
    flash(said, "success" if invited else "info")
    return redirect(url_for("consultations.invite", consultation_id=consultation.public_id), 303)


@bp.post("/consultations/<consultation_id>/invite/new-link")
@requires(Permission.CONSULTATION_MANAGE, consultation_by_id)
def renew_link(consultation: Consultation) -> ResponseReturnValue:
    """Make a new link; the one before leads nowhere."""
    verbs.renew_key(consultation, actor=me())
    flash(_("There is a new link. The one before leads nowhere from now on."), "success")
    return redirect(url_for("consultations.invite", consultation_id=consultation.public_id), 303)


@bp.post("/consultations/<consultation_id>/invite/end")
@requires(Permission.CONSULTATION_MANAGE, consultation_by_id)
def end_participation(consultation: Consultation) -> ResponseReturnValue:
    """End somebody's part; what they sent stays."""
    asked = request.form.get("person", "")
    for person in verbs.participants(consultation, now()):
        if person.public_id == asked:
            verbs.end_participation(consultation, person, actor=me(), at=now())
            flash(_("This person no longer takes part. What they sent stays."), "success")
            return redirect(url_for("consultations.invite", consultation_id=consultation.public_id), 303)
    raise NotFound


def admits(path: str) -> bool:
    """Say whether a path of this site leads to a consultation that takes people whom the network does not know."""
    try:
        endpoint, values = current_app.url_map.bind("").match(path.partition("?")[0])
    except (HTTPException, RequestRedirect):
        return False
    if endpoint == "consultations.join":
        try:
            return verbs.admits(verbs.find_by_key(values["key"]), now())
        except NotFound:
            return False
    consultation = find_consultation(str(values.get("consultation_id", "")))
    is_for_all = consultation is not None and consultation.contribute_audience == "public"
    return is_for_all and verbs.admits(consultation, now())  # type: ignore[arg-type]


def _write_invitation(consultation: Consultation, person: Person, language: str) -> None:
    network = current_network()
    page = outer_url("consultations.show", language, consultation_id=consultation.public_id)
    path = page.removeprefix(current_app.config["BASE_URL"])
    write_letter(
        "invitation",
        str(person.account.email),  # type: ignore[union-attr]
        language,
        network=network.name if network else "Consult",
        title=consultation.title,
        closes_at=consultation.closes_at,
        zone=consultation.zone,
        url=outer_url("people.sign_in", language, next=path),
    )


def _page(consultation: Consultation, form: InviteForm, status: int = 200) -> Response:
    by_link = consultation.contribute_audience == "link"
    return render_page(
        "consultations/invite.html",
        consultation=consultation,
        form=form,
        link=outer_url("consultations.join", current_language(), key=consultation.join_key)
        if by_link
        else "",
        may_have_link=not by_link and may_admit_by_link(consultation, now()),
        people=verbs.participants(consultation, now()),
        is_closed=consultation.state(now()) == "closed",
        status=status,
    )
