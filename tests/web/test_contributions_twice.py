"""What is sent twice, and what two people do at once: the second is told, nothing is kept twice or lost."""

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm.exc import StaleDataError

from consult.contributions.models import Contribution, Stance
from consult.contributions.services import admit_late, hide, lower_visibility, withdraw
from consult.core.database import db
from tests.conftest import NOON
from tests.factories import (
    make_amendment,
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_stance,
)
from tests.page import PageClient

TWICE = [
    # act, the row's state, who acts, data, what the second answer is and says
    ("withdraw", {}, "author", {}, 409, "This has been withdrawn already."),
    ("visibility", {}, "author", {"visibility": "region"}, 422, "Not a valid choice"),
    ("submit", {"status": "draft", "submitted_at": None}, "author", {}, 409, "This has been sent already"),
    ("hide", {}, "facilitator", {"reason": "It names somebody."}, 409, "hidden or withdrawn already"),
    ("show-again", {"hidden_at": NOON}, "facilitator", {}, 409, "This is not hidden."),
    ("admit", {"is_late": True}, "facilitator", {"reason": "No power."}, 409, "does not wait"),
]


@pytest.mark.parametrize(
    ("act", "values", "who", "data", "status", "said"), TWICE, ids=[row[0] for row in TWICE]
)
def test_the_second_time_is_refused_and_changes_nothing(
    client: PageClient, act: str, values: dict, who: str, data: dict, status: int, said: str
) -> None:
    author = make_person(organisation=make_organisation())
    row = make_amendment(make_consultation(), author, **values)
    client.sign_in(author if who == "author" else make_person("facilitator", row.consultation))
    url = f"/en/contributions/{row.public_id}/{act}"
    assert client.post(url, data=data).status_code == 303
    first = db.session.execute(sa.select(Contribution.__table__)).one()
    answer = client.post(url, data=data)
    assert answer.status_code == status
    assert said in answer.text
    assert db.session.execute(sa.select(Contribution.__table__)).one() == first


def test_a_stance_sent_twice_is_one_and_withdrawn_twice_is_told(client: PageClient) -> None:
    target = make_comment(make_consultation())
    client.sign_in(make_person(organisation=make_organisation()))
    for _ in range(2):
        data = {"position": "support", "visibility": "name"}
        assert client.post(f"/en/contributions/{target.public_id}/stance", data=data).status_code == 303
    stance = db.session.query(Stance).one()
    url = f"/en/stances/{stance.public_id}/withdraw"
    assert client.post(url).status_code == 303
    assert client.post(url).status_code == 409


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["whole", "fragment"])
def test_a_stance_withdrawn_in_the_card_gives_the_card_without_it(client: PageClient, headers: dict) -> None:
    member = make_person(organisation=make_organisation())
    target = make_comment(make_consultation())
    stance = make_stance(target, member)
    client.sign_in(member)
    answer = client.post(f"/en/stances/{stance.public_id}/withdraw", headers=headers)
    if headers:
        assert f'id="c-{target.public_id}"' in answer.text
        assert "1 person" not in answer.text
    else:
        assert answer.location.endswith(f"#c-{target.public_id}")


def test_a_stance_on_a_section_is_withdrawn_back_to_the_section(client: PageClient) -> None:
    member = make_person(organisation=make_organisation())
    consultation = make_consultation()
    client.sign_in(member)
    url = f"/en/consultations/{consultation.public_id}/sections/health/stance"
    client.post(url, data={"position": "support", "visibility": "name"})
    stance = db.session.query(Stance).one()
    answer = client.post(f"/en/stances/{stance.public_id}/withdraw")
    assert answer.location.endswith(f"/consultations/{consultation.public_id}/sections/health")
    assert "1 person" not in client.get(url).text


RACES = {
    "withdrawing": lambda row: withdraw(row, row.person, NOON),
    "showing less": lambda row: lower_visibility(row, row.person, NOON, "region"),
    "hiding": lambda row: hide(row, row.person, NOON, reason="It names somebody."),
    "admitting": lambda row: admit_late(row, row.person, NOON, reason="The power was out."),
}


@pytest.mark.parametrize("act", RACES)
def test_of_two_at_once_the_second_does_not_overwrite_the_first(app: Flask, act: str) -> None:
    # The counter of the row stands for what somebody else changed since it was read.
    row = make_comment(make_consultation(), is_late=True)
    table = Contribution.__table__
    changed = sa.update(table).where(table.c.id == row.id).values(version=table.c.version + 1)
    db.session.execute(changed)
    RACES[act](row)
    with pytest.raises(StaleDataError):
        db.session.flush()
    db.session.rollback()


def test_a_hidden_contribution_can_still_be_taken_back_by_its_author(client: PageClient) -> None:
    author = make_person(organisation=make_organisation())
    row = make_comment(make_consultation(state="closed"), author, hidden_at=NOON, hidden_reason="A name.")
    client.sign_in(author)
    assert client.post(f"/en/contributions/{row.public_id}/withdraw").status_code == 303


def test_the_note_of_a_moderator_is_on_no_page_and_in_no_file_of_others(client: PageClient) -> None:
    author = make_person(organisation=make_organisation())
    row = make_comment(make_consultation(), author, body="It was Ali.")
    client.sign_in(make_person("facilitator", row.consultation))
    data = {"reason": "It names somebody.", "note": "Asked by letter 17."}
    assert client.post(f"/en/contributions/{row.public_id}/hide", data=data).status_code == 303
    start = f"/en/consultations/{row.consultation.public_id}"
    for reader in (author, make_person(organisation=make_organisation())):
        client.sign_in(reader)
        for url in (
            f"{start}/sections/water",
            f"{start}/text",
            f"{start}/contributions.csv",
            f"{start}/summary",
            f"/en/contributions/{row.public_id}",
            "/en/me/contributions",
        ):
            text = client.get(url).text
            assert "letter 17" not in text, url
            assert reader is author or "Ali" not in text, url
