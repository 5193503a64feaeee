"""Editions of a language: sealed when all of it was reviewed, chained to the revision, checked, never changed."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from flask import Flask

from consult.cli import export_chain, main, verify
from consult.consolidation.services.reverting import revert_revision
from consult.core.clock import now as clock
from consult.core.database import db
from consult.narratives.edition_models import LanguageEdition
from consult.narratives.editions import editions_of, newest_edition, seal
from consult.narratives.models import SectionText
from consult.text.blacked_out import is_blacked_out
from consult.translations import services
from consult.translations.credits import credits_of
from consult.translations.sealing import seal_what_is_ready
from tests.blacking_out import do
from tests.factories import make_person
from tests.translating import HEALTH, WATER, Translating, make_translating

MENDED = ["L’eau", "L’eau est un bien commun.", *WATER[2:]]


@pytest.fixture
def work(app: Flask) -> Translating:
    """The narrative whose first revision was sealed in French."""
    work = make_translating(app)
    work.reviewed("water")
    work.reviewed("health")
    return work


def numbers(work: Translating) -> list[tuple[str, int]]:
    return [(one.language, one.number) for one in editions_of(work.revision)]


def test_the_last_section_that_is_reviewed_seals_the_language_and_no_other(app: Flask) -> None:
    work = make_translating(app)
    work.reviewed("water")
    assert numbers(work) == []
    work.reviewed("health")
    assert numbers(work) == [("fr", 1)]
    edition = editions_of(work.revision)[0]
    assert [place.text.heading for place in edition.places] == ["L’eau", "Santé"]
    assert (edition.sealed_at, len(edition.hash)) == (clock(), 64)
    credit = credits_of(work.revision, "fr", until=edition.sealed_at)["fr"]
    assert (credit.translators, credit.reviewers) == (["Leïla Ben"], ["Iker Zubi"])
    assert seal_what_is_ready(work.narrative, clock()) == [], "the same texts are sealed once"


def test_a_mended_translation_makes_a_new_edition_and_the_old_one_stays(work: Translating) -> None:
    first = editions_of(work.revision)[0]
    words, hashed = [place.text.full for place in first.places], first.hash
    work.reviewed("water", MENDED)
    assert numbers(work) == [("fr", 1), ("fr", 2)]
    first, second = editions_of(work.revision)
    assert ([place.text.full for place in first.places], first.hash) == (words, hashed)
    assert second.places[0].text.body.startswith("L’eau est un bien commun.")
    assert second.hash != hashed
    work.reviewed("water", WATER)
    assert numbers(work)[-1] == ("fr", 3), "words that come back are an edition of their own"
    assert newest_edition(work.revision, "fr").places[0].text.full == words[0]  # type: ignore[union-attr]


def test_who_mends_it_later_is_not_credited_for_an_earlier_edition(work: Translating) -> None:
    first = editions_of(work.revision)[0]
    third = make_person("translator", work.narrative, display_name="Awa Third")
    later = clock() + timedelta(days=1)
    task = work.task()
    sent = services.send_for_review(task, MENDED, counter=task.row.counter, actor=third, at=later)  # type: ignore[union-attr]
    services.review_translation(work.task(), MENDED, counter=sent.counter, actor=work.leila, at=later)
    assert credits_of(work.revision, "fr", until=first.sealed_at)["fr"].translators == ["Leïla Ben"]
    assert "Awa Third" in credits_of(work.revision, "fr", until=later)["fr"].translators


def test_a_draft_of_words_seals_nothing_and_a_new_revision_begins_anew(work: Translating) -> None:
    services.save_translation(work.task(), MENDED, counter=3, actor=work.iker, at=clock())
    assert numbers(work) == [("fr", 1)]
    before = work.revision
    work.revise("water", body="Water is a human right.")
    assert seal_what_is_ready(work.narrative, clock()) == []
    work.reviewed("water", ["L’eau", "L’eau est un droit humain."])
    assert numbers(work) == [("fr", 1)]
    assert editions_of(work.revision)[0].hash != editions_of(before)[0].hash
    assert [one.number for one in editions_of(before)] == [1], "an earlier revision keeps what it had"


def test_a_revision_taken_back_and_a_language_chosen_again_are_sealed_with_what_there_is(
    work: Translating,
) -> None:
    first = work.revision
    work.revise("water", body="Water is for sale.")
    back = revert_revision(work.revision, work.iker, "Wrong.", clock())
    found = editions_of(back)
    assert [(one.language, one.number) for one in found] == [("fr", 1)]
    assert [one.text_id for one in found[0].places] == [one.text_id for one in editions_of(first)[0].places]
    assert seal(back, "ar", {}, clock()) is None
    work.narrative.target_languages = ["ar"]
    work.revision = back
    assert seal_what_is_ready(work.narrative, clock(), ["fr"]) == [], "nobody reads that language any more"
    services.choose_languages(work.narrative, ["fr"], actor=work.iker, at=clock())
    assert numbers(work) == [("fr", 1)]


def test_an_edition_can_be_neither_changed_nor_deleted(work: Translating) -> None:
    db.session.commit()
    for table in ("language_editions", "edition_places"):
        column = "hash" if table == "language_editions" else "position"
        for statement in (f"UPDATE {table} SET {column} = '0'", f"DELETE FROM {table}"):
            with pytest.raises(sa.exc.DBAPIError, match="append-only"):
                db.session.execute(sa.text(statement))
            db.session.rollback()


def exported(app: Flask, path: Path) -> Path:
    db.session.commit()
    target = path / "shared.jsonl"
    assert app.test_cli_runner().invoke(export_chain, ["shared", str(target)]).exit_code == 0
    return target


def check(path: Path) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["verify", "--file", str(path)])
    return result.exit_code, result.output


def test_the_editions_are_in_the_file_and_checked_without_a_database(
    app: Flask, work: Translating, tmp_path: Path
) -> None:
    work.reviewed("water", MENDED)
    target = exported(app, tmp_path)
    code, said = check(target)
    assert (code, "editions in other languages: 2" in said) == (0, True), said
    whole = target.read_text()
    assert "Leïla" not in whole
    for old, new, named in (
        ("un bien commun", "un bien privé", "its words are not those of its digest"),
        ('"edition": 2', '"edition": 3', "edition fr 3: it does not follow its revision"),
        ('"language": "fr", "revision"', '"language": "es", "revision"', "edition es 1: the hash does not"),
    ):
        assert old in whole
        target.write_text(whole.replace(old, new))
        code, said = check(target)
        assert (code, named in said) == (1, True), said
    lines = whole.splitlines()
    target.write_text("\n".join(line for line in lines if '"edition": 1' not in line))
    assert "edition fr 2: the hash does not follow" in check(target)[1]
    target.write_text("\n".join(line for line in lines if "un bien commun" not in line))
    assert "edition fr 2: a text is missing" in check(target)[1]


def test_a_forged_edition_is_named_in_the_database(app: Flask, work: Translating) -> None:
    db.session.add(
        LanguageEdition(
            narrative_id=work.narrative.id,
            revision_id=work.revision.id,
            language="ar",
            number=1,
            sealed_at=clock(),
            hash="f" * 64,
        )
    )
    db.session.commit()
    result = app.test_cli_runner().invoke(verify)
    assert result.exit_code == 1
    assert "1.0 (global): edition ar 1" in result.output


def test_what_is_blacked_out_is_gone_from_every_edition_and_all_of_them_still_verify(
    app: Flask, work: Translating, now: datetime, tmp_path: Path
) -> None:
    work.reviewed("water", MENDED)
    do("Water is a right", now)
    for edition in editions_of(work.revision):
        assert is_blacked_out(edition.places[0].text.body)
        assert HEALTH[1] in edition.places[1].text.body
    left = "\n".join(db.session.scalars(sa.select(SectionText.body)))
    assert "L’eau est un droit." not in left
    assert "bien commun" not in left
    assert app.test_cli_runner().invoke(verify).exit_code == 0
    code, said = check(exported(app, tmp_path))
    assert (code, "blacked out, digest kept: 3" in said) == (0, True), said
