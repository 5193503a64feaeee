"""A change to the French text at the English desk: rendered, confirmed or objected to, decided on, published."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from consult.consolidation.foreign import left_to_render, unconfirmed
from consult.contributions.language_models import Rendering
from consult.contributions.services import Edit, edit_contribution, hide, withdraw
from consult.contributions.services.personal import erase_everything, what_is_known
from consult.core.clock import freeze, now
from consult.core.database import db
from consult.core.errors import ConsultError, InvalidInput, NotAllowed, NotFound, StaleBase, WrongState
from consult.core.letters import Letter
from consult.core.logs import Event
from consult.translations.renderings import rendering_task, wordings_behind
from consult.translations.tasks import parts_of
from tests.across import Across, make_across
from tests.factories import make_amendment, make_comment, make_person
from tests.translating import WATER


@pytest.fixture
def across(app: Flask) -> Across:
    return make_across(app)


def test_until_it_is_rendered_it_can_be_carried_forward_and_nothing_else(across: Across) -> None:
    row = across.amend()
    assert (row.language, row.text.base_text.language) == ("fr", "fr")
    native = make_amendment(across.consultation, find="every day", replace="each day")
    desk = across.close()
    whole, work = desk.whole(), desk.work()
    assert [one.hunk.new for one in work.groups] == ["each"], (
        "its French words claim nothing of the English text"
    )
    assert work.unrendered == left_to_render(whole.material) == [row]
    assert (work.proposal(row), work.proposal(native)) == (None, "accepted")
    for disposition in ("accepted", "noted", "not-accepted"):
        with pytest.raises(InvalidInput) as refusal:
            desk.answer(row, disposition)
        assert refusal.value.details["field"] == "disposition"
    desk.answer(native, "accepted")
    assert not desk.whole().is_complete
    with pytest.raises(WrongState):
        desk.publish()
    desk.answer(row, "carried-forward")
    assert left_to_render(desk.whole().material) == []
    revision = desk.publish()
    assert "each day" in revision.places[0].text.body
    assert row.disposition == "carried-forward"
    assert [text.made_by for text in row.texts] == ["author"], (
        "there was nothing to carry but the words themselves"
    )


def test_what_is_rendered_is_decided_on_like_any_change_and_is_the_authors(across: Across) -> None:
    row = across.amend()
    rendering = across.render(row)
    assert row.text.number == 1, "the author's own words stay what is shown as theirs"
    assert rendering.text.made_by == "rendering"
    assert rendering.text.rationale == "C’est notre droit."
    same = make_amendment(across.consultation, find="a right", replace="a human right")
    desk = across.close()
    (group,) = desk.work().groups
    assert set(group.supporters) == {row, same}, "the same change, whatever the language it was proposed in"
    desk.decide("human", "accept")
    assert desk.work().proposal(row) == "accepted"
    for one in (row, same):
        desk.answer(one, "accepted")
    across.reply(row)
    revision = desk.publish()
    assert "a human right" in revision.places[0].text.body
    assert row.disposition == "accepted"
    event = db.session.query(Event).filter_by(kind="contribution-rendered").one()
    assert (event.subject_id, event.actor_id, event.after) == (row.id, across.work.leila.id, "en")


def test_publication_waits_until_the_author_agrees_or_the_day_is_over(across: Across, now: datetime) -> None:
    row = across.amend()
    rendering = across.render(row, days=2)
    assert rendering.confirm_until == datetime(2026, 3, 13, tzinfo=now.tzinfo), "the whole of the last day"
    desk = across.close()
    desk.answer(row, "accepted")
    assert desk.whole().is_complete
    assert unconfirmed(desk.whole().material, now) == [rendering]
    with pytest.raises(WrongState, match="WrongState"):
        desk.publish()
    last, over = (rendering.confirm_until - timedelta(seconds=1), rendering.confirm_until)
    assert (rendering.state(last), rendering.state(over)) == ("waiting", "silent")
    with freeze(over):
        assert unconfirmed(desk.whole().material, over) == []
        with pytest.raises(WrongState):
            across.reply(row, "objects", "Trop tard.", at=over)
        assert desk.publish(at=over).number == "1.1"
    assert (rendering.reply, rendering.state(over)) == (None, "silent")


def test_an_objection_sends_it_back_whatever_was_decided_meanwhile(across: Across) -> None:
    row = across.amend()
    first = across.render(row)
    desk = across.close()
    desk.decide("human", "accept")
    desk.answer(row, "accepted")
    with pytest.raises(InvalidInput) as refusal:
        across.reply(row, "objects", "  ")
    assert refusal.value.details["field"] == "words"
    across.reply(row, "objects", "Non : un droit de chaque personne.")
    assert (first.state(now()), first.words) == ("objected", "Non : un droit de chaque personne.")
    work = desk.work()
    assert work.groups == []
    assert work.unrendered == [row]
    assert row.id not in desk.whole().material.answers, "what was answered before counts no more"
    with pytest.raises(WrongState):
        across.reply(row)
    second = across.render(row, replace="a right of every person", days=1)
    assert [one.hunk.new.strip() for one in desk.work().groups] == ["of every person"]
    assert (second.author_text_id, second.text.number) == (first.author_text_id, 3)
    across.reply(row)
    desk.answer(row, "accepted")
    assert "a right of every person" in desk.publish().places[0].text.body


def test_other_words_of_the_author_are_rendered_anew(across: Across, now: datetime) -> None:
    row = across.amend()
    across.render(row)
    body = across.base.body.replace("à vendre", "une marchandise")
    edit_contribution(row, across.author, now, Edit(body=body))
    desk = across.close()
    assert desk.work().unrendered == [row]
    assert desk.work().groups == []
    across.render(row, "for sale", "a commodity")
    assert [one.hunk.new for one in desk.work().groups] == ["a commodity"]


def test_a_rendering_that_waits_for_the_next_desk_is_carried_there(across: Across) -> None:
    row = across.amend()
    across.reply(row, actor=across.author) if across.render(row) else None
    mine = make_amendment(across.consultation, find="for sale", replace="a commodity")
    desk = across.close()
    desk.answer(row, "carried-forward")
    desk.answer(mine, "accepted")
    revision = desk.publish()
    assert [text.made_by for text in row.texts] == ["author", "rendering", "carry"]
    carried = row.texts[-1]
    assert carried.base_text is revision.places[0].text
    assert "a human right" in carried.body
    assert "a commodity" in carried.body


@pytest.mark.parametrize(
    ("change", "refused", "field"),
    [
        ({"replace": "a right"}, InvalidInput, "body"),
        ({"until": date(2026, 3, 10)}, InvalidInput, "until"),
        ({"until": date(2026, 5, 10)}, InvalidInput, "until"),
        ({"until": None}, InvalidInput, "until"),
        ({"seen": "1-anotherone00"}, StaleBase, None),
        ({"seen": "2-"}, StaleBase, None),
        ({"seen": ""}, StaleBase, None),
        ({"replace": "\ud800"}, InvalidInput, "body"),
    ],
)
def test_a_rendering_that_cannot_count_is_refused(
    across: Across, change: dict[str, Any], refused: type[ConsultError], field: str | None
) -> None:
    row = across.amend()
    with pytest.raises(refused) as refusal:
        across.render(row, **change)
    assert refusal.value.details.get("field") == field
    assert db.session.query(Rendering).count() == 0
    assert len(row.texts) == 1


def test_nothing_is_rendered_of_what_is_withdrawn_hidden_late_or_answered(
    across: Across, now: datetime
) -> None:
    rows = [across.amend() for _ in range(4)]
    withdraw(rows[0], across.author, now)
    hide(rows[1], across.work.leila, now, reason="Not this.")
    rows[2].is_late = True
    rows[3].disposition, rows[3].disposed_at = "noted", now
    for row in rows:
        with pytest.raises(WrongState):
            across.render(row)
    assert db.session.query(Rendering).count() == 0
    rows[3].disposition = "carried-forward"
    across.render(rows[3])


def test_only_the_author_confirms_what_stands_for_their_present_words(across: Across) -> None:
    row = across.amend()
    with pytest.raises(WrongState):
        across.reply(row)
    across.render(row)
    with pytest.raises(NotAllowed):
        across.reply(row, actor=across.work.leila)
    with pytest.raises(InvalidInput):
        across.reply(row, "perhaps")
    old = rendering_task(row).newest
    across.render(row, replace="a right of all")
    with pytest.raises(StaleBase):
        across.reply(row, seen=old.public_id if old else "")
    across.reply(row)
    withdraw(row, across.author, now())
    with pytest.raises(WrongState):
        across.reply(row)


def test_the_author_is_asked_by_a_letter_without_a_word_of_the_text(across: Across) -> None:
    row = across.amend()
    across.author.account.locale = "fr"
    across.render(row)
    letter = db.session.query(Letter).one()
    assert letter.address == across.author.account.email
    assert "https://consult.example/fr/confirm" in letter.body
    assert not {"eau", "water", "droit", "right", "Awa"} & set(letter.body.replace("’", " ").split())
    own = across.amend(author=across.work.leila)
    rendering = across.render(own)
    assert (rendering.reply, db.session.query(Letter).count()) == ("agrees", 1), (
        "who renders their own agrees"
    )
    nobody = across.amend(author=make_person(account=None))
    across.render(nobody)
    assert db.session.query(Letter).count() == 1


def test_what_needs_no_rendering_has_no_task(across: Across) -> None:
    for row in (make_amendment(across.consultation), make_comment(across.consultation)):
        with pytest.raises(NotFound):
            rendering_task(row)


def test_the_place_in_the_original_is_known_also_when_the_translation_was_reviewed_anew(
    across: Across,
) -> None:
    row = across.amend("Elle n’est pas à vendre.", "Elle n’est pas une marchandise.")
    across.work.reviewed("water", [*WATER[:2], "On ne la vend pas.", WATER[3]])
    task = rendering_task(row)
    (spot,) = task.spots
    assert spot.source.strip() == "It is not for sale."
    assert spot.before.strip() == "Elle n’est pas à vendre."
    assert spot.after.strip() == "Elle n’est pas une marchandise."
    other = across.base
    found = wordings_behind(row.text.base_text, task.source, parts_of(task.source))
    assert found == WATER
    assert "On ne la vend pas." in other.body


def test_who_leaves_takes_the_words_of_an_objection_along_and_not_that_they_objected(across: Across) -> None:
    row = across.amend()
    across.render(row)
    rendering = across.reply(row, "objects", "Mon frère le dit autrement.")
    known = what_is_known(across.author)
    assert known["replies_to_renderings"] == [{"reply": "objects", "words": "Mon frère le dit autrement."}]
    assert known["renderings"] == []
    (given,) = what_is_known(across.work.leila)["renderings"]
    assert "a human right" in given["body"]
    erase_everything(across.author, actor=across.author, at=now())
    assert (rendering.reply, rendering.words) == ("objects", "")
