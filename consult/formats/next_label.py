"""The printed number that a section may carry which comes in among others: the next free one of its place."""

import re
from collections.abc import Collection, Iterator, Sequence

from consult.formats.numbering import read_label, to_roman

Placed = tuple[int, str]
"""A section in the order of a document: its depth and its printed label, empty where it has none."""

_DIGITS = re.compile(r"(?P<head>.*?)(?P<mark>\d{1,4})(?P<letter>[a-z]?)(?P<tail>\W*)")
_LETTERS = re.compile(r"(?P<head>.*?)(?P<mark>[A-Za-z]+)(?P<tail>\W*)")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def next_label(places: Sequence[Placed], at: int, gone: Collection[str] = ()) -> str:
    """Return a label for the section at an index, in the manner of its neighbours; empty where they have none.

    No other section changes its number: between 3 and 4 stands 3a. `gone`: labels that no section carries any more
    and that would be read as the old section.
    """
    depth = places[at][0]
    before = _sibling(places, range(at - 1, -1, -1), depth)
    if before is None:
        return _first_below(places, at, gone)
    taken = {identity(label) for label in (*_counted_with(places, at), *gone)}
    return next((label for label in _after(places[before][1]) if identity(label) not in taken), "")


def is_taken(places: Sequence[Placed], at: int, label: str) -> bool:
    """Say whether a section that is counted with the one at an index carries this label."""
    return bool(label) and identity(label) in map(identity, _counted_with(places, at))


def identity(label: str) -> str:
    """Return what makes two labels the same number: 3, 3. and (3)."""
    return label.casefold().strip("().:–—- ")


def _sibling(places: Sequence[Placed], indexes: range, depth: int) -> int | None:
    """Return the first of these sections that stands at a depth, unless a higher one comes before it."""
    for index in indexes:
        if places[index][0] <= depth:
            return index if places[index][0] == depth else None
    return None


def _counted_with(places: Sequence[Placed], at: int) -> list[str]:
    """Return the labels among which a number must be free: those of its depth, or, where each part begins its
    count anew, those of its own part."""
    depth = places[at][0]
    every = [label for index, (level, label) in enumerate(places) if level == depth and label and index != at]
    if len(set(map(identity, every))) == len(every):
        return every
    start, end = at, at + 1
    while start > 0 and places[start - 1][0] >= depth:
        start -= 1
    while end < len(places) and places[end][0] >= depth:
        end += 1
    return [label for level, label in places[start:end] if level == depth and label]


def _after(label: str) -> Iterator[str]:
    """Yield what may follow a label, the most usual first: 4 after 3, else 3a, 3b."""
    if found := _DIGITS.fullmatch(label):
        head, digits, letter, tail = found.groups()
        yield head + _in_script(int(digits) + 1, digits) + tail
        for extra in _ALPHABET[_ALPHABET.find(letter) + 1 if letter else 0 :]:
            yield head + digits + extra + tail
    elif (read := read_label(label, label)) and read.number and (lettered := _LETTERS.fullmatch(label)):
        head, mark, tail = lettered.groups()
        yield from (
            head + following + tail for following in _marks(mark, read.number, "roman" in read.series)
        )


def _marks(mark: str, number: int, is_roman: bool) -> Iterator[str]:
    """Yield what may follow a Roman number or a letter: IV or IIIa after III, d or c1 after c."""
    following = to_roman(number + 1) if is_roman else _ALPHABET[number : number + 1]
    if following:
        yield following.upper() if mark.isupper() else following
    yield from (mark + extra for extra in (_ALPHABET if is_roman else "123456789"))


def _in_script(number: int, like: str) -> str:
    """Write a number with the digits of another: Arabic, Devanagari and others have their own."""
    zero = ord(like[0]) - int(like[0])
    return "".join(chr(zero + int(digit)) for digit in str(number))


def _first_below(places: Sequence[Placed], at: int, gone: Collection[str]) -> str:
    """Return the label of the first section of a part: as the first sections of other parts are labelled."""
    depth = places[at][0]
    above = _sibling(places, range(at - 1, -1, -1), depth - 1)
    taken = {identity(label) for label in (*_counted_with(places, at), *gone)}
    if above is None:
        return ""
    for index in range(len(places) - 1):
        level, label = places[index + 1]
        if index in (above, at) or places[index][0] != depth - 1 or level != depth or index + 1 == at:
            continue
        proposed = _like_first(label, places[index][1], places[above][1])
        is_free = proposed == label or identity(proposed) not in taken
        return proposed if is_free else ""
    return ""


def _like_first(model: str, its_part: str, part: str) -> str:
    """Return a first label after the model of another part's first: 3.1 as 2.1, (a) as (a)."""
    read, number = read_label(model, model), identity(its_part)
    if number and identity(part) and model.startswith(f"{number}."):
        return identity(part) + model.removeprefix(number)
    return model if read and read.number == 1 and not read.above else ""
