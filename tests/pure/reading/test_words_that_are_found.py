"""What of a contribution can be found: its own words and its reason, and of a section only what it changes there."""

from typing import Any

import pytest

from consult.consultations.models import Consultation
from consult.contributions.models import Amendment, Answer, Comment, Contribution
from consult.contributions.searchable import heading_of, language_of_answer, said, wording
from consult.core.search_index import Findable
from consult.narratives.kept_texts import KeptText
from consult.narratives.models import Narrative

BODY = "Water is a right.\n\nIt is not for sale."
BASE = KeptText(1, "Water", BODY, "en", len("Water\n\n"))


def reword(**values: Any) -> Contribution:
    return Amendment(operation="reword", **values)


@pytest.mark.parametrize(
    ("row", "base", "words", "has", "lacks"),
    [
        (Comment(), None, ("", "Rivers.", ""), ["Rivers."], []),
        (Comment(), BASE, ("", "Rivers.", ""), ["Rivers."], ["sale"]),
        (Comment(), None, ("", " \n", ""), [], []),
        (Answer(choices=["Buses", "Trams"]), None, ("", "Quietly.", ""), ["Buses", "Trams", "Quietly."], []),
        (Answer(choices=[]), None, ("", "Quietly.", ""), ["Quietly."], []),
        (Answer(choices=["Buses"]), None, ("", "", ""), ["Buses"], []),
        (
            reword(),
            BASE,
            ("Water", BODY.replace("a right", "a human right"), "It is law."),
            ["human", "It is law."],
            ["sale", "Water is"],
        ),
        # The words of a heading that is changed are new words, too.
        (reword(), BASE, ("Rivers", BODY, ""), ["Rivers"], ["right", "sale"]),
        # Where something is only taken out, the reason is what it says.
        (reword(), BASE, ("Water", "Water is a right.", "Said twice."), ["Said twice."], ["sale"]),
        # Against no text all of it is new.
        (reword(), None, ("Water", BODY, "Why."), ["right", "sale", "Why."], ["Water\n"]),
        (Amendment(operation="add"), None, ("Forests", "They breathe.", "Why."), ["breathe", "Why."], []),
        (Amendment(operation="remove"), BASE, ("", "", "Superfluous."), ["Superfluous."], ["sale"]),
        (Amendment(operation="move"), BASE, ("", "", "Later."), ["Later."], ["sale"]),
    ],
)
def test_a_contribution_is_found_by_what_it_says(
    row: Contribution, base: KeptText | None, words: tuple[str, str, str], has: list[str], lacks: list[str]
) -> None:
    found = said(row, base, *words)
    assert [word for word in has if word not in found] == []
    assert [word for word in lacks if word in found] == []
    assert bool(found) is bool(has)
    assert found == found.strip("\n"), "parts are parted, and nothing stands around them"


@pytest.mark.parametrize(
    ("operation", "heading"), [("add", "Forests"), ("reword", ""), ("remove", ""), ("move", ""), (None, "")]
)
def test_the_heading_of_a_section_that_would_be_added_is_its_own(operation: str | None, heading: str) -> None:
    row = Amendment(id=7, narrative_id=3, language="fr", operation=operation)
    assert heading_of(row, "Forests") == heading
    assert wording(row, None, "Forests", "They breathe.", "") == Findable(
        "contribution", 7, 3, "fr", heading, "They breathe."
    )


@pytest.mark.parametrize(
    ("languages", "language"), [(["fr", "en"], "fr"), (["ar"], "ar"), ([], "es"), (None, "es")]
)
def test_a_reason_is_taken_to_be_in_the_first_language_of_its_consultation(
    languages: list[str], language: str
) -> None:
    narrative = Narrative(working_language="es")
    row = Comment(consultation=Consultation(languages=languages, narrative=narrative))
    assert language_of_answer(row) == language
