"""The letter to an author whose change was rendered: a neutral subject, and not a word of any text."""

from collections.abc import Callable

from flask_babel import force_locale
from flask_babel import gettext as _

from consult.contributions.models import Contribution
from consult.core.database import db
from consult.core.letters import queue_letter
from consult.people.chrome import current_network
from consult.people.models import Person

AddressOf = Callable[[str], str]
"""From a language to the address of a page in it, whole."""


def ask_to_confirm(row: Contribution, address_of: AddressOf) -> bool:
    """Ask an author whether a rendering says what they mean; say whether a letter reaches them."""
    person = db.session.get(Person, row.claimed_by_id or row.person_id or 0)
    account = person.account if person else None
    if account is None or account.email is None or account.disabled_at is not None:
        return False
    network = current_network()
    name = network.name if network else "Consult"
    with force_locale(account.locale.replace("-", "_")):
        subject = _("A request from %(network)s", network=name)
        words = _(
            "Hello,\n\nwhat you proposed was translated. You are asked whether it says what you mean. "
            "If you say nothing until the day that is named there, that counts as yes. You find it here, after "
            "signing in:\n\n%(address)s\n\n%(network)s",
            address=address_of(account.locale),
            network=name,
        )
        queue_letter(str(account.email), account.locale, subject, words)
    return True
