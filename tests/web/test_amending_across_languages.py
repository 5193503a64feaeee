"""The way of a change to the French text through the pages: its author, who renders it, who decides on it."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from consult.contributions.models import Amendment
from consult.core.clock import now
from consult.core.database import db
from consult.summaries.wanted_rows import proposals
from consult.translations.renderings import first_day
from tests.across import Across, make_across
from tests.desk_forms import answer_data
from tests.factories import make_amendment, make_organisation, make_person, place_of
from tests.translating import WATER

SENDING = {"visibility": "region", "voice": "self", "rationale": "C’est notre droit."}


@pytest.fixture
def across(app: Flask) -> Across:
    return make_across(app)


def changed(across: Across, find: str = "un droit", replace: str = "un droit humain") -> dict[str, str]:
    return {"heading": across.base.heading, "body": across.base.body.replace(find, replace), **SENDING}


def hidden(page: str, name: str) -> str:
    """Return the value of a hidden field."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    assert found, name
    return found[1]


def test_three_people_bring_a_french_change_into_the_english_text(across: Across) -> None:
    author, leila = across.work.client(across.author), across.work.client(across.work.leila)
    address = f"/en/consultations/{across.consultation.public_id}/sections/water"
    assert f'href="{address}/amendments/new?text=fr"' in author.get(f"{address}?text=fr").text
    form = author.get(f"{address}/amendments/new?text=fr").text
    assert "You change the text in français" in form
    assert WATER[2] in form
    data = {**changed(across), "wording": hidden(form, "wording")}
    preview = author.post(f"{address}/amendments/preview?text=fr", data=data).text
    assert re.search(r"<ins>.*humain</ins>", preview)
    sent = author.post(f"{address}/amendments/new?text=fr", data=data)
    row = db.session.query(Amendment).one()
    assert sent.location == f"{address}?text=fr#c-{row.public_id}"
    shown = author.get(address).text
    assert "A change to the text in français:" in shown
    assert "waits for its translation into English" in shown
    assert "change proposed here" not in shown, "it stands on no passage of the English text"
    assert "1 change proposed here" in author.get(f"{address}?text=fr").text

    desk = across.close()
    facilitator = across.work.client(desk.facilitator)
    page = facilitator.get(f"/en/consolidations/{desk.row.public_id}").text
    rendering = f"/en/contributions/{row.public_id}/rendering"
    assert "1 change in another language waits for its translation" in page
    assert f'href="{rendering}"' in page
    section = f"/en/consolidations/{desk.row.public_id}/sections/water"
    assert "It can be decided on once it is translated." in facilitator.get(section).text
    refused = facilitator.post(
        f"/en/consolidations/{desk.row.public_id}/contributions/{row.public_id}",
        data=answer_data(row, "not-accepted"),
    )
    assert refused.status_code == 422
    assert "This waits for its translation." in refused.text

    page = leila.get(rendering).text
    assert "Awa Diop" not in page, "who is shown by the region is shown so here, too"
    assert re.search(r'lang="en">Water is a right.', page)
    assert re.search(r'lang="fr"[^>]*>.*<ins>.*humain</ins>', page)
    assert "C’est notre droit." in page
    words = {
        "heading": "Water",
        "body": "Water is a right.\n\nIt is not for sale. Everyone must have it, every day.",
        "until": hidden(page, "until") if 'type="hidden" name="until"' in page else "2026-03-12",
        "seen": hidden(page, "seen"),
    }
    assert "Nothing is changed yet" in leila.post(f"{rendering}/preview", data=words).text
    words["body"] = words["body"].replace("a right", "a human right")
    assert re.search(r"<ins>.*human ?</ins>", leila.post(f"{rendering}/preview", data=words).text)
    assert leila.post(rendering, data=words).status_code == 303
    again = leila.post(rendering, data=words)
    assert again.status_code == 409, "it was made before there was this rendering"
    assert "a human right" in again.text

    confirm = f"{rendering}/confirm"
    assert f'href="{confirm}"' in author.get(f"/en/contributions/{row.public_id}").text
    assert across.work.client(make_person(organisation=make_organisation())).get(confirm).status_code == 403
    page = author.get(confirm).text
    assert "Translated by Leïla Ben." in page
    assert "You can object until" in page
    assert "Silence counts as yes." in page
    page = facilitator.get(f"/en/consolidations/{desk.row.public_id}/publish").text
    assert "1 author can still object to a translation" in page
    seen = {"seen": hidden(author.get(confirm).text, "seen")}
    assert author.post(confirm, data={**seen, "reply": "objects"}).status_code == 422
    assert author.post(confirm, data={**seen, "reply": "agrees"}).status_code == 303
    page = facilitator.get(section).text
    assert "Translated from français by Leïla Ben." in page
    assert "The author confirmed it." in page
    answer = facilitator.post(
        f"/en/consolidations/{desk.row.public_id}/contributions/{row.public_id}",
        data=answer_data(row, "accepted"),
    )
    assert answer.status_code == 303
    desk.publish()
    db.session.commit()
    page = author.get(f"/en/contributions/{row.public_id}").text
    assert "In English, translated by Leïla Ben:" in page
    assert "Where the words went" in page
    assert "rendering/confirm" not in page


def test_a_change_to_a_text_that_reads_otherwise_by_now_comes_back_beside_it(across: Across) -> None:
    author = across.work.client(across.author)
    address = f"/en/consultations/{across.consultation.public_id}/sections/water/amendments/new?text=fr"
    data = {**changed(across), "wording": hidden(author.get(address).text, "wording")}
    across.work.reviewed("water", [*WATER[:2], "On ne la vend pas.", WATER[3]])
    stale = author.post(address, data=data)
    assert stale.status_code == 409
    assert "un droit humain" in stale.text
    assert "On ne la vend pas." in stale.text
    assert db.session.query(Amendment).count() == 0
    anew = {**changed(across), "wording": hidden(stale.text, "wording")}
    assert author.post(address, data=anew).status_code == 303
    other = {**changed(across), "wording": anew["wording"]}
    across.work.narrative.target_languages = ["ar"]
    gone = author.post(address, data=other)
    assert gone.status_code == 409, "French was given up: it would stand against the English text"
    assert "Water is a right." in gone.text


def test_a_french_draft_and_a_sent_change_are_edited_in_french(across: Across) -> None:
    author = across.work.client(across.author)
    address = f"/en/consultations/{across.consultation.public_id}/sections/water/amendments/new?text=fr"
    author.post(address, data={**changed(across), "draft": ""})
    row = db.session.query(Amendment).one()
    edit = f"/en/contributions/{row.public_id}/edit"
    assert "un droit humain" in author.get(edit).text
    preview = f"/en/consultations/{across.consultation.public_id}/sections/water/amendments/preview"
    given = {**changed(across, "à vendre", "une marchandise"), "edited": row.public_id}
    assert re.search(r"<ins>.*une marchandise</ins>", author.post(preview, data=given).text)
    assert author.post(edit, data=given).status_code == 303
    db.session.expire_all()
    assert (row.status, row.language) == ("submitted", "fr")
    assert row.text.base_text.language == "fr"
    assert [hunk.new for hunk in row.text.hunks] == ["une marchandise"]
    across.render(row, "for sale", "a commodity")
    page = author.get(f"/en/contributions/{row.public_id}").text
    assert "translated into English" in page
    assert re.search(r'lang="en"[^>]*>.*<ins>.*a commodity</ins>', page, re.S)


def test_who_may_not_read_it_renders_nothing_and_who_may_is_told_who_renders(across: Across) -> None:
    row = across.amend()
    address = f"/en/contributions/{row.public_id}/rendering"
    member = across.work.client(make_person(organisation=make_organisation()))
    assert member.get(address).status_code == 403
    assert "Translate it" not in member.get(f"/en/contributions/{row.public_id}").text
    assert (
        f'href="{address}"'
        in across.work.client(across.work.leila).get(f"/en/contributions/{row.public_id}").text
    )
    row.visibility = "facilitators"
    assert across.work.client(across.work.leila).get(address).status_code == 404
    assert (
        across.work.client(make_person("facilitator", across.work.narrative)).get(address).status_code == 200
    )


def test_the_reason_keeps_the_language_in_which_it_was_given(across: Across) -> None:
    author = across.work.client(across.author)
    address = f"/ar/consultations/{across.consultation.public_id}/sections/water/amendments/new"
    form = author.get(address).text
    assert re.search(r'<option[^>]*selected[^>]*value="ar"', form), "that of the pages is probable"
    assert re.search(r'<option[^>]*selected[^>]*value="fr"', author.get(f"{address}?text=fr").text)
    water = across.work.revision.places[0].text
    words = {"heading": "Water", "body": water.body.replace("a right", "a human right"), **SENDING}
    author.post(address, data={**words, "rationale": "حق لكل إنسان.", "language": "ar"})
    row = db.session.query(Amendment).one()
    assert (row.language, row.text.base_text.language) == ("ar", "en")
    page = author.get(f"/en/contributions/{row.public_id}").text
    assert re.search(r'dir="auto" lang="ar"><p[^>]*>حق لكل إنسان', page)
    assert re.search(r'lang="en"[^>]*>.*<ins>.*human', page)
    assert "waits for its translation" not in page
    edited = {**words, "rationale": "A right of each.", "language": "en", "edited": row.public_id}
    assert author.post(f"/en/contributions/{row.public_id}/edit", data=edited).status_code == 303
    db.session.expire_all()
    assert row.language == "en"
    author.post(address, data={**words, "rationale": "", "language": "ar"})
    newest = db.session.query(Amendment).order_by(Amendment.id.desc()).first()
    assert newest is not None
    assert newest.language == "en", "without a reason nothing is said in Arabic"
    assert author.post(address, data={**words, "language": "xx"}).status_code == 422


def test_a_rendered_change_counts_beside_the_passage_of_the_original_until_its_author_objects(
    across: Across,
) -> None:
    row = across.amend()
    native = make_amendment(across.consultation, find="a right", replace="a human right")
    reader = across.work.client(make_person())
    home = f"/en/consultations/{across.consultation.public_id}"
    texts = [place.section_text_id for place in across.work.revision.places]

    def noted(page: str) -> list[str]:
        return re.findall(r"(\d changes?) proposed here", reader.get(f"{home}/{page}").text)

    def wanted() -> int:
        return len(proposals([across.consultation.id], texts))

    def everywhere() -> list[list[str]]:
        db.session.commit()
        return [
            noted("text"),
            noted("sections/water"),
            noted("text?text=fr"),
            noted("sections/water?text=fr"),
        ]

    assert (everywhere(), wanted()) == ([["1 change"], ["1 change"], ["1 change"], ["1 change"]], 1)
    across.render(row, replace="everybody's right")
    assert (everywhere(), wanted()) == ([["2 changes"], ["2 changes"], ["1 change"], ["1 change"]], 2)
    across.reply(row, "objects", "Not so.")
    assert (everywhere(), wanted()) == ([["1 change"], ["1 change"], ["1 change"], ["1 change"]], 1)
    across.render(row)  # the very words of the other: one change, which two propose
    assert (everywhere(), wanted()) == ([["1 change"], ["1 change"], ["1 change"], ["1 change"]], 2)
    assert native.text.hunks[0].group_key == row.texts[-1].hunks[0].group_key
    body = across.base.body.replace("un droit", "un droit de toutes")
    author = across.work.client(across.author)
    edited = {**changed(across), "body": body, "edited": row.public_id}
    assert author.post(f"/en/contributions/{row.public_id}/edit", data=edited).status_code == 303
    assert (everywhere(), wanted()) == ([["1 change"], ["1 change"], ["1 change"], ["1 change"]], 1)


def test_proposed_words_against_what_was_agreed_on_get_a_hint_and_are_sent_all_the_same(
    across: Across,
) -> None:
    author, leila = across.work.client(across.author), across.work.client(across.work.leila)
    home = f"/en/consultations/{across.consultation.public_id}/sections/water/amendments"
    terms = "/en/narratives/shared/languages/en/terms"
    page = leila.get(terms).text
    assert 'name="source"' not in page, "the original stands for nothing else"
    leila.post(terms, data={"term": "human right", "avoid": "privilege; right", "meaning": "It is owed."})
    leila.post(terms.replace("/en/terms", "/fr/terms"), data={"term": "droit humain", "avoid": "privilège"})
    source = place_of(across.work.revision).text
    given = {"heading": source.heading, "body": source.body.replace("a right", "a privilege"), **SENDING}
    preview = author.post(f"{home}/preview", data=given).text
    assert "Better not “privilege”; agreed: “human right”." in preview
    assert "It is owed." in preview
    assert "Better not “right”" not in preview, "it stands there anyway"
    assert author.post(f"{home}/new", data=given).status_code == 303

    preview = author.post(f"{home}/preview?text=fr", data=changed(across, replace="un privilège")).text
    assert "Better not “privilège”; agreed: “droit humain”." in preview
    rendering = f"/en/contributions/{across.amend().public_id}/rendering/preview"
    until = {"until": first_day(db.session.query(Amendment).first(), now()) + timedelta(days=3)}
    assert "Better not “privilege”" in leila.post(rendering, data={**given, **until}).text
    for other in ("ar", "pt"):
        status = leila.get(terms.replace("/en/terms", f"/{other}/terms")).status_code
        assert status == (200 if other in across.work.narrative.target_languages else 404)
