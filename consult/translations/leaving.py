"""What stands between languages of a person who leaves: why they objected to a rendering goes, that they did stays."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from consult.contributions.language_models import Rendering, SaidTranslation
from consult.contributions.models import Contribution
from consult.core.database import db
from consult.people.models import Person


def forget(person: Person, at: datetime) -> None:
    """Take out the words with which somebody who leaves objected to renderings of what they sent."""
    for row in _replies(person):
        row.words = ""
    db.session.flush()


def known(person: Person) -> dict[str, Any]:
    """Return these words, and what a person rendered for others, as plain values."""
    given = sa.select(Rendering).where(Rendering.by_id == person.id).order_by(Rendering.id)
    said = sa.select(SaidTranslation).where(SaidTranslation.by_id == person.id).order_by(SaidTranslation.id)
    return {
        "replies_to_renderings": [{"reply": row.reply, "words": row.words} for row in _replies(person)],
        "renderings": [
            {"heading": row.text.heading, "body": row.text.body, "at": row.given_at.isoformat()}
            for row in db.session.scalars(given)
        ],
        "translations_of_contributions": [
            {"language": row.language, "body": row.body, "rationale": row.rationale}
            for row in db.session.scalars(said)
        ],
    }


def _replies(person: Person) -> list[Rendering]:
    mine = sa.select(Rendering).join(Contribution, Contribution.id == Rendering.contribution_id)
    mine = mine.where(Contribution.person_id == person.id, Rendering.reply.is_not(None))
    return list(db.session.scalars(mine.order_by(Rendering.id)))
