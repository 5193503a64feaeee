"""Who may do what with contributions, when: one table over roles, windows and whose contribution it is."""

from typing import Any

import pytest

from tests.factories import (
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_question,
    make_revision,
)
from tests.page import PageClient

FINE, IN, NO, NONE = 200, "sign-in", 403, 404
"""The page is shown; the sign-in is asked; the page may be read but not this; there is no such page."""

ROLES = ("anonymous", "outsider", "member", "participant", "facilitator", "working-group", "secretariat")

SUBMIT = {
    # role: before, during, after the window (members may contribute; everybody may read)
    "anonymous": (IN, IN, IN),
    "outsider": (NO, NO, NO),
    "member": (NO, FINE, FINE),
    "participant": (NO, FINE, FINE),
    "facilitator": (NO, FINE, FINE),
    "working-group": (NO, NO, NO),
    "secretariat": (NO, NO, NO),
}
STANCE = {
    "anonymous": (IN, IN, IN),
    "outsider": (NO, NO, NO),
    "member": (NO, FINE, NO),
    "participant": (NO, FINE, NO),
    "facilitator": (NO, NO, NO),
    "working-group": (NO, NO, NO),
    "secretariat": (NO, NO, NO),
}
MODERATE = {role: ((IN,) * 3 if role == "anonymous" else (NO,) * 3) for role in ROLES} | {
    "facilitator": (FINE,) * 3
}
OTHERS = {role: ((IN,) * 3 if role == "anonymous" else (NO,) * 3) for role in ROLES}

PAGES = {
    "comments/new": SUBMIT,
    "amendments/new": SUBMIT,
    "structure/new": SUBMIT,
    "guiding-questions": SUBMIT,
    "reply": SUBMIT,
    "stance": STANCE,
    "section stance": STANCE,
    "hide": MODERATE,
    "admit": {**MODERATE, "facilitator": (409,) * 3},  # in time: there is nothing to admit
    "edit": OTHERS,
    "withdraw": OTHERS,
    "visibility": OTHERS,
}
WINDOWS = ("announced", "open", "closed")


def person_of(role: str, consultation: Any) -> Any:
    """Return a person of a role over the consultation; None reads anonymously."""
    if role == "anonymous":
        return None
    if role == "outsider":
        return make_person()
    if role == "member":
        return make_person(organisation=make_organisation())
    names = {"participant": "participant", "facilitator": "facilitator", "secretariat": "secretariat"}
    return make_person(
        names.get(role, "working-group-member"),
        {
            "participant": consultation,
            "facilitator": consultation,
            "working-group": consultation.narrative,
        }.get(role),
    )


def url_of(page: str, consultation: Any, row: Any) -> str:
    """Return the address of a page of the table."""
    start = f"/en/consultations/{consultation.public_id}"
    places = {
        "comments/new": f"{start}/sections/water/comments/new",
        "amendments/new": f"{start}/sections/water/amendments/new",
        "structure/new": f"{start}/structure/new",
        "section stance": f"{start}/sections/water/stance",
        "guiding-questions": f"{start}/guiding-questions/{{question}}",
    }
    if page == "guiding-questions":
        question = consultation.questions[0] if consultation.questions else make_question(consultation)
        return places[page].format(question=question.public_id)
    return places.get(page, f"/en/contributions/{row.public_id}/{page}")


def outcome(answer: Any) -> Any:
    """Return the status, or that the sign-in was asked."""
    if answer.status_code == 302 and "/sign-in" in answer.location:
        return IN
    return answer.status_code


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("window", WINDOWS)
def test_each_role_gets_what_the_table_says(client: PageClient, role: str, window: str) -> None:
    consultation = make_consultation(state=window)
    row = make_comment(consultation)
    person = person_of(role, consultation)
    urls = {page: url_of(page, consultation, row) for page in PAGES}
    if person is not None:
        client.sign_in(person)
    found = {page: outcome(client.get(url)) for page, url in urls.items()}
    assert found == {page: table[role][WINDOWS.index(window)] for page, table in PAGES.items()}


@pytest.mark.parametrize("role", [role for role in ROLES if role != "anonymous"])
@pytest.mark.parametrize("window", WINDOWS)
def test_what_may_not_be_seen_cannot_be_sent_either(client: PageClient, role: str, window: str) -> None:
    consultation = make_consultation(state=window)
    row = make_comment(consultation)
    client.sign_in(person_of(role, consultation))
    urls = {page: url_of(page, consultation, row) for page in PAGES}
    for page, url in urls.items():
        asked = PAGES[page][role][WINDOWS.index(window)]
        sent = client.post(url, data={}).status_code
        assert (sent == NO) == (asked == NO), (page, sent)


@pytest.mark.parametrize(
    ("window", "allowed"),
    [
        ("announced", {"withdraw", "visibility"}),
        ("open", {"edit", "withdraw", "visibility"}),
        ("closed", {"withdraw", "visibility"}),
    ],
)
def test_authors_always_withdraw_and_edit_while_it_is_open(
    client: PageClient, window: str, allowed: set
) -> None:
    consultation = make_consultation(state=window)
    author = make_person(organisation=make_organisation())
    row = make_comment(consultation, author)
    client.sign_in(author)
    acts = ("edit", "withdraw", "visibility", "hide", "admit")
    assert {act for act in acts if client.get(url_of(act, consultation, row)).status_code == FINE} == allowed


@pytest.mark.parametrize("role", ["facilitator", "participant"])
def test_a_role_in_one_consultation_is_none_in_another(client: PageClient, role: str) -> None:
    revision = make_revision()
    here = make_consultation(revision, read_audience="invited", contribute_audience="invited")
    there = make_consultation(revision, read_audience="invited", contribute_audience="invited")
    row = make_comment(there)
    client.sign_in(person_of(role, here))
    for page in PAGES:
        assert client.get(url_of(page, there, row)).status_code == NONE, page


@pytest.mark.parametrize(
    "values",
    [{"visibility": "facilitators"}, {"status": "withdrawn"}, {"status": "draft"}, {"is_late": True}],
)
def test_of_what_is_withheld_others_learn_nothing_by_its_address(client: PageClient, values: dict) -> None:
    consultation = make_consultation()
    row = make_comment(consultation, **values)
    client.sign_in(make_person(organisation=make_organisation()))
    for act in ("reply", "stance", "edit", "withdraw", "visibility", "hide", "admit", "submit", "show-again"):
        url = url_of(act, consultation, row)
        assert client.post(url, data={}).status_code == NONE, act
