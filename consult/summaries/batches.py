"""Verbs: publish the figures about what people said of themselves, in batches, so that no two days tell of one person.

A batch is kept as it was published, and the next comes with a new week, only once enough people and organisations have
changed what it counts, or nobody has. What was taken back since, it must not show: then there is none until the next.
"""

from collections.abc import Generator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution
from consult.contributions.queries import counts_for_everybody
from consult.core.database import db, hold_name
from consult.core.logs import Event
from consult.core.steps import finished
from consult.narratives.models import Narrative
from consult.narratives.services import latest_revision
from consult.rules.disclosure import Behind

from . import personal_rows, shaping
from .models import FigureBatch

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]
TOGETHER = 20_000
"""So many ids of contributions are read at once."""
TRAITS = ("constituency", "language", "gender", "country", "channel")
WAITS = "constituency"
"""The answer by which the time to answer, and what became of it, is told."""
TAKEN_BACK = (
    "contribution-withdrawn",
    "contribution-hidden",
    "contribution-admission-undone",
    "contribution-visibility-lowered",
)


def week_begins(at: datetime) -> datetime:
    """Return the Monday, at midnight in UTC, with which the week of a moment begins."""
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())


def narratives_due(at: datetime) -> list[Narrative]:
    """Return the narratives that had contributions, and whose figures were not looked at in this week."""
    sent = sa.exists().where(Contribution.narrative_id == Narrative.id, Contribution.status == "submitted")
    query = (
        sa.select(Narrative)
        .outerjoin(FigureBatch, FigureBatch.narrative_id == Narrative.id)
        .where(sent, sa.or_(FigureBatch.looked_at.is_(None), FigureBatch.looked_at < week_begins(at)))
    )
    return list(db.session.scalars(query.order_by(Narrative.id)))


def publish_figures(at: datetime) -> int:
    """Publish what is due, in the present transaction; return for how many narratives. Loads pandas."""
    return sum(
        keep_figures(narrative.id, at, finished(figures_in_steps(narrative.id, at)))
        for narrative in narratives_due(at)
    )


def keep_figures(narrative_id: int, at: datetime, made: Row | None) -> bool:
    """Publish the figures that were made of a narrative, unless somebody did meanwhile; say whether they are new.

    None: too few have changed what they count. Then nobody asks again in this week.
    """
    hold_name("figures")
    if narrative_id not in {narrative.id for narrative in narratives_due(at)}:
        return False
    if made is None:
        db.session.get_one(FigureBatch, narrative_id).looked_at = at
        return False
    db.session.merge(FigureBatch(narrative_id=narrative_id, at=at, looked_at=at, **made))
    db.session.flush()
    return True


def batch_of(narrative: Narrative) -> FigureBatch | None:
    """Return what is published of a narrative; None without any, or where some of it was taken back since.

    It is for those who may read all that it counts: of two sums the difference would tell of one consultation alone.
    """
    batch = db.session.get(FigureBatch, narrative.id)
    if batch is None:
        return None
    return None if db.session.scalar(sa.select(_taken_back(batch).exists())) else batch


def counted_consultations(narrative: Narrative) -> list[Consultation]:
    """Return the consultations that all members may read. The figures are the same for whoever may see them."""
    return [row for row in shaping.consultations_of(narrative) if row.read_audience in ("public", "members")]


def figures_in_steps(narrative_id: int, at: datetime) -> Generator[None, None, Row | None]:
    """Make the figures of a narrative as of a moment; after each step nothing of the database is needed any more.

    None: too few have changed what they count since they were published last. Loads pandas.
    """
    import pandas as pd

    from . import influence

    narrative = db.session.get_one(Narrative, narrative_id)
    batch = db.session.get(FigureBatch, narrative_id)
    if batch is not None and not _has_changed_enough(batch, narrative):
        return None
    newest = db.session.scalar(sa.select(sa.func.coalesce(sa.func.max(Event.id), 0))) or 0
    revision = latest_revision(narrative)
    text = shaping.words_of(revision) if revision else None
    words = influence.credited_words(text.runs, text.links).to_dict() if text else {}
    passages, members = shaping.passages_shaped(narrative), personal_rows.members()
    named = {row.id: row.public_id for row in counted_consultations(narrative)}
    parts: dict[str, pd.DataFrame] = {}
    for number, public_id in named.items():
        parts[public_id] = yield from _frame(number, at)
    yield
    tables = _tables(parts, words, passages)
    return {"event_id": newest, "tables": {**tables, "members": members}}


def _frame(consultation_id: int, at: datetime) -> "Generator[None, None, pd.DataFrame]":
    """Read what counts in a consultation, some at a time; what was sent later belongs to the next batch."""
    import pandas as pd

    until = (
        Contribution.submitted_at <= at,
        sa.or_(Contribution.admitted_at.is_(None), Contribution.admitted_at <= at),
    )
    query = sa.select(sa.func.max(Contribution.id)).where(Contribution.consultation_id == consultation_id)
    last = db.session.scalar(query) or 0
    found = []
    for first in range(0, last + 1, TOGETHER):
        yield
        row = db.session.get_one(Consultation, consultation_id)
        some = Contribution.id.between(first, first + TOGETHER - 1)
        found.append(personal_rows.frame_of([row], some, *until))
    return pd.concat([frame for frame in found if len(frame)] or found[:1], ignore_index=True)


def _has_changed_enough(batch: FigureBatch, narrative: Narrative) -> bool:
    """Say whether something changed, and enough are behind what came or went, and behind what was answered.

    Only what is counted itself hides others: not what is for facilitators alone, or of those invited.
    """
    counted = sa.and_(
        Contribution.consultation_id.in_([row.id for row in counted_consultations(narrative)]),
        *counts_for_everybody(),
    )
    answered = sa.select(Event.subject_id).where(
        *_since(batch), Event.kind == "contribution-answered", Event.before.is_distinct_from(Event.after)
    )
    came = sa.or_(Contribution.submitted_at > batch.at, Contribution.admitted_at > batch.at)
    went = sa.and_(Contribution.id.in_(_taken_back(batch)), sa.not_(sa.and_(*counts_for_everybody())))
    changes = [
        _behind(sa.or_(sa.and_(counted, came), went)),
        _behind(sa.and_(counted, Contribution.id.in_(answered))),
    ]
    changed = [one for one in changes if one.people or one.organisations]
    return bool(changed) and all(one.is_enough for one in changed)


def _behind(which: sa.ColumnElement[bool]) -> Behind:
    query = sa.select(Contribution.person_id, Contribution.organisation_id).where(which).distinct()
    found = list(db.session.execute(query))
    return Behind(
        frozenset(person for person, _organisation in found if person),
        frozenset(organisation for _person, organisation in found if organisation),
    )


def _taken_back(batch: FigureBatch) -> sa.Select[Any]:
    """Return the question for the contributions that were counted in a batch and were taken back since."""
    lowered = Event.kind == "contribution-visibility-lowered"
    query: Any = (
        sa.select(Event.subject_id)
        .join(Contribution, Contribution.id == Event.subject_id)
        .where(
            *_since(batch),
            Event.kind.in_(TAKEN_BACK),
            sa.or_(sa.not_(lowered), Event.after == "facilitators"),
            sa.func.coalesce(Event.before, "").not_in(("draft", "facilitators")),
            Contribution.submitted_at <= batch.at,
        )
    )
    return query


def _since(batch: FigureBatch) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Event.id > batch.event_id,
        Event.narrative_id == batch.narrative_id,
        Event.subject == "contributions",
    )


def _tables(parts: "dict[str, pd.DataFrame]", words: Mapping[int, float], passages: Mapping[int, int]) -> Row:
    """Return the tables of a batch. `parts`: what counts in each consultation."""
    import pandas as pd

    from . import personal, whole

    frame = pd.concat(parts.values(), ignore_index=True) if parts else personal_rows.frame_of([])
    return {
        "balance": {
            by: personal.published_groups(frame, by, words, passages, with_waits=by == WAITS) for by in TRAITS
        },
        "waits": {WAITS: personal.published_waits(frame, WAITS)},
        "regions": {
            by: made for by in TRAITS[:3] if (made := personal.crossed_with_regions(frame, by)) is not None
        },
        "behind": {by: {one: whole.behind(part, by) for one, part in parts.items()} for by in TRAITS},
    }
