"""One letter to each author whose contribution was answered: a neutral subject, and not a word of any text."""

from collections.abc import Callable

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
    network = current_network()
    name = network.name if network else "Consult"
    accounts = _accounts(desk)
    for account in accounts:
        with force_locale(account.locale.replace("-", "_")):
            queue_letter(
                str(account.email),
                account.locale,
                _("An answer from %(network)s", network=name),
                _(
                    "Hello,\n\nthere is an answer to what you sent. You find it here, after signing in:\n\n"
                    "%(address)s\n\n%(network)s",
                    address=address_of(account.locale),
                    network=name,
                ),
            )
    return len(accounts)


def _accounts(desk: DeskWork) -> list[Account]:
    """Return the accounts of those who wrote a contribution or a reply in its thread, each once."""
    ids = [row.id for row in desk.material.contributions]
    author = sa.func.coalesce(Contribution.claimed_by_id, Contribution.person_id)
    rows = db.session.scalars(
        sa.select(Account)
        .join(Person, Person.account_id == Account.id)
        .where(
            Account.disabled_at.is_(None),
            Account.email.is_not(None),
            Person.id.in_(
                sa.select(author).where(
                    sa.or_(
                        Contribution.id.in_(ids),
                        sa.and_(
                            Contribution.thread_id.in_(ids),
                            Contribution.status == "submitted",
                            Contribution.hidden_at.is_(None),
                        ),
                    )
                )
            ),
        )
        .order_by(Account.id)
    )
    return list(rows)
