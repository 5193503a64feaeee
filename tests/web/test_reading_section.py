"""The page of one section in a consultation: its text, what was sent on it, and the ways to take part."""

import re
from typing import Any

from consult.core.database import db
from consult.narratives.models import Section
from tests.factories import (
    make_amendment,
    make_answer,
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_question,
    make_region,
    make_revision,
    place_of,
)
from tests.page import PageClient


def _page(client: PageClient, consultation: Any, query: str = "", **headers: str) -> str:
    address = f"/en/consultations/{consultation.public_id}/sections/water{query}"
    answer = client.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    assert answer.status_code == 200
    return answer.text


def _member() -> Any:
    return make_person(organisation=make_organisation())


def test_a_section_shows_its_text_and_what_was_sent_on_it(client: PageClient) -> None:
    consultation = make_consultation()
    make_comment(consultation, body="Say who pays for it.")
    make_amendment(consultation, rationale="It is one of many rights.")
    page = _page(client, consultation)
    for words in ("It is not for sale", "Say who pays for it.", "It is one of many rights.", "Open until"):
        assert words in page
    assert "<ins>" in page
    assert "1 change proposed here" in page


def test_what_was_sent_on_another_section_is_not_here(client: PageClient) -> None:
    consultation = make_consultation()
    health = place_of(consultation.base_revision, "health").section
    make_comment(consultation, body="Doctors are missing.", section=health)
    assert "Doctors are missing." not in _page(client, consultation)


def test_the_neighbouring_sections_are_one_link_away(client: PageClient) -> None:
    consultation = make_consultation()
    page = _page(client, consultation)
    assert f'href="/en/consultations/{consultation.public_id}/sections/health" rel="next"' in page
    assert 'rel="prev"' not in page


def test_all_sections_are_beside_the_text_and_this_one_is_marked(client: PageClient) -> None:
    consultation = make_consultation()
    page = _page(client, consultation)
    column = page.split('class="contents"')[1].split("</ol>")[0]
    assert column.count("<li") == 2
    assert f'/consultations/{consultation.public_id}/sections/water" aria-current="true"' in column


def test_a_section_that_there_is_not_is_not_found(client: PageClient) -> None:
    consultation = make_consultation()
    for path in (f"{consultation.public_id}/sections/sand", "000000000000/sections/water"):
        assert client.get(f"/en/consultations/{path}").status_code == 404


def test_a_consultation_for_those_invited_is_not_found_by_others(client: PageClient) -> None:
    consultation = make_consultation(read_audience="invited", contribute_audience="invited")
    path = f"/en/consultations/{consultation.public_id}/sections/water"
    assert client.get(path).status_code == 404
    assert client.sign_in(_member()).get(path).status_code == 404


def test_replies_stand_in_their_thread(client: PageClient) -> None:
    consultation = make_consultation()
    start = make_comment(consultation, body="Who pays?")
    make_comment(consultation, body="All of us.", thread_id=start.id, reply_to_id=start.id)
    page = _page(client, consultation)
    assert page.index('class="replies"') < page.index("All of us.")
    assert 'id="number-of-comments">1</span>' in page.split('id="comments"')[1][:200]


def test_a_long_thread_is_folded_and_a_short_one_is_not(client: PageClient) -> None:
    consultation = make_consultation()
    long, short = make_comment(consultation), make_comment(consultation)
    for start, number in ((long, 4), (short, 3)):
        for turn in range(number):
            make_comment(consultation, body=f"Reply {turn}.", thread_id=start.id, reply_to_id=start.id)
    page = _page(client, consultation)
    assert "<summary>4 replies</summary>" in page
    assert "3 replies" not in page
    assert page.count("Reply 0.") == 2


def test_a_reader_who_has_not_signed_in_is_asked_to(client: PageClient) -> None:
    page = _page(client, make_consultation())
    assert "Sign in to comment or to propose other words." in page
    assert 'id="comment-fields"' not in page


def test_a_member_finds_the_form_on_the_page_and_can_quote(client: PageClient) -> None:
    consultation = make_consultation()
    page = _page(client.sign_in(_member()), consultation)
    assert 'data-quotable data-quote-form="comment-fields"' in page
    assert 'id="comment-fields"' in page
    for path in ("amendments/new", "stance"):
        assert f"/en/consultations/{consultation.public_id}/sections/water/{path}" in page


def test_a_comment_sent_from_the_page_stands_on_it(client: PageClient) -> None:
    consultation = make_consultation()
    client.sign_in(_member())
    typed = {
        "comment_kind": "remark",
        "body": "The well is dry.",
        "language": "en",
        "voice": "self",
        "visibility": "region",
        "quote": "It is not for sale.",
        "paragraph": "1",
    }
    path = f"/en/consultations/{consultation.public_id}/sections/water/comments/new"
    sent = client.post(path, data=typed)
    assert sent.status_code == 303
    assert f"/en/consultations/{consultation.public_id}/sections/water?sent=" in sent.headers["Location"]
    assert "The well is dry." in _page(client, consultation)


def test_after_closing_the_page_says_that_it_would_arrive_late(client: PageClient) -> None:
    consultation = make_consultation(state="closed")
    page = _page(client.sign_in(_member()), consultation)
    assert "What you send now arrives late" in page
    assert 'id="comment-fields"' not in page


def test_the_same_change_names_who_else_proposes_it(client: PageClient) -> None:
    consultation = make_consultation()
    first = make_amendment(consultation, visibility="region")
    second = make_amendment(consultation)
    page = _page(client, consultation)
    assert page.count("The same is proposed by:") == 2
    assert f'<a href="#c-{second.public_id}"><bdi>{second.person.display_name}' in page
    assert first.person.display_name not in page


def test_changes_that_cannot_both_stand_point_at_each_other(client: PageClient) -> None:
    consultation = make_consultation()
    one = make_amendment(consultation, replace="a human right")
    other = make_amendment(consultation, replace="everybody's")
    beside = make_amendment(consultation, find="every day", replace="each day")
    page = _page(client, consultation)
    assert page.count("Cannot stand together with") == 2
    for amendment, links in ((one, 1), (other, 1), (beside, 0)):
        assert page.count(f'href="#c-{amendment.public_id}"') == links


def test_a_change_for_facilitators_only_is_no_neighbour_to_others(client: PageClient) -> None:
    consultation = make_consultation()
    make_amendment(consultation, replace="a human right")
    make_amendment(consultation, replace="everybody's", visibility="facilitators")
    page = _page(client, consultation)
    assert "Cannot stand together with" not in page
    assert "everybody" not in page


def test_an_own_draft_is_there_for_its_author_only(client: PageClient) -> None:
    consultation = make_consultation()
    author = _member()
    make_amendment(consultation, author, rationale="Not ready.", status="draft", submitted_at=None)
    assert "Not ready." not in _page(client, consultation)
    assert "Not ready." in _page(client.sign_in(author), consultation)


def test_answers_stand_with_the_question_about_the_section(client: PageClient) -> None:
    consultation = make_consultation()
    water = place_of(consultation.base_revision).section
    question = make_question(consultation, wording="Who has no water?", section=water)
    make_question(consultation, wording="Who has no doctor?")
    make_answer(question, body="The islands.")
    page = _page(client, consultation)
    assert page.index("Who has no water?") < page.index("The islands.")
    assert "Who has no doctor?" not in page


def test_the_questions_about_a_section_are_asked_on_it_in_their_order_and_no_others(
    client: PageClient,
) -> None:
    consultation = make_consultation()
    first, second = (place.section for place in consultation.base_revision.places[:2])
    elsewhere = make_consultation(consultation.base_revision)
    make_question(elsewhere, wording="Asked elsewhere?", section=first)
    for position, (wording, section) in enumerate(
        [("Then who?", first), ("Of all of it?", None), ("Who first?", first), ("Of the next?", second)]
    ):
        make_question(consultation, wording=wording, section=section, position=9 - position)
    asked = ("Who first?", "Then who?", "Of all of it?", "Of the next?", "Asked elsewhere?")
    here = f"/en/consultations/{consultation.public_id}/sections/{first.key}"
    page = client.get(here).text
    assert [wording in page for wording in asked] == [True, True, False, False, False]
    assert page.index("Who first?") < page.index("Then who?")
    other = client.get(here.replace(first.key, second.key)).text
    assert [wording in other for wording in asked] == [False, False, False, True, False]


def _many(consultation: Any) -> None:
    pacific = make_organisation(region=make_region("pacific"))
    for number in range(5):
        make_comment(consultation, body=f"From Africa {number}.")
    make_comment(consultation, make_person(organisation=pacific), body="From the islands.")
    make_amendment(consultation, rationale="Because.")


def test_contributions_are_chosen_by_kind_and_region(client: PageClient) -> None:
    consultation = make_consultation()
    _many(consultation)
    page = _page(client, consultation, "?kind=comment&region=pacific")
    assert "From the islands." in page
    assert "From Africa" not in page
    assert "Because." not in page
    assert "1 of 7 contributions is shown." in page
    assert "Show everything" in page


def test_a_kind_that_there_is_not_chooses_everything(client: PageClient) -> None:
    consultation = make_consultation()
    _many(consultation)
    page = _page(client, consultation, "?kind=gossip")
    assert "From the islands." in page
    assert "Because." in page


def test_choosing_with_htmx_brings_only_the_list(client: PageClient) -> None:
    consultation = make_consultation()
    _many(consultation)
    part = _page(client, consultation, "?region=pacific", HX_Request="true")
    assert part.strip().startswith('<div id="contributions"')
    assert "From the islands." in part
    assert "It is not for sale" not in part


def test_no_filter_tells_the_region_of_what_is_withheld(client: PageClient) -> None:
    consultation = make_consultation()
    _many(consultation)
    caribbean = make_organisation(region=make_region("caribbean"))
    person = make_person(organisation=caribbean)
    make_comment(consultation, person, visibility="facilitators", body="We were threatened.")
    page = _page(client, consultation)
    assert "Caribbean" not in page
    found = _page(client, consultation, "?region=caribbean")
    assert "0 of 7" in found
    assert "We were threatened." not in found


def test_a_few_contributions_need_no_filter(client: PageClient) -> None:
    consultation = make_consultation()
    make_comment(consultation)
    assert 'class="filters"' not in _page(client, consultation)


def test_marks_in_words_that_people_sent_stay_words(client: PageClient) -> None:
    consultation = make_consultation()
    person = make_person(display_name="<b>Ana</b>", organisation=make_organisation(name="<i>Org</i>"))
    make_comment(consultation, person, body='<script>alert(1)</script> <a hx-get="/x">x</a>')
    page = _page(client, consultation)
    assert "<script>alert" not in page
    assert "<b>Ana" not in page
    assert not re.search(r"<a [^>]*hx-get", page)


def test_a_revision_keeps_its_sections_apart_from_another_narratives(client: PageClient) -> None:
    consultation = make_consultation()
    make_revision(sections=[("water", "Water", "Elsewhere it rains.")])
    assert "Elsewhere it rains." not in _page(client, consultation)
    assert db.session.query(Section).filter_by(key="water").count() == 2
