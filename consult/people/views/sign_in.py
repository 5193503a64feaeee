"""Signing in and out. Opening a link spends nothing: programs that scan mail open links too; the button does."""

import ipaddress

from flask import Response, redirect, request, session, url_for
from flask import current_app as site
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.clock import now
from consult.core.ids import token as new_token
from consult.core.transaction import keep_despite_error
from consult.web.access import PUBLIC, me
from consult.web.locale import current_language
from consult.web.pages import render_page
from consult.web.safe_next import safe_next

from .. import sign_in as verbs
from ..admission import path_admits
from ..chrome import staff_by_link
from ..forms import CodeForm, LinkForm, SignInForm
from ..identity import end_session, start_session
from ..staff import has_key
from . import bp

BROWSER = "sign_in_browser"


@bp.get("/sign-in")
@PUBLIC
def sign_in() -> ResponseReturnValue:
    """Ask for the e-mail address."""
    going = safe_next(request.args.get("next"))
    if me():
        return redirect(going or url_for("reading.home"))
    return render_page("people/sign_in.html", form=SignInForm(next=going), going=going)


@bp.post("/sign-in")
@PUBLIC
def ask_for_letter() -> ResponseReturnValue:
    """Send the letter; the answer is the same whether or not the address is known."""
    form = SignInForm()
    going = safe_next(form.next.data)
    if not form.validate_on_submit():
        return render_page("people/sign_in.html", form=form, going=going, status=422)
    browser = new_token()
    verbs.ask_for_letter(
        verbs.Asking(
            email=form.address,
            language=current_language(),
            browser=browser,
            origin=origin_of(request.remote_addr),
            next_path=going,
            admits=path_admits(going),
        ),
        now(),
    )
    session[BROWSER] = browser
    return redirect(url_for("people.sign_in_code"), 303)


@bp.get("/sign-in/code")
@PUBLIC
def sign_in_code() -> ResponseReturnValue:
    """Say that a letter is on its way, and take its code."""
    if BROWSER not in session:
        return redirect(url_for("people.sign_in"))
    return _code_page(CodeForm())


@bp.post("/sign-in/code")
@PUBLIC
def use_code() -> ResponseReturnValue:
    """Sign in by the code of the letter that this browser asked for."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _code_page(form, 422)
    browser = session.get(BROWSER, "")
    signed_in = verbs.spend_code(browser, form.code.data or "", now())
    if signed_in is None:
        keep_despite_error()
        form.code.errors = [
            _(
                "This code does not fit. It is good for ten minutes, five tries, and only in the browser that asked."
            )
        ]
        return _code_page(form, 422)
    return _enter(signed_in, is_short=bool(form.shared.data))


@bp.get("/sign-in/link/<token>")
@PUBLIC
def sign_in_link(token: str) -> ResponseReturnValue:
    """Show the button that signs in; say so if the link is spent or too old."""
    return _link_page(token)


@bp.post("/sign-in/link/<token>")
@PUBLIC
def use_link(token: str) -> ResponseReturnValue:
    """Spend the link and sign in."""
    signed_in = verbs.spend_link(token, now())
    if signed_in is None:
        return _link_page(token)
    return _enter(signed_in, is_short=bool(LinkForm().shared.data))


@bp.post("/sign-out")
@PUBLIC
def sign_out() -> ResponseReturnValue:
    """Sign out of this browser."""
    end_session()
    answer = redirect(url_for("reading.home"), 303)
    answer.headers["Clear-Site-Data"] = '"storage"'  # what a browser kept of what was typed
    return answer  # type: ignore[return-value]


def origin_of(address: str | None) -> str | None:
    """Return the network of an address (/24, or /48 of version 6); None for this machine itself, a proxy of ours."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return None
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed  # else all of version 4 would be one network
    if parsed.is_loopback:
        return None
    prefix = 24 if parsed.version == 4 else 48
    return str(ipaddress.ip_network(f"{parsed}/{prefix}", strict=False))


def _enter(signed_in: verbs.SignedIn, *, is_short: bool) -> Response:
    start_session(signed_in.account, is_short=is_short)
    going = safe_next(signed_in.next_path)
    if not staff_by_link() and verbs.is_staff(signed_in.account.person, now()):  # type: ignore[arg-type]
        second = "people.staff_sign_in" if has_key(signed_in.account) else "people.staff_set_up"
        return redirect(url_for(second, next=going), 303)  # type: ignore[return-value]
    if signed_in.is_first:
        return redirect(url_for("people.profile", welcome=1, next=going), 303)  # type: ignore[return-value]
    return redirect(going or url_for("reading.home"), 303)  # type: ignore[return-value]


def _code_page(form: CodeForm, status: int = 200) -> Response:
    in_terminal = site.config["MODE"] == "development" and not site.config["SMTP_URL"]
    return render_page("people/sign_in_code.html", form=form, in_terminal=in_terminal, status=status)


def _link_page(token: str) -> Response:
    person = verbs.link_owner(token, now())
    answer = render_page(
        "people/sign_in_link.html",
        form=LinkForm(formdata=None),
        person=person,
        token=token,
        status=200 if person else 410,
    )
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    return answer
