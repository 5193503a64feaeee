"""Commenting in a browser."""

import pytest

from consult.contributions.models import Comment
from consult.core.database import db
from tests.factories import (
    make_amendment,
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_revision,
)
from tests.page import PageClient
from tests.web.test_reading_budget import counted

HTMX = {"HX-Request": "true"}
TYPED = {"body": "Wells run dry in March.", "comment_kind": "remark", "visibility": "name", "language": "en"}


def member():  # type: ignore[no-untyped-def]
    """Make a member of the network."""
    return make_person(organisation=make_organisation())


def comment_url(consultation, key: str = "water") -> str:  # type: ignore[no-untyped-def]
    """Return the address of the form of a comment."""
    return f"/en/consultations/{consultation.public_id}/sections/{key}/comments/new"


def only_comment() -> Comment:
    """Return the one comment that there is, as the database has it now."""
    db.session.expire_all()
    return db.session.query(Comment).one()


def test_a_member_comments_and_comes_back_to_the_card(client: PageClient) -> None:
    consultation = make_consultation()
    client.sign_in(member())
    page = client.get(comment_url(consultation))
    assert "Comment on “Water”" in page.text
    answer = client.post(comment_url(consultation), data=TYPED)
    assert answer.status_code == 303
    row = only_comment()
    assert (row.text.body, row.visibility, row.voice) == ("Wells run dry in March.", "name", "self")


def test_how_it_is_shown_is_asked_and_never_preset(client: PageClient) -> None:
    consultation = make_consultation()
    client.sign_in(member())
    page = client.get(comment_url(consultation)).text
    radios = [tag for tag in page.split("<input")[1:] if 'name="visibility"' in tag.split(">")[0]]
    assert len(radios) == 4
    assert not any("checked" in tag.split(">")[0] for tag in radios)
    answer = client.post(comment_url(consultation), data={**TYPED, "visibility": ""})
    assert answer.status_code == 422
    assert "Nothing is chosen for you" in answer.text
    assert "Wells run dry in March." in answer.text


def test_the_form_says_that_downloads_cannot_be_called_back(client: PageClient) -> None:
    client.sign_in(member())
    assert "cannot be called back" in client.get(comment_url(make_consultation())).text


def test_the_passage_selected_stands_in_the_form_and_is_stored(client: PageClient) -> None:
    consultation = make_consultation()
    client.sign_in(member())
    page = client.get(comment_url(consultation) + "?quote=not+for+sale&paragraph=1&paragraph_start=19")
    assert "not for sale</textarea>" in page.text
    client.post(comment_url(consultation), data={**TYPED, "quote": "not for sale", "paragraph": "1"})
    row = only_comment()
    assert row.text.base_text.body[row.quote_start : row.quote_end] == "not for sale"


def test_a_passage_that_is_not_there_comes_back_with_all_that_was_typed(client: PageClient) -> None:
    consultation = make_consultation()
    client.sign_in(member())
    answer = client.post(comment_url(consultation), data={**TYPED, "quote": "no such words"})
    assert answer.status_code == 422
    for kept in ("This passage is not in the section", "no such words", "Wells run dry in March."):
        assert kept in answer.text


def test_without_script_a_paragraph_is_chosen(client: PageClient) -> None:
    consultation = make_consultation()
    client.sign_in(member())
    assert (
        "It is not for sale. Everyone must have it, every day." in client.get(comment_url(consultation)).text
    )
    client.post(comment_url(consultation), data={**TYPED, "paragraph": "0"})
    row = only_comment()
    assert row.text.base_text.body[row.quote_start : row.quote_end] == "Water is a right."


def test_with_htmx_the_answer_is_the_form_anew_and_the_card(client: PageClient) -> None:
    consultation = make_consultation()
    client.sign_in(member())
    section = f"/en/consultations/{consultation.public_id}/sections/water"
    assert '<span class="count" id="count-comments">0</span>' in client.get(section).text
    answer = client.post(comment_url(consultation), data=TYPED, headers=HTMX)
    row = only_comment()
    assert answer.status_code == 200
    assert f'id="c-{row.public_id}"' in answer.text
    assert 'hx-swap-oob="beforeend:#contribution-list"' in answer.text
    form = answer.text.split("hx-swap-oob")[0]
    assert "data-sent" in form
    assert "Wells run dry" not in form
    again = client.post(comment_url(consultation), data=TYPED, headers=HTMX).text
    for number, said in (("1", answer.text), ("2", again)):
        for place in ("count-comments", "number-of-comments"):
            assert f'hx-swap-oob="innerHTML:#{place}">{number}</div>' in said
    assert '<span class="count" id="count-comments">2</span>' in client.get(section).text


def test_with_htmx_a_refused_comment_gives_the_form_back(client: PageClient) -> None:
    consultation = make_consultation()
    client.sign_in(member())
    answer = client.post(comment_url(consultation), data={**TYPED, "body": " "}, headers=HTMX)
    assert answer.status_code == 422
    assert answer.text.strip().startswith('<div id="comment-form">')
    assert "<html" not in answer.text


def test_the_voice_is_asked_of_those_with_a_mandate_only(client: PageClient) -> None:
    consultation = make_consultation()
    assert "For whom do you speak?" not in client.sign_in(member()).get(comment_url(consultation)).text
    speaker = make_person(mandate=True)
    client.sign_in(speaker)
    assert f"For {speaker.organisation.name}" in client.get(comment_url(consultation)).text
    client.post(comment_url(consultation), data={**TYPED, "voice": speaker.organisation.public_id})
    row = only_comment()
    assert (row.voice, row.organisation_id) == ("organisation", speaker.organisation_id)


def test_a_voice_without_mandate_is_refused_and_not_turned_into_ones_own(client: PageClient) -> None:
    consultation, other = make_consultation(), make_organisation()
    client.sign_in(member())
    answer = client.post(comment_url(consultation), data={**TYPED, "voice": other.public_id})
    assert answer.status_code == 422
    assert not db.session.query(Comment).count()


def test_mandates_are_asked_for_only_where_they_decide_something(client: PageClient) -> None:
    consultation = make_consultation(read_audience="public", contribute_audience="public")
    speaker = make_person(mandate=True)
    belongs_nowhere = make_person()
    client.sign_in(speaker)
    with counted() as asked:
        assert client.post(comment_url(consultation), data={**TYPED, "voice": "self"}).status_code == 303
    assert asked
    assert not [statement for statement in asked if "mandates" in statement]
    again = client.post(comment_url(consultation), data={**TYPED, "voice": "self", "body": ""})
    assert again.status_code == 422
    assert f"For {speaker.organisation.name}" in again.text
    by_organisation = {**TYPED, "visibility": "organisation"}
    speaker.organisation = None  # acts for one without belonging to it
    db.session.commit()
    assert client.post(comment_url(consultation), data=by_organisation).status_code == 303
    client.sign_in(belongs_nowhere)
    assert client.post(comment_url(consultation), data=by_organisation).status_code == 422


def test_after_closing_it_says_that_it_is_late_before_and_after(client: PageClient) -> None:
    consultation = make_consultation(state="closed")
    client.sign_in(member())
    assert "What you send now arrives late" in client.get(comment_url(consultation)).text
    answer = client.get(client.post(comment_url(consultation), data=TYPED).location)
    assert "It arrived after the consultation closed" in answer.text
    assert only_comment().is_late


def test_a_reply_stands_in_the_thread(client: PageClient) -> None:
    start = make_comment(make_consultation(), body="Who decides?")
    client.sign_in(member())
    url = f"/en/contributions/{start.public_id}/reply"
    assert "Who decides?" in client.get(url).text
    data = {name: TYPED[name] for name in ("body", "visibility", "language")}
    assert client.post(url, data=data).status_code == 303
    db.session.expire_all()
    assert db.session.query(Comment).filter_by(thread_id=start.id).one().text.body == TYPED["body"]


def test_an_amendment_takes_replies_too(client: PageClient) -> None:
    start = make_amendment(make_consultation())
    client.sign_in(member())
    page = client.get(f"/en/contributions/{start.public_id}/reply")
    assert "human" in page.text


def test_the_address_of_a_reply_in_the_comment_form_leads_to_the_reply(client: PageClient) -> None:
    consultation = make_consultation()
    start = make_comment(consultation)
    client.sign_in(member())
    answer = client.get(comment_url(consultation) + f"?reply_to={start.public_id}")
    assert answer.location.endswith(f"/contributions/{start.public_id}/reply")


@pytest.mark.parametrize("visibility", ["facilitators"])
def test_nobody_replies_to_what_they_may_not_read(client: PageClient, visibility: str) -> None:
    start = make_comment(make_consultation(), visibility=visibility)
    client.sign_in(member())
    url = f"/en/contributions/{start.public_id}/reply"
    assert client.get(url).status_code == 404
    assert client.post(url, data=TYPED).status_code == 404


def test_unknown_consultations_sections_and_ids_are_not_found(client: PageClient) -> None:
    consultation = make_consultation()
    foreign = make_revision(sections=[("trees", "Trees", "They stand.")])
    assert foreign
    client.sign_in(member())
    for url in (
        comment_url(consultation, "trees"),
        comment_url(consultation, "%00"),
        "/en/consultations/000000000000/sections/water/comments/new",
        "/en/consultations/%00/sections/water/comments/new",
        "/en/contributions/000000000000/reply",
        "/en/contributions/%ED%A0%80/reply",
    ):
        assert client.get(url).status_code == 404, url


def test_a_language_that_is_not_offered_is_refused(client: PageClient) -> None:
    consultation = make_consultation(languages=["en", "ar"])
    client.sign_in(member())
    assert client.post(comment_url(consultation), data={**TYPED, "language": "ar"}).status_code == 303
    assert client.post(comment_url(consultation), data={**TYPED, "language": "tlh"}).status_code == 422
    assert only_comment().language == "ar"
