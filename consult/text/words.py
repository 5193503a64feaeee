"""Words: a text cut into tokens that give it back exactly, and keys by which tokens are compared.

Tokens are exact pieces of the text; the key of a token is what two of them are compared by, so that
curly and straight quotes, kinds of space and normal forms are one. The text itself is never changed.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

import regex

PARAGRAPH = "\n\n"

# Letters, digits, combining marks and joiners; the standard `\w` leaves Arabic vowel signs out, and counts
# the underscore, which is a mark of emphasis in Markdown.
_LETTER = r"(?:[^\W_]|[\p{M}\u200c\u200d])"
_TOKEN = regex.compile(
    rf"{_LETTER}+(?:['’\-‐‑.·,٫٬_]{_LETTER}+)*"  # l’eau, non-state, 12,5, 1.234,56
    r"|\n\n+|\s+"
    r"|\*\*+|__+|~~+|``+|##+|==+"  # marks of emphasis and headings stay whole
    r"|\X",
    regex.DOTALL,
)
# A piece ends after the white space that follows the end of a sentence or of a line. White space is never
# cut, so the tokens of the pieces are the tokens of the text.
_PIECE_END = re.compile(r"[.!?…؟۔]\s+|\n\s*")
_LONGEST_KEPT_PIECE = 2_000
_LONGEST_KEPT_TEXT = 20_000

_FOLDED = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "‐": "-", "‑": "-"}
)


@lru_cache(maxsize=65_536)
def fold(token: str) -> str:
    """Return the key of a token: what it is compared by."""
    if token.isspace():
        breaks = token.count("\n")
        return PARAGRAPH if breaks > 1 else "\n" if breaks else " "
    return token if token.isascii() else unicodedata.normalize("NFC", token.translate(_FOLDED))


@lru_cache(maxsize=65_536)
def is_word(token: str) -> bool:
    """Say whether a token holds a letter or a digit."""
    return any(character.isalnum() for character in token)


def tokens(text: str) -> list[str]:
    """Cut a text into its tokens; joined they are the text again."""
    return _TOKEN.findall(text)


def pieces(text: str) -> list[str]:
    """Cut a text after each sentence or line; joined the pieces are the text again."""
    ends = [match.end() for match in _PIECE_END.finditer(text)]
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _tokens_and_keys(piece: str) -> tuple[Sequence[str], Sequence[str]]:
    exact = tokens(piece)
    return exact, [fold(token) for token in exact]


# Amendments of one section share nearly all their sentences, so these are cut once.
_kept_tokens_and_keys = lru_cache(maxsize=2_048)(_tokens_and_keys)


@dataclass(frozen=True)
class Words:
    """A text with its pieces, tokens and keys; `starts` holds the first token of each piece and the end."""

    text: str
    pieces: list[str]
    tokens: list[str]
    keys: list[str]
    starts: list[int]

    @cached_property
    def offsets(self) -> list[int]:
        """Return the code-point offset of each token, and at last the length of the text."""
        return list(accumulate(map(len, self.tokens), initial=0))

    @cached_property
    def word_spans(self) -> tuple[list[int], list[int]]:
        """Return the starts and the ends (code points) of the tokens that are words."""
        starts, ends = [], []
        for token, start in zip(self.tokens, self.offsets, strict=False):
            if is_word(token):
                starts.append(start)
                ends.append(start + len(token))
        return starts, ends


def cut(text: str) -> Words:
    """Cut a text into pieces and tokens."""
    parts = pieces(text)
    exact: list[str] = []
    keys: list[str] = []
    starts = [0]
    for piece in parts:
        read = _kept_tokens_and_keys if len(piece) <= _LONGEST_KEPT_PIECE else _tokens_and_keys
        piece_tokens, piece_keys = read(piece)
        exact += piece_tokens
        keys += piece_keys
        starts.append(len(exact))
    return Words(text, parts, exact, keys, starts)


_kept_base = lru_cache(maxsize=64)(cut)


def cut_base(text: str) -> Words:
    """Cut a text that many others are compared with: one of ordinary length is kept in memory."""
    return _kept_base(text) if len(text) <= _LONGEST_KEPT_TEXT else cut(text)
