"""Names of parts of the world in every language, out of CLDR."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """Return CLDR's codes of countries and larger parts of the world, by their English names."""
    return {name.casefold(): code for code, name in Locale("en").territories.items()}


@lru_cache(maxsize=4096)
def place_name(english: str, language: str) -> str | None:
    """Return how a language calls a place that CLDR knows by its English name, or None: Africa is Afrique in "fr"."""
    code = _codes().get(english.strip().casefold())
    if code is None:
        return None
    try:
        return Locale.parse(language, sep="-").territories.get(code)
    except (UnknownLocaleError, ValueError):
        return None
