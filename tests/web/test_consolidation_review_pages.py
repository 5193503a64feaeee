"""The pages around publication: what is new, what is carried again, what authors, members and reviewers do."""

from datetime import timedelta

import pytest

from consult.consolidation.services import decide, start_consolidation
from consult.core.clock import now
from consult.narratives.models import Revision
from tests.desk import Desk
from tests.desk_forms import url
from tests.factories import make_amendment, make_comment, make_consultation, make_person, make_stance
from tests.page import PageClient


@pytest.fixture
def desk(app) -> Desk:
    return Desk()


def test_a_late_arrival_is_new_at_the_desk_and_changes_nothing_that_is_decided(
    client: PageClient, desk: Desk
) -> None:
    make_amendment(desk.consultation, find="for sale", replace="a commodity")
    make_amendment(desk.consultation, find="for sale", replace="to be sold")
    desk.decide("commodity", "accept")
    before = desk.work().merged.text
    admitted = now() + timedelta(minutes=1)
    late = {"is_late": True, "admitted_at": admitted}
    clashing = make_amendment(desk.consultation, find="for sale. Everyone", replace="yours. All", **late)
    comment = make_comment(desk.consultation, **late)
    early = make_comment(desk.consultation, is_late=True, admitted_at=desk.row.started_at)
    assert desk.work().merged.text == before
    mine = [group.group.state for group in desk.work().groups if clashing in group.supporters]
    assert mine
    assert "in" not in mine
    page = client.sign_in(desk.facilitator).get(url(desk, "/sections/water")).text
    for row, is_new in ((clashing, True), (comment, True), (early, False)):
        item = page.split(f'id="item-{row.public_id}"')[1].split("</div>")[0]
        assert ("Admitted after the desk had begun" in item) is is_new
    desk.answer_all("noted")
    for key in [group.key for group in desk.work().undecided]:
        decide(
            desk.row,
            desk.section(),
            key,
            "decline",
            facilitator=desk.facilitator,
            counter=desk.work().counter,
            at=now(),
            reason="Decided before.",
        )
    assert "a commodity" in desk.publish().places[0].text.body


def test_what_is_carried_a_second_time_is_named_before_publication(client: PageClient, desk: Desk) -> None:
    old = make_comment(desk.consultation)
    desk.answer(old, "carried-forward")
    revision = desk.publish()
    second = make_consultation(revision, title="Second", state="closed")
    make_comment(second)
    desk._row = start_consolidation(desk.narrative, [second], desk.facilitator, now())
    desk.answer_all("carried-forward")
    page = client.sign_in(desk.facilitator).get(url(desk, "/publish")).text
    assert "2 contributions are carried forward" in page
    assert page.count("not for the first time") == 1
    desk.publish()
    ledger = client.get(f"/en/consultations/{desk.consultation.public_id}/ledger").text
    assert "2 times" in ledger


def test_an_author_reads_a_proposed_answer_and_objects_and_the_desk_hears_it(
    client: PageClient, desk: Desk
) -> None:
    comment = make_comment(desk.consultation)
    desk.answer(comment, "not-accepted", "Not this year.")
    facilitator = client.sign_in(desk.facilitator)
    author = client.application.test_client().sign_in(comment.person)
    assert "Not this year." not in author.get("/en/me/contributions").text
    assert facilitator.post(url(desk, "/release")).status_code == 303
    mine = author.get("/en/me/contributions").text
    assert "Not this year." in mine
    seen = mine.split('name="seen" value="')[1].split('"')[0]
    address, words = f"/en/contributions/{comment.public_id}/proposed-answer", f"r-{comment.public_id}-words"
    for data in ({"reply": "objects", "seen": seen}, {"reply": "agrees", "seen": "0"}):
        author.post(address, data=data)
        assert ">you object<" not in author.get("/en/me/contributions").text
    author.post(address, data={"reply": "objects", "seen": seen, words: "It was promised."})
    assert "It was promised." in author.get("/en/me/contributions").text
    for path in ("", "/review", "/publish"):
        assert "It was promised." in facilitator.get(url(desk, path)).text
    assert "It was promised." not in author.get(f"/en/contributions/{comment.public_id}").text
    answer = facilitator.post(
        url(desk, "/publish"), data={"kind": "minor", "change_note": "So.", "counter": desk.row.version}
    )
    assert answer.status_code == 409


def test_the_working_group_reads_comments_and_approves_and_the_link_only_reads(
    client: PageClient, desk: Desk
) -> None:
    make_amendment(desk.consultation)
    facilitator = client.sign_in(desk.facilitator)
    reviewer = make_person("working-group-member", desk.narrative, display_name="Elin")
    facilitator.post(url(desk, "/draft-link"))
    facilitator.post(url(desk, "/reviewers"), data={"person": reviewer.public_id})
    page = facilitator.get(url(desk, "/review")).text
    link = "/en/drafts/" + page.split("/drafts/")[1].split("<")[0]
    anybody = client.application.test_client().get(link)
    assert "human" in anybody.text
    assert 'name="body"' not in anybody.text
    member = client.application.test_client().sign_in(reviewer)
    draft = member.get(url(desk, "/draft")).text
    seen = draft.split('name="seen" value="')[1].split('"')[0]
    assert (
        member.post(url(desk, "/draft/comments"), data={"section": "water", "body": " "}).status_code == 422
    )
    member.post(url(desk, "/draft/comments"), data={"section": "water", "body": "Say *why*."})
    assert "Say <em>why</em>." in facilitator.get(url(desk, "/review")).text
    assert "Elin" in facilitator.get(url(desk, "/publish")).text
    member.post(url(desk, "/draft/approval"), data={"seen": seen})
    desk.answer_all("accepted")
    assert "Elin" in facilitator.get(url(desk, "/publish")).text
    again = member.get(url(desk, "/draft")).text
    member.post(
        url(desk, "/draft/approval"), data={"seen": again.split('name="seen" value="')[1].split('"')[0]}
    )
    assert "You have approved" in member.get(url(desk, "/draft")).text
    desk.publish()
    assert client.application.test_client().get(link).status_code == 404
    assert member.get(url(desk, "/draft")).status_code == 303


def test_after_publication_reservation_adoption_look_and_revert_are_on_the_page(
    client: PageClient, desk: Desk
) -> None:
    amendment = make_amendment(desk.consultation)
    objector = make_stance(amendment, None, "objection", reason="Not in our name.").person
    desk.answer_all("accepted")
    wrong = desk.publish()
    base = f"/en/narratives/{desk.narrative.slug}/"
    for page in (base + "1.1", base + "1.1/sections/water"):
        assert "Not in our name." in client.get(page).text
    assert "Not in our name." not in client.get(base + "1.1/sections/health").text
    member = client.application.test_client().sign_in(make_person("working-group-member", desk.narrative))
    assert member.post(base + "1.0/look").status_code == 303
    assert "What changed since you last looked" in member.get(base + "1.1").text
    member.post(base + "1.1/look")
    assert "You have looked at this version" in member.get(base + "1.1").text
    day = (now() + timedelta(days=3)).date().isoformat()
    for data, status in (({"kind": "written"}, 422), ({"kind": "written", "until_day": day}, 303)):
        assert member.post(base + "1.1/adoption", data=data).status_code == status
    adoption = member.get(base + "1.1/adoption").text
    action = adoption.split('action="')[-1].split('"')[0]
    assert "/objection" in action
    assert member.post(action, data={"reason": ""}).status_code == 422
    assert member.post(action, data={"reason": "Too soon."}).status_code == 303
    assert "Too soon." in client.get(base + "1.1/adoption").text
    own = client.application.test_client().sign_in(objector)
    page = own.get(base + "1.1").text
    withdraw = next(part for part in page.split('action="')[1:] if "/withdraw" in part.split('"')[0]).split(
        '"'
    )[0]
    assert client.post(withdraw).status_code == 403
    assert own.post(withdraw).status_code == 303
    assert "Not in our name." not in client.get(base + "1.1").text
    facilitator = client.application.test_client().sign_in(desk.facilitator)
    assert "1.1/revert" in facilitator.get(base + "1.1").text
    assert "/revert" not in member.get(base + "1.1").text + facilitator.get(base + "1.0").text
    assert facilitator.post(base + "1.1/revert", data={"reason": " "}).status_code == 422
    assert facilitator.post(base + "1.1/revert", data={"reason": "The wrong draft."}).status_code == 303
    assert "The wrong draft." in client.get(base + "1.1").text
    assert "takes version 1.1 back" in client.get(f"/en/narratives/{desk.narrative.slug}/history").text
    assert facilitator.post(base + "1.1/revert", data={"reason": "Again."}).status_code == 409
    assert isinstance(wrong, Revision)
