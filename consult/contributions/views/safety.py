"""My data and safety: show less of everything, take it along, claim what one sent as a guest, leave.

The secretariat can show less of everything of a person or an organisation, too: for an emergency.
"""

import json

from flask import Response, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.core.clock import now
from consult.core.errors import InvalidInput, WrongState
from consult.people.accounts import load_person
from consult.people.identity import end_session
from consult.people.models import Organisation, Person
from consult.people.organisations import load_organisation
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.forms import add_problem
from consult.web.links import url_for
from consult.web.moments import show_moment
from consult.web.pages import render_page

from ..forms import ClaimForm, EraseForm, LowerForm
from ..services import own_data, personal
from .common import bp


@bp.get("/me/safety")
@requires(Permission.PROFILE_EDIT)
def safety() -> ResponseReturnValue:
    """Show what one can do about all that one sent."""
    return _page()


@bp.post("/me/safety/lower")
@requires(Permission.PROFILE_EDIT)
def lower_mine() -> ResponseReturnValue:
    """Show less of everything of one's own."""
    form = LowerForm()
    if not form.validate_on_submit():
        return _page(422, lower=form)
    _say(personal.lower_everything(me(), form.visibility.data, actor=me(), at=now()))
    return redirect(url_for("contributions.safety"), 303)


@bp.post("/me/safety/download")
@requires(Permission.PROFILE_EDIT)
def prepare_mine() -> ResponseReturnValue:
    """Lead to the page from which one's own file can be taken once."""
    return redirect(url_for("contributions.my_file", ticket=own_data.make_ticket(me(), now())), 303)


@bp.get("/me/safety/download/<ticket>")
@requires(Permission.PROFILE_EDIT)
def my_file(ticket: str) -> ResponseReturnValue:
    """Say until when one's own file can be taken; opening the page takes nothing."""
    return _file_page(ticket)


@bp.post("/me/safety/download/<ticket>")
@requires(Permission.PROFILE_EDIT)
def download_mine(ticket: str) -> ResponseReturnValue:
    """Hand out all that is stored of oneself, as a file, once."""
    try:
        known = own_data.take(ticket, me(), now())
    except WrongState:
        return _file_page(ticket)
    answer = Response(json.dumps(known, ensure_ascii=False, indent=2), mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/me/safety/claim")
@requires(Permission.PROFILE_EDIT)
def claim() -> ResponseReturnValue:
    """Take over what one sent as a guest."""
    form = ClaimForm()
    if not form.validate_on_submit():
        return _page(422, claim=form)
    try:
        count = personal.claim(form.code.data or "", me(), now())
    except InvalidInput as error:
        add_problem(form, error)
        return _page(422, claim=form)
    said = ngettext("%(num)d contribution is yours now.", "%(num)d contributions are yours now.", count)
    flash(said, "success")
    return redirect(url_for("contributions.safety"), 303)


@bp.post("/me/safety/erase")
@requires(Permission.PROFILE_EDIT)
def erase_me() -> ResponseReturnValue:
    """Take oneself out of the network."""
    form = EraseForm()
    if not form.validate_on_submit():
        return _page(422, erase=form)
    personal.erase_everything(me(), actor=me(), at=now())
    end_session()
    flash(_("You are erased. What a version had adopted stays in it, without you."), "success")
    return redirect(url_for("reading.home"), 303)


@bp.get("/network/people/<person_id>/safety")
@requires(Permission.NETWORK_MANAGE)
def safety_of_person(person_id: str) -> ResponseReturnValue:
    """Ask how little is to be shown of a person."""
    return _emergency(load_person(person_id), LowerForm())


@bp.post("/network/people/<person_id>/safety")
@requires(Permission.NETWORK_MANAGE)
def lower_person(person_id: str) -> ResponseReturnValue:
    """Show less of everything of a person."""
    return _lower(load_person(person_id))


@bp.get("/network/organisations/<organisation_id>/safety")
@requires(Permission.NETWORK_MANAGE)
def safety_of_organisation(organisation_id: str) -> ResponseReturnValue:
    """Ask how little is to be shown of an organisation."""
    return _emergency(load_organisation(organisation_id), LowerForm())


@bp.post("/network/organisations/<organisation_id>/safety")
@requires(Permission.NETWORK_MANAGE)
def lower_organisation(organisation_id: str) -> ResponseReturnValue:
    """Show less of everything that was sent from an organisation."""
    return _lower(load_organisation(organisation_id))


def _file_page(ticket: str) -> ResponseReturnValue:
    until = own_data.good_until(ticket, me(), now())
    return render_page(
        "contributions/my_file.html",
        ticket=ticket,
        until=show_moment(until) if until else None,
        status=200 if until else 409,
    )


def _lower(whose: Person | Organisation) -> ResponseReturnValue:
    form = LowerForm()
    if not form.validate_on_submit():
        return _emergency(whose, form, 422)
    _say(personal.lower_everything(whose, form.visibility.data, actor=me(), at=now()))
    return redirect(_addresses(whose)[1], 303)


def _say(count: int) -> None:
    if not count:
        flash(_("Nothing showed more than that."), "info")
        return
    said = ngettext(
        "Less is shown of %(num)d contribution or stance from now on.",
        "Less is shown of %(num)d contributions and stances from now on.",
        count,
    )
    flash(said, "success")


def _addresses(whose: Person | Organisation) -> tuple[str, str]:
    """Return where the form goes, and where one comes from."""
    if isinstance(whose, Person):
        values = {"person_id": whose.public_id}
        return url_for("contributions.lower_person", **values), url_for("people.person", **values)
    values = {"organisation_id": whose.public_id}
    return url_for("contributions.lower_organisation", **values), url_for("people.organisation", **values)


def _emergency(whose: Person | Organisation, form: LowerForm, status: int = 200) -> ResponseReturnValue:
    name = whose.display_name if isinstance(whose, Person) else whose.name
    action, back = _addresses(whose)
    return render_page(
        "contributions/safety_of.html", name=name, form=form, action=action, back=back, status=status
    )


def _page(
    status: int = 200,
    lower: LowerForm | None = None,
    claim: ClaimForm | None = None,
    erase: EraseForm | None = None,
) -> ResponseReturnValue:
    return render_page(
        "contributions/safety.html",
        lower=lower or LowerForm(formdata=None),
        claim=claim or ClaimForm(formdata=None),
        erase=erase or EraseForm(formdata=None),
        has_address=bool(me().account and me().account.email),
        status=status,
    )
