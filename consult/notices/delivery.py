"""How a letter leaves: by SMTP, or into a folder (and onto the terminal in development) where none is set up."""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import Flask

from consult.core.clock import now

Deliver = Callable[[EmailMessage], None]
SECONDS = 30
SEVEN_BITS = policy.default.clone(cte_type="7bit", max_line_length=500)
"""Not every server on the way says that it takes eight bits; and an address in the head must stay in one piece."""
LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Parcel:
    """A letter as it is handed over: a copy that outlives its database session."""

    id: int
    public_id: str
    address: str
    language: str
    subject: str
    body: str
    tries: int
    stop_url: str | None = None


def message_of(parcel: Parcel, sender: str, host: str) -> EmailMessage:
    """Return the letter as a message. Its Message-ID follows its id, so that one sent twice is shown once."""
    message = EmailMessage(SEVEN_BITS)
    message.set_content(parcel.body)  # first: it takes out what was said of the content before
    message["From"] = sender
    message["To"] = parcel.address
    message["Subject"] = parcel.subject
    message["Date"] = format_datetime(now())
    message["Message-ID"] = f"<{parcel.public_id}@{host}>"
    message["Content-Language"] = parcel.language
    message["Auto-Submitted"] = "auto-generated"
    if parcel.stop_url:
        message["List-Unsubscribe"] = f"<{parcel.stop_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return message


def delivery_of(app: Flask, echo: Callable[[str], None]) -> Deliver:
    """Return how letters leave by the settings; `echo` shows them on the terminal in development."""
    if app.config["SMTP_URL"]:
        return Smtp(app.config["SMTP_URL"])
    shown = echo if app.config["MODE"] == "development" else None
    return Folder(Path(app.config["LETTERS_FOLDER"]), shown)


class Folder:
    """Keeps each letter as a file with the ending .eml, and shows it on the terminal if asked to."""

    def __init__(self, path: Path, echo: Callable[[str], None] | None = None) -> None:
        self.path = path
        self.echo = echo

    def __call__(self, message: EmailMessage) -> None:
        """Write the message into the folder, readable by its owner only."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = str(message["Message-ID"]).strip("<>").split("@")[0]
        (self.path / f"{name}.eml").write_bytes(bytes(message))
        if self.echo:
            self.echo(
                f"\n----- Letter to {message['To']}: {message['Subject']}\n{message.get_content()}-----\n"
            )


class Smtp:
    """Sends by a server: `smtps://user:password@host:465`, or `smtp://…:587`, which then must offer STARTTLS.

    Only a server on this very machine may be spoken to in the clear.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError("CONSULT_SMTP_URL must look like smtps://user:password@mail.example.org")
        self.secure = parts.scheme == "smtps"
        self.host = parts.hostname
        self.port = parts.port or (465 if self.secure else 587)
        self.user, self.password = unquote(parts.username or ""), unquote(parts.password or "")

    def __call__(self, message: EmailMessage) -> None:
        """Send the message; raises OSError or smtplib.SMTPException when the server does not take it."""
        with self._connect() as server:
            if self.user:
                server.login(self.user, self.password)
            server.send_message(message)

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.secure:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=context)
        server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        try:
            if self.host not in LOCAL:
                server.starttls(context=context)
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
        return server
