"""What nobody should send, on every form of consultations: a clear message or a correct result, never a 500."""

from typing import Any

import pytest
from flask import Flask

from consult.consultations.models import Consultation, GuidingQuestion, WindowChange
from consult.core.database import db
from tests.factories import (
    make_consultation,
    make_narrative,
    make_network,
    make_person,
    make_question,
    make_region,
    make_revision,
)
from tests.page import PageClient

SCRIPT = '"><script>alert(1)</script><b hx-get="/x" onclick="y()">'
OVERRIDE = "abc\u202edef\u2066ghi"
LONG = "word " * 200_000 + "end-of-it"
BAD = {
    "script": SCRIPT,
    "nul": "before\x00after",
    "blank": " \n\t ",
}


@pytest.fixture
def one(app: Flask) -> Consultation:
    make_network()
    make_region("africa")
    consultation = make_consultation(make_revision(make_narrative(slug="ours")), title="Present")
    make_question(consultation)
    return consultation


@pytest.fixture
def staff(client: PageClient, one: Consultation) -> PageClient:
    return client.sign_in(make_person("secretariat"))


def new_fields(one: Consultation) -> dict[str, Any]:
    return {
        "base": one.base_revision.public_id,
        "title": "Another",
        "region": "africa",
        "theme": "t",
        "introduction": "i",
        "read_audience": "public",
        "contribute_audience": "members",
        "languages": ["en"],
        "zone": "UTC",
        "opens_day": "2026-03-01",
        "opens_time": "09:00",
        "closes_day": "2026-04-01",
        "closes_time": "18:00",
        "questions": "q?",
    }


def forms(one: Consultation) -> dict[str, tuple[str, dict[str, Any]]]:
    here = f"/en/consultations/{one.public_id}"
    question = f"{here}/guiding-questions/{one.questions[0].public_id}"
    asked = {"wording": "w?", "kind": "open", "options": "", "section": ""}
    later = {"closes_day": "2026-05-01", "closes_time": "10:00", "reason": "r"}
    return {
        "new": ("/en/narratives/ours/consultations/new", new_fields(one)),
        "edit": (f"{here}/edit", {**new_fields(one), "version": str(one.version)}),
        "extend": (f"{here}/window/extend", later),
        "close": (f"{here}/window/close", {"close_reason": "r"}),
        "add": (f"{here}/guiding-questions", asked),
        "question": (f"{question}/edit", asked),
        "invite": (f"{here}/invite", {"guests": "a@example.org", "letter_language": "en"}),
    }


TYPED = [
    ("new", "title"),
    ("new", "theme"),
    ("new", "introduction"),
    ("new", "questions"),
    ("new", "opens_day"),
    ("new", "closes_time"),
    ("new", "zone"),
    ("new", "base"),
    ("edit", "title"),
    ("edit", "introduction"),
    ("edit", "version"),
    ("extend", "reason"),
    ("extend", "closes_day"),
    ("extend", "closes_fold"),
    ("close", "close_reason"),
    ("add", "wording"),
    ("add", "options"),
    ("add", "kind"),
    ("question", "wording"),
    ("question", "section"),
    ("invite", "guests"),
    ("invite", "letter_language"),
]


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize(("form", "field"), TYPED)
def test_a_bad_value_is_refused_or_shown_as_text(
    staff: PageClient, one: Consultation, form: str, field: str, kind: str
) -> None:
    path, fields = forms(one)[form]
    answer = staff.post(path, data={**fields, field: BAD[kind]})
    assert answer.status_code in (303, 409, 422), answer.status_code
    shown = answer if answer.status_code != 303 else staff.get(answer.location)
    assert shown.status_code < 500
    assert "<script>alert" not in shown.text
    assert '<b hx-get="' not in shown.text
    assert "\x00" not in shown.text


@pytest.mark.parametrize(("form", "field"), TYPED)
def test_a_megabyte_is_refused_in_every_field(
    staff: PageClient, one: Consultation, form: str, field: str
) -> None:
    path, fields = forms(one)[form]
    # An edit from a form of no known version is told that the page has changed; all else is a matter of the field.
    assert staff.post(path, data={**fields, field: LONG}).status_code == (409 if field == "version" else 422)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ("new", "introduction"),
        ("new", "questions"),
        ("edit", "introduction"),
        ("extend", "reason"),
        ("close", "close_reason"),
        ("add", "wording"),
        ("question", "options"),
        ("invite", "guests"),
    ],
)
def test_a_text_that_is_too_long_comes_back_whole(
    staff: PageClient, one: Consultation, form: str, field: str
) -> None:
    path, fields = forms(one)[form]
    page = staff.post(path, data={**fields, field: LONG})
    assert page.status_code == 422
    assert "end-of-it</textarea>" in page.text


@pytest.mark.parametrize("form", ["new", "edit", "extend", "close", "add", "question", "invite"])
def test_a_form_without_anything_is_refused(staff: PageClient, one: Consultation, form: str) -> None:
    path, _ = forms(one)[form]
    before = [db.session.query(table).count() for table in (Consultation, GuidingQuestion, WindowChange)]
    assert staff.post(path, data={}).status_code == 422
    assert [
        db.session.query(table).count() for table in (Consultation, GuidingQuestion, WindowChange)
    ] == before


@pytest.mark.parametrize("form", ["new", "edit", "extend", "close", "add", "question", "invite"])
def test_a_form_without_its_token_changes_nothing(staff: PageClient, one: Consultation, form: str) -> None:
    path, fields = forms(one)[form]
    title, closes = one.title, one.closes_at
    assert staff.post(path, data=fields, csrf=False).status_code == 400
    db.session.expire_all()
    assert (one.title, one.closes_at) == (title, closes)
    assert db.session.query(Consultation).count() == 1


def test_direction_marks_do_not_reach_a_title(staff: PageClient, one: Consultation) -> None:
    path, fields = forms(one)["edit"]
    assert staff.post(path, data={**fields, "title": OVERRIDE}).status_code == 303
    db.session.expire_all()
    assert one.title == "abcdefghi"


def test_a_reason_keeps_signs_that_a_template_might_read(staff: PageClient, one: Consultation) -> None:
    path, _ = forms(one)["close"]
    staff.post(path, data={"close_reason": "{{ 7 * 7 }} %(name)s %s {0}"})
    page = staff.get(f"/en/consultations/{one.public_id}")
    assert page.status_code == 200
    assert "{{ 7 * 7 }} %(name)s %s {0}" in page.text


@pytest.mark.parametrize("direction", ["", "sideways", SCRIPT])
def test_a_question_moves_up_or_down_only(staff: PageClient, one: Consultation, direction: str) -> None:
    make_question(one, wording="Second?")
    here = f"/en/consultations/{one.public_id}/guiding-questions/{one.questions[0].public_id}/move"
    assert staff.post(here, data={"direction": direction}).status_code == 303
    db.session.expire_all()
    assert [question.wording for question in one.questions] == ["What is missing?", "Second?"]
