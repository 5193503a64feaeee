"""How much one person sends: a person may write fast, a program may not. People are counted, and never addresses."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.core.database import db, hold_name
from consult.core.errors import InvalidInput
from consult.core.refusals import say_refused
from consult.people.at_hand import AnyPerson

from ..models import Contribution

MOST_A_MINUTE = 10
"""Forty people in one room may send four hundred; one of them ten."""


_sent = Contribution.__table__.c
_RECENT = (
    sa.select(_sent.id)
    .where(
        _sent.person_id == sa.bindparam("person_id"),
        _sent.kind != "answer",
        _sent.entered_by_id.is_(None),
        _sent.created_at > sa.bindparam("since"),
    )
    .limit(sa.bindparam("most"))
)


class TooFast(InvalidInput):
    """So many were sent within a minute. What was typed stays in the form."""

    status = 429


def check_pace(person: AnyPerson, at: datetime) -> None:
    """Raise TooFast where a person has sent ten contributions, or kept them as drafts, within the last minute.

    Answers are not counted: a question takes one of each. Nor is what somebody enters for others from paper.
    """
    hold_name(f"pace of {person.id}")
    since = at - timedelta(minutes=1)
    recent = db.session.connection().execute(
        _RECENT, {"person_id": person.id, "since": since, "most": MOST_A_MINUTE}
    )
    if len(recent.all()) >= MOST_A_MINUTE:
        say_refused("too-often", person=person.id)
        raise TooFast(
            _l("You have sent ten within a minute. Wait a minute, then send this one: it is still here.")
        )
