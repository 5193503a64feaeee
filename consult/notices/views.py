"""Choosing letters, and stopping them with one click out of a letter (RFC 8058), without signing in."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from consult.people.letter_choices import (
    NOTHING,
    Wanted,
    account_of_token,
    choose_letters,
    wanted_by,
)
from consult.rules.permissions import Permission
from consult.web.access import PUBLIC, me, requires
from consult.web.forms import Form, csrf
from consult.web.pages import render_page

from .reviewing import may_review_somewhere

bp = Blueprint("notices", __name__)


class LettersForm(Form):
    """What one wants to be told of."""

    opened = BooleanField(_l("A consultation opens in which I can take part"))
    closing = BooleanField(_l("Three days are left in it"))
    answered = BooleanField(_l("What I sent has an answer"))
    reviewing = BooleanField(_l("A translation waits for a second person, and I can be that person"))


@bp.get("/me/letters")
@requires(Permission.PROFILE_EDIT)
def letters() -> ResponseReturnValue:
    """Show which letters one gets."""
    form = LettersForm(data=vars(wanted_by(me().account)))
    return render_page(
        "people/letters.html",
        form=form,
        has_address=bool(me().account.email),
        may_review=may_review_somewhere(me()),
    )


@bp.post("/me/letters")
@requires(Permission.PROFILE_EDIT)
def choose() -> ResponseReturnValue:
    """Choose them."""
    form = LettersForm()
    # Who cannot review is not asked: should they be able to one day, they are told unless they choose otherwise.
    reviewing = form.reviewing.data or not may_review_somewhere(me())
    choose_letters(me().account, Wanted(form.opened.data, form.closing.data, form.answered.data, reviewing))
    flash(_("Your choice is saved."), "success")
    return redirect(url_for("notices.letters"), 303)


@bp.get("/letters/stop/<token>")
@PUBLIC
def stop(token: str) -> ResponseReturnValue:
    """Show the button: programs that scan mail open links, too."""
    account_of_token(token)
    return _stop_page(token)


@csrf.exempt
@bp.post("/letters/stop/<token>")
@PUBLIC
def stop_now(token: str) -> ResponseReturnValue:
    """Stop all letters of the day. The signed address is the proof: mail programs post here without a page of ours."""
    choose_letters(account_of_token(token), NOTHING)
    return _stop_page(token, is_done=True)


def _stop_page(token: str, *, is_done: bool = False) -> ResponseReturnValue:
    answer = render_page("people/stop_letters.html", token=token, is_done=is_done)
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    return answer
