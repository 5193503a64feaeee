"""One's own objections: which of them stand there, in which order, and what each desk in turn answered to them."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from consult.consolidation.desk_models import ObjectionAnswer
from consult.consolidation.models import Consolidation
from consult.contributions.models import Stance
from consult.core.database import db
from consult.people.models import Person
from consult.reading.own_objections import OwnObjection, own_objections
from tests.conftest import NOON
from tests.factories import (
    keep,
    make_comment,
    make_consultation,
    make_network,
    make_organisation,
    make_person,
    make_revision,
    make_stance,
    place_of,
)
from tests.page import PageClient

MINE = "/en/me/contributions"


class Objecting:
    """Somebody who objects to a section, and the desks that may answer."""

    def __init__(self, app: Flask) -> None:
        make_network()
        self.app = app
        self.revision = make_revision()
        self.consultation = make_consultation(self.revision, state="closed", title="Savannah")
        self.person = make_person(organisation=make_organisation())
        self.facilitator = make_person("facilitator", self.consultation)

    def object_to(self, key: str | None = "water", **values: Any) -> Stance:
        """Object to a section."""
        given = {
            "narrative_id": self.revision.narrative_id,
            "consultation_id": self.consultation.id,
            "section_id": place_of(self.revision, key).section_id if key else None,
            "person": self.person,
            "position": "objection",
            "reason": "It forgets the rivers.",
            "voice": "self",
            "visibility": "facilitators",
            **values,
        }
        return keep(Stance(**given))

    def desk(self, number: int | None = None, state: str = "published") -> Consolidation:
        """Make a desk that was published as a version of this number, or one in another state."""
        version = (
            make_revision(self.revision.narrative, number=(1, number), parent=self.revision)
            if number
            else None
        )
        return keep(
            Consolidation(
                narrative_id=self.revision.narrative_id,
                base_revision_id=self.revision.id,
                state=state,
                facilitator_id=self.facilitator.id,
                revision_id=version.id if version else None,
            )
        )

    def say(self, desk: Consolidation, stance: Stance, text: str) -> None:
        """Write an answer at a desk."""
        keep(
            ObjectionAnswer(
                narrative_id=desk.narrative_id,
                consolidation_id=desk.id,
                stance_id=stance.id,
                text=text,
                by_id=self.facilitator.id,
            )
        )

    def read(self, person: Person | None = None) -> list[OwnObjection]:
        """Return the objections as their author reads them."""
        db.session.flush()
        with self.app.test_request_context(MINE):
            return own_objections((person or self.person).id)


@pytest.fixture
def work(app: Flask) -> Objecting:
    return Objecting(app)


def test_only_ones_own_standing_objections_with_a_reason_are_listed_newest_first(work: Objecting) -> None:
    old = work.object_to(taken_at=NOON - timedelta(hours=3))
    new = work.object_to("health", taken_at=NOON - timedelta(hours=1))
    same = work.object_to("health", taken_at=NOON - timedelta(hours=3), consultation_id=_other(work).id)
    for left_out in (
        {"reason": ""},
        {"position": "support"},
        {"position": "can-live-with", "reason": "Nearly."},
        {"withdrawn_at": NOON},
        {"person": make_person(organisation=make_organisation())},
    ):
        work.object_to(None, contribution_id=make_comment(work.consultation).id, **left_out)
    assert [one.stance for one in work.read()] == [new, same, old]
    assert work.read(make_person()) == []


def _other(work: Objecting) -> Any:
    return make_consultation(work.revision, state="closed")


def test_an_objection_to_a_section_carries_the_heading_of_its_time_and_leads_there(work: Objecting) -> None:
    stance = work.object_to("health")
    make_revision(
        work.revision.narrative, [("health", "Care", "For all.")], number=(1, 1), parent=work.revision
    )
    assert work.read() == [
        OwnObjection(stance, "Health", f"/en/consultations/{work.consultation.public_id}/sections/health")
    ]


@pytest.mark.parametrize(
    ("said", "answer", "number"),
    [
        ([(1, "In section 2.")], "In section 2.", "1.1"),
        ([(1, "In section 2."), (1, "In section 3.")], "In section 3.", "1.1"),
        ([(1, "In section 2."), (1, "")], "", None),
        ([(1, "In section 2."), (1, ""), (1, "In the annex.")], "In the annex.", "1.1"),
        ([(1, "In section 2."), (2, "In section 9.")], "In section 9.", "1.2"),
        ([(2, "In section 9."), (1, "In section 2.")], "In section 9.", "1.2"),  # the newest version counts
        ([(1, "In section 2."), (2, "In section 9."), (2, "")], "In section 2.", "1.1"),
        ([(None, "Not read yet.")], "", None),
        ([(1, "In section 2."), (None, "Not read yet.")], "In section 2.", "1.1"),
        ([(1, "In section 2."), (None, "")], "In section 2.", "1.1"),
        ([], "", None),
    ],
)
def test_what_the_newest_published_desk_says_last_is_the_answer(
    work: Objecting, said: list[tuple[int | None, str]], answer: str, number: str | None
) -> None:
    stance, neighbour = work.object_to(), work.object_to("health")
    desks = {1: work.desk(1), 2: work.desk(2), None: work.desk(state="open")}
    for desk, text in said:
        work.say(desks[desk], stance, text)
    found = {one.stance: one for one in work.read()}
    assert found[stance].answer == answer
    assert (found[stance].version.number if found[stance].version else None) == number
    assert found[stance].disposition == ""
    assert (found[neighbour].answer, found[neighbour].version) == ("", None), "each its own answer"


def test_a_desk_that_was_given_up_answered_nothing(work: Objecting, client: PageClient) -> None:
    work.say(work.desk(state="abandoned"), work.object_to(), "Nobody reads this.")
    assert [one.answer for one in work.read()] == [""]
    page = client.sign_in(work.person).get(MINE).text
    assert "not answered yet" in page
    assert "Nobody reads this." not in page


@pytest.mark.parametrize(
    ("state", "readable"),
    [
        ({}, True),
        ({"visibility": "region"}, True),
        ({"visibility": "facilitators"}, False),
        ({"hidden_at": NOON}, False),
        ({"status": "withdrawn", "withdrawn_at": NOON}, False),
    ],
)
def test_of_what_one_may_read_no_more_nothing_is_told_not_even_what_became_of_it(
    work: Objecting, state: dict[str, Any], readable: bool
) -> None:
    answer = {"disposition": "noted", "disposition_reason": "Counted.", "disposed_at": NOON}
    start = make_comment(work.consultation, **answer)
    reply = make_comment(work.consultation, thread_id=start.id, reply_to_id=start.id)
    stances = [
        make_stance(row, work.person, "objection", reason="No.", taken_at=NOON) for row in (start, reply)
    ]
    for name, value in state.items():
        setattr(start, name, value)
    url = f"/en/contributions/{start.public_id}"  # a thread is answered as one
    told = {"answer": "Counted.", "disposition": "noted"} if readable else {}
    assert work.read() == [
        OwnObjection(stance, "", url if readable else None, **told) for stance in reversed(stances)
    ]


def test_what_was_written_is_no_markup_and_the_page_names_the_version(
    work: Objecting, client: PageClient
) -> None:
    stance = work.object_to(reason="<b>Rivers</b>")
    work.say(work.desk(1), stance, "<script>alert(1)</script>")
    page = client.sign_in(work.person).get(MINE).text
    assert "&lt;b&gt;Rivers" in page
    assert "&lt;script&gt;alert" in page
    assert "Published with version 1.1" in page
    assert f'id="o-{stance.public_id}"' in page
    assert "Savannah" in page
    assert "not answered yet" not in page
    other = client.sign_in(make_person(organisation=make_organisation())).get(MINE).text
    assert "Rivers" not in other
