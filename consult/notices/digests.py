"""The letter of the day: one at most for each person, of what they chose to be told, with no word of any text."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa

from consult.consultations.models import Consultation
from consult.consultations.words import state_sentence
from consult.core.clock import now
from consult.core.database import db, hold_name
from consult.core.transaction import unit_of_work
from consult.people.chrome import banner
from consult.people.identity import actor_of
from consult.people.letter_choices import Wanted, stop_token, wanted_by
from consult.people.letter_models import LetterChoice, Telling
from consult.people.models import Account
from consult.rules.permissions import Permission, is_allowed
from consult.web.letters import outer_url, write_letter

from .reviewing import ToReview, can_be_told, to_review

LAST_DAYS = timedelta(days=3)
EARLIEST_HOUR = 6
"""The hour of the day (UTC) before which no letter of the day is written."""


@dataclass(frozen=True)
class News:
    """What one letter tells: consultations that opened, that close within three days, whether there are answers,
    consultations that will be parted from their people, and translations that wait for a second person.
    """

    opened: list[Consultation]
    closing: list[Consultation]
    has_answers: bool
    ending: list[Consultation] = field(default_factory=list)
    reviewing: list[ToReview] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Say whether there is anything to tell."""
        return bool(self.opened or self.closing or self.has_answers or self.ending or self.reviewing)


def write_digests() -> int:
    """Write the letters of the day that are due, each in a transaction of its own; return how many."""
    if now().hour < EARLIEST_HOUR:
        return 0
    with unit_of_work():
        waiting = list(db.session.scalars(sa.select(Account.id).where(*_reached()).order_by(Account.id)))
    written = 0
    for account_id in waiting:
        with unit_of_work():
            hold_name("digests")
            account = db.session.get_one(Account, account_id)
            written += _write(account, now())
    return written


def news_for(account: Account, wanted: Wanted, at: datetime) -> News:
    """Return what an account has not been told of."""
    told = {
        (row.kind, row.subject_id): row.told_at
        for row in db.session.scalars(sa.select(Telling).where(Telling.account_id == account.id))
    }
    open_now = _open_to(account, at) if wanted.opened or wanted.closing else []
    closing = [one for one in open_now if wanted.closing and one.closes_at - at <= LAST_DAYS]
    opened = [one for one in open_now if wanted.opened and one not in closing]
    waits = any(kind == "answered" and when is None for (kind, _id), when in told.items())
    return News(
        [one for one in opened if ("opened", one.id) not in told],
        [one for one in closing if ("closing", one.id) not in told],
        waits and wanted.answered,
        _ending(told),
        _to_review(account, told) if wanted.reviewing else [],
    )


def _to_review(account: Account, told: dict[tuple[str, int], datetime | None]) -> list[ToReview]:
    found = to_review(account.person) if account.person else []
    return [one for one in found if ("reviewing", one.sent) not in told]


def _ending(told: dict[tuple[str, int], datetime | None]) -> list[Consultation]:
    """Return the consultations of whose end an account waits to be told: nobody chooses that away."""
    ids = [subject for (kind, subject), when in told.items() if kind == "ending" and when is None]
    asked = sa.select(Consultation).where(Consultation.id.in_(ids), Consultation.anonymised_at.is_(None))
    return list(db.session.scalars(asked.order_by(Consultation.id)))


def _reached() -> tuple[sa.ColumnElement[bool], ...]:
    """Select the accounts that letters reach and that chose, or wait for, something."""
    chose = sa.exists().where(
        LetterChoice.account_id == Account.id, sa.or_(LetterChoice.opened, LetterChoice.closing)
    )
    waits = sa.exists().where(Telling.account_id == Account.id, Telling.told_at.is_(None))
    return Account.disabled_at.is_(None), Account.email.is_not(None), sa.or_(chose, waits, can_be_told())


def _write(account: Account, at: datetime) -> int:
    last = db.session.scalar(sa.select(sa.func.max(Telling.told_at)).where(Telling.account_id == account.id))
    if last is not None and last.date() >= at.date():
        return 0
    news = news_for(account, wanted_by(account), at)
    _mark(account, news, at)
    if not news:
        return 0
    _send(account, news, at)
    return 1


def _mark(account: Account, news: News, at: datetime) -> None:
    """Note what is told now. What waited is told or, where it is no longer wanted, dropped."""
    waited = sa.and_(Telling.account_id == account.id, Telling.told_at.is_(None))
    kinds = [kind for kind, is_told in (("answered", news.has_answers), ("ending", news.ending)) if is_told]
    db.session.execute(sa.update(Telling).where(waited, Telling.kind.in_(kinds)).values(told_at=at))
    db.session.execute(sa.delete(Telling).where(waited))
    for kind, found in (("opened", news.opened), ("closing", news.closing)):
        for one in found:
            db.session.add(Telling(account_id=account.id, kind=kind, subject_id=one.id, told_at=at))
    for row in news.reviewing:
        db.session.add(Telling(account_id=account.id, kind="reviewing", subject_id=row.sent, told_at=at))
    db.session.flush()


def _send(account: Account, news: News, at: datetime) -> None:
    language, network = account.locale, banner()
    write_letter(
        "digest",
        str(account.email),
        language,
        stop_url=outer_url("notices.stop", language, token=stop_token(account)),
        network=network.name if network else "Consult",
        news=news,
        until=lambda one: state_sentence(one, at),
        page_of=lambda one: outer_url("consultations.show", language, consultation_id=one.public_id),
        mine=outer_url("reading.my_contributions", language),
        reviews=[
            outer_url("translations.overview", language, slug=narrative.slug)
            for narrative in dict.fromkeys(one.narrative for one in news.reviewing)
        ],
        choose=outer_url("notices.letters", language),
    )


def _open_to(account: Account, at: datetime) -> list[Consultation]:
    """Return the open consultations in which somebody can take part now."""
    person = account.person
    if person is None:
        return []
    within = (Consultation.opens_at <= at, Consultation.closes_at > at)
    found = db.session.scalars(sa.select(Consultation).where(*within).order_by(Consultation.closes_at))
    actor = actor_of(person)
    return [one for one in found if is_allowed(Permission.CONTRIBUTION_SUBMIT, actor, one.facts(at))]
