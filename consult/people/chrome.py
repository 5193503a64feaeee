"""What every page shows of the network and of its reader: names, links of the account, personas."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import current_app, g, request, session
from flask_babel import gettext as _

from consult.core.database import db
from consult.core.kept import kept
from consult.core.removals import Removal
from consult.web.access import identity, may
from consult.web.links import per_language, url_for

from .models import Network, Person

ACCOUNT_PAGES = (
    "people.sign_in",
    "people.sign_in_code",
    "people.sign_in_link",
    "people.staff_sign_in",
    "people.staff_set_up",
    "people.staff_app",
    "people.personas",
    "people.come_back",
    "people.return_code",
)


@dataclass(frozen=True)
class Banner:
    """What every page shows of the network."""

    name: str
    is_demonstration: bool


def banner() -> Banner | None:
    """Return what every page shows of the network, kept for all readers; None before `consult init`."""
    return _at_hand()[0]


def newest_removal() -> int:
    """Return the number of the newest removal of words, asked with the banner; 0 before the first."""
    return _at_hand()[1]


def _at_hand() -> tuple[Banner | None, int]:
    return kept("network", _read)


_newest = sa.select(sa.func.max(Removal.__table__.c.id).label("number")).subquery()
_network = Network.__table__
_ASKED = (
    sa.select(_newest.c.number, _network.c.name, _network.c.is_demonstration)
    .select_from(_newest.outerjoin(_network, sa.true()))
    .limit(1)
)


def _read() -> tuple[Banner | None, int]:
    number, name, is_demonstration = db.session.connection().execute(_ASKED).one()
    return None if name is None else Banner(name, is_demonstration), number or 0


def network_context() -> dict[str, Any]:
    """Return the network's name and whether it is a demonstration."""
    network = banner()
    if network is None:
        return {}
    return {"network_name": network.name, "is_demonstration": network.is_demonstration}


def current_network() -> Network | None:
    """Return the one network of this database, read once per request, or None before `consult init`."""
    if "network" not in g:
        g.network = db.session.scalar(sa.select(Network).limit(1))
    return g.network


def staff_by_link() -> bool:
    """Say whether facilitators and secretariat may sign in by a letter: not where real people rely on it."""
    if current_app.config["MODE"] != "production":
        return True
    network = banner()
    return bool(network and network.is_demonstration)


def reader_context() -> dict[str, Any]:
    """Return the links of the reader's account, and in a demonstration the people one can be."""
    context: dict[str, Any] = {
        "home_url": url_for("reading.home"),
        "sign_in_url": url_for("people.sign_in", next=_here()),
        "sign_out_url": url_for("people.sign_out"),
        "account_links": _account_links() if identity().actor.is_signed_in else [],
    }
    context["shared_device"] = bool(session) and not session.permanent and identity().actor.is_signed_in
    network = banner()
    if network and network.is_demonstration:
        context |= {"personas": persona_choices(), "persona_url": url_for("people.persona")}
    return context


def named_personas() -> list[Person]:
    """Return the people of the demonstration whom one can be."""
    return list(
        db.session.scalars(sa.select(Person).where(Person.persona_note.is_not(None)).order_by(Person.id))
    )


def persona_choices() -> list[dict[str, Any]]:
    """Return the choices of the persona switcher: a reader who is not signed in, then each named person."""
    reader = identity().reader
    shown = reader.public_id if reader else ""
    return [
        {"value": value, "label": label, "current": value == shown}
        for value, label in _persona_labels(kept("personas", _personas))
    ]


def _personas() -> tuple[tuple[str, str, str], ...]:
    """Return public id, name and note of each."""
    return tuple((one.public_id, one.display_name, one.persona_note or "") for one in named_personas())


@per_language
def _persona_labels(personas: tuple[tuple[str, str, str], ...]) -> list[tuple[str, str]]:
    nobody = ("", _("A reader who has not signed in"))
    return [nobody, *((public_id, _persona_label(name, note)) for public_id, name, note in personas)]


def _persona_label(name: str, note: str) -> str:
    return _("%(name)s: %(what)s", name=name, what=note.split(". ")[0].rstrip("."))


LINKS_OF_SOME = {
    "people.directory": "DIRECTORY_READ",
    "people.working_groups": "GROUP_READ",
    "people.network": "NETWORK_MANAGE",
}


def _account_links() -> list[dict[str, str]]:
    refused = (endpoint for endpoint, permission in LINKS_OF_SOME.items() if not may(permission))
    return _links_without(tuple(refused), identity().is_held_back)


@per_language
def _links_without(refused: tuple[str, ...], is_held_back: bool) -> list[dict[str, str]]:
    """Return the links of an account without these; with the way to the second step where that would open more."""
    links = [
        ("reading.my_contributions", _("My contributions")),
        ("people.profile", _("My profile")),
        ("contributions.safety", _("My data and safety")),
        ("people.directory", _("Directory")),
        ("people.working_groups", _("Working groups")),
        ("people.network", _("The network")),
    ]
    if is_held_back:
        links.insert(0, ("people.staff_sign_in", _("Go on as staff")))
    known = current_app.view_functions
    return [
        {"label": label, "url": url_for(endpoint)}
        for endpoint, label in links
        if endpoint in known and endpoint not in refused
    ]


def _here() -> str | None:
    """Return the page to come back to after signing in."""
    if request.method != "GET" or request.endpoint in (*ACCOUNT_PAGES, "reading.home"):
        return None
    return request.full_path.rstrip("?")
