"""Every page and file of summaries where there is next to nothing: right figures, or clear words; never an error."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, url_for

from consult.consultations.models import GuidingQuestion
from tests.conftest import NOON
from tests.factories import keep, make_amendment, make_comment, make_consultation, make_person, make_region

TABLES = {
    "summaries.table_csv": ("sections", "places", "days", "dispositions", "asked", "outcomes", "waiting"),
    "summaries.version_csv": ("contributions", "regions", "organisations", "changes", "regions-on-changes"),
    "summaries.narrative_table_csv": ("wanted", "regions", "agreement", "places"),
    "summaries.section_csv": ("changes", "passages", "regions"),
    "summaries.narrative_section_csv": ("changes",),
    "summaries.words_csv": (),
    "summaries.version_words_csv": (),
}
ELSEWHERE = ("quoting", "tag_contribution", "survey_words_csv", "working_group", "working_group_csv")


def one_change_of_one_region(consultation: Any) -> int:
    make_amendment(consultation, region=consultation.region)
    make_comment(consultation, region=consultation.region, disposition="noted", disposed_at=NOON)
    return 2


def all_hidden(consultation: Any) -> int:
    make_comment(consultation, hidden_at=NOON, hidden_reason="off-topic")
    make_comment(consultation, visibility="facilitators")
    return 0


def addresses(app: Flask, consultation: Any, question: Any, *, whole: bool) -> list[str]:
    """Return the address of every page and file of summaries; not `whole`: of the consultation alone."""
    values = {
        "consultation_id": consultation.public_id,
        "slug": consultation.narrative.slug,
        "number": consultation.base_revision.number,
        "key": consultation.base_revision.places[0].section.key,
        "code": consultation.region.code,
        "question_id": question.public_id,
    }
    found = []
    for rule in app.url_map.iter_rules():
        name = rule.endpoint
        if not whole and (".version" in name or ".narrative" in name or "report" in name):
            continue
        if not name.startswith("summaries.") or "GET" not in rule.methods or name.endswith(ELSEWHERE):
            continue
        some = {one: values[one] for one in rule.arguments if one in values}
        more = [{"table": one} for one in TABLES.get(name, ())] if "table" in rule.arguments else [{}]
        more = [{"form": one} for one in ("html", "xlsx")] if "form" in rule.arguments else more
        found += [url_for(name, lang="en", **some, **one) for one in more]
    return found


@pytest.mark.parametrize("sent", [one_change_of_one_region, all_hidden])
def test_every_page_and_file_answers(app: Flask, client: Any, sent: Callable[[Any], int]) -> None:
    consultation = make_consultation(region=make_region("africa"))
    question = keep(
        GuidingQuestion(
            consultation=consultation, position=1, kind="single", wording="Which?", options=["a", "b"]
        )
    )
    number = sent(consultation)
    client.sign_in(make_person("facilitator", consultation))
    with app.test_request_context():
        pages = addresses(app, consultation, question, whole=not number)
    assert len(pages) > (35 if not number else 15)
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
    summary = client.get(f"/en/consultations/{consultation.public_id}/summary").text
    assert ("Nothing has been sent yet that everybody may read" in summary) == (number == 0)
    file = client.get(f"/en/consultations/{consultation.public_id}/contributions.csv").get_data()
    assert len(list(csv.reader(io.StringIO(file.decode())))) == number + 1
