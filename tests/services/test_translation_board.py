"""What the matrix, the readers and the credits are told of a version in its languages."""

from datetime import timedelta

import pytest
from flask import Flask

from consult.core.clock import freeze, now
from consult.core.database import db
from consult.narratives.models import Revision
from consult.translations import services
from consult.translations.board import board_of, histories_of, not_ready_in
from consult.translations.credits import Credit, credits_of
from consult.translations.readable import Ready, languages_of_revision, languages_to_read, texts_in
from tests.factories import make_narrative, make_person, make_revision
from tests.translating import HEALTH, SECTIONS, WATER, Translating, make_translating

ARABIC = ["الماء", "الماء حق.", "ليس للبيع.", "للجميع، كل يوم."]


@pytest.fixture
def work(app: Flask) -> Translating:
    return make_translating(app)


def wordings(revision: Revision) -> list[int]:
    return [place.section_text_id for place in revision.places]


def bodies(revision: Revision, language: str) -> list[str]:
    ready = languages_to_read(revision.narrative, wordings(revision)).get(language)
    texts = texts_in(revision, language, wordings(revision), ready) if ready else {}
    return [texts[one].heading for one in wordings(revision) if one in texts]


def test_each_version_is_asked_about_as_it_was_and_not_as_later_ones_are(work: Translating) -> None:
    first = work.revision
    work.reviewed("water")
    second = work.revise("water", body="Water is common.")
    third = work.revise("water", body="Water is common to all.")
    found = [
        [(board.at("water", "fr").state, board.at("water", "fr").since), board.count("fr", "missing")]
        for board in map(board_of, (first, second, third))
    ]
    assert found == [[("reviewed", None), 1], [("stale", "1.1"), 1], [("stale", "1.1"), 1]]
    section = first.places[0].section_id
    assert [number for number, _text in histories_of(second)[section]] == ["1.0", "1.1"]
    assert len(histories_of(third)[section]) == 3
    work.post(work.leila, ["Eau", "Commune à tous."], step="send")
    standing = board_of(third).at("water", "fr")
    assert (standing.state, standing.in_work) == ("stale", "waiting")
    assert board_of(second).at("water", "fr").in_work is None


def test_versions_are_in_the_order_of_their_numbers_not_of_their_signs(work: Translating) -> None:
    work.reviewed("water")
    for _step in range(10):
        work.revise("health", "Health", f"Care {_step}.")
    assert work.revision.number == "1.10"
    last = work.revise("water", body="Water is common.")
    numbers = [number for number, _text in histories_of(last)[last.places[0].section_id]]
    assert numbers == [f"1.{minor}" for minor in range(12)]
    assert board_of(last).at("water", "fr").since == "1.11"


def test_a_section_that_came_later_is_missing_and_one_that_went_is_not_asked_for(work: Translating) -> None:
    work.reviewed("health")
    sections = [*SECTIONS[:1], ("land", "Land", "Land is common.")]
    last = make_revision(work.narrative, sections, number=(2, 0), parent=work.revision)
    board = board_of(last)
    assert [place.section.key for place in board.waits("fr")] == ["water", "land"]
    assert board.at("health", "fr").state == "missing"
    assert [board.count("fr", state) for state in ("missing", "reviewed")] == [2, 0]
    assert bodies(last, "fr") == []
    assert bodies(work.revision, "fr") == [HEALTH[0]]


def test_the_board_asks_for_the_languages_it_is_given_and_never_for_the_original(work: Translating) -> None:
    assert board_of(work.revision).languages == ["fr", "ar"]
    assert board_of(work.revision, ["en", "sw"]).languages == ["sw"]
    assert board_of(work.revision, []).standings == {}
    work.reviewed("water")
    waiting = not_ready_in(work.revision, ["en", "fr", "sw"])
    assert waiting == {"fr": ["Health"], "sw": ["Water", "Health"]}
    work.reviewed("health")
    assert not_ready_in(work.revision, ["fr", "en"]) == {}


def test_translations_of_another_narrative_with_the_same_words_are_not_this_ones(work: Translating) -> None:
    other = make_revision(make_narrative(slug="other", target_languages=["fr"]), SECTIONS)
    work.reviewed("water")
    assert board_of(other).count("fr", "missing") == 2
    assert languages_to_read(other.narrative, wordings(other)) == {}
    assert credits_of(other) == {}


def test_readers_get_what_is_approved_in_the_order_of_the_narratives_languages(work: Translating) -> None:
    assert languages_to_read(work.narrative, wordings(work.revision)) == {}
    work.post(work.leila, WATER, step="send")
    assert languages_to_read(work.narrative, wordings(work.revision)) == {}  # it waits
    work.reviewed("water", ARABIC, "ar")
    work.reviewed("health")
    found = languages_to_read(work.narrative, wordings(work.revision))
    assert list(found) == ["fr", "ar"]
    assert [one.number for one in found.values()] == [1, 1]
    assert (bodies(work.revision, "fr"), bodies(work.revision, "ar")) == (["Santé"], ["الماء"])
    work.narrative.target_languages = ["ar"]  # taken away: kept, and not offered
    assert list(languages_to_read(work.narrative, wordings(work.revision))) == ["ar"]
    work.narrative.target_languages = []
    assert languages_to_read(work.narrative, wordings(work.revision)) == {}


def test_a_whole_version_is_counted_as_its_wordings_are_one_by_one(work: Translating) -> None:
    work.reviewed("water")
    first = work.revision
    second = work.revise("water", body="Water is common.")
    work.reviewed("health")
    other = make_revision(make_narrative(slug="other", target_languages=["fr"]), SECTIONS)
    for revision, ready in ((first, 2), (second, 1), (other, 0)):
        of_revision = languages_of_revision(revision.narrative, revision.id)
        assert of_revision == languages_to_read(revision.narrative, wordings(revision))
        assert sum(one.number for one in of_revision.values()) == ready
    work.narrative.target_languages = ["ar"]
    assert languages_of_revision(work.narrative, first.id) == {}


def test_texts_at_hand_are_those_of_the_last_approval(work: Translating) -> None:
    work.reviewed("water")
    before = languages_to_read(work.narrative, wordings(work.revision))["fr"]
    assert bodies(work.revision, "fr") == ["L’eau"]
    assert texts_in(work.revision, "fr", wordings(work.revision), before) is texts_in(
        work.revision, "fr", wordings(work.revision), before
    )
    with freeze(now() + timedelta(minutes=1)):
        work.reviewed("water", ["Eau", *WATER[1:]])
    after = languages_to_read(work.narrative, wordings(work.revision))["fr"]
    assert (after.number, after != before) == (before.number, True)
    assert bodies(work.revision, "fr") == ["Eau"]
    assert after == Ready(1, 6, now() + timedelta(minutes=1))


def test_a_draft_after_the_approval_changes_nothing_that_is_read(work: Translating) -> None:
    work.reviewed("water")
    work.post(work.iker, ["Flots", *WATER[1:]])
    assert bodies(work.revision, "fr") == ["L’eau"]
    assert board_of(work.revision).at("water", "fr").in_work == "draft"


def test_credits_are_for_words_that_are_read_each_name_once_and_by_language(work: Translating) -> None:
    assert credits_of(work.revision) == {}
    work.post(work.leila, WATER)
    assert credits_of(work.revision) == {}  # nothing is read yet
    work.post(work.iker, ["Eau", *WATER[1:]])
    work.post(work.iker, ["Eau", *WATER[1:]], step="send")
    work.post(work.leila, ["Eau", *WATER[1:]], step="review")
    work.reviewed("health")
    work.reviewed("water", ARABIC, "ar")
    found = credits_of(work.revision)
    assert found["fr"] == Credit(["Leïla Ben", "Iker Zubi"], ["Leïla Ben", "Iker Zubi"])
    assert found["ar"] == Credit(["Leïla Ben"], ["Iker Zubi"])
    assert credits_of(work.revision, "fr", "health") == {"fr": Credit(["Leïla Ben"], ["Iker Zubi"])}
    assert credits_of(work.revision, "ar", "health") == {}
    assert list(credits_of(work.revision, "ar")) == ["ar"]
    of_water = {"fr": Credit(["Leïla Ben", "Iker Zubi"], ["Leïla Ben"]), "ar": found["ar"]}
    assert credits_of(work.revision, key="water") == of_water
    assert list(credits_of(work.revision, key="health")) == ["fr"]
    assert credits_of(work.revision, key="nowhere") == {}


def test_who_only_sent_or_gave_it_back_is_not_credited(work: Translating) -> None:
    sender, third = make_person("translator", work.narrative), make_person("translator", work.narrative)
    for person, step in ((work.leila, "save"), (sender, "send"), (third, "return"), (sender, "send")):
        assert work.post(person, WATER, step=step, remark="Encore.").status_code == 303
    work.post(work.iker, WATER, step="review")
    assert credits_of(work.revision, "fr")["fr"] == Credit(["Leïla Ben"], ["Iker Zubi"])


def test_a_name_that_was_erased_leaves_no_gap_in_the_credits(work: Translating) -> None:
    work.reviewed("water")
    work.leila.display_name = ""
    db.session.flush()
    assert credits_of(work.revision)["fr"] == Credit([], ["Iker Zubi"])


def test_a_language_that_comes_back_is_as_it_was_left(work: Translating) -> None:
    work.reviewed("water")
    services.choose_languages(work.narrative, ["ar"], actor=work.leila, at=now())
    assert board_of(work.revision).languages == ["ar"]
    services.choose_languages(work.narrative, ["fr", "ar"], actor=work.leila, at=now())
    assert board_of(work.revision).count("fr", "reviewed") == 1
    assert bodies(work.revision, "fr") == ["L’eau"]
