"""A text edited by hand becomes changes of the ground text: what is replaced where edits meet changes, what stays."""

import pytest

from consult.consolidation.recast import recast
from consult.consolidation.services.editing import typed_text
from consult.core.errors import InvalidInput
from consult.text import Hunk, apply

BASE = "Water is a right of all people."
HUMAN = Hunk(9, 10, "a human")
GONE = Hunk(17, 24, "")  # " of all"
TAIL = Hunk(30, 30, " everywhere")


@pytest.mark.parametrize(
    ("changes", "edited", "spans", "replaced"),
    [
        # nothing was typed: nothing changes
        ([HUMAN], "Water is a human right of all people.", [], []),
        # an edit of the ground's own words leaves the change beside it alone
        ([HUMAN], "Water is a human right of all beings.", ["beings"], [()]),
        # words within a change: the whole change is replaced
        ([HUMAN], "Water is a basic right of all people.", ["a basic"], [(HUMAN,)]),
        # the ground's words put back: a change to what the ground says
        ([HUMAN], "Water is a right of all people.", ["a"], [(HUMAN,)]),
        # words after one that was taken out: it stays out
        ([GONE], "Water is a right people share.", ["share"], [()]),
        # words before one, counted back by what it added
        ([HUMAN, TAIL], "Water is a human right of all beings everywhere.", ["beings"], [()]),
        # two edits far apart are two changes
        ([], "Rain is a right of all beings.", ["Rain", "beings"], [(), ()]),
        # everything is typed anew
        ([HUMAN], "", [""], [(HUMAN,)]),
    ],
)
def test_what_an_edit_changes_of_the_ground_text(
    changes: list[Hunk], edited: str, spans: list[str], replaced: list[tuple[Hunk, ...]]
) -> None:
    parts = recast(BASE, changes, edited)
    gone = [hunk for part in parts for hunk in part.replaced]
    kept = [hunk for hunk in changes if hunk not in gone]
    assert apply(BASE, sorted([*kept, *(part.hunk for part in parts)], key=lambda one: one.start)) == edited
    assert [part.replaced for part in parts] == replaced
    assert len(parts) == len(spans)
    for part, words in zip(parts, spans, strict=True):
        assert words.strip() in part.hunk.new


@pytest.mark.parametrize(
    ("heading", "body", "text"),
    [
        (" Water \n for  all ", "Body.", "Water for all\n\nBody."),  # a heading is one line
        ("Eau", "", "Eau\n\n"),  # a section may have no body
        ("E\u0301tat", "One.\r\n\r\nTwo.", "État\n\nOne.\n\nTwo."),  # one shape for letters and line ends
        ("\n \t", "Body.", None),
        ("", "", None),
    ],
)
def test_a_typed_section_has_a_heading_of_one_line(heading: str, body: str, text: str | None) -> None:
    if text is None:
        with pytest.raises(InvalidInput) as refusal:
            typed_text(heading, body)
        assert refusal.value.details["field"] == "heading"
    else:
        assert typed_text(heading, body) == text
