"""Translating a section: draft, review by a second person, two at once, and what is stale after a revision."""

import pytest
from flask import Flask

from consult.core.database import db
from consult.core.logs import Event
from consult.narratives.models import SectionText
from consult.translations.board import board_of
from consult.translations.models import TranslationChange
from tests.factories import make_person
from tests.translating import HEALTH, WATER, Translating, make_narrative_like, make_translating


@pytest.fixture
def work(app: Flask) -> Translating:
    return make_translating(app)


def states(work: Translating, language: str = "fr") -> dict[str, str]:
    board = board_of(work.revision)
    return {place.section.key: board.at(place.section.key, language).state for place in board.places}


def test_a_section_is_drafted_sent_reviewed_by_a_second_person_and_then_read(work: Translating) -> None:
    assert states(work) == {"water": "missing", "health": "missing"}
    page = work.client(work.leila).get(work.path()).text
    assert "From English into français" in page
    assert page.count('<textarea id="s-') == len(WATER)
    assert 'lang="fr" dir="ltr"' in page

    answer = work.post(work.leila, [*WATER[:2], "", ""])
    assert answer.status_code == 303
    assert states(work)["water"] == "draft"
    assert WATER[1] in work.client(work.leila).get(work.path()).text

    assert work.post(work.leila, WATER, step="send").status_code == 303
    assert states(work)["water"] == "waiting"
    mine = work.client(work.leila).get(work.path()).text
    assert "It waits for a second person" in mine
    assert ">Approve</button>" not in mine
    assert work.post(work.leila, WATER, step="review").status_code == 403

    assert ">Approve</button>" in work.client(work.iker).get(work.path()).text
    assert work.post(work.iker, WATER, step="review").status_code == 303
    row = work.row()
    assert states(work) == {"water": "reviewed", "health": "missing"}
    assert row.text is not None
    assert (row.text.language, row.text.heading) == ("fr", "L’eau")
    assert row.text.body == (
        "L’eau est un droit.\n\nElle n’est pas à vendre. Chacun doit en avoir, chaque jour."
    )
    assert (row.translator_id, row.reviewer_id) == (work.leila.id, work.iker.id)
    acts = [change.act for change in db.session.query(TranslationChange).order_by(TranslationChange.number)]
    assert acts == ["saved", "saved", "sent", "reviewed"]
    kinds = [event.kind for event in db.session.query(Event).filter_by(subject="translations")]
    assert kinds == [f"translation-{act}" for act in acts]


def test_the_matrix_says_where_each_section_stands_and_who_did_it(work: Translating) -> None:
    work.reviewed("health")
    work.post(work.leila, [*WATER[:2], "", ""])
    address = f"/en/narratives/{work.narrative.slug}/languages"
    page = work.app.test_client().get(address).text
    assert "1 of 2" in page
    assert "0 of 2" in page  # Arabic
    for words in (">reviewed<", ">draft<", ">original<", ">not begun<", "Leïla Ben", "Iker Zubi"):
        assert words in page
    assert work.path() not in page  # who only reads gets no way to change
    assert work.path() in work.client(work.leila).get(address).text


def test_only_what_changed_is_stale_and_its_changed_words_are_shown(work: Translating) -> None:
    work.reviewed("water")
    work.reviewed("health")
    work.revise("water", body=work.sections()[0][2].replace("Water is a right.", "Water is a human right."))
    board = board_of(work.revision)
    assert states(work) == {"water": "stale", "health": "reviewed"}
    assert board.at("water", "fr").since == "1.1"
    assert "since version 1.1" in work.app.test_client().get("/en/narratives/shared/languages").text

    page = work.client(work.leila).get(work.path()).text
    assert "<ins>" in page
    assert "human" in page
    assert page.count("<ins>") == 2  # the one change, and the explanation of the marks
    # What stayed is filled in, what changed is not, and its earlier translation is offered.
    assert [f">\n{words}</textarea>" in page for words in WATER] == [True, False, True, True]
    assert "The translation of what stood here before:" in page
    assert WATER[1] in page

    taken = work.post(work.leila, [WATER[0], "", *WATER[2:]], take="1-before")
    assert taken.status_code == 303
    assert work.row().wordings == WATER
    changed = [WATER[0], "L’eau est un droit humain.", *WATER[2:]]
    work.post(work.leila, changed, step="send")
    assert board_of(work.revision).at("water", "fr").in_work == "waiting"
    work.post(work.iker, changed, step="review")
    assert states(work) == {"water": "reviewed", "health": "reviewed"}


def test_an_older_wording_brings_its_translation_back(work: Translating) -> None:
    work.reviewed("water")
    body = work.sections()[0][2]
    work.revise("water", body="Water is common.")
    assert states(work)["water"] == "stale"
    work.revise("water", body=body)
    assert states(work)["water"] == "reviewed"


def test_reviewed_words_stay_with_readers_while_new_ones_are_written(work: Translating) -> None:
    before = work.reviewed("water").text_id
    better = [*WATER[:3], "Chaque personne doit en avoir, chaque jour."]
    work.post(work.leila, better)
    row = work.row()
    assert (row.status, row.text_id) == ("draft", before)
    assert board_of(work.revision).at("water", "fr").state == "reviewed"
    assert (
        '<span class="meta">draft</span>'
        in work.app.test_client().get("/en/narratives/shared/languages").text
    )
    work.post(work.leila, better, step="send")
    work.post(work.iker, better, step="review")
    text = db.session.get(SectionText, work.row().text_id)
    assert text is not None
    assert text.body.endswith(better[3])
    assert work.row().text_id != before


def test_a_second_save_says_what_changed_and_loses_nothing(work: Translating) -> None:
    work.post(work.leila, [WATER[0], "un", "", ""])
    # Both work from the first save; Iker is faster.
    work.post(work.iker, [WATER[0], "un d’Iker", "deux d’Iker", ""])
    answer = work.post(work.leila, [WATER[0], "un de Leïla", "", "trois de Leïla"], counter=1)
    assert answer.status_code == 409
    assert "Nothing you typed is lost" in answer.text
    assert ">\nun de Leïla</textarea>" in answer.text
    assert ">\ntrois de Leïla</textarea>" in answer.text
    assert ">\ndeux d’Iker</textarea>" in answer.text  # only he wrote there
    assert "Somebody else wrote this meanwhile." in answer.text
    assert "un d’Iker" in answer.text  # beside hers
    assert work.row().wordings == [WATER[0], "un d’Iker", "deux d’Iker", ""]
    assert 'name="counter" value="2"' in answer.text
    assert work.post(work.leila, [WATER[0], "un", "deux", "trois"], counter=2).status_code == 303


def test_words_for_a_wording_that_was_replaced_meanwhile_are_kept(work: Translating) -> None:
    old = work.task().source.sha
    work.revise("water", body=work.sections()[0][2].replace("It is not for sale.", "It is never for sale."))
    answer = work.post(work.leila, WATER, source=old)
    assert answer.status_code == 303
    page = work.client(work.leila).get(work.path()).text
    assert "The section was changed meanwhile" in page
    assert [f">\n{words}</textarea>" in page for words in WATER] == [True, True, False, True]
    assert work.post(work.leila, WATER, source="0" * 64).status_code == 404
    assert work.post(work.leila, WATER, source=work.task("health").source.sha).status_code == 404


def test_an_unfinished_translation_is_not_sent_unless_the_gap_is_meant(work: Translating) -> None:
    short = [*WATER[:2], "Elle n’est pas à vendre : chacun doit en avoir.", ""]
    answer = work.post(work.leila, short, step="send")
    assert answer.status_code == 422
    assert "Some sentences are not translated yet" in answer.text
    assert 'id="s-3-row"' in answer.text
    assert 'aria-describedby="s-3-error"' in answer.text
    assert short[2] in answer.text
    assert 'name="counter" value="0"' in answer.text
    assert work.task().row is None  # refused as a whole; the page holds what was typed
    assert work.post(work.leila, short, step="send", gaps="yes").status_code == 303
    work.post(work.iker, short, step="review")
    text = work.row().text
    assert text is not None
    assert text.body == "L’eau est un droit.\n\n" + short[2]
    untitled = work.post(work.leila, ["", *HEALTH[1:]], key="health", step="send", gaps="yes")
    assert untitled.status_code == 422  # no section without a heading


def test_a_reviewer_gives_it_back_with_a_remark_or_changes_it_for_a_third(work: Translating) -> None:
    work.post(work.leila, WATER, step="send")
    assert work.post(work.iker, WATER, step="return").status_code == 422
    assert work.post(work.iker, WATER, step="return", remark="« gratuits » ?").status_code == 303
    assert states(work)["water"] == "draft"
    page = work.client(work.leila).get(work.path()).text
    assert "The reviewer asks to look at it again" in page
    assert "« gratuits » ?" in page
    work.post(work.leila, WATER, step="send")
    assert work.row().remark == ""

    changed = ["Eau", *WATER[1:]]
    refused = work.post(work.iker, changed, step="review")
    assert refused.status_code == 422
    assert "You changed words" in refused.text
    assert ">\nEau</textarea>" in refused.text
    work.post(work.iker, changed, step="send")
    assert work.post(work.iker, changed, step="review").status_code == 403
    assert work.post(work.leila, changed, step="review").status_code == 303
    assert work.row().wordings[0] == "Eau"


def test_nothing_is_written_by_an_empty_form_or_by_the_same_words_again(work: Translating) -> None:
    assert work.post(work.leila, ["", "", "", ""]).status_code == 303
    assert work.task().row is None
    work.post(work.leila, WATER)
    work.post(work.iker, WATER)
    assert (work.row().counter, work.row().translator_id) == (1, work.leila.id)
    assert work.post(work.leila, WATER, step="return", remark="x").status_code == 409
    work.post(work.leila, WATER, step="send")
    assert work.post(work.leila, WATER, step="send").status_code == 409


def test_huge_and_damaged_forms_are_answered_and_come_back(work: Translating) -> None:
    huge = "mot " * 10_000
    answer = work.post(work.leila, [WATER[0], huge, "", ""])
    assert answer.status_code == 422
    assert "too long" in answer.text
    assert huge.strip() in answer.text
    assert work.post(work.leila, WATER, counter="x").status_code == 409
    for take in ("9-before", "x", "1-", "1-zzzz", "²-before", "1-before"):
        assert work.post(work.leila, WATER, take=take).status_code == 303
    assert work.row().wordings == WATER


def test_the_memory_offers_equal_and_similar_sentences_of_what_may_be_read(work: Translating) -> None:
    work.reviewed("water")
    work.revise("health", "Health", "Water is a right.\n\nEveryone must have it, each and every day.")
    page = work.client(work.leila).get(work.path("health")).text
    assert "The same sentence was translated like this:" in page
    assert WATER[1] in page
    assert "A similar sentence was translated like this:" in page
    assert WATER[3] in page
    assert "It is not for sale" not in page
    name = page.split('name="take" value="1-')[1].split('"')[0]
    work.post(work.leila, ["Santé", "", ""], key="health", take=f"1-{name}")
    assert work.row("health").wordings == ["Santé", WATER[1], ""]
    arabic = work.client(work.leila).get(work.path("health", "ar")).text
    assert "was translated like this" not in arabic


def test_memory_of_a_narrative_that_is_not_public_stays_within_it(app: Flask, work: Translating) -> None:
    work.reviewed("water")
    other = make_narrative_like(work)
    reader = work.app.test_client().sign_in(make_person("translator", other))  # type: ignore[attr-defined]
    address = f"/en/narratives/{other.slug}/languages/fr/sections/water"
    assert WATER[1] in reader.get(address).text
    work.narrative.read_audience = "invited"
    assert WATER[1] not in reader.get(address).text
