"""Reporting what somebody else sent, and appealing when one's own was hidden; each gets a facilitator's answer."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.core.database import db
from consult.core.errors import StaleBase, TooMany, WrongState
from consult.core.loading import by_public_id
from consult.core.logs import log_event
from consult.people.models import Person

from ..models import Contribution
from ..reports import Report
from .wordings import required_text

MOST_A_DAY = 20


def report(row: Contribution, actor: Person, at: datetime, *, words: str) -> Report:
    """Tell the facilitators of a contribution; its author's word is an appeal. Return it.

    Raises WrongState where one's own is not hidden or one has told them already, TooMany after twenty within a day.
    """
    is_own = row.person_id == actor.id
    if is_own and row.hidden_at is None:
        raise WrongState(_l("This is your own and it is not hidden: there is nothing to appeal against."))
    if reported_by(row, actor, only_open=True):
        raise WrongState(_l("You have told the facilitators already. They will answer you here."))
    mine = sa.select(sa.func.count()).where(
        Report.by_id == actor.id, Report.created_at > at - timedelta(days=1)
    )
    if (db.session.scalar(mine) or 0) >= MOST_A_DAY:
        raise TooMany(_l("You have reported very much today. Please come back tomorrow."))
    kind = "appeal" if is_own else "report"
    said = required_text(words, field="words", message=_l("Say what is wrong."))
    found = Report(contribution_id=row.id, kind=kind, by_id=actor.id, words=said, created_at=at)
    db.session.add(found)
    db.session.flush()
    log_event(f"contribution-{kind}", row, actor_id=actor.id)
    return found


def reported_by(row: Contribution, person: Person, *, only_open: bool = False) -> Sequence[Report]:
    """Return what a person told of a contribution, the oldest first."""
    mine = sa.select(Report).where(Report.contribution_id == row.id, Report.by_id == person.id)
    if only_open:
        mine = mine.where(Report.closed_at.is_(None))
    return db.session.scalars(mine.order_by(Report.id)).all()


def open_reports(consultation_id: int) -> Sequence[Report]:
    """Return the reports and appeals of a consultation that wait for an answer, the oldest first."""
    waiting = sa.select(Report).join(Contribution).where(Report.closed_at.is_(None))
    return db.session.scalars(
        waiting.where(Contribution.consultation_id == consultation_id).order_by(Report.id)
    ).all()


def answer_report(row: Contribution, public_id: str, actor: Person, at: datetime, *, answer: str) -> Report:
    """Answer a report or appeal, which closes it. Hiding and showing again are acts of their own.

    Raises NotFound for one that is not of this contribution, StaleBase (`current`: the report) for one that is
    answered.
    """
    found = by_public_id(Report, public_id, Report.contribution_id == row.id)
    if found.closed_at is not None:
        raise StaleBase(_l("This has been answered already."), current=found)
    found.answer = required_text(answer, field="answer", message=_l("Say what you decided, and why."))
    found.closed_at, found.closed_by_id = at, actor.id
    log_event(f"contribution-{found.kind}-answered", row, actor_id=actor.id)
    return found
