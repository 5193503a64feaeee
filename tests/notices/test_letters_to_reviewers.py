"""Who can be the second person of a translation is told in the letter of the day, once each time that it is sent."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core.clock import freeze, now
from consult.core.database import db
from consult.core.letters import Letter
from consult.narratives.services import Place
from consult.notices.digests import write_digests
from consult.notices.reviewing import may_review_somewhere, to_review
from consult.people.letter_choices import NOTHING, Wanted, choose_letters
from consult.people.models import RoleGrant
from consult.translations import services
from consult.translations.draft_models import OfferedDraft
from consult.translations.drafts import draft_language, end_draft, offer_draft
from consult.translations.tasks import task_in
from tests.desk import Desk
from tests.factories import make_comment, make_consultation, make_person, make_revision
from tests.translating import WATER, Translating, make_translating


@pytest.fixture
def work(app: Flask) -> Translating:
    """A translation by Leïla that waits for a second person."""
    work = make_translating(app)
    make_revision()  # of another narrative
    work.other = make_person("facilitator", work.narrative)  # type: ignore[attr-defined]
    work.elsewhere = make_person("translator", make_revision().narrative)  # type: ignore[attr-defined]
    make_person("working-group-member", work.narrative)
    send(work)
    return work


def send(work: Translating, words: list[str] = WATER) -> None:
    counter = work.task().row.counter if work.task().row else 0  # type: ignore[union-attr]
    services.send_for_review(work.task(), words, counter=counter, actor=work.leila, at=now())


def letters(days: int = 0) -> dict[str, Letter]:
    """Write the letters of a later day; return the new ones by address."""
    db.session.commit()
    before = set(db.session.scalars(sa.select(Letter.id)))
    with freeze(now() + timedelta(days=days)):
        write_digests()
    new = db.session.scalars(sa.select(Letter).where(Letter.id.not_in(before)))
    return {letter.address: letter for letter in new}


def test_all_who_can_review_it_are_told_once_and_nobody_else(work: Translating) -> None:
    told = letters()
    assert set(told) == {work.iker.account.email, work.other.account.email}  # type: ignore
    letter = told[work.iker.account.email]  # type: ignore
    assert letter.subject == "News"
    assert "/en/narratives/shared/languages" in letter.body
    for words in (*WATER, "Water", "French", "Leïla", work.narrative.title):
        assert words not in letter.body + letter.subject
    assert letter.stop_url
    assert letters(1) == {}


def test_sent_again_it_is_told_again_and_reviewed_it_is_told_no_more(work: Translating) -> None:
    letters()
    services.return_translation(work.task(), "Again.", counter=2, actor=work.iker, at=now())
    assert letters(1) == {}
    send(work)
    assert set(letters(2)) == {work.iker.account.email, work.other.account.email}  # type: ignore
    row = work.row()
    services.review_translation(work.task(), WATER, counter=row.counter, actor=work.iker, at=now())
    assert letters(3) == {}


@pytest.mark.parametrize(
    "change",
    [
        lambda work: choose_letters(work.iker.account, NOTHING),
        lambda work: choose_letters(work.iker.account, Wanted(opened=True, reviewing=False)),
        lambda work: setattr(work.iker.account, "disabled_at", now()),
        lambda work: setattr(work.narrative, "target_languages", ["ar"]),
        lambda work: work.revise("water", body="Water is common."),
        lambda work: db.session.execute(
            sa.update(RoleGrant).where(RoleGrant.person_id == work.iker.id).values(ended_at=now())
        ),
    ],
    ids=["stopped", "declined", "gone", "language not wanted", "words replaced", "role ended"],
)
def test_who_does_not_want_it_or_could_do_nothing_is_not_told(work: Translating, change) -> None:  # type: ignore[no-untyped-def]
    change(work)
    assert work.iker.account.email not in letters()  # type: ignore[union-attr]


def test_what_waits_in_a_draft_is_told_of_while_the_draft_can_be_translated(work: Translating) -> None:
    letters()
    desk = Desk(make_consultation(work.revision, state="closed"))
    make_comment(desk.consultation)
    offer_draft(
        work.narrative, desk.row.id, [Place("water", 1, "1", "Water", "Common.")], actor=work.leila, at=now()
    )
    draft = db.session.query(OfferedDraft).one()
    task = task_in(draft_language("shared", draft.public_id, "fr"), "water")
    services.send_for_review(task, ["L’eau", "Commune."], counter=0, actor=work.leila, at=now())
    assert {one.sent for one in to_review(work.iker)} > {one.sent for one in to_review(work.leila)} == set()
    assert work.iker.account.email in letters(1)  # type: ignore[union-attr]
    end_draft(desk.row.id, now())
    db.session.flush()
    assert len(to_review(work.iker)) == 1, "the first one still waits"


def test_the_choice_is_offered_to_those_who_can_review_and_is_kept(work: Translating) -> None:
    stranger = make_person()
    assert not may_review_somewhere(stranger)
    assert not may_review_somewhere(None)
    words = "A translation waits for a second person"
    assert words not in work.client(stranger).get("/en/me/letters").text
    client = work.client(work.iker)
    assert words in client.get("/en/me/letters").text
    assert client.post("/en/me/letters", data={"answered": "y"}).status_code == 303
    assert set(letters()) == {work.other.account.email}  # type: ignore[attr-defined]
