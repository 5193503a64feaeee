"""Every refusal as a page (or a fragment) with its status, in the reader's language, saying what to do next."""

from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from consult.core.database import db
from consult.core.errors import ConsultError
from consult.core.refusals import say_refused

from .pages import render_page

TITLES = {
    400: (_l("This could not be read"), _l("Something in what was sent is damaged. Go back and try again.")),
    403: (_l("This is not open to you"), _l("Your roles do not include this.")),
    404: (
        _l("There is no such page"),
        _l("It may have moved, or it is open only to those who were invited. If you were, sign in first."),
    ),
    405: (_l("This page takes no such request"), _l("Go back and use the form on the page.")),
    409: (_l("This has changed meanwhile"), _l("Go back, load the page again and look at what is new.")),
    413: (_l("This is too large"), _l("Send at most 5 MB at once.")),
    422: (_l("This cannot be taken"), _l("Go back and look at the form again.")),
    429: (_l("Too often"), _l("Wait a little and try again.")),
    500: (_l("Something went wrong on our side"), _l("It is not your fault. What was saved before is safe.")),
}


def init_app(app: Flask) -> None:
    """Answer every error with a page of its own."""
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(ConsultError, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(StaleDataError, _raced)
    app.register_error_handler(IntegrityError, _raced)


def _foreign_host(error: SecurityError) -> ResponseReturnValue:
    """Answer without a page: a host that is not ours has no addresses to link to."""
    return current_app.response_class("This address is not served here.\n", 400, mimetype="text/plain")


def _refused(error: ConsultError) -> ResponseReturnValue:
    return error_page(error.status, error.message)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    answer = error_page(error.code)
    if error.code == 405 and getattr(error, "valid_methods", None):
        answer.headers["Allow"] = ", ".join(error.valid_methods)  # type: ignore[attr-defined]
    return answer


def _raced(error: Exception) -> ResponseReturnValue:
    """Two people did the same at once and one was first: tell the second."""
    current_app.logger.info("a race was lost: %s", type(error).__name__)
    return error_page(409)


def error_page(status: int, message: object = ""):  # type: ignore[no-untyped-def]
    """Return the page for a status; nothing of the failed request stays in the session."""
    db.session.rollback()
    if status in (400, 429):
        say_refused("damaged-or-foreign" if status == 400 else "too-often", page=request.endpoint)
    title, text = TITLES.get(status, TITLES[500] if status >= 500 else TITLES[400])
    answer = current_app.make_response(
        render_page(
            "errors/error.html",
            code=status,
            title=str(title),
            text=str(message or text),
            action_url="/",
            action_label=_("Go to the start page"),
            status=status,
        )
    )
    if request.headers.get("HX-Request"):
        answer.headers["HX-Retarget"] = answer.headers["HX-Reselect"] = "#main"
        answer.headers["HX-Reswap"] = "outerHTML"
    return answer
