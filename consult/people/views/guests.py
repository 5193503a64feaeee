"""A guest's code: shown once, noted on paper, typed on another device."""

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.clock import now
from consult.core.ids import token as new_token
from consult.core.refusals import say_refused
from consult.core.transaction import keep_despite_error
from consult.rules.permissions import Permission
from consult.web.access import PUBLIC, me, requires
from consult.web.letters import outer_url
from consult.web.locale import current_language
from consult.web.pages import qr_code, render_page
from consult.web.safe_next import safe_next

from .. import guests as verbs
from ..forms import ReturnForm
from ..identity import start_session
from . import bp
from .sign_in import origin_of

BROWSER = "return_browser"


@bp.get("/me/return-code")
@requires(Permission.PROFILE_EDIT)
def return_code() -> ResponseReturnValue:
    """Show the code, until its owner says that they have noted it."""
    code = session.get("return_code")
    if not code:
        return redirect(safe_next(session.get("going")) or url_for("reading.home"))
    page = outer_url("people.come_back", current_language())
    return render_page(
        "people/return_code.html", person=me(), code=code, page=page, qr=qr_code(page, _("Page to come back"))
    )


@bp.post("/me/return-code")
@requires(Permission.PROFILE_EDIT)
def noted_code() -> ResponseReturnValue:
    """Forget the code, and lead on."""
    session.pop("return_code", None)
    return redirect(safe_next(session.pop("going", None)) or url_for("reading.home"), 303)


@bp.get("/return")
@PUBLIC
def come_back() -> ResponseReturnValue:
    """Ask for the code."""
    form = ReturnForm(next=safe_next(request.args.get("next")))
    return render_page("people/come_back.html", form=form)


@bp.post("/return")
@PUBLIC
def use_return_code() -> ResponseReturnValue:
    """Sign in by the code."""
    form = ReturnForm()
    if form.validate_on_submit():
        browser = session.setdefault(BROWSER, new_token())
        origin = origin_of(request.remote_addr)
        account = verbs.come_back(form.code.data or "", origin, now(), browser=browser)
        if account is not None:
            start_session(account, is_short=bool(form.shared.data))
            return redirect(safe_next(form.next.data) or url_for("reading.home"), 303)
        keep_despite_error()
        say_refused("sign-in", way="return-code")
        form.code.errors = [_("This code does not fit. It has twelve letters and digits.")]
    return render_page("people/come_back.html", form=form, status=422)
