"""The chained audit log, the event log, and the outbox."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core.clock import freeze
from consult.core.database import db
from consult.core.letters import queue_letter
from consult.core.logs import AuditEntry, Event, chain_hash, log_audit, log_event
from tests.conftest import NOON
from tests.factories import make_consultation, make_person


def recompute(entries: list[AuditEntry]) -> list[str]:
    """Return the chain that the fields of the entries make."""
    chain = [""]
    for row in entries:
        fields = (row.at.isoformat(), row.kind, row.actor_id, row.subject, row.subject_id, row.value)
        chain.append(chain_hash(chain[-1], fields))
    return chain[1:]


def write_three() -> list[AuditEntry]:
    for number in range(3):
        with freeze(NOON + timedelta(minutes=number)):
            log_audit(
                "role-granted", actor_id=None, subject="role_grants", subject_id=number, value="facilitator"
            )
    return list(db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)))


def test_each_audit_entry_is_bound_to_the_one_before(app: Flask) -> None:
    entries = write_three()
    assert [row.chain for row in entries] == recompute(entries)
    assert len({row.chain for row in entries}) == 3


def test_missing_or_altered_entry_breaks_the_chain(app: Flask) -> None:
    entries = write_three()
    kept = [row.chain for row in entries]
    assert recompute([entries[0], entries[2]])[1] != kept[2]
    with db.session.no_autoflush:
        entries[0].value = "secretariat"
        assert recompute(entries)[2] != kept[2]
    db.session.rollback()


@pytest.mark.parametrize("statement", ["UPDATE audit_entries SET value = 'x'", "DELETE FROM audit_entries"])
def test_audit_log_can_only_grow(app: Flask, statement: str) -> None:
    write_three()
    db.session.commit()
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        db.session.execute(sa.text(statement))


def test_event_names_where_it_happened(app: Flask) -> None:
    consultation = make_consultation()
    person = make_person()
    log_event("stance-taken", consultation, actor_id=person.id, before="support", after="objection")
    db.session.flush()
    event = db.session.scalars(sa.select(Event).where(Event.kind == "stance-taken")).one()
    assert (event.subject, event.subject_id) == ("consultations", consultation.id)
    assert event.narrative_id == consultation.narrative_id
    assert (event.before, event.after, event.actor_id, event.at) == ("support", "objection", person.id, NOON)


def test_letter_waits_in_the_outbox_until_it_is_due(app: Flask) -> None:
    soon = queue_letter("a@members.example", "en", "An answer\r\nBcc: all@members.example", "Body")
    later = queue_letter("b@members.example", "ar", "Later", "Body", due_at=NOON + timedelta(days=1))
    db.session.flush()
    assert soon.subject == "An answer Bcc: all@members.example"
    assert (soon.due_at, later.due_at) == (NOON, NOON + timedelta(days=1))
    assert soon.sent_at is None
    assert soon.public_id != later.public_id
