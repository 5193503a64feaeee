"""What people write in tables, found in what the network knows: countries and languages by any of their names, too."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from consult.web.locale import current_language, speaking

from .choices import NO_COUNTRIES
from .labels import CONSTITUENCY_LABELS
from .models import Region

COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("name", "person", "nom", "nombre", "nome", "الاسم"),
    "email": ("email", "address", "courriel", "correo", "البريدالالكتروني"),
    "organisation": ("organisation", "organization", "organización", "organização", "المنظمة"),
    "country": ("country", "pays", "país", "البلد"),
    "region": ("region", "région", "región", "região", "المنطقة"),
    "kind": ("kind", "constituency", "type", "tipo", "النوع"),
    "languages": ("languages", "language", "langues", "idiomas", "اللغات"),
    "speaks": ("speaks", "speaksfor", "speaksforit", "mandate", "mandat", "mandato", "تفويض"),
}
"""The columns of a table with the headings under which each is known."""
YES = frozenset({"yes", "y", "x", "1", "true", "oui", "si", "sim", "نعم"})


def plain(text: str) -> str:
    """Return a text as it is compared: small letters, no accents, no signs but letters and digits."""
    split = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in split if sign.isalnum())


def columns_of(header: Iterable[str]) -> dict[str, int]:
    """Return where each known column stands, by the headings."""
    known = {plain(word): column for column, words in COLUMNS.items() for word in words}
    found: dict[str, int] = {}
    for place, heading in enumerate(header):
        column = known.get(plain(heading))
        if column:
            found.setdefault(column, place)
    return found


@lru_cache(maxsize=32)
def countries(languages: tuple[str, ...]) -> dict[str, str]:
    """Return country codes by code and by name in each of the languages."""
    found: dict[str, str] = {}
    for locale in _locales(languages):
        for code, name in locale.territories.items():
            if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES:
                found.setdefault(plain(name), code)
                found.setdefault(plain(code), code)
    return found


@lru_cache(maxsize=32)
def language_codes(languages: tuple[str, ...]) -> dict[str, str]:
    """Return language codes by code, by name in each of the languages, and by their own name."""
    found: dict[str, str] = {}
    for locale in _locales(languages):
        for code, name in locale.languages.items():
            if len(code) <= 3:
                found.setdefault(plain(code), code)
                found.setdefault(plain(name), code)
    for code in languages:
        own = _locales((code,))[0].languages.get(code, code)
        found.setdefault(plain(own), code)
    return found


def regions_by_word(regions: Iterable[Region]) -> dict[str, Region]:
    """Return regions by code and by name in each language."""
    return {plain(word): region for region in regions for word in (region.code, *region.names.values())}


def constituencies(languages: tuple[str, ...]) -> dict[str, str]:
    """Return kinds of organisation by value, and by label in the reader's language and in each of these."""
    found = {plain(value): value for value in CONSTITUENCY_LABELS}
    for code in (*languages, current_language()):
        with speaking(code):
            found |= {plain(str(label)): value for value, label in CONSTITUENCY_LABELS.items()}
    return found


def _locales(languages: tuple[str, ...]) -> list[Locale]:
    found = []
    for code in dict.fromkeys((*languages, "en")):
        try:
            found.append(Locale.parse(code, sep="-"))
        except (UnknownLocaleError, ValueError):
            continue
    return found
