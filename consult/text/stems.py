"""Words as a search compares them: without case, accents and vowel signs, reduced to their stems.

A word has one or more forms in a language; two words are one for the search where they share a form. Which letters
are one, and which small words are passed over, is data below; the stemmers are those of Snowball.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from threading import Lock

import regex
import snowballstemmer

LONGEST = 40
"""How many signs of a word are compared: longer ones are no words."""

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}\u200c\u200d]+")
_NO_WORD = regex.compile(r"[^\p{L}\p{M}\p{N}]+")  # what the parts of a joined sign are parted by: ½, ﷺ
_SIGNS = regex.compile(
    # Accents; Hebrew points; Arabic vowel signs, Quranic signs and the stroke that only lengthens; joiners.
    r"[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d]+"
)
_LETTERS = str.maketrans(
    {
        **{"ى": "ي", "ة": "ه", "ٱ": "ا", "ی": "ي", "ک": "ك"},
        **{"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"},
    }
)
_ARABIC = regex.compile(r"\p{Arabic}")
_ARTICLES = ("وال", "فال", "بال", "كال", "ولل", "فلل", "لل", "ال")
_PARTICLES = "وفبلك"
"""One letter that means and, so, with, for or like, written together with the word after it."""
_ENDINGS = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
_SHORTEST = 3
"""How many letters must be left of an Arabic word."""

_ALGORITHMS = {
    **{"ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english"},
    **{"eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french"},
    **{
        "ga": "irish",
        "hi": "hindi",
        "hu": "hungarian",
        "hy": "armenian",
        "id": "indonesian",
        "it": "italian",
    },
    **{"lt": "lithuanian", "ne": "nepali", "nl": "dutch", "no": "norwegian", "pl": "polish"},
    **{"pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "st": "sesotho"},
    **{"sv": "swedish", "ta": "tamil", "tr": "turkish"},
}
"""The stemmer of a language. Words of any other language are compared as they are written."""

_PASSED_OVER = {
    "en": "the an of to in and or for is are be on at by with that this it as from",
    "fr": "le la les un une des du de et ou au aux en dans pour par sur est ce que qui",
    "es": "el la los las un una unas unos de del en al por para con que es se su lo",
    "ar": "في من علي الي عن او ما هو هي ان هذا هذه التي الذي",
    "pt": "os as um uma de do da dos das em no na nos nas por para com que se ao",
}
_WITH_PLURAL_S = ("ca", "es", "fr", "gl", "pt")
_SMALL = {language: frozenset(words.split()) for language, words in _PASSED_OVER.items()}
_SMALL_ANYWHERE = frozenset().union(*_SMALL.values())


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Return the places (start, end) of the words of a text, in code points. An apostrophe parts words."""
    return (match.span() for match in _WORD.finditer(text))


@lru_cache(maxsize=65_536)
def folded(word: str) -> str:
    """Return a word without what readers of its script leave out or mix up when they type."""
    if word.isascii():
        return word.lower()[:LONGEST]
    parts = _SIGNS.sub("", unicodedata.normalize("NFKD", word.casefold())).translate(_LETTERS)
    whole = unicodedata.normalize("NFC", _NO_WORD.sub("", parts))
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in whole)[:LONGEST]


@lru_cache(maxsize=65_536)
def forms(word: str, language: str) -> tuple[str, ...]:
    """Return the forms by which a word of a language is found; none for one that is passed over."""
    base = folded(word)
    if _is_letter(base) or base in _SMALL.get(_root(language), ()):
        return ()
    if _ARABIC.search(base):
        whole = tuple(_without_particles(base))
        return tuple(dict.fromkeys((*(_stem("ar", form) for form in whole), *map(_without_endings, whole))))
    language = "" if _root(language) == "ar" else language
    # With its accents a word is cut better; without them it is found by those who cannot type any.
    found = [folded(_stem(language, word.casefold())), folded(_stem(language, base))]
    if _root(language) in _WITH_PLURAL_S and base.endswith("s") and len(base) > _SHORTEST:
        found.append(folded(_stem(language, base[:-1])))  # the stemmers keep it in short words: ríos, leis
    return tuple(dict.fromkeys(found))


def indexed(text: str, language: str) -> str:
    """Return the forms of all words of a text, in order, parted by spaces: what an index keeps of it."""
    return " ".join(form for word in _WORD.findall(text) for form in forms(word, language))


def asked(query: str, languages: Iterable[str]) -> list[frozenset[str]]:
    """Return what is searched for: for each word of a query its forms in these languages, and as it is written.

    Letters that stand alone and words that say little in any language (the, de, في) are left out.
    """
    wanted: dict[frozenset[str], None] = {}
    tried = ["", *languages]
    for start, end in spans(query):
        base = folded(query[start:end])
        if base not in _SMALL_ANYWHERE and not _is_letter(base):
            found = (form for language in tried for form in forms(query[start:end], language))
            wanted[frozenset(found)] = None
    return list(wanted)


def _is_letter(base: str) -> bool:
    """Say whether a word is nothing, or one letter of an alphabet: in Chinese and the like one sign is a word."""
    return not base or (len(base) == 1 and base.isalpha() and ord(base) < 0x2E80)


def _without_particles(base: str) -> Iterator[str]:
    """Return an Arabic word without its article; or as it stands and without the one letter that may be a particle."""
    for article in _ARTICLES:
        if base.startswith(article) and len(base) - len(article) >= _SHORTEST:
            yield base[len(article) :]
            return
    yield base
    if base[0] in _PARTICLES and len(base) > _SHORTEST + 1:
        yield base[1:]


def _without_endings(word: str) -> str:
    """Return an Arabic word without the endings of number, gender and possession: تعاونيات is found by تعاونية."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return _without_endings(word[: -len(ending)])
    return word


def _root(language: str) -> str:
    return language.partition("-")[0].lower()


_turn = Lock()
"""A stemmer notes in itself how far it is with a word, so it takes one at a time."""


@lru_cache(maxsize=64)
def _stemmer(language: str) -> "snowballstemmer.BaseStemmer | None":
    name = _ALGORITHMS.get(_root(language))
    return snowballstemmer.stemmer(name) if name else None


def _stem(language: str, word: str) -> str:
    stemmer = _stemmer(language)
    if stemmer is None:
        return word
    with _turn:
        return stemmer.stemWord(word) or word
