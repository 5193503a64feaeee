"""A French change is published in English: the other languages are stale, are translated, and readers get them back."""

import re

import pytest
from flask import Flask

from consult.consolidation.services.translators import give_to_translators
from consult.core.clock import now
from consult.core.database import db
from consult.narratives.editions import editions_of
from consult.rules.readiness import DRAFT, REVIEWED, STALE
from consult.translations.board import board_of
from consult.translations.drafts import draft_language
from consult.translations.services import review_translation, send_for_review
from consult.translations.tasks import task_in
from tests.across import Across, make_across


@pytest.fixture
def across(app: Flask) -> Across:
    return make_across(app)


SPANISH = ["Agua", "El agua es un derecho.", "No se vende.", "Todas deben tenerla, cada día."]
ARABIC = ["الماء", "الماء حق.", "وهو ليس للبيع.", "يجب أن يحصل عليه الجميع كل يوم."]


def test_after_publication_the_other_languages_are_stale_are_translated_and_read_again(
    across: Across,
) -> None:
    work = across.work
    work.narrative.target_languages = ["fr", "es", "ar"]
    work.reviewed(words=SPANISH, language="es")
    work.reviewed(words=ARABIC, language="ar")
    row = across.amend()
    across.render(row)
    across.reply(row)
    desk = across.close()
    desk.answer_all("accepted")
    work.revision = desk.publish()
    db.session.commit()
    reader, leila = work.app.test_client(), work.client(work.leila)
    board = board_of(work.revision)
    assert [board.at("water", code).state for code in ("fr", "es", "ar")] == [STALE] * 3
    assert board.at("water", "fr").in_work == DRAFT, "the author's own words"

    for code, new, words in (("es", "derecho humano", SPANISH), ("ar", "حق إنساني", ARABIC)):
        read = reader.get(f"/en/narratives/shared/{work.revision.number}?text={code}").text
        assert "Water is a human right." in read, "the original stands in until it is translated"
        page = leila.get(work.path(language=code)).text
        assert re.search(r"<ins>.*human ?</ins>", page), "exactly what has changed"
        assert words[1] in page, "and how it was said before"
        assert words[2] in page, "what has not changed is there"
        work.reviewed(words=[words[0], new, *words[2:]], language=code)
        db.session.commit()
        assert board_of(work.revision).at("water", code).is_ready
        assert new in reader.get(f"/en/narratives/shared/{work.revision.number}?text={code}").text
    work.reviewed(words=list(work.row().wordings))
    db.session.commit()
    assert (
        "L’eau est un droit humain."
        in reader.get(f"/en/narratives/shared/{work.revision.number}?text=fr").text
    )
    assert (
        "L’eau est un droit humain." in work.client(across.author).get("/en/narratives/shared?text=fr").text
    )


def test_its_translation_goes_out_with_the_publication_when_the_draft_was_translated_before(
    across: Across,
) -> None:
    work = across.work
    work.reviewed("health")
    row = across.amend()
    across.render(row)
    across.reply(row)
    desk = across.close()
    desk.answer_all("accepted")
    draft = give_to_translators(desk.row, desk.facilitator, now())
    found = draft_language("shared", draft.public_id, "fr")
    begun = task_in(found, "water").row
    assert begun is not None
    assert begun.wordings[1] == "L’eau est un droit humain.", "the author's own words, as a draft"
    given = {"actor": work.leila, "at": now()}
    sent = send_for_review(task_in(found, "water"), begun.wordings, counter=begun.counter, **given)
    given["actor"] = work.iker
    review_translation(task_in(found, "water"), sent.wordings, counter=sent.counter, **given)
    revision = desk.publish()
    db.session.commit()
    address = f"/en/narratives/shared/{revision.number}?text=fr"
    assert "L’eau est un droit humain." in work.app.test_client().get(address).text
    assert board_of(revision).count("fr", REVIEWED) == 2
    assert [(one.language, one.number) for one in editions_of(revision)] == [("fr", 1)]
