"""Letters about the approval of a draft: when asked, once when it changed, when it was withdrawn; neutral outside."""

from datetime import timedelta

import pytest
from flask import Flask

from consult.consolidation.draft import digest_of
from consult.consolidation.review_models import Reviewer
from consult.consolidation.services.changed_drafts import PAUSE, tell_of_changed_drafts
from consult.consolidation.services.review import (
    approve_draft,
    missing_reviewers,
    name_reviewer,
    release_reviewer,
    withdraw_approval,
)
from consult.core.clock import freeze, now
from consult.core.database import db
from consult.core.errors import NotFound
from consult.core.letters import Letter
from consult.notices.worker import tidy
from tests.desk import Desk
from tests.desk_forms import url
from tests.factories import keep, make_amendment, make_comment, make_person
from tests.page import PageClient

DRAFT = "https://consult.example/{}/draft"
SOON = timedelta(seconds=1)


@pytest.fixture
def desk(app: Flask) -> Desk:
    desk = Desk()
    make_amendment(desk.consultation)
    desk.comment = make_comment(desk.consultation)
    desk.elin = make_person("working-group-member", desk.narrative, display_name="Elin")
    desk.elin.account.locale = "fr"
    return desk


def ask(desk: Desk) -> Reviewer:
    return name_reviewer(desk.row, desk.elin, desk.facilitator, now(), DRAFT.format)


def approve(desk: Desk) -> Reviewer:
    return approve_draft(desk.whole(), desk.elin, digest_of(desk.whole()), now())


def tell(desk: Desk, after: timedelta = PAUSE) -> int:
    db.session.flush()
    with freeze(now() + after):
        return tell_of_changed_drafts(
            now(), lambda row, language: DRAFT.format(f"{language}/{row.public_id}")
        )


def letters() -> list[Letter]:
    return db.session.query(Letter).order_by(Letter.id).all()


def test_whoever_is_asked_gets_one_letter_that_says_nothing_outside(desk: Desk) -> None:
    ask(desk)
    ask(desk)
    (letter,) = letters()
    assert (letter.address, letter.language) == (desk.elin.account.email, "fr")
    assert letter.subject == "A request from Common Ground"
    assert "you are asked to read a draft" in letter.body
    assert DRAFT.format("fr") in letter.body
    for words in (desk.narrative.title, desk.facilitator.display_name, "Water", "human"):
        assert words not in letter.subject + letter.body
    release_reviewer(desk.row, desk.elin, desk.facilitator, now())
    assert len(letters()) == 1
    ask(desk)
    assert len(letters()) == 2  # asked anew


@pytest.mark.parametrize("lack", ["account", "email", "disabled"])
def test_whom_no_letter_reaches_can_be_asked_all_the_same(desk: Desk, lack: str) -> None:
    if lack == "account":
        desk.elin.account = None
    elif lack == "email":
        desk.elin.account.email = None
    else:
        desk.elin.account.disabled_at = now()
    assert ask(desk).person is desk.elin
    assert letters() == []


def withdraw(desk: Desk) -> None:
    desk.comment.status, desk.comment.withdrawn_at = "withdrawn", now()


def hide(desk: Desk) -> None:
    desk.comment.hidden_at, desk.comment.hidden_reason = now(), "It names somebody."


def admit(desk: Desk) -> None:
    make_amendment(desk.consultation, find="for sale", replace="a commodity", is_late=True, admitted_at=now())


CHANGES = {
    "a decision": lambda desk: desk.decide("human", "decline"),
    "an answer": lambda desk: desk.answer(desk.comment, "accepted", "Better so."),
    "an author takes their words back": withdraw,
    "words are hidden": hide,
    "late words are admitted": admit,
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_after_the_approval_is_told_once_when_the_desk_is_quiet(desk: Desk, what: str) -> None:
    desk.answer(desk.comment, "noted")
    ask(desk)
    with freeze(now() + SOON):
        row = approve(desk)
    assert tell(desk, SOON + PAUSE) == 0
    with freeze(now() + 2 * SOON):
        CHANGES[what](desk)
        assert tell(desk, PAUSE - SOON) == 0  # somebody may still be at it
        assert tell(desk, PAUSE) == 1
        assert tell(desk, 2 * PAUSE) == 0
        CHANGES["an answer"](desk) if what == "a decision" else desk.decide("human", "decline")
    assert tell(desk, 5 * PAUSE) == 0  # one letter for each approval
    assert row.told_at is not None
    letter = letters()[-1]
    assert len(letters()) == 2
    assert (letter.address, letter.language) == (desk.elin.account.email, "fr")
    assert letter.subject == "A request from Common Ground"
    assert "has changed since" in letter.body
    assert DRAFT.format(f"fr/{desk.row.public_id}") in letter.body
    assert [one.person for one in missing_reviewers(desk.whole())] == [desk.elin]


def test_approving_anew_asks_for_a_letter_of_its_own(desk: Desk) -> None:
    ask(desk)
    for outcome in ("decline", "accept"):
        approve(desk)
        desk.decide("human", outcome)
        assert tell(desk) == 1
    assert len(letters()) == 3


@pytest.mark.parametrize("end", ["undone", "released", "withdrawn", "published", "nothing"])
def test_nobody_is_told_of_what_did_not_change_or_is_no_longer_asked(desk: Desk, end: str) -> None:
    desk.answer_all()
    ask(desk)
    with freeze(now() + SOON):
        row = approve(desk)
        if end == "undone":
            desk.answer(desk.comment, "accepted")
            desk.answer(desk.comment, "noted", "Thank you.")
        elif end == "published":
            desk.publish()
        elif end != "nothing":
            desk.decide("human", "decline")
        if end == "released":
            release_reviewer(desk.row, desk.elin, desk.facilitator, now())
        elif end == "withdrawn":
            withdraw_approval(desk.row, desk.elin, DRAFT.format)
    before = len(letters())
    assert tell(desk, 2 * PAUSE) == 0
    assert len(letters()) == before
    assert (row.compared_at is not None) is (end == "undone")


def test_whoever_asked_is_told_that_an_approval_is_withdrawn(desk: Desk, client: PageClient) -> None:
    ask(desk)
    with pytest.raises(NotFound):
        withdraw_approval(desk.row, desk.elin, DRAFT.format)  # it was not given
    with pytest.raises(NotFound):
        withdraw_approval(desk.row, desk.facilitator, DRAFT.format)
    approve(desk)
    client.sign_in(desk.elin)
    assert "Withdraw my approval" in client.get(url(desk, "/draft")).text
    sent = client.post(url(desk, "/draft/approval"), data={"withdraw": "1"})
    assert sent.location == url(desk, "/draft")
    page = client.get(sent.location).text
    assert "Your approval is withdrawn." in page
    assert "Your approval is asked" in page
    assert client.post(url(desk, "/draft/approval"), data={"withdraw": "1"}).status_code == 404
    letter = letters()[-1]
    assert letter.address == desk.facilitator.account.email
    assert letter.subject == "A request from Common Ground"
    assert "Elin" not in letter.body
    assert f"/en/consolidations/{desk.row.public_id}/review" in letter.body
    assert [one.person for one in missing_reviewers(desk.whole())] == [desk.elin]


def test_the_page_writes_the_letter_and_the_worker_the_one_after_a_change(
    desk: Desk, client: PageClient, app: Flask
) -> None:
    client.sign_in(desk.facilitator)
    assert client.post(url(desk, "/reviewers"), data={"person": desk.elin.public_id}).status_code == 303
    assert f"/consolidations/{desk.row.public_id}/draft" in letters()[0].body
    client.sign_in(desk.elin)
    seen = client.get(url(desk, "/draft")).text.split('name="seen" value="')[1].split('"')[0]
    assert client.post(url(desk, "/draft/approval"), data={"seen": seen}).status_code == 303
    desk.decide("human", "decline")
    db.session.commit()
    assert "The draft has changed since you approved it." in client.get(url(desk, "/draft")).text
    keep(make_person())
    with freeze(now() + PAUSE):
        tidy()
    assert [f"/consolidations/{desk.row.public_id}/draft" in one.body for one in letters()] == [True, True]
    page = client.sign_in(desk.facilitator).get(url(desk, "/review")).text
    assert "approved an earlier draft" in page
