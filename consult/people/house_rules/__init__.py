"""How people treat each other here: the secretariat's own words in a language, else the ones that come with Consult."""

from functools import lru_cache
from pathlib import Path

from consult.core.database import db

from ..models import Network

HERE = Path(__file__).parent
FIRST = "en"


def rules_in(network: Network | None, language: str) -> tuple[str, str]:
    """Return the rules as Markdown, and the language that they are in: another one where there are none in this.

    The network's own words in another language stand before rules that the network never wrote.
    """
    own = network.house_rules if network else {}
    if own.get(language):
        return own[language], language
    if own:
        found = FIRST if own.get(FIRST) else next(iter(own))
        return own[found], found
    return _given(language)


def is_own(network: Network, language: str) -> bool:
    """Say whether the network wrote its own rules in a language."""
    return bool(network.house_rules.get(language))


def save_rules(network: Network, language: str, words: str) -> None:
    """Keep the network's own rules in a language; without words, those that come with Consult stand again."""
    rules = {**network.house_rules, language: words}
    network.house_rules = {code: text for code, text in rules.items() if text}
    db.session.flush()


@lru_cache(maxsize=32)
def _given(language: str) -> tuple[str, str]:
    found = HERE / f"{language}.md"
    if language.isalpha() and found.exists():
        return found.read_text(encoding="utf-8"), language
    return (HERE / f"{FIRST}.md").read_text(encoding="utf-8"), FIRST
