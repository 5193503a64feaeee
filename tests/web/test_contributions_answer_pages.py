"""Answering guiding questions, and proposing another structure, in a browser."""

import pytest

from consult.contributions.models import Amendment, Answer
from consult.core.database import db
from tests.factories import make_amendment, make_consultation, make_organisation, make_person, make_question
from tests.page import PageClient

TYPED = {"body": "Care work.", "visibility": "name", "language": "en"}


def member():  # type: ignore[no-untyped-def]
    """Make a member of the network."""
    return make_person(organisation=make_organisation())


def question_url(question) -> str:  # type: ignore[no-untyped-def]
    """Return the address of a question's page."""
    return f"/en/consultations/{question.consultation.public_id}/guiding-questions/{question.public_id}"


def answers() -> list[Answer]:
    """Return the answers as the database has them now."""
    db.session.expire_all()
    return db.session.query(Answer).order_by(Answer.id).all()


def test_each_question_leads_to_the_next(client: PageClient) -> None:
    consultation = make_consultation()
    first, second = make_question(consultation), make_question(consultation, wording="Who pays?")
    client.sign_in(member())
    page = client.get(question_url(first)).text
    assert "Question 1 of 2" in page
    assert question_url(second) in page
    assert client.post(question_url(first), data=TYPED).location == question_url(second)
    page = client.get(question_url(second)).text
    assert question_url(first) in page
    done = client.post(question_url(second), data={**TYPED, "body": "All of us."}).location
    assert done == f"/en/consultations/{consultation.public_id}"
    assert [row.text.body for row in answers()] == ["Care work.", "All of us."]


def test_the_form_comes_back_with_what_was_answered_and_changes_it(client: PageClient) -> None:
    question = make_question(make_consultation(), kind="multiple", options=["Water", "Care", "Schools"])
    client.sign_in(member())
    client.post(question_url(question), data={**TYPED, "choices": ["Care", "Water"]})
    page = client.get(question_url(question)).text
    checked = [tag for tag in page.split("<input")[1:] if "checked" in tag.split(">")[0]]
    assert sum('name="choices"' in tag for tag in checked) == 2
    assert "Care work.</textarea>" in page
    client.post(question_url(question), data={**TYPED, "choices": ["Schools"]})
    assert [row.choices for row in answers()] == [["Schools"]]


def test_a_scale_names_its_ends(client: PageClient) -> None:
    question = make_question(make_consultation(), kind="scale", options=["not at all", "fully"])
    client.sign_in(member())
    page = client.get(question_url(question)).text
    assert "1: not at all" in page
    assert "5: fully" in page
    client.post(question_url(question), data={**TYPED, "choice": "4"})
    assert answers()[0].choices == ["4"]


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("open", {"body": " "}),
        ("single", {}),
        ("single", {"choice": "Up"}),
        ("multiple", {}),
        ("scale", {"choice": "9"}),
        ("ranking", {}),
        ("ranking", {"ranking": ["", ""]}),
        ("ranking", {"ranking": ["North", "Up"]}),
        ("ranking", {"ranking": ["North", "North"]}),
    ],
)
def test_an_empty_or_unknown_answer_is_refused_and_what_was_typed_stays(
    client: PageClient, kind: str, data: dict
) -> None:
    question = make_question(make_consultation(), kind=kind, options=["North", "South"])
    client.sign_in(member())
    answer = client.post(question_url(question), data={**TYPED, "body": "My words.", **data})
    assert answer.status_code == 422
    assert "body" in data or "My words.</textarea>" in answer.text
    assert not answers()


def test_options_are_put_in_order_place_by_place(client: PageClient) -> None:
    options = ["North", "South", "East & West"]
    question = make_question(make_consultation(), kind="ranking", options=options)
    client.sign_in(member())
    page = client.get(question_url(question)).text
    assert page.count('<select id="ranking-') == 3
    client.post(question_url(question), data={**TYPED, "body": "", "ranking": ["East & West", "", "North"]})
    row = answers()[0]
    assert row.choices == ["East & West", "North"], "in the order given; an empty place is none"
    again = client.get(question_url(question)).text
    assert again.count(" selected>East &amp; West<") == again.count(" selected>North<") == 1
    assert "<ol><li><bdi>East &amp; West</bdi></li><li><bdi>North</bdi></li></ol>" in again
    url = f"/en/contributions/{row.public_id}/edit"
    assert " selected>North<" in client.get(url).text
    twice = client.post(url, data={"ranking": ["South", "South"], "body": "Anew.", "language": "en"})
    assert twice.status_code == 422
    assert "Give each option one place at most." in twice.text
    client.post(url, data={"ranking": ["South", "North", "East & West"], "body": "", "language": "en"})
    assert answers()[0].choices == ["South", "North", "East & West"]


def test_an_answer_can_be_edited_from_its_card(client: PageClient) -> None:
    question = make_question(make_consultation(), kind="single", options=["North", "South"])
    client.sign_in(member())
    client.post(question_url(question), data={**TYPED, "choice": "North"})
    url = f"/en/contributions/{answers()[0].public_id}/edit"
    assert "What is missing?" in client.get(url).text
    client.post(url, data={"choice": "South", "body": "On reflection.", "language": "en"})
    row = answers()[0]
    assert (row.choices, row.text.body, len(row.texts)) == (["South"], "On reflection.", 2)


def test_a_question_of_another_consultation_is_not_found(client: PageClient) -> None:
    question = make_question(make_consultation())
    other = make_consultation(question.consultation.base_revision)
    client.sign_in(member())
    url = f"/en/consultations/{other.public_id}/guiding-questions/{question.public_id}"
    assert client.get(url).status_code == 404


def structure_url(consultation, operation: str = "") -> str:  # type: ignore[no-untyped-def]
    """Return the address of the form of a proposal about the structure."""
    end = f"?operation={operation}" if operation else ""
    return f"/en/consultations/{consultation.public_id}/structure/new{end}"


STRUCTURE = {
    "add": {"heading": "Wells", "body": "Dig them.", "after": "water", "depth": "2"},
    "remove": {"section": "health", "rationale": "It is said elsewhere."},
    "move": {"section": "health", "after": "", "depth": "1"},
}


@pytest.mark.parametrize("operation", STRUCTURE)
def test_a_section_is_added_removed_or_moved(client: PageClient, operation: str) -> None:
    consultation = make_consultation()
    client.sign_in(member())
    assert structure_url(consultation, operation) in client.get(structure_url(consultation)).text
    assert client.get(structure_url(consultation, operation)).status_code == 200
    data = {**STRUCTURE[operation], "operation": operation, "visibility": "region"}
    assert client.post(structure_url(consultation), data=data).status_code == 303
    row = db.session.query(Amendment).one()
    assert (row.operation, row.status, row.visibility) == (operation, "submitted", "region")


@pytest.mark.parametrize(
    ("operation", "changed", "said"),
    [
        ("add", {"heading": " "}, "Please fill this in"),
        ("remove", {"rationale": ""}, "Say why this section should go"),
        ("move", {"section": "water"}, "This is where the section stands already"),
        ("move", {"section": "nowhere"}, "Not a valid choice"),
        ("move", {"section": ""}, "Say which section you mean"),
        ("shuffle", {}, "Propose another order"),
    ],
)
def test_a_proposal_that_says_too_little_comes_back(
    client: PageClient, operation: str, changed: dict, said: str
) -> None:
    consultation = make_consultation()
    client.sign_in(member())
    data = {**STRUCTURE.get(operation, {}), "operation": operation, "visibility": "name", **changed}
    answer = client.post(structure_url(consultation), data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert not db.session.query(Amendment).count()


def test_a_proposal_about_the_structure_can_be_edited(client: PageClient) -> None:
    person = member()
    row = make_amendment(make_consultation(), person, operation="remove")
    client.sign_in(person)
    url = f"/en/contributions/{row.public_id}/edit"
    assert 'name="body"' not in client.get(url).text
    assert client.post(url, data={"rationale": "A better reason.", "language": "en"}).status_code == 303
    db.session.expire_all()
    assert row.text.rationale == "A better reason."
