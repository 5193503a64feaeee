"""Creating and editing a consultation: what the verbs refuse, and what they write."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.consultations.models import Consultation
from consult.consultations.services import (
    FITTING,
    Details,
    create_consultation,
    edit_consultation,
    find_consultation,
)
from consult.consultations.windows import Window
from consult.core.database import db
from consult.core.errors import InvalidInput, StaleBase, WrongState
from consult.core.logs import Event
from consult.narratives.models import Narrative, Revision
from consult.rules.permissions import AUDIENCES
from tests.factories import make_consultation, make_narrative, make_person, make_region, make_revision

DETAILS = Details("Water first", None, "Water", "Why we ask.", "public", "members", ("en", "fr"))


def window(start: datetime, days: int = 10) -> Window:
    end = start + timedelta(days=days)
    return Window(start, end, "Europe/Brussels", f"{start:%Y-%m-%dT%H:%M}", f"{end:%Y-%m-%dT%H:%M}")


def create(at: datetime, revision: Revision | None = None, **values: Any) -> Consultation:
    revision = revision or make_revision()
    options = {"base": revision, "window": window(at), "questions": (), **values}
    return create_consultation(
        options.pop("narrative", revision.narrative),
        options.pop("details", DETAILS),
        options.pop("window"),
        actor=make_person("facilitator"),
        at=at,
        **options,
    )


def test_what_was_set_up_is_kept(app: Flask, now: datetime) -> None:
    revision, region = make_revision(), make_region("asia")
    details = replace(DETAILS, region=region)
    one = create(now, revision, details=details, questions=("A?", "B?"))
    assert (one.title, one.region, one.theme, one.introduction) == (
        "Water first",
        region,
        "Water",
        "Why we ask.",
    )
    assert (one.narrative, one.base_revision, one.languages) == (revision.narrative, revision, ["en", "fr"])
    assert (one.opens_at, one.closes_at, one.zone) == (now, now + timedelta(days=10), "Europe/Brussels")
    assert [(question.position, question.kind) for question in one.questions] == [(1, "open"), (2, "open")]
    assert find_consultation(one.public_id) is one


def test_setting_up_is_logged_with_its_narrative(app: Flask, now: datetime) -> None:
    one = create(now)
    event = db.session.scalars(sa.select(Event).where(Event.kind == "consultation-created")).one()
    assert (event.subject, event.subject_id, event.narrative_id) == (
        "consultations",
        one.id,
        one.narrative_id,
    )


def test_each_consultation_has_a_key_of_its_own(app: Flask, now: datetime) -> None:
    first = create(now)
    second = create(now, first.base_revision, details=replace(DETAILS, title="Other"))
    assert first.join_key != second.join_key
    assert len(first.join_key) >= 40


@pytest.mark.parametrize("readers", AUDIENCES)
@pytest.mark.parametrize("contributors", AUDIENCES)
def test_audiences_fit_each_other_or_are_refused(
    app: Flask, now: datetime, readers: str, contributors: str
) -> None:
    details = replace(DETAILS, read_audience=readers, contribute_audience=contributors)
    if contributors in FITTING[readers]:
        assert create(now, details=details).read_audience == readers
        return
    with pytest.raises(InvalidInput) as caught:
        create(now, details=details)
    assert caught.value.details["field"] == "contribute_audience"


def test_whoever_may_contribute_may_always_read(app: Flask) -> None:
    """The order of audiences is not one of width; this is the promise that the table keeps."""
    assert FITTING["link"] == ("link",)
    assert FITTING["invited"] == ("invited",)
    assert "public" not in FITTING["members"]
    assert set(FITTING) == set(AUDIENCES)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": ""}, "title"),
        ({"languages": ()}, "languages"),
        ({"read_audience": "nobody"}, "contribute_audience"),
    ],
)
def test_details_that_cannot_be_are_refused_by_field(
    app: Flask, now: datetime, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        create(now, details=replace(DETAILS, **changed))
    assert caught.value.details["field"] == field
    assert db.session.query(Consultation).count() == 0


@pytest.mark.parametrize(
    ("shift", "days"), [(0, 0), (0, -1), (-30, 30), (-30, 29)], ids=["empty", "backwards", "over-now", "over"]
)
def test_a_window_that_is_over_or_backwards_is_refused(
    app: Flask, now: datetime, shift: int, days: int
) -> None:
    with pytest.raises(InvalidInput) as caught:
        create(now, window=window(now + timedelta(days=shift), days))
    assert caught.value.details["field"] == "closes_time"


def test_the_base_is_a_version_of_the_same_narrative(app: Flask, now: datetime) -> None:
    with pytest.raises(InvalidInput) as caught:
        create(now, narrative=make_narrative())
    assert caught.value.details["field"] == "base"


def test_titles_are_told_apart_within_a_narrative_only(app: Flask, now: datetime) -> None:
    one = create(now)
    with pytest.raises(InvalidInput):
        create(now, one.base_revision)
    assert create(now, make_revision(make_narrative())).title == one.title


@pytest.mark.parametrize("audience", ["link", "members", "invited"])
def test_a_consultation_is_no_wider_open_than_its_narrative(app: Flask, now: datetime, audience: str) -> None:
    revision = make_revision(make_narrative(read_audience=audience))
    with pytest.raises(InvalidInput) as caught:
        create(now, revision)
    assert caught.value.details["field"] == "read_audience"
    assert create(now, revision, details=replace(DETAILS, read_audience="members")).read_audience == "members"


def edit(one: Consultation, at: datetime, details: Details, **values: Any) -> None:
    edit_consultation(one, details, **{"version": one.version, "actor": make_person(), "at": at, **values})


def details_of(one: Consultation, **changed: Any) -> Details:
    present = Details(
        one.title,
        one.region,
        one.theme,
        one.introduction,
        one.read_audience,
        one.contribute_audience,
        tuple(one.languages),
    )
    return replace(present, **changed)


def test_before_the_opening_all_can_change(app: Flask, now: datetime) -> None:
    one = make_consultation(state="announced")
    newer = make_revision(one.narrative, number=(1, 1))
    later = window(now + timedelta(days=40))
    edit(one, now, details_of(one, title="New", languages=("fr",)), window=later, base=newer)
    assert (one.title, one.languages, one.base_revision, one.opens_at) == (
        "New",
        ["fr"],
        newer,
        later.opens_at,
    )


def test_its_own_title_is_no_double(app: Flask, now: datetime) -> None:
    one = make_consultation()
    edit(one, now, details_of(one, theme="Changed"))
    assert one.theme == "Changed"


@pytest.mark.parametrize("state", ["open", "closed"])
def test_after_the_opening_base_and_window_stay(app: Flask, now: datetime, state: str) -> None:
    one = make_consultation(state=state)
    with pytest.raises(WrongState):
        edit(one, now, details_of(one), window=window(now))
    with pytest.raises(WrongState):
        edit(one, now, details_of(one), base=make_revision(one.narrative, number=(1, 1)))
    edit(one, now, details_of(one, introduction="Corrected."))
    assert one.introduction == "Corrected."


@pytest.mark.parametrize(
    ("readers", "contributors", "allowed"),
    [
        ("members", "members", True),
        ("members", "invited", True),
        ("invited", "invited", True),
        ("public", "members", False),
        ("members", "link", False),
        ("link", "link", False),
    ],
)
def test_after_the_opening_audiences_only_narrow(
    app: Flask, now: datetime, readers: str, contributors: str, allowed: bool
) -> None:
    one = make_consultation(read_audience="members", contribute_audience="members")
    details = details_of(one, read_audience=readers, contribute_audience=contributors)
    if allowed:
        edit(one, now, details)
        assert (one.read_audience, one.contribute_audience) == (readers, contributors)
        return
    with pytest.raises(InvalidInput, match="InvalidInput"):
        edit(one, now, details)
    assert (one.read_audience, one.contribute_audience) == ("members", "members")


def test_the_very_moment_of_opening_is_after_it(app: Flask, now: datetime) -> None:
    one = make_consultation(opens_at=now, closes_at=now + timedelta(days=1))
    edit(one, now - timedelta(microseconds=1), details_of(one, languages=("fr",)))
    with pytest.raises(InvalidInput):
        edit(one, now, details_of(one, languages=("en",)))


def test_an_older_form_is_refused(app: Flask, now: datetime) -> None:
    one = make_consultation()
    edit(one, now, details_of(one, title="First"))
    with pytest.raises(StaleBase):
        edit(one, now, details_of(one, title="Second"), version=one.version - 1)
    assert one.title == "First"


def test_publishing_meanwhile_moves_nothing(app: Flask, now: datetime) -> None:
    one = make_consultation()
    base = one.base_revision
    make_revision(one.narrative, [("water", "Water", "New.")], number=(2, 0), parent=base)
    db.session.expire_all()
    assert one.base_revision is base
    assert one.is_open(now)


def test_a_moment_is_read_back_in_utc(app: Flask) -> None:
    start = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    one = create(start - timedelta(days=1), window=window(start))
    db.session.commit()
    db.session.expire_all()
    assert one.opens_at == start
    assert db.session.get(Narrative, one.narrative_id) is one.narrative
