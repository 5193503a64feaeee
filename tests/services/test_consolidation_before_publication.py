"""Before publication: authors say something to proposed answers, reviewers approve one draft, a link shows it."""

from datetime import timedelta

import pytest
from flask import Flask

from consult.consolidation.draft import digest_of, draft_sections
from consult.consolidation.release_models import ReleasedAnswer
from consult.consolidation.services.releases import (
    open_objections,
    release_answers,
    released_for,
    reply_to_answer,
    unreleased,
)
from consult.consolidation.services.review import (
    approve_draft,
    comment_on_draft,
    comments_on,
    consolidation_by_key,
    end_draft_link,
    make_draft_link,
    missing_reviewers,
    name_reviewer,
    release_reviewer,
)
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import ConsultError, InvalidInput, NotAllowed, NotFound, StaleBase, WrongState
from consult.core.letters import Letter
from consult.reading.provenance import judged_links
from tests.desk import ADDRESS, Desk
from tests.factories import make_amendment, make_comment, make_person

MARKS = ("added", "removed")


@pytest.fixture
def desk(app: Flask) -> Desk:
    desk = Desk()
    desk.comment = make_comment(desk.consultation)
    desk.answer(desk.comment, "not-accepted", "Not now.")
    return desk


def release(desk: Desk) -> list[ReleasedAnswer]:
    return release_answers(desk.row, desk.facilitator, now(), ADDRESS.format)


def objected(desk: Desk) -> ReleasedAnswer:
    (released,) = release(desk)
    return reply_to_answer(released, desk.comment.person, "objects", "It cannot wait.", now())


def test_an_answer_is_released_once_with_one_neutral_letter_and_published_with_all(desk: Desk) -> None:
    (released,) = release(desk)
    assert release(desk) == []
    letter = db.session.query(Letter).one()
    assert letter.subject == "An answer from Common Ground"
    assert not {"Not now", "Well said"} & set(letter.body.split("."))
    assert desk.comment.disposition is None
    assert released_for([desk.comment.id]) == {desk.comment.id: released}
    reply_to_answer(released, desk.comment.person, "agrees", "", now())
    desk.publish()
    assert desk.comment.disposition == "not-accepted"
    assert released_for([desk.comment.id]) == {}


def test_an_objection_comes_back_and_holds_publication_until_it_is_answered_anew(desk: Desk) -> None:
    released = objected(desk)
    assert open_objections(desk.row) == [released]
    with pytest.raises(WrongState):
        desk.publish()
    desk.answer(desk.comment, "not-accepted", "We read it again. Not now, but next year.")
    assert open_objections(desk.row) == []
    assert [row.reason for row in unreleased(desk.row)] == ["We read it again. Not now, but next year."]
    with pytest.raises(StaleBase):
        reply_to_answer(released, desk.comment.person, "objects", "Still.", now())
    desk.publish()


@pytest.mark.parametrize(
    ("who", "reply", "words", "error"),
    [
        ("other", "agrees", "", NotAllowed),
        ("author", "shrugs", "", InvalidInput),
        ("author", "objects", "  ", InvalidInput),
        ("closed", "agrees", "", WrongState),
    ],
)
def test_what_an_author_cannot_say(
    desk: Desk, who: str, reply: str, words: str, error: type[ConsultError]
) -> None:
    (released,) = release(desk)
    if who == "closed":
        desk.publish()
    actor = desk.facilitator if who == "other" else desk.comment.person
    with pytest.raises(error):
        reply_to_answer(released, actor, reply, words, now())
    assert released.reply is None


def test_a_reviewer_approves_one_draft_and_a_later_decision_asks_again(desk: Desk) -> None:
    reviewer = make_person("working-group-member", desk.narrative)
    name_reviewer(desk.row, reviewer, desk.facilitator, now(), ADDRESS.format)
    with pytest.raises(WrongState):
        desk.publish()
    seen = digest_of(desk.whole())
    with pytest.raises(NotAllowed):
        approve_draft(desk.whole(), desk.facilitator, seen, now())
    approve_draft(desk.whole(), reviewer, seen, now())
    assert missing_reviewers(desk.whole()) == []
    desk.answer(desk.comment, "noted", "Another reason.")
    assert [row.person for row in missing_reviewers(desk.whole())] == [reviewer]
    with pytest.raises(StaleBase):
        approve_draft(desk.whole(), reviewer, seen, now())
    with pytest.raises(WrongState):
        desk.publish()
    release_reviewer(desk.row, reviewer, desk.facilitator, now())
    with pytest.raises(NotFound):
        release_reviewer(desk.row, desk.facilitator, desk.facilitator, now())
    desk.publish()


def test_the_link_opens_the_draft_until_it_is_ended_replaced_or_published(desk: Desk) -> None:
    first = make_draft_link(desk.row, desk.facilitator, now())
    assert consolidation_by_key(first.key) is desk.row
    second = make_draft_link(desk.row, desk.facilitator, now() + timedelta(hours=1))
    end_draft_link(desk.row, now())
    third = make_draft_link(desk.row, desk.facilitator, now())
    desk.publish()
    for key in (first.key, second.key, third.key, "guessed"):
        with pytest.raises(NotFound):
            consolidation_by_key(key)
    with pytest.raises(WrongState):
        make_draft_link(desk.row, desk.facilitator, now())


def test_the_draft_shows_decisions_and_no_words_that_only_facilitators_read(desk: Desk) -> None:
    make_amendment(desk.consultation)
    hidden = make_amendment(desk.consultation, find="for sale", replace="a secret", visibility="facilitators")
    desk.decide("secret", "decline")
    (water, _health) = draft_sections(desk.whole(), MARKS)
    assert [(one.outcome, one.supporters) for one in water.decisions] == [("accept", 1)]
    assert "human" in str(water.changes)
    assert "secret" not in str(water)
    hidden.visibility = "region"
    assert "secret" in str(draft_sections(desk.whole(), MARKS)[0])


def test_members_comment_on_the_draft_while_it_is_one(desk: Desk) -> None:
    member = make_person("working-group-member", desk.narrative)
    comment_on_draft(desk.row, desk.section(), "Say why.", member, now())
    with pytest.raises(InvalidInput):
        comment_on_draft(desk.row, None, " ", member, now())
    assert [(row.body, row.section, row.by) for row in comments_on(desk.row)] == [
        ("Say why.", desk.section(), member)
    ]
    desk.publish()
    with pytest.raises(WrongState):
        comment_on_draft(desk.row, None, "Too late.", member, now())


@pytest.mark.parametrize(
    ("key", "passage", "refused"),
    [
        ("water", "It is not for sale.", ""),
        ("water", "Water is a human right.", ""),
        ("water", "Nobody said this.", "passage"),
        ("", "It is not for sale.", "shaped"),
    ],
)
def test_a_comment_is_linked_to_the_passage_that_it_shaped_as_the_text_stands(
    desk: Desk, key: str, passage: str, refused: str
) -> None:
    make_amendment(desk.consultation)
    shaped = desk.section() if key else None
    if refused:
        with pytest.raises(InvalidInput) as refusal:
            desk.answer(desk.comment, "accepted", shaped=shaped, passage=passage)
        assert refusal.value.details["field"] == refused
        return
    desk.answer(desk.comment, "accepted", shaped=shaped, passage=passage)
    desk.answer_all("accepted")
    desk.publish()
    (link,) = judged_links(contribution=desk.comment)
    assert (link.passage, link.section) == (passage, desk.section())
