"""Many people and organisations from one table: each fault by its row, nothing half done, nobody twice."""

import io
import re
from time import monotonic
from typing import Any

import pytest
import sqlalchemy as sa

from consult.core.database import db
from consult.core.letters import Letter
from consult.core.logs import AuditEntry
from consult.formats.tables_in import as_text
from consult.people.models import Account, Mandate, Organisation, Person
from tests.factories import make_network, make_organisation, make_person, make_region
from tests.page import PageClient

HEADER = ["Name", "E-Mail", "Organisation", "Country", "Region", "Kind", "Languages", "Speaks for it"]
PREVIEW, ADD = "/en/network/import/preview", "/en/network/import"
CHOSEN = {"language": "en"}


@pytest.fixture
def secretary(client: PageClient) -> PageClient:
    make_network(languages=["en", "fr", "ar"])
    make_region("africa", names={"en": "Africa", "fr": "Afrique"})
    return client.sign_in(make_person("secretariat"))


def table(*rows: list[str]) -> dict[str, str]:
    """Return what the form sends with these rows."""
    return {**CHOSEN, "table": as_text([HEADER, *rows])}


def counts() -> tuple[int, int, int]:
    """Return how many people, organisations and letters there are."""
    db.session.commit()  # what the test wrote, so that what the site wrote is seen
    return tuple(db.session.query(model).count() for model in (Person, Organisation, Letter))  # type: ignore[return-value]


def faults_on(page: str) -> list[str]:
    """Return the faults that a page names, each with the numbers of its rows."""
    found = re.findall(r"<li><bdi>([^<]+)</bdi><br><span class=\"meta\">Rows? (.*?)</span></li>", page)
    return [f"{re.sub('<.*?>', '', rows)}: {fault}" for fault, rows in found]


def test_people_and_organisations_come_from_one_file_and_a_second_time_nobody_comes_twice(
    secretary: PageClient,
) -> None:
    make_organisation(name="Known Already")
    rows = [
        ["", "", "Puits Communs", "Côte d'Ivoire", "Afrique", "grassroots movement", "French, العربية", ""],
        ["Awa Koné", "Awa@Wells.example", "puits communs", "", "", "", "fr", "yes"],
        ["Ben", "ben@wells.example", "", "KE", "africa", "", "", ""],
        ["Cleo", "cleo@wells.example", "Known already", "", "", "", "", ""],
        ["", "", "", "", "", "", "", ""],
    ]
    file = (io.BytesIO(as_text([HEADER, *rows]).encode("utf-8-sig")), "people.csv")
    before = counts()
    preview = secretary.post(PREVIEW, data={**CHOSEN, "file": file}, content_type="multipart/form-data")
    assert preview.status_code == 200
    assert not faults_on(preview.text)
    assert counts() == before  # a preview writes nothing
    typed = re.search(r"<textarea[^>]*>(.*?)</textarea>", preview.text, re.DOTALL)
    assert typed
    assert "Awa Kon" in typed[1]  # what the file held is in the form that stores it
    sent = {**table(*rows), "with_letter": "y"}
    assert secretary.post(ADD, data=sent).status_code == 303
    assert counts() == (before[0] + 3, before[1] + 1, 3)
    organisation = db.session.query(Organisation).filter_by(name="Puits Communs").one()
    assert (organisation.country, organisation.region.code, organisation.constituency) == (  # type: ignore[union-attr]
        "CI",
        "africa",
        "grassroots-movement",
    )
    assert organisation.languages == ["fr", "ar"]
    awa = db.session.query(Person).filter_by(display_name="Awa Koné").one()
    assert (awa.account.email, awa.organisation, awa.region.code) == (
        "awa@wells.example",
        organisation,
        "africa",
    )  # type: ignore[union-attr]
    assert db.session.query(Mandate).one().person_id == awa.id
    assert "/en/sign-in" in db.session.query(Letter).first().body  # type: ignore[union-attr]
    again = secretary.post(PREVIEW, data=sent)
    assert "Add them" not in again.text
    assert secretary.post(ADD, data=sent).status_code == 303
    assert counts() == (before[0] + 3, before[1] + 1, 3)
    assert "people-imported" in set(db.session.scalars(sa.select(AuditEntry.kind)))


def test_each_fault_is_named_by_its_row_and_nothing_is_half_done(secretary: PageClient) -> None:
    rows = [
        ["Awa", "awa@wells.example", "", "", "", "", "", ""],
        ["Ben", "ben", "", "", "", "", "", ""],
        ["", "cleo@wells.example", "", "", "", "", "", ""],
        ["Dia", "AWA@wells.example", "", "", "", "", "", ""],
        ["", "", "New One", "Atlantis", "", "", "", ""],
        ["", "", "Newer One", "", "Middle-earth", "dragons", "Klingonisch", ""],
        ["x" * 121, "x@wells.example", "", "", "", "", "", ""],
        ["Eve", "", "", "", "", "", "", ""],
    ]
    before = counts()
    refused = secretary.post(ADD, data=table(*rows))
    assert refused.status_code == 422
    assert [fault.split(":")[0] for fault in faults_on(refused.text)] == [
        "3",
        "4",
        "5",
        "6",
        "7",
        "7",
        "7",
        "8",
        "9",
    ]
    assert "Atlantis" in refused.text
    assert counts() == before
    assert secretary.post(ADD, data={**table(*rows), "leave_out": "y"}).status_code == 303
    assert counts() == (before[0] + 1, before[1], 0)  # the faulty rows' organisations are left out, too


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"table": ""}, "no row in it"),
        ({"table": "colour,size\nred,2"}, "must name the columns"),
        ({"file": (io.BytesIO(b"PK\x03\x04 nothing"), "people.xlsx")}, "not a table that can be read"),
    ],
)
def test_what_is_no_table_is_said_so(secretary: PageClient, sent: dict[str, Any], says: str) -> None:
    answer = secretary.post(PREVIEW, data={**CHOSEN, **sent}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert says in answer.text


def test_ten_thousand_rows_of_which_37_are_wrong_are_read_in_seconds(secretary: PageClient) -> None:
    rows = [[f"Person {n}", f"person{n}@many.example", f"Group {n % 280}", "Kenya"] for n in range(10_000)]
    wrong = range(11, 10_000, 270)
    for place in wrong:
        rows[place][1] = f"person{place}(at)many.example"
    assert len(wrong) == 37
    started = monotonic()
    page = secretary.post(PREVIEW, data=table(*rows)).text
    assert monotonic() - started < 20
    assert len(faults_on(page)) == 37
    assert faults_on(page)[0].startswith(f"{wrong[0] + 2}: ")
    assert ">9963<" in re.sub(r"\s", "", page)


def test_a_network_of_280_organisations_and_900_people_is_added_at_once(secretary: PageClient) -> None:
    people = [
        [f"Person {n}", f"person{n}@many.example", f"Group {n % 280}", "", "", "", "", ""] for n in range(900)
    ]
    organisations = [["", "", f"Group {n}", "Kenya", "Africa", "ngo", "en", ""] for n in range(280)]
    started = monotonic()
    answer = secretary.post(ADD, data={**table(*organisations, *people), "with_letter": "y"})
    assert answer.status_code == 303
    assert monotonic() - started < 30
    db.session.rollback()
    assert db.session.query(Account).count() == 901
    joined = sa.select(sa.func.count()).select_from(Person).join(Organisation)
    assert db.session.scalar(joined) == 900
