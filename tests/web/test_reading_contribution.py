"""The page of one contribution, the list of one's own, and the main navigation."""

from typing import Any

import pytest

from consult.consolidation.models import AttributionLink, AttributionRun, Consolidation, PassageLink
from consult.contributions.models import Contribution, ContributionText
from consult.core.clock import now
from consult.core.database import db
from consult.narratives.models import Revision
from consult.reading.navigation import short
from tests.factories import (
    WATER,
    keep,
    make_amendment,
    make_comment,
    make_consultation,
    make_narrative,
    make_organisation,
    make_person,
    make_revision,
    place_of,
)
from tests.page import PageClient


def _member(**values: Any) -> Any:
    return make_person(**{"organisation": make_organisation(), **values})


def _page(client: PageClient, row: Contribution) -> str:
    answer = client.get(f"/en/contributions/{row.public_id}")
    assert answer.status_code == 200
    return answer.text


def publish(row: Contribution, words: str, number: tuple[int, int] = (1, 1)) -> Revision:
    """Publish a revision in which a section carries the words of a contribution, as a consolidation does."""
    base = row.consultation.base_revision
    parent = base if number == (1, 1) else db.session.query(Revision).order_by(Revision.id.desc()).first()
    body = WATER.replace("a right", words)
    revision = make_revision(base.narrative, [("water", "Water", body)], number=number, parent=parent)
    text = place_of(revision).text
    start = text.full.index(words)
    run = AttributionRun(
        narrative_id=base.narrative_id,
        section_text_id=text.id,
        position=0,
        start=start,
        end=start + len(words),
    )
    keep(run)
    keep(AttributionLink(run_id=run.id, contribution_id=row.id))
    row.disposition, row.disposed_at, row.disposition_reason = "accepted", now(), "Many asked for it."
    return revision


def judge(row: Contribution, revision: Revision, name: str = "Ines Duarte") -> PassageLink:
    """Let a facilitator say that a contribution shaped the first section of a revision."""
    facilitator = make_person("facilitator", display_name=name)
    work = Consolidation(
        narrative_id=row.narrative_id,
        base_revision_id=row.consultation.base_revision_id,
        facilitator_id=facilitator.id,
        state="published",
        revision_id=revision.id,
    )
    keep(work)
    return keep(
        PassageLink(
            narrative_id=row.narrative_id,
            contribution_id=row.id,
            consolidation_id=work.id,
            section_id=place_of(revision).section_id,
            linked_by_id=facilitator.id,
        )
    )


def test_a_contribution_has_a_page_with_its_thread(client: PageClient) -> None:
    start = make_comment(make_consultation(), body="Who pays?")
    reply = make_comment(start.consultation, body="All of us.", thread_id=start.id, reply_to_id=start.id)
    for row in (start, reply):
        page = _page(client, row)
        assert page.index("Who pays?") < page.index("All of us.")
    assert f"/sections/water#c-{start.public_id}" in _page(client, start)


def test_what_the_reader_may_not_read_is_not_found(client: PageClient) -> None:
    consultation = make_consultation()
    withheld = [
        make_comment(consultation, visibility="facilitators"),
        make_comment(consultation, status="withdrawn"),
        make_comment(consultation, status="draft", submitted_at=None),
        make_comment(consultation, hidden_at=now()),
        make_comment(consultation, is_late=True),
    ]
    client.sign_in(_member())
    for row in withheld:
        assert client.get(f"/en/contributions/{row.public_id}").status_code == 404
    assert client.get("/en/contributions/000000000000").status_code == 404


def test_the_author_reads_what_is_for_facilitators_only(client: PageClient) -> None:
    author = _member()
    row = make_comment(make_consultation(), author, body="We are afraid.", visibility="facilitators")
    assert "We are afraid." in _page(client.sign_in(author), row)


def test_a_facilitator_does_not_read_what_was_withdrawn(client: PageClient) -> None:
    row = make_comment(make_consultation(), body="I said too much.", status="withdrawn")
    _reword(row, "I say less.")
    client.sign_in(make_person("facilitator"))
    page = _page(client, row)
    assert "Withdrawn by its author." in page
    assert "I said too much." not in page
    assert "I say less." not in page


def test_the_answer_and_where_the_words_went_are_shown(client: PageClient) -> None:
    row = make_amendment(make_consultation())
    revision = publish(row, "a human right")
    page = _page(client, row)
    assert "Many asked for it." in page
    assert f"/narratives/{revision.narrative.slug}/1.1/sections/water/passages" in page
    assert "Since version 1.1" in page


def test_the_page_says_what_a_newer_version_kept(client: PageClient) -> None:
    row = make_amendment(make_consultation())
    publish(row, "a human right")
    publish(row, "human", number=(1, 2))
    page = _page(client, row)
    assert "Of this, version 1.2 keeps:" in page


def test_the_page_says_that_no_words_are_left(client: PageClient) -> None:
    row = make_amendment(make_consultation())
    first = publish(row, "a human right")
    make_revision(first.narrative, [("water", "Water", "Water flows.")], number=(1, 2), parent=first)
    assert "Version 1.2 no longer has these words." in _page(client, row)


def test_an_answered_contribution_without_words_in_the_text_says_so(client: PageClient) -> None:
    row = make_comment(make_consultation())
    row.disposition, row.disposed_at = "noted", now()
    assert "None of its words stand in a version of the text." in _page(client, row)


def test_a_judgement_is_shown_with_the_name_of_who_judged(client: PageClient) -> None:
    row = make_comment(make_consultation())
    revision = make_revision(row.consultation.narrative, number=(1, 1), parent=row.consultation.base_revision)
    judge(row, revision)
    page = _page(client, row)
    assert "It shaped this section in the judgement of Ines Duarte." in page
    assert f"/narratives/{revision.narrative.slug}/1.1/sections/water" in page


def _reword(row: Contribution, body: str, made_by: str = "author") -> None:
    old = row.texts[-1]
    text = ContributionText(
        contribution_id=row.id,
        number=old.number + 1,
        heading=old.heading,
        body=body,
        base_text_id=old.base_text_id,
        revision_id=old.revision_id,
        made_by=made_by,
        created_at=now(),
    )
    keep(text)
    row.text_number = text.number


def test_every_wording_is_kept_and_shown(client: PageClient) -> None:
    row = make_comment(make_consultation(), body="Who pays?")
    _reword(row, "Who pays for it, and when?")
    page = _page(client, row)
    for words in (
        "Wording 2: changed by the author",
        "Wording 1: first wording",
        "Who pays for it, and when?",
    ):
        assert words in page


def test_a_contribution_that_was_never_changed_has_no_list_of_wordings(client: PageClient) -> None:
    assert "Its wordings" not in _page(client, make_comment(make_consultation()))


def test_ones_own_contributions_ask_to_sign_in(client: PageClient) -> None:
    answer = client.get("/en/me/contributions")
    assert answer.status_code == 302
    assert "/en/sign-in" in answer.headers["Location"]


def test_ones_own_contributions_hold_nobody_elses(client: PageClient) -> None:
    author, consultation = _member(), make_consultation(title="The wells")
    start = make_comment(consultation, body="Somebody else's words.")
    make_comment(consultation, author, body="My reply.", thread_id=start.id, reply_to_id=start.id)
    make_comment(consultation, author, body="My remark.")
    page = client.sign_in(author).get("/en/me/contributions").text
    for words in ("The wells", "My reply.", "My remark."):
        assert words in page
    assert "Somebody else" not in page


def test_drafts_come_first_with_a_way_to_continue(client: PageClient) -> None:
    author, consultation = _member(), make_consultation()
    draft = make_amendment(consultation, author, rationale="Half done.", status="draft", submitted_at=None)
    make_comment(consultation, author, body="My remark.")
    page = client.sign_in(author).get("/en/me/contributions").text
    assert page.index("Half done.") < page.index("My remark.")
    assert f"/en/contributions/{draft.public_id}/edit" in page
    assert "Continue with this draft" in page


def test_ones_own_contributions_say_where_the_words_went(client: PageClient) -> None:
    author = _member()
    row = make_amendment(make_consultation(), author)
    revision = publish(row, "a human right")
    remark = make_comment(row.consultation, author)
    judge(remark, revision)
    page = client.sign_in(author).get("/en/me/contributions").text
    assert "Your words came into" in page
    assert "It shaped" in page
    assert page.count(f"/narratives/{revision.narrative.slug}/1.1/sections/water/passages") == 2
    assert "Many asked for it." in page


def test_who_sent_nothing_is_led_to_what_is_open(client: PageClient) -> None:
    page = client.sign_in(_member()).get("/en/me/contributions").text
    assert "You have not sent anything yet." in page


def test_the_navigation_leads_to_the_narratives_that_the_reader_may_read(client: PageClient) -> None:
    make_revision(make_narrative(slug="future", title="A shared future"))
    inner = make_narrative(slug="inner", title="Among ourselves", read_audience="members")
    make_revision(inner, [("us", "Us", "This is ours.")])
    page = client.get("/en/narratives/future").text
    assert '<a href="/en/narratives/future" aria-current="page">A shared future</a>' in page
    assert "Among ourselves" not in page
    assert "Among ourselves" in client.sign_in(_member()).get("/en/").text


def test_the_navigation_leads_those_who_take_part_to_a_narrative_that_is_not_open_to_them_else(
    client: PageClient,
) -> None:
    inner = make_revision(make_narrative(slug="inner", title="Among ourselves", read_audience="members"))
    consultation = make_consultation(inner, read_audience="invited", contribute_audience="invited")
    invited, other = make_person("participant", scope=consultation), make_person()
    assert "Among ourselves" not in client.sign_in(other).get("/en/").text
    assert "/en/narratives/inner" in client.sign_in(invited).get("/en/").text


def test_the_merge_desk_is_in_the_navigation_of_those_who_work_there(client: PageClient) -> None:
    consultation = make_consultation(state="closed")
    facilitator = make_person("facilitator")
    work = keep(
        Consolidation(
            narrative_id=consultation.narrative_id,
            base_revision_id=consultation.base_revision_id,
            facilitator_id=facilitator.id,
        )
    )
    address = f"/en/consolidations/{work.public_id}"
    assert address not in client.sign_in(_member()).get("/en/").text
    assert address in client.sign_in(facilitator).get("/en/").text


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("A shared future", "A shared future"),
        ("Held in Common: public services and the care we owe", "Held in Common"),
        ("What all of us together want to say about water", "What all of us together want …"),
        ("What all of us together want to say: about water", "What all of us together want …"),
    ],
)
def test_a_long_title_is_shortened_in_the_navigation(title: str, shown: str) -> None:
    assert short(title) == shown
