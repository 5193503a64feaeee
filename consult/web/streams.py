"""Long files, sent piece by piece while they are made, so that nobody waits for their end and little is held."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from flask import current_app, request

Piece = Callable[[], bytes]


def streamed(pieces: Iterable[Piece]) -> Iterator[bytes]:
    """Yield what each piece makes, each in a context of its own that is like the present request, but only reads.

    So the pages' helpers know language and reader, and what a piece read from the database is let go of after it. A
    piece must hold no row of the session.
    """
    app: Any = current_app
    return _each(app._get_current_object(), {**request.environ, "REQUEST_METHOD": "GET"}, pieces)


def _each(app: Any, asked: dict[str, Any], pieces: Iterable[Piece]) -> Iterator[bytes]:
    for piece in pieces:
        with app.request_context(asked):
            app.preprocess_request()
            made = piece()
        yield made
