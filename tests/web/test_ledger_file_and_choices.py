"""The ledger as a file and in parts: each column as everybody reads it, each choice kept from page to page."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from consult.core.clock import now
from consult.reading.ledger import Wanted
from tests.desk import Desk
from tests.factories import (
    make_amendment,
    make_answer,
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_question,
    make_region,
    make_revision,
)
from tests.page import PageClient

HEADER = (
    "id,kind,section,region,day,author,text,answer,times_carried_forward,reason,shaped,replies,reply_texts"
)


@pytest.fixture
def desk(app) -> Desk:
    desk = Desk(make_consultation(make_revision(), state="closed", zone="Africa/Nairobi"))
    organisation = make_organisation(name="Delta", region=make_region("asia"))
    desk.author = make_person(display_name="Aigerim", organisation=organisation)
    return desk


def file_of(client: PageClient, desk: Desk, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"/en/consultations/{desk.consultation.public_id}/ledger.csv{query}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"), newline="")))


def test_an_empty_ledger_is_a_page_that_says_so_and_a_file_with_its_headings(
    client: PageClient, desk: Desk
) -> None:
    url = f"/en/consultations/{desk.consultation.public_id}/ledger"
    assert "Nothing here." in client.get(url).text
    answer = client.get(url + ".csv")
    assert answer.get_data().decode("utf-8-sig") == HEADER + "\r\n"
    assert answer.mimetype == "text/csv"
    assert answer.headers["Cache-Control"] == "no-store"
    name = f"{desk.consultation.public_id}-ledger.csv"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert client.get("/en/consultations/nobody/ledger.csv").status_code == 404


@pytest.mark.parametrize(
    ("visibility", "author"),
    [("name", "Aigerim"), ("organisation", "A person of Delta"), ("region", "A participant, Asia")],
)
def test_the_file_names_the_author_as_everybody_reads_them_whoever_fetches_it(
    client: PageClient, desk: Desk, visibility: str, author: str
) -> None:
    make_comment(desk.consultation, desk.author, visibility=visibility)
    readers = [client, *(client.application.test_client() for _ in range(2))]
    readers[1].sign_in(desk.author)
    readers[2].sign_in(desk.facilitator)
    for reader in readers:
        (row,) = file_of(reader, desk)
        assert row["author"].startswith(author)
        assert ("Aigerim" in str(row), "Delta" in str(row)) == (visibility == "name", visibility != "region")


@pytest.mark.parametrize(
    ("sent", "day"),
    [
        # The day is that of the consultation's own zone: Nairobi is three hours ahead.
        (datetime(2026, 3, 1, 20, 59, tzinfo=UTC), "2026-03-01"),
        (datetime(2026, 3, 1, 21, 0, tzinfo=UTC), "2026-03-02"),
    ],
)
def test_the_day_is_that_of_the_consultation(
    client: PageClient, desk: Desk, sent: datetime, day: str
) -> None:
    make_comment(desk.consultation, desk.author, submitted_at=sent)
    assert [row["day"] for row in file_of(client, desk)] == [day]


def test_lines_stand_in_the_order_of_the_text_then_of_arrival_and_each_says_its_kind(
    client: PageClient, desk: Desk
) -> None:
    question = make_question(desk.consultation)
    health = next(
        one.section for one in desk.consultation.base_revision.places if one.section.key == "health"
    )
    make_answer(question, desk.author, body="Care work.")
    make_comment(desk.consultation, desk.author, body="Pay nurses.", section=health, comment_kind="query")
    make_comment(desk.consultation, desk.author, body="Later\nand longer, “so”.")
    make_amendment(desk.consultation, desk.author, submitted_at=now() - timedelta(days=1))
    rows = file_of(client, desk)
    assert [(row["kind"], row["section"], row["text"]) for row in rows] == [
        ("reword", "1. Water", " → human "),
        ("remark", "1. Water", "Later\nand longer, “so”."),
        ("query", "2. Health", "Pay nurses."),
        ("answer", "", "Care work."),
    ]
    assert {(row["region"], row["answer"], row["reason"], row["shaped"]) for row in rows} == {
        ("asia", "", "", "")
    }
    assert {row["times_carried_forward"] for row in rows} == {"0"}


def test_who_may_not_read_the_consultation_gets_the_answers_without_words_and_authors(
    client: PageClient, desk: Desk
) -> None:
    comment = make_comment(desk.consultation, desk.author, body="Rivers too.")
    desk.answer(comment, "carried-forward", "=Next year.")
    desk.publish()
    desk.consultation.read_audience = desk.consultation.contribute_audience = "invited"
    desk.consultation.ledger_audience = "public"
    (row,) = file_of(client, desk)
    assert (row["author"], row["text"]) == ("", "")
    assert (row["section"], row["region"], row["answer"]) == ("1. Water", "asia", "carried-forward")
    assert (row["times_carried_forward"], row["reason"]) == ("1", "'=Next year.")
    page = client.get(f"/en/consultations/{desk.consultation.public_id}/ledger").text
    assert "The words and the authors are shown to those who may read the consultation." in page
    assert f"/contributions/{comment.public_id}" not in page
    assert "Aigerim" not in page


def test_a_part_of_the_page_is_the_list_alone_and_keeps_the_choice_on_every_link(
    client: PageClient, desk: Desk
) -> None:
    for _number in range(51):
        make_comment(desk.consultation, desk.author)
    make_amendment(desk.consultation, desk.author)
    path = f"/en/consultations/{desk.consultation.public_id}/ledger?kind=comment&section=water"
    whole, part = client.get(path).text, client.get(path, headers={"HX-Request": "true"}).text
    assert ("<html" in whole, "<html" in part, "<select" in part) == (True, False, False)
    for text in (whole, part):
        assert "51 contributions" in text
        links = [one.split('"')[0] for one in text.split('href="')[1:] if "ledger" in one.split('"')[0]]
        kept = [one for one in links if "page=2" in one or "ledger.csv" in one]
        assert len(kept) >= 2
        assert all("kind=comment" in one and "section=water" in one for one in kept), kept
    assert 'value="comment" selected' in whole


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ({}, {}),
        ({"kind": "comment", "page": "3"}, {"kind": "comment"}),
        ({"kind": "poem", "disposition": "loved"}, {}),
        ({"disposition": "waiting", "region": "asia"}, {"region": "asia", "disposition": "waiting"}),
        ({"section": "wa\x00ter", "region": "\x00"}, {"section": "water"}),
    ],
)
def test_what_an_address_asks_for_is_kept_and_what_there_is_not_is_left_aside(
    query: dict[str, str], kept: dict[str, str]
) -> None:
    assert Wanted.from_query(query).query == kept


def test_replies_stand_under_what_they_answer_on_the_page_in_the_file_and_in_print(
    client: PageClient, desk: Desk
) -> None:
    start = make_comment(desk.consultation, desk.author, body="Rivers too.")
    under = {"thread_id": start.id, "reply_to_id": start.id}
    make_comment(desk.consultation, desk.author, body="And lakes.", visibility="organisation", **under)
    make_comment(desk.consultation, desk.author, body="And wells.", visibility="region", **under)
    make_comment(desk.consultation, desk.author, body="Tell nobody.", visibility="facilitators", **under)
    make_comment(desk.consultation, desk.author, body="Never mind.", status="withdrawn", **under)
    make_comment(desk.consultation, desk.author, body="Alone.")
    desk.answer_all()
    desk.publish()
    (with_replies, alone) = file_of(client, desk)
    assert (with_replies["replies"], alone["replies"], alone["reply_texts"]) == ("2", "0", "")
    assert with_replies["reply_texts"] == "A person of Delta: And lakes. | A participant, Asia: And wells."
    for reader in (client, client.application.test_client().sign_in(desk.facilitator)):
        for query in ("", "?all=1"):
            page = reader.get(f"/en/consultations/{desk.consultation.public_id}/ledger{query}").text
            assert page.count("2 replies, answered as one with it") == 1
            words = ("Rivers too.", "And lakes.", "And wells.", "Alone.")
            assert [page.count(said) for said in words] == [1, 1, 1, 1]
            assert sorted(words, key=page.index) == list(words)
            assert "Tell nobody." not in page
            assert "Never mind." not in page
    desk.consultation.read_audience = desk.consultation.contribute_audience = "invited"
    desk.consultation.ledger_audience = "public"
    page = client.get(f"/en/consultations/{desk.consultation.public_id}/ledger").text
    assert "2 replies, answered as one with it" in page
    assert ("And lakes." in page, "Delta" in page) == (False, False)
    assert [(row["replies"], row["reply_texts"]) for row in file_of(client, desk)] == [("2", ""), ("0", "")]


def test_a_long_ledger_is_printed_from_one_page_with_what_was_chosen(client: PageClient, desk: Desk) -> None:
    for number in range(51):
        make_comment(desk.consultation, desk.author, body=f"Word {number}.")
    make_amendment(desk.consultation, desk.author)
    url = f"/en/consultations/{desk.consultation.public_id}/ledger"
    few = client.get(url + "?kind=comment").text
    assert few.count('id="c-') == 50
    assert f"{url}?all=1&amp;kind=comment" in few
    whole = client.get(url + "?kind=comment&all=1").text
    assert whole.count('id="c-') == 51 == len(file_of(client, desk, "?kind=comment"))
    assert "to print" not in whole
    assert 'class="pagination"' not in whole
