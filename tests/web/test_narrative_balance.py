"""Whose words came into a narrative: the page, its files, and whom its figures protect."""

import csv
import io
import re

import pytest

from consult.contributions.models import Contribution
from consult.summaries.batches import publish_figures
from tests.conftest import NOON
from tests.desk import Desk
from tests.factories import (
    make_amendment,
    make_comment,
    make_consultation,
    make_narrative,
    make_organisation,
    make_person,
    make_region,
    make_revision,
    make_stance,
)
from tests.page import PageClient


def rows_of(client: PageClient, slug: str, table: str) -> list[list[str]]:
    answer = client.get(f"/en/narratives/{slug}/summary/{table}.csv")
    assert answer.mimetype == "text/csv"
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


@pytest.fixture
def desk(client: PageClient) -> Desk:
    """Version 1.1 with the words of an amendment from Africa, which two people proposed."""
    desk = Desk()
    make_region("asia")
    africa, europe = make_region("africa"), make_region("europe")
    for region in (africa, europe):
        author = make_person(organisation=make_organisation(region=region))
        make_amendment(desk.consultation, author, "for sale", "a commodity", region=region)
    make_comment(desk.consultation, make_person(), region=africa)
    desk.decide("a commodity", "accept")
    desk.whole()
    return desk


def published(desk: Desk) -> str:
    for contribution in desk.whole().material.unanswered():
        desk.answer(contribution, "accepted" if contribution.kind == "amendment" else "noted")
    desk.publish()
    return desk.narrative.slug


def test_the_page_says_whose_words_came_in(client: PageClient, desk: Desk) -> None:
    page = client.get(f"/en/narratives/{published(desk)}/summary").text
    assert "words stand in version 1.1" in page
    assert "came from contributions" in page
    assert "3 contributions are counted here." in page
    assert re.search(r"2\.0 effective organisations of \d+: what came is spread as if so many", page)


def test_a_word_that_two_regions_brought_is_shared(client: PageClient, desk: Desk) -> None:
    table = rows_of(client, published(desk), "regions")
    words = float(table[1][5])
    assert words > 0
    assert table[1][:8] == ["Africa", "1", "2", "66.7", "1", str(words), "50.0", "0"]
    assert table[2][:8] == ["Europe", "1", "1", "33.3", "1", str(words), "50.0", "0"]
    assert table[3][:3] == ["Asia", "0", "0"], "a region from which nothing came is listed too"


def test_words_of_what_is_not_shown_are_counted_without_a_region(client: PageClient, desk: Desk) -> None:
    for row in desk.whole().material.unanswered():
        if row.region.code == "europe":
            row.visibility = "facilitators"
    table = rows_of(client, published(desk), "regions")
    assert [row[0] for row in table[1:]] == ["Africa", "Asia", "Europe", "Contributions not shown"]
    assert table[3][2:6] == ["0", "0.0", "0", "0.0"]
    assert table[4][5] == table[1][5]


def test_small_groups_of_a_personal_answer_are_one_row(client: PageClient) -> None:
    consultation = make_consultation()
    organisations = [make_organisation() for _number in range(5)]
    for number in range(26):
        row: Contribution = make_comment(
            consultation, make_person(organisation=organisations[number % 5]), language="en"
        )
        row.language = "en" if number < 12 else "es" if number < 22 else "ar"
        row.organisation_id = organisations[number % 5].id
    slug = consultation.narrative.slug
    assert client.get(f"/en/narratives/{slug}/summary/languages.csv").status_code == 404
    assert "Nothing of this is published at present." in client.get(f"/en/narratives/{slug}/summary").text
    publish_figures(NOON)
    table = rows_of(client, slug, "languages")
    # Four who wrote in Arabic hide behind ten who wrote in Spanish.
    assert [row[:4] for row in table[1:]] == [
        ["English", "12", "5", "12"],
        ["Groups too small to be shown alone", "14", "5", "14"],
    ]
    # Nothing was taken up, no word stands in the text, no passage was shaped: nothing of it is told.
    assert table[0] == ["Group", "People", "Organisations", "Contributions", "Share (per cent)"]
    page = client.get(f"/en/narratives/{slug}/summary").text
    assert "As of 10 March 2026." in page
    assert "Nothing of this is published at present." not in page
    for name in ("genders", "countries", "channels", "waiting-constituencies"):
        assert f'id="table-{name}"' not in page, "a table of one group tells nothing"


def test_published_figures_are_for_those_who_may_read_all_that_they_count(client: PageClient) -> None:
    revision = make_revision()
    make_comment(make_consultation(revision))
    closed = make_consultation(revision, read_audience="members", contribute_audience="members")
    organisations = [make_organisation() for _number in range(3)]
    for number in range(26):
        make_comment(closed, language=("en", "fr")[number % 2], organisation_id=organisations[number % 3].id)
    publish_figures(NOON)
    url = f"/en/narratives/{revision.narrative.slug}/summary"
    assert "It is for those who may read all consultations" in client.get(url).text
    assert client.get(f"{url}/languages.csv").status_code == 404
    client.sign_in(make_person(mandate=True))
    assert client.get(f"{url}/languages.csv").status_code == 200


def test_the_heat_map_is_a_table_with_figures(client: PageClient) -> None:
    consultation = make_consultation()
    for _number in range(5):
        make_comment(consultation, region=make_region("africa"))
    make_comment(consultation, region=make_region("europe"))
    page = client.get(f"/en/narratives/{consultation.narrative.slug}/summary").text
    assert re.search(
        r'<span class="heat heat-5"><a class="figure" href="[^"]*region=africa">5</a></span>', page
    )
    assert re.search(
        r'<span class="heat heat-1"><a class="figure" href="[^"]*region=europe">1</a></span>', page
    )
    assert '<span class="heat heat-0">0</span>' in page


def test_where_regions_agree_is_said_in_words(client: PageClient) -> None:
    consultation = make_consultation()
    comment = make_comment(consultation)
    water, health = (
        {"contribution_id": None, "section_id": place.section_id}
        for place in consultation.base_revision.places
    )
    for number in range(18):
        make_stance(comment, region_id=make_region(("africa", "europe")[number % 2]).id, **water)
    ours = make_organisation().id
    for _speaker in range(2):
        spoken = {"voice": "organisation", "organisation_id": ours, "reason": "It is not ours."}
        make_stance(comment, make_person(), "objection", **health, **spoken)
    table = rows_of(client, consultation.narrative.slug, "agreement")
    assert table[1][:6] == ["1. Water", "The regions agree", "18", "0", "0", "2"]
    assert table[2] == ["2. Health", "Too few to tell", "0", "1", "1", "0", "", ""]
    page = client.get(f"/en/narratives/{consultation.narrative.slug}/summary").text
    assert "The regions agree" in page


def test_what_the_reader_may_not_read_is_in_no_figure(client: PageClient) -> None:
    revision = make_revision()
    make_comment(make_consultation(revision))
    make_comment(make_consultation(revision, read_audience="invited", contribute_audience="invited"))
    url = f"/en/narratives/{revision.narrative.slug}/summary"
    assert "1 contribution is counted here." in client.get(url).text
    client.sign_in(make_person("secretariat"))
    assert "2 contributions are counted here." in client.get(url).text


def test_an_empty_narrative_and_an_unknown_table(client: PageClient) -> None:
    slug = make_revision().narrative.slug
    assert "there is nothing to count" in client.get(f"/en/narratives/{slug}/summary").text
    assert client.get(f"/en/narratives/{slug}/summary/people.csv").status_code == 404
    assert client.get(f"/en/narratives/{make_narrative().slug}/summary").status_code == 404
