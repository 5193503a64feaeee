"""Whether words look as if they were in the language they stand for: a hint for whoever typed them, never a refusal."""

import regex

from consult.text.likeness import plain_words

_LETTERS = regex.compile(r"\p{L}")
FEWEST = 8
"""Of fewer letters nothing is said: names and abbreviations keep their script everywhere."""
SHARE = 0.5
SAME_WORDS = 4


def is_in_script(text: str, script: str) -> bool:
    """Say whether at least half of the letters of a text are of a script (a code such as Arab); of few letters: yes.

    A script that is not known says nothing, so that every text is in it.
    """
    letters = _LETTERS.findall(text)
    if len(letters) < FEWEST:
        return True
    try:
        own = regex.compile(rf"\p{{Script={script}}}")
    except regex.error:
        return True
    return len(own.findall("".join(letters))) >= SHARE * len(letters)


def is_untouched(source: str, target: str) -> bool:
    """Say whether a translation of several words has the very words of the original."""
    words = plain_words(source)
    return len(words) >= SAME_WORDS and words == plain_words(target)
