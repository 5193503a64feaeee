"""Words of one language within a page of another: each in its own voice, and in its own direction."""

import re

from flask import Flask

from consult.contributions.marks import mark_labels
from consult.web.pages import listed
from tests.factories import (
    make_amendment,
    make_answer,
    make_comment,
    make_consultation,
    make_question,
    make_revision,
)
from tests.page import PageClient

SECTIONS = [
    ("water", "Water", "Water is a right."),
    ("health", "Health & care", "Free."),
    ("late", "صحة", "نص"),
]


def test_what_is_said_before_a_change_is_spoken_in_the_language_of_the_page(client: PageClient) -> None:
    consultation = make_consultation(make_revision(sections=SECTIONS))
    make_amendment(consultation)
    make_amendment(consultation, find="a right", replace="ours")
    address = f"/consultations/{consultation.public_id}/sections/water"
    for language, direction in (("ar", "rtl"), ("en", "ltr")):
        page = client.get(f"/{language}{address}").text
        said = f'<bdi class="visually-hidden"><span lang="{language}" dir="{direction}">'
        assert (
            f'<div class="changes" lang="en" dir="auto"><p>Water is a <ins>{said}added:</span> </bdi>human </ins>'
            in page
        )


def test_labels_are_made_once_for_each_language_and_escape_their_words(app: Flask) -> None:
    with app.test_request_context("/en/"):
        added, removed = mark_labels()
    assert added == '<span lang="en" dir="ltr">added:</span>'
    assert removed == '<span lang="en" dir="ltr">removed:</span>'


def test_a_list_of_names_isolates_each_and_escapes_it(app: Flask) -> None:
    with app.test_request_context("/en/"):
        assert listed(["2 Who <pays>", "صحة"]) == "<bdi>2 Who &lt;pays&gt;</bdi>, <bdi>صحة</bdi>"
        assert listed([]) == ""


def test_sections_that_nobody_spoke_of_are_named_each_in_its_direction(client: PageClient) -> None:
    consultation = make_consultation(make_revision(sections=SECTIONS))
    make_comment(consultation)
    page = client.get(f"/ar/consultations/{consultation.public_id}/summary").text
    assert "<bdi>2. Health &amp; care</bdi>, <bdi>3. صحة</bdi>" in page


def test_choices_of_an_answer_stand_each_in_its_direction(client: PageClient) -> None:
    consultation = make_consultation(make_revision(sections=SECTIONS), state="closed")
    question = make_question(consultation, kind="multiple", options=["Buses", "قطار"])
    make_answer(question, choices=["Buses", "قطار"])
    page = client.get(f"/ar/consultations/{consultation.public_id}/ledger").text
    assert "<p><bdi>Buses</bdi>, <bdi>قطار</bdi></p>" in page


def test_the_balance_is_told_in_whole_sentences(client: PageClient) -> None:
    consultation = make_consultation(make_revision(sections=SECTIONS), state="closed")
    make_comment(consultation)
    page = client.get(f"/en/narratives/{consultation.narrative.slug}/summary").text
    words = " ".join(re.sub(r"<[^>]+>", "", page).split())
    told = r"(\d+) words stand in version 1\.0\. Of these, 0 came from contributions, \1 from the text at the"
    assert re.search(told + " beginning, and 0 are the facilitators’ own", words)
    assert (
        "1 contribution is counted here. People of 1 organisation sent something, of 1 in the network."
        in words
    )
