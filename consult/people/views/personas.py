"""Being one of the invented people: where the database is not marked as a demonstration there is no such page."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.database import db
from consult.core.errors import NotFound
from consult.core.logs import log_audit
from consult.web.access import PUBLIC
from consult.web.forms import clean_line
from consult.web.pages import render_page

from ..chrome import current_network, named_personas
from ..identity import end_session, start_session
from ..models import Person
from . import bp


@bp.get("/personas")
@PUBLIC
def personas() -> ResponseReturnValue:
    """List the named people of the demonstration and what to try as each."""
    _only_in_a_demonstration()
    return render_page("people/personas.html", people=named_personas())


@bp.post("/personas")
@PUBLIC
def persona() -> ResponseReturnValue:
    """Sign in as a named person of the demonstration, or as nobody."""
    _only_in_a_demonstration()
    chosen = request.form.get("persona", "")
    if not chosen:
        end_session()
        return redirect(url_for("reading.home"), 303)
    person = db.session.query(Person).filter_by(public_id=clean_line(chosen)).one_or_none()
    if person is None or person.persona_note is None or person.account is None:
        raise NotFound
    start_session(person.account)
    log_audit("persona-taken", actor_id=person.id, subject="accounts", subject_id=person.account_id)
    return redirect(url_for("reading.home"), 303)


def _only_in_a_demonstration() -> None:
    network = current_network()
    if network is None or not network.is_demonstration:
        raise NotFound
