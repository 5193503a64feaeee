"""What people write in a table is found however they write it: headings, countries, languages, regions, kinds."""

import pytest
from flask import Flask

from consult.people import bulk_words as words
from consult.people.models import Region

PLAIN = {
    # as typed: as compared
    "E-Mail": "email",
    " Côte d'Ivoire ": "cotedivoire",
    "STRASSE": "strasse",
    "Straße": "strasse",
    "São Tomé & Príncipe": "saotomeprincipe",
    "البريد الإلكتروني": "البريدالالكتروني",
    "１２": "12",  # full-width digits
    "—!?": "",
    "": "",
}


@pytest.mark.parametrize("typed", PLAIN)
def test_signs_accents_and_capitals_make_no_difference(typed: str) -> None:
    assert words.plain(typed) == PLAIN[typed]


HEADERS = {
    # the headings of a table: where each column is
    ("Name", "E-mail"): {"name": 0, "email": 1},
    ("Nom", "Courriel", "Organisation", "Pays"): {"name": 0, "email": 1, "organisation": 2, "country": 3},
    ("Nombre", "Correo", "Organización", "País", "Región", "Tipo", "Idiomas", "Mandato"): {
        "name": 0,
        "email": 1,
        "organisation": 2,
        "country": 3,
        "region": 4,
        "kind": 5,
        "languages": 6,
        "speaks": 7,
    },
    ("الاسم", "البريد الإلكتروني", "المنظمة", "البلد"): {
        "name": 0,
        "email": 1,
        "organisation": 2,
        "country": 3,
    },
    # a column that is not known is passed by
    ("Shoe size", "email"): {"email": 1},
    # of two of the same name the first holds
    ("email", "Address", "E-MAIL"): {"email": 0},
    ("Speaks for it", "speaks_for", "mandate"): {"speaks": 0},
    ("", " ", "?"): {},
}


@pytest.mark.parametrize("header", HEADERS)
def test_columns_are_known_by_their_headings_in_every_language(header: tuple[str, ...]) -> None:
    assert words.columns_of(header) == HEADERS[header]


COUNTRIES = {
    # what was typed in a network of French, Spanish and Arabic: the code, or that there is none
    "KE": "KE",
    "ke": "KE",
    "Kenya": "KE",
    "Allemagne": "DE",
    "Alemania": "DE",
    "Germany": "DE",  # English is understood in every network
    "كينيا": "KE",
    "cote d'ivoire": "CI",
    "Atlantis": None,
    "": None,
    "Europe": None,  # a part of the world is no country
    "150": None,
    "EU": None,
    "ZZ": None,
}


@pytest.mark.parametrize("typed", COUNTRIES)
def test_a_country_is_found_by_code_and_by_its_names(typed: str) -> None:
    assert words.countries(("fr", "es", "ar")).get(words.plain(typed)) == COUNTRIES[typed]


LANGUAGES = {
    "fr": "fr",
    "FR": "fr",
    "Français": "fr",
    "French": "fr",
    "francais": "fr",
    "العربية": "ar",
    "arabe": "ar",
    "Kiswahili": None,  # not a language of this network, and no such name in its languages
    "Swahili": "sw",
    "Klingonisch": None,
}


@pytest.mark.parametrize("typed", LANGUAGES)
def test_a_language_is_found_by_code_by_name_and_by_its_own_name(typed: str) -> None:
    assert words.language_codes(("fr", "ar")).get(words.plain(typed)) == LANGUAGES[typed]


def test_a_language_that_no_library_knows_does_not_stop_the_reading() -> None:
    found = words.countries(("xx-nowhere", "", "fr"))
    assert (found["allemagne"], found["germany"]) == ("DE", "DE")


def test_a_region_is_found_by_its_code_and_each_of_its_names() -> None:
    africa = Region(code="africa", names={"en": "Africa", "fr": "Afrique", "ar": "أفريقيا"})
    latin = Region(code="latin-america", names={"es": "América Latina"})
    found = words.regions_by_word([africa, latin])
    for typed, region in (("AFRICA", africa), ("afrique", africa), ("أفريقيا", africa)):
        assert found[words.plain(typed)] is region
    for typed in ("latin america", "Latin-America", "america latina"):
        assert found[words.plain(typed)] is latin
    assert words.plain("Asia") not in found


def test_a_kind_is_found_by_its_value_and_its_label(app: Flask) -> None:
    with app.test_request_context("/en/network/import"):
        found = words.constituencies(("fr",))
    for typed in ("grassroots-movement", "Grassroots Movement", "grassroots movement"):
        assert found[words.plain(typed)] == "grassroots-movement"
    assert found["ngo"] == "ngo"
    assert found["tradeunion"] == "trade-union"
    assert "dragons" not in found


def test_only_a_clear_yes_gives_a_mandate() -> None:
    for typed in ("yes", "Yes!", "X", "1", "oui", "Sí", "sim", "نعم", "TRUE"):
        assert words.plain(typed) in words.YES, typed
    for typed in ("", "no", "0", "non", "لا", "maybe", "yes?no"):
        assert words.plain(typed) not in words.YES, typed
