"""Letters leave at least once, in their own script, and a failing server loses none."""

import email
import email.policy
import os
import signal
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from flask import Flask

from consult.core.clock import freeze, now
from consult.core.database import db
from consult.core.letters import Letter, queue_letter
from consult.notices.delivery import Folder, Smtp, delivery_of
from consult.notices.worker import MOST_TRIES, Worker, send_due_letters
from consult.people.models import SignInLink
from tests.factories import keep

SUBJECT = "نص جديد للتشاور – «الماء»"
BODY = "مرحبا،\n\nÀ bientôt, año.\n"


class Mailbox:
    """A mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep a message."""
        self.messages.append(email.message_from_bytes(envelope.content, policy=email.policy.default))  # type: ignore[arg-type]
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=0)
    controller.port = _free_port()
    controller.start()
    yield box, controller.port
    controller.stop()


def _free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _queue(count: int = 1, **values: Any) -> None:
    for number in range(count):
        queue_letter(f"person{number}@members.example", "ar", SUBJECT, BODY, **values)
    db.session.commit()


def _letters() -> list[Letter]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Letter).order_by(Letter.id)))


def test_an_arabic_letter_arrives_as_it_was_written(app: Flask, mailbox: tuple[Mailbox, int]) -> None:
    box, port = mailbox
    _queue()
    assert send_due_letters(Smtp(f"smtp://127.0.0.1:{port}")) == 1
    (message,) = box.messages
    assert message["Subject"] == SUBJECT
    assert message.get_content().replace("\r\n", "\n") == BODY
    assert message["To"] == "person0@members.example"
    assert message["Content-Language"] == "ar"
    (letter,) = _letters()
    assert message["Message-ID"] == f"<{letter.public_id}@127.0.0.1>"


def test_a_letter_leaves_once_and_its_words_are_forgotten(app: Flask) -> None:
    _queue()
    sent: list[EmailMessage] = []
    assert send_due_letters(sent.append) == 1
    assert send_due_letters(sent.append) == 0
    (letter,) = _letters()
    assert (letter.sent_at, letter.body, letter.tries) == (now(), "", 1)
    assert len(sent) == 1


def test_a_letter_waits_for_its_moment(app: Flask) -> None:
    _queue(due_at=now() + timedelta(hours=1))
    sent: list[EmailMessage] = []
    assert send_due_letters(sent.append) == 0
    with freeze(now() + timedelta(hours=1)):
        assert send_due_letters(sent.append) == 1


def test_a_failing_server_is_tried_again_later_and_later(app: Flask) -> None:
    _queue()

    def broken(message: EmailMessage) -> None:
        raise smtplib.SMTPServerDisconnected("gone")

    moment = now()
    for wait in (2, 4, 8):
        with freeze(moment):
            assert send_due_letters(broken) == 0
        (letter,) = _letters()
        assert letter.due_at == moment + timedelta(minutes=wait)
        assert letter.last_error == "SMTPServerDisconnected"
        assert letter.body == BODY
        moment = letter.due_at
    with freeze(moment):
        assert send_due_letters([].append) == 1
    assert _letters()[0].last_error is None


def test_a_letter_that_never_leaves_is_given_up_and_kept(app: Flask) -> None:
    _queue()
    _letters()[0].tries = MOST_TRIES
    db.session.commit()
    assert send_due_letters([].append) == 0
    assert _letters()[0].sent_at is None


def test_one_bad_letter_does_not_hold_up_the_others(app: Flask) -> None:
    _queue(3)
    sent: list[EmailMessage] = []

    def picky(message: EmailMessage) -> None:
        if message["To"].startswith("person1"):
            raise smtplib.SMTPRecipientsRefused({})
        sent.append(message)

    assert send_due_letters(picky) == 2
    assert [message["To"][:7] for message in sent] == ["person0", "person2"]


def test_a_worker_that_dies_in_the_middle_leaves_the_letter_for_the_next(app: Flask) -> None:
    _queue()
    ids: list[str] = []

    def dies(message: EmailMessage) -> None:
        ids.append(message["Message-ID"])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send_due_letters(dies)
    assert send_due_letters(lambda message: ids.append(message["Message-ID"])) == 0
    with freeze(now() + timedelta(minutes=5)):
        assert send_due_letters(lambda message: ids.append(message["Message-ID"])) == 1
    assert len(ids) == 2
    assert ids[0] == ids[1]


def test_without_a_mail_server_letters_go_into_a_folder_and_onto_the_terminal(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "LETTERS_FOLDER", str(tmp_path / "letters"))
    monkeypatch.setitem(app.config, "MODE", "development")
    shown: list[str] = []
    _queue()
    assert send_due_letters(delivery_of(app, shown.append)) == 1
    (file,) = (tmp_path / "letters").glob("*.eml")
    kept = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert kept["Subject"] == SUBJECT
    assert SUBJECT in shown[0]
    assert "مرحبا" in shown[0]


def test_in_production_no_letter_is_shown_on_the_terminal(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MODE", "production")
    deliver = delivery_of(app, pytest.fail)
    assert isinstance(deliver, Folder)
    assert deliver.echo is None


@pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://", ""])
def test_a_wrong_server_address_is_named_at_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="CONSULT_SMTP_URL"):
        Smtp(url)


def test_the_parts_of_a_server_address_are_read() -> None:
    server = Smtp("smtps://site%40example.org:p%2Fw@mail.example.org")
    assert (server.secure, server.host, server.port) == (True, "mail.example.org", 465)
    assert (server.user, server.password) == ("site@example.org", "p/w")
    assert Smtp("smtp://mail.example.org").port == 587


def test_a_server_elsewhere_is_never_spoken_to_in_the_clear(
    monkeypatch: pytest.MonkeyPatch, mailbox: tuple[Mailbox, int]
) -> None:
    box, port = mailbox
    monkeypatch.setattr("consult.notices.delivery.LOCAL", ())
    message = EmailMessage()
    message["To"], message["From"] = "a@members.example", "b@members.example"
    with pytest.raises(smtplib.SMTPNotSupportedError):
        Smtp(f"smtp://127.0.0.1:{port}")(message)
    assert box.messages == []


def test_the_worker_sends_and_tidies_and_stops(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    _queue(2)
    old = now() - timedelta(days=2)
    keep(
        SignInLink(
            link_digest="a",
            code_digest="b",
            request_digest="c",
            address_digest="d",
            created_at=old,
            expires_at=old,
        )
    )
    db.session.commit()
    worker = Worker(app, lambda text: None)
    sent: list[EmailMessage] = []
    worker.deliver = sent.append
    worker.thread.start()
    deadline = time.monotonic() + 10
    while len(sent) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    worker.stop()
    assert not worker.thread.is_alive()
    assert len(sent) == 2
    assert db.session.query(SignInLink).count() == 0


KILLED = """
import os, signal, sys
from config import Settings
from consult import create_app
from consult.notices.worker import send_due_letters
app = create_app(Settings(mode="test", database_url=sys.argv[1], secret_key="x"))
left = int(sys.argv[3])
def deliver(message):
    global left
    with open(sys.argv[2], "a") as file:
        file.write(message["Message-ID"] + "\\n")
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
with app.app_context():
    send_due_letters(deliver)
"""


def test_a_worker_that_is_killed_again_and_again_loses_no_letter(app: Flask, tmp_path: Path) -> None:
    _queue(9)
    known = {letter.public_id for letter in _letters()}
    db.session.rollback()
    log = tmp_path / "sent"
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    for before_the_kill in (2, 3):
        command = [sys.executable, "-c", KILLED, url, str(log), str(before_the_kill)]
        done = subprocess.run(command, cwd=app.config["ROOT"], env={**os.environ}, capture_output=True)
        assert done.returncode == -signal.SIGKILL, done.stderr
        _make_all_due()
    with log.open("a") as file:
        send_due_letters(lambda message: file.write(message["Message-ID"] + "\n") and None)
    ids = [line.strip("<>").split("@")[0] for line in log.read_text().split()]
    assert set(ids) == known
    assert len(ids) == 9 + 2
    assert all(letter.sent_at for letter in _letters())


def _make_all_due() -> None:
    db.session.rollback()
    db.session.execute(sa.update(Letter).values(due_at=now()))
    db.session.commit()
