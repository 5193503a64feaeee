"""The file of one's own data is whole, and of two organisations that are the same nothing is lost."""

import json
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.contributions.services.merging_organisations import merge_organisations
from consult.contributions.services.personal import what_is_known
from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.core.logs import AuditEntry, Event
from consult.people.models import Mandate, Person
from tests.conftest import NOON
from tests.factories import (
    keep,
    make_comment,
    make_consultation,
    make_network,
    make_organisation,
    make_person,
    make_region,
    make_stance,
)
from tests.services.test_nothing_left_of_a_person import Filler

DAY = timedelta(days=1)


def events(kind: str) -> list[tuple[str, int, int | None, str | None, str | None]]:
    """Return what the event log holds of this kind."""
    rows = db.session.scalars(sa.select(Event).where(Event.kind == kind).order_by(Event.id))
    return [(row.subject, row.subject_id, row.actor_id, row.before, row.after) for row in rows]


def test_the_file_of_ones_own_data_is_whole_for_somebody_without_anything(app: Flask) -> None:
    known = what_is_known(make_person(account=None))
    assert (known["email"], known["gender"], known["organisation"], known["region"]) == (None,) * 4
    lists = ("contributions", "stances", "mandates", "roles", "sessions", "languages")
    assert [known[name] for name in lists] == [[], [], [], [], [], ["en"]]
    assert json.loads(json.dumps(known)) == known


def test_the_file_of_ones_own_data_holds_drafts_withdrawn_words_stances_and_consent(app: Flask) -> None:
    author, consultation = make_person("participant", mandate=True), make_consultation(title="The well")
    make_comment(consultation, author, body="A draft.", status="draft", submitted_at=None)
    make_comment(consultation, author, body="Taken back.", status="withdrawn", withdrawn_at=NOON)
    make_comment(
        consultation, author, body="Said.", channel="phone", consent="On the phone.", visibility="region"
    )
    make_stance(make_comment(consultation), author, "objection", reason="Because.")
    known: dict[str, Any] = json.loads(json.dumps(what_is_known(author)))
    assert [one["texts"][0]["body"] for one in known["contributions"]] == ["A draft.", "Taken back.", "Said."]
    assert [one["sent"] is None for one in known["contributions"]] == [True, False, False]
    said = known["contributions"][-1]
    assert (said["channel"], said["consent"], said["visibility"], said["consultation"]) == (
        "phone",
        "On the phone.",
        "region",
        "The well",
    )
    assert [(one["position"], one["reason"]) for one in known["stances"]] == [("objection", "Because.")]
    assert [one["what"] for one in known["roles"]] == ["participant, network"]
    assert known["mandates"][0]["until"] is None


def test_all_that_hangs_on_a_double_goes_to_the_other_and_keeps_where_it_came_from(app: Flask) -> None:
    right = make_organisation(name="River Keepers", region=make_region("asia"), country="IN")
    double = make_organisation(name="The River Keepers", constituency="ngo")
    people = [make_person(organisation=double, organisation_is_confirmed=flag) for flag in (True, False)]
    consultation = make_consultation()
    row, stance = make_comment(consultation, people[0]), make_stance(make_comment(consultation), people[1])
    ended, running = (
        keep(
            Mandate(
                person_id=people[0].id, organisation_id=double.id, valid_from=NOON - DAY, valid_until=until
            )
        )
        for until in (NOON, None)
    )
    keep(
        Mandate(
            person_id=people[0].id,
            organisation_id=right.id,
            valid_from=NOON - 2 * DAY,
            valid_until=NOON - DAY,
        )
    )
    secretary, double_id = make_person("secretariat"), double.id
    merge_organisations(double, right, actor=secretary, at=NOON)
    db.session.expire_all()
    assert [(one.organisation_id, one.organisation_is_confirmed) for one in people] == [
        (right.id, True),
        (right.id, False),
    ]
    assert (row.organisation_id, stance.organisation_id) == (right.id, right.id)
    assert (row.constituency, row.country, row.region.code) == ("ngo", "KE", "africa")  # figures do not move
    assert (ended.valid_until, running.valid_until) == (
        NOON,
        None,
    )  # the other's own had ended: this one goes on
    assert {one.organisation_id for one in db.session.query(Mandate)} == {right.id}
    assert {one[:3] for one in events("organisation-merged")} == {
        ("contributions", row.id, secretary.id),
        ("stances", stance.id, secretary.id),
    }
    entry = db.session.query(AuditEntry).one()
    assert (entry.kind, entry.subject_id, entry.value) == ("organisations-merged", right.id, str(double_id))
    with pytest.raises(InvalidInput) as caught:
        merge_organisations(right, right, actor=secretary, at=NOON)
    assert caught.value.details["field"] == "into"


def test_no_table_names_a_double_any_more_whatever_hung_on_it(app: Flask) -> None:
    make_network()
    make_consultation()
    right, double = make_organisation(name="River Keepers"), make_organisation(name="The River Keepers")
    person = make_person("secretariat", organisation=double)
    filler = Filler(person)
    filler.made["organisations"] = {"id": double.id}
    names = [
        column
        for table in db.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "organisations" for key in column.foreign_keys)
    ]
    for table in {column.table for column in names} - {Person.__table__}:
        filler.fill(table)
    assert len(names) >= 5
    held = {
        str(column): db.session.scalar(sa.select(sa.func.count()).where(column == double.id))
        for column in names
    }
    assert 0 not in held.values()
    double_id = double.id
    merge_organisations(double, right, actor=person, at=NOON)
    for column in names:
        count = sa.select(sa.func.count())
        moved = db.session.scalar(count.where(column == right.id))
        assert (db.session.scalar(count.where(column == double_id)), moved) == (0, held[str(column)]), column
