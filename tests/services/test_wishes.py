"""How many changes are wanted, and from how many regions: the numbers are those of the changes read one by one."""

import random

import pytest
from flask import Flask

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution
from consult.core.database import db
from consult.core.logs import log_event
from consult.summaries.asked import Asked
from consult.summaries.column_store import rebuild_columns
from consult.summaries.support import Support
from consult.summaries.wanted import wanted_changes
from consult.summaries.wanted_most import most_wanted
from consult.summaries.wanted_rows import opinions, proposals
from consult.summaries.wishes import Wishes, wishes, wishes_counted, wishes_of
from tests.conftest import NOON
from tests.factories import make_amendment, make_consultation, make_person, make_region, make_stance

WORDS = ("human right", "common right", "duty")


@pytest.mark.parametrize("protection", ["standard", "high"])
@pytest.mark.parametrize("seed", [1, 2])
def test_numbers_of_changes_are_those_of_the_changes_in_words(app: Flask, seed: int, protection: str) -> None:
    draw = random.Random(seed)
    regions = [make_region(code) for code in ("africa", "asia", "europe")]
    first = make_consultation(protection=protection)
    consultations = [first, make_consultation(first.base_revision)]
    texts = {place.section_text_id for place in first.base_revision.places}

    def play(number: int) -> None:
        sent: list[Contribution] = []
        for _ in range(number):
            person = make_person(region=draw.choice([*regions, None]))
            row = make_amendment(
                draw.choice(consultations),
                person,
                "a right",
                f"a {draw.choice(WORDS)}",
                visibility=draw.choice(("name", "name", "facilitators")),
            )
            log_event("contribution-submitted", row, actor_id=person.id)
            sent.append(row)
            for _ in range(draw.randrange(3)):
                speaker = make_person(region=draw.choice([*regions, None]))
                position = draw.choice(("support", "can-live-with", "objection", "asking-members"))
                stance = make_stance(draw.choice(sent), speaker, position)
                log_event("stance-taken", stance, actor_id=speaker.id)
        db.session.flush()

    def is_the_same() -> bool:
        for asked in (consultations, consultations[:1], consultations[1:]):
            ids = [row.id for row in asked]
            in_words = wishes_of(wanted_changes(proposals(ids, texts), opinions(ids)))
            assert wishes(asked, texts, Support(asked)) == in_words
            assert_most_wanted_are_the_first(asked, set(draw.sample(range(1, 20), 8)))
        return bool(in_words)

    play(8)
    assert is_the_same()  # from rows
    rebuild_columns(NOON)
    assert is_the_same()  # from columns
    play(4)
    assert is_the_same()  # from both
    assert wishes(consultations, set(), Support(consultations)) == {}


def assert_most_wanted_are_the_first(consultations: list[Consultation], agreed: set[int]) -> None:
    """Compare the changes that a report repeats with the first of all that are read one by one."""
    revision = consultations[0].base_revision
    asked = Asked(revision.narrative, revision, consultations)
    every = wanted_changes(proposals(asked.ids, asked.text_ids), opinions(asked.ids))
    told = [one for one in every if len(one.amendments) > 1 or agreed.issuperset(one.amendments)]
    for most in (1, 2, 5):
        found = most_wanted(asked, agreed, most)
        assert [one for some in found.values() for one in some[:most]] == told[:most], "all of one section"


def test_a_change_that_is_proposed_twice_is_one_from_all_its_regions() -> None:
    marks = [(1, "water", 1, "a"), (2, "water", 2, "a"), (2, "water", 2, "b"), (3, "health", None, "a")]
    found = wishes_counted(marks, {1: frozenset({1, 3}), 9: frozenset({4})})
    assert found == {"water": Wishes(2, 3), "health": Wishes(1, 0)}
    assert wishes_counted([], {}) == {}
