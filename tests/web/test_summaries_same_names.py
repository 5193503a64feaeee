"""Where two things are called the same, each row of a table leads to its own; words from people stay words."""

import re
from datetime import timedelta
from typing import Any

from consult.narratives.services import Place, add_revision
from tests.conftest import NOON
from tests.factories import (
    make_amendment,
    make_comment,
    make_consultation,
    make_narrative,
    make_revision,
    person_from,
    place_of,
)
from tests.page import PageClient

BEGINNING = " ".join(f"word{number}" for number in range(25))


def leads(page: str, table: str) -> list[tuple[str, str]]:
    """Return where the first cells of a table's rows lead, with their words."""
    part = page.split(f'id="table-{table}"')[1].split("</section>")[0]
    return re.findall(r'<th scope="row"><bdi><a href="([^"]+)">([^<]+)</a>', part)


def version_without_labels() -> Any:
    """Make a version of two sections that are called the same."""
    return add_revision(
        make_narrative(),
        [
            Place(key, 1, "", "Same", f"{what} is a right.")
            for key, what in (("one", "Water"), ("two", "Land"))
        ],
        number=(1, 0),
        parent=None,
        change_note="",
        actor=None,
        at=NOON - timedelta(days=30),
    )


def test_two_narratives_of_one_title_lead_each_to_its_own_version(client: PageClient) -> None:
    group = make_narrative(title="Water").working_group
    found = []
    for _ in range(2):
        narrative = make_narrative(title="Water", working_group=group)
        make_comment(make_consultation(make_revision(narrative)), person_from("africa"))
        found.append(f"/en/narratives/{narrative.slug}/1.0/summary")
    page = client.get(f"/en/working-groups/{group.public_id}/summary").text
    assert leads(page, "group") == [(address, "Water, version 1.0") for address in found]
    page = client.get("/en/regions/africa/summary").text
    assert leads(page, "region") == [(f"{address}?region=africa", "Water, version 1.0") for address in found]
    for address in found:
        assert f'href="{address}/contributions?region=africa"' in page


def test_a_row_that_is_left_out_takes_its_address_along(client: PageClient) -> None:
    for title, region in (("Air", "asia"), ("Land", "africa"), ("Water", "africa")):
        narrative = make_narrative(title=title, slug=title.lower())
        consultation = make_consultation(make_revision(narrative), region=None, theme="Debt")
        make_comment(consultation, person_from(region))
    page = client.get("/en/regions/africa/summary").text
    assert leads(page, "region") == [
        (f"/en/narratives/{slug}/1.0/summary?region=africa", f"{slug.title()}, version 1.0")
        for slug in ("land", "water")
    ]


def test_two_sections_of_one_heading_lead_each_to_its_own(client: PageClient) -> None:
    revision = version_without_labels()
    consultation = make_consultation(revision)
    for key in ("one", "two", "two"):
        section = place_of(revision, key).section
        make_amendment(consultation, find="a right", replace="a human right", section=section)
    make_comment(consultation, section=None)
    here = f"/en/consultations/{consultation.public_id}"
    found = leads(client.get(f"{here}/summary").text, "sections")
    assert found == [(f"{here}/sections/{key}", "Same") for key in ("one", "two")], "the whole has no page"
    there = f"/en/narratives/{revision.narrative.slug}/1.0"
    found = leads(client.get(f"{there}/summary").text, "sections")
    assert found == [(f"{there}/summary/sections/{key}", "Same") for key in ("one", "two")]
    page = client.get(f"/en/narratives/{revision.narrative.slug}/summary").text
    assert leads(page, "wanted") == [(f"{there}/summary/sections/{key}", "Same") for key in ("one", "two")]


def test_two_letters_of_one_beginning_lead_each_to_its_own(client: PageClient) -> None:
    consultation = make_consultation()
    first = {}
    for ending in ("river", "field"):
        text = f"{BEGINNING} " + " ".join(f"{ending}{number}" for number in range(40))
        sent = [make_comment(consultation, person_from("africa"), text) for _ in range(2)]
        first[ending] = sent[0].public_id
    page = client.get(f"/en/consultations/{consultation.public_id}/summary/words").text
    found = leads(page, "repeated")
    assert {address for address, _words in found} == {f"/en/contributions/{name}" for name in first.values()}
    assert {words for _address, words in found} == {f"{BEGINNING} …"}


def test_a_letter_as_long_as_its_beginning_is_shown_whole(client: PageClient) -> None:
    consultation = make_consultation()
    for _ in range(2):
        make_comment(consultation, person_from("africa"), f"**{BEGINNING}**")
    page = client.get(f"/en/consultations/{consultation.public_id}/summary/words").text
    assert [words for _address, words in leads(page, "repeated")] == [BEGINNING]


def test_names_that_are_code_or_formulas_are_names_on_boards(client: PageClient) -> None:
    narrative = make_narrative(title="=1+1 <b>%(number)s</b>")
    make_comment(make_consultation(make_revision(narrative)), person_from("africa"))
    here = f"/en/working-groups/{narrative.working_group.public_id}/summary"
    page = client.get(here).text
    assert "=1+1 &lt;b&gt;%(number)s&lt;/b&gt;, version 1.0" in page
    assert "<b>%" not in page
    rows = client.get(f"{here}.csv").get_data(as_text=True).splitlines()
    assert rows[1].startswith("\"'=1+1 <b>%(number)s</b>"), "a spreadsheet reckons nothing"
