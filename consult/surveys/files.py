"""The files of surveys on the disk, from the upload until they have been read; nothing else reads them."""

import hashlib
import secrets
from pathlib import Path
from typing import IO

from flask import Flask, current_app, request
from flask_babel import gettext as _

from consult.core.errors import InvalidInput

UPLOADS = frozenset({"surveys.upload"})
_BLOCK = 1 << 20


def let_large_files_in(app: Flask) -> None:
    """Raise the limit of a request where a survey is uploaded, before anything reads its form."""

    @app.url_value_preprocessor
    def raise_limit(endpoint: str | None, _values: object) -> None:
        if endpoint in UPLOADS:
            request.max_content_length = most_bytes() + app.config["MAX_CONTENT_LENGTH"]


def most_bytes() -> int:
    """Return how large a file may be."""
    return int(current_app.config["MOST_UPLOADED"])


def keep_file(stream: IO[bytes]) -> tuple[str, str]:
    """Write a stream to the disk piece by piece; return the key of the file and its SHA-256.

    Raises InvalidInput for one that is empty or too large; nothing is kept then.
    """
    folder = Path(current_app.config["UPLOADS_FOLDER"])
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key, digest, size = secrets.token_hex(16), hashlib.sha256(), 0
    with path_of(key).open("xb") as file:
        while size <= most_bytes() and (block := stream.read(_BLOCK)):
            file.write(block)
            digest.update(block)
            size += len(block)
    if not 0 < size <= most_bytes():
        drop_file(key)
        raise InvalidInput(
            _("Choose a file.")
            if not size
            else _("This file is too large: at most %(size)s megabytes.", size=most_bytes() // 1_000_000),
            field="file",
        )
    return key, digest.hexdigest()


def path_of(key: str) -> Path:
    """Return where a file stands."""
    return Path(current_app.config["UPLOADS_FOLDER"]) / f"{key}.survey"


def drop_file(key: str | None) -> None:
    """Remove a file, if it is there."""
    if key:
        path_of(key).unlink(missing_ok=True)
