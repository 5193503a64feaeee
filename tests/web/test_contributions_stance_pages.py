"""Taking stances in a browser."""

import pytest

from consult.contributions.models import Stance
from consult.core.clock import now
from consult.core.database import db
from tests.factories import make_comment, make_consultation, make_organisation, make_person, make_stance
from tests.page import PageClient

HTMX = {"HX-Request": "true"}
TYPED = {"position": "support", "visibility": "name"}


def member():  # type: ignore[no-untyped-def]
    """Make a member of the network."""
    return make_person(organisation=make_organisation())


def only_stance() -> Stance:
    """Return the one stance that there is, as the database has it now."""
    db.session.expire_all()
    return db.session.query(Stance).one()


def test_a_stance_is_taken_changed_and_withdrawn(client: PageClient) -> None:
    target = make_comment(make_consultation())
    client.sign_in(member())
    url = f"/en/contributions/{target.public_id}/stance"
    assert "I can live with this" in client.get(url).text
    assert client.post(url, data=TYPED).status_code == 303
    row = only_stance()
    assert (row.position, row.visibility, row.voice) == ("support", "name", "self")
    client.post(url, data={**TYPED, "position": "objection", "reason": "It leaves out the wells."})
    assert only_stance().position == "objection"
    assert "It leaves out the wells.</textarea>" in client.get(url).text
    assert client.post(f"/en/stances/{row.public_id}/withdraw").status_code == 303
    assert only_stance().withdrawn_at is not None


def test_the_form_is_refused_where_no_stance_can_be_taken(client: PageClient) -> None:
    author, one = member(), make_consultation()
    gone = {"own": {"person": author}, "withdrawn": {"status": "withdrawn"}, "hidden": {"hidden_at": now()}}
    client.sign_in(author)
    for name, values in gone.items():
        url = f"/en/contributions/{make_comment(one, **values).public_id}/stance"
        assert client.get(url).status_code in (404, 409), name
        assert client.post(url, data=TYPED).status_code in (404, 409), name
    assert db.session.query(Stance).count() == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"position": ""}, "Choose one of the four."),
        ({"visibility": ""}, "Nothing is chosen for you"),
        ({"position": "objection", "reason": " "}, "An objection needs a reason"),
        ({"position": "asking-members"}, "Give a day to come"),
        ({"position": "asking-members", "until": "9999-12-31"}, "within the next twelve months"),
        ({"position": "asking-members", "until": "soon"}, "Not a valid date"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(client: PageClient, typed: dict, said: str) -> None:
    target = make_comment(make_consultation())
    client.sign_in(member())
    answer = client.post(
        f"/en/contributions/{target.public_id}/stance", data={**TYPED, "reason": "My words.", **typed}
    )
    assert answer.status_code == 422
    assert said in answer.text
    assert ("reason" not in typed and "My words.</textarea>" in answer.text) or "reason" in typed
    assert not db.session.query(Stance).count()


def test_a_day_lasts_until_its_end_where_the_consultation_is(client: PageClient) -> None:
    target = make_comment(make_consultation(zone="Africa/Nairobi"))
    client.sign_in(member())
    data = {**TYPED, "position": "asking-members", "until": "2026-03-20"}
    client.post(f"/en/contributions/{target.public_id}/stance", data=data)
    until = only_stance().until
    assert until is not None
    assert until.isoformat() == "2026-03-20T20:59:00+00:00"


def test_with_htmx_the_form_opens_in_the_card_and_the_card_comes_back(client: PageClient) -> None:
    target = make_comment(make_consultation())
    make_comment(target.consultation, thread_id=target.id, reply_to_id=target.id, body="A reply that stays.")
    client.sign_in(member())
    url = f"/en/contributions/{target.public_id}/stance"
    form = client.get(url, headers=HTMX)
    assert form.text.strip().startswith(f'<div id="stance-{target.public_id}">')
    assert f'hx-target="#c-{target.public_id}"' in form.text
    refused = client.post(url, data={}, headers=HTMX)
    assert (refused.status_code, refused.headers["HX-Retarget"]) == (422, f"#stance-{target.public_id}")
    card = client.post(url, data=TYPED, headers=HTMX)
    assert f'id="c-{target.public_id}"' in card.text
    assert "Support: 1 person" in card.text
    assert "A reply that stays." in card.text


def test_a_section_has_stances_of_its_own(client: PageClient) -> None:
    consultation = make_consultation()
    client.sign_in(make_person(mandate=True))
    url = f"/en/consultations/{consultation.public_id}/sections/water/stance"
    assert "Say where you stand on “Water”" in client.get(url).text
    assert client.post(url, data={**TYPED, "reason": "It is ours."}).status_code == 303
    assert only_stance().section_id is not None
    page = client.get(url).text
    assert "Support: 1 person" in page
    assert "It is ours." in page
    assert client.post(f"/en/stances/{only_stance().public_id}/withdraw").status_code == 303


def test_anothers_stance_cannot_be_withdrawn(client: PageClient) -> None:
    stance = make_stance(make_comment(make_consultation()))
    client.sign_in(member())
    assert client.post(f"/en/stances/{stance.public_id}/withdraw").status_code == 403
    hidden = make_stance(
        make_comment(make_consultation(stance.consultation.base_revision)), visibility="facilitators"
    )
    assert client.post(f"/en/stances/{hidden.public_id}/withdraw").status_code == 404
    assert client.post("/en/stances/000000000000/withdraw").status_code == 404
