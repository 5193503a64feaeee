"""Attribution rows: they cover a text exactly, name contributions that exist, and are written once."""

import pytest
from flask import Flask

from consult.consolidation.attribution import ids_of, runs_of, store_runs
from consult.consolidation.compose import compose, tidied
from consult.consolidation.models import AttributionRun
from consult.consolidation.note import first_note
from consult.core.database import db
from consult.merging import EDITORIAL, Run
from tests.desk import Desk
from tests.factories import make_amendment, make_consultation, make_revision, place_of


def test_runs_come_back_as_they_were_stored(app: Flask) -> None:
    desk = Desk()
    amendment = make_amendment(desk.consultation)
    text = place_of(desk.consultation.base_revision).text
    length = len(text.full)
    runs = [
        Run(5, frozenset()),
        Run(7, frozenset({amendment.public_id, EDITORIAL})),
        Run(length - 12, frozenset({EDITORIAL})),
    ]
    store_runs(text, runs, ids_of([amendment.public_id]))
    assert runs_of([text]) == {text.id: runs}


@pytest.mark.parametrize("length", [0, 1, 10_000])
def test_runs_that_do_not_cover_the_text_are_refused(app: Flask, length: int) -> None:
    text = place_of(make_revision()).text
    with pytest.raises(ValueError, match="do not cover"):
        store_runs(text, [Run(length, frozenset())], {})
    assert db.session.query(AttributionRun).count() == 0


def test_a_text_that_was_published_before_keeps_its_runs(app: Flask) -> None:
    text = place_of(make_revision()).text
    whole = len(text.full)
    store_runs(text, [Run(whole, frozenset())], {})
    store_runs(text, [Run(1, frozenset({EDITORIAL})), Run(whole - 1, frozenset())], {})
    assert runs_of([text])[text.id] == [Run(whole, frozenset())]


def test_a_text_without_rows_is_left_out(app: Flask) -> None:
    assert runs_of([place_of(make_revision()).text]) == {}


@pytest.mark.parametrize(
    ("composed", "heading", "body"),
    [
        ("Water\n\nIt flows.", "Water", "It flows."),
        ("Water\n\n\n\nIt flows.\n\n\n\nOn.", "Water", "It flows.\n\nOn."),
        ("Water \n\n It flows. ", "Water", "It flows."),
        ("Water\nIt flows.\n\nOn.", "Water", "It flows.\n\nOn."),
        ("\n\nIt flows.", "", "It flows."),
        ("Water", "Water", ""),
    ],
)
def test_a_composed_text_is_put_in_order(composed: str, heading: str, body: str) -> None:
    assert tidied(composed) == (heading, body)


def test_the_runs_of_every_place_cover_its_text_whatever_is_decided(app: Flask) -> None:
    desk = Desk()
    cases = [
        ("Water is a right.\n\n", ""),
        ("It is not for sale. ", ""),
        ("every day", "each day\n\nand each night"),
        ("Everyone", "Every one of us"),
    ]
    for find, replace in cases:
        make_amendment(desk.consultation, find=find, replace=replace)
    for place in compose(desk.whole()):
        assert sum(run.length for run in place.runs) == len(place.full)
    desk.decide("Every one", "adapt", words="All people")
    for place in compose(desk.whole()):
        assert sum(run.length for run in place.runs) == len(place.full)


def test_a_reverted_text_is_the_old_row_with_its_old_runs(app: Flask) -> None:
    first = Desk()
    amendment = make_amendment(first.consultation, find="a right", replace="a human right")
    first.answer(amendment, "accepted")
    revision = first.publish()
    second = Desk(make_consultation(revision, state="closed"), facilitator=first.facilitator)
    back = make_amendment(second.consultation, find="a human right", replace="a right")
    second.answer(back, "accepted")
    again = second.publish()
    base = first.consultation.base_revision
    assert place_of(again).section_text_id == place_of(base).section_text_id
    assert again.hash != base.hash


def test_the_first_note_counts_by_section(app: Flask) -> None:
    desk = Desk()
    make_amendment(desk.consultation, find="for sale", replace="a commodity")
    make_amendment(desk.consultation, find="for sale", replace="to be sold")
    make_amendment(desk.consultation, find="a right", replace="a human right")
    desk.decide("commodity", "accept")
    assert first_note(desk.whole()) == (
        "Words changed in 1 section. 2 proposed changes accepted, 1 not taken up. 3 contributions were answered.\n\n"
        "- “Water”: 2 proposed changes accepted, 1 not taken up."
    )
