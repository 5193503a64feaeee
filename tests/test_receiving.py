"""A large body is taken where a survey is uploaded, and refused everywhere else before it is read."""

from typing import Any

import pytest
from flask import Flask
from waitress.adjustments import Adjustments

from consult.receiving import channel_for, most_bytes

MEGABYTE = 1_000_000
SURVEYS = "/en/consultations/9b4pzmpanb2e/surveys"


def received(app: Flask, first_line: str, *headers: str) -> Any:
    """Return the request as the server knows it when its head has come."""
    adjustments = Adjustments(max_request_body_size=most_bytes(app))
    request = channel_for(app).parser_class(adjustments)
    head = "\r\n".join((f"{first_line} HTTP/1.1", "Host: 127.0.0.1", *headers, "", ""))
    assert request.received(head.encode()) == len(head)
    assert adjustments.max_request_body_size == most_bytes(app), "other requests have the same settings"
    return request


@pytest.mark.parametrize(
    ("first_line", "megabytes", "is_refused"),
    [
        (f"POST {SURVEYS}", 100, False),
        ("POST /ar/consultations/x/surveys?a=b", 100, False),
        (f"POST {SURVEYS}", 107, True),
        (f"GET {SURVEYS}", 100, True),
        (f"POST {SURVEYS}/more", 100, True),
        (f"POST {SURVEYS}%00", 100, True),
        ("POST /en/me", 100, True),
        ("POST /nowhere", 100, True),
        ("POST //en//me", 13, True),
        ("POST /en/me", 11, False),  # the page itself says that this is too large
        ("POST /en/me", 1, False),
    ],
)
def test_the_address_decides_how_much_is_taken(
    app: Flask, first_line: str, megabytes: int, is_refused: bool
) -> None:
    request = received(app, first_line, f"Content-Length: {megabytes * MEGABYTE}")
    assert (request.error is not None, request.completed) == (is_refused, is_refused)
    if is_refused:
        assert request.error.code == 413


@pytest.mark.parametrize(("path", "taken"), [("/en/me", 12), (SURVEYS, 106)])
def test_a_body_that_does_not_say_how_long_it_is_ends_at_the_same_length(
    app: Flask, path: str, taken: int
) -> None:
    request = received(app, f"POST {path}", "Transfer-Encoding: chunked")
    piece = b"%x\r\n" % MEGABYTE + b"a" * MEGABYTE + b"\r\n"
    pieces = 0
    while not request.completed:
        request.received(piece)
        pieces += 1
    assert (request.error.code, pieces) == (413, taken)
    request.close()
