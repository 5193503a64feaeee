"""A text cut into the sentences that somebody translates one by one, and put together again in another language.

The marks that make a list, a heading or a quotation, and the space between sentences, are kept apart: nobody has to
type them, and nobody can lose them.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import regex
from rapidfuzz.distance import Indel

from consult.text.sentences import sentences

_LEAD = regex.compile(r"(?:#{1,6} +|(?:> ?)+|[-+*] +|\d{1,4}[.)] +)*+")
_LETTER = regex.compile(r"\p{L}")
NEAR = 0.4
"""From this share of equal signs on, in order, a sentence counts as an earlier one that was changed."""
LONGEST_COMPARED = 2_000


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence: the marks before its words, the words, and the space after them."""

    lead: str
    words: str
    tail: str

    @property
    def is_words(self) -> bool:
        """Say whether there is something to translate, and not a rule or a row of a table's frame alone."""
        return bool(_LETTER.search(self.words))


def units(text: str) -> list[Unit]:
    """Cut a text into units; joined they are the text again."""
    found: list[Unit] = []
    for sentence in sentences(text):
        piece = text[sentence.start : sentence.end]
        words = piece.rstrip()
        lead = ""
        if not found or "\n" in found[-1].tail:
            match = _LEAD.match(words)
            lead = match.group() if match and match.group() != words else ""
        found.append(Unit(lead, words[len(lead) :], piece[len(words) :]))
    return found


def compose(parts: Sequence[Unit], wordings: Sequence[str]) -> str:
    """Put a text together from the words for each unit, under the marks of the units.

    No words for a unit leave it out: its words stand in another sentence then. What has no letters stays as it is.
    ValueError where there are not as many wordings as units.
    """
    return "".join(one.lead + one.words + one.tail for _place, one in laid_out(parts, wordings)).rstrip()


def laid_out(parts: Sequence[Unit], wordings: Sequence[str]) -> list[tuple[int, Unit]]:
    """Return the units of the text that `compose` makes, each with the place of the unit whose words it has."""
    found: list[tuple[int, Unit]] = []
    for place, (part, given) in enumerate(zip(parts, wordings, strict=True)):
        words = given if part.is_words else part.words
        if words:
            found.append((place, Unit(part.lead, words, part.tail)))
        elif found:
            before, one = found[-1]
            tail = max(one.tail, part.tail, key=lambda space: space.count("\n"))
            found[-1] = (before, Unit(one.lead, one.words, tail))
    return found


@dataclass(frozen=True, slots=True)
class Origin:
    """Which earlier unit a unit comes from, and whether it is the same, word for word."""

    place: int
    is_equal: bool


def origins(before: Sequence[str], after: Sequence[str]) -> list[Origin | None]:
    """Return for each sentence of a text the sentence of an earlier one that it was; None for a new one."""
    found: list[Origin | None] = [None] * len(after)
    taken: set[int] = set()
    same = (one for one in Indel.opcodes(before, after) if one.tag == "equal")
    for block in same:
        for step in range(block.src_end - block.src_start):
            found[block.dest_start + step] = Origin(block.src_start + step, True)
            taken.add(block.src_start + step)
    for place, words in enumerate(after):
        if found[place] is None:
            found[place] = _moved(before, words, taken) or _changed(before, words, taken, _near(found, place))
    return found


def _moved(before: Sequence[str], words: str, taken: set[int]) -> Origin | None:
    for place, earlier in enumerate(before):
        if place not in taken and earlier == words:
            taken.add(place)
            return Origin(place, True)
    return None


def _near(found: Sequence[Origin | None], place: int) -> int:
    """Return about where in the earlier text a sentence stood: behind what stands before it."""
    earlier = [origin.place for origin in found[:place] if origin is not None]
    return earlier[-1] + 1 if earlier else 0


def _changed(before: Sequence[str], words: str, taken: set[int], near: int) -> Origin | None:
    best, found = NEAR, None
    for place in sorted((p for p in range(len(before)) if p not in taken), key=lambda p: abs(p - near)):
        share = likeness(before[place], words, best)
        if share > best:
            best, found = share, place
    if found is None:
        return None
    taken.add(found)
    return Origin(found, False)


def likeness(one: str, other: str, least: float = 0.0) -> float:
    """Return the share of equal signs of two sentences, in order: 1 for equal ones, 0 for less than `least`.

    Of huge sentences the beginning is compared.
    """
    return Indel.normalized_similarity(one[:LONGEST_COMPARED], other[:LONGEST_COMPARED], score_cutoff=least)


@dataclass(frozen=True, slots=True)
class Together:
    """The words for one sentence after two people worked from the same ones.

    `theirs` is what the other one wrote, where that is not what stands in `words`. `is_theirs` says that `words` are.
    """

    words: str
    theirs: str | None = None
    is_theirs: bool = False


def together(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[Together]:
    """Join two changes of the same words, sentence by sentence; where both changed one, mine stay beside theirs."""
    return [_together(*words) for words in zip(base, mine, theirs, strict=True)]


def _together(base: str, mine: str, theirs: str) -> Together:
    if theirs in (base, mine):
        return Together(mine)
    if mine == base:
        return Together(theirs, is_theirs=True)
    return Together(mine, theirs)


_BIDI_CONTROLS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_CONTROLS = regex.compile(r"[\p{Cc}\p{Cs}\u2028\u2029\ufeff]")
_BLANKS = regex.compile("[ \t]+")


def one_line(words: str) -> str:
    """Return the words for a sentence in one shape: NFC, one line, no control signs, blanks single.

    Spaces that do not break, which French sets before some signs, stay what they are.
    """
    plain = _CONTROLS.sub(" ", unicodedata.normalize("NFC", words.translate(_BIDI_CONTROLS)))
    return _BLANKS.sub(" ", plain).strip(" ")
