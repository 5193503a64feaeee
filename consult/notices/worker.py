"""Sending what is due. A letter is claimed for some minutes, sent, then marked: at least once, never lost.

Whoever stops between claiming and marking leaves the letter to be sent again after the claim has ended, with the
same Message-ID. Nothing holds the database while a mail server thinks.
"""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPException
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from consult.consolidation.models import Consolidation
from consult.consolidation.services.changed_drafts import tell_of_changed_drafts
from consult.contributions.likeness import marks_wait, refresh_marks
from consult.core.clock import now
from consult.core.database import db
from consult.core.letters import Letter
from consult.core.transaction import unit_of_work
from consult.people.sessions import forget_old_sessions
from consult.people.sign_in import forget_old_links
from consult.people.staff import forget_old_tries
from consult.summaries.batches import narratives_due
from consult.summaries.column_store import columns_wait, refresh_columns
from consult.web.letters import outer_url

from .delivery import Deliver, Parcel, delivery_of, message_of
from .digests import write_digests
from .figure_turns import publish_in_turns
from .retention import end_retention
from .word_turns import WordTurns

CLAIM = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=6)
MOST_TRIES = 20
PAUSE_SECONDS = 1.0
BETWEEN_DIGESTS = 300.0
"""Seconds between two looks at who is due a letter of the day."""
BETWEEN_COUNTS = 10.0
"""Seconds between two looks at what the columns of summaries have to take in."""

MOST_STEPS = 20
"""So many steps of marking contributions are taken in one turn."""


def send_due_letters(deliver: Deliver) -> int:
    """Send every letter that is due; return how many left. What fails is tried again, later and later."""
    sent = 0
    while parcel := _claim():
        sent += _hand_over(parcel, deliver)
    return sent


def tidy() -> None:
    """Forget what no limit counts any more, and write the letters that fall due by themselves."""
    with unit_of_work():
        forget_old_links(now())
        forget_old_sessions(now())
        forget_old_tries(now())
        tell_of_changed_drafts(now(), _draft_address)


def _draft_address(desk: Consolidation, language: str) -> str:
    return outer_url("consolidation.draft", language, consolidation_id=desk.public_id)


class Worker:
    """Sends due letters again and again, in a thread of the site or as a process of its own."""

    def __init__(self, app: Flask, echo: Callable[[str], None]) -> None:
        self.app = app
        self.deliver = delivery_of(app, echo)
        self.stopping = threading.Event()
        self.next_digests = self.next_counts = 0.0
        self.words = WordTurns()
        self.thread = threading.Thread(target=self.loop, name="letters", daemon=True)

    def loop(self) -> None:
        """Send until told to stop. A database that is busy or away is asked again."""
        while not self.stopping.is_set():
            self.once()
            self.stopping.wait(PAUSE_SECONDS)

    def once(self) -> int:
        """Send what is due now; return how many letters left."""
        with self.app.app_context():
            try:
                tidy()
                self._write_digests()
                self._count()
                self.words.turn()
                return send_due_letters(self.deliver)
            except SQLAlchemyError as error:
                self.app.logger.warning("letters wait for the database: %s", type(error).__name__)
                return 0

    def _write_digests(self) -> None:
        """End what is over and write the letters of the day, at the first turn and then every few minutes."""
        if time.monotonic() >= self.next_digests:
            self.next_digests = time.monotonic() + BETWEEN_DIGESTS
            with unit_of_work():
                end_retention(now())
            write_digests()

    def _count(self) -> None:
        """Let columns take in what was logged and publish figures that are due: at first, then every few seconds."""
        if time.monotonic() >= self.next_counts:
            self.next_counts = time.monotonic() + BETWEEN_COUNTS
            waits = columns_wait()
            db.session.rollback()
            if waits:
                with unit_of_work():
                    refresh_columns(now())
            self.mark()
            due = [narrative.id for narrative in narratives_due(now())]
            db.session.rollback()
            for narrative_id in due:
                publish_in_turns(narrative_id)

    def mark(self) -> None:
        """Let the marks of similar contributions take in what was logged, in steps between which others write."""
        for _step in range(MOST_STEPS):
            waits = marks_wait()
            db.session.rollback()
            if not waits:
                return
            with unit_of_work():
                if not refresh_marks():
                    return

    def stop(self) -> None:
        """End the thread after the letter in hand."""
        self.stopping.set()
        if self.thread.is_alive():
            self.thread.join(timeout=5)


def _claim() -> Parcel | None:
    """Take the letter that is due longest for some minutes; others pass it by meanwhile."""
    with unit_of_work():
        letter = db.session.scalar(
            sa.select(Letter)
            .where(Letter.sent_at.is_(None), Letter.due_at <= now(), Letter.tries < MOST_TRIES)
            .order_by(Letter.due_at, Letter.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if letter is None:
            return None
        letter.due_at = now() + CLAIM
        letter.tries += 1
        return Parcel(
            letter.id,
            letter.public_id,
            letter.address,
            letter.language,
            letter.subject,
            letter.body,
            letter.tries,
            letter.stop_url,
        )


def _hand_over(parcel: Parcel, deliver: Deliver) -> bool:
    host = urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"
    try:
        deliver(message_of(parcel, current_app.config["MAIL_FROM"], host))
    except (OSError, SMTPException, ValueError) as error:
        current_app.logger.warning("letter %s did not leave: %s", parcel.public_id, type(error).__name__)
        _mark_failed(parcel, type(error).__name__)
        return False
    _mark_sent(parcel)
    return True


def _mark_sent(parcel: Parcel) -> None:
    """Note when the letter left, and forget its words: a link in it is nobody's business any more."""
    with unit_of_work():
        db.session.execute(
            sa.update(Letter).where(Letter.id == parcel.id).values(sent_at=now(), body="", last_error=None)
        )


def _mark_failed(parcel: Parcel, error: str) -> None:
    wait = min(timedelta(minutes=2**parcel.tries), LONGEST_WAIT)
    with unit_of_work():
        db.session.execute(
            sa.update(Letter).where(Letter.id == parcel.id).values(due_at=now() + wait, last_error=error)
        )
