"""A kill anywhere in the middle of publication: no half version, and in the end exactly one publication.

`CONSULT_KILL_ROUNDS` sets how many kills are tried, spread over all that publication sends to the database.
"""

import os
import signal

import sqlalchemy as sa
from flask import Flask

from consult.consolidation.models import Consolidation
from consult.core.database import db
from consult.narratives.integrity import verify_chain
from consult.narratives.models import Narrative, Revision
from tests.desk import Desk
from tests.services.test_consolidation_halfway import desk, everything, in_a_process, killed, publish_as

__all__ = ["desk"]
ROUNDS = int(os.environ.get("CONSULT_KILL_ROUNDS", "20"))


def kill_at(moment: int) -> None:
    """Let this process be killed before the statement with this number is sent, or before the commit."""
    sent = 0

    def count(*_given: object) -> None:
        nonlocal sent
        if sent == moment:
            killed()
        sent += 1

    sa.event.listen(db.engine, "before_cursor_execute", count)
    sa.event.listen(db.engine, "commit", lambda _connection: killed())


def statements_of(app: Flask, row_id: int, facilitator_id: int) -> int:
    """Return how many statements a publication sends; it is rolled back."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        with app.app_context():  # what this keeps in memory, the killed ones must not find
            publish_as(row_id, facilitator_id)
            db.session.rollback()
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
    return len(sent)


def test_a_kill_at_any_moment_leaves_no_half_version_and_the_next_try_publishes_once(
    app: Flask, desk: Desk
) -> None:
    row_id, facilitator_id = desk.row.id, desk.facilitator.id
    before = everything()
    many = statements_of(app, row_id, facilitator_id)
    moments = sorted({round(many * number / max(ROUNDS - 1, 1)) for number in range(ROUNDS)})
    assert moments[-1] == many  # the last one falls on the commit

    for moment in moments:

        def act(moment: int = moment) -> None:
            kill_at(moment)
            publish_as(row_id, facilitator_id)

        ended = in_a_process(app, act)
        assert os.WIFSIGNALED(ended), moment
        assert os.WTERMSIG(ended) == signal.SIGKILL
    assert everything() == before
    assert in_a_process(app, lambda: publish_as(row_id, facilitator_id)) == 0
    assert in_a_process(app, lambda: publish_as(row_id, facilitator_id)) != 0
    assert db.session.get_one(Consolidation, row_id).state == "published"
    assert db.session.query(Revision).count() == 2
    assert verify_chain(db.session.query(Narrative).one()) == []
