"""The index of the search: kept along with every write, and the same when it is built anew."""

from collections.abc import Sequence

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.cli import search_index
from consult.contributions.searchable import let_answer_be_found
from consult.contributions.services import (
    Edit,
    Sending,
    edit_contribution,
    propose_section,
    save_draft_amendment,
    submit_amendment,
    submit_answer,
    submit_comment,
    submit_draft,
    withdraw,
)
from consult.core.database import db
from consult.core.search_index import Findable, SearchEntry, add_to_index, hits, put_into_index
from consult.demonstration.loader import load_demonstration
from consult.text.stems import asked
from tests.conftest import NOON
from tests.factories import (
    WATER,
    make_comment,
    make_consultation,
    make_narrative,
    make_person,
    make_question,
    make_revision,
)

SENDING = Sending("name")
ROWS = sa.select(
    *(
        SearchEntry.__table__.c[name]
        for name in ("kind", "thing_id", "narrative_id", "language", "heading", "words")
    )
).order_by("kind", "thing_id")


def found(query: str, languages: Sequence[str] = ("en", "fr", "es", "ar")) -> list[tuple[str, int]]:
    """Return (kind, id) of what the database finds, whoever may see it, by words in headings first."""
    near = hits(asked(query, languages))
    rows = db.session.execute(
        sa.select(SearchEntry.kind, SearchEntry.thing_id)
        .join(near, near.c.id == SearchEntry.id)
        .order_by(~near.c.in_heading, SearchEntry.kind, SearchEntry.thing_id)
    )
    return [(kind, thing_id) for kind, thing_id in rows]


def rows() -> list[tuple[object, ...]]:
    return [tuple(row) for row in db.session.execute(ROWS)]


def test_a_comment_is_found_by_its_words_as_soon_as_it_is_sent(app: Flask) -> None:
    consultation = make_consultation()
    section = consultation.base_revision.places[0].section
    row = submit_comment(
        consultation,
        section,
        make_person(),
        NOON,
        body="**Rivers** belong to [no one](https://elsewhere.example).",
        comment_kind="remark",
        sending=SENDING,
    )
    assert found("river") == found("belonging no one") == [("contribution", row.id)]
    assert found("lake") == []


def test_after_an_edit_only_the_new_words_find_it(app: Flask) -> None:
    person, consultation = make_person(), make_consultation()
    section = consultation.base_revision.places[0].section
    row = submit_comment(
        consultation, section, person, NOON, body="Rivers.", comment_kind="remark", sending=SENDING
    )
    for words, language in (("Lakes.", "en"), ("Les forêts.", "fr"), ("أنهار", "ar")):
        edit_contribution(row, person, NOON, Edit(body=words, language=language))
        assert found(words, [language]) == [("contribution", row.id)]
        assert found("Rivers") == []
    assert found("Lakes") == found("forets") == []
    assert len(rows()) == len(consultation.base_revision.places) + 1


def test_a_proposed_change_is_found_by_the_words_that_it_puts_in_and_why(app: Flask) -> None:
    consultation = make_consultation()
    section = consultation.base_revision.places[0].section
    row = submit_amendment(
        consultation,
        section,
        make_person(),
        NOON,
        heading="Water",
        body=WATER.replace("a right", "an inalienable right"),
        sending=SENDING,
        rationale="Lawyers say so.",
    )
    assert found("inalienable lawyer") == [("contribution", row.id)]
    assert [kind for kind, _ in found("everyone")] == ["section"], (
        "words that stand there already are the section's"
    )


def test_a_draft_is_in_the_index_for_its_author_and_is_found_anew_when_it_changes(app: Flask) -> None:
    consultation, person = make_consultation(), make_person()
    section = consultation.base_revision.places[0].section
    row = save_draft_amendment(
        consultation, section, person, NOON, heading="Water", body=f"{WATER} Springs, too.", sending=SENDING
    )
    assert found("springs") == [("contribution", row.id)]
    edit_contribution(row, person, NOON, Edit(body=f"{WATER} Wells, too."))
    submit_draft(row, person, NOON)
    assert found("springs") == []
    assert found("wells") == [("contribution", row.id)]


def test_a_section_that_would_be_added_is_found_by_heading_and_text_and_a_removal_by_its_reason(
    app: Flask,
) -> None:
    consultation = make_consultation()
    section = consultation.base_revision.places[0].section
    added = propose_section(
        consultation,
        make_person(),
        NOON,
        operation="add",
        sending=SENDING,
        depth=1,
        heading="Forests",
        body="They breathe.",
    )
    removed = propose_section(
        consultation,
        make_person(),
        NOON,
        operation="remove",
        sending=SENDING,
        section=section,
        rationale="Superfluous.",
    )
    assert found("forest breathing") == [("contribution", added.id)]
    assert found("superfluous") == [("contribution", removed.id)]


def test_an_answer_to_a_question_is_found_by_what_was_chosen_and_said(app: Flask) -> None:
    consultation = make_consultation()
    question = make_question(consultation, kind="single", options=["Buses", "Trams"])
    row = submit_answer(question, make_person(), NOON, body="Quietly.", choices=["Trams"], sending=SENDING)
    assert found("tram quietly") == [("contribution", row.id)]
    assert found("buses") == []


def test_the_reason_of_an_answer_is_found_and_a_new_one_takes_its_place(app: Flask) -> None:
    consultation = make_consultation(languages=["fr"])
    row = make_comment(consultation)
    for reason in ("Déjà dit.", "Repris au préambule."):
        row.disposition, row.disposition_reason, row.disposed_at = "noted", reason, NOON
        db.session.flush()
        let_answer_be_found(row)
    assert found("preambules") == [("disposition", row.id)]
    assert found("deja") == []


def test_each_text_of_a_section_is_in_the_index_once(app: Flask) -> None:
    first = make_revision()
    make_revision(first.narrative, number=(1, 1), parent=first)
    assert [kind for kind, _ in found("water")] == ["section"]


def test_what_has_one_of_the_words_in_its_heading_is_told_apart(app: Flask) -> None:
    make_revision(
        make_narrative(),
        [("text", "Other things", "Water and wells."), ("heading", "Water", "Springs and wells.")],
    )
    text, heading = (entry.thing_id for entry in db.session.query(SearchEntry).order_by(SearchEntry.id))
    assert [thing for _, thing in found("water wells")] == [heading, text]
    assert [thing for _, thing in found("wells")] == [text, heading]


@pytest.mark.parametrize(
    "query",
    [
        '"water',
        "water'",
        "water*",
        "NEAR(water)",
        "heading:water",
        "water & !",
        "-water",
        "(water",
        "water\\",
    ],
)
def test_no_sign_of_a_query_is_an_order_to_the_database(app: Flask, query: str) -> None:
    make_revision()
    wanted = f"{query} near heading" if "NEAR" in query or "heading" in query else query
    assert found(query.replace("NEAR", "").replace("heading", "")) == found("water")
    found(wanted)


def test_what_is_rolled_back_is_not_found(app: Flask) -> None:
    make_revision()
    db.session.commit()
    add_to_index([Findable("contribution", 77, 1, "en", "", "Rivers")])
    assert found("rivers") == [("contribution", 77)]
    db.session.rollback()
    assert found("rivers") == []
    put_into_index(Findable("contribution", 77, 1, "en", "", "Lakes"))
    put_into_index(Findable("contribution", 77, 1, "en", "", "Ponds"))
    assert (found("lakes"), found("ponds")) == ([], [("contribution", 77)])


def test_a_text_of_a_megabyte_can_be_kept_and_found(app: Flask) -> None:
    words = " ".join(f"word{number}" for number in range(100_000))
    add_to_index([Findable("section", 1, 1, "en", "Words", words)])
    assert found("word12") == [("section", 1)]
    assert found("water") == []


def test_nothing_is_written_for_nothing(app: Flask) -> None:
    add_to_index([])
    assert rows() == []


def test_the_index_of_the_demonstration_built_anew_is_the_one_that_was_kept_along(app: Flask) -> None:
    load_demonstration(NOON)
    before, water = rows(), found("water")
    kinds = {kind for kind, *_rest in before}
    assert kinds == {"section", "contribution", "disposition"}
    result = app.test_cli_runner().invoke(search_index)
    assert result.exit_code == 0, result.output
    assert result.output.startswith("Can be found: ")
    assert rows() == before
    assert sorted(found("water")) == sorted(water)
    assert len(water) > 5


def test_building_anew_mends_an_index_that_was_damaged(app: Flask) -> None:
    consultation, person = make_consultation(), make_person()
    section = consultation.base_revision.places[0].section
    row = submit_comment(
        consultation, section, person, NOON, body="Rivers.", comment_kind="remark", sending=SENDING
    )
    withdraw(row, person, NOON)
    put_into_index(Findable("contribution", row.id, 1, "en", "", "Lakes"))
    add_to_index([Findable("contribution", row.id + 900, 1, "en", "", "Nowhere")])
    db.session.commit()
    assert app.test_cli_runner().invoke(search_index).exit_code == 0
    assert found("lakes") == found("nowhere") == []
    assert found("rivers") == [("contribution", row.id)], "for its author, who may read it still"
