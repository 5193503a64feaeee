"""What says nearly the same: to its author after sending, on a contribution's page, and at the merge desk."""

import re
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from flask import Flask

from consult.contributions.likeness import rebuild_marks
from consult.contributions.models import Comment
from consult.core.database import db
from tests.desk import Desk
from tests.factories import make_comment, make_consultation, make_organisation, make_person, make_revision
from tests.page import PageClient

LETTER = "The wells of our villages have been dry for three summers, and nobody who sells water asks us."
NEARLY = LETTER.replace("three", "four").replace("nobody", "no one")
SAYS = "nearly the same."
HTMX = {"HX-Request": "true"}


def member(**values: Any) -> Any:
    return make_person(organisation=make_organisation(), **values)


def others(consultation: Any) -> list[Comment]:
    """Send the letter in all ways of being shown: the first two may be read."""
    rows = [
        make_comment(consultation, member(display_name="Ama Serwaa"), body=LETTER),
        make_comment(consultation, member(display_name="Not To Be Named"), body=NEARLY, visibility="region"),
        make_comment(
            consultation, member(display_name="Hidden One"), body=LETTER, hidden_at=consultation.opens_at
        ),
        make_comment(consultation, member(display_name="For Few"), body=LETTER, visibility="facilitators"),
        make_comment(consultation, member(display_name="Gone Again"), body=LETTER, status="withdrawn"),
        make_comment(
            consultation, member(display_name="Not Sent"), body=LETTER, status="draft", submitted_at=None
        ),
        make_comment(consultation, member(display_name="Too Late"), body=LETTER, is_late=True),
        make_comment(
            consultation, member(display_name="Somebody Else"), body="Schools close in the hot months."
        ),
    ]
    rebuild_marks()
    return rows


def links(page: str) -> list[str]:
    """Return the public ids of the contributions that a page links to as similar."""
    return re.findall(r'<li><a href="/\w+/contributions/([0-9a-z]{12})" lang=', page)


def send(client: PageClient, consultation: Any, body: str = LETTER, **headers: Any) -> Any:
    path = f"/en/consultations/{consultation.public_id}/sections/water/comments/new"
    data = {"comment_kind": "remark", "body": body, "language": "en", "voice": "self", "visibility": "name"}
    return client.post(path, data=data, **headers)


def sent() -> Comment:
    return db.session.query(Comment).order_by(Comment.id.desc()).first()


NAMES = ("Not To Be Named", "Hidden One", "For Few", "Gone Again", "Not Sent", "Too Late", "Somebody Else")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_after_sending_the_page_names_those_who_said_it_before_without_javascript(
    client: PageClient, app: Flask, language: str
) -> None:
    consultation = make_consultation()
    rows, writer = others(consultation), member(display_name="The Writer")
    make_comment(consultation, writer, body=LETTER)
    client.sign_in(writer)
    answer = send(client, consultation)
    assert answer.status_code == 303
    row = sent()
    assert answer.location.endswith(f"?sent={row.public_id}#c-{row.public_id}")
    page = client.get(answer.location.replace("/en/", f"/{language}/")).text
    assert links(page) == [rows[0].public_id, rows[1].public_id], "not one's own, not what nobody may read"
    if language == "en":
        assert "2 other contributions say nearly the same." in page
        assert "100 of 100 words are the same" in page
        assert "86 of 100 words are the same" in page
    for name in NAMES[:-1]:
        assert name not in page
    plain = client.get(answer.location.split("?")[0]).text
    assert SAYS not in plain, "whoever comes without having sent is told nothing"
    client.sign_in(member())
    assert SAYS not in client.get(answer.location).text, "and nobody else is, with the author's address"


def test_with_htmx_the_form_asks_for_it_and_says_nothing_where_there_is_nothing(
    client: PageClient, app: Flask
) -> None:
    consultation = make_consultation()
    rows = others(consultation)
    client.sign_in(member())
    answer = send(client, consultation, headers=HTMX)
    assert answer.status_code == 200
    row = sent()
    address = f"/en/contributions/{row.public_id}/similar"
    assert f'hx-get="{address}" hx-trigger="load"' in unescape(answer.text)
    asked_for = client.get(address, headers=HTMX)
    assert asked_for.headers["HX-Reswap"] == "innerHTML", (
        "the script then reads out nothing but that it was sent"
    )
    part = asked_for.text
    assert "<h1" not in part
    assert links(part) == [rows[0].public_id, rows[1].public_id]
    whole = client.get(address).text
    assert links(whole) == links(part)
    send(client, consultation, "Nobody ever wrote these words before me in this place.", headers=HTMX)
    alone = f"/en/contributions/{sent().public_id}/similar"
    assert client.get(alone, headers=HTMX).text.strip() == ""
    assert "No other contribution says nearly the same." in client.get(alone).text


@pytest.mark.parametrize("asked", ["", "x", "0" * 12, "a" * 5000, "%00", "sent&sent=1"])
def test_an_address_that_names_nothing_sent_shows_the_section_as_ever(
    client: PageClient, app: Flask, asked: str
) -> None:
    consultation = make_consultation()
    client.sign_in(member())
    answer = client.get(f"/en/consultations/{consultation.public_id}/sections/water?sent={asked}")
    assert answer.status_code == 200
    assert SAYS not in answer.text


def test_a_contribution_names_what_is_like_it_and_what_became_of_that(client: PageClient, app: Flask) -> None:
    consultation = make_consultation()
    rows = others(consultation)
    rows[0].disposition, rows[0].disposed_at = "noted", consultation.opens_at
    asked = make_comment(consultation, body=LETTER)
    rebuild_marks()
    page = client.get(f"/en/contributions/{asked.public_id}").text
    part = page[page.index('id="similar"') :]
    assert links(part) == [rows[0].public_id, rows[1].public_id]
    assert "2 other contributions say nearly the same." in part
    assert "2 of them were sent in the same words or nearly so." in part
    assert "These are shown with 1 organisation." in part
    assert "100 of 100 words are the same" in part
    assert "noted" in part
    for name in NAMES:
        assert name not in part
    for hidden in (rows[2], rows[3], rows[4], rows[6]):
        assert 'id="similar"' not in client.get(f"/en/contributions/{hidden.public_id}").text
    assert 'id="similar"' not in client.get(f"/en/contributions/{rows[7].public_id}").text


def test_under_high_protection_neither_region_nor_day_is_told_beside_it(
    client: PageClient, app: Flask
) -> None:
    consultation = make_consultation(protection="high")
    rows = others(consultation)
    asked = make_comment(consultation, body=LETTER, visibility="region")
    rebuild_marks()
    page = client.get(f"/en/contributions/{asked.public_id}").text
    part = page[page.index('id="similar"') :]
    assert links(part) == [rows[0].public_id, rows[1].public_id]
    assert "A participant, " not in part


def test_the_desk_leads_from_what_waits_to_its_like_and_to_one_answer_for_all(
    client: PageClient, app: Flask, now: datetime
) -> None:
    desk = Desk(make_consultation(make_revision(), state="closed"))
    rows = others(desk.consultation)
    answered = make_comment(desk.consultation, body=NEARLY)
    rebuild_marks()
    desk.answer(answered, "noted", "Said by many.")
    client.sign_in(desk.facilitator)
    base = f"/en/consolidations/{desk.row.public_id}"
    section = client.get(f"{base}/sections/water").text
    address = f"{base}/contributions/{rows[0].public_id}/similar"
    assert f'href="{address}"' in section
    page = client.get(address).text
    assert set(links(page)) == {rows[1].public_id, answered.public_id}
    assert "Said by many." in page
    assert "no answer yet" in page
    chosen = re.findall(r'name="chosen" value="(\w+)"', page)
    assert chosen == [rows[0].public_id, rows[1].public_id]
    data = {"kind": "answer", "chosen": chosen, "disposition": "noted", "reason": "So.", "step": "preview"}
    preview = client.post(f"{base}/bulk", data=data)
    assert preview.status_code == 200
    assert all(name in preview.text for name in chosen)
    elsewhere = make_comment(make_consultation(), body=LETTER)
    assert client.get(f"{base}/contributions/{elsewhere.public_id}/similar").status_code == 404
    alone = client.get(f"{base}/contributions/{rows[7].public_id}/similar").text
    assert "No other contribution says nearly the same." in alone
