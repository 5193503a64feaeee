"""What was sent on a section as a page lists it: the cards that stand as they were drawn, and only the others loaded.

A thread's card is kept under what it prints: the version of each of its rows, its authors' names, which rows are the
reader's own, and what the reader may do in the consultation. A thread that something else may change (a stance, a
translation, a question's wording, a proposed change, a form of one reader's) is loaded and drawn each time.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import request
from markupsafe import Markup

from consult.consultations.at_hand import ReadConsultation
from consult.core.clock import now
from consult.core.database import db
from consult.core.kept import Shelf
from consult.narratives.kept_texts import KeptSection
from consult.narratives.models import Section
from consult.people.models import Organisation, Person, Region
from consult.web.access import identity
from consult.web.locale import current_language

from .cards import can_be_kept, card
from .display import shown_list
from .language_models import SaidTranslation
from .models import Contribution, Stance
from .powers import powers_over
from .queries import contributions_by_id
from .shown import Shown
from .veil import region_shown, veil_over


@dataclass(frozen=True, slots=True)
class Listed:
    """A contribution, with its replies, as a list of a section shows it. Of what is withheld no region is named."""

    public_id: str
    kind: str
    is_withheld: bool
    region: tuple[str, str] | None
    html: Markup
    shown: Shown | None = None
    """The value it was drawn from; only where it was drawn just now."""


_UNKNOWN = Listed("", "", True, None, Markup())
"""Stands for a thread of which the reader is not to know."""
_kept = Shelf(8192)

_sent, _person, _organisation, _region = (
    model.__table__ for model in (Contribution, Person, Organisation, Region)
)
_STATEMENT = (
    sa.select(
        _sent.c.id,
        _sent.c.thread_id,
        _sent.c.person_id,
        _sent.c.kind,
        sa.or_(
            sa.exists().where(Stance.__table__.c.contribution_id == _sent.c.id),
            sa.exists().where(SaidTranslation.__table__.c.contribution_id == _sent.c.id),
        ),
        _sent.c.public_id,
        _sent.c.version,
        _person.c.display_name,
        _organisation.c.name,
        _organisation.c.status,
        sa.and_(_person.c.organisation_id == _organisation.c.id, _person.c.organisation_is_confirmed),
        _region.c.code,
        sa.cast(_region.c.names, sa.Text),
    )
    .select_from(
        _sent.outerjoin(_person, _person.c.id == _sent.c.person_id)
        .outerjoin(_organisation, _organisation.c.id == _sent.c.organisation_id)
        .outerjoin(_region, _region.c.id == _sent.c.region_id)
    )
    .where(
        _sent.c.consultation_id == sa.bindparam("consultation_id"),
        _sent.c.section_id == sa.bindparam("section_id"),
        sa.or_(_sent.c.status != "draft", _sent.c.person_id == sa.bindparam("person_id")),
    )
    .order_by(sa.func.coalesce(_sent.c.submitted_at, _sent.c.created_at), _sent.c.id)
)
_PRINTED = 5
"""From this column on a row's values are printed on its card, or tell that something of it has changed."""


def listed_on(
    consultation: ReadConsultation, section: Section | KeptSection, *, kind: str = ""
) -> list[Listed]:
    """Return what was sent on a section as the present reader may see it, oldest first, replies in their threads.

    With a kind only the threads that begin with one of that kind are loaded and drawn.
    """
    actor = identity().actor
    asked = {
        "consultation_id": consultation.id,
        "section_id": section.id,
        "person_id": -1 if actor.person_id is None else actor.person_id,
    }
    rows = db.session.connection().execute(_STATEMENT, asked).all()
    powers = powers_over(consultation, actor, now())
    veil = veil_over(consultation)
    around = (current_language(), request.root_path, consultation.public_id, consultation.zone, powers, veil)
    threads = {start: thread for start, thread in _threads(rows).items() if kind in ("", thread[0][3])}
    keys = {start: _key(thread, actor.person_id, around) for start, thread in threads.items()}
    found: dict[int, Listed | None] = {
        start: _kept.get(key) if key is not None else None for start, key in keys.items()
    }
    missing = {start: keys[start] for start in threads if found[start] is None}
    if missing:
        found |= _drawn([row for start in missing for row in threads[start]], missing)
    return [one for one in found.values() if one is not None and one is not _UNKNOWN]


def _threads(rows: Sequence[Any]) -> dict[int, list[Any]]:
    """Put rows with what began their thread, by its id; a reply whose beginning is not here stands alone."""
    threads = {row[0]: [row] for row in rows if row[1] is None}
    starts = set(threads)
    for row in rows:
        if row[1] in starts:
            threads[row[1]].append(row)
    if len(starts) + sum(row[1] in starts for row in rows) == len(rows):
        return threads
    at_place = {row[0]: threads.get(row[0], [row]) for row in rows if row[1] not in starts}
    return at_place


def _key(thread: list[Any], person_id: int | None, around: tuple[Hashable, ...]) -> Hashable | None:
    """Return what a thread's card depends on, or None where that is more than can be named."""
    if any(row[4] or row[3] != "comment" for row in thread):
        return None
    return (around, *((row[_PRINTED:], row[2] is not None and row[2] == person_id) for row in thread))


def _drawn(rows: Iterable[Any], keys: dict[int, Hashable | None]) -> dict[int, Listed]:
    """Load and draw threads, and keep those that can be."""
    person_id = identity().actor.person_id
    drawn = {
        shown.row.id: shown
        for shown in shown_list(contributions_by_id([row[0] for row in rows], person_id=person_id))
    }
    found = {}
    for start, key in keys.items():
        shown = drawn.get(start)
        if key is None or (shown is not None and not can_be_kept(shown)):
            found[start] = _listed(shown) if shown else _UNKNOWN
        else:
            found[start] = _kept.put(key, _listed(shown, is_kept=True) if shown else _UNKNOWN)
    return found


def _listed(shown: Shown, *, is_kept: bool = False) -> Listed:
    region = region_shown(shown.row)
    return Listed(
        public_id=shown.public_id,
        kind=shown.row.kind,
        is_withheld=bool(shown.placeholder),
        region=(region.code, region.name(current_language())) if region and not shown.placeholder else None,
        html=card(shown),
        shown=None if is_kept else shown,
    )
