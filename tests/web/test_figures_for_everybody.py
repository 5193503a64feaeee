"""History, ledger and the pages of organisations and regions count what everybody reads, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest

from consult.core.clock import now
from tests.desk import Desk
from tests.factories import make_amendment, make_comment, make_organisation, make_person, make_region
from tests.page import PageClient


@pytest.fixture
def desk(app) -> Desk:
    """A published desk with one comment from the organisation Steppe, in Asia."""
    desk = Desk()
    desk.steppe = make_organisation(name="Steppe", region=make_region("asia"))
    desk.author = make_person(display_name="Aigerim", organisation=desk.steppe)
    desk.comment = make_comment(desk.consultation, desk.author, body="Rivers too.")
    desk.answer(desk.comment, "noted", "Read.")
    desk.revision = desk.publish()
    return desk


def pages(desk: Desk) -> dict[str, str]:
    narrative = f"/en/narratives/{desk.narrative.slug}"
    return {
        "ledger": f"/en/consultations/{desk.consultation.public_id}/ledger",
        "region": f"{narrative}/regions/asia",
        "organisation": f"{narrative}/organisations/{desk.steppe.public_id}",
    }


@pytest.mark.parametrize(
    ("values", "is_counted"),
    [
        ({}, True),
        ({"visibility": "region"}, True),
        # For facilitators only, withdrawn, hidden by them, or late and not admitted: in no figure.
        ({"visibility": "facilitators"}, False),
        ({"status": "withdrawn"}, False),
        ({"hidden_at": now()}, False),
        ({"is_late": True}, False),
        ({"is_late": True, "admitted_at": now()}, True),
    ],
)
def test_what_is_in_the_figures_of_each_page(
    client: PageClient, desk: Desk, values: dict[str, Any], is_counted: bool
) -> None:
    for name, value in values.items():
        setattr(desk.comment, name, value)
    history = client.get(f"/en/narratives/{desk.narrative.slug}/history").text
    assert ("Contributions answered:" in history) is is_counted
    found = pages(desk)
    for name in ("ledger", "region"):
        assert client.get(found[name]).text.count('id="c-') == is_counted, name


@pytest.mark.parametrize(
    ("visibility", "author", "has_page"),
    [
        ("name", "Aigerim", True),
        ("organisation", "A person of Steppe", True),
        ("region", "A participant, Asia", False),
        ("facilitators", None, False),
    ],
)
def test_each_page_names_the_author_as_far_as_they_chose(
    client: PageClient, desk: Desk, visibility: str, author: str | None, has_page: bool
) -> None:
    desk.comment.visibility = visibility
    client.sign_in(desk.facilitator)  # whoever reads most elsewhere reads here what everybody does
    found = {name: client.get(path) for name, path in pages(desk).items()}
    assert (found["organisation"].status_code == 200) is has_page
    for name in ("ledger", "region", *(["organisation"] if has_page else [])):
        text = found[name].text.split("<main")[1].split("</main>")[0]
        assert ("Rivers too." in text) is (author is not None), name
        assert author is None or author in text, name
        assert ("Aigerim" in text) is (visibility == "name"), name
        assert name == "organisation" or ("Steppe" in text) is (visibility in ("name", "organisation"))


@pytest.mark.parametrize(
    ("audience", "who", "is_shown"),
    [
        ("public", "anonymous", True),
        ("members", "anonymous", False),
        ("members", "member", True),
        ("invited", "member", False),
        ("invited", "facilitator", True),
    ],
)
def test_pages_of_organisations_and_regions_hold_what_their_reader_may_read(
    client: PageClient, desk: Desk, audience: str, who: str, is_shown: bool
) -> None:
    desk.consultation.read_audience = desk.consultation.contribute_audience = audience
    people = {"member": make_person(organisation=make_organisation()), "facilitator": desk.facilitator}
    if who in people:
        client.sign_in(people[who])
    region = client.get(pages(desk)["region"])
    assert (region.status_code, "Rivers too." in region.text) == (200, is_shown)
    assert ("Nothing here." in region.text) is not is_shown
    assert client.get(pages(desk)["organisation"]).status_code == (200 if is_shown else 404)
    desk.narrative.read_audience = "invited"
    if who != "facilitator":
        assert client.get(pages(desk)["region"]).status_code == 404


def test_the_facts_of_a_region_name_each_answer_with_its_number_and_what_waits(
    client: PageClient, desk: Desk
) -> None:
    make_comment(desk.consultation, desk.author, body="Newer.", submitted_at=now() + timedelta(minutes=1))
    make_amendment(desk.consultation, desk.author, submitted_at=now() - timedelta(days=9))
    reply = make_comment(desk.consultation, desk.author, body="Me too.", thread_id=desk.comment.id)
    text = client.get(pages(desk)["region"]).text
    facts = text.split('<ul class="facts">')[1].split("</ul>")[0]
    assert "not answered yet 2" in facts
    assert facts.count("<li>") == 2
    assert reply.public_id not in text
    assert text.index("Newer.") < text.index("Rivers too.") < text.index("human")


def test_a_long_page_of_a_region_is_cut_at_fifty_and_leads_on(client: PageClient, desk: Desk) -> None:
    for _number in range(50):
        make_comment(desk.consultation, desk.author, submitted_at=now() + timedelta(minutes=1))
    path = pages(desk)["region"]
    first, second = client.get(path).text, client.get(path + "?page=2").text
    assert (first.count('id="c-'), second.count('id="c-')) == (50, 1)
    assert "Rivers too." in second
    assert f'{path}?page=2"' in first
    assert f'{path}?page=1"' in second
    for page, like in (("0", first), ("-4", first), ("x", first), ("3", second), ("99999999", second)):
        found = client.get(f"{path}?page={page}").text
        assert ("Rivers too." in found) is (like is second), page
