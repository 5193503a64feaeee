"""Readers report, authors of what is hidden appeal, facilitators answer; nobody learns who reported."""

import re

import pytest

from consult.contributions.reports import Report
from consult.contributions.services import reporting
from consult.core.database import db
from tests.factories import make_comment, make_consultation, make_network, make_person
from tests.page import PageClient


def test_a_report_is_answered_and_its_author_learns_nothing_of_it(client: PageClient) -> None:
    make_network()
    consultation = make_consultation()
    author, reader = make_person(), make_person(display_name="Reader Rue")
    row = make_comment(consultation, author)
    page, path = f"/en/contributions/{row.public_id}", f"/en/contributions/{row.public_id}/report"
    assert "Report this" not in client.get(page).text  # of somebody who has not signed in nobody is told
    client.sign_in(reader)
    assert "Report this" in client.get(page).text
    assert client.post(path, data={"words": " "}).status_code == 422
    assert client.post(path, data={"words": "It names a village."}).status_code == 303
    assert client.post(path, data={"words": "Again."}).status_code == 409
    client.sign_in(author)
    assert client.post(path, data={"words": "Mine."}).status_code == 409
    assert "It names a village." not in client.get(page).text
    assert client.get(f"/en/consultations/{consultation.public_id}/reports").status_code == 403
    client.sign_in(make_person("facilitator", consultation))
    listed = client.get(f"/en/consultations/{consultation.public_id}/reports").text
    assert "It names a village." in listed
    assert "Reader Rue" not in listed
    named = re.search(r'name="report" value="(\w+)"', listed)
    assert named
    for answer, status in (("", 422), ("The village is taken out.", 303), ("Once more.", 409)):
        sent = {"report": named[1], "answer": answer}
        assert client.post(f"{path}/answer", data=sent).status_code == status
    assert client.post(f"{path}/answer", data={"report": "zzzzzzzzzzzz", "answer": "x"}).status_code == 404
    assert "Nothing waits" in client.get(f"/en/consultations/{consultation.public_id}/reports").text
    client.sign_in(reader)
    assert "The village is taken out." in client.get(path).text


def test_the_author_of_what_is_hidden_appeals(client: PageClient, now) -> None:  # type: ignore[no-untyped-def]
    make_network()
    consultation = make_consultation()
    author = make_person()
    row = make_comment(consultation, author, hidden_at=now, hidden_reason="It names somebody.")
    path = f"/en/contributions/{row.public_id}/report"
    client.sign_in(make_person())
    assert client.post(path, data={"words": "x"}).status_code in (403, 404)  # of others it is hidden
    client.sign_in(author)
    assert "Appeal against hiding" in client.get(f"/en/contributions/{row.public_id}").text
    assert client.post(path, data={"words": "She agreed to be named."}).status_code == 303
    db.session.rollback()
    assert db.session.query(Report).one().kind == "appeal"


def test_nobody_reports_without_end(client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    make_network()
    monkeypatch.setattr(reporting, "MOST_A_DAY", 2)
    consultation = make_consultation()
    rows = [make_comment(consultation) for _ in range(3)]
    client.sign_in(make_person())
    sent = [client.post(f"/en/contributions/{row.public_id}/report", data={"words": "x"}) for row in rows]
    assert [answer.status_code for answer in sent] == [303, 303, 429]
