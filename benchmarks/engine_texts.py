"""Texts for the engine's benchmarks: sections in four languages and edits planted by a seed.

Sentences are made of common words with the frequencies of prose (few words very often), so that the same
words return everywhere, as they do in real sections, also beside themselves. So an edit may have several
readings (engine_readings.py); it is planted all the same.
"""

import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from consult.text import Hunk, apply

SEED = 20261121

_WORDS = tomllib.loads(Path(__file__).with_name("engine_words.toml").read_text(encoding="utf-8"))
COMMON = {lang: words.split() for lang, words in _WORDS["common"].items()}
RARE = {lang: words.split() for lang, words in _WORDS["rare"].items()}
COMMA = {"ar": "،"}


@dataclass(frozen=True)
class Planted:
    """An amendment with the truth about it: its text, and the edits that were planted in it.

    An edit is one hunk, a move two.
    """

    text: str
    edits: tuple[tuple[Hunk, ...], ...]

    @property
    def hunks(self) -> tuple[Hunk, ...]:
        """Return the hunks of all edits, in order."""
        return tuple(sorted(hunk for edit in self.edits for hunk in edit))


class Writer:
    """Writes sections and plants edits; the same seed gives the same."""

    def __init__(self, seed: int, lang: str = "en"):
        self.random = random.Random(seed)
        self.lang = lang

    def word(self) -> str:
        """Return a word: about half of them are the common ones."""
        if self.random.random() < 0.45:
            place = int(self.random.paretovariate(0.9)) - 1
            return COMMON[self.lang][min(place, len(COMMON[self.lang]) - 1)]
        return self.random.choice(RARE[self.lang])

    def words(self, least: int, most: int) -> list[str]:
        """Return some words."""
        return [self.word() for _ in range(self.random.randint(least, most))]

    def sentence(self) -> str:
        """Return a sentence of 8 to 26 words, some with commas."""
        words = self.words(8, 26)
        for place in range(4, len(words) - 3, 7):
            if self.random.random() < 0.4:
                words[place] += COMMA.get(self.lang, ",")
        text = " ".join(words)
        return text[0].upper() + text[1:] + "."

    def section(self, words: int = 423) -> str:
        """Return a section of about so many words, in paragraphs of one to four sentences."""
        paragraphs = []
        while sum(len(paragraph.split()) for paragraph in paragraphs) < words:
            paragraphs.append(" ".join(self.sentence() for _ in range(self.random.randint(1, 4))))
        return "\n\n".join(paragraphs)

    def amendment(
        self,
        base: str,
        spots: int,
        *,
        rewrites: float = 0.0,
        moves: float = 0.0,
        popular: Sequence[Hunk] = (),
    ) -> Planted:
        """Plant so many edits with at least two untouched words between them.

        Where there are popular edits, every fourth is one of them.
        """
        places = word_places(base)
        edits: list[tuple[Hunk, ...]] = []
        taken: list[tuple[int, int]] = []
        for _ in range(spots * 20):
            if len(taken) >= spots:
                break
            if popular and self.random.random() < 0.25:
                planted = [self.random.choice(popular)]
            else:
                planted = self._edit(base, places, rewrites, moves)
            spans = [_in_words(places, hunk) for hunk in planted]
            if planted and all(
                low - 3 >= end or high + 3 <= start for low, high in spans for start, end in taken
            ):
                edits.append(tuple(planted))
                taken += spans
        return Planted(apply(base, sorted(hunk for edit in edits for hunk in edit)), tuple(edits))

    def _edit(self, base: str, places: list[tuple[int, int]], rewrites: float, moves: float) -> list[Hunk]:
        kind = self.random.random()
        if kind < rewrites:
            return self._rewrite(base)
        if kind < rewrites + moves:
            return self._move(base)
        return self._small(base, places)

    def _small(self, base: str, places: list[tuple[int, int]]) -> list[Hunk]:
        """Replace, insert or delete one to three words."""
        size = self.random.randint(1, 3)
        first = self.random.randrange(1, len(places) - size - 1)
        start, end = places[first][0], places[first + size - 1][1]
        new = " ".join(self.words(1, 3))
        kind = self.random.random()
        if kind < 0.5:
            hunk = _without_shared_edges(base, Hunk(start, end, new))
            old, words = base[hunk.start : hunk.end].split(), hunk.new.split()
            apart = not set(old) & set(words)  # with a word kept between, it is not one replacement
            return [hunk] if apart and "\n" not in base[start:end] and base[end] in " .,،" else []
        if kind < 0.8:
            return [Hunk(start, start, new + " ")]
        inside = base[end] == " " and "\n" not in base[start:end]
        return [Hunk(start, end + 1, "")] if inside else []

    def _sentences(self, base: str) -> list[tuple[int, int]]:
        found = []
        start = 0
        for place, character in enumerate(base):
            if character == "." and (place + 1 == len(base) or base[place + 1] in " \n"):
                found.append((start, place + 1))
                start = place + (3 if base[place + 1 : place + 3] == "\n\n" else 2)
        return found

    def _rewrite(self, base: str) -> list[Hunk]:
        """Replace a whole sentence by another, of which about every fifth word is the old one."""
        start, end = self.random.choice(self._sentences(base))
        return [_without_shared_edges(base, Hunk(start, end, self.sentence()))]

    def _move(self, base: str) -> list[Hunk]:
        """Move a sentence to the front of another one that opens a paragraph or follows a space."""
        found = self._sentences(base)
        source, target = self.random.sample(found, 2)
        if base[source[1] : source[1] + 1] != " " or target[0] in (source[0], source[1] + 1):
            return []
        sentence = base[source[0] : source[1] + 1]
        return [Hunk(source[0], source[1] + 1, ""), Hunk(target[0], target[0], sentence)]


def _without_shared_edges(base: str, hunk: Hunk) -> Hunk:
    """Return a replacement without the words that the old and the new ones both begin or end with."""
    old, new = base[hunk.start : hunk.end].split(" "), hunk.new.split(" ")
    start, end = hunk.start, hunk.end
    while len(old) > 1 and len(new) > 1 and old[0] == new[0]:
        start += len(old[0]) + 1
        old, new = old[1:], new[1:]
    while len(old) > 1 and len(new) > 1 and old[-1] == new[-1]:
        end -= len(old[-1]) + 1
        old, new = old[:-1], new[:-1]
    return Hunk(start, end, " ".join(new))


def word_places(base: str) -> list[tuple[int, int]]:
    """Return the spans of the words of a text, without the punctuation beside them."""
    places = []
    start = 0
    for part in base.replace("\n", " ").split(" "):
        word = part.rstrip(".,،")
        if word:
            places.append((start, start + len(word)))
        start += len(part) + 1
    return places


def _in_words(places: list[tuple[int, int]], hunk: Hunk) -> tuple[int, int]:
    """Return the span of a hunk counted in words."""
    low = sum(end <= hunk.start for _, end in places)
    high = sum(start < hunk.end for start, _ in places)
    return low, max(low, high)
