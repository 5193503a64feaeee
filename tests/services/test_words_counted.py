"""Whose words are counted, under which region and organisation; and how tables and sentences put figures in words."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from consult.contributions.hunks import store_hunks
from consult.contributions.models import ContributionText
from consult.core.database import db
from consult.summaries import said_rows
from consult.summaries.asked import Asked, asked_alone
from consult.summaries.narrowed import Narrowed
from consult.summaries.said_rows import said_in
from consult.summaries.section_figures import SectionFigures
from consult.summaries.shown_table import ShownTable
from consult.summaries.wanted import WantedChange
from tests.conftest import NOON
from tests.factories import (
    keep,
    make_amendment,
    make_comment,
    make_consultation,
    make_revision,
    person_from,
    place_of,
)


@pytest.fixture
def page(app: Flask) -> Iterator[None]:
    """Somebody asks for a page, so that there is a language to say things in."""
    with app.test_request_context("/en/"):
        yield


def test_of_a_change_its_new_words_and_its_reason_are_said_and_nothing_of_the_text(app: Flask) -> None:
    consultation = make_consultation()
    row = make_amendment(
        consultation, person_from("asia"), "a right.\n\nIt", "a human right.\n\nWater", "So it is."
    )
    comment = make_comment(consultation, person_from("africa"), "Well said.", section=None)
    said, sections, amendments = said_in(asked_alone(consultation))
    words = {one.contribution: one.text.split() for one in said}
    assert words == {row.id: ["human", "Water", "So", "it", "is."], comment.id: ["Well", "said."]}
    assert {one.contribution: one.group for one in said} == {row.id: "asia", comment.id: "africa"}
    assert (sections, amendments) == ({row.id: "water"}, {row.id})


def test_only_the_last_wording_is_said_by_the_engine_of_today(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation = make_consultation()
    row = make_amendment(consultation, find="for sale", replace="a ware")
    base = consultation.base_revision.places[0].text
    body = base.body.replace("for sale", "to be sold")
    text = ContributionText(
        number=2, heading=base.heading, body=body, base_text=base, revision_id=consultation.base_revision_id
    )
    row.texts.append(text)
    row.text_number = 2
    store_hunks(keep(row), text)
    db.session.flush()
    (one,) = said_in(asked_alone(consultation))[0]
    assert one.text.strip() == "to be sold", "neither the first words nor their rationale"
    monkeypatch.setattr(said_rows, "ENGINE_VERSION", said_rows.ENGINE_VERSION + 1)
    (one,) = said_in(asked_alone(consultation))[0]
    assert one.text.strip() == ""


@pytest.mark.parametrize(
    ("visibility", "counts"), [("name", True), ("organisation", True), ("region", False)]
)
def test_an_organisation_is_counted_where_it_may_be_named(app: Flask, visibility: str, counts: bool) -> None:
    consultation = make_consultation()
    row = make_comment(consultation, person_from("asia"), visibility=visibility)
    (one,) = said_in(asked_alone(consultation))[0]
    assert one.organisation == (row.organisation_id if counts else None)
    assert one.person == row.person_id, "people are told apart, whatever is shown of them"


def test_who_was_forgotten_is_one_by_each_contribution_and_of_no_region_where_none_is_known(
    app: Flask,
) -> None:
    consultation = make_consultation()
    rows = [make_comment(consultation, person_from(None)) for _ in range(2)]
    for row in rows:
        row.person = None
    db.session.flush()
    said = said_in(asked_alone(consultation))[0]
    assert [one.person for one in said] == [-row.id for row in rows]
    assert {one.group for one in said} == {""}


def test_words_are_those_of_what_was_asked_about_and_as_far_as_it_was_narrowed(app: Flask) -> None:
    revision = make_revision()
    here, beside, other = make_consultation(revision), make_consultation(revision), make_consultation()
    for consultation, region in ((here, "africa"), (here, "asia"), (beside, "asia"), (other, "europe")):
        make_amendment(consultation, person_from(region), rationale=f"From {region}.")
    both = Asked(revision.narrative, revision, [here, beside])
    assert [one.group for one in said_in(asked_alone(here))[0]] == ["africa", "asia"]
    assert [one.group for one in said_in(both)[0]] == ["africa", "asia", "asia"]
    for narrowed, number in ((Narrowed(region="asia"), 2), (Narrowed(region="nowhere"), 0)):
        assert len(said_in(replace(both, narrowed=narrowed))[0]) == number
    assert said_in(Asked(revision.narrative, revision, [])) == ([], {}, set())


def test_what_is_withheld_is_in_no_words(app: Flask) -> None:
    consultation = make_consultation()
    for values in (
        {"visibility": "facilitators"},
        {"is_late": True},
        {"hidden_at": NOON, "hidden_reason": "A name"},
        {"status": "withdrawn", "withdrawn_at": NOON},
    ):
        make_amendment(consultation, section=place_of(consultation.base_revision).section, **values)
    assert said_in(asked_alone(consultation)) == ([], {}, set())


def figures(**values: Any) -> SectionFigures:
    none: dict[str, Any] = {
        "to_answer": 0,
        "answered": 0,
        "verdicts": {},
        "open_objections": 0,
        "changes": [],
    }
    return SectionFigures("water", "1. Water", **{**none, **values})


def change(*regions: str) -> WantedChange:
    return WantedChange("water", 0, 0, "x", (1,), regions)


SENTENCES: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    ({"to_answer": 3, "answered": 0}, ["0 of 3 are answered."]),
    (
        {"verdicts": {"accepts": 1, "objects": 1, "divided": 1, "too-few": 1}},
        [
            "1 region accepts it.",
            "1 region objects to it.",
            "1 region is divided.",
            "In 1 region too few spoke.",
        ],
    ),
    (
        {"verdicts": {"accepts": 2, "objects": 0, "divided": 3, "too-few": 4}},
        ["2 regions accept it.", "3 regions are divided.", "In 4 regions too few spoke."],
    ),
    ({"open_objections": 1}, ["1 objection with a reason is not answered yet."]),
    ({"open_objections": 2}, ["2 objections with a reason are not answered yet."]),
    ({"changes": [change()]}, ["1 change is proposed."]),
    ({"changes": [change("asia"), change()]}, ["2 different changes are proposed."]),
    (
        {"changes": [change("asia"), change("africa", "asia")]},
        ["2 different changes are proposed.", "One of them is wanted from 2 regions."],
    ),
]


@pytest.mark.parametrize(("values", "sentences"), SENTENCES)
def test_a_section_is_told_in_sentences_without_what_is_zero(
    page: None, values: dict[str, Any], sentences: list[str]
) -> None:
    made = figures(**values)
    assert made.sentences == sentences
    assert made.is_spoken_of is bool({"to_answer", "verdicts", "changes"} & set(values))
    assert made.most_regions == max((len(one.regions) for one in made.changes), default=0)


def table(*cells: tuple[Any, ...], **values: Any) -> ShownTable:
    return ShownTable("t", "Table", ("Name", "Words", "Number"), cells, "How.", **values)


def test_figures_lead_where_there_is_a_page_and_only_what_is_not_zero(page: None) -> None:
    made = table(
        ("<b>A</b>", "few", 3),
        ("B", "none", 0),
        ("C", "", 1234.56),
        leads=("/a?x=1&y=2", ""),
        addresses=(("", "/three"), ("", "/zero"), ("", "")),
    )
    first, second, third = made.linked
    assert first[0] == '<a href="/a?x=1&amp;y=2">&lt;b&gt;A&lt;/b&gt;</a>'
    assert first[1:] == ["<bdi>few</bdi>", '<a class="figure" href="/three">3</a>']
    assert second == ["B", "<bdi>none</bdi>", 0]
    assert third == ["C", "", "1,234.6"]
    assert made.plain == [
        ["<b>A</b>", "<bdi>few</bdi>", 3],
        ["B", "<bdi>none</bdi>", 0],
        ["C", "", "1,234.6"],
    ]
    assert made.numeric == [2]


def test_shades_are_drawn_around_figures_that_still_lead_somewhere(page: None) -> None:
    made = table(("A", 2, 0), shades=((3, 0),), addresses=(("/two", "/none"),))
    assert made.linked == [
        [
            "A",
            '<span class="heat heat-3"><a class="figure" href="/two">2</a></span>',
            '<span class="heat heat-0">0</span>',
        ]
    ]
    assert made.numeric == [1, 2]
    assert table().numeric == [1, 2], "without rows all columns may hold figures"
    assert table().linked == table().plain == []
