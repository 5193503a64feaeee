"""Proposing changes in a browser."""

from consult.contributions.models import Amendment
from consult.core.database import db
from tests.factories import make_amendment, make_consultation, make_organisation, make_person, place_of
from tests.page import PageClient

HTMX = {"HX-Request": "true"}
WATER = "Water is a human right.\n\nIt is not for sale. Everyone must have it, every day."
TYPED = {"heading": "Water", "body": WATER, "rationale": "Say what it is.", "visibility": "name"}


def member():  # type: ignore[no-untyped-def]
    """Make a member of the network."""
    return make_person(organisation=make_organisation())


def amendment_url(consultation, end: str = "new", key: str = "water") -> str:  # type: ignore[no-untyped-def]
    """Return the address of the form of an amendment, or of its preview."""
    return f"/en/consultations/{consultation.public_id}/sections/{key}/amendments/{end}"


def only_amendment() -> Amendment:
    """Return the one amendment that there is, as the database has it now."""
    db.session.expire_all()
    return db.session.query(Amendment).one()


def test_the_form_holds_the_text_as_it_stands(client: PageClient) -> None:
    consultation = make_consultation()
    client.sign_in(member())
    page = client.get(amendment_url(consultation)).text
    assert "It is not for sale. Everyone must have it, every day.</textarea>" in page
    assert 'value="Water"' in page


def test_a_member_proposes_a_change(client: PageClient) -> None:
    consultation = make_consultation()
    client.sign_in(member())
    assert client.post(amendment_url(consultation), data=TYPED).status_code == 303
    row = only_amendment()
    assert (row.status, row.operation, row.text.body) == ("submitted", "reword", WATER)
    assert [hunk.new.strip() for hunk in row.text.hunks] == ["human"]


def test_windows_line_ends_of_a_browser_change_nothing(client: PageClient) -> None:
    consultation = make_consultation()
    client.sign_in(member())
    same = place_of(consultation.base_revision).text.body.replace("\n", "\r\n")
    answer = client.post(amendment_url(consultation), data={**TYPED, "body": same})
    assert answer.status_code == 422
    assert "Nothing is changed yet" in answer.text
    assert "Say what it is." in answer.text


def test_the_preview_marks_the_change_and_stores_nothing(client: PageClient) -> None:
    consultation = make_consultation()
    client.sign_in(member())
    whole = client.post(amendment_url(consultation, "preview"), data={**TYPED, "visibility": ""})
    part = client.post(amendment_url(consultation, "preview"), data=TYPED, headers=HTMX)
    for answer in (whole, part):
        assert answer.status_code == 200
        assert "<ins>" in answer.text
        assert "added:" in answer.text
    assert "Say what it is.</textarea>" in whole.text
    assert part.text.strip().startswith('<div id="preview"')
    assert "Nothing is chosen for you" not in whole.text
    assert not db.session.query(Amendment).count()


def test_a_preview_of_no_change_says_so(client: PageClient) -> None:
    consultation = make_consultation()
    client.sign_in(member())
    same = place_of(consultation.base_revision).text.body
    answer = client.post(amendment_url(consultation, "preview"), data={**TYPED, "body": same}, headers=HTMX)
    assert answer.status_code == 422
    assert "Nothing is changed yet" in answer.text


def test_a_draft_is_kept_continued_and_sent(client: PageClient) -> None:
    consultation = make_consultation()
    client.sign_in(member())
    kept = client.post(amendment_url(consultation), data={**TYPED, "draft": "1"})
    row = only_amendment()
    assert (row.status, kept.location) == ("draft", f"/en/contributions/{row.public_id}/edit")
    assert "Continue with it" in client.get(amendment_url(consultation)).text
    assert "Water is a human right." in client.get(kept.location).text
    again = client.post(kept.location, data={**TYPED, "body": WATER + " Now.", "draft": "1"})
    assert again.status_code == 303
    assert only_amendment().status == "draft"
    client.post(kept.location, data={**TYPED, "body": WATER + " Today.", "visibility": "region"})
    row = only_amendment()
    assert (row.status, row.visibility, len(row.texts)) == ("submitted", "region", 3)
    assert row.text.body.endswith("Today.")


def test_a_draft_is_nobody_elses_to_see(client: PageClient) -> None:
    consultation = make_consultation()
    draft = make_amendment(consultation, status="draft", submitted_at=None)
    for reader in (member(), make_person("facilitator", consultation)):
        client.sign_in(reader)
        assert client.get(f"/en/contributions/{draft.public_id}/edit").status_code == 404
        answer = client.post(f"/en/contributions/{draft.public_id}/submit")
        assert answer.status_code == 404


def test_the_preview_of_an_edit_stays_an_edit(client: PageClient) -> None:
    consultation, person = make_consultation(), member()
    row = make_amendment(consultation, person)
    client.sign_in(person)
    answer = client.post(
        amendment_url(consultation, "preview"),
        data={**TYPED, "body": WATER + " Now.", "edited": row.public_id},
    )
    assert f'action="/en/contributions/{row.public_id}/edit"' in answer.text
    assert 'name="visibility"' not in answer.text


def test_an_edit_keeps_the_wording_before(client: PageClient) -> None:
    person = member()
    row = make_amendment(make_consultation(), person)
    client.sign_in(person)
    url = f"/en/contributions/{row.public_id}/edit"
    assert "human right" in client.get(url).text
    assert client.post(url, data={**TYPED, "body": WATER + " Now."}).status_code == 303
    row = only_amendment()
    assert [text.body.endswith("Now.") for text in row.texts] == [False, True]
    assert row.visibility == "name"


def test_what_is_edited_after_closing_comes_back_with_the_reason(client: PageClient, now) -> None:  # type: ignore[no-untyped-def]
    person, consultation = member(), make_consultation()
    row = make_amendment(consultation, person)
    consultation.closes_at = now
    client.sign_in(person)
    answer = client.post(f"/en/contributions/{row.public_id}/edit", data={**TYPED, "body": "My new words."})
    assert answer.status_code == 409
    assert "My new words.</textarea>" in answer.text
    assert "This consultation is closed." in answer.text
    assert len(only_amendment().texts) == 1
