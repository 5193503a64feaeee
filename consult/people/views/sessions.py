"""Where one is signed in: the list, one ended; and what the secretariat does when somebody has lost their app."""

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.clock import now
from consult.core.errors import WrongState
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.forms import clean_line
from consult.web.pages import render_page

from .. import sessions as verbs
from .. import staff
from ..accounts import load_person
from . import bp


@bp.get("/me/sessions")
@requires(Permission.PROFILE_EDIT)
def sessions() -> ResponseReturnValue:
    """List where one is signed in."""
    rows = verbs.open_sessions(me().account, now())
    return render_page("people/sessions.html", sessions=rows, present=session.get("session"))


@bp.post("/me/sessions/end")
@requires(Permission.PROFILE_EDIT)
def end_one_session() -> ResponseReturnValue:
    """End one of them."""
    named = clean_line(request.form.get("session", ""))
    verbs.end_session_of(me().account, named, actor=me(), at=now())
    flash(_("That session has ended."), "success")
    return redirect(url_for("people.sessions"), 303)


@bp.post("/network/people/<person_id>/second-step")
@requires(Permission.NETWORK_MANAGE)
def reset_second_step(person_id: str) -> ResponseReturnValue:
    """Take somebody's password and app away: with their next letter they set up new ones."""
    found = load_person(person_id)
    if found is me():
        raise WrongState(_("Set up your own anew on your profile, or ask another person of the secretariat."))
    if found.account is None or staff.key_of(found.account) is None:
        raise WrongState(_("There is no password and no app to take away."))
    staff.remove_key(found.account, actor=me(), at=now())
    flash(_("Password and app are taken away. With the next letter this person sets up new ones."), "success")
    return redirect(url_for("people.person", person_id=found.public_id), 303)
