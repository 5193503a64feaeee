"""Join by the link; invite one by one."""

from flask import Response, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from consult.core.clock import now
from consult.core.errors import InvalidInput, NotFound, WrongState
from consult.people.chrome import current_network
from consult.people.models import Person
from consult.rules.permissions import Permission
from consult.text.markdown import render_markdown
from consult.web.access import PUBLIC, me, requires
from consult.web.letters import outer_url, write_letter
from consult.web.locale import current_language, languages
from consult.web.pages import render_page

from .. import joining as verbs
from ..forms import InviteForm
from ..models import Consultation
from ..services import find_consultation
from ..words import state_sentence
from .blueprint import bp, load_consultation, page_of
from .refusals import show_on


def load_by_key(key: str) -> Consultation:
    """Return the consultation that is joined with this key, or raise NotFound."""
    return verbs.find_by_key(key)


@bp.get("/join/<key>")
@PUBLIC
def join(key: str) -> ResponseReturnValue:
    """Show what one would join; whoever holds the link may see that."""
    consultation = load_by_key(key)
    at = now()
    return render_page(
        "consultations/join.html",
        consultation=consultation,
        key=key,
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
@requires(Permission.CONSULTATION_MANAGE, load_consultation)
def invite(consultation: Consultation) -> ResponseReturnValue:
    """Show the link where there is one, who takes part, and a form for more."""
    form = InviteForm(languages(current_app), formdata=None, data={"letter_language": current_language()})
    return _page(consultation, form)


@bp.post("/consultations/<consultation_id>/invite")
@requires(Permission.CONSULTATION_MANAGE, load_consultation)
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
@requires(Permission.CONSULTATION_MANAGE, load_consultation)
def renew_link(consultation: Consultation) -> ResponseReturnValue:
    """Make a new link; the one before leads nowhere."""
    verbs.renew_key(consultation, actor=me())
    flash(_("There is a new link. The one before leads nowhere from now on."), "success")
    return redirect(url_for("consultations.invite", consultation_id=consultation.public_id), 303)


@bp.post("/consultations/<consultation_id>/invite/end")
@requires(Permission.CONSULTATION_MANAGE, load_consultation)
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
        people=verbs.participants(consultation, now()),
        is_closed=consultation.state(now()) == "closed",
        status=status,
    )
