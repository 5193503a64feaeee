"""No section stands deeper than just below its part, once sections have gone or moved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.merging.depths import lifted

BASE = [("a", 1), ("b", 2), ("c", 3), ("d", 3), ("e", 2), ("f", 1)]


def without(*keys: str) -> list[tuple[str, int]]:
    return [one for one in BASE if one[0] not in keys]


@pytest.mark.parametrize(
    ("order", "depths"),
    [
        (BASE, [1, 2, 3, 3, 2, 1]),
        (without("b"), [1, 2, 2, 2, 1]),  # both that stood in it rise alike
        (without("a"), [1, 2, 2, 1, 1]),
        (without("a", "b"), [1, 1, 1, 1]),
        (without("e", "f"), [1, 2, 3, 3]),
        ([("f", 1), ("c", 3), *without("c", "f")], [1, 2, 1, 2, 3, 2]),  # moved below a section of depth 1
        ([("new", 3), *BASE], [1, 1, 2, 3, 3, 2, 1]),
        ([], []),
    ],
)
def test_what_hangs_in_the_air_is_lifted_with_its_neighbours(order, depths) -> None:
    assert lifted(order, BASE) == depths


def test_a_gap_of_the_imported_text_stays_while_its_two_sections_do() -> None:
    base = [("a", 1), ("b", 3), ("c", 1), ("d", 3)]
    assert lifted(base, base) == [1, 3, 1, 3]
    assert lifted([("x", 2), *base], base) == [1, 1, 3, 1, 3]
    assert lifted([one for one in base if one[0] != "c"], base) == [1, 3, 2]
    assert lifted([("b", 2)], [("b", 2)]) == [2]
    assert lifted([("b", 3)], [("b", 2)]) == [2]
    assert lifted([("a", 1), ("b", 3)], [("a", 1), ("b", 2)]) == [1, 2]


depths = st.lists(st.integers(1, 3), max_size=9).map(lambda found: [(str(n), d) for n, d in enumerate(found)])


@given(depths, st.data())
def test_nothing_sinks_and_no_new_gap_opens(base, data) -> None:
    kept = [one for one in base if data.draw(st.booleans())]
    found = lifted(kept, base)
    assert all(1 <= depth <= was for depth, (_key, was) in zip(found, kept, strict=True))
    assert lifted(base, base) == [depth for _key, depth in base]
    assert lifted(kept, []) == lifted(
        [(key, d) for (key, _), d in zip(kept, lifted(kept, []), strict=True)], []
    )
    jumps = [after - before for before, after in zip([0, *lifted(kept, [])], lifted(kept, []), strict=False)]
    assert max(jumps, default=1) <= 1
