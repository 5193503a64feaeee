"""The beginning of a real network: its name, its regions, its first secretary. No invented data."""

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.core.database import db
from consult.core.errors import InvalidInput, WrongState
from consult.core.logs import log_audit
from consult.rules.permissions import Role, Scope

from .accounts import add_person
from .models import Account, Network, RoleGrant
from .regions import add_region

REGIONS = {
    "africa": "Africa",
    "arab-region": "Arab region",
    "asia-pacific": "Asia and the Pacific",
    "europe": "Europe",
    "latin-america-caribbean": "Latin America and the Caribbean",
    "north-america": "North America",
}
"""What is offered; a network that sees the world otherwise names its own."""


@dataclass(frozen=True)
class Founding:
    """What is asked at the beginning. `regions` are codes with their names in the first language."""

    name: str
    secretary_email: str
    secretary_name: str
    regions: dict[str, str] = field(default_factory=lambda: dict(REGIONS))
    languages: tuple[str, ...] = ("en",)


def found_network(founding: Founding, at: datetime) -> Account:
    """Make the network with its regions and its first secretary; return the secretary's account.

    Raises WrongState where there is a network already, InvalidInput for an empty name or a wrong address.
    """
    if db.session.scalar(sa.select(Network.id).limit(1)) is not None:
        raise WrongState(_l("This database holds a network already. Nothing was changed."))
    if not founding.name.strip():
        raise InvalidInput(_l("A network needs a name."), field="name")
    network = Network(name=founding.name.strip(), languages=list(founding.languages), created_at=at)
    db.session.add(network)
    for code, name in founding.regions.items():
        add_region(code, {founding.languages[0]: name})
    secretary = add_person(
        founding.secretary_email, founding.secretary_name, actor=None, at=at, locale=founding.languages[0]
    )
    grant = RoleGrant(person_id=secretary.id, role=Role.SECRETARIAT, scope=Scope.NETWORK, given_at=at)
    db.session.add(grant)
    db.session.flush()
    log_audit(
        "role-given", actor_id=None, subject="persons", subject_id=secretary.id, value="secretariat:network"
    )
    return db.session.get_one(Account, secretary.account_id)
