"""Eight processes that write on one section without a pause: nothing is lost, and nobody is turned away."""

import os
import sys
import traceback
from contextlib import nullcontext

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.consultations.models import Consultation
from consult.contributions.models import Comment, ContributionText
from consult.contributions.services import Sending, submit_comment
from consult.contributions.services.own import Edit, edit_contribution
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import TooMany
from consult.core.transaction import unit_of_work
from consult.people.models import Person
from tests.factories import make_consultation, make_organisation, make_person, place_of

PROCESSES = 8
TIMES = 250 if "CONSULT_FUZZ_EXAMPLES" in os.environ else 10
"""How often each of them writes: 250 times in `make fuzz`."""


def write(consultation_id: int, person_id: int, times: int) -> None:
    """Send a comment and change its words, each in a transaction of its own, again and again."""
    for number in range(times):
        with unit_of_work():
            consultation = db.session.get_one(Consultation, consultation_id)
            row = submit_comment(
                consultation,
                place_of(consultation.base_revision).section,
                db.session.get_one(Person, person_id),
                now(),
                body=f"Said by {person_id}, {number}",
                comment_kind="remark",
                sending=Sending(visibility="name"),
            )
            row_id = row.id
        with unit_of_work():
            changed = db.session.get_one(Comment, row_id)
            edit_contribution(changed, changed.person, now(), Edit(body=f"Said anew, {number}"))


def beside(app: Flask, consultation_id: int, person_id: int, times: int) -> int:
    """Write in a process of its own; return its id. It ends with 0 where nothing failed."""
    process = os.fork()
    if process:
        return process
    failed = 1
    try:
        db.engine.dispose(close=False)
        with app.app_context():
            write(consultation_id, person_id, times)
        failed = 0
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(failed)


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_eight_processes_lose_nothing_and_none_waits_in_vain(app: Flask) -> None:
    consultation = make_consultation()
    organisation = make_organisation()
    people = [make_person(organisation=organisation) for _ in range(PROCESSES)]
    values = [(consultation.id, person.id, TIMES) for person in people]
    db.session.commit()
    db.engine.dispose()
    processes = [beside(app, *given) for given in values]
    ended = [os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process in processes]
    assert ended == [0] * PROCESSES
    db.session.expire_all()
    rows = dict(
        db.session.execute(sa.select(Comment.person_id, sa.func.count()).group_by(Comment.person_id)).all()
    )
    assert rows == {person_id: TIMES for _consultation, person_id, _times in values}
    assert (
        db.session.scalar(sa.select(sa.func.count()).select_from(ContributionText)) == 2 * TIMES * PROCESSES
    )


def test_who_waits_in_vain_is_told_so_and_can_write_later(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only on SQLite does one who writes wait for all others."""
    is_alone = db.engine.dialect.name == "sqlite"
    db.session.commit()
    monkeypatch.setattr("consult.core.database.LONGEST_WAIT", 0.05)
    ask, refused = sa.text("SELECT 1"), pytest.raises(TooMany) if is_alone else nullcontext()
    with db.engine.connect() as holder, db.engine.connect() as other:
        holder.execute(ask)
        with refused as caught:
            other.execute(ask)
        holder.rollback()
        assert not is_alone or "try again in a minute" in str(caught.value.message)
        assert other.execute(ask).scalar_one() == 1
