"""The report as a workbook: which sheets there are, in which order, and what was said as plain words."""

from types import SimpleNamespace as Plain
from typing import Any

import pytest

from consult.summaries.report import PARTS
from consult.summaries.report_sheets import sheets_of, words_of
from consult.summaries.shown_table import ShownTable

REGIONS = ShownTable("regions", "By region", ("Region", "Sent"), (("Africa", 4),), "As sent.")
ANSWERS = ShownTable("dispositions", "Answers", ("Answer", "All"), (("noted", 3),), "As answered.")
ASKED = ShownTable("question-1", "What first?", ("Option", "All"), (("Water", 3),), "Each once.")
FIGURES = Plain(
    name="1. Water",
    answered=1,
    to_answer=3,
    changes=["one", "two"],
    open_objections=2,
    sentences=["1 of 3 are answered.", "2 different changes are proposed."],
)
CHANGE = Plain(before="old", after="=new", regions=["Africa", "Asia"], times=2)
RESERVED = [
    Plain(key="water", author="A network", reason="Not enough.", answer="Noted.", since="1.2"),
    Plain(key="gone", author="Somebody", reason="", answer="", since="1.0"),
]


def report(*parts: str, reservations: Any = (), sections: Any = ()) -> Any:
    """A report without quotes, as the workbook asks it."""
    tables = {"figures": [REGIONS], "dispositions": [ANSWERS]}
    return Plain(
        parts=parts,
        tables=lambda part: tables[part] if part in parts else [],
        sections=sections,
        quotes=[],
        answers=[("a consultation", [ASKED, ASKED])] if "answers" in parts else [],
        reservations=reservations,
        section_names={"water": "1. Water"},
    )


SHEETS = [
    ((), []),
    (("figures",), ["By region"]),
    (("dispositions", "figures"), ["By region", "Answers"]),
    (("sections",), ["Section by section"]),
    (("wanted",), ["Changes that are wanted"]),
    (
        tuple(PARTS),
        ["By region", "Answers", "Section by section", "Changes that are wanted", *["What first?"] * 2],
    ),
]


@pytest.mark.parametrize(("parts", "titles"), SHEETS)
def test_each_chosen_part_has_its_sheet_and_the_method_stands_last(
    parts: tuple[str, ...], titles: list[str]
) -> None:
    made = sheets_of(report(*parts), "Counted by hand.")
    assert [sheet.title for sheet in made] == [*titles, "How this was counted"]
    assert made[-1].rows == [("Counted by hand.",)]
    for sheet in made:
        assert all(len(row) == len(sheet.header) for row in sheet.rows)


def test_a_table_keeps_its_rows_and_its_own_method() -> None:
    table, _method = sheets_of(report("figures"), "All.")
    assert (table.header, table.rows, table.note) == (("Region", "Sent"), (("Africa", 4),), "As sent.")


def test_sections_stand_with_their_figures_and_sentences_and_changes_with_their_words() -> None:
    told = [Plain(figures=FIGURES, changes=[CHANGE, CHANGE]), Plain(figures=FIGURES, changes=[])]
    sections, wanted, _method = sheets_of(report("sections", "wanted", sections=told), "All.")
    sentences = "1 of 3 are answered. 2 different changes are proposed."
    assert sections.rows == [("1. Water", 1, 3, 2, 2, sentences)] * 2
    assert wanted.rows == [("1. Water", "old", "=new", "Africa, Asia", 2)] * 2


def test_reservations_have_a_sheet_where_there_are_any_also_on_sections_that_are_gone() -> None:
    reserved, _method = sheets_of(report(reservations=RESERVED), "All.")
    assert reserved.title == "Reservations"
    assert reserved.rows == [
        ("1. Water", "A network", "Not enough.", "Noted.", "1.2"),
        ("", "Somebody", "", "", "1.0"),
    ]


def said(kind: str, body: str = "", rationale: str = "", **more: Any) -> Any:
    """A contribution as it is shown; `base` and `hunks` of what is proposed."""
    base = more.pop("base", None)
    hunks = [Plain(start=start, end=end, new=new) for start, end, new in more.pop("hunks", [])]
    base_text = None if base is None else Plain(full=base)
    text = Plain(body=body, rationale=rationale, base_text=base_text, hunks=hunks)
    return Plain(
        row=Plain(kind=kind), text=text, choices=more.get("choices", []), structure=more.get("structure", "")
    )


WORDS = [
    (said("comment", "**Water** is a [right](https://example.org)."), "Water is a right."),
    (said("comment", ""), ""),
    (said("answer", "Because.", choices=["Yes", "No"]), "Yes | No | Because."),
    (said("answer", "", choices=["Yes"]), "Yes"),  # a choice without words
    (said("answer", "", choices=["Yes", "No"]), "Yes | No"),
    (said("highlight", "- one\n- two"), "- one - two"),
    (
        said("amendment", "not this", base="Water is free.", hunks=[(0, 5, "Clean water")]),
        "Water → Clean water",
    ),
    (
        said("amendment", base="Water is free.", hunks=[(0, 5, "Rain"), (9, 13, "")], rationale="It *is*."),
        "Water → Rain | free →  | It is.",
    ),
    (said("amendment", base="Water.", hunks=[(5, 5, " and air")]), " →  and air"),
    (
        said("amendment", structure="Section removed", rationale="Said twice."),
        "Section removed | Said twice.",
    ),
    (said("amendment", structure="Section moved"), "Section moved"),
    (said("amendment"), ""),
]


@pytest.mark.parametrize(("shown", "words"), WORDS)
def test_what_was_said_is_plain_words_in_one_cell(shown: Any, words: str) -> None:
    assert " ".join(words_of(shown).split()) == " ".join(words.split())
