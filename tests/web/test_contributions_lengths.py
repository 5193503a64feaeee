"""The longest text that each field takes and one sign more, in several scripts: counted in signs, not in bytes."""

import pytest

from consult.contributions.models import Contribution, Stance
from consult.core.database import db
from consult.web.forms import LONGEST_LINE, LONGEST_TEXT
from tests.factories import make_comment, make_consultation, make_organisation, make_person, make_question
from tests.page import PageClient

SENT = {"visibility": "name", "language": "en", "comment_kind": "remark", "position": "objection"}
SHORT = 2_000

FIELDS = {
    # form and field: its longest text, what else the form needs
    "comment body": (LONGEST_TEXT, {}),
    "reply body": (LONGEST_TEXT, {}),
    "answer body": (LONGEST_TEXT, {}),
    "amendment body": (LONGEST_TEXT, {"heading": "Water"}),
    "amendment rationale": (LONGEST_TEXT, {"heading": "Water", "body": "Other words."}),
    "amendment heading": (LONGEST_LINE, {"body": "Other words."}),
    "structure body": (LONGEST_TEXT, {"operation": "add", "heading": "Wells", "after": "", "depth": "1"}),
    "structure heading": (LONGEST_LINE, {"operation": "add", "after": "", "depth": "1"}),
    "stance reason": (SHORT, {}),
    "hide reason": (SHORT, {}),
    "hide note": (SHORT, {"reason": "It names somebody."}),
    "admit reason": (SHORT, {}),
}
SCRIPTS = {"latin": "word ", "arabic": "ماء ", "outside the first plane": "𐤀𐤁 "}


@pytest.fixture
def addresses(client: PageClient) -> dict[str, str]:
    """The address of each form, with a facilitator signed in who is a member, too."""
    consultation = make_consultation()
    row, question = make_comment(consultation), make_question(consultation)
    late = make_comment(consultation, is_late=True)
    client.sign_in(make_person("facilitator", consultation, organisation=make_organisation()))
    start = f"/en/consultations/{consultation.public_id}"
    return {
        "comment": f"{start}/sections/water/comments/new",
        "amendment": f"{start}/sections/water/amendments/new",
        "structure": f"{start}/structure/new",
        "answer": f"{start}/guiding-questions/{question.public_id}",
        "reply": f"/en/contributions/{row.public_id}/reply",
        "stance": f"/en/contributions/{row.public_id}/stance",
        "hide": f"/en/contributions/{row.public_id}/hide",
        "admit": f"/en/contributions/{late.public_id}/admit",
    }


def filled(script: str, length: int) -> str:
    """Return words of a script of exactly this length, without white space at the ends."""
    return (script * length)[: length - 1] + "a"


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
@pytest.mark.parametrize("field", FIELDS)
def test_the_longest_text_is_taken(
    client: PageClient, addresses: dict[str, str], field: str, script: str
) -> None:
    form, name = field.split()
    longest, others = FIELDS[field]
    typed = filled(script, longest)
    answer = client.post(addresses[form], data={**SENT, **others, name: typed})
    assert answer.status_code == 303
    db.session.expire_all()
    texts = [row.text for row in db.session.query(Contribution)]
    kept = [getattr(text, name) for text in texts if hasattr(text, name)]
    kept += [row.reason for row in db.session.query(Stance)]
    kept += [
        value for row in db.session.query(Contribution) for value in (row.hidden_reason, row.hidden_note)
    ]
    kept += [row.admitted_reason for row in db.session.query(Contribution)]
    assert typed in kept


@pytest.mark.parametrize("field", FIELDS)
def test_one_sign_more_is_refused_with_both_numbers_and_comes_back(
    client: PageClient, addresses: dict[str, str], field: str
) -> None:
    form, name = field.split()
    longest, others = FIELDS[field]
    typed = filled("ماء ", longest + 1)
    answer = client.post(addresses[form], data={**SENT, **others, name: typed})
    assert answer.status_code == 422
    assert typed in answer.text
    said = f"{longest + 1} signs, at most {longest}"
    assert said in answer.text


def test_white_space_at_the_ends_does_not_count(client: PageClient, addresses: dict[str, str]) -> None:
    typed = "  \r\n" + filled("word ", LONGEST_TEXT) + " \r\n\r\n"
    assert client.post(addresses["comment"], data={**SENT, "body": typed}).status_code == 303


def test_line_ends_of_a_browser_count_as_one_sign(client: PageClient, addresses: dict[str, str]) -> None:
    # A form sends two signs for each line end; who wrote exactly as much as is allowed must not be refused.
    typed = "a\r\n" * (LONGEST_TEXT // 2 - 1) + "ab"
    assert client.post(addresses["comment"], data={**SENT, "body": typed}).status_code == 303


def test_letters_composed_of_several_signs_are_kept_as_one(
    client: PageClient, addresses: dict[str, str]
) -> None:
    typed = {"heading": "E\u0301lan", "body": "E\u0301lan vital."}
    assert client.post(addresses["amendment"], data={**SENT, **typed}).status_code == 303
    row = db.session.query(Contribution).order_by(Contribution.id.desc()).first()
    assert row is not None
    assert (row.text.heading, row.text.body) == ("Élan", "Élan vital.")
