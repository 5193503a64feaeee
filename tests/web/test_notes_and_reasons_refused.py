"""Notes among facilitators and reasons given often: to the longest word, by whom, about what, and what comes back."""

import html
import re

import pytest
from flask import Flask

from consult.consolidation.desk_models import InternalNote, ReadyReason
from consult.consolidation.forms import LONGEST_REASON
from consult.consolidation.services import abandon_consolidation, add_note, add_reason, retire_reason
from consult.consolidation.services.notes import notes_of, reasons_of
from consult.core.clock import freeze, now
from consult.core.database import db
from consult.core.errors import InvalidInput
from tests.desk import Desk
from tests.desk_forms import url
from tests.factories import make_amendment, make_comment, make_consultation, make_person, make_revision
from tests.page import PageClient

NOTES, REASONS = "/sections/water/notes", "/reasons"


@pytest.fixture
def desk(app: Flask, client: PageClient) -> Desk:
    desk = Desk()
    make_amendment(desk.consultation)
    desk.comment = make_comment(desk.consultation, visibility="facilitators")
    client.sign_in(desk.facilitator)
    return desk


def piece(page: str, about: str) -> str:
    """Return the part of the page with the notes about one thing."""
    return page.split(f'id="notes-{about}"')[1].split("</details>")[0]


@pytest.mark.parametrize("is_of_section", [True, False])
@pytest.mark.parametrize(
    ("body", "kept", "said"),
    [
        ("x" * LONGEST_REASON, "x" * LONGEST_REASON, ""),
        ("x" * (LONGEST_REASON + 1), "", "This is too long: 2001 signs, at most 2000."),
        ("", "", "Write a few words."),
        (" \n ", "", "Write a few words."),
        ("Ask  *her*\nفي\u202e الغد <i>", "Ask *her* في الغد <i>", ""),
    ],
)
def test_a_note_is_kept_or_comes_back_in_its_own_place(
    desk: Desk, client: PageClient, body: str, kept: str, said: str, is_of_section: bool
) -> None:
    named = "" if is_of_section else desk.comment.public_id
    about = named or "water"
    answer = client.post(url(desk, NOTES), data={"body": body, "contribution": named})
    assert answer.status_code == (422 if said else 303)
    assert [row.body for row in notes_of(desk.row)] == ([kept] if kept else [])
    page = answer.text if said else client.get(url(desk, "/sections/water")).text
    assert html.escape(kept or body.strip()) in piece(page, about)
    assert said in piece(page, about)
    assert page.count('aria-invalid="true"') == bool(said), "no other form is blamed"
    if not said:
        asked = f"?at={named}" if named else ""
        assert answer.location == url(desk, f"/sections/water{asked}#notes-{about}")
        (row,) = notes_of(desk.row)
        section, contribution = (desk.section().id, None) if is_of_section else (None, desk.comment.id)
        assert (row.section_id, row.contribution_id, row.by_id, row.at) == (
            section,
            contribution,
            desk.facilitator.id,
            now(),
        )


def test_a_note_is_about_what_the_desk_answers_and_nothing_else(desk: Desk, client: PageClient) -> None:
    elsewhere = make_comment(make_consultation(make_revision(), state="closed"))
    of_the_same_text = make_comment(make_consultation(desk.consultation.base_revision, state="closed"))
    for named in (elsewhere.public_id, of_the_same_text.public_id, "nobody", desk.narrative.slug):
        answer = client.post(url(desk, NOTES), data={"body": "Ask.", "contribution": named})
        assert answer.status_code == 404, named
    assert client.post(url(desk, "/sections/nowhere/notes"), data={"body": "Ask."}).status_code == 404
    assert db.session.query(InternalNote).count() == 0


def test_any_facilitator_of_the_desk_removes_a_note_and_nobody_removes_that_of_another_desk(
    desk: Desk, client: PageClient
) -> None:
    note = add_note(desk.row, desk.section(), " Ask. ", facilitator=desk.facilitator, at=now())
    assert note.body == "Ask."
    other = Desk(make_consultation(make_revision(), state="closed"), facilitator=desk.facilitator)
    assert client.post(url(other, f"{NOTES}/{note.public_id}/remove")).status_code == 404
    assert client.post(url(desk, f"{NOTES}/nobody/remove")).status_code == 404
    for role, status in (("working-group-member", 403), ("secretariat", 403), (None, 404)):
        person = make_person(role, None if role == "secretariat" else desk.narrative)
        reader = client.application.test_client().sign_in(person)
        assert reader.post(url(desk, f"{NOTES}/{note.public_id}/remove")).status_code == status, role
        assert reader.post(url(desk, NOTES), data={"body": "Mine."}).status_code == status, role
    assert notes_of(desk.row) == [note]
    colleague = client.application.test_client().sign_in(make_person("facilitator", desk.narrative))
    assert colleague.post(url(desk, f"{NOTES}/{note.public_id}/remove")).status_code == 303
    with freeze(now().replace(hour=13)):
        assert client.post(url(desk, f"{NOTES}/{note.public_id}/remove")).status_code == 303
    db.session.expire_all()
    assert note.removed_at == now(), "the first moment holds"
    assert notes_of(desk.row) == []


def test_a_closed_desk_takes_no_note_and_gives_the_words_back(desk: Desk, client: PageClient) -> None:
    note = add_note(desk.row, desk.comment, "Ask her.", facilitator=desk.facilitator, at=now())
    abandon_consolidation(desk.row, desk.facilitator, now())
    answer = client.post(url(desk, NOTES), data={"body": "Typed with care."})
    assert (answer.status_code, "Typed with care." in answer.text) == (409, True)
    assert client.post(url(desk, f"{NOTES}/{note.public_id}/remove")).status_code == 409
    db.session.expire_all()
    assert notes_of(desk.row) == [note]


@pytest.mark.parametrize(
    ("texts", "status", "kept"),
    [
        ({"en": "x" * LONGEST_REASON}, 303, {"en": "x" * LONGEST_REASON}),
        ({"en": "Kept here.", "fr": "x" * (LONGEST_REASON + 1)}, 422, None),
        ({}, 422, None),
        ({"en": " ", "fr": "\n", "ar": "\u202e"}, 422, None),
        ({"ar": "لاحقا", "fr": "  Plus\n tard "}, 303, {"ar": "لاحقا", "fr": "Plus tard"}),
        # A language that the network does not have is no field of the form.
        ({"en": "Later.", "de": "Später."}, 303, {"en": "Later."}),
    ],
)
def test_a_reason_is_kept_by_language_or_all_that_was_typed_comes_back(
    desk: Desk, client: PageClient, texts: dict[str, str], status: int, kept: dict[str, str] | None
) -> None:
    data = {f"text-{code}": text for code, text in texts.items()}
    answer = client.post(url(desk, REASONS), data=data)
    assert answer.status_code == status
    assert [row.texts for row in db.session.query(ReadyReason)] == ([kept] if kept else [])
    if kept:
        page = client.get(answer.location).text
        assert "Kept. It is offered where a reason is asked." in page
        assert all(text in page for text in kept.values())
        return
    for code, text in texts.items():
        (value,) = re.findall(rf'name="text-{code}"[^>]*value="([^"]*)"', answer.text)
        assert value == text.strip("\u202e \n")
    blamed = re.findall(r'name="text-(\w+)"[^>]*aria-invalid', answer.text)
    assert blamed == [code for code, text in texts.items() if len(text) > LONGEST_REASON]
    assert ("Write it in at least one language." in answer.text) == (not blamed)


@pytest.mark.parametrize(
    ("role", "reads", "keeps"),
    [
        ("facilitator", 200, 303),
        ("secretariat", 200, 303),
        ("working-group-member", 403, 403),
        ("participant", 404, 404),
        (None, 404, 404),
    ],
)
def test_who_keeps_reasons(desk: Desk, client: PageClient, role: str | None, reads: int, keeps: int) -> None:
    row = add_reason(desk.narrative, {"en": "Later."}, actor=desk.facilitator, at=now())
    person = make_person(role, None if role == "secretariat" else desk.narrative)
    reader = client.application.test_client().sign_in(person)
    assert reader.get(url(desk, REASONS)).status_code == reads
    assert reader.post(url(desk, REASONS), data={"text-en": "Now."}).status_code == keeps
    assert reader.post(url(desk, f"{REASONS}/{row.public_id}/retire")).status_code == keeps
    db.session.expire_all()
    left = ["Now."] if keeps == 303 else ["Later."]
    assert [one.texts["en"] for one in reasons_of(desk.narrative.id)] == left


def test_a_reason_is_retired_once_by_its_own_narrative_and_also_when_the_desk_is_closed(
    desk: Desk, client: PageClient
) -> None:
    other = make_revision().narrative
    theirs = add_reason(other, {"en": "Theirs."}, actor=desk.facilitator, at=now())
    ours = add_reason(desk.narrative, {"en": "Ours.", "fr": " "}, actor=desk.facilitator, at=now())
    assert ours.texts == {"en": "Ours."}
    assert "Theirs." not in client.get(url(desk, REASONS)).text
    for wrong in (theirs.public_id, "nobody"):
        assert client.post(url(desk, f"{REASONS}/{wrong}/retire")).status_code == 404
    abandon_consolidation(desk.row, desk.facilitator, now())
    assert client.post(url(desk, f"{REASONS}/{ours.public_id}/retire")).location == url(desk, REASONS)
    db.session.expire_all()
    first = ours.retired_at
    retire_reason(ours, now().replace(hour=20))
    assert (ours.retired_at, theirs.retired_at) == (first, None)
    for nothing in ({}, {"en": ""}, {"en": " \n"}):
        with pytest.raises(InvalidInput):
            add_reason(desk.narrative, nothing, actor=desk.facilitator, at=now())


def test_a_language_without_words_of_its_own_offers_those_there_are(desk: Desk, client: PageClient) -> None:
    make_comment(desk.consultation, language="es")
    add_reason(desk.narrative, {"fr": "Plus tard."}, actor=desk.facilitator, at=now())
    page = client.get(url(desk, "/sections/water")).text
    lists = dict(re.findall(r'<datalist id="reasons-(\w+)">(.*?)</datalist>', page, re.DOTALL))
    assert set(lists) == {"en", "es"}
    assert all('value="Plus tard."' in one and "label=" not in one for one in lists.values())
