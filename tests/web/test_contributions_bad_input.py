"""Bad input in every text field: a message or a correct result, never a 500, never a loss of what was typed."""

from typing import Any
from urllib.parse import quote, urlencode

import pytest

from consult.contributions.models import Contribution, Stance
from consult.core.database import db
from tests.factories import make_comment, make_consultation, make_organisation, make_person, make_question
from tests.page import PageClient

SCRIPTS = (
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    '<div hx-get="/x" hx-trigger="load">a</div>',
    "[a](javascript:alert(1))",
    "{{ 12345*3 }} {% raw %}",
    '"><svg onload=alert(1)>',
)
SENT = {"visibility": "name", "language": "en", "comment_kind": "remark", "position": "support"}


def fields(page: str) -> tuple[str, dict[str, str]]:
    """Return the text field that a page tries, and the others that it needs."""
    return {
        "comment": ("body", {}),
        "amendment": ("body", {"heading": "Water"}),
        "rationale": ("rationale", {"heading": "Water", "body": "Other words."}),
        "heading": ("heading", {"body": "Other words."}),
        "structure": ("body", {"operation": "add", "heading": "Wells", "after": "", "depth": "1"}),
        "answer": ("body", {}),
        "reply": ("body", {}),
        "stance": ("reason", {}),
        "quote": ("quote", {"body": "A remark."}),
    }[page]


PAGES = ("comment", "amendment", "rationale", "heading", "structure", "answer", "reply", "stance", "quote")


@pytest.fixture
def addresses(client: PageClient) -> dict[str, str]:
    """The address of each form, with somebody signed in who may send it."""
    consultation = make_consultation()
    row, question = make_comment(consultation), make_question(consultation)
    client.sign_in(make_person(organisation=make_organisation()))
    start = f"/en/consultations/{consultation.public_id}"
    section = f"{start}/sections/water"
    return {
        "comment": f"{section}/comments/new",
        "quote": f"{section}/comments/new",
        "amendment": f"{section}/amendments/new",
        "rationale": f"{section}/amendments/new",
        "heading": f"{section}/amendments/new",
        "structure": f"{start}/structure/new",
        "answer": f"{start}/guiding-questions/{question.public_id}",
        "reply": f"/en/contributions/{row.public_id}/reply",
        "stance": f"/en/contributions/{row.public_id}/stance",
    }


def send(client: PageClient, url: str, page: str, typed: str) -> Any:
    """Post a page's form with a text in the field that it tries."""
    name, others = fields(page)
    return client.post(url, data={**SENT, **others, name: typed})


def stored() -> str:
    """Return everything that was stored as text."""
    db.session.expire_all()
    rows = [row.text for row in db.session.query(Contribution)]
    words = [text.heading + text.body + text.rationale for text in rows]
    return "\n".join(words + [stance.reason for stance in db.session.query(Stance)])


@pytest.mark.parametrize("page", PAGES)
def test_a_megabyte_is_answered_with_its_length_and_all_of_it(
    client: PageClient, addresses: dict[str, str], page: str
) -> None:
    typed = "word " * 200_000 + "end"
    answer = send(client, addresses[page], page, typed)
    assert answer.status_code == 422
    assert "This is too long" in answer.text
    assert typed in answer.text


@pytest.mark.parametrize("page", [page for page in PAGES if page != "heading"])
def test_nul_is_named_and_the_rest_comes_back(
    client: PageClient, addresses: dict[str, str], page: str
) -> None:
    answer = send(client, addresses[page], page, "Before\x00after")
    assert answer.status_code == 422
    assert "a sign that cannot be stored" in answer.text
    assert "Before\N{REPLACEMENT CHARACTER}after" in answer.text


@pytest.mark.parametrize("page", PAGES)
def test_a_lone_surrogate_in_raw_bytes_does_no_harm(
    client: PageClient, addresses: dict[str, str], page: str
) -> None:
    name, others = fields(page)
    sent = urlencode({"csrf_token": client.csrf_token(), **SENT, **others})
    body = f"{sent}&{name}=Before%ED%A0%80after%FF"
    answer = client.post(
        addresses[page], data=body.encode(), content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code in (303, 422)
    assert "Before" in (stored() if answer.status_code == 303 else answer.text)


@pytest.mark.parametrize("page", [page for page in PAGES if page not in ("heading", "quote")])
def test_empty_text_is_a_message_or_a_choice(
    client: PageClient, addresses: dict[str, str], page: str
) -> None:
    answer = send(client, addresses[page], page, " \r\n\u2003 ")
    may_be_empty = page in ("amendment", "rationale", "structure", "stance")
    assert answer.status_code == (303 if may_be_empty else 422)


@pytest.mark.parametrize("page", [page for page in PAGES if page != "quote"])
@pytest.mark.parametrize("typed", SCRIPTS)
def test_code_is_text(client: PageClient, addresses: dict[str, str], page: str, typed: str) -> None:
    assert send(client, addresses[page], page, typed).status_code == 303
    assert typed in stored()
    shown = client.get(addresses["reply"]).text
    section = addresses["comment"].removesuffix("/comments/new")
    for answer in (shown, client.get(section).text):
        for code in ("<script>alert", "<img src=x", "<div hx-get", 'href="javascript', "<svg onload"):
            assert code not in answer
        assert "37035" not in answer


@pytest.mark.parametrize("page", ["comment", "amendment", "heading"])
def test_overrides_of_direction_reach_no_reader(
    client: PageClient, addresses: dict[str, str], page: str
) -> None:
    assert (
        send(client, addresses[page], page, "Pay \u202enever\u202c the \u2067clinic\u2069").status_code == 303
    )
    section = addresses["comment"].removesuffix("/comments/new")
    shown = client.get(section).text
    assert "clinic" in shown
    assert not {"\u202e", "\u202c", "\u2067", "\u2069"} & set(shown)


def test_a_long_or_broken_passage_in_the_address_is_only_text(
    client: PageClient, addresses: dict[str, str]
) -> None:
    for passage in ("x" * 5_000, "<script>alert(1)</script>", "\x00", "\ufeff"):
        answer = client.get(f"{addresses['comment']}?quote={quote(passage)}&paragraph=-7&paragraph_start=x")
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text


def test_what_was_sent_without_a_token_is_not_taken(client: PageClient, addresses: dict[str, str]) -> None:
    data = {**SENT, "body": "No token."}
    assert client.post(addresses["comment"], data=data, csrf=False).status_code == 400
    assert "No token." not in stored()
