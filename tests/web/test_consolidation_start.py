"""The way to a merge desk: whom it lets in, what it offers, and that nobody stands before a closed door."""

import re

import pytest

from consult.consolidation.models import Consolidation
from consult.consolidation.services import abandon_consolidation, start_consolidation
from consult.consolidation.services.reverting import revert_revision
from consult.core.clock import now
from consult.core.database import db
from tests.desk import Desk
from tests.desk_forms import url
from tests.factories import make_consultation, make_network, make_person, make_revision
from tests.page import PageClient


def place(narrative, language: str = "en") -> str:  # type: ignore[no-untyped-def]
    return f"/{language}/narratives/{narrative.slug}/consolidations/new"


@pytest.fixture
def desk(app) -> Desk:  # type: ignore[no-untyped-def]
    """One closed consultation; a facilitator of this consultation alone."""
    desk = Desk()
    desk.own = make_person("facilitator", desk.consultation)
    return desk


def open_desk(desk: Desk, *, title: str = "Elsewhere") -> Consolidation:
    """Start another desk on a consultation of the same narrative that not everybody may read."""
    base = desk.consultation.base_revision
    values = {"read_audience": "invited", "contribute_audience": "invited"}
    consultation = make_consultation(base, state="closed", title=title, **values)
    return start_consolidation(desk.narrative, [consultation], desk.facilitator, now())


@pytest.mark.parametrize("who", ["own", "facilitator"])
@pytest.mark.parametrize("state", ["open", "published"])
def test_whose_only_consultation_has_a_desk_is_led_to_it(
    desk: Desk, client: PageClient, who: str, state: str
) -> None:
    address = url(desk)
    if state == "published":
        desk.publish()
    answer = client.sign_in(getattr(desk, who)).get(place(desk.narrative))
    assert (answer.status_code, answer.location) == (303, address)
    assert client.get(address).status_code == 200


def test_a_second_press_leads_to_the_desk_that_the_first_began(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.own)
    data = {"consultations": desk.consultation.public_id}
    answers = [client.post(place(desk.narrative), data=data) for _press in range(2)]
    row = db.session.query(Consolidation).one()
    assert [one.status_code for one in answers] == [303, 303]
    assert {one.location for one in answers} == {f"/en/consolidations/{row.public_id}"}


def test_a_second_press_leads_to_the_desk_where_others_still_wait(desk: Desk, client: PageClient) -> None:
    make_consultation(desk.consultation.base_revision, state="closed", title="Still waiting")
    address = url(desk)
    data = {"consultations": desk.consultation.public_id}
    answer = client.sign_in(desk.facilitator).post(place(desk.narrative), data=data)
    assert (answer.status_code, answer.location) == (303, address)
    assert db.session.query(Consolidation).count() == 1


def test_a_desk_that_was_given_up_is_no_place_to_be_led_to(desk: Desk, client: PageClient) -> None:
    abandon_consolidation(desk.row, desk.facilitator, now())
    answer = client.sign_in(desk.own).get(place(desk.narrative))
    assert answer.status_code == 200
    assert desk.consultation.title in answer.text


def test_with_several_desks_the_page_lists_them(desk: Desk, client: PageClient) -> None:
    first, second = url(desk), open_desk(desk)
    page = client.sign_in(desk.facilitator).get(place(desk.narrative))
    assert page.status_code == 200
    assert "No closed consultation waits for a merge desk." in page.text
    for address in (first, f"/en/consolidations/{second.public_id}"):
        assert f'href="{address}"' in page.text


def test_desks_of_other_consultations_are_not_named(desk: Desk, client: PageClient) -> None:
    hidden = open_desk(desk, title="A meeting that must stay unknown")
    page = client.sign_in(desk.own).get(place(desk.narrative)).text
    assert "A meeting that must stay unknown" not in page
    assert hidden.public_id not in page
    assert client.get(f"/en/consolidations/{hidden.public_id}").status_code == 404


def test_a_desk_of_others_is_no_place_to_be_led_to(desk: Desk, client: PageClient) -> None:
    open_desk(desk)
    address = url(desk)
    assert client.sign_in(desk.own).get(place(desk.narrative)).location == address


def test_a_facilitator_is_offered_their_own_closed_consultations_only(desk: Desk, client: PageClient) -> None:
    base = desk.consultation.base_revision
    for title, values in {
        "Of another facilitator": {"state": "closed"},
        "Still open": {"state": "open"},
        "Not yet open": {"state": "announced"},
    }.items():
        make_consultation(base, title=title, **values)
    page = client.sign_in(desk.own).get(place(desk.narrative)).text
    assert f'value="{desk.consultation.public_id}"' in page
    assert not [title for title in ("Of another facilitator", "Still open", "Not yet open") if title in page]


def test_a_consultation_of_another_facilitator_cannot_be_taken_by_its_id(
    desk: Desk, client: PageClient
) -> None:
    other = make_consultation(desk.consultation.base_revision, state="closed")
    data = {"consultations": other.public_id}
    assert client.sign_in(desk.own).post(place(desk.narrative), data=data).status_code == 422
    assert db.session.query(Consolidation).count() == 0


def test_several_closed_consultations_of_one_version_are_taken_together(
    desk: Desk, client: PageClient
) -> None:
    other = make_consultation(desk.consultation.base_revision, state="closed", title="Second")
    data = {"consultations": [desk.consultation.public_id, other.public_id]}
    answer = client.sign_in(desk.facilitator).post(place(desk.narrative), data=data)
    assert answer.status_code == 303
    assert db.session.query(Consolidation).one().consultations == [desk.consultation, other]


def test_consultations_of_two_versions_are_refused_and_stay_chosen(desk: Desk, client: PageClient) -> None:
    base = desk.consultation.base_revision
    newer = make_revision(desk.narrative, number=(1, 1), parent=base)
    other = make_consultation(newer, state="closed", title="On the newer version")
    ids = [desk.consultation.public_id, other.public_id]
    answer = client.sign_in(desk.facilitator).post(place(desk.narrative), data={"consultations": ids})
    assert answer.status_code == 422
    assert "These consultations are on different versions." in answer.text
    assert answer.text.count("checked") == 2
    assert db.session.query(Consolidation).count() == 0


@pytest.mark.parametrize("role", ["secretariat", "working-group-member"])
def test_who_only_reads_desks_starts_none(desk: Desk, client: PageClient, role: str) -> None:
    scope = None if role == "secretariat" else desk.narrative
    client.sign_in(make_person(role, scope))
    data = {"consultations": desk.consultation.public_id}
    assert client.get(place(desk.narrative)).status_code == 403
    assert client.post(place(desk.narrative), data=data).status_code == 403
    assert url(desk)  # the same once there is a desk to be led to
    assert client.get(place(desk.narrative)).status_code == 403


def test_the_page_stands_in_arabic_from_right_to_left(desk: Desk, client: PageClient) -> None:
    page = client.sign_in(desk.own).get(place(desk.narrative, "ar")).text
    assert '<html lang="ar" dir="rtl"' in page
    assert desk.consultation.public_id in page


def test_a_narrative_without_any_closed_consultation_says_so(app, client: PageClient) -> None:  # type: ignore[no-untyped-def]
    make_network()
    consultation = make_consultation(state="open")
    client.sign_in(make_person("facilitator", consultation.narrative))
    page = client.get(place(consultation.narrative))
    assert page.status_code == 200
    assert "No closed consultation waits for a merge desk." in page.text
    assert client.post(place(consultation.narrative), data={}).status_code == 422


def test_an_unknown_narrative_is_not_found(desk: Desk, client: PageClient) -> None:
    answer = client.sign_in(desk.facilitator).get("/en/narratives/nothing/consolidations/new")
    assert answer.status_code == 404


def test_the_page_of_a_consultation_leads_to_its_desk_and_to_what_became_of_it(
    desk: Desk, client: PageClient
) -> None:
    page, new = f"/en/consultations/{desk.consultation.public_id}", place(desk.narrative)
    client.sign_in(desk.own)

    def way() -> str:
        return re.findall(r'class="next-step".*?href="(.*?)"', client.get(page).text, re.DOTALL)[0]

    assert way() == new
    address = url(desk)
    assert way() == address
    revision = desk.publish()
    assert way() == f"{page}/ledger"
    assert f'href="{page}/ledger"' in client.get(address).text
    revert_revision(revision, desk.facilitator, "Too early.", now())
    assert way() == new, "what was taken back can be consolidated anew"
