"""High protection with several traits at once: each is judged by itself, and no rest points at somebody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.rules.disclosure import LEAST_ORGANISATIONS, LEAST_PEOPLE, Spoken, traits_told


def crowd(number: int, first: int = 0, **traits: str | None) -> list[Spoken]:
    """So many people, of four organisations by turns, who all have these traits."""
    return [Spoken(first + one, (first + one) % 4, tuple(traits.items())) for one in range(number)]


AFRICA, FRENCH = ("region", "africa"), ("language", "fr")

ROWS = {
    "each trait stands by itself": (crowd(10, region="africa", language="fr"), {AFRICA, FRENCH}),
    "one language for nine of ten": (
        [*crowd(9, region="africa", language="fr"), *crowd(1, 9, region="africa", language="en")],
        {AFRICA},
    ),
    "those who did not say are a rest that must be enough as well": (
        [*crowd(12, region="africa"), *crowd(2, 50, region=None)],
        set(),
    ),
    "enough of those who did not say hide behind each other": (
        [*crowd(12, region="africa"), *crowd(10, 50, region=None)],
        {AFRICA},
    ),
    "nothing is told of those who did not say, however many": (crowd(40, region=None), set()),
    "an empty word is the same as nothing": (
        [*crowd(12, region="africa"), *crowd(5, 50, region=None), *crowd(5, 70, region="")],
        {AFRICA},
    ),
    "who is not known is nobody": (
        [*crowd(9, region="africa"), *[Spoken(None, 7, (AFRICA,)) for _ in range(20)]],
        set(),
    ),
    "without an organisation one counts as a person only": (
        [*crowd(2, region="africa"), *[Spoken(50 + one, None, (AFRICA,)) for one in range(20)]],
        set(),
    ),
    "somebody of unknown organisation makes a crowd of three organisations larger": (
        [*crowd(3, region="africa"), *[Spoken(50 + one, None, (AFRICA,)) for one in range(7)]],
        {AFRICA},
    ),
    "who moved from one region to another is one of both": (
        [*crowd(10, region="africa"), *crowd(10, region="asia")],
        {AFRICA, ("region", "asia")},
    ),
    "equal values of two traits are not mixed up": (
        [*crowd(10, region="other", language="fr"), *crowd(3, region="other", constituency="other")],
        {("region", "other"), FRENCH},
    ),
    "nobody said anything": ([], set()),
    "somebody said something without any trait": (crowd(30), set()),
}


@pytest.mark.parametrize(("spoken", "told"), ROWS.values(), ids=ROWS)
def test_what_a_protected_consultation_tells(spoken: list[Spoken], told: set[tuple[str, str]]) -> None:
    assert traits_told(spoken) == told
    assert traits_told([*reversed(spoken), *spoken]) == told, "neither order nor repetition matters"


people = st.builds(
    Spoken,
    st.one_of(st.none(), st.integers(0, 40)),
    st.one_of(st.none(), st.integers(0, 5)),
    st.tuples(
        st.tuples(st.just("region"), st.sampled_from(["africa", "asia", "europe", None])),
        st.tuples(st.just("language"), st.sampled_from(["ar", "fr", ""])),
    ),
)


@given(st.lists(people, max_size=120))
def test_neither_what_is_told_nor_what_is_left_over_points_at_few(spoken: list[Spoken]) -> None:
    told = traits_told(spoken)
    for place, trait in enumerate(("region", "language")):
        named = {value for name, value in told if name == trait}
        crowds = [[one for one in spoken if (trait, value) in one.traits] for value in named]
        rest = [one for one in spoken if one.traits[place][1] not in named]
        for some in [*crowds, *([rest] if named and rest else [])]:
            assert len({one.person for one in some} - {None}) >= LEAST_PEOPLE
            assert len({one.organisation for one in some} - {None}) >= LEAST_ORGANISATIONS
