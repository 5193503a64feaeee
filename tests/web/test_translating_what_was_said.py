"""A comment or a rationale in another language beside the original, by somebody named, for those who may read that."""

import re
from datetime import datetime

import pytest
from flask import Flask

from consult.contributions.language_models import SaidTranslation
from consult.contributions.services import Edit, edit_contribution, hide
from consult.contributions.services.personal import erase_everything, what_is_known
from consult.core.database import db
from consult.core.logs import Event
from tests.across import Across, make_across
from tests.factories import make_amendment, make_comment, make_organisation, make_person

ARABIC = "الماء للجميع."
ENGLISH = "Water is for all."


@pytest.fixture
def across(app: Flask) -> Across:
    return make_across(app, languages=["en", "ar"])


def post(across: Across, row: object, language: str = "en", seen: str = "", **words: str):  # type: ignore[no-untyped-def]
    address = f"/en/contributions/{row.public_id}/translation"  # type: ignore[attr-defined]
    data = {"language": language, "seen": seen, **words}
    return across.work.client(across.work.leila).post(address, data=data)


def test_a_comment_is_read_in_english_beside_the_arabic_with_its_translators_name(across: Across) -> None:
    row = make_comment(across.consultation, across.author, body=ARABIC, language="ar")
    address = f"/en/contributions/{row.public_id}/translation"
    leila, reader = across.work.client(across.work.leila), across.work.app.test_client()
    section = f"/en/consultations/{across.consultation.public_id}/sections/water"
    assert ENGLISH not in reader.get(section).text  # and the card is kept from now on
    page = leila.get(f"/en/contributions/{row.public_id}").text
    assert f'href="{address}"' in page
    assert f'href="{address}"' not in leila.get(f"/ar/contributions/{row.public_id}").text
    form = leila.get(address).text
    assert re.search(rf'lang="ar"><p[^>]*>{ARABIC}', form)
    assert re.findall(r'href="[^"]*to=(\w+)"', form) == ["en", "fr"], "not the language in which it is"
    assert 'name="rationale"' not in form
    assert post(across, row, body=ENGLISH).status_code == 303
    page = reader.get(section).text
    assert re.search(rf'lang="ar"><p[^>]*>{ARABIC}', page)
    assert re.search(rf'lang="en"><p[^>]*>{ENGLISH}', page)
    assert "In English, translated by Leïla Ben:" in page
    assert ENGLISH not in reader.get(f"/ar{section[3:]}").text, "who reads the original needs none"
    across.work.leila.display_name = "Leïla B."
    assert "translated by Leïla B.:" in reader.get(section).text
    (event,) = db.session.query(Event).filter_by(kind="contribution-translated")
    assert (event.subject_id, event.after) == (row.id, "en")
    (known,) = what_is_known(across.work.leila)["translations_of_contributions"]
    assert known["body"] == ENGLISH


def test_what_is_translated_anew_is_kept_and_two_at_once_are_told(across: Across, now: datetime) -> None:
    row = make_comment(across.consultation, across.author, body=ARABIC, language="ar")
    post(across, row, body=ENGLISH)
    stale = post(across, row, body="Water for everybody.")
    assert stale.status_code == 409
    assert "Water for everybody." in stale.text
    assert ENGLISH in stale.text
    seen = re.findall(r'name="seen"[^>]*value="(\w+)"', stale.text)[0]
    assert post(across, row, seen=seen, body="Water for everybody.").status_code == 303
    rows = db.session.query(SaidTranslation).order_by(SaidTranslation.id).all()
    assert [one.body for one in rows] == [ENGLISH, "Water for everybody."]
    address = f"/en/contributions/{row.public_id}"
    assert "The original was changed since." not in across.work.client(across.author).get(address).text
    edit_contribution(row, across.author, now, Edit(body="الماء حق."))
    page = across.work.client(across.author).get(address).text
    assert "The original was changed since." in page
    assert "Water for everybody." in page


def test_why_a_change_is_proposed_is_translated_and_the_change_itself_is_not(across: Across) -> None:
    row = across.amend(rationale="C’est notre droit.")
    form = across.work.client(across.work.leila).get(f"/en/contributions/{row.public_id}/translation").text
    assert 'name="body"' not in form
    assert post(across, row, rationale="It is our right.", body="Not taken.").status_code == 303
    made = db.session.query(SaidTranslation).one()
    assert (made.body, made.rationale) == ("", "It is our right.")
    page = across.work.app.test_client().get(f"/en/contributions/{row.public_id}").text
    assert re.search(r'lang="en"><p[^>]*>It is our right', page)
    desk = across.close()
    page = (
        across.work.client(desk.facilitator)
        .get(f"/en/consolidations/{desk.row.public_id}/sections/water")
        .text
    )
    assert "It is our right." in page
    bare = make_amendment(across.consultation, rationale="")
    assert post(across, bare, "fr", body="x").status_code == 422


@pytest.mark.parametrize(
    ("language", "body", "said"),
    [
        ("en", "", "Please fill this in."),
        ("en", ARABIC, "These are the words of the original."),
        ("ar", ENGLISH, "Choose a language."),
        ("sw", ENGLISH, "Choose a language."),
        ("", ENGLISH, "Choose a language."),
    ],
)
def test_what_is_no_translation_comes_back(across: Across, language: str, body: str, said: str) -> None:
    row = make_comment(across.consultation, across.author, body=ARABIC, language="ar")
    answer = post(across, row, language, body=body)
    assert answer.status_code == 422
    assert said in answer.text
    assert db.session.query(SaidTranslation).count() == 0


def test_a_translation_is_read_by_nobody_who_may_not_read_the_original(across: Across, now: datetime) -> None:
    row = make_comment(across.consultation, across.author, body=ARABIC, language="ar")
    post(across, row, body=ENGLISH)
    reader = across.work.client(make_person(organisation=make_organisation()))
    address, edit = f"/en/contributions/{row.public_id}", f"/en/contributions/{row.public_id}/translation"
    assert reader.get(edit).status_code == 403
    row.visibility = "facilitators"
    assert reader.get(address).status_code == 404
    assert across.work.client(across.work.leila).get(edit).status_code == 404
    facilitator = across.work.client(make_person("facilitator", across.work.narrative))
    assert ENGLISH in facilitator.get(address).text
    row.visibility = "name"
    hide(row, across.work.leila, now, reason="Not this.")
    section = f"/en/consultations/{across.consultation.public_id}/sections/water"
    assert ENGLISH not in reader.get(section).text
    assert post(across, row, body="Again.").status_code in (404, 409)


def test_who_is_erased_takes_the_translations_of_their_words_along(across: Across, now: datetime) -> None:
    row = make_comment(across.consultation, across.author, body=ARABIC, language="ar")
    other = make_comment(across.consultation, body="للجميع", language="ar")
    post(across, row, body=ENGLISH)
    post(across, other, body="For all.")
    change = across.amend()
    across.render(change)
    erase_everything(across.author, actor=across.author, at=now)
    assert [one.body for one in db.session.query(SaidTranslation)] == ["For all."]
    db.session.expire_all()
    assert {text.body for text in change.texts} == {""}, "the words in English are theirs, too"
