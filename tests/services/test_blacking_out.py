"""A passage that endangers somebody goes from everything that is stored; hashes and offsets stay right."""

from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.blackouts.columns import DERIVED, NAMES, OF_THEIR_OWN, columns_of_words, holds_words
from consult.blackouts.services import black_out, look_for
from consult.consolidation.models import Decision
from consult.contributions.hunks import group_key, hunks_of
from consult.contributions.language_models import SaidTranslation
from consult.core.append_only import REMOVABLE, TABLES
from consult.core.database import db
from consult.core.errors import ConsultError, InvalidInput, StaleBase, WrongState
from consult.core.removals import Removal, change_row, removing
from consult.narratives.integrity import count_blacked_out, verify_chain
from consult.narratives.models import SectionText
from consult.surveys.models import Survey, SurveyRow
from consult.text import apply, diff
from consult.text.blacked_out import BLOCK, is_blacked_out
from consult.translations.exchange import export_po, import_po
from consult.translations.models import MemorySentence
from consult.translations.tasks import language_of as load
from consult.translations.tasks import put_together
from tests.across import make_across
from tests.desk import Desk
from tests.factories import (
    keep,
    make_amendment,
    make_comment,
    make_consultation,
    make_narrative,
    make_person,
    make_revision,
    place_of,
)
from tests.translating import make_translating

SECRET = "the well of Tamsir village"
BODY = f"Water is a right. People of {SECRET} said so.\n\nIt is not for sale."


@pytest.fixture
def stage(app: Flask) -> Any:
    """Two revisions with the passage, a consultation on the first, contributions that repeat and change it."""
    narrative = make_narrative(slug="ours")
    first = make_revision(narrative, [("water", "Water", BODY), ("health", "Health", "Free for all.")])
    consultation = make_consultation(first)
    rows = {
        "says it": make_comment(consultation, body="I was at THE WELL\nof **Tamsir** village."),
        "other": make_comment(consultation, body="A well is a well."),
        "changes it": make_amendment(consultation, find="of Tamsir", replace="near Tamsir"),
        "beside it": make_amendment(consultation, find="not for sale", replace="never for sale"),
        "brings it": make_amendment(consultation, find="not for sale", replace=f"not for sale at {SECRET}"),
    }
    make_revision(narrative, [("water", "Water", BODY + " Never.")], number=(1, 1), parent=first)
    db.session.commit()
    return narrative, rows


def do(lines: str, now: datetime, **values: Any) -> Removal:
    """Look, and black out what was seen."""
    actor = make_person("secretariat")
    removal = black_out(
        lines,
        **{
            "reason": "It endangers a village",
            "mark": look_for(lines).mark,
            "actor": actor,
            "at": now,
            **values,
        },
    )
    db.session.commit()
    return removal


def everything_stored() -> str:
    """Return all that any table holds, as one text."""
    return "\n".join(
        repr(tuple(row))
        for table in db.metadata.sorted_tables
        for row in db.session.execute(sa.select(table))
    )


def words_of_the_index() -> set[str]:
    """Return the words that the database's own index of the search holds."""
    if db.session.connection().dialect.name != "sqlite":
        return set()  # its index holds what the table does
    db.session.execute(sa.text("CREATE VIRTUAL TABLE temp.held USING fts5vocab(main, search_index, row)"))
    return set(db.session.scalars(sa.text("SELECT term FROM temp.held")))


def test_the_words_are_nowhere_in_the_database_and_every_hash_still_follows(
    stage: Any, now: datetime
) -> None:
    narrative, rows = stage
    hashes = [revision for revision in db.session.scalars(sa.text("SELECT hash FROM revisions"))]
    do(SECRET, now)
    assert "Tamsir" not in everything_stored()
    assert "tamsir" not in everything_stored().lower()
    assert words_of_the_index() & {"tamsir"} == set()
    assert verify_chain(narrative) == []
    assert count_blacked_out(narrative) == 2
    assert list(db.session.scalars(sa.text("SELECT hash FROM revisions"))) == hashes
    assert rows["other"].text.body == "A well is a well."


def test_every_offset_stays_right_and_changes_of_the_passage_go_with_it(stage: Any, now: datetime) -> None:
    _narrative, rows = stage
    before = {name: (len(row.text.full), hunks_of(row.text)) for name, row in rows.items()}
    do(SECRET, now)
    for name, row in rows.items():
        length, hunks = before[name]
        assert len(row.text.full) == length
        if row.kind != "amendment":
            continue
        left, base = hunks_of(row.text), row.text.base_text
        assert [(one.start, one.end) for one in left] == [(one.start, one.end) for one in hunks]
        assert apply(base.full, left) == row.text.full
        assert [stored.group_key for stored in row.text.hunks] == [group_key(one) for one in left]
    assert set(hunks_of(rows["changes it"].text)[0].new) & {BLOCK}
    assert hunks_of(rows["beside it"].text) == before["beside it"][1]
    assert diff(rows["beside it"].text.base_text.full, rows["beside it"].text.full) == before["beside it"][1]
    assert is_blacked_out(rows["brings it"].text.body)
    assert rows["brings it"].text.body.endswith(".")


def test_what_was_seen_is_what_is_done_and_only_once(stage: Any, now: datetime) -> None:
    _narrative, rows = stage
    mark = look_for(SECRET).mark
    make_comment(rows["other"].consultation, body=f"Go to {SECRET}.")
    with pytest.raises(StaleBase) as refusal:
        do(SECRET, now, mark=mark)
    assert refusal.value.details["plan"].size == look_for(SECRET).size
    do(SECRET, now)
    with pytest.raises(WrongState):
        look_for(SECRET)


@pytest.mark.parametrize(
    ("lines", "refused"),
    [
        ("", InvalidInput),
        ("a", InvalidInput),
        ("...", InvalidInput),
        ("\n".join(f"wording {one}" for one in range(21)), InvalidInput),
        ("words that stand nowhere", WrongState),
    ],
)
def test_what_cannot_be_looked_for_is_refused(stage: Any, lines: str, refused: type[ConsultError]) -> None:
    with pytest.raises(refused):
        look_for(lines)


def test_a_reason_is_needed_and_a_refusal_changes_nothing(stage: Any, now: datetime) -> None:
    with pytest.raises(InvalidInput):
        do(SECRET, now, reason="  ")
    db.session.rollback()
    assert "Tamsir" in everything_stored()


def test_decisions_at_a_desk_follow_the_changes_that_they_decide(app: Flask, now: datetime) -> None:
    first = make_revision(make_narrative(), [("water", "Water", BODY)])
    desk = Desk(make_consultation(first, state="closed"))
    changed = make_amendment(desk.consultation, find="of Tamsir village", replace="near Tamsir village")
    added = make_amendment(desk.consultation, find="for sale", replace=f"for sale, as {SECRET} knows")
    desk.decide("near", "decline", reason=f"Nobody may find {SECRET}.")
    desk.decide("knows", "accept")
    do(SECRET, now)
    rows = list(db.session.scalars(sa.select(Decision).order_by(Decision.id)))
    stored = {hunk.group_key for row in (changed, added) for hunk in row.text.hunks}
    assert {row.group_key for row in rows} <= stored
    decided = {one.hunk.start: one.decision.outcome for one in desk.work().groups if one.decision}
    assert sorted(decided.values()) == ["accept", "decline"]
    assert is_blacked_out(rows[0].reason)
    desk.answer_all()
    revision = desk.publish()
    assert verify_chain(desk.narrative) == []
    assert is_blacked_out(place_of(revision).text.body)
    assert "Tamsir" not in everything_stored()


def test_a_section_that_nobody_changes_stays_the_text_that_it_was(app: Flask, now: datetime) -> None:
    first = make_revision(make_narrative(), [("water", "Water", BODY), ("health", "Health", "Free for all.")])
    desk = Desk(make_consultation(first, state="closed"))
    row = make_amendment(
        desk.consultation, find="Free", replace="Care is free", section=place_of(first, "health").section
    )
    do(SECRET, now)
    desk.answer(row, "accepted")
    revision = desk.publish()
    assert place_of(revision).section_text_id == place_of(first).section_text_id
    assert verify_chain(desk.narrative) == []


def test_a_sentence_that_translates_a_part_of_the_passage_goes_whole_in_every_language(
    app: Flask, now: datetime
) -> None:
    work = make_translating(app)
    row = work.reviewed(
        words=[
            "L’eau",
            "L’eau est un droit.",
            "Le puits de Tamsir n’est à personne.",
            "Chacun doit en avoir.",
        ]
    )
    recalled = db.session.scalar(sa.select(sa.func.count()).select_from(MemorySentence))
    do("is not for", now)
    task = work.task()
    assert row.wordings[:2] == ["L’eau", "L’eau est un droit."]
    assert is_blacked_out(row.wordings[2])
    assert row.wordings[3] == "Chacun doit en avoir."
    assert len(task.wordings()) == len(task.parts)
    assert "Tamsir" not in everything_stored()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(MemorySentence)) == recalled - 1
    assert put_together(task.source, task.wordings())[1] == row.text.body


def test_sentences_that_become_one_keep_their_translations_in_order(app: Flask, now: datetime) -> None:
    work = make_translating(app)
    row = work.reviewed()
    do("for sale. Everyone must", now)
    assert len(row.wordings) == len(work.task().parts) == 3
    assert row.wordings[:2] == ["L’eau", "L’eau est un droit."]
    assert is_blacked_out(row.wordings[2])
    assert "vendre" not in everything_stored()


def test_a_file_for_translators_says_why_and_comes_back(app: Flask, now: datetime) -> None:
    work = make_translating(app)
    work.reviewed()
    do("Everyone must have it", now, reason="It endangers")
    with app.test_request_context("/en/"):
        file = export_po(load("shared", "fr"), now).decode()
        assert "blacked out: It endangers" in file
        report = import_po(load("shared", "fr"), file.encode(), actor=work.leila, at=now)
    assert (report.skipped, report.number) == ([], 0)


FORBIDDEN = (
    "UPDATE section_texts SET body = 'other words'",
    "UPDATE section_texts SET sha = 'x'",
    "DELETE FROM section_texts",
    "UPDATE removals SET reason = 'another'",
    "UPDATE removals SET done_at = NULL",
    "DELETE FROM removals",
    "DELETE FROM removal_places",
    "UPDATE events SET actor_id = NULL",
    "UPDATE hunks SET new = ''",
)


def test_after_a_removal_everything_is_append_only_again(stage: Any, now: datetime) -> None:
    do(SECRET, now)
    for statement in FORBIDDEN:
        with pytest.raises(sa.exc.DBAPIError, match="append-only"):
            db.session.execute(sa.text(statement))
        db.session.rollback()


def test_within_a_removal_only_named_rows_change_and_never_to_longer_words(stage: Any, now: datetime) -> None:
    first, second = list(db.session.scalars(sa.select(SectionText).order_by(SectionText.id)))[:2]
    table = SectionText.__table__
    for row_id, body in ((first.id, first.body + "!"), (first.id, "other")):
        with (
            pytest.raises(sa.exc.DBAPIError, match="append-only"),
            removing("passage", actor_id=None, at=now) as one,
        ):
            change_row(one, table, row_id, {"body": body})
        db.session.rollback()
    with removing("passage", actor_id=None, at=now) as one:
        change_row(one, table, first.id, {"body": BLOCK * len(first.body)})
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), db.session.begin_nested():
            db.session.execute(sa.update(table).where(table.c.id == second.id).values(body=""))
    db.session.rollback()


def test_verify_finds_what_was_changed_beside_a_blacked_out_passage(stage: Any, now: datetime) -> None:
    narrative, _rows = stage
    do(SECRET, now)
    row = db.session.scalars(sa.select(SectionText).where(SectionText.body.contains(BLOCK))).first()
    with removing("passage", actor_id=None, at=now) as one:
        change_row(one, SectionText.__table__, row.id, {"body": row.body.replace("right", "wrong")})
    assert [problem.fault for problem in verify_chain(narrative)]


def test_every_column_that_holds_words_is_named_and_may_be_cleaned(app: Flask) -> None:
    every = {
        str(column) for table in db.metadata.sorted_tables for column in table.columns if holds_words(column)
    }
    apart = NAMES | DERIVED | OF_THEIR_OWN
    assert apart <= every
    swept = {str(column) for column in columns_of_words()}
    assert swept == every - apart
    fixed = {name.partition(".")[::2] for name in swept | OF_THEIR_OWN}
    refused = {
        f"{table}.{name}" for table, name in fixed if table in TABLES and name not in REMOVABLE.get(table, {})
    }
    assert refused == set()


def test_what_was_said_in_one_language_goes_from_its_rendering_in_the_other(
    app: Flask, now: datetime
) -> None:
    across = make_across(app)
    row = across.amend(replace="un droit des gens de Tamsir")
    rendering = across.render(row, replace="a right of Tamsir people")
    other = across.render(across.amend())
    do("des gens de Tamsir", now)
    assert "Tamsir" not in everything_stored()
    assert is_blacked_out(row.text.body)
    assert is_blacked_out(rendering.text.body)
    assert rendering.text.body.endswith("every day.")
    assert other.text.body.startswith("Water is a human right.")


def test_what_translates_what_somebody_said_goes_whole(stage: Any, now: datetime) -> None:
    _narrative, rows = stage
    made = {
        name: keep(
            SaidTranslation(
                narrative_id=row.narrative_id,
                contribution_id=row.id,
                text_id=row.text.id,
                language="fr",
                body="J’étais au puits de Tamsir.",
                rationale="Parce que.",
            )
        )
        for name, row in rows.items()
        if name in ("says it", "other")
    }
    do(SECRET, now)
    assert set(made["says it"].body) & {"p", "T"} == set()
    assert made["says it"].rationale == "Parce que."
    assert made["other"].body == "J’étais au puits de Tamsir.", "the words that it translates stay"


def test_of_a_survey_only_the_rows_that_say_it_change_and_each_answer_stays_where_it_is(
    stage: Any, now: datetime
) -> None:
    _narrative, rows = stage
    consultation, person = rows["other"].consultation, rows["other"].person
    survey = Survey(narrative_id=consultation.narrative_id, consultation_id=consultation.id, by_id=person.id)
    survey.file_name, survey.sha, survey.kind, survey.header, survey.sample, survey.expected = (
        "f",
        "0",
        "csv",
        [],
        [],
        3,
    )
    keep(survey)
    said = ("one\x1ftwo", f"near {SECRET}\x1ftwo", "nothing\x1fTHE WELL of Tamsir village.")
    for number, words in enumerate(said, 2):
        keep(SurveyRow(survey_id=survey.id, number=number, language="en", words=words))
    do(SECRET, now)
    left = list(db.session.scalars(sa.select(SurveyRow.words).order_by(SurveyRow.number)))
    assert left[0] == said[0]
    assert left[1].startswith("near \u2588")
    assert [len(words) for words in left] == [len(words) for words in said]
    assert [words.index("\x1f") for words in left] == [words.index("\x1f") for words in said]
    assert "Tamsir" not in everything_stored()
