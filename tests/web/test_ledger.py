"""The ledger: each contribution with its answer, for its own readers, under the visibility that each author chose."""

import csv
import io

import pytest

from consult.consultations.models import Consultation
from consult.consultations.services import Details, check_details
from consult.core.clock import now
from consult.core.errors import InvalidInput
from tests.desk import Desk
from tests.factories import (
    make_amendment,
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_region,
    make_revision,
)
from tests.page import PageClient
from tests.web.test_reading_budget import counted


@pytest.fixture
def desk(app) -> Desk:
    """A published desk: a change that came in, a comment from Asia, one for facilitators only, a withdrawn one."""
    desk = Desk()
    asia = make_person(
        display_name="Aigerim", organisation=make_organisation(name="Steppe", region=make_region("asia"))
    )
    desk.accepted = make_amendment(desk.consultation, asia, visibility="organisation")
    desk.noted = make_comment(desk.consultation, asia, body="Say more of rivers.", visibility="region")
    make_comment(desk.consultation, body="For your eyes alone", visibility="facilitators")
    make_comment(desk.consultation, body="Not said", status="withdrawn")
    make_comment(desk.consultation, body="Me too.", thread_id=desk.noted.id)
    for row in desk.whole().material.unanswered():
        desk.answer(row, "accepted" if row is desk.accepted else "noted", f"Because of {row.kind}.")
    desk.publish(is_substantive=True)
    desk.late = make_comment(desk.consultation, body="Still waiting", is_late=True, admitted_at=now())
    return desk


def page(client: PageClient, desk: Desk, query: str = "", path: str = "ledger") -> str:
    return client.get(f"/en/consultations/{desk.consultation.public_id}/{path}{query}").text


def test_it_shows_what_was_said_and_done_and_nothing_for_facilitators_only(
    client: PageClient, desk: Desk
) -> None:
    for reader in (client, client.application.test_client().sign_in(desk.facilitator)):
        text = page(reader, desk)
        for words in (
            "A person of Steppe",
            "Say more of rivers.",
            "A participant, Asia",
            "Because of amendment.",
        ):
            assert words in text
        assert "/narratives/" in text
        assert "version 2.0" in text
        for words in ("For your eyes alone", "Not said", "Aigerim"):
            assert words not in text
        assert "3 contributions" in text
        assert text.index("Say more of rivers.") < text.index("1 reply, answered as one with it")
        assert text.count("Me too.") == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 3),
        ("?section=water", 3),
        ("?section=health", 0),
        ("?region=asia", 2),
        ("?region=asia&kind=comment", 1),
        ("?disposition=accepted", 1),
        ("?disposition=waiting", 1),
        ("?disposition=nonsense&kind=poem&page=x", 3),
        ("?page=999999", 3),
    ],
)
def test_the_address_chooses_on_the_page_and_in_the_file(
    client: PageClient, desk: Desk, query: str, found: int
) -> None:
    assert page(client, desk, query).count('id="c-') == found
    rows = list(csv.DictReader(io.StringIO(page(client, desk, query, "ledger.csv").lstrip("\ufeff"))))
    assert len(rows) == found


def test_the_file_names_nobody_who_did_not_choose_it_and_runs_no_formula(
    client: PageClient, desk: Desk
) -> None:
    make_comment(desk.consultation, body="=1+1")
    rows = list(csv.DictReader(io.StringIO(page(client, desk, path="ledger.csv").lstrip("\ufeff"))))
    by_id = {row["id"]: row for row in rows}
    accepted = by_id[desk.accepted.public_id]
    assert (accepted["author"], accepted["answer"]) == ("A person of Steppe", "accepted")
    assert (accepted["text"], accepted["shaped"]) == (" → human ", "2.0 Water")
    assert by_id[desk.noted.public_id]["author"] == "A participant, Asia"
    assert "'=1+1" in {row["text"] for row in rows}


@pytest.mark.parametrize(
    ("ledger", "status", "has_words"), [(None, 404, False), ("members", 404, False), ("public", 200, False)]
)
def test_a_ledger_open_to_all_of_a_consultation_that_is_not_tells_no_words_and_no_author(
    client: PageClient, desk: Desk, ledger: str | None, status: int, has_words: bool
) -> None:
    desk.consultation.read_audience = desk.consultation.contribute_audience = "members"
    desk.consultation.ledger_audience = ledger
    answer = client.get(f"/en/consultations/{desk.consultation.public_id}/ledger")
    assert answer.status_code == status
    assert ("Say more of rivers." in answer.text, "Steppe" in answer.text) == (has_words, has_words)
    member = client.sign_in(make_person(organisation=make_organisation()))
    assert "Say more of rivers." in page(member, desk)
    assert "/ledger" in member.get(f"/en/consultations/{desk.consultation.public_id}").text
    if ledger == "public":
        assert "Because of comment." in answer.text


def test_a_narrower_ledger_is_not_known_to_other_readers(client: PageClient, desk: Desk) -> None:
    desk.consultation.ledger_audience = "members"
    assert "/ledger" not in client.get(f"/en/consultations/{desk.consultation.public_id}").text
    assert client.get(f"/en/consultations/{desk.consultation.public_id}/ledger.csv").status_code == 404


def test_a_narrative_that_is_not_open_has_no_open_ledger(app) -> None:
    consultation = make_consultation(read_audience="members", title="Ours")
    consultation.narrative.read_audience = "members"
    details = Details("Theirs", None, "", "", "members", "members", ("en",), "public")
    with pytest.raises(InvalidInput) as refusal:
        check_details(consultation.narrative, details)
    assert refusal.value.details["field"] == "ledger_audience"


def test_a_long_ledger_has_pages_of_fifty_at_the_same_cost(client: PageClient, app) -> None:
    consultation: Consultation = make_consultation(make_revision(), state="closed")
    author = make_person(organisation=make_organisation())
    for _number in range(3):
        make_comment(consultation, author)
    url = f"/en/consultations/{consultation.public_id}/ledger"
    with counted() as few:
        client.get(url)
    for _number in range(58):
        make_comment(consultation, author)
    assert client.get(url).text.count('id="c-') == 50
    assert client.get(url + "?page=2").text.count('id="c-') == 11
    with counted() as many:
        client.get(url)
    assert len(many) <= len(few)
