"""Each person to whom something was answered is told: a neutral subject, and not a word of any text."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _

from consult.contributions.models import Contribution, Stance
from consult.core.database import db
from consult.core.letters import queue_letter
from consult.people.chrome import current_network
from consult.people.letter_choices import tell_of_answers
from consult.people.models import Account, Person

from ..overview import DeskWork


def tell_of_publication(desk: DeskWork, at: datetime) -> int:
    """Note for their next letter of the day that authors, and whoever objected with a reason, have an answer.

    Return how many are told; who chose not to be told is not.
    """
    ids = [row.id for row in desk.material.contributions]
    accounts = _accounts(sa.union(_authors(ids, with_replies=True), _objectors(desk, ids)))
    tell_of_answers(accounts, desk.material.consolidation.id, at)
    return len(accounts)


def write_release_letters(contribution_ids: Sequence[int], address_of: Callable[[str], str]) -> int:
    """Tell the authors of contributions that an answer is proposed; return how many letters."""
    return _write(_accounts(_authors(contribution_ids, with_replies=False)), _proposed, address_of)


def write_review_letter(person: Person, about: str, address: Callable[[str], str]) -> bool:
    """Put a letter about the approval of a draft into the outbox; say whether it reaches anybody.

    `about`: asked, changed (both to a reviewer) or withdrawn (to whoever asked). `address` returns the address of the
    page in a language. The subject names nothing of it.
    """
    account = person.account
    if account is None or account.email is None or account.disabled_at is not None:
        return False
    network = current_network()
    name = network.name if network else "Consult"
    with force_locale(account.locale.replace("-", "_")):
        words = _review_words(about, name, address(account.locale))
        queue_letter(str(account.email), account.locale, _("A request from %(network)s", network=name), words)
    return True


def _review_words(about: str, network: str, address: str) -> str:
    given = {"network": network, "address": address}
    if about == "asked":
        return _(
            "Hello,\n\nyou are asked to read a draft and to approve it if you agree. You find it here, after signing "
            "in:\n\n%(address)s\n\n%(network)s",
            **given,
        )
    if about == "changed":
        return _(
            "Hello,\n\na draft that you had approved has changed since. You are asked to read it again. You find it "
            "here, after signing in:\n\n%(address)s\n\n%(network)s",
            **given,
        )
    return _(
        "Hello,\n\nan approval that you had asked for was withdrawn. You find it here, after signing in:\n\n"
        "%(address)s\n\n%(network)s",
        **given,
    )


def _write(
    accounts: list[Account], words: Callable[[str, str], str], address_of: Callable[[str], str]
) -> int:
    network = current_network()
    name = network.name if network else "Consult"
    for account in accounts:
        with force_locale(account.locale.replace("-", "_")):
            subject = _("An answer from %(network)s", network=name)
            queue_letter(str(account.email), account.locale, subject, words(name, address_of(account.locale)))
    return len(accounts)


def _proposed(network: str, address: str) -> str:
    return _(
        "Hello,\n\nthe facilitators propose an answer to what you sent. Before it is published you can agree, or "
        "object in a few words. You find it here, after signing in:\n\n%(address)s\n\n%(network)s",
        address=address,
        network=network,
    )


def _authors(ids: Sequence[int], *, with_replies: bool) -> sa.Select[Any]:
    """Select the persons who wrote a contribution, or a reply in its thread."""
    author = sa.func.coalesce(Contribution.claimed_by_id, Contribution.person_id)
    in_threads = sa.and_(
        Contribution.thread_id.in_(ids),
        Contribution.status == "submitted",
        Contribution.hidden_at.is_(None),
    )
    theirs = sa.or_(Contribution.id.in_(ids), in_threads) if with_replies else Contribution.id.in_(ids)
    return sa.select(author).where(theirs)


def _objectors(desk: DeskWork, ids: Sequence[int]) -> sa.Select[Any]:
    """Select the persons who object with a reason to what the desk answers: something in a thread, or a section."""
    said = sa.select(Contribution.id).where(sa.or_(Contribution.id.in_(ids), Contribution.thread_id.in_(ids)))
    return sa.select(Stance.person_id).where(
        Stance.position == "objection",
        Stance.reason != "",
        Stance.withdrawn_at.is_(None),
        sa.or_(Stance.contribution_id.in_(said), Stance.id.in_(desk.material.objection_answers)),
    )


def _accounts(people: sa.SelectBase) -> list[Account]:
    """Return the accounts of persons that letters reach, each once."""
    rows = db.session.scalars(
        sa.select(Account)
        .join(Person, Person.account_id == Account.id)
        .where(
            Account.disabled_at.is_(None),
            Account.email.is_not(None),
            Person.id.in_(people),
        )
        .order_by(Account.id)
    )
    return list(rows)
