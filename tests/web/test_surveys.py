"""A survey held elsewhere, in a browser: its file, its columns, its answers in the summary, and out again."""

import re
from typing import Any

import pytest

from consult.core.clock import now
from consult.core.database import db
from consult.surveys.models import Survey
from consult.surveys.services import take_file
from consult.surveys.work import read_next
from tests.factories import make_answer, make_organisation, make_person
from tests.page import PageClient, words_of
from tests.survey_steps import HEADER, asking, ready, row, table
from tests.web.section_summary_steps import rows_of


def chosen(page: str) -> dict[str, str]:
    """Return what a form of columns holds, as the browser would send it."""
    form = page[page.index("/start") :]
    found = {}
    for name, body in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        picked = re.search(r'<option selected value="([^"]*)"', body)
        found[name] = picked.group(1) if picked else ""
    return found


def test_the_whole_way_of_a_survey(client: PageClient) -> None:
    consultation = asking()
    scale, choice, words = consultation.questions
    make_answer(choice, make_person(organisation=make_organisation()), "", choices=["Water"])
    person = make_person("facilitator", consultation, display_name="Marta")
    client.sign_in(person)
    place = f"/en/consultations/{consultation.public_id}"
    assert f"{place}/surveys" in client.get(place).text
    assert "Bring in a survey" in client.get(f"{place}/surveys").text
    rows = [row(number) for number in range(30)]
    rows += [
        row(40, Region="Atlantis"),
        row(42, Organisation="Well Keepers", Consent="yes", **{"What is missing?": "=Named words"}),
        row(44, Organisation="Well Keepers", Consent="no", **{"What is missing?": "Unnamed words"}),
    ]
    sent = client.post(f"{place}/surveys", data={"file": (table(rows), "street.csv")})
    assert sent.status_code == 303
    page = client.get(sent.location).text
    assert "A: Response ID" in page
    assert "Pumps number 0" in page
    assert "<bdi>Which first?</bdi></label>" in page  # whatever direction the page has
    assert "33 rows" in words_of(page)
    columns = chosen(page)
    assert [
        columns[name] for name in ("external", "day", "region", "language", "organisation", "named")
    ] == list("012345")
    assert [columns[f"q_{one.public_id}"] for one in (scale, choice, words)] == ["6", "7", "8"]
    assert columns["all_from"] == "africa"
    missing = client.post(f"{sent.location}/start", data=columns)
    assert missing.status_code == 422
    assert "Please fill this in." in missing.text
    told = {"title": "Street survey", "account": "At the market.", "words_for": "readers"}
    started = client.post(f"{sent.location}/start", data={**columns, **told})
    assert started.status_code == 303
    reading = client.get(sent.location).text
    assert 'hx-trigger="every 2s"' in reading
    assert "Look how far it is" in reading  # without a script
    part = client.get(sent.location, headers={"HX-Request": "true"}).text
    assert part.strip().startswith('<div id="survey-state"')
    assert "0 of 33" in words_of(part)
    db.session.rollback()
    assert read_next()
    done = client.get(sent.location, headers={"HX-Request": "true"}).text
    assert "hx-trigger" not in done
    assert "32 rows are counted." in words_of(done)
    assert rows_of(client, sent.location.removeprefix("/en").removeprefix("http://localhost/en") + "/faults.csv") == [
        {"Row": "32", "Column": "C", "Name of the column": "Region", "What stands there": "Atlantis",
         "Why it was not taken": "No region of the network has this name"}
    ]  # fmt: skip
    _see_answers(client.application.test_client(), place, scale, choice, words)
    taken_out = client.post(f"{sent.location}/withdraw", data={})
    assert taken_out.status_code == 303
    assert "1 answer" in words_of(client.get(f"{place}/summary/answers/{choice.public_id}").text)
    assert "This survey is taken out" in client.get(sent.location).text
    assert client.post(f"{sent.location}/withdraw", data={}).status_code == 409


def _see_answers(client: Any, place: str, scale: Any, choice: Any, words: Any) -> None:
    """See as an anonymous reader what the survey adds to the figures, and what stands behind them."""
    page = client.get(f"{place}/summary/answers").text
    assert "Water 18 54.5 18 0" in words_of(page)  # 17 of the survey, and the one that was sent here
    assert "Answers 33 100.0 18 15" in words_of(page)
    assert "All 32" in words_of(page)
    behind = words_of(client.get(f"{place}/summary/answers/{choice.public_id}?region=africa&option=1").text)
    assert "18 answers" in behind
    assert "Street survey Survey held elsewhere · 17 answers" in behind
    read = client.get(f"{place}/summary/answers/{words.public_id}").text
    assert "=Named words" in read
    assert read.count("Well Keepers") == 1  # once where it was agreed, not where it was not
    assert "Unnamed words" in read
    assert "Marta" in client.get(f"{place}/text").text or "Street survey" in read
    file = rows_of(client, f"{place.removeprefix('/en')}/summary/answers/{words.public_id}/surveys.csv")
    assert len(file) == 32
    named = next(one for one in file if "Named words" in one["text"] and one["organisation"])
    assert (named["text"], named["region"], named["survey"]) == ("'=Named words", "africa", "Street survey")


@pytest.mark.parametrize("reader", ["anonymous", "participant", "facilitator"])
def test_words_for_facilitators_are_counted_for_all_and_read_by_them(client: PageClient, reader: str) -> None:
    consultation = asking()
    ready(consultation, [row(number) for number in range(30)], words_for="facilitators")
    read_next()
    if reader != "anonymous":
        client.sign_in(make_person(reader, consultation))
    words = consultation.questions[2]
    page = client.get(f"/en/consultations/{consultation.public_id}/summary/answers/{words.public_id}").text
    assert "30 answers" in words_of(page)
    assert ("Pumps number 3" in page) is (reader == "facilitator")
    assert ("Only the facilitators read its words." in page) is (reader != "facilitator")
    file = rows_of(
        client, f"/consultations/{consultation.public_id}/summary/answers/{words.public_id}/surveys.csv"
    )
    assert len(file) == (30 if reader == "facilitator" else 0)


def test_a_region_of_few_is_told_of_no_answer_of_a_survey(client: PageClient) -> None:
    consultation = asking()
    rows = [row(number, Region="Africa") for number in range(15)] + [
        row(number, Region="Europe") for number in range(20, 23)
    ]
    ready(consultation, rows)
    read_next()
    words = consultation.questions[2]
    base = f"/en/consultations/{consultation.public_id}/summary/answers"
    assert "Europe" not in client.get(base).text
    page = client.get(f"{base}/{words.public_id}").text
    assert "Pumps number 21" in page
    assert "Europe" not in page
    assert "Africa" not in page  # else those without a region would be Europe's
    assert "Nothing here." in client.get(f"{base}/{words.public_id}?region=europe").text


def test_a_survey_whose_report_is_hidden_is_in_no_figure(client: PageClient) -> None:
    consultation = asking()
    survey = ready(consultation, [row(number) for number in range(12)])
    read_next()
    db.session.refresh(survey)
    survey.report.hidden_at = now()  # type: ignore[union-attr]
    assert (
        "nothing to count" in client.get(f"/en/consultations/{consultation.public_id}/summary/answers").text
    )


def test_long_lists_of_words_come_in_pages_in_an_order_of_their_own(client: PageClient) -> None:
    consultation = asking()
    ready(consultation, [row(number) for number in range(120)])
    read_next()
    words = consultation.questions[2]
    base = f"/en/consultations/{consultation.public_id}/summary/answers/{words.public_id}"
    found = [re.findall(r"Pumps number (\d+)", client.get(f"{base}?page={page}").text) for page in (1, 2, 3)]
    assert [len(one) for one in found] == [50, 50, 20]
    flat = [int(number) for one in found for number in one]
    assert sorted(flat) == list(range(120))
    assert flat != sorted(flat)


@pytest.mark.parametrize(
    ("header", "cells", "words"),
    [
        (["When", "Which first?"], ["03/04/2026", "Water"], "Day, month, year"),
        (["Which first?", "Which first?", "Which first?"], ["Water", "Health", "Water"], "C: Which first?"),
        (["=1+1", "Which first?"], ["=2+2", "Water"], "A: =1+1"),
        (["Which first?", "سؤال"], ["Water", "جواب"], "<bdi>B: سؤال</bdi>"),
        (
            ["Which first?", "What else? " * 8],
            ["Water", "x"],
            "What else? What el …</bdi>",
        ),  # cut, and said so
        (["Which first?"], ["ab " * 30], "ab ab …<"),
    ],
)
def test_strange_tables_are_shown_as_they_are(
    client: PageClient, header: list[str], cells: list[str], words: str
) -> None:
    consultation = asking()
    client.sign_in(make_person("facilitator", consultation))
    place = f"/en/consultations/{consultation.public_id}/surveys"
    sent = client.post(place, data={"file": (table([cells] * 3, header), "a.csv")})
    assert words in client.get(sent.location).text


def test_days_that_can_be_read_in_two_orders_are_asked_about(client: PageClient) -> None:
    consultation = asking()
    client.sign_in(make_person("facilitator", consultation))
    place = f"/en/consultations/{consultation.public_id}/surveys"
    rows = [["03/04/2026", "Water"], ["05/06/2026", "Health"]]
    sent = client.post(place, data={"file": (table(rows, ["When", "Which first?"]), "a.csv")})
    page = client.get(sent.location).text
    assert "These days can be read in more than one order" in page
    data = {**chosen(page), "title": "T", "account": "A", "words_for": "readers"}
    refused = client.post(f"{sent.location}/start", data=data)
    assert refused.status_code == 422
    assert "Say in which order the days are written" in refused.text
    assert (
        client.post(f"{sent.location}/start", data={**data, "day_order": "day-month-year"}).status_code == 303
    )
    db.session.rollback()
    read_next()
    survey = db.session.query(Survey).one()
    assert (survey.taken, str(survey.last_day)) == (2, "2026-06-05")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose a file."),
        ({"file": b""}, "Choose a file."),
        ({"file": b"PK\x03\x04"}, "not a table that can be read"),
        ({"file": (",".join(["c"] * 3000) + "\n1").encode()}, "too many columns"),
        ({"file": b"a,b\n"}, "There is no row in it."),
        ({"file": b"a\n" * 250_002}, "This table is too large: at most 250,000 rows. Cut it into several."),
        ({"file": b'a,b\n"' + b"1,2\n" * 20_000}, "A quotation mark opens and never closes"),
    ],
)
def test_a_file_that_is_no_survey_is_answered_with_clear_words(
    client: PageClient, data: dict[str, bytes], words: str
) -> None:
    import io

    consultation = asking()
    client.sign_in(make_person("facilitator", consultation))
    place = f"/en/consultations/{consultation.public_id}/surveys"
    answer = client.post(place, data={name: (io.BytesIO(content), "a.csv") for name, content in data.items()})
    assert answer.status_code == 422
    assert words in answer.text


def test_a_file_can_be_looked_at_again_and_thrown_away(client: PageClient) -> None:
    import io

    consultation = asking()
    person = make_person("facilitator", consultation)
    survey = take_file(
        consultation,
        io.BytesIO("Ort;Which first?\nKöln;Water\n".encode("cp1252")),
        "a.csv",
        actor=person,
        at=now(),
    )
    client.sign_in(person)
    page = f"/en/surveys/{survey.public_id}"
    assert "Köln" in client.get(page).text
    assert client.post(f"{page}/look", data={"encoding": "cp1251", "delimiter": ";"}).status_code == 303
    assert "Kцln" in client.get(page).text
    assert client.post(f"{page}/look", data={"encoding": "ebcdic", "delimiter": ";"}).status_code == 422
    assert client.post(f"{page}/withdraw", data={}).status_code == 303
    assert "This survey is taken out" in client.get(page).text
    assert client.post(f"{page}/look", data={"encoding": "utf-8", "delimiter": ";"}).status_code == 409
    assert HEADER[0] not in client.get(page).text
