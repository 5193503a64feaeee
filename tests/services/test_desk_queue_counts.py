"""What a filter of the queue takes, and how the queue counts and orders sections; without a database."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from consult.consolidation.queue import Filter, loose_left, queue_of

ASIA = SimpleNamespace(code="asia")
WHY = SimpleNamespace(public_id="q1")


def day(number: int) -> datetime:
    return datetime(2026, 3, number, tzinfo=UTC)


def row(number: int = 1, **values: Any) -> Any:
    given = {
        "region": ASIA,
        "language": "en",
        "kind": "comment",
        "constituency": "trade-union",
        "question": WHY,
    }
    return SimpleNamespace(**{"id": number, "submitted_at": day(number), **given, **values})


def group(reason: str = "clash", *, needs: bool = True, by: tuple[Any, ...] = (), key: str = "g") -> Any:
    return SimpleNamespace(
        group=SimpleNamespace(reason=reason), needs_decision=needs, supporters=by or (row(),), key=key
    )


def section(name: str = "s", *, rows: Any = (), answered: Any = (), groups: Any = (), **values: Any) -> Any:
    given = {
        "name": name,
        "groups": list(groups),
        "contributions": list(rows),
        "spots": [],
        "objections": [],
        "unanswered_objections": [],
        "material": SimpleNamespace(answers=dict.fromkeys(answered)),
    }
    return SimpleNamespace(**{**given, **values})


def desk(*sections: Any, loose: Any = ()) -> Any:
    return SimpleNamespace(sections=list(sections), loose_unanswered=list(loose))


@pytest.mark.parametrize(
    ("chosen", "values", "takes"),
    [
        (Filter(), {}, True),
        (Filter(region="asia"), {}, True),
        (Filter(region="africa"), {}, False),
        (Filter(region="asia"), {"region": None}, False),  # who has no region is in none
        (
            Filter(),
            {"region": None, "question": None, "constituency": None},
            True,
        ),  # but counts without filter
        (Filter(language="en"), {}, True),
        (Filter(language="e"), {}, False),  # a part of a code is not the code
        (Filter(kind="comment"), {}, True),
        (Filter(kind="answer"), {}, False),
        (Filter(constituency="trade-union"), {}, True),
        (Filter(constituency="trade-union"), {"constituency": None}, False),
        (Filter(question="q1"), {}, True),
        (Filter(question="q2"), {}, False),
        (Filter(question="q1"), {"question": None}, False),
        (Filter(region="asia", language="fr"), {}, False),  # all of the filters, not one of them
        (Filter(region="asia", language="fr"), {"language": "fr"}, True),
        (Filter(supporters=5), {}, True),  # it is changes that have supporters
    ],
)
def test_which_contributions_a_filter_takes(chosen: Filter, values: dict[str, Any], takes: bool) -> None:
    assert chosen.takes(row(**values)) is takes
    assert chosen.is_empty is (chosen == Filter())


FR = row(2, language="fr")
CONTESTED = (group(key="a"), group(key="b", by=(FR, row(3))), group("free", needs=False, key="c"))


@pytest.mark.parametrize(
    ("work", "chosen", "counts"),
    [
        # open, contested places, waiting, done, all
        (section(), Filter(), (0, 0, 0, 0, 0)),
        # a change that nobody contests is no work
        (section(groups=[group("free", needs=False)]), Filter(), (0, 0, 0, 0, 0)),
        # a contested one that was decided is done work
        (section(groups=[group(needs=False)]), Filter(), (0, 0, 0, 1, 1)),
        (section(groups=CONTESTED), Filter(), (2, 0, 0, 0, 2)),
        # of two changes French speakers propose one
        (section(groups=CONTESTED), Filter(language="fr"), (1, 0, 0, 0, 1)),
        # supporters: exactly so many are enough, one more is not
        (section(groups=CONTESTED, rows=[row()]), Filter(supporters=2), (1, 0, 0, 0, 1)),
        (section(rows=[row(), FR], answered=[1]), Filter(), (0, 0, 1, 1, 2)),
        (section(rows=[row(), FR], answered=[1]), Filter(language="en"), (0, 0, 0, 1, 1)),
        # objections to the section wait too, but for no filter: they are no contributions
        (section(objections=[1, 2], unanswered_objections=[2]), Filter(), (0, 0, 1, 1, 2)),
        (
            section(rows=[row()], objections=[1, 2], unanswered_objections=[2]),
            Filter(region="asia"),
            (0, 0, 1, 0, 1),
        ),
    ],
)
def test_what_is_counted_of_a_section(work: Any, chosen: Filter, counts: tuple[int, ...]) -> None:
    (entry,) = queue_of(desk(work), chosen)
    assert (entry.open, entry.clashes, entry.waiting, entry.done, entry.total) == counts
    assert entry.left == entry.total - entry.done


def test_a_contested_place_counts_once_and_only_while_something_in_it_is_open() -> None:
    first, second = CONTESTED[:2]
    spots = [
        SimpleNamespace(is_clash=True, groups=(first, second)),
        SimpleNamespace(is_clash=False, groups=(first,)),
        SimpleNamespace(is_clash=True, groups=(group(needs=False, key="z"),)),
    ]
    work = section(groups=CONTESTED, spots=spots)
    assert [entry.clashes for entry in queue_of(desk(work), Filter())] == [1]
    none = section(groups=[group(needs=False, key="a")], spots=spots)
    assert [entry.clashes for entry in queue_of(desk(none), Filter())] == [0]


A = section("a", rows=[row(5)])
B = section("b", rows=[row(3), row(9), row(2)], answered=[2])
C = section("c", rows=[row(1)], answered=[1])
D = section("d", rows=[row(4, submitted_at=None)])


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("left", "badc"),  # most left first; equal ones in the order of the text
        ("text", "abcd"),
        ("age", "bacd"),  # by the oldest that waits; where none waits or no day is known, at the end
    ],
)
def test_the_orders_of_the_queue(order: str, names: str) -> None:
    found = queue_of(desk(A, B, C, D), Filter(), order)
    assert "".join(entry.work.name for entry in found) == names
    assert next(entry.oldest for entry in found if entry.work is B) == day(3)


def test_a_filter_leaves_out_sections_where_nothing_counts_and_no_filter_none() -> None:
    empty = section("e")
    assert len(queue_of(desk(A, empty), Filter())) == 2
    assert [entry.work for entry in queue_of(desk(A, empty), Filter(language="en"))] == [A]
    assert queue_of(desk(A, empty), Filter(language="fr")) == []


@pytest.mark.parametrize(
    ("chosen", "left"), [(Filter(), 2), (Filter(language="fr"), 1), (Filter(supporters=1), 0)]
)
def test_what_waits_without_a_section(chosen: Filter, left: int) -> None:
    assert loose_left(desk(loose=[row(), FR]), chosen) == left
