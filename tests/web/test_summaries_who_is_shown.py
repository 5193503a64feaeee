"""Who stands behind a figure is shown as chosen, on every page and in every file of the summaries, from then on."""

import re
from html import unescape
from typing import Any

from consult.summaries.models import QuoteConsent
from tests.conftest import NOON
from tests.factories import (
    keep,
    make_amendment,
    make_comment,
    make_consultation,
    make_network,
    make_organisation,
    make_person,
    make_region,
)
from tests.page import PageClient

TEXT = "We ask that wells stay open to all who live here, and to those who come after us in the dry years."
INVITED = {"read_audience": "invited", "contribute_audience": "invited"}
PLACES = (
    "summary",
    "summary/contributions",
    "summary/contributions.csv",
    "summary/organisations.csv",
    "summary/regions.csv",
    "summary/words",
    "summary/words/repeated.csv",
    "summary/words/regions.csv",
    "summary/sections/water",
    "summary/sections/water/changes.csv",
    "report",
    "report.html",
)
"""What of the summaries there is, for a consultation and for a version alike."""
NAMED = {
    "summary/contributions",
    "summary/contributions.csv",
    "summary/sections/water",
    "report",
    "report.html",
}
"""Where contributions are shown with their authors."""
SHOWN = {
    "name": ("Wren name", "Keepers name"),
    "organisation": ("Keepers organisation",),
    "region": ("Land-Region",),
    "facilitators": (),
}
"""What is shown of an author beside the words: their name, the one of their organisation, their region."""


def everything(client: PageClient, consultation: Any, places: Any = PLACES) -> dict[str, str]:
    """Return what each page and file of a consultation's and of its version's summary says, in words."""
    revision = consultation.base_revision
    said = {}
    for start in (
        f"/en/consultations/{consultation.public_id}",
        f"/en/narratives/{revision.narrative.slug}/1.0",
    ):
        for place in places:
            answer = client.get(f"{start}/{place}")
            assert answer.status_code == 200, (start, place)
            said[f"{start}/{place}"] = unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))
    return said


def speak(consultation: Any, visibility: str, *, mark: str = "") -> list[Any]:
    """Let somebody whose every trait can be looked for comment, propose and agree to be quoted."""
    mark = mark or visibility
    home = make_organisation(name=f"Keepers {mark}", region=make_region(f"land-{mark}"))
    wren = make_person(organisation=home, display_name=f"Wren {mark}")
    rows = [
        make_comment(consultation, wren, f"{TEXT} Spoken-{mark}.", visibility=visibility),
        make_amendment(consultation, wren, "for sale", f"a ware-{mark}", visibility=visibility),
    ]
    for row in rows:
        keep(QuoteConsent(contribution_id=row.id, text_number=1, given_at=NOON))
    return rows


def place_of(address: str) -> str:
    return re.sub(r"^/en/(consultations/\w+|narratives/[\w-]+/1\.0)/", "", address)


def test_an_author_is_shown_as_chosen_wherever_they_are_shown(client: PageClient) -> None:
    consultation = make_consultation()
    for visibility in SHOWN:
        speak(consultation, visibility)
    for address, said in everything(client, consultation).items():
        place = place_of(address)
        assert "Wren organisation" not in said, address
        assert "Wren region" not in said, address
        assert "Keepers region" not in said, address
        assert ("Wren name" in said) is (place in NAMED), address
        for trait in ("Wren", "Keepers", "Land", "Spoken", "a ware"):
            assert f"{trait}-facilitators" not in said.replace(" facilitators", "-facilitators"), address
        if place in NAMED:
            for trait in [trait for traits in SHOWN.values() for trait in traits]:
                assert trait in said, (address, trait)


def test_who_shows_less_is_shown_less_everywhere_from_then_on(client: PageClient) -> None:
    consultation = make_consultation()
    rows = speak(consultation, "name", mark="bird")
    before = everything(client, consultation, NAMED)
    assert all("Wren bird" in said for said in before.values())
    for lowered in ("region", "facilitators"):
        for row in rows:
            row.visibility = lowered
        for address, said in everything(client, consultation, {*NAMED, "summary/organisations.csv"}).items():
            assert "Wren" not in said, address
            assert "Keepers" not in said, address
            assert ("Spoken-bird" in said) <= (lowered == "region"), address


GONE: dict[str, dict[str, Any]] = {
    "kept": {"visibility": "facilitators"},
    "hidden": {"hidden_at": NOON, "hidden_reason": "A name"},
    "late": {"is_late": True},
    "withdrawn": {"status": "withdrawn", "withdrawn_at": NOON},
}


def test_where_all_is_withheld_every_page_and_file_is_as_if_nothing_was_sent(client: PageClient) -> None:
    # Also for their author and for facilitators: figures and files are passed on.
    empty, withheld = make_consultation(), make_consultation()
    for mark, values in GONE.items():
        for row in speak(withheld, "name", mark=mark):
            for name, value in values.items():
                setattr(row, name, value)
    author = row.person
    files = [place for place in PLACES if place.endswith(".csv")]
    nothing = list(everything(client, empty, files).values())
    for reader in (author, make_person("facilitator", withheld)):
        client.sign_in(reader)
        assert list(everything(client, withheld, files).values()) == nothing
    for address, said in everything(client, withheld, ("summary", "report", "report.html")).items():
        assert "Nothing has been sent yet that everybody may read" in said, address
        assert "Spoken" not in said, address
        assert "a ware" not in said, address


def test_of_an_empty_consultation_every_page_and_file_is_there(client: PageClient) -> None:
    said = everything(client, make_consultation())
    for address, words in said.items():
        if address.endswith(".csv"):
            rows = words.strip().splitlines()
            assert [row for row in rows[1:] if re.search(r",[1-9]", row)] == [], address
        assert "None" not in words, address
        assert "nan" not in re.findall(r"\w+", words.lower()), address


def test_of_a_consultation_for_the_invited_nobody_else_gets_anything(client: PageClient) -> None:
    consultation = make_consultation(**INVITED)
    speak(consultation, "name")
    here = f"/en/consultations/{consultation.public_id}"
    there = f"/en/narratives/{consultation.narrative.slug}/1.0"
    for reader in (None, make_person(organisation=make_organisation())):
        if reader:
            client.sign_in(reader)
        for place in PLACES:
            assert client.get(f"{here}/{place}").status_code == 404, place
            said = client.get(f"{there}/{place}").get_data(as_text=True)
            for words in ("wells stay open", "a ware", "Wren", "Keepers", "Land-"):
                assert words not in said, place
    client.sign_in(make_person("facilitator", consultation))
    assert all(client.get(f"{here}/{place}").status_code == 200 for place in PLACES)


def test_under_high_protection_a_region_of_few_is_told_nowhere(client: PageClient) -> None:
    make_network()
    consultation = make_consultation(protection="high", region=None, theme="Debt")
    homes = [make_organisation(region=make_region("africa")) for _ in range(3)]
    for number in range(12):
        person = make_person(organisation=homes[number % 3])
        make_comment(consultation, person, f"Said {number}.", visibility="region")
    few = make_organisation(region=make_region("oceania"))
    for _ in range(3):
        person = make_person(organisation=few)
        make_comment(consultation, person, TEXT, visibility="region")
        row = make_amendment(consultation, person, "for sale", "a ware", visibility="region")
        keep(QuoteConsent(contribution_id=row.id, text_number=1, given_at=NOON))
    for address, said in everything(client, consultation).items():
        assert "oceania" not in said.lower(), address
    rows = client.get("/en/regions/oceania/summary.csv").get_data(as_text=True).splitlines()
    assert len(rows) == 1, "a board of the region lists no version"
    asked = client.get(f"/en/consultations/{consultation.public_id}/summary/contributions?region=oceania")
    assert "0 contributions" in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", asked.text))
