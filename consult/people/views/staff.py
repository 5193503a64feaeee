"""The second step of staff: signing in with password and app, and setting both up after a letter."""

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.core.clock import now
from consult.core.errors import InvalidInput, NotFound, WrongState
from consult.core.transaction import keep_despite_error
from consult.rules.permissions import Permission
from consult.web.access import PUBLIC, identity, me, requires
from consult.web.forms import add_problem
from consult.web.pages import qr_code, render_page
from consult.web.safe_next import safe_next

from .. import staff as verbs
from ..chrome import current_network
from ..forms import AppForm, PasswordForm, SecondStepForm, StaffSignInForm
from ..identity import start_session
from ..models import Account
from ..sign_in import is_staff
from . import bp
from .sign_in import origin_of


@bp.get("/sign-in/staff")
@PUBLIC
def staff_sign_in() -> ResponseReturnValue:
    """Ask for password and code; for the address, too, of somebody who has not signed in."""
    going = safe_next(request.args.get("next"))
    if me() and not verbs.has_key(me().account) and is_staff(me(), now()):
        return redirect(url_for("people.staff_set_up", next=going))
    return _ask(_form(next=going))


@bp.post("/sign-in/staff")
@PUBLIC
def use_staff_sign_in() -> ResponseReturnValue:
    """Sign in with password and code."""
    form = _form()
    if not form.validate_on_submit():
        return _ask(form, 422)
    account = _try(form)
    if account is None:
        return _ask(form, 422)
    start_session(account, is_strong=True)
    _tell_what_is_left(account, form.code.data or "")
    return redirect(safe_next(form.next.data) or url_for("reading.home"), 303)


@bp.get("/me/second-step")
@requires(Permission.PROFILE_EDIT)
def staff_set_up() -> ResponseReturnValue:
    """Show the form of the password; or, where all is set up, how to set it up anew."""
    account = _own_account()
    if verbs.has_key(account):
        return _anew(SecondStepForm())
    return _password_page(PasswordForm(next=safe_next(request.args.get("next"))))


@bp.post("/me/second-step")
@requires(Permission.PROFILE_EDIT)
def choose_password() -> ResponseReturnValue:
    """Take the password, and lead on to the app."""
    account, form = _own_account(), PasswordForm()
    if not form.validate_on_submit():
        return _password_page(form, 422)
    try:
        verbs.choose_password(account, form.password.data or "", now())
    except InvalidInput as error:
        add_problem(form, error)
        return _password_page(form, 422)
    return redirect(url_for("people.staff_app", next=safe_next(form.next.data)), 303)


@bp.get("/me/second-step/app")
@requires(Permission.PROFILE_EDIT)
def staff_app() -> ResponseReturnValue:
    """Show the QR code and its secret, and ask for the first code."""
    return _app_page(_own_account(), AppForm(next=safe_next(request.args.get("next"))))


@bp.post("/me/second-step/app")
@requires(Permission.PROFILE_EDIT)
def confirm_app() -> ResponseReturnValue:
    """Take the first code; show the recovery codes, once."""
    account, form = _own_account(), AppForm()
    if not form.validate_on_submit():
        return _app_page(account, form, 422)
    try:
        codes = verbs.confirm_app(account, form.code.data or "", now())
    except InvalidInput as error:
        add_problem(form, error)
        return _app_page(account, form, 422)
    start_session(account, is_strong=True)
    going = safe_next(form.next.data) or url_for("reading.home")
    answer = render_page("people/recovery_codes.html", codes=codes, going=going)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/me/second-step/anew")
@requires(Permission.PROFILE_EDIT)
def staff_anew() -> ResponseReturnValue:
    """Take password and app away, given both, and begin again."""
    account, form = _own_account(), SecondStepForm()
    if not form.validate_on_submit() or _try(form) is None:
        return _anew(form, 422)
    verbs.remove_key(account, actor=me(), at=now())
    start_session(account)
    return redirect(url_for("people.staff_set_up"), 303)


def _form(**values: str | None) -> SecondStepForm:
    return SecondStepForm(data=values) if me() else StaffSignInForm(data=values)


def _try(form: SecondStepForm) -> Account | None:
    """Try what was typed; a wrong try is counted although the answer is an error."""
    person = me()
    email = person.account.email or "" if person else form.address  # type: ignore[attr-defined]
    who = session.get("session") if person else email
    origin = None if person else origin_of(request.remote_addr)
    found = verbs.sign_in(
        verbs.StaffTry(email, form.password.data or "", form.code.data or "", str(who), origin), now()
    )
    if found is None:
        keep_despite_error()
        form.form_errors.append(_("These do not fit together. A code of the app is good once, for a minute."))
    return found


def _own_account() -> Account:
    """Return the reader's account; there is no such page for who holds no role of staff, or has no address."""
    if not is_staff(me(), now()) or not me().account.email:
        raise NotFound
    return me().account


def _ask(form: SecondStepForm, status: int = 200) -> ResponseReturnValue:
    held_back = identity().is_held_back
    return render_page("people/staff_sign_in.html", form=form, held_back=held_back, status=status)


def _password_page(form: PasswordForm, status: int = 200) -> ResponseReturnValue:
    return render_page("people/staff_password.html", form=form, shortest=12, status=status)


def _app_page(account: Account, form: AppForm, status: int = 200) -> ResponseReturnValue:
    key = verbs.key_of(account)
    if key is None or key.confirmed_at is not None:
        raise WrongState(_("Begin with your password."))
    network = current_network()
    secret = verbs.app_secret(key)
    answer = render_page(
        "people/staff_app.html",
        form=form,
        qr=qr_code(verbs.app_address(key, network.name if network else "Consult"), _("For your app")),
        secret=" ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
        status=status,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _anew(form: SecondStepForm, status: int = 200) -> ResponseReturnValue:
    left = verbs.recovery_codes_left(me().account)
    return render_page("people/staff_anew.html", form=form, left=left, status=status)


def _tell_what_is_left(account: Account, code: str) -> None:
    """Say after a recovery code how many there are still."""
    if sum(sign.isalnum() for sign in code) == 8:
        left = verbs.recovery_codes_left(account)
        said = ngettext("%(num)d recovery code is left.", "%(num)d recovery codes are left.", left)
        flash(said, "warning" if left < 3 else "info")
