"""The draft before publication: who is asked and let go, which link opens it, what members say and who reads that."""

from datetime import timedelta

import pytest

from consult.consolidation.review_models import DecisionComment, DraftLink, Reviewer
from consult.consolidation.services.review import make_draft_link, name_reviewer, reviewers_of
from consult.core.clock import now
from consult.core.database import db
from consult.core.logs import Event
from consult.people.models import RoleGrant
from tests.desk import ADDRESS, Desk
from tests.desk_forms import url
from tests.factories import grant_role, make_amendment, make_narrative, make_person
from tests.page import PageClient


@pytest.fixture
def desk(app) -> Desk:
    desk = Desk()
    make_amendment(desk.consultation)
    desk.elin = make_person("working-group-member", desk.narrative, display_name="Elin")
    return desk


def events(prefix: str) -> list[tuple[str, int | None, str | None]]:
    rows = db.session.query(Event).where(Event.kind.like(prefix + "%")).order_by(Event.id)
    return [(row.kind, row.actor_id, row.after) for row in rows]


def offered(client: PageClient, desk: Desk) -> str:
    """Return the list of people whose approval can be asked."""
    return client.get(url(desk, "/review")).text.split('<select id="person"')[1].split("</select>")[0]


@pytest.mark.parametrize(
    ("role", "where", "ended", "is_offered"),
    [
        ("working-group-member", "narrative", None, True),
        ("facilitator", "consultation", None, True),
        ("secretariat", "network", None, True),
        # A role that ends later still is one; one that ended this moment is none.
        ("working-group-member", "narrative", timedelta(seconds=1), True),
        ("working-group-member", "narrative", timedelta(0), False),
        # Over another narrative, or only to take part.
        ("working-group-member", "elsewhere", None, False),
        ("participant", "consultation", None, False),
    ],
)
def test_whose_approval_can_be_asked(
    client: PageClient, desk: Desk, role: str, where: str, ended: timedelta | None, is_offered: bool
) -> None:
    person = make_person(display_name="Ngozi")
    places = {"narrative": desk.narrative, "consultation": desk.consultation, "network": None}
    grant = grant_role(person, role, make_narrative() if where == "elsewhere" else places[where])
    grant.ended_at = now() + ended if ended is not None else None
    client.sign_in(desk.facilitator)
    assert ("Ngozi" in offered(client, desk)) is is_offered
    client.post(url(desk, "/reviewers"), data={"person": person.public_id})
    assert [row.person for row in reviewers_of(desk.row)] == ([person] if is_offered else [])
    assert ("Choose a person." in client.get(url(desk, "/review")).text) is not is_offered


def test_who_is_asked_is_offered_no_more_can_be_let_go_and_asked_anew(client: PageClient, desk: Desk) -> None:
    client.sign_in(desk.facilitator)
    assert desk.facilitator.display_name not in offered(client, desk)
    chosen = {"person": desk.elin.public_id}
    for _twice in range(2):
        assert client.post(url(desk, "/reviewers"), data=chosen).status_code == 303
    assert db.session.query(Reviewer).count() == 1
    assert "Elin" not in offered(client, desk)
    for _twice in range(2):
        sent = client.post(url(desk, "/reviewers"), data={"release": desk.elin.public_id})
        assert sent.status_code == 303
        assert "Elin" in offered(client, desk)
    client.post(url(desk, "/reviewers"), data=chosen)
    assert [row.person for row in reviewers_of(desk.row)] == [desk.elin]
    assert [kind for kind, _actor, _after in events("reviewer")] == [
        "reviewer-named",
        "reviewer-released",
        "reviewer-named",
    ]
    assert {actor for _kind, actor, _after in events("reviewer")} == {desk.facilitator.id}


def test_a_reviewer_whose_role_has_ended_can_be_let_go_so_that_nothing_is_held_back_for_ever(
    client: PageClient, desk: Desk
) -> None:
    name_reviewer(desk.row, desk.elin, desk.facilitator, now(), ADDRESS.format)
    db.session.query(RoleGrant).filter_by(person_id=desk.elin.id).one().ended_at = now()
    client.sign_in(desk.facilitator)
    assert "No longer ask Elin" in client.get(url(desk, "/review")).text
    client.post(url(desk, "/reviewers"), data={"release": desk.elin.public_id})
    assert reviewers_of(desk.row) == []
    desk.answer_all()
    assert desk.publish().number == "1.1"


@pytest.mark.parametrize("data", [{}, {"person": ""}, {"person": "nobody"}, {"release": "nobody"}])
def test_nobody_chosen_changes_nothing_and_is_said(
    client: PageClient, desk: Desk, data: dict[str, str]
) -> None:
    client.sign_in(desk.facilitator).post(url(desk, "/reviewers"), data=data)
    assert "Choose a person." in client.get(url(desk, "/review")).text
    assert reviewers_of(desk.row) == []


@pytest.mark.parametrize(
    ("who", "seen", "status", "told"),
    [
        ("elin", "it", 303, "You have approved this draft."),
        ("elin", "", 303, "The draft has changed meanwhile. Look at it again, then approve it."),
        ("elin", "0" * 64, 303, "The draft has changed meanwhile."),
        # Not asked: neither a member of the group nor whoever facilitates approves for others.
        ("other", "it", 403, ""),
        ("facilitator", "it", 403, ""),
    ],
)
def test_only_who_is_asked_approves_and_only_what_they_saw(
    client: PageClient, desk: Desk, who: str, seen: str, status: int, told: str
) -> None:
    name_reviewer(desk.row, desk.elin, desk.facilitator, now(), ADDRESS.format)
    page = client.sign_in(desk.elin).get(url(desk, "/draft")).text
    digest = page.split('name="seen" value="')[1].split('"')[0]
    people = {"other": make_person("working-group-member", desk.narrative), "facilitator": desk.facilitator}
    client.sign_in(people.get(who, desk.elin))
    sent = client.post(url(desk, "/draft/approval"), data={"seen": digest if seen == "it" else seen})
    assert sent.status_code == status
    page = client.get(url(desk, "/draft")).text
    assert told in page
    assert ("Your approval is asked" in page) == (who == "elin" and seen != "it")
    assert (db.session.query(Reviewer).one().approved_at is not None) == (seen == "it" and status == 303)
    assert len(events("draft-approved")) == (seen == "it" and status == 303)


def test_a_link_shows_the_text_and_nothing_that_is_said_about_it_or_done_with_it(
    client: PageClient, desk: Desk
) -> None:
    name_reviewer(desk.row, desk.elin, desk.facilitator, now(), ADDRESS.format)
    desk.consultation.read_audience = desk.consultation.contribute_audience = "invited"
    desk.narrative.read_audience = "invited"
    member = client.sign_in(desk.elin)
    member.post(url(desk, "/draft/comments"), data={"section": "", "body": "Among us."})
    link = make_draft_link(desk.row, desk.facilitator, now())
    for reader in (client.application.test_client(), member):
        page = reader.get(f"/en/drafts/{link.key}").text
        assert "human" in page
        for words in ("Among us.", "I approve this draft", 'name="body"', "/draft/comments"):
            assert words not in page
    assert client.application.test_client().get(url(desk, "/draft")).status_code == 404


def test_a_new_link_ends_the_one_before_and_the_end_is_the_end(client: PageClient, desk: Desk) -> None:
    client.sign_in(desk.facilitator)
    for _twice in range(2):
        client.post(url(desk, "/draft-link"))
    first, second = db.session.query(DraftLink).order_by(DraftLink.id)
    page = client.get(url(desk, "/review")).text
    assert second.key in page
    assert first.key not in page
    anybody = client.application.test_client()
    assert [anybody.get(f"/en/drafts/{row.key}").status_code for row in (first, second)] == [404, 200]
    for _twice in range(2):
        client.post(url(desk, "/draft-link"), data={"end": "1"})
    assert "The link opens nothing any more." in client.get(url(desk, "/review")).text
    assert anybody.get(f"/en/drafts/{second.key}").status_code == 404
    assert len(first.key) >= 32
    assert events("draft-link") == [("draft-link-made", desk.facilitator.id, None)] * 2


@pytest.mark.parametrize(
    ("data", "status", "told"),
    [
        ({"section": "", "body": "All of it."}, 303, "Your comment is there."),
        ({"section": "health", "body": "x" * 4000}, 303, "Your comment is there."),
        ({"section": "health", "body": "x" * 4001}, 422, "x" * 4001),
        ({"section": "health", "body": " "}, 422, 'selected value="health"'),
        ({"section": "nowhere", "body": "Kept words."}, 422, "Kept words."),
        ({"section": "", "body": "<script>alert(1)</script>"}, 303, "Your comment is there."),
    ],
)
def test_a_comment_on_the_draft_is_taken_or_comes_back(
    client: PageClient, desk: Desk, data: dict[str, str], status: int, told: str
) -> None:
    sent = client.sign_in(desk.elin).post(url(desk, "/draft/comments"), data=data)
    assert sent.status_code == status
    page = sent.text if status == 422 else client.get(url(desk, "/draft")).text
    assert told in page
    assert "<script>alert" not in page
    rows = db.session.query(DecisionComment).all()
    assert [(row.body, row.section.key if row.section else "") for row in rows] == (
        [(data["body"], data.get("section", ""))] if status == 303 else []
    )
    assert events("draft-commented") == [("draft-commented", desk.elin.id, None)] * len(rows)


def test_once_published_nothing_of_the_draft_can_be_done_any_more(client: PageClient, desk: Desk) -> None:
    desk.answer_all()
    desk.publish()
    member = client.application.test_client().sign_in(desk.elin)
    facilitator = client.sign_in(desk.facilitator)
    assert member.get(url(desk, "/draft")).location.endswith(url(desk))
    comment = {"section": "", "body": "Late."}
    assert member.post(url(desk, "/draft/comments"), data=comment).status_code == 409
    assert member.post(url(desk, "/draft/comments"), data={"body": ""}).status_code == 303
    for path, data in (
        ("/draft-link", {}),
        ("/release", {}),
        ("/reviewers", {"person": desk.elin.public_id}),
    ):
        assert facilitator.post(url(desk, path), data=data).status_code == 409, path
    page = facilitator.get(url(desk, "/review")).text
    for words in ("Ask for approval", "Make a link", "Show the proposed answers"):
        assert words not in page
