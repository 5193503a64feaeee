"""After publication the French text takes the author's own words back, as a draft of the new sentence."""

import pytest
from flask import Flask

from consult.core.clock import now
from consult.core.database import db
from consult.rules.readiness import DRAFT
from consult.translations.board import board_of
from consult.translations.exchange import export_po, import_po
from consult.translations.models import TakenBack, Translation, TranslationChange
from consult.translations.taken_back import taken_in
from consult.translations.tasks import language_of
from tests.across import Across, make_across
from tests.desk import Desk
from tests.factories import make_amendment, make_organisation, make_person
from tests.translating import WATER


@pytest.fixture
def across(app: Flask) -> Across:
    return make_across(app)


def adopted(across: Across, *rows: object, disposition: str = "accepted") -> Desk:
    """Publish a desk on which these changes are answered in one way."""
    for row in rows:
        if getattr(row, "language", "") == "fr":
            across.reply(row, actor=row.person)  # type: ignore[attr-defined, arg-type]
    desk = across.close()
    desk.answer_all(disposition)
    across.work.revision = desk.publish()
    return desk


def draft(across: Across) -> Translation | None:
    return across.work.task().row


def test_the_authors_sentence_is_the_draft_of_the_new_one(across: Across) -> None:
    row = across.amend()
    across.render(row)
    adopted(across, row)
    made = draft(across)
    assert made is not None
    assert made.wordings == [WATER[0], "L’eau est un droit humain.", *WATER[2:]]
    assert (made.status, made.translator_id, made.text_id) == (DRAFT, None, None)
    (taken,) = db.session.query(TakenBack)
    assert (taken.place, taken.contribution_id) == (1, row.id)
    assert taken_in(made) == {1: taken}
    assert db.session.query(TranslationChange).filter_by(translation_id=made.id).one().act == "taken-back"
    assert board_of(across.work.revision).at("water", "fr").in_work == DRAFT
    page = across.work.client(across.work.leila).get(across.work.path()).text
    assert page.count("In the words of whoever proposed the change:") == 1
    assert f'href="/en/contributions/{row.public_id}"' in page
    across.work.post(across.work.leila, [WATER[0], "Un droit de toutes et tous.", *WATER[2:]])
    assert taken_in(draft(across)) == {}, "it has other words by now"


def test_sentences_that_read_otherwise_than_they_were_rendered_wait_for_a_translator(across: Across) -> None:
    one = across.amend("un droit", "un droit humain")
    two = across.amend("à vendre", "une marchandise", author=make_person(organisation=make_organisation()))
    across.render(one)
    across.render(two, "for sale", "a commodity")
    native = make_amendment(across.consultation, find="is a right", replace="will be a right")
    adopted(across, one, two)
    assert "Water will be a human right." in across.work.revision.places[0].text.body
    made = draft(across)
    assert made is not None
    assert made.wordings == [WATER[0], "", "Elle n’est pas une marchandise.", WATER[3]]
    assert native.disposition == "accepted"


def test_a_sentence_whose_translation_was_changed_since_is_left_to_translators(across: Across) -> None:
    row = across.amend()
    across.render(row)
    across.work.reviewed("water", [WATER[0], "L’eau, c’est un droit.", *WATER[2:]])
    adopted(across, row)
    assert draft(across) is None


@pytest.mark.parametrize("disposition", ["not-accepted", "noted", "carried-forward"])
def test_nothing_is_taken_from_what_was_not_adopted(across: Across, disposition: str) -> None:
    row = across.amend()
    across.render(row)
    make_amendment(across.consultation)
    across.reply(row)
    desk = across.close()
    for one in desk.whole().material.unanswered():
        desk.answer(one, disposition if one is row else "accepted")
    across.work.revision = desk.publish()
    assert "a human right" in across.work.revision.places[0].text.body
    assert draft(across) is None


def test_nothing_is_taken_from_what_is_for_facilitators_only_or_into_a_language_given_up(
    across: Across,
) -> None:
    row = across.amend()
    across.render(row)
    row.visibility = "facilitators"
    other = across.amend("à vendre", "une marchandise", author=make_person(organisation=make_organisation()))
    across.render(other, "for sale", "a commodity")
    across.work.narrative.target_languages = ["ar"]
    adopted(across, row, other)
    assert db.session.query(TakenBack).count() == 0
    across.work.narrative.target_languages = ["fr"]
    assert draft(across) is None


@pytest.mark.parametrize(("audience", "is_told"), [("public", True), ("members", False)])
def test_a_file_for_other_programs_has_only_words_that_everybody_may_read(
    across: Across, audience: str, is_told: bool
) -> None:
    row = across.amend()
    across.render(row)
    adopted(across, row)
    row.consultation.read_audience = audience
    made = draft(across)
    assert made is not None
    words = "L’eau est un droit humain."
    file = export_po(language_of(across.work.narrative.slug, "fr"), now()).decode()
    assert (words in file, "only members may read" in file) == (is_told, not is_told)
    report = import_po(
        language_of(across.work.narrative.slug, "fr"), file.encode(), actor=across.work.leila, at=now()
    )
    assert (report.number, report.skipped, made.wordings[1]) == (0, [], words)
    made.status = "reviewed"
    assert words in export_po(language_of(across.work.narrative.slug, "fr"), now()).decode()
