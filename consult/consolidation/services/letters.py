"""One letter to each author whose contribution was answered: a neutral subject, and not a word of any text."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _

from consult.contributions.models import Contribution
from consult.core.database import db
from consult.core.letters import queue_letter
from consult.people.chrome import current_network
from consult.people.models import Account, Person

from ..overview import DeskWork


def write_letters(desk: DeskWork, address_of: Callable[[str], str]) -> int:
    """Put one letter for each author into the outbox; return how many.

    `address_of` returns the address of "my contributions" in a language.
    """
    ids = [row.id for row in desk.material.contributions]
    return _write(_accounts(ids, with_replies=True), _published, address_of)


def write_release_letters(contribution_ids: Sequence[int], address_of: Callable[[str], str]) -> int:
    """Tell the authors of contributions that an answer is proposed; return how many letters."""
    return _write(_accounts(contribution_ids, with_replies=False), _proposed, address_of)


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


def _published(network: str, address: str) -> str:
    return _(
        "Hello,\n\nthere is an answer to what you sent. You find it here, after signing in:\n\n"
        "%(address)s\n\n%(network)s",
        address=address,
        network=network,
    )


def _proposed(network: str, address: str) -> str:
    return _(
        "Hello,\n\nthe facilitators propose an answer to what you sent. Before it is published you can agree, or "
        "object in a few words. You find it here, after signing in:\n\n%(address)s\n\n%(network)s",
        address=address,
        network=network,
    )


def _accounts(ids: Sequence[int], *, with_replies: bool) -> list[Account]:
    """Return the accounts of those who wrote a contribution (or a reply in its thread), each once."""
    author = sa.func.coalesce(Contribution.claimed_by_id, Contribution.person_id)
    in_threads = sa.and_(
        Contribution.thread_id.in_(ids),
        Contribution.status == "submitted",
        Contribution.hidden_at.is_(None),
    )
    theirs = sa.or_(Contribution.id.in_(ids), in_threads) if with_replies else Contribution.id.in_(ids)
    rows = db.session.scalars(
        sa.select(Account)
        .join(Person, Person.account_id == Account.id)
        .where(
            Account.disabled_at.is_(None),
            Account.email.is_not(None),
            Person.id.in_(sa.select(author).where(theirs)),
        )
        .order_by(Account.id)
    )
    return list(rows)
