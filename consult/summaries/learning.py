"""Tags learnt from what people tagged, one language at a time, to suggest the rest. Nothing of it is stored.

Each word counts, and each run of four letters in it, so that forms of one word are alike; they weigh more the fewer
texts hold them (TF-IDF), and what stands in fewer than `LEAST_TEXTS` texts is forgotten, so that nobody's own turn of
phrase is learnt. The classifier is linear: ridge regression on the tags, solved exactly, which tells for each
text what would have been suggested without it (Allen 1974) and so how far suggestions can be trusted.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from consult.text.likeness import plain_words

LEAST_TEXTS = 3
"""In so many texts a word or a part of one must stand to be learnt."""
MOST_SUGGESTED = 3
MOST_PARTS = 5_000
"""So many parts of words are learnt, those that most texts hold."""
_RUN = 4
_SMOOTHING = 1.0
_SURE = 0.8
"""Of suggestions with such a weight or more, so many were right when they were tried out."""
_LIKELY_BY_ITSELF = 0.5
"""Words must make a tag likelier than it is without them, or likelier than not."""
_LONGEST_WORD = 40


@dataclass(frozen=True)
class Suggestion:
    """A tag that may fit; `is_likely`: such suggestions were mostly right when they were tried out."""

    tag: Hashable
    is_likely: bool


@dataclass(frozen=True)
class Learnt:
    """What was learnt: how each part of words speaks for each tag; how often the first suggestion was right."""

    tags: tuple[Hashable, ...]
    parts: Mapping[str, int]
    rarity: Any
    weights: Any
    shares: Any
    likely_from: float
    right: int
    tried: int

    def suggested(self, texts: Sequence[str]) -> list[list[Suggestion]]:
        """Return for each text up to three tags that its words speak for, the one that fits best first."""
        least = np.minimum(self.shares, _LIKELY_BY_ITSELF)
        values = _weighed(_counts(texts, self.parts), self.rarity)
        spoken = np.where(
            values.any(axis=1)[:, None], values @ self.weights, -1
        )  # of unknown words nothing is said
        return [
            [
                Suggestion(self.tags[place], bool(scores[place] >= self.likely_from))
                for place in np.argsort(-scores, kind="stable")[:MOST_SUGGESTED]
                if scores[place] > least[place]
            ]
            for scores in spoken + self.shares
        ]


def learn(tagged: Sequence[tuple[str, frozenset[Any]]]) -> Learnt:
    """Learn from texts of one language with their tags."""
    tags = tuple(sorted({tag for _text, some in tagged for tag in some}))
    given = np.array([[tag in some for tag in tags] for _text, some in tagged], dtype=np.float32)
    seen: dict[str, int] = {}
    counts = _counts([text for text, _some in tagged], seen, grow=True)
    texts_with = np.bincount(np.concatenate([_places(line) for line in counts]), minlength=len(seen))
    common = np.argsort(-texts_with, kind="stable")[:MOST_PARTS]
    common = common[texts_with[common] >= LEAST_TEXTS]
    number = np.full(len(seen), -1)
    number[common] = np.arange(len(common))
    parts = {part: int(number[one]) for part, one in seen.items() if number[one] >= 0}
    rarity = np.log((1 + len(tagged)) / (1 + texts_with[common])).astype(np.float32) + 1
    values, shares = _weighed(counts, rarity, number), given.mean(axis=0)
    inverse = np.linalg.inv(values @ values.T + _SMOOTHING * np.eye(len(tagged), dtype=np.float32))
    solved = inverse @ (given - shares)
    left_out = given - solved / np.diag(inverse)[:, None]
    first = left_out.argmax(axis=1)
    hits = given[np.arange(len(tagged)), first] > 0
    return Learnt(
        tags,
        parts,
        rarity,
        values.T @ solved,
        shares,
        _likely_from(left_out.max(axis=1), hits),
        int(hits.sum()),
        len(hits),
    )


def _likely_from(scores: Any, hits: Any) -> float:
    """Return the smallest weight such that of the suggestions with it or more enough were right."""
    order = np.argsort(-scores, kind="stable")
    rates = (np.cumsum(hits[order]) + 1) / (
        np.arange(len(order)) + 3
    )  # Laplace's rule: of few, less is believed
    enough = np.flatnonzero(rates >= _SURE)
    return float(scores[order[enough[-1]]]) if len(enough) else float("inf")


def _counts(texts: Iterable[str], parts: Any, *, grow: bool = False) -> list[dict[int, int]]:
    """Return for each text how often each part stands in it; `grow`: new parts are given numbers."""
    known: dict[str, list[int]] = {}
    found = []
    for text in texts:
        line: dict[int, int] = {}
        for word in plain_words(text):
            if word not in known:
                names = _parts_of(word)
                known[word] = (
                    [parts.setdefault(name, len(parts)) for name in names]
                    if grow
                    else [parts[name] for name in names if name in parts]
                )
            for part in known[word]:
                line[part] = line.get(part, 0) + 1
        found.append(line)
    return found


def _parts_of(word: str) -> list[str]:
    """Return a word as a whole, framed so that it is no run, and the runs of letters in it."""
    framed = f" {word[:_LONGEST_WORD]} "
    return [f" {framed} ", *(framed[at : at + _RUN] for at in range(len(framed) - _RUN + 1))]


def _places(line: Mapping[int, int]) -> Any:
    return np.fromiter(line.keys(), dtype=np.intp, count=len(line))


def _weighed(counts: Sequence[Mapping[int, int]], rarity: Any, number: Any = None) -> Any:
    """Return a row for each text, of length one, with the weights of its parts; `number`: their places, or -1."""
    values = np.zeros((len(counts), len(rarity)), dtype=np.float32)
    for row, line in enumerate(counts):
        places, times = _places(line), np.fromiter(line.values(), dtype=np.float32, count=len(line))
        if number is not None:
            places, times = number[places], times[number[places] >= 0]
            places = places[places >= 0]
        values[row, places] = (1 + np.log(times)) * rarity[places]
    return values / np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1e-9)
