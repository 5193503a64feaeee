"""One commit per successful unsafe request, in one place.

No view and no verb commits. The answer's status decides: below 400 the session is committed, else it is rolled
back. A failing commit is an ordinary error of the request (409 or 500 with its page), because it happens inside
the dispatch and not after it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response, g, request
from flask.typing import ResponseReturnValue

from .database import SAFE_METHODS, db


def keep_despite_error() -> None:
    """Ask for a commit although the answer will be an error: counting a wrong code, for example."""
    g.keep_despite_error = True


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Commit what the block wrote, or roll all of it back: for the worker and the command line, outside requests."""
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


class TransactionalFlask(Flask):
    """Flask whose dispatch ends the database transaction."""

    def dispatch_request(self) -> ResponseReturnValue:
        """Call the view, then commit or roll back by the status of its answer."""
        response: Response = self.make_response(super().dispatch_request())
        if request.method not in SAFE_METHODS:
            if response.status_code < 400 or g.get("keep_despite_error"):
                db.session.commit()
            else:
                db.session.rollback()
        return response
