"""Many people and organisations out of one table: read as a plan with its faults by row, then carried out as a whole.

A row with an address is a person, of the organisation that it names; a row without one is an organisation alone. Who
and what the network knows already is left as it is, so the same table can be read again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

import sqlalchemy as sa
from flask_babel import gettext as _

from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.core.logs import log_audit
from consult.web.letters import outer_url, write_letter

from . import bulk_words as words
from .accounts import clean_address
from .models import Account, Mandate, Network, Organisation, Person, Region

Found = TypeVar("Found")


@dataclass
class NewOrganisation:
    """An organisation that the network does not know; None or empty where the table does not say."""

    name: str
    country: str | None = None
    region: Region | None = None
    constituency: str = "other"
    languages: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class NewPerson:
    """A person whom the network does not know."""

    row: int
    address: str
    name: str
    organisation: str  # as compared
    region: Region | None
    country: str | None
    languages: tuple[str, ...]
    speaks: bool


@dataclass
class Plan:
    """What a table would add, what is known already, and each fault with the number of its row (the first is 1)."""

    organisations: dict[str, NewOrganisation] = field(default_factory=dict)
    people: dict[str, NewPerson] = field(default_factory=dict)
    faults: list[tuple[int, str]] = field(default_factory=list)
    known_people: int = 0
    known_organisations: set[int] = field(default_factory=set)

    @property
    def is_empty(self) -> bool:
        """Say whether it would add nothing."""
        return not self.organisations and not self.people


class _Known:
    """What the network knows, read once for all rows."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.addresses = set(db.session.scalars(sa.select(Account.email).where(Account.email.is_not(None))))
        self.organisations = {
            words.plain(name): key
            for key, name in db.session.execute(sa.select(Organisation.id, Organisation.name))
        }
        self.countries = words.countries(languages)
        self.languages = words.language_codes(languages)
        self.regions = words.regions_by_word(db.session.scalars(sa.select(Region)))
        self.constituencies = words.constituencies(languages)


def make_plan(rows: list[list[str]]) -> Plan:
    """Return what a table would add. Raises InvalidInput where its first row names no column that is needed."""
    places = words.columns_of(rows[0])
    if "organisation" not in places and "email" not in places:
        raise InvalidInput(
            _("The first row must name the columns: at least “email” for people, or “organisation”."),
            field="table",
        )
    network = db.session.scalar(sa.select(Network).limit(1))
    known = _Known(tuple(network.languages) if network else ("en",))
    plan, seen = Plan(), set[str]()
    for number, row in enumerate(rows[1:], 2):
        cells = {name: row[place] if place < len(row) else "" for name, place in places.items()}
        if any(cells.values()):
            _read_row(plan, known, seen, number, cells)
    return plan


def carry_out(plan: Plan, *, actor: Person, at: datetime, language: str, with_letter: bool) -> None:
    """Add what a plan names, all of it or, where anything stands against it, nothing; tell each person by a letter."""
    network = db.session.scalar(sa.select(Network.name).limit(1)) or "Consult"
    ids = _add_organisations(plan, at)
    people = [(new, _person_of(new, ids, at, language)) for new in plan.people.values()]
    db.session.add_all([person for _new, person in people])
    db.session.flush()
    for new, person in people:
        if new.speaks and person.organisation_id:
            db.session.add(
                Mandate(
                    person_id=person.id,
                    organisation_id=person.organisation_id,
                    valid_from=at,
                    given_by_id=actor.id,
                )
            )
        if with_letter:
            _write_letter(new.address, language, network)
    db.session.flush()
    counted = f"{len(plan.people)}:{len(plan.organisations)}"
    log_audit("people-imported", actor_id=actor.id, subject="persons", subject_id=None, value=counted)


def _read_row(plan: Plan, known: _Known, seen: set[str], number: int, cells: dict[str, str]) -> None:
    faults: list[str] = []
    organisation = _organisation(cells, known, faults)
    address = _address(cells, faults)
    name = cells.get("name", "")
    if address and not name:
        faults.append(_("A person needs a name."))
    if len(name) > 120 or len(organisation.name) > 200:
        faults.append(_("This name is too long."))
    if not address and not organisation.name and not faults:
        faults.append(_("Neither an address nor an organisation."))
    if address and address in seen:
        faults.append(_("This address stands in an earlier row, too: %(address)s", address=address))
    if faults:
        plan.faults += [(number, fault) for fault in faults]
        return
    _take_organisation(plan, known, organisation)
    if not address:
        return
    seen.add(address)
    if address in known.addresses:
        plan.known_people += 1
        return
    plan.people[address] = NewPerson(
        number,
        address,
        name,
        words.plain(organisation.name),
        organisation.region,
        organisation.country,
        tuple(organisation.languages),
        words.plain(cells.get("speaks", "")) in words.YES,
    )


def _take_organisation(plan: Plan, known: _Known, new: NewOrganisation) -> None:
    """Note an organisation that is not known; a later row adds what earlier ones do not say."""
    key = words.plain(new.name)
    if not key:
        return
    if key in known.organisations:
        plan.known_organisations.add(known.organisations[key])
        return
    found = plan.organisations.setdefault(key, new)
    found.country = found.country or new.country
    found.region = found.region or new.region
    found.languages = found.languages or new.languages
    if found.constituency == "other":
        found.constituency = new.constituency


def _organisation(cells: dict[str, str], known: _Known, faults: list[str]) -> NewOrganisation:
    country = _found(cells, "country", known.countries, faults, _("There is no such country: %(word)s"))
    region = _found(cells, "region", known.regions, faults, _("There is no such region: %(word)s"))
    kind = _found(cells, "kind", known.constituencies, faults, _("There is no such kind: %(word)s"))
    languages = []
    for word in cells.get("languages", "").replace("/", ",").replace(";", ",").split(","):
        code = _found(
            {"one": word.strip()}, "one", known.languages, faults, _("There is no such language: %(word)s")
        )
        languages += [code] if code else []
    return NewOrganisation(cells.get("organisation", ""), country, region, kind or "other", languages)


def _found(
    cells: dict[str, str], column: str, table: Mapping[str, Found], faults: list[str], fault: str
) -> Found | None:
    """Return what a cell names, None for an empty one; an unknown word is a fault."""
    word = cells.get(column, "")
    if not word:
        return None
    found = table.get(words.plain(word))
    if found is None:
        faults.append(fault % {"word": word[:80]})
    return found


def _address(cells: dict[str, str], faults: list[str]) -> str:
    typed = cells.get("email", "")
    if not typed:
        return ""
    try:
        return clean_address(typed)
    except InvalidInput:
        faults.append(_("This is not an e-mail address: %(typed)s", typed=typed[:80]))
        return ""


def _add_organisations(plan: Plan, at: datetime) -> dict[str, Organisation]:
    for new in plan.organisations.values():
        db.session.add(
            Organisation(
                name=new.name,
                country=new.country,
                region=new.region,
                constituency=new.constituency,
                languages=new.languages,
                created_at=at,
            )
        )
    db.session.flush()
    return {words.plain(row.name): row for row in db.session.scalars(sa.select(Organisation))}


def _person_of(new: NewPerson, organisations: dict[str, Organisation], at: datetime, language: str) -> Person:
    organisation = organisations.get(new.organisation) if new.organisation else None
    account = Account(email=new.address, locale=language, created_at=at)
    return Person(
        account=account,
        display_name=new.name,
        organisation_id=organisation.id if organisation else None,
        region=new.region or (organisation.region if organisation else None),
        country=new.country,
        languages=list(new.languages),
        created_at=at,
    )


def _write_letter(address: str, language: str, network: str) -> None:
    write_letter("welcome", address, language, network=network, url=outer_url("people.sign_in", language))
