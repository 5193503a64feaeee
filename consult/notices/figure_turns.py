"""Figures about personal answers, published by the worker so that others can write meanwhile."""

from collections.abc import Generator

from consult.core.clock import now
from consult.core.database import db
from consult.core.steps import finished
from consult.core.transaction import unit_of_work
from consult.summaries.batches import Row, figures_in_steps, keep_figures


def publish_in_turns(narrative_id: int) -> None:
    """Publish the figures of a narrative. The database is held while rows are read, and not while they are counted."""
    at = now()
    made = finished(_apart(figures_in_steps(narrative_id, at)))
    with unit_of_work():
        keep_figures(narrative_id, at, made)


def _apart(steps: Generator[None, None, Row | None]) -> Generator[None, None, Row | None]:
    """Let go of the database after each step."""
    try:
        while True:
            next(steps)
            db.session.rollback()
            yield
    except StopIteration as end:
        db.session.rollback()
        made: Row | None = end.value
        return made
