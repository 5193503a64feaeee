"""What is too long for its place is refused with its length and comes back whole; nothing is ever cut off."""

import re

import pytest

from consult.consolidation.desk_models import InternalNote, ReadyReason
from consult.contributions.reports import Report
from consult.core.database import db
from tests.desk import Desk
from tests.desk_forms import url
from tests.factories import keep, make_comment, make_consultation, make_network, make_person
from tests.page import PageClient

LONG = "y" * 2001
TOO_LONG = "This is too long: 2001 signs, at most 2000."


@pytest.fixture
def desk(app) -> Desk:  # type: ignore[no-untyped-def]
    desk = Desk()
    desk.comments = [make_comment(desk.consultation) for _ in range(3)]
    return desk


def value_of(page: str, element: str) -> str:
    """Return what stands in an input of a page, by its id."""
    tag = re.search(rf'<input[^>]*id="{element}"[^>]*>', page)
    assert tag, f"no input {element}"
    return re.search(r'value="([^"]*)"', tag[0])[1]  # type: ignore[index]


def test_a_note_that_is_too_long_comes_back_at_its_place_and_nothing_is_kept(
    desk: Desk, client: PageClient
) -> None:
    client.sign_in(desk.facilitator)
    notes, about = url(desk, "/sections/water/notes"), desk.comments[1].public_id
    for named, place in (("", "water"), (about, about)):
        answer = client.post(notes, data={"body": LONG, "contribution": named})
        assert answer.status_code == 422
        assert answer.text.count(TOO_LONG) == 1
        assert value_of(answer.text, f"note-{place}") == LONG
        others = {"water", *(row.public_id for row in desk.comments)} - {place}
        assert [value_of(answer.text, f"note-{other}") for other in others] == [""] * 3
        assert f'aria-describedby="note-{place}-error"' in answer.text
    assert db.session.query(InternalNote).count() == 0
    assert client.post(notes, data={"body": LONG[1:]}).status_code == 303
    assert db.session.query(InternalNote).one().body == LONG[1:]


def test_a_refused_note_comes_back_on_a_page_that_is_shortened(
    desk: Desk, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consult.consolidation.views.listing.LONGEST_LIST", 1)
    client.sign_in(desk.facilitator)
    last = desk.comments[2].public_id
    assert f'id="note-{last}"' not in client.get(url(desk, "/sections/water")).text
    answer = client.post(url(desk, "/sections/water/notes"), data={"body": LONG, "contribution": last})
    assert value_of(answer.text, f"note-{last}") == LONG


def test_a_reason_given_often_is_refused_in_the_language_in_which_it_is_too_long(
    desk: Desk, client: PageClient
) -> None:
    client.sign_in(desk.facilitator)
    answer = client.post(url(desk, "/reasons"), data={"text-en": "Short.", "text-fr": LONG})
    assert answer.status_code == 422
    assert answer.text.count(TOO_LONG) == 1
    assert answer.text.index('id="text-en"') < answer.text.index(TOO_LONG)
    assert (value_of(answer.text, "text-en"), value_of(answer.text, "text-fr")) == ("Short.", LONG)
    assert 'id="text-fr-error"' in answer.text
    assert db.session.query(ReadyReason).count() == 0
    kept = client.post(url(desk, "/reasons"), data={"text-en": "Short.", "text-fr": LONG[1:]})
    assert kept.status_code == 303
    assert db.session.query(ReadyReason).one().texts == {"en": "Short.", "fr": LONG[1:]}


def test_no_field_of_the_desk_lets_the_browser_cut_what_is_pasted(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    for page in ("/sections/water", "/reasons", "/bulk"):
        assert "maxlength" not in client.get(url(desk, page)).text


@pytest.fixture
def reported(app) -> list[Report]:  # type: ignore[no-untyped-def]
    make_network()
    consultation = make_consultation()
    rows = [make_comment(consultation) for _ in range(2)]
    given = {"kind": "report", "words": "It names a village.", "created_at": rows[0].submitted_at}
    return [keep(Report(contribution_id=row.id, by_id=make_person().id, **given)) for row in rows]


def send(client: PageClient, found: Report, answer: str):  # type: ignore[no-untyped-def]
    path = f"/en/contributions/{found.contribution.public_id}/report/answer"
    return client.post(path, data={"report": found.public_id, "answer": answer})


@pytest.mark.parametrize(("typed", "said"), [(LONG, TOO_LONG), (" ", "Please fill this in.")])
def test_a_refused_answer_to_a_report_comes_back_at_that_report(
    client: PageClient, reported: list[Report], typed: str, said: str
) -> None:
    client.sign_in(make_person("facilitator", reported[0].contribution.consultation))
    answer = send(client, reported[1], typed)
    assert answer.status_code == 422
    assert answer.text.count(said) == 1
    assert value_of(answer.text, f"answer-{reported[1].public_id}") == typed.strip()
    assert value_of(answer.text, f"answer-{reported[0].public_id}") == ""
    assert db.session.query(Report).filter(Report.closed_at.is_not(None)).count() == 0


def test_a_second_answer_to_a_report_comes_back_beside_what_the_first_decided(
    client: PageClient, reported: list[Report]
) -> None:
    consultation = reported[0].contribution.consultation
    client.sign_in(make_person("facilitator", consultation))
    assert send(client, reported[0], "The village is taken out.").status_code == 303
    client.sign_in(make_person("facilitator", consultation))
    second = send(client, reported[0], "I asked the author.")
    assert second.status_code == 409
    notice = second.text.split("This has been answered already.")[1].split("</h2>")[0]
    for words in ("It names a village.", "The village is taken out.", "I asked the author."):
        assert notice.count(words) == 1, words
    assert (
        value_of(second.text, f"answer-{reported[1].public_id}") == ""
    )  # what still waits is there to be answered
    assert f'id="answer-{reported[0].public_id}"' not in second.text
    db.session.expire_all()
    assert reported[0].answer == "The village is taken out."
