"""The merge desk in a browser: start, decide, answer."""

import re

import pytest

from consult.consolidation.models import Consolidation, Decision
from consult.core.database import db
from tests.desk import Desk, contested_desk
from tests.desk_forms import decision, prefix, url
from tests.factories import (
    grant_role,
    make_amendment,
    make_consultation,
    make_organisation,
    make_person,
    make_region,
    make_stance,
)
from tests.page import PageClient


@pytest.fixture
def desk(app) -> Desk:  # type: ignore[no-untyped-def]
    """A closed consultation with a clash, a free change and a comment; its facilitator."""
    return contested_desk()


def test_a_facilitator_starts_a_merge_desk(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    place = f"/en/narratives/{desk.narrative.slug}/consolidations/new"
    assert desk.consultation.title in client.get(place).text
    answer = client.post(place, data={"consultations": desk.consultation.public_id})
    assert answer.status_code == 303
    row = db.session.query(Consolidation).one()
    assert answer.location == f"/en/consolidations/{row.public_id}"
    assert "To decide" in client.get(answer.location).text


def test_the_only_closed_consultation_is_chosen_already(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    place = f"/en/narratives/{desk.narrative.slug}/consolidations/new"
    assert re.search(r"<input[^>]* checked[^>]*>", client.get(place).text)
    second = make_consultation(desk.consultation.base_revision, state="closed", title="Second")
    grant_role(desk.facilitator, "facilitator", second)
    page = client.get(place).text
    assert "Second" in page
    assert not re.search(r"<input[^>]* checked[^>]*>", page)


def test_a_section_with_nothing_left_leads_back_to_the_desk(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    assert "Nothing is left to do" not in client.get(url(desk, "/sections/water")).text
    last = desk.consultation.base_revision.places[-1].section.key
    assert last != "water"
    page = client.get(url(desk, f"/sections/{last}")).text
    assert "Nothing is left to do" in page.split("Answers to the contributions")[1]


def test_starting_without_a_consultation_says_what_to_choose(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    answer = client.post(f"/en/narratives/{desk.narrative.slug}/consolidations/new", data={})
    assert answer.status_code == 422
    assert "Choose at least one closed consultation." in answer.text


def test_the_section_shows_the_alternatives_side_by_side(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    page = client.get(url(desk, "/sections/water")).text
    assert "these cannot both stand" in page
    assert "<mark>for sale</mark>" in page
    assert page.count('class="alternative') >= 2
    assert "Say who pays." in page


def test_accepting_shows_the_resulting_text(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    address, data = decision(desk, "commodity", "accept")
    answer = client.post(address, data=data)
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "a commodity</ins>" in page
    assert "Other words were chosen for this place." in page


def test_with_htmx_only_what_changed_comes_back(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    address, data = decision(desk, "commodity", "accept")
    answer = client.post(address, data=data, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "<h1" not in answer.text
    assert "data-announce" in answer.text


def test_declining_without_a_reason_comes_back_with_the_form(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    address, data = decision(desk, "commodity", "decline", reason="")
    answer = client.post(address, data=data)
    assert answer.status_code == 422
    assert "Give a short reason" in answer.text


def test_a_late_save_shows_what_changed_and_keeps_what_was_typed(desk: Desk, client: PageClient) -> None:
    other = make_person("facilitator", desk.narrative, display_name="Amara")
    desk.decide("commodity", "decline", facilitator=other)
    client.sign_in(desk.facilitator)
    address, data = decision(desk, "to be sold", "adapt", words="for anyone to sell", counter=0)
    answer = client.post(address, data=data)
    assert answer.status_code == 409
    assert "Amara did not accept a change" in answer.text
    assert "for anyone to sell" in answer.text
    assert answer.text.count(" data-reworded") == 1, "Enter after the reason takes these words"
    assert 'name="counter" value="1"' in answer.text
    assert db.session.query(Decision).count() == 1


def test_own_words_for_a_contested_place(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    (spot,) = [spot for spot in desk.work().spots if spot.is_clash]
    name = f"{spot.start}-{spot.end}"
    data = {
        "outcome": "adapt",
        "counter": 0,
        prefix(name) + "words": "a thing to sell",
        prefix(name) + "reason": "Both said so.",
    }
    assert client.post(url(desk, f"/sections/water/passages/{name}"), data=data).status_code == 303
    assert "It is not a thing to sell." in desk.work().merged.text
    assert desk.work().undecided == []


def test_keeping_a_contested_place_as_it_stands_declines_all(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    (spot,) = [spot for spot in desk.work().spots if spot.is_clash]
    name = f"{spot.start}-{spot.end}"
    data = {"outcome": "keep", "counter": 0, prefix(name) + "reason": "It is clear."}
    assert client.post(url(desk, f"/sections/water/passages/{name}"), data=data).status_code == 303
    assert [row.outcome for row in db.session.query(Decision)] == ["decline", "decline"]


def test_a_decision_can_be_undone(desk: Desk, client: PageClient) -> None:
    desk.decide("commodity", "accept")
    client.sign_in(desk.facilitator)
    group = desk.group("commodity")
    answer = client.post(url(desk, f"/sections/water/groups/{group.key}/undo"), data={"counter": 1})
    assert answer.status_code == 303
    assert len(desk.work().undecided) == 2


def test_an_editorial_change_of_a_passage(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    name = prefix("own")
    data = {
        "counter": 0,
        name + "passage": "every day",
        name + "words": "each day",
        name + "reason": "Style.",
    }
    answer = client.post(url(desk, "/sections/water/own-words"), data=data)
    assert answer.status_code == 303
    assert "each day." in desk.work().merged.text
    assert "The facilitator’s own change" in client.get(url(desk, "/sections/water")).text


def test_an_editorial_change_of_words_that_are_not_there_says_so(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    name = prefix("own")
    data = {"counter": 0, name + "passage": "no such words", name + "words": "x", name + "reason": "Style."}
    answer = client.post(url(desk, "/sections/water/own-words"), data=data)
    assert answer.status_code == 422
    assert "This passage is not in the text" in answer.text
    assert "no such words" in answer.text


def test_what_was_typed_about_a_change_that_is_gone_is_shown(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    address, data = decision(desk, "human", "adapt", words="living and breathing")
    desk.free.status = "withdrawn"
    answer = client.post(address, data=data)
    assert answer.status_code == 409
    assert "This change is no longer there" in answer.text
    assert "living and breathing" in answer.text


def test_a_late_undo_shows_what_changed(desk: Desk, client: PageClient) -> None:
    desk.decide("commodity", "accept")
    client.sign_in(desk.facilitator)
    group = desk.group("commodity")
    answer = client.post(url(desk, f"/sections/water/groups/{group.key}/undo"), data={"counter": 0})
    assert answer.status_code == 409
    assert "accepted a change." in answer.text


def test_own_words_are_seen_in_their_sentence_before_they_are_decided(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    group = desk.group("human")
    data = {prefix(group.key) + "words": "a living right", "counter": 0}
    place = url(desk, f"/sections/water/words/{group.key}")
    fragment = client.post(place, data=data, headers={"HX-Request": "true"})
    assert fragment.status_code == 200
    assert "living" in fragment.text.split("<ins>")[1]
    page = client.post(place, data=data)
    assert page.status_code == 200
    assert page.text.count("a living right") >= 2
    (spot,) = [spot for spot in desk.work().spots if spot.is_clash]
    name = f"{spot.start}-{spot.end}"
    passage = url(desk, f"/sections/water/words/{name}")
    assert "a gift" in client.post(passage, data={prefix(name) + "words": "a gift"}).text
    for unknown in ("0" * 64, "5-2", "0-99999", "7-x"):
        data = {prefix(unknown) + "words": "x"}
        assert client.post(url(desk, f"/sections/water/words/{unknown}"), data=data).status_code == 404
    assert db.session.query(Decision).count() == 0


def test_each_change_says_who_stands_for_it_and_against_it_and_how_its_sentence_would_read(
    desk: Desk, client: PageClient
) -> None:
    asia = make_organisation(region=make_region("asia"), constituency="trade-union")
    make_stance(desk.first, make_person(organisation=asia), "support", constituency="trade-union")
    make_stance(desk.first, make_person(organisation=asia), "objection", reason="Too hard.")
    withheld = {"reason": "Between us.", "visibility": "facilitators"}
    make_stance(desk.first, make_person(organisation=asia), "objection", **withheld)
    desk.decide("commodity", "accept")
    make_amendment(desk.consultation, find="It is", replace="It shall be")
    client.sign_in(desk.facilitator)
    page = " ".join(client.get(url(desk, "/sections/water")).text.split())
    assert "<strong>1 proposes it:</strong> Africa 1" in page
    assert "<strong>1 supports it:</strong> Asia 1" in page
    assert "Trade union 1" in page
    assert "<strong>2 object:</strong> Asia 2" in page
    assert "It shall be not a commodity." in page.split("With the other changes in this sentence")[1]
    assert "Between us." in page
    client.sign_in(make_person("working-group-member", desk.narrative))
    seen = client.get(url(desk, "/sections/water")).text
    assert ("Too hard." in seen, "Between us." in seen) == (True, False)
