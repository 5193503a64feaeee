"""What the forms of this feature offer: languages, countries, regions, organisations, out of the data and of CLDR."""

from typing import Any

import sqlalchemy as sa
from babel import Locale
from flask import current_app
from flask_babel import gettext as _

from consult.core.database import db
from consult.web.forms import choices
from consult.web.locale import current_language, language_name, languages

from .chrome import current_network
from .labels import CONSTITUENCY_LABELS, GENDER_LABELS
from .models import Organisation, Person, Region


def interface_locale() -> Locale:
    """Return the CLDR data of the interface's language."""
    return Locale.parse(current_language(), sep="-")


def language_pairs() -> list[tuple[str, str]]:
    """Return (code, name) of every language of CLDR with a code of its own, by name."""
    names = interface_locale().languages
    pairs = [
        (code, name) for code, name in names.items() if len(code) <= 3 and code not in ("und", "mul", "zxx")
    ]
    return sorted(pairs, key=lambda pair: pair[1].casefold())


def country_pairs() -> list[tuple[str, str]]:
    """Return (code, name) of every country of CLDR, by name."""
    names = interface_locale().territories
    pairs = [(code, name) for code, name in names.items() if len(code) == 2 and code not in NO_COUNTRIES]
    return sorted(pairs, key=lambda pair: pair[1].casefold())


NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Two-letter codes of CLDR that name no country: unions, and places that tests use."""


def network_languages(person: Person | None = None) -> list[str]:
    """Return the network's languages, then a person's further ones."""
    network = current_network()
    shared = list(network.languages) if network else ["en"]
    return list(dict.fromkeys([*shared, *(person.languages if person else [])]))


def region_pairs() -> list[tuple[str, str]]:
    """Return (code, name) of every region in its order."""
    rows = db.session.scalars(sa.select(Region).order_by(Region.position, Region.id))
    return [(row.code, row.name(current_language())) for row in rows]


def organisation_pairs(own: Organisation | None = None) -> list[tuple[str, str]]:
    """Return (public id, name) of every confirmed organisation, by name; a person's own one is among them always."""
    confirmed = sa.select(Organisation).where(Organisation.status == "confirmed").order_by(Organisation.name)
    pairs = [(row.public_id, row.name) for row in db.session.scalars(confirmed)]
    if own and (own.public_id, own.name) not in pairs:
        pairs.append((own.public_id, own.name))
    return pairs


def optional(pairs: list[tuple[str, str]]) -> list[Any]:
    """Return choices with an empty one first."""
    return choices([("", _("None")), *pairs])


def fill_profile_choices(form: Any, person: Person) -> None:
    """Fill the choices of the profile form."""
    unsaid = ("", _("No answer"))
    own = {key: GENDER_LABELS[key] for key in ("self-described", "declined")}
    form.gender.choices = choices([unsaid, *GENDER_LABELS.items()])
    form.constituency.choices = choices([unsaid, *CONSTITUENCY_LABELS.items(), *own.items()])
    form.languages.choices = choices([(code, language_name(code)) for code in network_languages(person)])
    form.more_language.choices = optional(language_pairs())
    form.region.choices = optional(region_pairs())
    form.organisation.choices = optional(organisation_pairs(person.organisation))
    form.locale.choices = choices([(code, language_name(code)) for code in languages(current_app)])
