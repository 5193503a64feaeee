"""Every table that can name a person is filled for one, out of the models themselves; then the person is erased."""

import re
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from flask import Flask

from consult.blackouts.columns import holds_words
from consult.consolidation.models import Decision
from consult.contributions.services.personal import erase_everything
from consult.core.clock import now
from consult.core.database import Moment, db
from consult.people.models import Account, Person
from tests.desk import Desk
from tests.factories import make_amendment, make_consultation, make_network, make_organisation, make_person

MARK = "xyzzymark"
FOREIGN = {"persons", "accounts"}
OWN = {"contribution_texts": "contribution_id", "hunks": "text_id", "quote_consents": "contribution_id"}
"""Tables without a person of their own that hold what one sent, by the column that leads there."""
MORE_WORDS = {"device", "gender_words", "constituency_words", "name"}
VALUES: dict[str, dict[str, Any]] = {
    "contributions": {"kind": "amendment", "status": "submitted", "operation": "reword", "disposition": None,
                      "quote_start": None, "quote_end": None, "question_id": None, "thread_id": None,
                      "reply_to_id": None, "disposed_at": None, "withdrawn_at": None, "hidden_at": None},
    "stances": {"section_id": None, "withdrawn_at": None},
    "reports": {"closed_at": None, "answer": None},
    "role_grants": {"scope": "narrative", "scope_id": 1, "role": "facilitator", "ended_at": None},
    "working_group_roles": {"scope": "narrative", "scope_id": 1, "role": "reviewer", "ended_at": None},
    "adoptions": {"kind": "meeting", "until": None},
    "decisions": {"outcome": "decline"},
    "persons": {"account_id": None},
    "consultations": {"opens_at": datetime(2026, 3, 1, tzinfo=UTC)},
    "mandates": {"valid_until": None},
}  # fmt: skip
STAYS = {
    # Acts for the network, done by a row that has no name any more.
    *(
        "adoptions.by_id",
        "consolidations.facilitator_id",
        "consultations.created_by_id",
        "decision_changes.by_id",
    ),
    *("decision_comments.by_id", "decisions.decided_by_id", "desk_acts.by_id", "desk_acts.undone_by_id"),
    *(
        "desk_sections.changed_by_id",
        "disposition_changes.by_id",
        "draft_links.made_by_id",
        "internal_notes.by_id",
    ),
    *(
        "objection_answers.by_id",
        "offered_drafts.offered_by_id",
        "passage_links.linked_by_id",
        "ready_reasons.by_id",
        "released_answers.released_by_id",
    ),
    *(
        "surveys.by_id",
        "tags.by_id",
        "removals.by_id",
        "renderings.by_id",
        "reverts.by_id",
        "reviewers.person_id",
        "reviewers.named_by_id",
        "revisions.published_by_id",
    ),
    *(
        "window_changes.by_id",
        "agreed_terms.changed_by_id",
        "translation_changes.by_id",
    ),
    *("translations.reviewer_id", "translations.translator_id", "contributions.admitted_by_id"),
    *(
        "contributions.disposed_by_id",
        "contributions.entered_by_id",
    ),
    # Grants and mandates have ended; a position without words is counted no more.
    *("mandates.person_id", "mandates.given_by_id", "role_grants.person_id", "role_grants.given_by_id"),
    "working_group_roles.given_by_id",
    *("stances.person_id", "adoption_objections.person_id"),
    # The account is closed and has no address; what it was signed in with has ended.
    *("persons.account_id", "sign_in_sessions.account_id"),
}
WORDS_STAY = {
    # A table of answers from elsewhere and how it was held: brought in for the network.
    *(
        "surveys.account",
        "surveys.file_name",
        "surveys.header",
        "surveys.mapping",
        "surveys.sample",
        "surveys.title",
    ),
    # Written for the network, and answers to others.
    *(
        "adoptions.note",
        "agreed_terms.source",
        "agreed_terms.term",
        "agreed_terms.meaning",
        "agreed_terms.avoid",
    ),
    *("consolidations.change_note", "decision_changes.reason", "decision_changes.text", "decisions.reason"),
    *("decisions.text", "desk_acts.reason"),
    *("disposition_changes.reason", "objection_answers.text", "passage_links.passage", "ready_reasons.texts"),
    "tags.names",
    *("removals.reason", "reverts.reason", "revisions.change_note", "translation_changes.wordings"),
    *(
        "translations.wordings",
        "translations.remark",
        "window_changes.reason",
    ),
    *("contributions.disposition_reason", "contributions.hidden_reason"),
    *("contributions.hidden_note", "contributions.admitted_reason", "decisions.new", "decision_changes.new"),
    *(
        "consultations.languages",
        "consultations.title",
        "consultations.theme",
        "consultations.introduction",
    ),
    *(),
}


class Filler:
    """Makes one row of a table, and of each table that it needs, for one person; words are all the mark."""

    def __init__(self, person: Person) -> None:
        self.made: dict[str, dict[str, Any]] = {
            "persons": {"id": person.id},
            "accounts": {"id": person.account_id},
        }
        for table in db.metadata.sorted_tables:
            row = db.session.execute(sa.select(table).limit(1)).mappings().first()
            if row is not None and table.name not in ("persons", "accounts"):
                self.made[table.name] = dict(row)
        self.number = 0

    def fill(self, table: sa.Table) -> None:
        """Write a row of a table for the person."""
        self.number += 1
        values = {
            column.name: self._value(table, column) for column in table.columns if not self._by_itself(column)
        }
        values |= VALUES.get(table.name, {})
        result = db.session.execute(sa.insert(table).values(**values).returning(*table.primary_key))
        self.made[table.name] = {**values, **result.mappings().one()}

    def _by_itself(self, column: sa.Column[Any]) -> bool:
        return column.name == "id" and column.primary_key

    def _value(self, table: sa.Table, column: sa.Column[Any]) -> Any:
        for key in column.foreign_keys:
            target = key.column.table
            if target.name not in self.made and target is not table:
                self.fill(target)
            return self.made.get(target.name, {}).get(key.column.name)
        return self._plain(table, column)

    def _plain(self, table: sa.Table, column: sa.Column[Any]) -> Any:
        kind = column.type
        if known := _one_of(table, column.name):
            return known
        if isinstance(kind, sa.Boolean):
            return False
        if isinstance(kind, Moment):
            return now()
        if isinstance(kind, sa.Date):
            return date(2026, 3, 1)
        is_theirs = names_somebody(table) and (holds_words(column) or column.name in MORE_WORDS)
        if isinstance(kind, sa.JSON):
            return [MARK] if is_theirs else []
        if isinstance(kind, sa.Integer):
            return self.number
        return (
            f"{MARK}{self.number}" if is_theirs else f"n{self.number}"[: getattr(kind, "length", None) or 80]
        )


def _one_of(table: sa.Table, column: str) -> str | None:
    for check in table.constraints:
        if isinstance(check, sa.CheckConstraint):
            found = re.fullmatch(rf"{column} IN \('([^']*)'.*\)", str(check.sqltext))
            if found:
                return found[1]
    return None


def names_somebody(table: sa.Table) -> bool:
    return table.name in OWN or any(key.column.table.name in FOREIGN for key in table.foreign_keys)


def test_of_an_erased_person_nothing_is_left_but_what_is_named_here(app: Flask) -> None:
    make_network()
    make_consultation()
    person = make_person("participant", display_name=MARK, account=Account(email=f"{MARK}@members.example"))
    db.session.flush()
    filler = Filler(person)
    for table in db.metadata.sorted_tables:
        if names_somebody(table) and table.name != "persons":
            filler.fill(table)
    db.session.commit()
    person_id, account_id = person.id, person.account_id
    erase_everything(person, actor=person, at=now())
    db.session.commit()
    links, words = set(), set()
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(sa.select(table)).mappings():
            links |= {
                f"{table.name}.{column.name}"
                for column in table.columns
                for key in column.foreign_keys
                if row[column.name]
                == {"persons": person_id, "accounts": account_id}.get(key.column.table.name)
                and key.column.table.name in FOREIGN
            }
            words |= {f"{table.name}.{name}" for name, value in row.items() if MARK in str(value)}
    assert links == STAYS
    assert words == WORDS_STAY


def test_their_words_go_from_decisions_too_unless_others_asked_for_them_or_a_version_took_them(
    app: Flask,
) -> None:
    desk = Desk()
    person, other = (
        make_person(organisation=make_organisation()),
        make_person(organisation=make_organisation()),
    )
    make_amendment(desk.consultation, person, find="a right", replace="a sacred right")
    for one in (person, other):
        make_amendment(desk.consultation, one, find="every day", replace="all day long")
    taken = make_amendment(
        desk.consultation, person, find="for sale", replace="a commodity", rationale="My village."
    )
    for new, outcome in (("sacred", "decline"), ("all", "decline"), ("commodity", "accept")):
        desk.decide(new, outcome)
    desk.answer(taken, "accepted")
    desk.answer_all("not-accepted")
    desk.publish()
    erase_everything(person, actor=other, at=now())
    db.session.commit()
    everything = str(
        [tuple(row) for table in db.metadata.sorted_tables for row in db.session.execute(sa.select(table))]
    )
    assert ("sacred" in everything, "all day long" in everything, "My village" in everything) == (
        False,
        True,
        False,
    )
    assert taken.text.body.count("a commodity") == 1
    assert taken.person_id is None
    assert {row.group_key for row in db.session.query(Decision)} >= {
        row.group_key for row in taken.text.hunks
    }
