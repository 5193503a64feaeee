"""A passage that a comment shaped, in somebody's judgement: what it was then, and whether it stands now."""

import pytest

from consult.core.clock import now
from consult.narratives.models import Revision
from consult.narratives.services import Place, add_revision
from consult.reading.remains import remains
from tests.desk import Desk
from tests.factories import make_comment, make_organisation, make_person
from tests.page import PageClient

PASSAGE = "It is not for sale."


@pytest.fixture
def desk(app) -> Desk:  # type: ignore[no-untyped-def]
    desk = Desk()
    desk.comment = make_comment(desk.consultation, make_person(organisation=make_organisation()))
    desk.other = make_comment(desk.consultation)
    return desk


def publish(desk: Desk, passage: str) -> Revision:
    desk.answer(desk.comment, "accepted", shaped=desk.section(), passage=passage)
    desk.answer(desk.other, "accepted", shaped=desk.section())
    return desk.publish()


def follow(desk: Desk, parent: Revision, key: str, body: str) -> None:
    given = {"number": (1, 2), "parent": parent, "change_note": "Later.", "actor": None, "at": now()}
    add_revision(desk.narrative, [Place(key, 1, "1.", "Water", body)], **given)


@pytest.mark.parametrize(
    ("passage", "key", "body", "left"),
    [
        (PASSAGE, "water", f"Water is wet. {PASSAGE} Ever.", "all"),
        (PASSAGE, "water", "Water is wet. It is **not** for sale.", "all"),  # emphasis is no other word
        (PASSAGE, "water", "It is not for sale, ever.", "none"),
        (PASSAGE, "rivers", PASSAGE, "none"),  # its section is gone
        ("", "water", "Water is wet.", None),  # the section as a whole: nothing to compare
        (PASSAGE, None, "", None),  # it came in with the newest version
    ],
)
def test_whether_the_passage_still_stands_is_said_on_its_page_and_to_its_author(
    desk: Desk, client: PageClient, passage: str, key: str | None, body: str, left: str | None
) -> None:
    revision = publish(desk, passage)
    if key:
        follow(desk, revision, key, body)
    found = remains([desk.comment.id, desk.other.id])
    assert found == ({(desk.comment.id, "water"): (left, "1.2")} if left else {})
    page = client.get(f"/en/contributions/{desk.comment.public_id}").text
    assert (PASSAGE in page) is bool(passage)
    assert ("All of it still stands in version 1.2." in page) is (left == "all")
    assert ("Version 1.2 no longer has these words." in page) is (left == "none")
    mine = client.sign_in(desk.comment.person).get("/en/me/contributions").text
    assert ("all of it still stands in version 1.2" in mine) is (left == "all")
    assert ("version 1.2 no longer has these words" in mine) is (left == "none")


def test_a_desk_at_work_says_nothing_yet(desk: Desk, client: PageClient) -> None:
    desk.answer(desk.comment, "accepted", shaped=desk.section(), passage=PASSAGE)
    assert remains([desk.comment.id]) == {}
    assert PASSAGE not in client.get(f"/en/contributions/{desk.comment.public_id}").text
