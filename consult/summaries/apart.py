"""Words that set a group apart: log-odds with a prior, by language; and texts that were sent more than once.

Pure functions of plain values. A word counts once for each contribution that uses it, so that nobody makes a word loud
by repeating it; and it needs several people, so that no turn of phrase of one person is shown as a region's.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from math import log, sqrt

from consult.text.likeness import alike, plain_words

LEAST_CONTRIBUTIONS = 3
LEAST_PEOPLE = 3
SURE = 2.58
"""From so many standard errors on a word is said to stand out: of the many words there are, chance lets few pass it."""
MOST_WORDS = 8
DECIMALS = 9
"""Strengths that differ less are equal: then the mark of the word decides, here and where words are not at hand."""
PRIOR = 0.1
_SHORTEST = 3


@dataclass(frozen=True)
class Said:
    """What one contribution says, for counting. `group` is the section or the region; `person` keeps people apart."""

    contribution: int
    language: str
    group: str
    person: int
    text: str
    organisation: object = None


@dataclass(frozen=True)
class Word:
    """A word that stands out in a group: in how many of its contributions, and in how many elsewhere, it is used."""

    language: str
    group: str
    word: str
    here: int
    elsewhere: int
    strength: float


def words_apart(said: Iterable[Said]) -> list[Word]:
    """Return the words that set each group apart from the others of the same language, the strongest first.

    Languages by name, then groups in the order in which they come. Strength: standard errors of the log-odds ratio
    with a tenth of the words of all groups as prior (Monroe, Colaresi and Quinn 2008).
    """
    by_language: dict[str, list[Said]] = {}
    for one in said:
        by_language.setdefault(one.language, []).append(one)
    return [word for language in sorted(by_language) for word in _of_language(by_language[language])]


def _of_language(said: Sequence[Said]) -> list[Word]:
    groups: dict[str, Counter[str]] = {}
    people: dict[tuple[str, str], set[object]] = {}
    for one in said:
        used = words_used(one.text)
        groups.setdefault(one.group, Counter()).update(used)
        for word in used:
            people.setdefault((one.group, word), set()).add(one.person)
    whole: Counter[str] = Counter()
    for counts in groups.values():
        whole.update(counts)
    found: list[Word] = []
    for group, counts in groups.items():
        known = {word for word in counts if len(people[group, word]) >= LEAST_PEOPLE}
        found += _of_group(said[0].language, group, counts, whole, known)
    return found


def _of_group(
    language: str, group: str, counts: Counter[str], whole: Counter[str], known: set[str]
) -> list[Word]:
    here, everywhere = counts.total(), whole.total()
    words = [
        Word(
            language,
            group,
            word,
            counts[word],
            whole[word] - counts[word],
            strength(counts[word], here, whole[word], everywhere),
        )
        for word in known
        if counts[word] >= LEAST_CONTRIBUTIONS
    ]
    loud = [one for one in words if one.strength >= SURE]
    return sorted(loud, key=lambda one: (-round(one.strength, DECIMALS), mark_of(one.word)))[:MOST_WORDS]


def words_used(text: str) -> set[str]:
    """Return the different words of a text that are counted: no numbers, and none of one sign or two."""
    return {word for word in plain_words(text) if len(word) >= _SHORTEST and not word.isdigit()}


def mark_of(word: str) -> int:
    """Return a number of 48 bits that stands for a word: what is kept where the word itself may not be."""
    return int.from_bytes(blake2b(word.encode(), digest_size=6).digest())


def strength(here: int, all_here: int, whole: int, everywhere: int) -> float:
    """Return by how many standard errors a word is likelier here than elsewhere; 0 where there is no elsewhere.

    `here`, `whole`: uses of the word; `all_here`, `everywhere`: uses of all words, in the group and in all groups.
    """
    if all_here >= everywhere:
        return 0.0
    prior, prior_of_all = PRIOR * whole, PRIOR * everywhere
    odds = [
        (uses + prior, uses_of_all + prior_of_all - uses - prior)
        for uses, uses_of_all in ((here, all_here), (whole - here, everywhere - all_here))
    ]
    ratio = log(odds[0][0] / odds[0][1]) - log(odds[1][0] / odds[1][1])
    return ratio / sqrt(1 / odds[0][0] + 1 / odds[1][0])


@dataclass(frozen=True)
class Repeated:
    """A text that several contributions send, word for word or nearly: the first of them, how many, from where."""

    text: str
    first: int
    number: int
    organisations: int
    regions: tuple[str, ...]


def repeated_texts(said: Sequence[Said]) -> list[Repeated]:
    """Return the texts that were sent more than once, the most often sent first; `group` is the region here.

    Each contribution still counts, and is still answered; `organisations` are those that may be named with theirs.
    """
    found = []
    for members in alike([one.text for one in said]):
        some = [said[place] for place in members]
        found.append(
            Repeated(
                some[0].text,
                some[0].contribution,
                len(some),
                len({one.organisation for one in some} - {None}),
                tuple(sorted({one.group for one in some} - {""})),
            )
        )
    return found


def too_many(repeated: Iterable[Repeated]) -> int:
    """Return how many contributions repeat another: so many texts less there are when each counts once."""
    return sum(one.number - 1 for one in repeated)


def in_groups(said: Iterable[Said], groups: Mapping[int, str]) -> list[Said]:
    """Return the same with other groups, by contribution; what has none is left out."""
    return [replace(one, group=group) for one in said if (group := groups.get(one.contribution, ""))]
