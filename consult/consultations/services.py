"""Verbs on consultations: create, edit, extend, close early. Each checks the state first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.core.database import db
from consult.core.errors import InvalidInput, NotFound, StaleBase, WrongState
from consult.core.logs import log_event
from consult.narratives.models import Narrative, Revision
from consult.people.models import Person, Region
from consult.rules.permissions import AUDIENCES
from consult.rules.states import PROTECTIONS

from .models import Consultation, GuidingQuestion, WindowChange
from .windows import Window, wall_of

FITTING = {
    "public": AUDIENCES,
    "link": ("link",),
    "members": ("link", "members", "invited"),
    "invited": ("invited",),
}
"""Who may contribute, for each choice of who may read. Whoever joins by a link or an invitation may do both, so
reading by link without contributing cannot be promised; and whoever may contribute may read."""
_READERS = ("read_audience", "contribute_audience")
_AUDIENCES = (*_READERS, "ledger_audience")


@dataclass(frozen=True)
class Details:
    """What a consultation is about and whom it asks; `region` None: a theme, or all regions."""

    title: str
    region: Region | None
    theme: str
    introduction: str
    read_audience: str
    contribute_audience: str
    languages: tuple[str, ...]
    ledger_audience: str | None = None
    protection: str = "standard"
    kept_days: int | None = None


def find_consultation(public_id: str) -> Consultation | None:
    """Return the consultation with this public id, or None."""
    return db.session.scalar(sa.select(Consultation).where(Consultation.public_id == public_id))


def consultation_by_id(consultation_id: str) -> Consultation:
    """Return the consultation with this public id, for pages of all features; raises NotFound where there is none."""
    found = find_consultation(consultation_id)
    if found is None:
        raise NotFound
    return found


def create_consultation(
    narrative: Narrative,
    details: Details,
    window: Window,
    *,
    base: Revision,
    questions: Sequence[str] = (),
    actor: Person | None,
    at: datetime,
) -> Consultation:
    """Announce or open a consultation on a revision, with its guiding questions; return it.

    InvalidInput names the field: a title that this narrative has already, audiences that do not fit each other,
    a window that is over or ends before it begins.
    """
    check_details(narrative, details)
    check_window(window, at)
    _check_base(narrative, base)
    consultation = Consultation(
        narrative=narrative,
        base_revision=base,
        created_by_id=actor.id if actor else None,
        created_at=at,
    )
    _write(consultation, details, window)
    consultation.questions = [
        GuidingQuestion(position=position, wording=wording) for position, wording in enumerate(questions, 1)
    ]
    db.session.add(consultation)
    db.session.flush()
    log_event("consultation-created", consultation, actor_id=actor.id if actor else None)
    return consultation


def edit_consultation(
    consultation: Consultation,
    details: Details,
    *,
    version: int,
    actor: Person | None,
    at: datetime,
    window: Window | None = None,
    base: Revision | None = None,
) -> None:
    """Change what may still be changed; window and base only before it opens.

    StaleBase when somebody else changed it since `version`; WrongState or InvalidInput for what the people who
    have already spoken relied on.
    """
    if consultation.version != version:
        raise StaleBase(
            _l("Somebody else changed this meanwhile. Your words are kept: compare and send again.")
        )
    check_details(consultation.narrative, details, consultation)
    if consultation.state(at) == "announced":
        if window:
            check_window(window, at)
        if base:
            _check_base(consultation.narrative, base)
            consultation.base_revision = base
    elif window or base:
        raise WrongState(_l("It has opened: its version stays, and its window changes with a reason only."))
    else:
        check_promises(consultation, details)
    _write(consultation, details, window)
    db.session.flush()
    log_event("consultation-edited", consultation, actor_id=actor.id if actor else None)


def extend_window(
    consultation: Consultation,
    closes_at: datetime,
    closes_wall: str,
    reason: str,
    *,
    actor: Person,
    at: datetime,
) -> WindowChange:
    """Let an open consultation close later; the reason is shown to everybody."""
    _check_open(consultation, at)
    if closes_at <= consultation.closes_at:
        raise InvalidInput(_l("Choose a time after the present closing."), field="closes_time")
    return _change_closing(consultation, "extended", closes_at, closes_wall, reason, actor, at)


def close_early(consultation: Consultation, reason: str, *, actor: Person, at: datetime) -> WindowChange:
    """Close an open consultation now; the reason is shown to everybody."""
    _check_open(consultation, at)
    closes_at = max(at, consultation.opens_at + timedelta(microseconds=1))
    wall = wall_of(closes_at, consultation.zone)
    return _change_closing(consultation, "closed-early", closes_at, wall, reason, actor, at)


def window_changes(consultation: Consultation) -> list[WindowChange]:
    """Return the extensions and the early closing of a consultation, oldest first."""
    query = sa.select(WindowChange).where(WindowChange.consultation_id == consultation.id)
    return list(db.session.scalars(query.order_by(WindowChange.id)))


def check_details(narrative: Narrative, details: Details, present: Consultation | None = None) -> None:
    """Refuse details that no consultation of this narrative may have; InvalidInput names the field."""
    if not details.title:
        raise InvalidInput(_l("Please fill this in."), field="title")
    same = sa.select(Consultation.id).where(
        Consultation.narrative_id == narrative.id, Consultation.title == details.title
    )
    if db.session.scalar(same.where(Consultation.id != (present.id if present else 0))):
        raise InvalidInput(_l("This narrative has a consultation with this title already."), field="title")
    if not details.languages:
        raise InvalidInput(_l("Choose at least one language."), field="languages")
    if details.read_audience == "public" and narrative.read_audience != "public":
        raise InvalidInput(
            _l("The narrative itself is not open to everyone. Choose fewer readers."), field="read_audience"
        )
    if details.ledger_audience == "public" and narrative.read_audience != "public":
        raise InvalidInput(
            _l("The narrative itself is not open to everyone. Choose fewer readers."), field="ledger_audience"
        )
    if details.contribute_audience not in FITTING.get(details.read_audience, ()):
        raise InvalidInput(
            _l(
                "This does not fit with who may read. Choose the same for both, or let fewer contribute than read."
            ),
            field="contribute_audience",
        )


def check_window(window: Window, at: datetime) -> None:
    """Refuse a window that is over or ends before it begins."""
    if window.closes_at <= window.opens_at:
        raise InvalidInput(_l("It must close after it opens."), field="closes_time")
    if window.closes_at <= at:
        raise InvalidInput(_l("This time has passed."), field="closes_time")


def check_promises(consultation: Consultation, details: Details) -> None:
    """Refuse what would break a promise to those who have spoken: more readers than before, a language fewer."""
    if PROTECTIONS.index(details.protection) < PROTECTIONS.index(consultation.protection):
        raise InvalidInput(
            _l("It has opened: people spoke under this protection. It can be raised, not lowered."),
            field="protection",
        )
    kept, asked = consultation.kept_days, details.kept_days
    if kept is not None and (asked is None or asked > kept):
        raise InvalidInput(
            _l("It has opened: people spoke for this time. It can be shortened, not prolonged."),
            field="kept_days",
        )
    # where everybody reads already, nobody new reads because more may speak
    promised = ("read_audience",) if consultation.read_audience == "public" else _READERS
    for field in promised:
        if AUDIENCES.index(getattr(details, field)) < AUDIENCES.index(getattr(consultation, field)):
            raise InvalidInput(
                _l("It has opened: people spoke before these readers. It can be narrowed, not widened."),
                field=field,
            )
    if not set(consultation.languages) <= set(details.languages):
        raise InvalidInput(_l("It has opened: languages can be added, not taken away."), field="languages")


def may_admit_by_link(consultation: Consultation, at: datetime) -> bool:
    """Say whether "whoever has the link" may be chosen now for those who contribute."""
    state = consultation.state(at)
    return state == "announced" or (state == "open" and consultation.read_audience == "public")


def _check_base(narrative: Narrative, base: Revision) -> None:
    if base.narrative_id != narrative.id:
        raise InvalidInput(_l("Choose a version of this narrative."), field="base")


def _check_open(consultation: Consultation, at: datetime) -> None:
    if not consultation.is_open(at):
        raise WrongState(_l("Only an open consultation can be extended or closed early."))


def _write(consultation: Consultation, details: Details, window: Window | None) -> None:
    for name in ("title", "region", "theme", "introduction", "protection", "kept_days", *_AUDIENCES):
        setattr(consultation, name, getattr(details, name))
    consultation.languages = list(details.languages)
    if window:
        for name in ("opens_at", "closes_at", "zone", "opens_wall", "closes_wall"):
            setattr(consultation, name, getattr(window, name))


def _change_closing(
    consultation: Consultation,
    kind: str,
    closes_at: datetime,
    wall: str,
    reason: str,
    actor: Person,
    at: datetime,
) -> WindowChange:
    if not reason.strip():
        raise InvalidInput(_l("Give a reason: everybody will see it."), field="reason")
    change = WindowChange(
        consultation_id=consultation.id,
        kind=kind,
        before=consultation.closes_at,
        after=closes_at,
        reason=reason,
        by_id=actor.id,
        at=at,
    )
    consultation.closes_at, consultation.closes_wall = closes_at, wall
    db.session.add(change)
    db.session.flush()
    log_event(f"window-{kind}", consultation, actor_id=actor.id)
    return change
