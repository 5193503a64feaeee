"""The words of very many contributions, counted by the worker: some steps in each turn, between letters."""

import time
from collections.abc import Generator

from consult.core.clock import now
from consult.core.database import db
from consult.core.transaction import unit_of_work
from consult.summaries.word_counts import Found, count_words
from consult.summaries.word_keeping import keep, take_next

BETWEEN_LOOKS = 60.0
"""Seconds between two looks at whose words are to be counted."""
SECONDS = 0.3
"""How long the steps of one turn may take together; a letter waits no longer for them."""


class WordTurns:
    """Counts words in turns. Nothing of the database is held between two steps."""

    def __init__(self) -> None:
        self._next_look = 0.0
        self._steps: Generator[None, None, Found] | None = None

    def turn(self) -> None:
        """Take some steps, and keep what was found after the last; or look whether there is something to count."""
        if self._steps is None and time.monotonic() >= self._next_look:
            self._look()
        until = time.monotonic() + SECONDS
        while self._steps is not None and time.monotonic() < until:
            self._step(self._steps)

    def _look(self) -> None:
        with unit_of_work():
            ids = take_next(now())
        if ids:
            self._steps = count_words(ids)
        else:
            self._next_look = time.monotonic() + BETWEEN_LOOKS

    def _step(self, steps: Generator[None, None, Found]) -> None:
        try:
            next(steps)
            db.session.rollback()  # what is done with the rows that were read needs no database
        except StopIteration as end:
            self._steps = None
            with unit_of_work():
                keep(end.value, now())
        except BaseException:
            self._steps = None  # begun anew after a while
            raise
