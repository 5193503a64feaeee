"""Answers to a question, counted: how many of each option, crossed with the regions that enough people answered from.

Pure: numbers in, numbers out. An answer is of one region ("" for none) and chooses none, one or several options.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from consult.rules.disclosure import numbers_told_apart

REST = "*"
"""Stands for all regions that are not told apart, put together."""


@dataclass
class Given:
    """The answers to one question: how many from each region, and how many of them chose which option."""

    answers: Counter[str] = field(default_factory=Counter)
    chosen: Counter[tuple[str, int]] = field(default_factory=Counter)
    orders: Counter[tuple[int, ...]] = field(default_factory=Counter)
    """Of a ranking: the orders that were given; of each its first option is the one chosen."""
    statements: dict[int, "Given"] = field(default_factory=dict)
    """Of a matrix: what was answered to each statement, by its place."""

    def add(self, region: str, options: Iterable[int], number: int = 1) -> None:
        """Count a number of answers of a region that chose the same options (their places in the question)."""
        self.answers[region] += number
        for option in set(options):
            self.chosen[region, option] += number

    def add_order(self, region: str, options: Sequence[int], number: int = 1) -> None:
        """Count a number of answers of a region that put the options in the same order, the first first."""
        self.add(region, options[:1], number)
        self.orders[tuple(options)] += number

    def add_each(self, region: str, options: Sequence[int | None], number: int = 1) -> None:
        """Count a number of answers of a region that chose the same for each statement; None for one left out."""
        self.answers[region] += number
        for place, option in enumerate(options):
            if option is not None:
                self.statements.setdefault(place, Given()).add(region, (option,), number)

    def add_answer(self, kind: str, region: str, options: Sequence[int | None], number: int = 1) -> None:
        """Count answers to a question of a kind; None stands for a statement or an option that is not there."""
        chosen = [option for option in options if option is not None]
        if kind in ("matrix", "matrix-scale"):
            self.add_each(region, options, number)
        elif kind == "ranking":
            self.add_order(region, chosen, number)
        else:
            self.add(region, chosen, number)

    def add_all(self, other: "Given") -> None:
        """Count other answers to the same question, too."""
        self.answers.update(other.answers)
        self.chosen.update(other.chosen)
        self.orders.update(other.orders)
        for place, one in other.statements.items():
            self.statements.setdefault(place, Given()).add_all(one)

    def of(self, statement: int | None) -> "Given":
        """Return the answers to one statement of a matrix; all of them for None."""
        return self if statement is None else self.statements.get(statement, Given())


@dataclass(frozen=True)
class Crossed:
    """The same as a table: a row for each option; the first column counts all, the others one region each."""

    regions: tuple[str, ...]
    answers: tuple[int, ...]  # how many answered: all, then by region
    rows: tuple[tuple[int, ...], ...]

    @property
    def shares(self) -> tuple[tuple[float, ...], ...]:
        """Return for each figure how many per cent of those that answered it is, with one decimal."""
        return tuple(
            tuple(
                round(100 * figure / of, 1) if of else 0.0
                for figure, of in zip(row, self.answers, strict=True)
            )
            for row in self.rows
        )

    def means(self) -> tuple[float, ...]:
        """Return the mean place on a scale, whose first step is 1, with one decimal: of all, then by region."""
        sums = [
            sum(step * figure for step, figure in enumerate(column, 1))
            for column in zip(*self.rows, strict=True)
        ]
        return tuple(round(one / of, 1) if of else 0.0 for one, of in zip(sums, self.answers, strict=True))


def regions_told(given: Given) -> frozenset[str]:
    """Return the regions (not "") that may stand by themselves: ten answers each, and ten or none of the others."""
    return numbers_told_apart(given.answers) - {""}


def crossed(given: Given, options: int, order: Sequence[str], *, by_region: bool = True) -> Crossed:
    """Return the table of a question with so many options; regions stand in the order given, the others together last.

    Not `by_region`: all together alone, where regions are personal, too.
    """
    told = regions_told(given) if by_region else frozenset()
    columns: list[frozenset[str]] = [frozenset(given.answers)]
    names = [code for code in order if code in told]
    columns += [frozenset({code}) for code in names]
    rest = frozenset(given.answers) - frozenset(names)
    if names and rest:
        columns.append(rest)
        names.append(REST)
    return Crossed(
        tuple(names),
        tuple(sum(given.answers[code] for code in column) for column in columns),
        tuple(
            tuple(sum(given.chosen[code, option] for code in column) for column in columns)
            for option in range(options)
        ),
    )


def mean_places(orders: Mapping[tuple[int, ...], int], options: int) -> tuple[float, ...]:
    """Return the mean place of each option over all orders, with one decimal; 0 without any order.

    Options that an order leaves out share the places behind those that it names: each has the mean of them.
    """
    sums = [0.0] * options
    for order, number in orders.items():
        behind = (len(order) + 1 + options) / 2
        for option in range(options):
            sums[option] += number * (order.index(option) + 1 if option in order else behind)
    of = sum(orders.values())
    return tuple(round(one / of, 1) if of else 0.0 for one in sums)


def darkness(share: float, steps: int = 5) -> int:
    """Return how dark a share in per cent is drawn: 0 for none, then 1 to `steps` in equal parts of all."""
    return 0 if share <= 0 else min(steps, int(share * steps / 100) + 1)
