"""Texts in invented words about invented subjects, for learning from: nobody's words."""

from random import Random

_LETTERS, _VOWELS = "bcdfglmnprstv", "aeiou"
_ENDINGS = ("", "a", "e", "os", "ar", "ion")


class InventedTexts:
    """Texts of 8 to 70 words about one of twenty subjects, some of them a good deal more frequent than others.

    As difficult as real ones: of a hundred words 70 are everyday words that all subjects share, 23 are of its own
    subject, and 7 are of another one. Of the 120 words of a subject 36 belong to another one, too. Words stand
    in six forms, most are rare, and of a hundred texts two were tagged with something else than their subject.
    """

    def __init__(self, seed: int, subjects: int = 20) -> None:
        self.random = Random(seed)
        self.seen: set[str] = set()
        self.everyday = [self._stem() for _ in range(3000)]
        self.weights = [1 / (rank + 3) for rank in range(3000)]
        self.own = [[self._stem() for _ in range(120)] for _ in range(subjects)]
        for number, words in enumerate(self.own):
            words[:36] = self.random.choices(self.own[(number * 7 + 3) % subjects], k=36)
        self.own_weights = [1 / (rank + 5) for rank in range(120)]
        self.frequent = [1 / (rank + 2) for rank in range(subjects)]

    def sample(self, number: int) -> list[tuple[str, int]]:
        """Return so many texts, each with the number of the subject that somebody said it is about."""
        found = []
        for subject in self.random.choices(range(len(self.own)), self.frequent, k=number):
            said = self.random.randrange(len(self.own)) if self.random.random() < 0.02 else subject
            found.append((self._text(subject), said))
        return found

    def _stem(self) -> str:
        draw = self.random.choice
        while True:
            syllables = (draw(_LETTERS) + draw(_VOWELS) for _ in range(self.random.randint(2, 3)))
            made = "".join(syllables) + draw(_LETTERS)
            if made not in self.seen:
                self.seen.add(made)
                return made

    def _text(self, subject: int) -> str:
        stray = self.random.randrange(len(self.own))
        kinds = self.random.choices((0, 1, 2), (70, 23, 7), k=self.random.randint(8, 70))
        words = [
            *self.random.choices(self.everyday, self.weights, k=kinds.count(0)),
            *self.random.choices(self.own[subject], self.own_weights, k=kinds.count(1)),
            *self.random.choices(self.own[stray], self.own_weights, k=kinds.count(2)),
        ]
        return " ".join(word + self.random.choice(_ENDINGS) for word in words)
