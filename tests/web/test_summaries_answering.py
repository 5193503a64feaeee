"""What became of what each region sent, and how long the answers took: the page, its files, a choice, the rows."""

import csv
import io
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from tests.conftest import NOON
from tests.factories import make_amendment, make_comment, make_consultation, person_from
from tests.page import PageClient


@pytest.fixture
def consultation(client: PageClient) -> Any:
    made = make_consultation(zone="Pacific/Auckland")
    africa = person_from("africa")
    for days, kind in ((2, "noted"), (6, "accepted"), (6, "accepted")):
        sent = NOON - timedelta(days=days)
        make_comment(made, africa, submitted_at=sent, disposition=kind, disposed_at=NOON)
    start = make_comment(made, person_from("asia"), submitted_at=NOON - timedelta(days=3))
    make_comment(made, africa, thread_id=start.id, reply_to_id=start.id)
    make_amendment(made, person_from(None))
    make_comment(made, africa, "Secret.", visibility="facilitators")
    return made


def table(client: PageClient, consultation: Any, name: str, query: str = "") -> list[list[str]]:
    answer = client.get(f"/en/consultations/{consultation.public_id}/summary/{name}.csv{query}")
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def test_the_tables_say_what_became_of_it_and_how_long_it_took(client: PageClient, consultation: Any) -> None:
    assert table(client, consultation, "outcomes") == [
        ["Region", "accepted", "noted", "no answer yet", "All"],
        ["Africa", "2", "1", "0", "3"],
        ["Asia", "0", "0", "1", "1"],
        ["No region given", "0", "0", "1", "1"],
    ]
    # Noon in UTC is the next day in Auckland.
    since = (NOON - timedelta(days=2)).date().isoformat()
    rows = table(client, consultation, "waiting")
    assert rows[1] == ["All", "3", "6.0", "6.0", "2", since]
    assert rows[2] == ["Africa", "3", "6.0", "6.0", "0", ""]
    assert rows[3] == ["Asia", "0", "", "", "1", since]
    assert table(client, consultation, "waiting", "?region=asia")[1:] == [
        ["All", "0", "", "", "1", since],
        ["Asia", "0", "", "", "1", since],
    ]


def test_the_days_can_be_counted_from_the_file_of_all_contributions(
    client: PageClient, consultation: Any
) -> None:
    answer = client.get(f"/en/consultations/{consultation.public_id}/contributions.csv")
    rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert sorted((row["day"], row["answered"]) for row in rows if row["answered"]) == [
        ((NOON - timedelta(days=days)).date().isoformat(), (NOON + timedelta(days=1)).date().isoformat())
        for days in (5, 5, 1)
    ]


def test_each_figure_leads_to_so_many_contributions(client: PageClient, consultation: Any) -> None:
    summary = f"/en/consultations/{consultation.public_id}/summary"
    assert f"{summary}/answering" in client.get(summary).text
    page = client.get(f"{summary}/answering").text
    figures = set(re.findall(r'<a class="figure" href="([^"]+)">(\d+)</a>', page))
    assert len(figures) == 10
    for address, number in figures:
        assert client.get(unescape(address)).text.count('<article class="card"') == int(number), address
    version = f"/en/narratives/{consultation.narrative.slug}/{consultation.base_revision.number}/summary"
    assert "Time to answer, by region" in client.get(f"{version}/answering").text


def test_nothing_sent_is_said_in_words(client: PageClient) -> None:
    empty = make_consultation()
    page = client.get(f"/en/consultations/{empty.public_id}/summary/answering").text
    assert "there is nothing to count" in page
