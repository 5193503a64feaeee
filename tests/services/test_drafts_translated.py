"""A draft is translated before it is published: who sees it, what goes out with the revision, what does not."""

import pytest
from flask import Flask

from consult.consolidation.compose import compose
from consult.consolidation.services import abandon_consolidation
from consult.consolidation.services.translators import give_to_translators, take_from_translators
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import NotFound, WrongState
from consult.narratives.editions import editions_of
from consult.narratives.services import latest_revision
from consult.rules.readiness import DRAFT, MISSING, REVIEWED, STALE
from consult.translations import services
from consult.translations.board import board_of, board_of_draft
from consult.translations.draft_places import changed_places, draft_by_id, draft_of_desk, open_drafts
from consult.translations.drafts import draft_language, what_goes_out
from consult.translations.exchange import export_po, import_po
from consult.translations.memory import pair_of, recall
from consult.translations.models import MemorySentence
from consult.translations.tasks import Task, of_wording, task_in
from tests.across import Across, make_across
from tests.desk import Desk
from tests.factories import make_amendment, make_consultation, make_narrative
from tests.services.test_consolidation_structure import decide_all, structural
from tests.translating import WATER

HUMAN = [WATER[0], "L’eau est un droit humain.", *WATER[2:]]


@pytest.fixture
def across(app: Flask) -> Across:
    """A desk with one change accepted: water is a human right."""
    across = make_across(app)
    across.work.reviewed("health")
    amendment = make_amendment(across.consultation, find="a right", replace="a human right")
    across.desk = across.close()  # type: ignore[attr-defined]
    across.desk.answer(amendment, "accepted")  # type: ignore[attr-defined]
    across.desk.give = lambda: give_to_translators(across.desk.row, across.desk.facilitator, now())  # type: ignore[attr-defined]
    return across


def task(across: Across, language: str = "fr", key: str = "water") -> Task:
    db.session.flush()
    draft = draft_of_desk(across.desk.row.id)  # type: ignore[attr-defined]
    assert draft is not None
    return task_in(draft_language("shared", draft.public_id, language), key)


def translate(across: Across, words: list[str] = HUMAN, *, review: bool = True) -> None:
    counter = task(across).row.counter if task(across).row else 0
    sent = services.send_for_review(task(across), words, counter=counter, actor=across.work.leila, at=now())
    if review:
        services.review_translation(
            task(across), words, counter=sent.counter, actor=across.work.iker, at=now()
        )


def test_only_what_the_draft_changes_is_open_with_what_was_there_before(across: Across) -> None:
    draft = across.desk.give()
    assert [place.section.key for place in changed_places(draft)] == ["water"]
    one = task(across)
    assert one.source.body.startswith("Water is a human right.")
    assert one.wordings() == [WATER[0], "", *WATER[2:]], "unchanged sentences are there already"
    assert one.earlier.targets[1] == WATER[1]
    board = board_of_draft(draft)
    assert [board.at("water", code).state for code in ("fr", "ar")] == [STALE, MISSING]
    with pytest.raises(NotFound):
        task(across, key="health")
    with pytest.raises(NotFound):
        task(across, language="sw")


def test_a_reviewed_translation_of_the_very_words_goes_out_with_the_revision_and_is_sealed(
    across: Across,
) -> None:
    across.desk.give()
    translate(across)
    pair, sentence = pair_of("en", "fr"), "Water is a human right."
    assert db.session.query(MemorySentence).filter_by(source=sentence).count() == 0
    elsewhere = make_narrative(slug="other", target_languages=["fr"])
    assert not [one for one in recall(elsewhere, pair, [sentence])[0] if one.is_equal]
    french = next(
        one for one in what_goes_out(across.work.narrative, _places(across)) if one.language == "fr"
    )
    assert (french.number, french.waiting) == (2, [])
    revision = across.desk.publish()
    assert board_of(revision).at("water", "fr").state == REVIEWED
    assert board_of(revision).at("water", "ar").state == MISSING
    assert [(one.language, one.number) for one in editions_of(revision)] == [("fr", 1)]
    assert editions_of(revision)[0].places[0].text.body.startswith("L’eau est un droit humain.")
    assert [one.target for one in recall(elsewhere, pair, [sentence])[0]] == [HUMAN[1]]
    assert open_drafts(across.work.narrative) == []


def _places(across: Across):  # type: ignore[no-untyped-def]
    return [place.place for place in compose(across.desk.whole())]


def test_a_translation_of_other_words_is_what_was_known_before(across: Across) -> None:
    across.desk.give()
    translate(across, review=False)
    make_amendment(across.consultation, find="not for sale", replace="never for sale")
    across.desk.answer_all("accepted")
    waiting = {one.language: one.waiting for one in what_goes_out(across.work.narrative, _places(across))}
    assert waiting == {"fr": ["Water"], "ar": ["Water", "Health"]}
    old = task(across).source.sha
    revision = across.desk.publish()
    assert board_of(revision).at("water", "fr").state == STALE
    now_task = across.work.task()
    assert now_task.wordings()[1] == HUMAN[1], "what was translated of the draft is not lost"
    assert now_task.wordings()[2] == "", "only what changed since is open"
    assert now_task.earlier.targets[2] == HUMAN[2], "with what it was, on the site"
    assert "before:" not in export_po(now_task.of, now()).decode(), (
        "and not in a file: that wording was a draft's"
    )
    assert of_wording(now_task, old).source.sha == old, "a form that was open still finds its text"
    assert editions_of(revision) == []


def test_what_is_published_never_shows_words_of_a_draft(across: Across) -> None:
    across.desk.give()
    translate(across)
    base = across.work.revision
    assert latest_revision(across.work.narrative) == base
    seen = across.work.task()
    assert seen.before is None
    assert all("human" not in row.source.body for row in seen.rows)
    assert board_of(base).at("water", "fr").in_work is None
    published = export_po(across.work.task().of, now()).decode()
    assert "human" not in published
    assert "humain" not in published
    draft = export_po(task(across).of, now()).decode()
    assert "Water is a human right." in draft
    assert "Health" not in draft


def test_a_file_of_the_draft_comes_back_into_its_drafts_and_into_no_other(across: Across) -> None:
    across.desk.give()
    data = export_po(task(across).of, now()).decode()
    filled = data.replace(
        'msgid "Water is a human right."\nmsgstr ""', f'msgid "Water is a human right."\nmsgstr "{HUMAN[1]}"'
    )
    assert filled != data
    report = import_po(task(across).of, filled.encode(), actor=across.work.leila, at=now())
    assert (report.number, report.skipped) == (1, [])
    assert task(across).wordings() == HUMAN
    assert across.work.row().status == REVIEWED
    late = import_po(across.work.task().of, filled.encode(), actor=across.work.leila, at=now())
    assert late.number == 0


def test_taken_back_or_given_up_it_is_seen_no_more_and_may_be_given_again(across: Across) -> None:
    draft = across.desk.give()
    translate(across, review=False)
    take_from_translators(across.desk.row, across.desk.facilitator, now())
    assert open_drafts(across.work.narrative) == []
    with pytest.raises(NotFound):
        draft_by_id("shared", draft.public_id)
    again = across.desk.give()
    assert (again.id, again.number, again.is_open) == (draft.id, 2, True)
    assert task(across).row.status == "waiting", "what was translated is there again"  # type: ignore[union-attr]
    abandon_consolidation(across.desk.row, across.desk.facilitator, now())
    with pytest.raises(NotFound):
        draft_by_id("shared", draft.public_id)
    assert across.work.task().before is None, "words that nobody published stay out of the work on others"
    with pytest.raises(WrongState):
        across.desk.give()


@pytest.mark.parametrize("reason", ["no languages", "no change"])
def test_there_must_be_something_to_translate(across: Across, reason: str) -> None:
    if reason == "no languages":
        across.work.narrative.target_languages = []
    else:
        across.desk.decide("human", "decline")
    with pytest.raises(WrongState):
        across.desk.give()
    assert draft_of_desk(across.desk.row.id) is None


def test_a_new_section_keeps_its_key_from_the_draft_to_the_revision(across: Across) -> None:
    words = {"heading": "Land", "body": "Land is held in common."}
    structural(across.desk, "add", words, section=None, after_section=across.desk.section(), depth=1)
    decide_all(across.desk)
    across.desk.answer_all("accepted")
    across.desk.give()
    assert task(across, key="land").source.heading == "Land"
    sent = services.send_for_review(
        task(across, key="land"),
        ["Terre", "La terre est commune."],
        counter=0,
        actor=across.work.leila,
        at=now(),
    )
    services.review_translation(
        task(across, key="land"), sent.wordings, counter=sent.counter, actor=across.work.iker, at=now()
    )
    revision = across.desk.publish()
    assert board_of(revision).at("land", "fr").state == REVIEWED


def test_authors_words_are_offered_with_the_draft_already(app: Flask) -> None:
    across = make_across(app)
    row = across.amend()
    across.render(row)
    across.reply(row)
    desk = across.close()
    desk.answer_all("accepted")
    give_to_translators(desk.row, desk.facilitator, now())
    across.desk = desk  # type: ignore[attr-defined]
    begun = task(across).row
    assert begun is not None
    assert (begun.status, begun.translator_id, begun.wordings[1]) == (DRAFT, None, HUMAN[1])
    assert across.work.row().status == REVIEWED


def test_another_desks_draft_stays_apart(across: Across) -> None:
    across.desk.give()
    translate(across)
    other = Desk(make_consultation(across.work.revision, state="closed"))
    make_amendment(other.consultation, find="for sale", replace="a commodity")
    other.answer_all("accepted")
    give_to_translators(other.row, other.facilitator, now())
    across.desk = other  # type: ignore[attr-defined]
    assert task(across).before.source.body.startswith("Water is a right."), "not the other draft"  # type: ignore[union-attr]
