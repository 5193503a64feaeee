"""Who sends a request: the cookie names a session of an account; one that ended opens nothing from the next request.

Where real people rely on it, roles of staff count only in a session with password and second factor: in one by a letter
alone a facilitator is a participant.
"""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from flask import request, session
from sqlalchemy.orm import joinedload

from consult.core.clock import now
from consult.core.database import db
from consult.rules.permissions import Actor, Grant, Role, Scope
from consult.web.access import ANONYMOUS, Identity

from . import sessions
from .at_hand import ReadOrganisation, ReadPerson
from .chrome import staff_by_link
from .credential_models import SignInSession
from .models import Account, Organisation, Person, RoleGrant

NOTED_EVERY = 60
BY_ITSELF = "X-By-Itself"
STAFF = (Role.FACILITATOR, Role.SECRETARIAT)


def start_session(account: Account, *, is_strong: bool = False, is_short: bool = False) -> None:
    """Sign the account in with a fresh session; nothing of the one before is kept, and that one ends."""
    end_session()
    device = str(request.user_agent.string or "")
    opened = sessions.open_session(account, now(), device=device, is_strong=is_strong, is_short=is_short)
    session["account"] = account.public_id
    session["epoch"] = account.session_epoch
    session["session"] = opened.public_id
    session["seen"] = int(now().timestamp())
    session.permanent = not is_short  # a short one goes with the window, too


def enter_as_guest(person: Person, code: str, going: str, *, is_short: bool = False) -> None:
    """Sign a guest in; their code stays in their own browser until they say that they have noted it."""
    assert person.account is not None
    start_session(person.account, is_short=is_short)
    session["return_code"], session["going"] = code, going


def end_session() -> None:
    """Sign out."""
    if session.get("session"):
        sessions.close_session(session["session"], now())
    session.clear()


_person, _account, _organisation, _grant, _session = (
    model.__table__ for model in (Person, Account, Organisation, RoleGrant, SignInSession)
)
# Every request of somebody who is signed in asks this: it is built once, and reads what a page needs and no rows.
_WHO = (
    sa.select(
        *(_person.c[name] for name in ("id", "public_id", "display_name", "region_id", "country")),
        *(_organisation.c[name] for name in ("id", "region_id", "country", "constituency")),
        sa.and_(_person.c.organisation_is_confirmed, _organisation.c.status == "confirmed"),
        *(_grant.c[name] for name in ("role", "scope", "scope_id")),
        _session.c.is_strong,
    )
    .join(_account, _account.c.id == _person.c.account_id)
    .join(_session, _session.c.account_id == _account.c.id)
    .outerjoin(_organisation, _organisation.c.id == _person.c.organisation_id)
    .outerjoin(
        _grant,
        sa.and_(
            _grant.c.person_id == _person.c.id,
            sa.or_(_grant.c.ended_at.is_(None), _grant.c.ended_at > sa.bindparam("at")),
        ),
    )
    .where(
        _account.c.public_id == sa.bindparam("account"),
        _account.c.session_epoch == sa.bindparam("epoch"),
        _account.c.disabled_at.is_(None),
        _session.c.public_id == sa.bindparam("session"),
        _session.c.ended_at.is_(None),
        _session.c.expires_at > sa.bindparam("at"),
    )
)


def identify() -> Identity:
    """Return the identity behind the present session; an ended or disabled one is anonymous."""
    account_id, epoch, opened = (session.get(name) for name in ("account", "epoch", "session"))
    if not account_id or not opened:
        return ANONYMOUS
    asked = {"account": account_id, "epoch": epoch, "session": opened, "at": now()}
    rows = db.session.connection().execute(_WHO, asked).all()
    if not rows:
        return ANONYMOUS
    values = tuple(rows[0])
    if not _is_awake(is_strong=bool(values[13]), at=asked["at"]):
        return ANONYMOUS
    organisation = ReadOrganisation(*values[5:9]) if values[5] is not None else None
    person = ReadPerson(*values[:5], organisation)  # type: ignore[call-arg]  # five values, as the class has them
    grants = frozenset(Grant(Role(row[10]), Scope(row[11]), row[12]) for row in rows if row[10] is not None)
    whole = Actor(person_id=person.id, grants=grants, is_member=bool(values[9]))
    is_whole = bool(values[13]) or staff_by_link()
    return Identity(
        actor=whole if is_whole else without_staff(whole),
        stronger=whole,
        reader=person,
        load=lambda: db.session.get(Person, person.id, options=[joinedload(Person.organisation)]),
    )


def _is_awake(*, is_strong: bool, at: datetime) -> bool:
    """Say whether the session was used lately, and note in its cookie, now and then, that it is used.

    The cookie is signed and has the moment: no row is written, since a GET writes none. What a page asks for by itself
    while nobody sits before it does not count as use.
    """
    idle = sessions.STRONG_IDLE if is_strong else sessions.IDLE if session.permanent else sessions.SHORT_IDLE
    seen = int(session.get("seen", 0))
    present = int(at.timestamp())
    if seen and present - seen > idle.total_seconds():
        return False
    if present - seen > NOTED_EVERY and BY_ITSELF not in request.headers:
        session["seen"] = present
    return True


def chosen_language() -> str | None:
    """Return the language of the pages that the person who asks has chosen, or None; asked outside `/<lang>/` only."""
    if "account" not in session:
        return None
    signed_in = sa.select(Account.locale).where(
        Account.public_id == session["account"], Account.session_epoch == session.get("epoch")
    )
    return db.session.scalar(signed_in)


def without_staff(actor: Actor) -> Actor:
    """Return somebody as a session by a letter alone knows them: who facilitates a consultation takes part in it."""
    kept = {grant for grant in actor.grants if grant.role not in STAFF}
    led = {grant for grant in actor.grants - kept if grant.scope is Scope.CONSULTATION}
    kept |= {Grant(Role.PARTICIPANT, grant.scope, grant.scope_id) for grant in led}
    return Actor(person_id=actor.person_id, grants=frozenset(kept), is_member=actor.is_member)


def actor_of(person: Person) -> Actor:
    """Return what the permission map knows of a person: current roles, membership of the network."""
    grants = db.session.scalars(sa.select(RoleGrant).where(RoleGrant.person_id == person.id, _is_current()))
    return _actor(person, grants)


def _is_current() -> sa.ColumnElement[bool]:
    return sa.or_(RoleGrant.ended_at.is_(None), RoleGrant.ended_at > now())


def _actor(person: Person, grants: Iterable[RoleGrant]) -> Actor:
    return Actor(
        person_id=person.id,
        grants=frozenset(Grant(Role(row.role), Scope(row.scope), row.scope_id) for row in grants),
        is_member=_is_member(person),
    )


def _is_member(person: Person) -> bool:
    """Say whether a person belongs to a confirmed organisation; one that they chose alone opens no door."""
    if person.organisation_id is None or not person.organisation_is_confirmed:
        return False
    return person.organisation is not None and person.organisation.status == "confirmed"
