"""The rows behind the figures about what people said of themselves. No page asks for them: the worker counts them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution
from consult.contributions.queries import counts_for_everybody
from consult.contributions.veil import veiled
from consult.core.database import db
from consult.core.days import day_in_zone
from consult.people.models import Organisation, PersonalAnswers

from . import shaping

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("contribution", "gender", "country", "channel", "sent", "answered")


def frame_of(
    consultations: Sequence[Consultation], *conditions: sa.ColumnElement[bool], whole: bool = False
) -> "pd.DataFrame":
    """Return a row for each contribution that counts for everybody, with what its author said of themselves.

    `conditions`: of these contributions alone.

    Columns: those of `influence.COLUMNS`, gender ("organisation" for what an organisation said), country, channel, and
    `days` from sending to the answer (missing: none yet). `whole`: see `shaping.sent_rows`. Loads pandas.
    """
    import pandas as pd

    from . import influence

    sent = influence.frame_of(shaping.sent_rows(consultations, *conditions, whole=whole))
    traits = pd.DataFrame(_rows(consultations, conditions, whole), columns=list(COLUMNS))
    for name in ("gender", "country", "channel"):
        traits[name] = traits[name].fillna("").astype("str")
    day, answered = (pd.to_datetime(traits[name], format="%Y-%m-%d") for name in ("sent", "answered"))
    traits["days"] = (answered - day).dt.days
    return sent.merge(traits.drop(columns=["sent", "answered"]), on="contribution", how="left")


def members() -> dict[str, dict[str, int]]:
    """Return how many confirmed organisations of the network are of each kind, and in each country."""
    return {
        name: {
            str(value): number
            for value, number in db.session.execute(
                sa.select(sa.func.coalesce(column, ""), sa.func.count())
                .where(Organisation.status == "confirmed")
                .group_by(column)
            )
        }
        for name, column in (
            ("constituency", Organisation.constituency),
            ("country", Organisation.country),
        )
    }


def _rows(
    consultations: Sequence[Consultation], conditions: Sequence[sa.ColumnElement[bool]], whole: bool
) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    gender = sa.case((Contribution.voice == "organisation", "organisation"), else_=PersonalAnswers.gender)
    for row in consultations:
        query = (
            sa.select(
                Contribution.id,
                gender,
                veiled(Contribution.country, "country", [] if whole else [row.id]),
                Contribution.channel,
                day_in_zone(row.zone, Contribution.submitted_at),
                day_in_zone(row.zone, Contribution.disposed_at),
            )
            .outerjoin(PersonalAnswers, PersonalAnswers.person_id == Contribution.person_id)
            .where(Contribution.consultation_id == row.id, *counts_for_everybody(), *conditions)
        )
        found += [tuple(one) for one in db.session.execute(query)]
    return found
