"""How much a request may bring: its address decides, before anything of its body is read."""

from copy import copy

from flask import Flask
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from werkzeug.exceptions import HTTPException

from consult.surveys.files import UPLOADS

KINDLY = 2
"""So many times what a page may take is still read, so that the answer can be a page that says what is too large."""


def most_bytes(app: Flask) -> int:
    """Return the most that any request may bring: the file of a survey, with its form."""
    return int(app.config["MOST_UPLOADED"] + app.config["MAX_CONTENT_LENGTH"])


def channel_for(app: Flask) -> type[HTTPChannel]:
    """Return the channel by which the server receives: only where a survey is uploaded it takes large bodies."""
    usual = int(app.config["MAX_CONTENT_LENGTH"]) * KINDLY
    addresses = app.url_map.bind("")

    class Parser(HTTPRequestParser):
        """A request as it comes in."""

        adj: Adjustments

        def parse_header(self, header_plus: bytes) -> None:
            """Read the head of a request, and set by its address how long its body may be."""
            super().parse_header(header_plus)
            if (self.chunked or self.content_length > usual) and not self._is_upload():
                self.adj = copy(self.adj)
                self.adj.max_request_body_size = usual

        def _is_upload(self) -> bool:
            try:
                endpoint, _values = addresses.match(self.path, self.command)
            except HTTPException:
                return False
            return endpoint in UPLOADS

    class Channel(HTTPChannel):
        """A connection whose requests are received so."""

        parser_class = Parser

    return Channel
