"""How a letter leaves: its headers, its file, its server; and when what failed is tried again."""

import email
import email.policy
import logging
import smtplib
import ssl
import stat
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from consult.core.clock import freeze, now
from consult.core.database import db
from consult.core.letters import Letter, queue_letter
from consult.notices import delivery, worker
from consult.notices.delivery import Folder, Parcel, Smtp, delivery_of, message_of
from consult.notices.worker import LONGEST_WAIT, MOST_TRIES, Worker, send_due_letters


def _parcel(**values: Any) -> Parcel:
    fields = {
        "id": 1,
        "public_id": "abc",
        "address": "ana@members.example",
        "language": "ar",
        "subject": "نص",
        "body": "مرحبا\n",
        "tries": 1,
    }
    return Parcel(**{**fields, **values})


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("To", "ana@members.example"),
        ("From", "site@wells.example"),
        ("Subject", "نص"),
        ("Message-ID", "<abc@wells.example>"),
        ("Content-Language", "ar"),
        # No holiday notice answers a machine.
        ("Auto-Submitted", "auto-generated"),
        ("Date", "Tue, 10 Mar 2026 12:00:00 +0000"),
    ],
)
def test_a_letter_says_of_itself_what_it_is(app: Flask, header: str, value: str) -> None:
    sent = bytes(message_of(_parcel(), "site@wells.example", "wells.example"))
    assert sent.isascii()
    read = email.message_from_bytes(sent, policy=email.policy.default)
    assert str(read[header]) == value
    assert read.get_content() == "مرحبا\n"


@pytest.mark.parametrize("address", ["ana@members.example\nBcc: eve@evil.example", "a\r\nb@c.example"])
def test_an_address_that_would_add_a_header_never_leaves(app: Flask, address: str) -> None:
    queue_letter(address, "en", "x", "y")
    db.session.commit()
    sent: list[EmailMessage] = []
    assert send_due_letters(sent.append) == 0
    assert (sent, db.session.query(Letter).one().last_error) == ([], "ValueError")


def test_files_of_letters_are_for_their_owner_alone_and_one_sent_twice_is_one(tmp_path: Path) -> None:
    folder = tmp_path / "of" / "letters"
    for _ in range(2):
        Folder(folder)(message_of(_parcel(), "a@b.example", "h"))
    assert [path.name for path in folder.iterdir()] == ["abc.eml"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("tries", "wait"),
    [
        (0, timedelta(minutes=2)),
        (1, timedelta(minutes=4)),
        (7, timedelta(minutes=256)),
        # From here on no longer than the longest, to the last try.
        (8, LONGEST_WAIT),
        (MOST_TRIES - 1, LONGEST_WAIT),
    ],
)
def test_what_failed_waits_longer_each_time_up_to_a_limit(app: Flask, tries: int, wait: timedelta) -> None:
    letter = queue_letter("a@members.example", "en", "x", "y")
    letter.tries = tries
    db.session.commit()

    def away(_message: EmailMessage) -> None:
        raise ConnectionRefusedError

    assert send_due_letters(away) == 0
    db.session.expire_all()
    assert (letter.tries, letter.due_at) == (tries + 1, now() + wait)
    with freeze(letter.due_at - timedelta(microseconds=1)):
        assert send_due_letters([].append) == 0
    with freeze(letter.due_at):
        assert send_due_letters([].append) == (0 if tries + 1 == MOST_TRIES else 1)


def test_letters_leave_in_the_order_in_which_they_are_due(app: Flask) -> None:
    for name, minutes in (("late", 0), ("first", -9), ("second", -5)):
        queue_letter(f"{name}@members.example", "en", "x", "y", due_at=now() + timedelta(minutes=minutes))
    db.session.commit()
    sent: list[EmailMessage] = []
    assert send_due_letters(sent.append) == 3
    assert [message["To"].split("@")[0] for message in sent] == ["first", "second", "late"]


def test_the_log_of_the_server_names_the_letter_and_not_the_person(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    letter = queue_letter("ana@members.example", "en", "A subject", "A body")
    db.session.commit()

    def refuse(_message: EmailMessage) -> None:
        raise smtplib.SMTPRecipientsRefused({"ana@members.example": (550, b"A body")})

    with caplog.at_level(logging.DEBUG):
        send_due_letters(refuse)
    assert letter.public_id in caplog.text
    for word in ("ana@", "A subject", "A body"):
        assert word not in caplog.text


def test_a_fault_that_is_none_of_the_mail_stops_the_worker_and_loses_nothing(app: Flask) -> None:
    queue_letter("a@members.example", "en", "x", "y")
    db.session.commit()

    def broken(_message: EmailMessage) -> None:
        raise TypeError

    with pytest.raises(TypeError):
        send_due_letters(broken)
    db.session.rollback()
    letter = db.session.query(Letter).one()
    assert (letter.sent_at, letter.body) == (None, "y")


def test_a_database_that_is_away_is_asked_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away() -> None:
        raise OperationalError("SELECT secret", {}, Exception())

    monkeypatch.setattr(worker, "tidy", away)
    with caplog.at_level(logging.WARNING):
        assert Worker(app, lambda text: None).once() == 0
    assert "letters wait for the database: OperationalError" in caplog.text
    assert "secret" not in caplog.text


def test_a_worker_that_never_began_stops_at_once(app: Flask) -> None:
    stopped = Worker(app, lambda text: None)
    stopped.stop()
    assert stopped.stopping.is_set()


class Server:
    """Stands in for a mail server, and keeps what it is asked."""

    asked: list[Any]

    def __init__(self, host: str, port: int, **more: Any) -> None:
        type(self).asked = [(host, port, type(more.get("context")))]
        assert more["timeout"] == delivery.SECONDS

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_error: object) -> None:
        self.asked.append("quit")

    def starttls(self, *, context: ssl.SSLContext) -> None:
        """Note that the line is made safe, against a certificate that is checked."""
        assert context.verify_mode is ssl.CERT_REQUIRED
        assert context.check_hostname
        self.asked.append("starttls")

    def login(self, user: str, password: str) -> None:
        """Note who signs in."""
        self.asked.append((user, password))

    def send_message(self, message: EmailMessage) -> None:
        """Note that something was sent."""
        self.asked.append("sent")


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("smtp://mail.example.org", [("mail.example.org", 587, type(None)), "starttls", "sent", "quit"]),
        (
            "smtp://u%40x:p%3A@mail.example.org:2525",
            [("mail.example.org", 2525, type(None)), "starttls", ("u@x", "p:"), "sent", "quit"],
        ),
        ("smtps://mail.example.org", [("mail.example.org", 465, ssl.SSLContext), "sent", "quit"]),
        # On this machine itself the line may stay open.
        ("smtp://localhost:25", [("localhost", 25, type(None)), "sent", "quit"]),
        ("smtp://[::1]:25", [("::1", 25, type(None)), "sent", "quit"]),
    ],
)
def test_nobody_signs_in_or_sends_before_the_line_is_safe(
    monkeypatch: pytest.MonkeyPatch, url: str, asked: list[object]
) -> None:
    monkeypatch.setattr(smtplib, "SMTP", Server)
    monkeypatch.setattr(smtplib, "SMTP_SSL", Server)
    Smtp(url)(EmailMessage())
    assert Server.asked == asked


def test_the_settings_say_how_letters_leave(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(delivery_of(app, print), Folder)
    monkeypatch.setitem(app.config, "SMTP_URL", "smtps://mail.example.org")
    assert isinstance(delivery_of(app, print), Smtp)
