"""How fast the engine is, beside git and difflib on the same texts in the same run."""

import difflib
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from statistics import median
from time import perf_counter, process_time

from benchmarks.engine_git import Git
from benchmarks.engine_texts import SEED, Writer
from consult.merging import carry_forward, consolidate
from consult.text import Hunk, apply, diff
from consult.text.diff import forget_diffs
from consult.text.words import tokens

ROUNDS = 7
GIT_RUNS = 40
SECTIONS = 40


@dataclass(frozen=True)
class Speed:
    """Ratios of times."""

    diff_to_git: float
    difflib_to_diff: float
    texts_to_git: float
    hunks_to_git: float
    growth: float
    carry_to_git: float
    carry_hunks_to_git: float


def seconds(work: Callable[[], object], rounds: int = 1, clock: Callable[[], float] = perf_counter) -> float:
    """Return the median time of some work; what the engine keeps of earlier work is forgotten.

    Where a process of git is on the other side both are timed by the wall clock, else by the processor's.
    """
    measured = []
    for _ in range(rounds):
        forget_diffs()
        start = clock()
        work()
        measured.append(clock() - start)
    return median(measured)


class Section:
    """One section with a thousand amendments, and 300 others to carry over 20 accepted groups."""

    def __init__(self) -> None:
        """Write the texts."""
        writer = Writer(SEED + 3)
        self.base = writer.section()
        drawn = [writer.amendment(self.base, writer.random.randint(1, 5)).text for _ in range(1_300)]
        self.texts = {f"a{number}": text for number, text in enumerate(drawn[:1_000])}
        self.hunks = {name: diff(self.base, text) for name, text in self.texts.items()}
        self.hundred = dict(list(self.hunks.items())[:100])
        self.pending = drawn[1_000:]
        self.accepted = writer.amendment(self.base, 20).hunks
        self.revised = apply(self.base, self.accepted)

    def round(self, git: Git) -> Speed:
        """Measure everything once, one beside the other, so that a busy machine slows both sides."""
        word_diff, merge = self._git_times(git)
        texts = list(self.texts.values())
        one_diff = median(seconds(lambda text=text: diff(self.base, text)) for text in texts)
        from_hunks = seconds(lambda: consolidate(self.base, self.hunks).text, 3)
        pending = [diff(self.base, text) for text in self.pending]
        return Speed(
            diff_to_git=one_diff / word_diff,
            difflib_to_diff=self._difflib_time(texts[:10]) / one_diff,
            texts_to_git=seconds(lambda: consolidate(self.base, self.texts).text) / (1_000 * merge),
            hunks_to_git=from_hunks / (1_000 * merge),
            growth=self._growth(),
            carry_to_git=median(seconds(lambda text=text: self._carry(text)) for text in self.pending)
            / merge,
            carry_hunks_to_git=median(seconds(lambda hunks=hunks: self._carry(hunks)) for hunks in pending)
            / merge,
        )

    def _growth(self) -> float:
        thousand = seconds(lambda: consolidate(self.base, self.hunks).text, 5, process_time)
        return thousand / seconds(lambda: consolidate(self.base, self.hundred).text, 25, process_time)

    def _git_times(self, git: Git) -> tuple[float, float]:
        """Return the median seconds of one word diff and of one merge."""
        compared, merged = [], []
        for text, other in pairwise(self.pending[: GIT_RUNS + 1]):
            git.write(text, self.base, other)
            compared.append(seconds(git.word_diff))
            merged.append(seconds(git.merge))
        return median(compared), median(merged)

    def _difflib_time(self, texts: list[str]) -> float:
        old = tokens(self.base)

        def compare(new: list[str]) -> float:
            return seconds(lambda: difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes())

        return median(compare(tokens(text)) for text in texts)

    def _carry(self, pending: str | Sequence[Hunk]) -> None:
        carry_forward(self.base, pending, self.revised, accepted=self.accepted)


def speed() -> Speed:
    """Return the medians of some rounds."""
    section = Section()
    with Git() as git:
        rounds = [section.round(git) for _ in range(ROUNDS)]
    return Speed(*(median(getattr(one, field.name) for one in rounds) for field in fields(Speed)))


def memory() -> tuple[float, float]:
    """Return time(10,000) / time(1,000) over 40 sections, and the megabytes of the process that did it.

    It runs in a process of its own, which writes both figures.
    """
    command = [sys.executable, "-c", "from benchmarks.engine_speed import ten_thousand; ten_thousand()"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    small, large, kilobytes = (float(word) for word in done.stdout.split())
    return large / small, kilobytes / 1024


def ten_thousand() -> None:
    """Consolidate 1,000, then 10,000 amendments of 40 sections; print seconds, seconds, kilobytes."""
    writer = Writer(SEED + 4)
    bases = [writer.section() for _ in range(SECTIONS)]
    consolidate(bases[0], {"a": [Hunk(0, 0, "x")]})
    times = [_consolidate_all(writer, bases, count // SECTIONS) for count in (1_000, 10_000)]
    print(*times, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def _consolidate_all(writer: Writer, bases: list[str], count: int) -> float:
    """Return the seconds that all sections take with so many amendments each; the texts are not counted."""
    total = 0.0
    for base in bases:
        texts = {
            f"a{number}": writer.amendment(base, writer.random.randint(1, 5)).text for number in range(count)
        }
        total += seconds(lambda base=base, texts=texts: consolidate(base, texts).text, clock=process_time)
    return total
