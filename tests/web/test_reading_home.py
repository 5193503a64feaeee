"""The start page: what is open, what the network writes, for whom."""

import pytest

from consult.consolidation.services.start import start_consolidation
from consult.core.clock import now
from tests.factories import (
    make_consultation,
    make_narrative,
    make_network,
    make_organisation,
    make_person,
    make_revision,
)
from tests.page import PageClient


def test_what_is_open_comes_before_the_narratives_and_what_is_closed(client: PageClient) -> None:
    make_network(description="We write about water.")
    revision = make_revision(make_narrative(title="A shared future"))
    for state in ("closed", "announced", "open"):
        make_consultation(revision, state=state, title=f"It is {state}")
    page = client.get("/en/").text
    main = page[page.index("<main") :]
    places = [
        main.index(words) for words in ("It is open", "A shared future", "It is announced", "It is closed")
    ]
    assert places == sorted(places)
    assert "We write about water." in main
    assert "Opens on" in main
    assert "Closed since" in main


def test_one_open_consultation_is_the_next_step(client: PageClient) -> None:
    make_network()
    consultation = make_consultation()
    page = client.get("/en/").text
    step = page.split('class="next-step"')[1].split("</section>")[0]
    assert f"/en/consultations/{consultation.public_id}" in step
    assert "Open until" in step


@pytest.mark.parametrize(("role", "is_led"), [("facilitator", True), ("participant", False)])
def test_who_is_to_consolidate_a_closed_consultation_is_led_to_the_merge_desk(
    client: PageClient, role: str, is_led: bool
) -> None:
    make_network()
    consultation = make_consultation(state="closed", title="Over")
    client.sign_in(make_person(role, consultation))
    page = client.get("/en/").text
    assert ("Start the merge" in page) is is_led
    if not is_led:
        return
    start_consolidation(consultation.narrative, [consultation], make_person(), now())
    page = client.get("/en/").text
    assert "Open the merge desk" in page
    assert "Start the merge" not in page


def test_the_newest_version_of_a_narrative_is_named(client: PageClient) -> None:
    first = make_revision(make_narrative(slug="future"))
    make_revision(first.narrative, [("water", "Water", "Water is common.")], number=(1, 10), parent=first)
    page = client.get("/en/").text
    assert "Version 1.10" in page
    assert "Version 1.0" not in page


def test_what_is_not_for_the_reader_is_not_there(client: PageClient) -> None:
    inner = make_narrative(title="Among ourselves", read_audience="members")
    make_consultation(make_revision(inner), title="Only for us", read_audience="members")
    page = client.get("/en/").text
    assert "Among ourselves" not in page
    assert "Only for us" not in page
    member = make_person(organisation=make_organisation())
    page = client.sign_in(member).get("/en/").text
    assert "Among ourselves" in page
    assert "Only for us" in page


def test_an_empty_network_offers_the_import_to_those_who_may(client: PageClient) -> None:
    make_network()
    assert "No narrative has been published yet." in client.get("/en/").text
    assert "/en/narratives/import" not in client.get("/en/").text
    page = client.sign_in(make_person("secretariat")).get("/en/").text
    assert "/en/narratives/import" in page
