"""The engine against its bars: `python -m benchmarks.engine` prints one table.

Times are medians of runs on one machine and compared with git or difflib in the same run; the absolute
ones mean nothing. Texts and planted edits come from benchmarks/engine_texts.py and its seed.
"""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from benchmarks.engine_accuracy import accuracy, carried, pairs
from benchmarks.engine_speed import memory, speed


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    bar: str
    measured: str
    holds: bool


def at_most(what: str, bar: float, measured: float) -> Row:
    """Return the row of a value that must not be above its bar."""
    return Row(what, f"≤ {bar:g}", f"{measured:.4g}", measured <= bar)


def at_least(what: str, bar: float, measured: float) -> Row:
    """Return the row of a value that must not be below its bar."""
    return Row(what, f"≥ {bar:g}", f"{measured:.4g}", measured >= bar)


def accuracy_rows() -> Iterable[Row]:
    """Measure how exactly planted edits are found."""
    small = accuracy(rewrites=0.0, moves=0.0)
    yield at_most("small spots: words marked / words changed", 1.02, small.marked)
    yield at_most("small spots: hunks per planted spot", 1.05, small.hunks)
    yield at_least("small spots: planted edit found exactly", 0.99, small.exact)
    yield at_least("small spots: same edit, same hunk", 0.99, small.same)
    large = accuracy(rewrites=0.1, moves=0.1)
    yield at_least("with rewrites and moves: planted edit found exactly", 0.90, large.exact)


def pair_rows() -> Iterable[Row]:
    """Measure clashes of planted pairs."""
    found = pairs()
    yield at_most("planted pairs: false clashes", 0.005, found.false_clashes)
    yield at_most("planted pairs: missed clashes", 0, found.missed_clashes)
    yield at_most("planted pairs: wrong clean merges", 0, found.wrong_merges)
    yield at_most("git is clean, nothing is open: texts that differ", 0, found.unlike_git)
    print(f"  touching: {found.touching:.1%} of pairs; git by paragraph conflicts: {found.git_conflicts:.1%}")


def carry_rows() -> Iterable[Row]:
    """Measure how many pending amendments survive."""
    ours, git = carried()
    yield at_least(f"fully carried after 20 accepted groups (git by paragraph: {git:.0%})", 0.80, ours)


def speed_rows() -> Iterable[Row]:
    """Measure times against git and difflib."""
    found = speed()
    yield at_most("diff of a section / git diff --word-diff", 0.4, found.diff_to_git)
    yield at_least("difflib without autojunk / diff", 20, found.difflib_to_diff)
    yield at_most("1,000 amendments from texts / git merge-file", 0.35, found.texts_to_git)
    yield at_most("1,000 amendments from hunks / git merge-file", 0.01, found.hunks_to_git)
    yield at_most("from hunks: time(1,000) / time(100)", 20, found.growth)
    yield at_most("carry forward 300 from texts / git merge-file", 0.05, found.carry_to_git)
    yield at_most("carry forward 300 from stored hunks / git merge-file", 0.05, found.carry_hunks_to_git)


def memory_rows() -> Iterable[Row]:
    """Measure ten thousand amendments of forty sections."""
    growth, megabytes = memory()
    yield at_most("40 sections from texts: time(10,000) / time(1,000)", 13, growth)
    yield at_most("40 sections, 10,000 amendments: MB in all", 100, megabytes)


PARTS: tuple[Callable[[], Iterable[Row]], ...] = (
    memory_rows,
    speed_rows,
    accuracy_rows,
    pair_rows,
    carry_rows,
)


def main() -> int:
    """Print the table; the exit code says whether every bar holds."""
    failed = 0
    print(f"{'what':<66} {'bar':>8} {'measured':>10}")
    for part in PARTS:
        for row in part():
            failed += not row.holds
            print(
                f"{row.what:<66} {row.bar:>8} {row.measured:>10}  {'holds' if row.holds else 'MISSED'}",
                flush=True,
            )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
