"""Whatever is drawn for the fields of a form, the site answers without a fault; only in `make fuzz`."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conventions.test_bad_input_everywhere import IN_ONE_FIELD, FoundForm, forms, send
from tests.conventions.walking import World

EXAMPLES = 500
PARTS = 8
"""The forms are tried in so many parts, so that several processes can share them."""

words = st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass"))
numbers = st.one_of(st.integers(), st.floats()).map(lambda number: str(number).encode())
moments = st.one_of(st.datetimes(), st.dates(), st.times()).map(lambda moment: moment.isoformat().encode())
anything = st.one_of(
    words, st.binary(max_size=60), numbers, moments, st.sampled_from(sorted(IN_ONE_FIELD.values()))
)


def fillings(form: FoundForm) -> st.SearchStrategy[dict[str, bytes]]:
    """Return what to send: some fields as a browser would fill them, each other one with anything."""
    return st.dictionaries(st.sampled_from(sorted(form.values)), anything, min_size=1)


@pytest.fixture(scope="module")
def found(world: World) -> list[tuple[str, str, FoundForm]]:
    return list(forms(world))


def fill_in(world: World, actor: str, goal: str, form: FoundForm) -> None:
    """Send a form as often as asked, each time with something else in it."""

    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(values=fillings(form))
    def try_one(values: dict[str, bytes]) -> None:
        status = send(world, actor, form, values).status_code
        assert status < 500, f"{goal}: {status}"

    try_one()


@pytest.mark.parametrize("part", range(PARTS))
def test_no_form_fails_whatever_is_drawn(
    world: World, found: list[tuple[str, str, FoundForm]], part: int
) -> None:
    for actor, goal, form in found[part::PARTS]:
        fill_in(world, actor, goal, form)
