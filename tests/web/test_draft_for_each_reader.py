"""The draft before each reader: whose name it never tells, who says something to it, what a part of it brings."""

from typing import Any

import pytest
from flask import Flask

from consult.consolidation.review_models import DecisionComment
from consult.consolidation.services import abandon_consolidation
from consult.consolidation.services.review import comment_on_draft, make_draft_link, name_reviewer
from consult.core.clock import now
from consult.core.database import db
from consult.core.logs import Event
from tests.desk import ADDRESS, Desk
from tests.desk_forms import url
from tests.factories import make_amendment, make_organisation, make_person
from tests.page import PageClient

HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(app: Flask) -> Desk:
    desk = Desk()
    desk.author = make_person(display_name="Ada Obi", organisation=make_organisation(name="Farmers"))
    return desk


def member_of(desk: Desk, **values: Any) -> Any:
    return make_person("working-group-member", desk.narrative, **values)


@pytest.mark.parametrize("visibility", ["name", "organisation", "region", "facilitators"])
def test_no_author_is_named_on_the_draft_whatever_they_chose(
    desk: Desk, client: PageClient, visibility: str
) -> None:
    make_amendment(
        desk.consultation,
        desk.author,
        find="for sale",
        replace="a commodity",
        visibility=visibility,
        rationale="Ask-me-why",
    )
    desk.decide("commodity", "decline", "Said elsewhere.")
    link = make_draft_link(desk.row, desk.facilitator, now())
    pages = [client.get(f"/en/drafts/{link.key}").text]
    pages += [
        client.sign_in(one).get(url(desk, "/draft")).text for one in (member_of(desk), desk.facilitator)
    ]
    for page in pages:
        part = page.split("<main")[1].split("</main")[0]
        for words in ("Ada Obi", "Farmers", "Ask-me-why"):
            assert words not in part
        is_told = visibility != "facilitators"
        assert ("a commodity" in part, "Said elsewhere." in part) == (is_told, is_told)


@pytest.mark.parametrize(
    ("role", "reads", "comments"),
    [
        ("working-group-member", 200, 303),
        ("facilitator", 200, 303),
        ("secretariat", 200, 403),
        ("participant", 404, 404),
        (None, 404, 404),
    ],
)
def test_who_reads_the_draft_and_who_says_something_to_it(
    desk: Desk, client: PageClient, role: str | None, reads: int, comments: int
) -> None:
    make_amendment(desk.consultation)
    comment_on_draft(desk.row, None, "Among-the-members.", member_of(desk, display_name="Elin"), now())
    group = desk.group("human")
    client.sign_in(make_person(role, None if role == "secretariat" else desk.narrative))
    answer = client.get(url(desk, f"/draft?say={group.key}"))
    assert answer.status_code == reads
    may = comments == 303
    for words in ("Among-the-members.", "Elin", "<textarea", "/draft/comments"):
        assert (words in answer.text) is may, words
    about = url(desk, f"/sections/water/decisions/{group.key}/comments")
    part = client.get(about, headers=HTMX)
    assert part.status_code == (200 if may else comments)
    sent = client.post(url(desk, "/draft/comments"), data={"section": "water", "body": "Mine."})
    assert sent.status_code == comments
    said = client.post(about, data={f"d-{group.anchor}-body": "To this."})
    assert said.status_code == comments
    bodies = [one.body for one in db.session.query(DecisionComment).order_by(DecisionComment.id)]
    assert bodies == ["Among-the-members.", *(["Mine.", "To this."] if may else [])]
    assert client.post(url(desk, "/draft/approval"), data={"seen": "x"}).status_code == (
        403 if reads == 200 else 404
    )


@pytest.mark.parametrize(
    "say", ["nobody", "", "x" * 5000, '"><script>alert(1)</script>', "%00", "%ff", "a b c"]
)
def test_an_address_that_asks_for_a_form_of_no_decision_shows_the_draft(
    desk: Desk, client: PageClient, say: str
) -> None:
    make_amendment(desk.consultation)
    page = client.sign_in(member_of(desk)).get(url(desk, f"/draft?say={say}"))
    assert page.status_code == 200
    assert page.text.count("<textarea") == 1, "the form for the whole draft alone"
    assert "<script>alert" not in page.text


def test_a_part_of_one_decision_brings_what_was_said_there_alone(desk: Desk, client: PageClient) -> None:
    make_amendment(desk.consultation)
    make_amendment(desk.consultation, find="every day", replace="each day")
    elin = member_of(desk, display_name="Elin")
    first, second = desk.group("human"), desk.group("each")
    client.sign_in(elin)

    def address(group: Any) -> str:
        return url(desk, f"/sections/water/decisions/{group.key}/comments")

    for group, body in ((first, "About <b>people</b>."), (second, "About days.")):
        assert client.post(address(group), data={f"d-{group.anchor}-body": body}).status_code == 303
    comment_on_draft(desk.row, desk.section(), "About all.", elin, now())
    part = client.get(address(second), headers=HTMX).text
    assert [words in part for words in ("About days.", "Elin", "About all.", "people")] == [
        True,
        True,
        False,
        False,
    ]
    assert f'name="d-{second.anchor}-body"' in part
    assert "<html" not in part
    assert "About <b>people</b>." not in client.get(address(first), headers=HTMX).text
    # Each form has names of its own: words for one decision are none for another.
    crossed = client.post(address(first), data={f"d-{second.anchor}-body": "Lost?"}, headers=HTMX)
    assert crossed.status_code == 422
    assert crossed.text.strip().startswith(f'<div id="said-{first.anchor}">')
    longest = {f"d-{first.anchor}-body": "x" * 4000}
    assert client.post(address(first), data=longest, headers=HTMX).status_code == 200
    assert db.session.query(DecisionComment).filter_by(group_key=first.key).count() == 2
    told = db.session.query(Event).filter_by(kind="draft-commented").all()
    assert {(one.actor_id, one.subject_id, one.before, one.after) for one in told} == {
        (elin.id, desk.row.id, None, None)
    }
    abandon_consolidation(desk.row, desk.facilitator, now())
    gone = client.get(address(first), headers=HTMX)
    assert (gone.status_code, gone.location.partition("?")[0]) == (303, url(desk, "/draft"))
    assert client.get(url(desk, "/draft")).location == url(desk)


def test_an_approval_sent_twice_is_one_and_ends_with_the_draft_that_was_seen(
    desk: Desk, client: PageClient
) -> None:
    make_amendment(desk.consultation)
    elin = member_of(desk)
    name_reviewer(desk.row, elin, desk.facilitator, now(), ADDRESS.format)
    client.sign_in(elin)
    seen = client.get(url(desk, "/draft")).text.split('name="seen" value="')[1].split('"')[0]
    for _twice in range(2):
        assert client.post(url(desk, "/draft/approval"), data={"seen": seen}).location == url(desk, "/draft")
    assert "You have approved this draft." in client.get(url(desk, "/draft")).text
    desk.decide("human", "decline")
    again = client.post(url(desk, "/draft/approval"), data={"seen": seen})
    assert again.status_code == 303
    assert "The draft has changed meanwhile." in client.get(url(desk, "/draft")).text
    abandon_consolidation(desk.row, desk.facilitator, now())
    withdrawn = client.post(url(desk, "/draft/approval"), data={"withdraw": "1"})
    assert (withdrawn.status_code, "This merge desk is closed" in withdrawn.text) == (409, True)
    assert client.post(url(desk, "/draft/approval"), data={"seen": seen}).status_code == 303
    assert "This merge desk is closed" in client.get(url(desk)).text
    approvals = db.session.query(Event).filter_by(kind="draft-approved").all()
    assert {one.actor_id for one in approvals} == {elin.id}
    assert db.session.query(Event).filter_by(kind="approval-withdrawn").count() == 0
