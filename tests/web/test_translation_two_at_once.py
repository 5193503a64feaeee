"""Two people at one section: whoever is second sees both wordings, loses nothing, and overwrites nothing."""

import re
from html import unescape

import pytest
from flask import Flask

from consult.core.clock import now
from consult.core.database import db
from consult.translations import services
from consult.translations.models import TranslationChange
from tests.factories import make_narrative, make_person, make_revision
from tests.translating import SECTIONS, WATER, Translating, make_translating

BOTH = "Somebody else wrote here meanwhile:"
THEIRS = "Somebody else wrote this meanwhile."
HERS = ["Eau d’elle", "Un d’elle.", *WATER[2:]]
HIS = [WATER[0], "Un de lui.", WATER[2], "Trois de lui."]
REMARK = "Regardez « eau » & <b>."


@pytest.fixture
def work(app: Flask) -> Translating:
    return make_translating(app)


def fields(page: str) -> list[str]:
    """Return what stands in the fields for sentences, in order."""
    return [unescape(found) for found in re.findall(r'<textarea id="s-\d+"[^>]*>\n([^<]*)</textarea>', page)]


def row_of(page: str, place: int) -> str:
    """Return one sentence of the page."""
    return page.split(f'id="s-{place}-row"')[1].split("</section>")[0]


@pytest.mark.parametrize("step", ["save", "send", "return", "review"])
def test_second_one_sees_both_wordings_and_keeps_words_and_remark(work: Translating, step: str) -> None:
    work.post(work.leila, WATER, step="send")  # both look at it now: counter 2
    work.post(work.leila, HERS)
    steps = db.session.query(TranslationChange).count()
    answer = work.post(work.iker, HIS, step=step, counter=2, remark=REMARK)
    assert answer.status_code == 409
    assert "Somebody saved this section meanwhile" in answer.text
    assert "Nothing you typed is lost, and nothing is saved yet." in answer.text
    assert fields(answer.text) == ["Eau d’elle", "Un de lui.", WATER[2], "Trois de lui."]
    rows = [row_of(answer.text, place) for place in range(4)]
    assert [THEIRS in row for row in rows] == [True, False, False, False]
    assert [BOTH in row for row in rows] == [False, True, False, False]
    assert "Un d’elle." in rows[1]
    assert re.search(
        r'<textarea id="remark"[^>]*>' + re.escape("Regardez « eau » &amp; &lt;b&gt;."), answer.text
    )
    assert 'name="counter" value="3"' in answer.text
    assert (work.row().wordings, work.row().status) == (HERS, "draft")
    assert db.session.query(TranslationChange).count() == steps
    # Sent once more from that page, his words are taken, and hers stay written down.
    assert work.post(work.iker, fields(answer.text), counter=3).status_code == 303
    assert work.row().wordings == fields(answer.text)
    assert services.words_at(work.row(), 3) == HERS


def test_first_save_of_two_people_is_joined_from_nothing(work: Translating) -> None:
    work.post(work.leila, ["Eau", "", "Deux d’elle.", ""], counter=0)
    answer = work.post(work.iker, ["Flots", "Un de lui.", "", ""], counter=0)
    assert answer.status_code == 409
    assert fields(answer.text) == ["Flots", "Un de lui.", "Deux d’elle.", ""]
    assert "Eau" in row_of(answer.text, 0).split(BOTH)[1]
    assert THEIRS in row_of(answer.text, 2)
    assert work.row().wordings == ["Eau", "", "Deux d’elle.", ""]


@pytest.mark.parametrize(
    ("words", "step"), [(["Flots", "Un de lui.", "", ""], "send"), (["Flots", "x" * 20_001, "", ""], "save")]
)
def test_form_refused_for_its_gaps_does_not_overwrite_the_other_when_it_is_mended(
    work: Translating, words: list[str], step: str
) -> None:
    work.post(work.leila, HERS)
    refused = work.post(work.iker, words, step=step, counter=0)
    assert refused.status_code == 422
    assert fields(refused.text) == words
    counter = refused.text.split('name="counter" value="')[1].split('"')[0]
    answer = work.post(work.iker, HIS, step=step, counter=counter)
    assert answer.status_code == 409
    assert "Eau d’elle" in answer.text
    assert work.row().wordings == HERS


def test_same_words_from_two_people_are_no_conflict_of_words(work: Translating) -> None:
    work.post(work.leila, WATER, counter=0)
    answer = work.post(work.iker, WATER, counter=0)
    assert answer.status_code == 409
    assert fields(answer.text) == WATER
    assert BOTH not in answer.text
    assert THEIRS not in answer.text


def test_conflict_on_a_wording_that_was_replaced_is_shown_on_that_wording(work: Translating) -> None:
    old = work.task().source.sha
    work.post(work.leila, WATER)
    work.revise("water", body="Water is common.")
    answer = work.post(work.iker, HIS, source=old, counter=0)
    assert answer.status_code == 409
    assert fields(answer.text) == HIS
    assert f'name="source" value="{old}"' in answer.text
    assert "It is not for sale." in answer.text


@pytest.mark.parametrize("counter", ["", "x", "-1", "99", "1.0", "٣٣"])
def test_damaged_counter_is_never_the_right_one(work: Translating, counter: str) -> None:
    work.post(work.leila, WATER)
    answer = work.post(work.iker, HIS, counter=counter)
    assert answer.status_code == 409
    assert fields(answer.text) == HIS
    assert WATER[1] in row_of(answer.text, 1)
    assert work.row().wordings == WATER


def test_double_post_of_each_button_is_answered_and_does_its_work_once(work: Translating) -> None:
    for person, step, counter, acts in (
        (work.leila, "save", 0, 1),
        (work.leila, "send", 1, 2),
        (work.iker, "return", 2, 3),
        (work.leila, "send", 3, 4),
        (work.iker, "review", 4, 5),
    ):
        posts = [
            work.post(person, WATER, step=step, counter=counter, remark="Encore.").status_code
            for _time in range(2)
        ]
        assert posts == [303, 409], step
        assert db.session.query(TranslationChange).count() == acts


def test_a_sentence_that_the_form_does_not_have_keeps_what_stands(work: Translating) -> None:
    work.post(work.leila, WATER)
    data = {"s-1": "Un.", "s-9": "Neuf.", "s-x": "?", "counter": 1, "step": "nonsense"}
    assert work.client(work.iker).post(work.path(), data=data).status_code == 303
    db.session.expire_all()
    assert work.row().wordings == [WATER[0], "Un.", *WATER[2:]]


def test_each_step_says_what_it_did(work: Translating) -> None:
    client = work.client(work.leila)
    for person, words, step, said in (
        (work.leila, ["", " ", "", ""], "save", "Nothing was typed yet."),
        (work.leila, WATER, "save", "Saved as a draft."),
        (work.leila, WATER, "send", "Sent for review. Somebody else approves it before readers see it."),
        (work.iker, WATER, "return", "Given back, with your remark."),
        (work.leila, WATER, "send", "Sent for review."),
        (work.iker, WATER, "review", "Approved. Readers see it now."),
    ):
        answer = work.post(person, words, step=step, remark="Encore.")
        assert answer.location.endswith(work.path())
        client = work.client(person)
        assert said in client.get(work.path()).text
    page = client.get(work.path()).text
    assert "Approved. Readers see it now." not in page  # said once
    assert "reviewed by Iker Zubi" in page
    assert "last written by Leïla Ben" in page
    assert 'name="remark"' not in page
    assert 'rel="prev"' not in page
    assert f'rel="next" href="{work.path("health")}"' in page
    assert f'rel="prev" href="{work.path()}"' in client.get(work.path("health")).text


def test_a_refused_return_keeps_words_and_names_what_is_missing(work: Translating) -> None:
    work.post(work.leila, WATER, step="send")
    answer = work.post(work.iker, HIS, step="return", remark=" ")
    assert answer.status_code == 422
    assert "Say what should be looked at again." in answer.text
    assert fields(answer.text) == HIS
    assert work.row().status == "waiting"


@pytest.mark.parametrize(
    ("interface", "frame"), [("en", '<html lang="en" dir="ltr"'), ("ar", '<html lang="ar" dir="rtl"')]
)
def test_fields_have_the_direction_of_their_language_on_pages_of_both_directions(
    work: Translating, interface: str, frame: str
) -> None:
    client = work.client(work.leila)
    for language, direction in (("fr", "ltr"), ("ar", "rtl")):
        path = work.path(language=language).replace("/en/", f"/{interface}/", 1)
        page = client.get(path).text
        assert frame in page
        assert page.count(f'lang="{language}" dir="{direction}"') >= len(WATER)
        assert 'lang="en"' in row_of(page, 1).split("<textarea")[0]
        assert f"/{interface}/narratives/shared/languages" in page
    stale = client.post(path, data={"s-0": "الماء", "counter": 7})
    assert stale.status_code == 409
    assert fields(stale.text)[0] == "الماء"


def test_a_narrative_in_arabic_is_translated_from_right_to_left_into_english(work: Translating) -> None:
    narrative = make_narrative(slug="arabic", working_language="ar", target_languages=["en", "fr"])
    make_revision(narrative, [("ma", "الماء", "الماء حق للجميع."), *SECTIONS[1:]])
    client = work.client(make_person("translator", narrative))
    page = client.get("/en/narratives/arabic/languages/en/sections/ma").text
    assert "From العربية into English" in page
    assert 'lang="ar"' in row_of(page, 1).split("<textarea")[0]
    assert 'lang="en" dir="ltr"' in row_of(page, 1)
    assert client.get("/en/narratives/arabic/languages/ar/sections/ma").status_code == 404
    services.choose_languages(narrative, ["ar", "en"], actor=work.leila, at=now())
    assert narrative.target_languages == ["en"]
