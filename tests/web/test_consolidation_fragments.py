"""Every post of the desk, as a page and as a fragment; what was typed comes back; whom a page may name."""

from typing import Any

import pytest

from consult.consolidation.models import Decision, DispositionChange
from consult.core.database import db
from consult.core.logs import AuditEntry, Event
from tests.desk import Desk, letters_of_the_day
from tests.desk_forms import answer_data, prefix, url
from tests.factories import (
    make_amendment,
    make_answer,
    make_comment,
    make_organisation,
    make_person,
    make_question,
    make_stance,
)
from tests.page import PageClient

HTMX = {"HX-Request": "true"}
TYPED = "Typed with care: اكتب."


@pytest.fixture
def desk(app) -> Desk:  # type: ignore[no-untyped-def]
    """A desk with a clash, a free change, a comment and an answer to a question."""
    desk = Desk()
    desk.first = make_amendment(desk.consultation, find="for sale", replace="a commodity")
    desk.second = make_amendment(desk.consultation, find="for sale", replace="to be sold")
    desk.free = make_amendment(desk.consultation, find="a right", replace="a human right")
    desk.comment = make_comment(desk.consultation, body="Say who pays.")
    desk.loose = make_answer(make_question(desk.consultation))
    return desk


def post_of(desk: Desk, name: str, **values: object) -> tuple[str, dict[str, Any]]:
    """Return address and data of a form of the desk, as it is sent when all is well."""
    (spot,) = [spot for spot in desk.work().spots if spot.is_clash]
    passage, group = f"{spot.start}-{spot.end}", desk.group("human").key
    section = "/sections/water"
    own = {prefix("own") + "passage": "every day", prefix("own") + "words": "each day"}
    forms: dict[str, tuple[str, dict[str, Any]]] = {
        "decide": (f"{section}/groups/{group}", {"outcome": "decline", prefix(group) + "reason": TYPED}),
        "passage": (
            f"{section}/passages/{passage}",
            {"outcome": "adapt", prefix(passage) + "words": TYPED, prefix(passage) + "reason": TYPED},
        ),
        "own-words": (f"{section}/own-words", {**own, prefix("own") + "reason": TYPED}),
        "confirm": (f"{section}/confirm", {prefix("confirm") + "reason": TYPED}),
        "answer": (f"/contributions/{desk.comment.public_id}", answer_data(desk.comment, reason=TYPED)),
        "loose": (f"/contributions/{desk.loose.public_id}", answer_data(desk.loose, reason=TYPED)),
    }
    rest, data = forms[name]
    return url(desk, rest), {"counter": desk.work().counter, **data, **values}


FORMS = ("decide", "passage", "own-words", "confirm", "answer", "loose")


@pytest.mark.parametrize("form", FORMS)
def test_a_saved_form_leads_back_to_its_page(desk: Desk, client: PageClient, form: str) -> None:
    client.sign_in(desk.facilitator)
    address, data = post_of(desk, form)
    answer = client.post(address, data=data)
    assert answer.status_code == 303
    home = url(desk, "/answers" if form == "loose" else "/sections/water")
    assert answer.location.startswith(home)
    assert client.get(answer.location.split("#")[0]).status_code == 200


@pytest.mark.parametrize("form", FORMS)
def test_with_htmx_a_saved_form_brings_what_it_changed(desk: Desk, client: PageClient, form: str) -> None:
    client.sign_in(desk.facilitator)
    address, data = post_of(desk, form)
    answer = client.post(address, data=data, headers=HTMX)
    assert answer.status_code == 200
    assert 'id="desk-section"' not in answer.text
    assert answer.headers["HX-Reswap"] == "none"
    assert "<html" not in answer.text
    assert "Saved." in answer.text


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
@pytest.mark.parametrize("form", ["decide", "passage", "own-words"])
def test_a_late_form_comes_back_with_all_that_was_typed(
    desk: Desk, client: PageClient, form: str, headers: dict[str, str]
) -> None:
    client.sign_in(desk.facilitator)
    address, data = post_of(desk, form, counter=7)
    answer = client.post(address, data=data, headers=headers)
    assert answer.status_code == 409
    assert TYPED in answer.text
    assert db.session.query(Decision).count() == 0
    assert ("<html" in answer.text) is not bool(headers)


@pytest.mark.parametrize("form", ["answer", "loose"])
def test_a_late_answer_comes_back_with_all_that_was_typed(desk: Desk, client: PageClient, form: str) -> None:
    client.sign_in(desk.facilitator)
    address, data = post_of(desk, form, seen=999)
    answer = client.post(address, data=data)
    assert answer.status_code == 409
    assert TYPED in answer.text
    assert db.session.query(DispositionChange).count() == 0


@pytest.mark.parametrize("form", ["decide", "passage", "own-words", "confirm", "answer", "loose"])
def test_a_reason_that_is_too_long_comes_back_and_one_that_just_fits_is_saved(
    desk: Desk, client: PageClient, form: str
) -> None:
    client.sign_in(desk.facilitator)
    address, data = post_of(desk, form)
    (name,) = [name for name in data if name.endswith("reason")]
    refused = client.post(address, data={**data, name: "r" * 2001})
    assert refused.status_code == 422
    assert "r" * 2001 in refused.text
    assert client.post(address, data={**data, name: "r" * 2000}).status_code == 303


@pytest.mark.parametrize("form", ["decide", "answer"])
def test_a_form_without_its_token_does_nothing(desk: Desk, client: PageClient, form: str) -> None:
    client.sign_in(desk.facilitator)
    address, data = post_of(desk, form)
    assert client.post(address, data=data, csrf=False).status_code == 400
    assert db.session.query(Event).filter(Event.kind.in_(["decision-taken", "answer-prepared"])).count() == 0


def test_an_answer_that_is_sent_twice_is_saved_once(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    address, data = post_of(desk, "answer")
    assert [client.post(address, data=data).status_code for _press in range(2)] == [303, 409]
    assert db.session.query(DispositionChange).count() == 1


def test_a_decision_that_is_sent_twice_is_saved_once(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    address, data = post_of(desk, "decide")
    assert [client.post(address, data=data).status_code for _press in range(2)] == [303, 409]
    assert desk.work().counter == 1


@pytest.mark.parametrize(
    ("visibility", "person", "organisation"),
    [("name", True, True), ("organisation", False, True), ("region", False, False)],
)
@pytest.mark.parametrize("role", ["secretariat", "working-group-member"])
def test_staff_see_the_author_as_the_author_chose(
    desk: Desk, client: PageClient, role: str, visibility: str, person: bool, organisation: bool
) -> None:
    author = make_person(
        organisation=make_organisation(name="Union of Wells"), display_name="Wanjiru Unlike", mandate=True
    )
    shown = {"visibility": visibility, "voice": "organisation"}
    make_comment(desk.consultation, author, body="A comment.", **shown)
    make_amendment(desk.consultation, author, find="every day", replace="each day", **shown)
    make_stance(desk.first, author, "objection", reason="No.", **shown)
    client.sign_in(make_person(role, None if role == "secretariat" else desk.narrative))
    page = client.get(url(desk, "/sections/water")).text
    assert ("Union of Wells" in page) is organisation
    assert ("Wanjiru Unlike" in page) is person


def test_logs_and_letters_of_a_publication_hold_no_word_and_no_name(desk: Desk, client: PageClient) -> None:
    author = make_person(display_name="Wanjiru Unlike")
    make_comment(desk.consultation, author, body="A word that must stay here: quince.")
    desk.decide("commodity", "accept", "Reasoned: quince.")
    desk.answer_all()
    client.sign_in(desk.facilitator)
    data = {"kind": "minor", "change_note": "Noted: quince.", "counter": desk.row.version}
    assert client.post(url(desk, "/publish"), data=data).status_code == 303
    secrets = ("quince", "Wanjiru", "commodity", author.account.email)
    for row in [*db.session.query(Event), *db.session.query(AuditEntry)]:
        values = " ".join(str(value) for value in vars(row).values())
        assert not [one for one in secrets if one in values]
    letters = letters_of_the_day()
    assert author.account.email in {letter.address for letter in letters}
    assert len(letters) == len({letter.address for letter in letters})
    for letter in letters:
        assert not [one for one in ("quince", "Wanjiru", "commodity") if one in letter.subject + letter.body]
