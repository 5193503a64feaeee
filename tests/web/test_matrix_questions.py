"""A question with several statements and the same options for each: asked, answered, changed, counted, handed out."""

import io
import re
from typing import Any

import pytest
from openpyxl import load_workbook

from consult.consultations.models import GuidingQuestion
from consult.contributions.models import Answer
from consult.contributions.searchable import said_in
from consult.contributions.services.personal import _chosen
from consult.core.database import db
from tests.factories import (
    make_answer,
    make_consultation,
    make_organisation,
    make_person,
    make_question,
    make_region,
)
from tests.page import PageClient, words_of
from tests.web.section_summary_steps import rows_of

STATEMENTS = ["Water is safe", "Care is shared & paid", "Land is ours"]
OPTIONS = ["Agree", "Unsure", "Disagree"]
TYPED = {"body": "", "visibility": "region", "language": "en"}


def matrix(**values: Any) -> GuidingQuestion:
    """Make a matrix in a consultation of its own."""
    shape = {"kind": "matrix", "options": OPTIONS, "statements": STATEMENTS, "wording": "What holds?"}
    return make_question(make_consultation(), **{**shape, **values})


def url_of(question: GuidingQuestion) -> str:
    return f"/en/consultations/{question.consultation.public_id}/guiding-questions/{question.public_id}"


def kept() -> list[list[str]]:
    db.session.expire_all()
    return [row.choices for row in db.session.query(Answer).order_by(Answer.id)]


def test_a_facilitator_asks_with_lines_of_text_and_changes_them_until_somebody_answered(
    client: PageClient,
) -> None:
    consultation = make_consultation()
    client.sign_in(make_person("facilitator", consultation))
    base = f"/en/consultations/{consultation.public_id}/guiding-questions"
    asked = {"wording": "What holds?", "kind": "matrix", "options": "Agree\nDisagree", "section": ""}
    refused = client.post(base, data={**asked, "statements": "  One   only \n"})
    assert refused.status_code == 422
    assert "Write at least two statements, one a line." in refused.text
    assert "One   only" in refused.text, "what was typed stays"
    many = "\n".join(f"Statement {number}" for number in range(200))
    assert "Ask about at most 30 statements." in client.post(base, data={**asked, "statements": many}).text
    twice = client.post(base, data={**asked, "statements": "Same\nOther\n Same "})
    assert "Each statement can stand there once." in twice.text
    assert client.post(base, data={**asked, "statements": "Water\n\n Care  work "}).status_code == 303
    question = consultation.questions[0]
    assert (question.statements, question.options) == (["Water", "Care work"], ["Agree", "Disagree"])
    assert "<li><bdi>Care work</bdi></li>" in client.get(base).text
    edit = f"{base}/{question.public_id}/edit"
    assert "Water\nCare work</textarea>" in client.get(edit).text
    client.post(edit, data={**asked, "kind": "matrix-scale", "statements": "Air\nSea", "options": ""})
    assert (question.kind, question.statements, question.options) == ("matrix-scale", ["Air", "Sea"], [])
    make_answer(question, body="", choices=["5", ""])
    db.session.commit()
    late = client.post(edit, data={**asked, "statements": "Other\nWords"})
    assert late.status_code == 409
    assert question.statements == ["Air", "Sea"]


def test_each_statement_is_answered_or_left_and_the_answer_comes_back_to_be_changed(
    client: PageClient,
) -> None:
    question = matrix()
    client.sign_in(make_person(organisation=make_organisation()))
    page = client.get(url_of(question)).text
    assert page.count('<input type="radio" name="matrix-') == 12, (
        "three options and none, for three statements"
    )
    assert len(re.findall(r'name="matrix-\d" value="" checked', page)) == 3
    assert "<legend><bdi>Care is shared &amp; paid</bdi></legend>" in page
    client.post(url_of(question), data={**TYPED, "matrix-0": "Agree", "matrix-1": "", "matrix-2": "Disagree"})
    assert kept() == [["Agree", "", "Disagree"]]
    again = client.get(url_of(question)).text
    assert re.findall(r'name="(matrix-\d)" value="(\w*)" checked', again) == [
        ("matrix-0", "Agree"), ("matrix-1", ""), ("matrix-2", "Disagree"),
    ]  # fmt: skip
    assert "<li><bdi>Land is ours: Disagree</bdi></li>" in again, "as it is shown"
    row = db.session.query(Answer).one()
    assert _chosen(row) == dict(zip(STATEMENTS, ["Agree", "", "Disagree"], strict=True)), "one's own data"
    assert said_in(row.text) == "Agree\n\nDisagree"
    url = f"/en/contributions/{row.public_id}/edit"
    assert 'name="matrix-2" value="Disagree" checked' in client.get(url).text
    client.post(url, data={"matrix-1": "Unsure", "body": "Since spring.", "language": "en"})
    assert kept() == [["", "Unsure", ""]]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose an option for one statement at least."),
        ({"matrix-0": "", "matrix-2": ""}, "Choose an option for one statement at least."),
        ({"matrix-0": "Always", "matrix-1": "Agree"}, "Choose from the options that are offered."),
        ({"matrix-1": ["Agree", "Unsure"]}, "A statement has two answers."),
        ({"matrix-1": "Agree", "matrix-7": "Agree"}, "A statement was answered that this question"),
        ({"matrix-1": "Agree", "matrix-x": "Agree"}, "A statement was answered that this question"),
        (
            {"matrix-1": "Agree", **{f"matrix-{place}": "Agree" for place in range(3, 200)}},
            "A statement was answered that this question",
        ),
        ({"matrix-1": "Agree", "matrix--1": "Agree"}, "A statement was answered that this question"),
    ],
)
def test_what_the_question_does_not_offer_is_refused_and_the_rest_stays(
    client: PageClient, sent: dict[str, Any], said: str
) -> None:
    question = matrix()
    client.sign_in(make_person(organisation=make_organisation()))
    answer = client.post(url_of(question), data={**TYPED, "body": "My words.", **sent})
    assert answer.status_code == 422
    assert said in answer.text
    assert "My words.</textarea>" in answer.text
    assert ('name="matrix-1" value="Agree" checked' in answer.text) == ("matrix-1" in sent)
    assert not kept()


def answered() -> GuidingQuestion:
    """Make a matrix on a scale: 12 answers from Africa; 11 from Europe, of which 9 answer the second statement."""
    question = matrix(kind="matrix-scale", options=["badly", "well"])
    for region, number in (("africa", 12), ("europe", 11)):
        where = make_region(region)
        for place in range(number):
            person = make_person(organisation=make_organisation(region=where))
            second = "" if region == "europe" and place > 8 else "2"
            first = "5" if region == "africa" else "1"
            make_answer(question, person, "", choices=[first, second, ""], visibility="region")
    make_answer(question, body="", choices=["5", "5", "5"], visibility="facilitators")
    db.session.commit()
    return question


def test_the_map_of_statements_and_what_each_region_chose(client: PageClient) -> None:
    question = answered()
    base = f"/consultations/{question.consultation.public_id}/summary/answers"
    page = client.get(f"/en{base}").text
    words = words_of(page)
    assert "Statement 1: badly 2 3 4 5: well Answers Mean" in words
    assert "Water is safe 11 0 0 0 12 23 3.1" in words
    assert "Care is shared &amp; paid 0 21 0 0 0 21 2.0" in words or "paid 0 21 0 0 0 21 2.0" in words
    assert "Land is ours 0 0 0 0 0 0 0.0" in words
    assert 'class="heat heat-5"' in page, "all that answered the second statement chose one option"
    rows = rows_of(client, f"{base}/{question.public_id}.csv")
    assert list(rows[0]) == ["Statement", "Option", "All", "Share (per cent)", "Africa", "Europe"]
    told = {(row["Statement"], row["Option"]): list(row.values())[2:] for row in rows}
    assert told["Water is safe", "5: well"] == ["12", "52.2", "12", "0"]
    assert told["Water is safe", "Mean"] == ["3.1", "", "5.0", "1.0"]
    assert told["Care is shared & paid", "2"] == ["21", "100.0", "", ""], "nine answers hide both"
    assert len(rows) == 3 * 7


def test_the_report_and_its_workbook_have_both_tables(client: PageClient) -> None:
    question = answered()
    address = f"/en/consultations/{question.consultation.public_id}/report"
    told = words_of(client.get(f"{address}?part=answers").text).replace("&amp;", "&")
    assert "Water is safe 11 0 0 0 12 23 3.1" in told
    assert "Care is shared & paid 2 21 100.0" in told
    assert (
        "Answers to the guiding questions"
        not in client.get(f"{address}?part=sections").text.split("</form>")[-1]
    )
    book = load_workbook(io.BytesIO(client.get(f"{address}.xlsx?part=answers").get_data()))
    first, second, _method = book
    assert [cell.value for cell in first[2]][:2] == ["Water is safe", 11]
    assert [cell.value for cell in second[6]][:6] == ["Water is safe", "5: well", 12, 52.2, 12, 0]


def test_each_figure_of_a_statement_leads_to_its_answers(client: PageClient) -> None:
    question = answered()
    base = f"/consultations/{question.consultation.public_id}/summary/answers"
    page = client.get(f"/en{base}").text
    links = {link.replace("&amp;", "&") for link in re.findall(r'class="figure" href="([^"]+)"', page)}
    path = f"/en{base}/{question.public_id}"
    assert {f"{path}?option=5&statement=1", f"{path}?statement=2", path} <= {
        re.sub(r"\?(statement=\d)&(option=\d)", r"?\2&\1", link) for link in links
    }
    assert "12 answers" in words_of(client.get(f"{path}?option=5&statement=1").text)
    behind = words_of(client.get(f"{path}?statement=2&region=europe").text)
    assert "9 answers" in behind
    assert "Statement Care is shared &amp; paid" in behind or "Statement Care is shared & paid" in behind
    assert "23 answers" in words_of(client.get(f"{path}?option=5").text), (
        "an option of no statement says nothing"
    )
    choices = [
        row["choices"]
        for row in rows_of(client, f"{base}/{question.public_id}/rows.csv?statement=1&option=1")
    ]
    assert len(choices) == 11
    assert choices[0] == "Water is safe: 1 | Care is shared & paid: 2"
    if question.consultation.protection != "high":
        question.consultation.protection = "high"
        db.session.commit()
    assert list(rows_of(client, f"{base}/{question.public_id}.csv")[0])[3:] == ["Share (per cent)"]
