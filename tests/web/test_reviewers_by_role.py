"""The role of reviewer: what it opens before publication, who is offered first, and a whole group named at once."""

from datetime import timedelta

import pytest

from consult.consolidation.asked_to_review import APPROVING, askable
from consult.consolidation.services.review import name_reviewer, reviewers_of
from consult.core.clock import now
from consult.core.database import db
from consult.core.letters import Letter
from consult.people.groups import add_member, end_group_role, give_group_role
from consult.people.models import Person, WorkingGroup
from consult.rules.permissions import Actor, Grant, Permission, Role, Scope, is_allowed
from tests.conftest import NOON
from tests.desk import ADDRESS, Desk
from tests.desk_forms import url
from tests.factories import keep, make_amendment, make_narrative, make_person
from tests.page import PageClient


@pytest.fixture
def desk(app) -> Desk:  # type: ignore[no-untyped-def]
    desk = Desk()
    make_amendment(desk.consultation)
    desk.consultation.read_audience = desk.consultation.contribute_audience = "invited"
    desk.narrative.read_audience = "invited"
    return desk


def reviewer(desk: Desk, **values: object) -> Person:
    return make_person("reviewer", desk.narrative, **values)


def group_of(desk: Desk, people: list[Person], role: str = "reviewer", kind: str = "working") -> WorkingGroup:
    """Make a working group with a role over the narrative."""
    group, secretary = keep(WorkingGroup(name="Readers", kind=kind)), make_person("secretariat")
    give_group_role(group, role, (Scope.NARRATIVE, desk.narrative.id), actor=secretary, at=NOON)
    for person in people:
        add_member(group, person, actor=secretary, at=NOON)
    return group


def test_a_reviewer_reads_the_draft_and_comments_and_sees_nothing_else_of_the_desk(
    client: PageClient, desk: Desk
) -> None:
    client.sign_in(reviewer(desk))
    page = client.get(url(desk, "/draft")).text
    assert f'href="/en{url(desk, "/draft").removeprefix("/en")}"' in page  # in the navigation
    assert "Read the draft" in page
    assert f'href="{url(desk)}"' not in page
    sent = client.post(url(desk, "/draft/comments"), data={"section": "", "body": "It would not hold."})
    assert sent.status_code == 303
    assert "It would not hold." in client.get(url(desk, "/draft")).text
    for path in ("", "/structure", "/review", "/publish", "/sections/water"):
        assert client.get(url(desk, path)).status_code in (403, 404), path
    desk.answer_all()
    desk.publish()
    gone = client.get(url(desk, "/draft"))
    assert gone.location.endswith(f"/narratives/{desk.narrative.slug}")
    assert client.get(gone.location).status_code == 200


def test_a_reviewer_of_another_narrative_learns_of_no_draft(client: PageClient, desk: Desk) -> None:
    client.sign_in(make_person("reviewer", make_narrative()))
    page = client.get("/en/").text
    assert "Read the draft" not in page
    for path in ("/draft", ""):
        assert client.get(url(desk, path)).status_code == 404
    assert client.post(url(desk, "/draft/comments"), data={"body": "x"}).status_code == 404


def test_reviewers_are_offered_first_then_groups_then_the_others(client: PageClient, desk: Desk) -> None:
    ana, ben = reviewer(desk, display_name="Ana"), make_person(display_name="Ben")
    group = group_of(desk, [ben])
    make_person("working-group-member", desk.narrative, display_name="Aaron")
    make_person("translator", desk.narrative, display_name="Trân")  # could neither read nor approve it
    page = client.sign_in(desk.facilitator).get(url(desk, "/review")).text
    offered = page.split('<select id="person"')[1].split("</select>")[0]
    order = [
        "Reviewers",
        "Ana",
        "Ben",
        "Everybody of a working group",
        group.name,
        "Others who work on it",
        "Aaron",
    ]
    places = [offered.index(name) for name in order]
    assert places == sorted(places)
    assert offered.count("Ana") == offered.count("Ben") == 1
    assert "Trân" not in offered
    assert f'value="{ana.public_id}"' in offered


def test_a_whole_group_is_named_at_once_and_each_of_it_is_asked(client: PageClient, desk: Desk) -> None:
    people = [make_person(display_name=f"Reader {number}") for number in range(3)]
    closed = make_person()
    closed.account.disabled_at = NOON
    group = group_of(desk, [*people, closed, desk.facilitator])
    name_reviewer(desk.row, people[0], desk.facilitator, now(), ADDRESS.format)
    client.sign_in(desk.facilitator)
    chosen = {"person": f"group:{group.public_id}"}
    assert client.post(url(desk, "/reviewers"), data=chosen).status_code == 303
    assert {row.person_id for row in reviewers_of(desk.row)} == {one.id for one in people}
    assert db.session.query(Letter).count() == 3
    # All of them are asked: the group is offered no more.
    assert f'value="group:{group.public_id}"' not in client.get(url(desk, "/review")).text
    client.post(url(desk, "/reviewers"), data=chosen)
    assert "Choose a person." in client.get(url(desk, "/review")).text


@pytest.mark.parametrize(
    ("role", "kind", "is_over", "ended", "is_offered"),
    [
        ("reviewer", "working", True, False, True),
        ("working-group-member", "working", True, False, True),
        # An advisory group advises: its people can be asked one by one.
        ("reviewer", "advisory", True, False, False),
        ("reviewer", "working", False, False, False),
        ("reviewer", "working", True, True, False),
    ],
)
def test_which_groups_can_be_named(
    desk: Desk, role: str, kind: str, is_over: bool, ended: bool, is_offered: bool
) -> None:
    other = Desk()
    person = make_person()
    group = group_of(desk if is_over else other, [person], role, kind)
    at = NOON + timedelta(days=1)
    if ended:
        reach = (Scope.NARRATIVE, desk.narrative.id)
        end_group_role(group, role, reach, actor=desk.facilitator, at=NOON)
    found = askable(desk.row, at, without=set())
    assert [one for one, _people in found.groups] == ([group] if is_offered else [])
    assert (person in [*found.reviewers, *found.others]) is (is_over and not ended)


def test_who_can_be_asked_is_who_may_approve() -> None:
    for role in Role:
        actor = Actor(person_id=1, grants=frozenset({Grant(role, Scope.NETWORK)}))
        assert (role in APPROVING) is is_allowed(Permission.DRAFT_APPROVE, actor), role


def test_what_holds_publication_back_stands_there_without_a_button_that_would_be_refused(
    client: PageClient, desk: Desk
) -> None:
    desk.answer_all()
    person = reviewer(desk, display_name="Ana")
    name_reviewer(desk.row, person, desk.facilitator, now(), ADDRESS.format)
    client.sign_in(desk.facilitator)
    page = client.get(url(desk, "/publish")).text
    assert "Not approved yet" in page
    assert "You can publish as soon as that is settled" in page
    assert "Publish this version" not in page
    # Whoever had the form open keeps the note that they typed.
    data = {"change_note": "Typed before.", "kind": "minor", "counter": desk.row.version, "seen": ""}
    refused = client.post(url(desk, "/publish"), data=data)
    assert (refused.status_code, "Typed before." in refused.text) == (409, True)
    member = client.application.test_client().sign_in(person)
    seen = member.get(url(desk, "/draft")).text.split('name="seen" value="')[1].split('"')[0]
    assert member.post(url(desk, "/draft/approval"), data={"seen": seen}).status_code == 303
    page = client.get(url(desk, "/publish")).text
    assert ("Not approved yet" in page, "Publish this version" in page) == (False, True)
