"""Each form with one thing wrong: the refusal says what, and everything else that was typed stands there again."""

from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest

from consult.contributions.models import Contribution, Stance
from consult.core.database import db
from tests.factories import (
    make_amendment,
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_question,
)
from tests.page import PageClient

COMMENT = {"body": "Wells “run” <dry>.", "comment_kind": "query", "visibility": "region", "language": "fr"}
AMENDMENT = {
    "heading": "Clean water",
    "body": "Other words.",
    "rationale": "Why & how.",
    "visibility": "region",
}
ADD = {
    "operation": "add",
    "heading": "Wells",
    "body": "Dig.",
    "rationale": "They are few.",
    "after": "water",
    "depth": "2",
    "visibility": "region",
}
MOVE = {"operation": "move", "section": "health", "after": "", "depth": "1", "visibility": "region"}
REMOVE = {"operation": "remove", "section": "health", "rationale": "Said elsewhere.", "visibility": "region"}
STANCE = {
    "position": "can-live-with",
    "reason": "It is <short>.",
    "until": "2026-04-01",
    "visibility": "region",
}
REPLY = {"body": "And the rivers?", "visibility": "region", "language": "fr"}
CHOICE = {"choice": "South", "body": "By far.", "visibility": "region", "language": "fr"}

CASES: list[tuple[str, dict[str, str], dict[str, str], str]] = [
    # form, what was typed, what is wrong with it, what is said
    ("comment", COMMENT, {"visibility": ""}, "Nothing is chosen for you"),
    ("comment", COMMENT, {"visibility": "everybody"}, "Not a valid choice"),
    ("comment", COMMENT, {"comment_kind": "praise"}, "Not a valid choice"),
    ("comment", COMMENT, {"comment_kind": ""}, "Say what it is."),
    ("comment", COMMENT, {"language": "tlh"}, "Not a valid choice"),
    ("comment", COMMENT, {"voice": "000000000000"}, "Not a valid choice"),
    ("comment", COMMENT, {"paragraph": "99"}, "Not a valid choice"),
    ("comment", COMMENT, {"quote": "no such words"}, "This passage is not in the section"),
    ("comment", COMMENT, {"body": ""}, "Please fill this in."),
    ("amendment", AMENDMENT, {"heading": ""}, "A section needs a heading."),
    ("amendment", AMENDMENT, {"visibility": ""}, "Nothing is chosen for you"),
    ("amendment", AMENDMENT, {"voice": "000000000000"}, "Not a valid choice"),
    ("draft", AMENDMENT, {"visibility": ""}, "Nothing is chosen for you"),
    ("structure", ADD, {"heading": ""}, "Please fill this in."),
    ("structure", ADD, {"depth": "4"}, "Not a valid choice"),
    ("structure", ADD, {"after": "nowhere"}, "Not a valid choice"),
    ("structure", ADD, {"visibility": ""}, "Nothing is chosen for you"),
    ("structure", MOVE, {"after": "water"}, "This is where the section stands already."),
    ("structure", MOVE, {"after": "health"}, "A section cannot stand after itself."),
    ("structure", MOVE, {"section": ""}, "Say which section you mean."),
    ("structure", REMOVE, {"rationale": ""}, "Say why this section should go."),
    ("structure", REMOVE, {"section": ""}, "Say which section you mean."),
    ("reply", REPLY, {"body": " "}, "Please fill this in."),
    ("reply", REPLY, {"visibility": ""}, "Nothing is chosen for you"),
    ("stance", STANCE, {"position": ""}, "Choose one of the four."),
    ("stance", STANCE, {"position": "objection", "reason": ""}, "An objection needs a reason"),
    ("stance", STANCE, {"position": "asking-members", "until": ""}, "Give a day to come"),
    ("stance", STANCE, {"position": "asking-members", "until": "2026-03-09"}, "Give a day to come"),
    ("stance", STANCE, {"until": "2028-01-01"}, "within the next twelve months"),
    ("stance", STANCE, {"until": "soon"}, "Not a valid date value."),
    ("section stance", STANCE, {"position": "objection", "reason": " "}, "An objection needs a reason"),
    ("section stance", STANCE, {"visibility": ""}, "Nothing is chosen for you"),
    ("answer", CHOICE, {"choice": ""}, "Choose an option before you send it."),
    ("answer", CHOICE, {"choice": "Up"}, "Not a valid choice"),
    ("answer", CHOICE, {"visibility": ""}, "Nothing is chosen for you"),
]


class Forms:
    """A consultation with something to reply to, a question, and a member who is signed in."""

    def __init__(self, client: PageClient) -> None:
        self.consultation = make_consultation(languages=["en", "fr"])
        self.row = make_comment(self.consultation)
        self.question = make_question(self.consultation, kind="single", options=["North", "South"])
        self.member = make_person(organisation=make_organisation())
        client.sign_in(self.member)

    def url(self, form: str) -> str:
        """Return the address of a form."""
        start = f"/en/consultations/{self.consultation.public_id}"
        return {
            "comment": f"{start}/sections/water/comments/new",
            "amendment": f"{start}/sections/water/amendments/new",
            "draft": f"{start}/sections/water/amendments/new",
            "section stance": f"{start}/sections/water/stance",
            "structure": f"{start}/structure/new",
            "answer": f"{start}/guiding-questions/{self.question.public_id}",
            "reply": f"/en/contributions/{self.row.public_id}/reply",
            "stance": f"/en/contributions/{self.row.public_id}/stance",
        }[form]


def count() -> tuple[int, int]:
    """Return how many contributions and stances there are."""
    return db.session.query(Contribution).count(), db.session.query(Stance).count()


class _Values(HTMLParser):
    """Reads what a browser would send if the page's forms were sent as they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self.open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        name, value = has.get("name") or "", has.get("value") or ""
        if tag in ("select", "textarea"):
            self.open = name
            self.found.setdefault(name, []).extend([""] if tag == "textarea" else [])
        elif (tag == "option" and "selected" in has) or (
            tag == "input" and (has.get("type") not in ("radio", "checkbox") or "checked" in has)
        ):
            self.found.setdefault(self.open if tag == "option" else name, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        self.open = "" if tag in ("select", "textarea") else self.open

    def handle_data(self, data: str) -> None:
        if self.open and self.lasttag == "textarea":
            self.found[self.open][-1] += data


def stands(page: str, name: str) -> str | None:
    """Return the one value that a form of the page holds under a name, None when it holds none."""
    values = _Values()
    values.feed(page)
    found = values.found.get(name, [])
    assert len(found) <= 1, (name, found)
    return found[0].removeprefix("\r\n") if found else None  # browsers drop it, too


@pytest.mark.parametrize(
    ("form", "typed", "wrong", "said"), CASES, ids=[f"{case[0]}-{'-'.join(case[2])}" for case in CASES]
)
def test_what_is_wrong_is_said_and_nothing_else_is_lost(
    client: PageClient, form: str, typed: dict[str, str], wrong: dict[str, str], said: str
) -> None:
    forms = Forms(client)
    before = count()
    data: dict[str, Any] = {**typed, **wrong}
    answer = client.post(forms.url(form), data={**data, **({"draft": "1"} if form == "draft" else {})})
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert count() == before
    for name in set(typed) - set(wrong):
        assert stands(answer.text, name) == typed[name], name


EDITS = [
    # kind, what is typed, what is said
    ("comment", {"body": "", "comment_kind": "query"}, "Write something before you send it."),
    ("comment", {"body": "Better.", "comment_kind": "praise"}, "Not a valid choice"),
    ("comment", {"body": "Better.", "comment_kind": "query", "language": "tlh"}, "Not a valid choice"),
    ("amendment", {"heading": "", "body": "Other words."}, "A section needs a heading."),
    ("amendment", {"heading": "x" * 301, "body": "Other words."}, "This is too long"),
]


@pytest.mark.parametrize(("kind", "typed", "said"), EDITS)
def test_an_edit_that_is_refused_keeps_what_was_sent_before(
    client: PageClient, kind: str, typed: dict[str, str], said: str
) -> None:
    forms = Forms(client)
    make = {"comment": make_comment, "amendment": make_amendment}[kind]
    row = make(forms.consultation, forms.member)
    url = f"/en/contributions/{row.public_id}/edit"
    answer = client.post(url, data={"language": "fr", **typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert stands(answer.text, "body") == typed["body"]
    db.session.expire_all()
    assert len(db.session.get_one(Contribution, row.id).texts) == 1


@pytest.mark.parametrize(
    ("heading", "body", "said"),
    [
        ("Water", None, "Nothing is changed yet"),
        ("", "Other words.", "A section needs a heading."),
        ("Water", "a\x00b", "a sign that cannot be stored"),
        ("x" * 301, "Other words.", "This is too long"),
    ],
)
@pytest.mark.parametrize("fragment", [False, True], ids=["whole", "fragment"])
def test_a_preview_that_cannot_be_made_says_why_where_it_was_asked(
    client: PageClient, fragment: bool, heading: str, body: str | None, said: str
) -> None:
    forms = Forms(client)
    place = forms.consultation.base_revision.places[0]
    data = {"heading": heading, "body": place.text.body if body is None else body, "rationale": "Why & how."}
    url = forms.url("amendment").replace("/new", "/preview")
    answer = client.post(url, data=data, headers={"HX-Request": "true"} if fragment else {})
    assert answer.status_code == 422
    assert said in answer.text.split('id="preview"')[1]
    assert ("<html" in answer.text) is not fragment
    if not fragment:
        assert stands(answer.text, "rationale") == "Why & how."
