"""How exactly planted edits, clashes and pending amendments are found."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, product

from benchmarks.engine_git import Git
from benchmarks.engine_readings import clash, readings
from benchmarks.engine_texts import COMMON, SEED, Planted, Writer
from consult.merging import carry_forward, consolidate
from consult.text import Hunk, apply, diff

SECTIONS = 4
AMENDMENTS = 100
PAIRS = 250
PENDING = 300


@dataclass(frozen=True)
class Accuracy:
    """Shares and ratios over all planted edits."""

    exact: float
    same: float
    hunks: float
    marked: float


def _drawn(rewrites: float, moves: float) -> Iterator[tuple[str, Planted]]:
    for lang in COMMON:
        writer = Writer(SEED, lang)
        for _ in range(SECTIONS):
            base = writer.section()
            for _ in range(AMENDMENTS):
                spots = writer.random.randint(1, 5)
                yield base, writer.amendment(base, spots, rewrites=rewrites, moves=moves)


def _words(base: str, hunks: tuple[Hunk, ...] | list[Hunk]) -> int:
    return sum(len(base[hunk.start : hunk.end].split()) + len(hunk.new.split()) for hunk in hunks)


def accuracy(rewrites: float, moves: float) -> Accuracy:
    """Compare the hunks that are found with those that were planted.

    A planted hunk is found exactly when one hunk alone gives the same text as it does: inserting “very ”
    before or after the same word is one edit. A move that is read the other way round is not counted as
    found here. The same edit with another one far away must give the very same hunk.
    """
    spots = found_spots = found_hunks = same = tried = marked = changed = 0
    for base, planted in _drawn(rewrites, moves):
        hunks = diff(base, planted.text)
        results = {apply(base, [hunk]): hunk for hunk in hunks}
        for hunk in planted.hunks:
            alone = diff(base, apply(base, [hunk]))
            found_spots += apply(base, [hunk]) in results
            tried += len(alone) == 1
            same += len(alone) == 1 and results.get(apply(base, [hunk])) == alone[0]
        spots += len(planted.hunks)
        found_hunks += len(hunks)
        marked += _words(base, hunks)
        changed += _words(base, planted.hunks)
    return Accuracy(found_spots / spots, same / tried, found_hunks / spots, marked / changed)


@dataclass(frozen=True)
class Pairs:
    """Shares of all planted pairs of amendments."""

    false_clashes: float
    missed_clashes: float
    wrong_merges: float
    touching: float
    git_conflicts: float
    unlike_git: int


def pairs() -> Pairs:
    """Merge planted pairs and compare with what was planted, and with git where it is clean.

    A clash is false where no reading of the two amendments clashes, missed where all do; a clean merge is
    right where it is that of some readings.
    """
    false = missed = wrong = touching = conflicts = unlike = count = 0
    with Git() as git:
        for base, one, other in _pairs():
            count += 1
            result = consolidate(base, {"one": one.text, "other": other.text})
            both = list(product(readings(base, one), readings(base, other)))
            fitting = [pair for pair in both if not clash(*pair)]
            is_open = any(group.state == "open" for group in result.groups)
            false += bool(result.clashes) and len(fitting) == len(both)
            missed += not fitting and not is_open
            touching += is_open and not result.clashes
            if not is_open:
                wrong += result.text not in {
                    apply(base, sorted({*mine, *theirs})) for mine, theirs in fitting
                }
            git.write(one.text, base, other.text)
            clean, text = git.merge()
            conflicts += not clean
            unlike += clean and not is_open and text != result.text
    return Pairs(false / count, missed / count, wrong / count, touching / count, conflicts / count, unlike)


def _pairs() -> Iterator[tuple[str, Planted, Planted]]:
    for lang in COMMON:
        writer = Writer(SEED + 1, lang)
        for rewrites in (0.0, 0.1):
            for _ in range(SECTIONS):
                base = writer.section()
                drawn = [
                    writer.amendment(base, writer.random.randint(1, 5), rewrites=rewrites, moves=rewrites)
                    for _ in range(PAIRS // SECTIONS + 1)
                ]
                yield from ((base, one, other) for one, other in pairwise(drawn))


def carried() -> tuple[float, float]:
    """Return the share of pending amendments that are carried whole over 20 accepted groups; git's beside.

    As in a consultation, every fourth edit is one that others make too, and what was accepted are such.
    """
    writer = Writer(SEED + 2)
    base = writer.section()
    accepted = writer.amendment(base, 20)
    hunks = diff(base, accepted.text)
    ours = theirs = 0
    with Git() as git:
        for _ in range(PENDING):
            pending = writer.amendment(base, writer.random.randint(1, 5), popular=accepted.hunks)
            ours += carry_forward(base, pending.text, accepted.text, accepted=hunks).state != "clashing"
            git.write(pending.text, base, accepted.text)
            theirs += git.merge()[0]
    return ours / PENDING, theirs / PENDING
