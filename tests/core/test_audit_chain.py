"""The two logs: each entry is bound to the one before, and holds ids and known words only."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core.database import db
from consult.core.logs import AuditEntry, Event, chain_hash, log_audit, log_event
from consult.people.labels import AUDIT_LABELS
from tests.factories import make_person


def _entries() -> list[AuditEntry]:
    return list(db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)))


def _hashes(entries: list[AuditEntry]) -> list[str]:
    """Return the hashes that the entries must have, made anew."""
    made: list[str] = []
    for entry in entries:
        fields = (
            entry.at.isoformat(),
            entry.kind,
            entry.actor_id,
            entry.subject,
            entry.subject_id,
            entry.value,
        )
        made.append(chain_hash(made[-1] if made else "", fields))
    return made


def test_the_chain_can_be_made_anew_from_what_is_stored(app: Flask) -> None:
    for value in (None, "secretariat:network", "é", None):
        log_audit("role-given", actor_id=1, subject="persons", subject_id=2, value=value)
    log_audit("sessions-ended", actor_id=None, subject="accounts", subject_id=None)
    db.session.commit()
    db.session.expire_all()
    assert [entry.chain for entry in _entries()] == _hashes(_entries())
    assert (
        len({entry.chain for entry in _entries()}) == 5
    )  # two that say the same differ, for what is before them


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "role-ended"), ("actor_id", 9), ("subject", "accounts"), ("subject_id", 9), ("value", "x")],
)
def test_a_change_of_any_field_shows(app: Flask, field: str, value: object) -> None:
    for _ in range(3):
        log_audit("role-given", actor_id=1, subject="persons", subject_id=2, value="facilitator:network")
    entries = _entries()
    stored = [entry.chain for entry in entries]
    with db.session.no_autoflush:
        setattr(entries[1], field, value)
        assert _hashes(entries)[0] == stored[0]
        assert _hashes(entries)[1] != stored[1]
        assert _hashes(entries)[2] != stored[2]
    db.session.rollback()


def test_an_audit_entry_goes_with_the_transaction_that_made_it(app: Flask) -> None:
    log_audit("signed-in", actor_id=1, subject="accounts", subject_id=1)
    db.session.rollback()
    assert _entries() == []


def test_an_event_of_a_thing_outside_any_narrative_says_nothing_of_one(app: Flask) -> None:
    person = make_person()
    log_event("changed", person, actor_id=None)
    event = db.session.scalars(sa.select(Event)).one()
    assert (event.subject, event.subject_id, event.narrative_id) == ("persons", person.id, None)
    assert (event.consultation_id, event.actor_id, event.before, event.after) == (None, None, None, None)


def test_every_kind_of_audit_entry_has_its_words_on_the_page_of_the_log(app: Flask) -> None:
    code = "\n".join(path.read_text() for path in (app.config["ROOT"] / "consult").rglob("*.py"))
    logged = set(re.findall(r"\blog_audit\(\s*\"([a-z-]+)\"", code)) | {"role-given", "role-ended"}
    assert len(logged) >= 10
    assert logged <= set(AUDIT_LABELS)
