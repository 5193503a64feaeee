"""Words: a text cut into tokens that give it back exactly, and keys by which tokens are compared.

Tokens are exact pieces of the text; the key of a token is what two of them are compared by, so that
curly and straight quotes, kinds of space and normal forms are one. The text itself is never changed.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, chain
from typing import Protocol

import regex

from consult.text.anchors import SHORTEST_ANCHOR

PARAGRAPH = "\n\n"

# Letters, digits, combining marks and joiners; the standard `\w` leaves Arabic vowel signs out, and counts
# the underscore, which is a mark of emphasis in Markdown.
_LETTER = r"(?:[^\W_]|[\p{M}\u200c\u200d])"
_MARKS = r"|\*\*+|__+|~~+|``+|##+|==+"  # marks of emphasis and headings stay whole
_TOKEN = regex.compile(
    rf"{_LETTER}+(?:['’\-‐‑.·,٫٬_]{_LETTER}+)*"  # l’eau, non-state, 12,5, 1.234,56
    rf"|\n\n+|\s+{_MARKS}|\X",
    regex.DOTALL,
)
# The same for ASCII alone, where the standard module knows all there is to know and is twice as fast.
_ASCII_TOKEN = re.compile(rf"[A-Za-z0-9]+(?:['\-.,_][A-Za-z0-9]+)*|\n\n+|[ \t\n\r\f\v]+{_MARKS}|.", re.DOTALL)
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
# A piece ends after the white space that follows the end of a sentence or of a line. White space is never
# cut, so the tokens of the pieces are the tokens of the text.
_PIECE_END = re.compile(r"[.!?…؟۔]\s+|\n\s*")
WORDS_OF_SENTENCE = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)  # from its first letter to its last one
STOPS = frozenset(".!?…؟۔")  # the signs that end a sentence
PIECE_ENDS = STOPS | {"\n"}
_LONG_BREAK = re.compile(r"\n\n\s")
_PREPENDED = regex.compile(r"\p{Grapheme_Cluster_Break=Prepend}")
_AROUND = 8  # tokens around a change that are looked at to find its place
_LONGEST_KEPT = 2_000
LONGEST_KEPT_TEXT = 20_000

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
    return (_ASCII_TOKEN if text.isascii() else _TOKEN).findall(text)


def gap(left: str, right: str) -> str:
    """Return the space without which the last word of one text and the first of the other would become one.

    Scripts that are written without spaces between words get none.
    """
    edge = left[-1:] + right[:1]
    sticks = len(edge) == 2 and is_word(edge) and len(tokens(edge)) == 1
    return " " if sticks and not _UNSPACED.search(edge) else ""


def pieces(text: str) -> list[str]:
    """Cut a text after each sentence or line; joined the pieces are the text again."""
    first = _PIECE_END.search(text)
    if not first or first.end() == len(text):
        return [text]
    ends = array("q", (match.end() for match in _PIECE_END.finditer(text)))
    if ends[-1] < len(text):
        ends.append(len(text))
    return [text[start:end] for start, end in zip(chain((0,), ends), ends, strict=False)]


def sentence_places(parts: Iterable[str]) -> dict[str, list[tuple[int, int]]]:
    """Return where each sentence or line stands in a text of these pieces, by its words without the signs around them.

    It stands from its first letter to its last sign.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    start = 0
    for piece in parts:
        if words := WORDS_OF_SENTENCE.search(piece):
            found.setdefault(words[0], []).append((start + words.start(), start + len(piece.rstrip())))
        start += len(piece)
    return found


def holds_prepended(text: str) -> bool:
    """Say whether a text has one of the few signs that are one token with what follows, be it a space."""
    return not text.isascii() and _PREPENDED.search(text) is not None


def ends_piece(text: str) -> bool:
    """Say whether a piece ends where this text ends, if no white space follows."""
    kept = text.rstrip()
    blank = text[len(kept) :]
    return "\n" in blank or (bool(blank) and kept[-1:] in PIECE_ENDS)


def _paragraphs(text: str) -> list[str]:
    """Cut a text of ordinary paragraphs after each; any other text is one."""
    if _LONG_BREAK.search(text) or text.endswith(PARAGRAPH):
        return [text]
    found = text.split(PARAGRAPH)
    return [part + PARAGRAPH for part in found[:-1]] + found[-1:]


class Cut(Protocol):
    """A text, or some of it, that is cut: tokens, keys, and the offset of each token and of the end."""

    tokens: list[str]
    keys: list[str]

    @property
    def offsets(self) -> Sequence[int]:
        """Return the code-point offset of each token, and at last of the end."""


@dataclass(slots=True)
class Part:
    """A few tokens of a text, with their code-point offsets in all of it and the offset after them."""

    tokens: list[str]
    keys: list[str]
    offsets: Sequence[int]


@dataclass(eq=False)
class Words:
    """A text with its pieces, tokens and keys; `counts` says how many tokens each piece has.

    Tokens and keys are one list where all are equal, and the places of a huge text are packed: it takes a
    dozen bytes for each of its signs, not a hundred.
    """

    text: str
    pieces: list[str]
    tokens: list[str]
    keys: list[str]
    counts: list[int]

    @cached_property
    def starts(self) -> Sequence[int]:
        """Return the number of the first token of each piece, and at last of the end."""
        return self._packed(accumulate(self.counts, initial=0))

    @cached_property
    def places(self) -> Sequence[int]:
        """Return the code-point offset of each piece, and at last the length of the text."""
        return self._packed(accumulate(map(len, self.pieces), initial=0))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Return the number of each piece, without the space around it; of several the last one."""
        return {piece.strip(): number for number, piece in enumerate(self.pieces)}

    @cached_property
    def sentences(self) -> dict[str, list[tuple[int, int]]]:
        """Return where each sentence or line stands, see `sentence_places`."""
        return sentence_places(self.pieces)

    @cached_property
    def repeated(self) -> list[int]:
        """Return the numbers of the pieces that stand several times."""
        count = Counter(self.pieces)
        return [number for number, piece in enumerate(self.pieces) if count[piece] > 1]

    @cached_property
    def walls(self) -> list[int]:
        """Return the numbers of the pieces that stand once, can be anchors, and keep changes beside them apart.

        A stop in it or more than two words do so, see `tidy`.
        """
        repeated = set(self.repeated)
        found = []
        for number, piece in enumerate(self.pieces):
            if len(piece) >= SHORTEST_ANCHOR and number not in repeated:
                own = self.tokens[self.starts[number] : self.starts[number + 1]]
                if not STOPS.isdisjoint(own) or sum(map(is_word, own)) > 2:
                    found.append(number)
        return found

    @cached_property
    def wall_numbers(self) -> list[int]:
        """Return for each piece, and the end, how many walls stand before it."""
        return [bisect_left(self.walls, number) for number in range(len(self.pieces) + 1)]

    def around(self, low: int, high: int, start: int, end: int) -> tuple[int, int]:
        """Return the few tokens around some of the pieces from `low` to `high`, none beyond the pieces beside."""
        first = self.starts[low - 1] if low else 0
        last = self.starts[high + 1] if high < len(self.pieces) else len(self.tokens)
        return max(start - _AROUND, first), min(end + _AROUND, last)

    @cached_property
    def is_ordinary(self) -> bool:
        """Say whether it is not too long, and white space always parts its tokens."""
        return len(self.text) <= LONGEST_KEPT_TEXT and not holds_prepended(self.text)

    @cached_property
    def offsets(self) -> Sequence[int]:
        """Return the code-point offset of each token, and at last the length of the text."""
        return self._packed(accumulate(map(len, self.tokens), initial=0))

    @cached_property
    def word_spans(self) -> tuple[Sequence[int], Sequence[int]]:
        """Return the starts and the ends (code points) of the tokens that are words."""
        starts, ends = self._packed(()), self._packed(())
        for token, start in zip(self.tokens, self.offsets, strict=False):
            if is_word(token):
                starts.append(start)
                ends.append(start + len(token))
        return starts, ends

    def _packed(self, numbers: Iterable[int]) -> "list[int] | array[int]":
        """Return the numbers as a list, which is quick, or those of a huge text packed, which is small."""
        return list(numbers) if len(self.text) <= LONGEST_KEPT_TEXT else array("q", numbers)


def _cut_piece(piece: str) -> tuple[list[str], list[str]]:
    exact = tokens(piece)
    keys = [fold(token) for token in exact]
    return (keys if keys == exact else exact), keys


# Amendments of one section share nearly all their paragraphs and sentences, so these are cut once.
_kept_piece = lru_cache(maxsize=1_024)(_cut_piece)


def _cut_paragraph(paragraph: str) -> Words:
    parts = pieces(paragraph)
    if len(parts) == 1:
        exact, keys = _cut_piece(paragraph)
        return Words(paragraph, parts, exact, keys, [len(keys)])
    exact, keys = [], []
    counts = []
    for piece in parts:
        piece_tokens, piece_keys = (_kept_piece if len(piece) <= _LONGEST_KEPT else _cut_piece)(piece)
        exact += piece_tokens
        keys += piece_keys
        counts.append(len(piece_tokens))
    return Words(paragraph, parts, keys if exact == keys else exact, keys, counts)


_kept_paragraph = lru_cache(maxsize=1_024)(_cut_paragraph)


def cut(text: str) -> Words:
    """Cut a text into pieces and tokens."""
    parts = [
        (_kept_paragraph if len(paragraph) <= _LONGEST_KEPT else _cut_paragraph)(paragraph)
        for paragraph in _paragraphs(text)
    ]
    if len(parts) == 1:
        return parts[0]
    whole = Words(text, [], [], [], [])
    if all(words.tokens is words.keys for words in parts):
        whole.tokens = whole.keys
    for words in parts:
        whole.pieces += words.pieces
        whole.counts += words.counts
        whole.keys += words.keys
        if whole.tokens is not whole.keys:
            whole.tokens += words.tokens
    return whole


_kept_base = lru_cache(maxsize=64)(cut)


def cut_base(text: str) -> Words:
    """Cut a text that many others are compared with: one of ordinary length is kept in memory."""
    return _kept_base(text) if len(text) <= LONGEST_KEPT_TEXT else cut(text)
