"""Large files are sent piece by piece, and are the same to the byte as if they were made at once."""

import pytest
from flask import Flask

from consult.blackouts.services import black_out, look_for
from consult.summaries import exports
from consult.summaries.exports import in_threads
from tests.conftest import NOON
from tests.factories import make_amendment, make_comment, make_consultation, make_person, person_from
from tests.page import PageClient


def test_a_file_in_pieces_is_that_made_at_once_for_whoever_fetches_it(
    client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation = make_consultation()
    first = make_comment(consultation, person_from("africa"), "The village of Nadir is in danger.")
    other = make_comment(consultation, person_from("asia"), "Roads, “clinics”, =1+1")
    replies = [
        make_comment(consultation, body="Yes.", thread_id=first.id, reply_to_id=first.id) for _ in range(3)
    ]
    make_comment(consultation, body="No.", thread_id=first.id, reply_to_id=replies[0].id)
    make_amendment(consultation, rationale="So it is.")
    make_comment(consultation, body="For your eyes only.", visibility="facilitators")
    make_comment(consultation, body="Taken back.", status="withdrawn", withdrawn_at=NOON)
    plan = look_for("village of Nadir")
    secretary = make_person("secretariat")
    black_out("village of Nadir", reason="It endangers, somebody.", mark=plan.mark, actor=secretary, at=NOON)
    home = f"/ar/consultations/{consultation.public_id}"
    client.sign_in(make_person("facilitator", consultation))
    for path, rows in (
        (f"{home}/contributions.csv", 7),
        (f"{home}/summary/contributions.csv?region=asia", 1),
    ):
        whole = client.get(path)
        assert (whole.status_code, "Content-Length" in whole.headers) == (200, True)
        with monkeypatch.context() as patched:
            patched.setattr(exports, "TOGETHER", 2)
            in_pieces = client.get(path)
            assert ("Content-Length" in in_pieces.headers) is (rows <= 2)
            assert in_pieces.data == whole.data
        assert whole.text.count("\r\n") == rows + 1
    monkeypatch.setattr(exports, "TOGETHER", 3)
    everything = client.post(f"{home}/all-contributions.csv").text
    assert everything.count("\r\n") == 9
    assert "It endangers, somebody.]" in everything
    assert "Nadir" not in everything
    assert other.public_id in everything


def test_replies_stand_after_what_began_their_thread_wherever_that_is(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "TOGETHER", 2)
    consultation = make_consultation()
    one, two = (make_comment(consultation) for _ in range(2))
    late = [make_comment(consultation, thread_id=start.id) for start in (two, one, two)]
    ids = [one.id, two.id, *(row.id for row in late)]
    assert list(in_threads(ids)) == [one.id, late[1].id, two.id, late[0].id, late[2].id]
    assert list(in_threads(ids[1:])) == [two.id, late[0].id, late[2].id, late[1].id], (
        "its beginning is elsewhere"
    )
    assert list(in_threads([])) == []
