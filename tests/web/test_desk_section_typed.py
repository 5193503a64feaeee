"""A section edited by hand in a browser: refusals give everything back, a look does nothing, who may."""

import pytest
from flask import Flask

from consult.consolidation.models import Decision
from consult.consolidation.note import first_note
from consult.consolidation.services import abandon_consolidation, edit_section
from consult.core.clock import now
from consult.core.database import db
from tests.desk import Desk
from tests.desk_forms import url
from tests.factories import make_amendment, make_comment, make_person
from tests.page import PageClient

GIVEN = {"heading": "Water for all", "body": "Nobody owns it.", "reason": "Shorter & plain.", "counter": 0}


@pytest.fixture
def desk(app) -> Desk:  # type: ignore[no-untyped-def]
    desk = Desk()
    desk.human = make_amendment(desk.consultation)
    return desk


def send(client: PageClient, desk: Desk, step: str, key: str = "water", **values: object):  # type: ignore[no-untyped-def]
    return client.post(url(desk, f"/sections/{key}/edit"), data={**GIVEN, "step": step, **values})


@pytest.mark.parametrize(
    ("step", "values", "status", "words"),
    [
        ("preview", {"heading": " \t"}, 422, "A section needs a heading."),
        ("save", {"heading": ""}, 422, "A section needs a heading."),
        ("save", {"reason": " "}, 422, "Give a short reason"),
        ("save", {"reason": "r" * 2001}, 422, "This is too long: 2001 signs, at most 2000."),
        ("preview", {"reason": ""}, 200, "What your text changes"),  # a look needs no reason
        ("preview", {"reason": "r" * 2000}, 200, "What your text changes"),
        ("save", {"counter": 4}, 409, "Nobody owns it."),
        ("save", {"counter": "x"}, 409, "Nobody owns it."),
        ("", {}, 200, "You change words that came in by a proposal"),  # no button is a look
    ],
)
def test_what_is_not_saved_comes_back_whole(
    desk: Desk, client: PageClient, step: str, values: dict[str, object], status: int, words: str
) -> None:
    client.sign_in(desk.facilitator)
    answer = send(client, desk, step, **values)
    assert answer.status_code == status
    assert words in answer.text
    typed = {**GIVEN, **values}
    assert f">{typed['body']}</textarea>" in answer.text.replace("\r", "").replace("\n", "")
    for name in ("heading", "reason"):
        assert str(typed[name]).strip().replace("&", "&amp;") in answer.text
    assert ("Save these changes" in answer.text) is (status == 200)
    assert db.session.query(Decision).count() == 0


def test_a_look_at_an_unchanged_text_offers_nothing_to_save(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    heading, _, body = desk.work().merged.text.partition("\n\n")
    same = {"heading": heading, "body": body}
    shown = send(client, desk, "preview", **same)
    assert (shown.status_code, "Nothing is changed." in shown.text) == (200, True)
    assert "Save these changes" not in shown.text
    assert send(client, desk, "save", **same).status_code == 422
    assert send(client, desk, "save", key="moon").status_code == 404
    saved = send(client, desk, "save")
    assert (saved.status_code, saved.location) == (303, url(desk, "/sections/water#acts"))
    assert send(client, desk, "save").status_code == 409, "a second press of the same form"


@pytest.mark.parametrize(
    ("role", "status"), [("working-group-member", 403), ("secretariat", 403), (None, 404)]
)
def test_only_facilitators_edit_a_section(
    desk: Desk, client: PageClient, role: str | None, status: int
) -> None:
    client.sign_in(make_person(role, desk.narrative if role else None))
    assert client.get(url(desk, "/sections/water/edit")).status_code == status
    for step in ("preview", "save"):
        assert send(client, desk, step).status_code == status
    assert db.session.query(Decision).count() == 0


def test_a_closed_desk_is_not_edited(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    abandon_consolidation(desk.row, desk.facilitator, now())
    seen = client.get(url(desk, "/sections/water/edit"))
    assert (seen.status_code, seen.location) == (303, url(desk, "/sections/water"))
    for step in ("save", "preview"):
        answer = send(client, desk, step)
        assert answer.status_code == 409
        assert "This merge desk is closed" in answer.text
    assert db.session.query(Decision).count() == 0


def test_the_first_note_says_each_outcome_in_its_own_words(desk: Desk) -> None:
    assert first_note(desk.whole()).startswith("Words changed in 1 section. 1 proposed change accepted.")
    make_amendment(desk.consultation, find="for sale", replace="a commodity")
    make_amendment(desk.consultation, find="for sale", replace="to be sold")
    desk.decide("commodity", "adapt", words="a good")
    assert "1 proposed change accepted, 2 taken up in the facilitator’s words." in first_note(desk.whole())
    desk.decide("human", "decline")
    assert "“Water”: 2 taken up in the facilitator’s words, 1 not taken up." in first_note(desk.whole())


def test_the_first_note_counts_own_changes_and_says_nothing_of_untouched_sections(desk: Desk) -> None:
    heading, _, body = desk.work().merged.text.partition("\n\n")
    given = {"reason": "Why.", "facilitator": desk.facilitator, "counter": desk.work().counter, "at": now()}
    edit_section(desk.row, desk.section(), heading, body.replace("every day", "daily"), **given)
    note = first_note(desk.whole())
    assert note.endswith("- “Water”: 1 proposed change accepted, 1 change by the facilitator.")
    assert "Health" not in note


@pytest.mark.parametrize(
    ("comments", "note"),
    [(0, ""), (1, "1 contribution was answered."), (2, "2 contributions were answered.")],
)
def test_a_note_of_a_desk_where_nothing_changed_says_only_what_was_answered(
    app: Flask, comments: int, note: str
) -> None:
    quiet = Desk()
    for _one in range(comments):
        make_comment(quiet.consultation)
    assert first_note(quiet.whole()) == note
