"""The readings of a planted edit: what else is, to any reader of the two texts, the very same edit.

Where words repeat, an edit has several places: in “the the right” it is all one which “the” goes, and “new
the ” before “the” is “the new ” after it. And a sentence that moves over a shorter one is that shorter one
moving the other way. Two texts do not tell which was meant, so every reading counts as what was planted, as
long as it gives the same text and touches no more words.
"""

from itertools import pairwise, product

from benchmarks.engine_texts import Planted
from consult.text import Hunk, apply


def readings(base: str, planted: Planted) -> list[tuple[Hunk, ...]]:
    """Return the planted hunks, and the same with one of the edits read in another way."""
    found = [planted.hunks]
    for number, edit in enumerate(planted.edits):
        rest = [hunk for other in planted.edits[:number] + planted.edits[number + 1 :] for hunk in other]
        for reading in _readings_of(base, edit, rest):
            hunks = tuple(sorted(reading))
            if not _overlapping(hunks) and apply(base, hunks) == planted.text:
                found.append(hunks)
    return found


def clash(one: tuple[Hunk, ...], other: tuple[Hunk, ...]) -> bool:
    """Say whether two amendments change one place in different ways."""
    return any(
        first != second
        and ((first.start < second.end and second.start < first.end) or _same_point(first, second))
        for first, second in product(one, other)
    )


def _same_point(first: Hunk, second: Hunk) -> bool:
    return first.start == first.end == second.start == second.end


def _overlapping(hunks: tuple[Hunk, ...]) -> bool:
    return any(one.end > other.start for one, other in pairwise(hunks))


def _readings_of(base: str, edit: tuple[Hunk, ...], rest: list[Hunk]) -> list[list[Hunk]]:
    """Return all hunks with one edit read in other ways; `rest` are those of the other edits."""
    if len(edit) == 2:
        return _moved_the_other_way(base, *sorted(edit), rest)
    (hunk,) = edit
    return [] if hunk.new and hunk.start < hunk.end else [[*rest, other] for other in _rolled(base, hunk)]


def _moved_the_other_way(base: str, first: Hunk, second: Hunk, rest: list[Hunk]) -> list[list[Hunk]]:
    """Return the move of what a sentence passed over, where that is no longer than the sentence.

    What was edited in the words passed over moves along.
    """
    start, end = first.end, second.start
    within = [hunk for hunk in rest if start <= hunk.start and hunk.end <= end]
    others = [hunk for hunk in rest if hunk not in within]
    passed = apply(base[start:end], [Hunk(hunk.start - start, hunk.end - start, hunk.new) for hunk in within])
    if max(len(passed.split()), len(base[start:end].split())) > len((first.new or second.new).split()):
        return []
    if first.new:  # the sentence came to stand before what it passed over
        return [[*others, Hunk(start, end, ""), Hunk(second.end, second.end, passed)]]
    return [[*others, Hunk(first.start, first.start, passed), Hunk(start, end, "")]]


def _rolled(base: str, hunk: Hunk) -> list[Hunk]:
    """Return where else an insertion or a deletion could stand and give the same text."""
    words = hunk.new or base[hunk.start : hunk.end]
    found = []
    for step in (-1, 1):
        place, rolling = hunk, words
        while True:
            at = place.start - 1 if step < 0 else place.end
            if not 0 <= at < len(base) or base[at] != rolling[-1 if step < 0 else 0]:
                break
            rolling = rolling[-1] + rolling[:-1] if step < 0 else rolling[1:] + rolling[0]
            place = Hunk(place.start + step, place.end + step, rolling if hunk.new else "")
            found.append(place)
    return found
