"""What a table of people and organisations comes to, row by row: as a plan, and as what is there afterwards."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.core.letters import Letter
from consult.core.logs import AuditEntry
from consult.formats.tables_in import as_text
from consult.people.bulk import Plan, carry_out, make_plan
from consult.people.models import Account, Mandate, Organisation, Person
from tests.factories import keep, make_network, make_organisation, make_person, make_region
from tests.page import PageClient

HEADER = ["Name", "E-mail", "Organisation", "Country", "Region", "Kind", "Languages", "Mandate"]


@pytest.fixture
def network(app: Flask) -> Flask:
    """A network of two languages with a region."""
    make_network(languages=["en", "fr"])
    make_region("africa", names={"en": "Africa", "fr": "Afrique"})
    return app


def plan_of(app: Flask, *rows: list[str], header: list[str] | None = None) -> Plan:
    """Return the plan of these rows, as a page asks for it."""
    with app.test_request_context("/en/network/import"):
        return make_plan([header or HEADER, *rows])


A = "a@wells.example"
FAULTS = [
    # the row, and what is said of it
    (["", A], ["A person needs a name."]),
    (["Awa", "awa"], ["This is not an e-mail address: awa"]),
    (["Awa", "a@b@c.example"], ["This is not an e-mail address: a@b@c.example"]),
    (["Awa"], ["Neither an address nor an organisation."]),
    (["", "", "", "KE"], ["Neither an address nor an organisation."]),
    (["x" * 120, A], []),
    (["x" * 121, A], ["This name is too long."]),
    (["Awa", A, "x" * 200], []),
    (["Awa", A, "x" * 201], ["This name is too long."]),
    (["Awa", A, "", "Atlantis"], ["There is no such country: Atlantis"]),
    (["Awa", A, "", "", "Mars"], ["There is no such region: Mars"]),
    (["Awa", A, "", "", "", "dragons"], ["There is no such kind: dragons"]),
    (
        ["Awa", A, "", "", "", "", "fr, xx; yy/en"],
        [f"There is no such language: {one}" for one in ("xx", "yy")],
    ),
    # every fault of a row is named at once
    (["", "no", "", "Atlantis", "Mars"], ["country: Atlantis", "region: Mars", "address: no"]),
    # a long word comes back cut, a sign of percent does no harm
    (["Awa", A, "", "z" * 300], ["country: " + "z" * 80]),
    (["Awa", A, "", "100 %(word)s"], ["country: 100 %(word)s"]),
]


@pytest.mark.parametrize(("row", "said"), FAULTS)
def test_each_fault_of_a_row_is_said_in_words(network: Flask, row: list[str], said: list[str]) -> None:
    plan = plan_of(network, row)
    assert [number for number, _fault in plan.faults] == [2] * len(said)
    for (_number, fault), words in zip(plan.faults, said, strict=True):
        assert fault.endswith(words)
    assert plan.is_empty is bool(said)  # a row with a fault adds nothing, not even its organisation


@pytest.mark.parametrize("header", [["Name"], ["Shoe size", "Colour"], [""], ["Country", "Kind"]])
def test_a_table_without_a_column_that_is_needed_is_refused(network: Flask, header: list[str]) -> None:
    with pytest.raises(InvalidInput) as caught:
        plan_of(network, ["x", "y"], header=header)
    assert caught.value.details == {"field": "table"}
    assert "at least" in str(caught.value.message)


def test_rows_keep_the_numbers_that_the_file_gives_them(network: Flask) -> None:
    plan = plan_of(network, ["", "bad"], [], ["", "", ""], ["Awa", A], ["", "worse"])
    assert [number for number, _fault in plan.faults] == [2, 6]
    assert plan.people[A].row == 5


def test_one_address_stands_once_however_it_is_written(network: Flask) -> None:
    plan = plan_of(network, ["Awa", " A@Wells.Example "], ["Ben", A], ["Cleo", "A@WELLS.EXAMPLE"])
    assert [(number, fault[-len(A) :]) for number, fault in plan.faults] == [(3, A), (4, A)]
    assert plan.people[A].name == "Awa"
    # what was refused took no address away: the next row may have it
    again = plan_of(network, ["", A], ["Ben", A])
    assert [number for number, _fault in again.faults] == [2]
    assert again.people[A].name == "Ben"


def test_one_organisation_stands_once_and_later_rows_add_what_earlier_ones_leave_open(network: Flask) -> None:
    plan = plan_of(
        network,
        ["Awa", A, "Puits Communs"],
        ["", "", "PUITS  communs", "Kenya", "", "", "fr"],
        ["", "", "Puits Communs!", "Germany", "Afrique", "trade-union", "en"],
        ["", "", "puits-communs", "", "", "ngo", ""],
    )
    assert not plan.faults
    (new,) = plan.organisations.values()
    assert (new.name, new.country, new.constituency, new.languages) == (
        "Puits Communs",  # as the first row writes it
        "KE",  # the first that says so holds
        "trade-union",
        ["fr"],
    )
    assert new.region is not None
    assert new.region.code == "africa"


def test_who_and_what_is_known_is_counted_and_left_as_it_is(network: Flask) -> None:
    organisation = make_organisation(name="Known", country="KE")
    person = make_person(display_name="Awa", account=keep(Account(email=A)))
    plan = plan_of(network, ["Other Name", A, "KNOWN", "Germany", "", "", "", "yes"], ["", "", "known"])
    assert (plan.is_empty, plan.faults, plan.known_people) == (True, [], 1)
    assert plan.known_organisations == {organisation.id}
    add(network, plan)
    assert (person.display_name, person.organisation, organisation.country) == ("Awa", None, "KE")
    assert db.session.query(Mandate).count() == db.session.query(Letter).count() == 0


def add(
    app: Flask, plan: Plan, at: datetime | None = None, *, letter: bool = False, language: str = "en"
) -> Person:
    """Carry out a plan; return who did."""
    actor = make_person("secretariat")
    with app.test_request_context("/en/network/import"):
        carry_out(plan, actor=actor, at=at or actor.created_at, language=language, with_letter=letter)
    return actor


def named(name: str) -> Person:
    """Return the one person of a name."""
    return db.session.query(Person).filter_by(display_name=name).one()


def test_a_person_gets_the_region_of_the_row_or_else_of_their_organisation(network: Flask) -> None:
    make_region("asia", names={"en": "Asia"})
    make_organisation(name="Known")  # of Africa
    plan = plan_of(
        network,
        ["Own", "own@x.example", "Known", "", "Asia"],
        ["Its", "its@x.example", "Known", "KE"],
        ["New", "new@x.example", "Fresh"],
        ["", "", "Fresh", "", "Asia"],
        ["None", "none@x.example"],
    )
    add(network, plan)
    places = {
        one: (named(one).region.code if named(one).region else None) for one in ("Own", "Its", "New", "None")
    }
    assert places == {"Own": "asia", "Its": "africa", "New": "asia", "None": None}
    assert (named("Its").country, named("Own").country) == ("KE", None)
    assert all(named(one).organisation_is_confirmed for one in places)  # it is the secretariat's word


def test_a_mandate_needs_an_organisation_and_a_clear_yes(network: Flask, now: datetime) -> None:
    plan = plan_of(
        network,
        ["Yes", "yes@x.example", "Wells", "", "", "", "", "oui"],
        ["No", "no@x.example", "Wells", "", "", "", "", "no"],
        ["Alone", "alone@x.example", "", "", "", "", "", "yes"],
    )
    actor = add(network, plan, now)
    (mandate,) = db.session.query(Mandate)
    assert (mandate.person_id, mandate.given_by_id) == (named("Yes").id, actor.id)
    assert mandate.organisation.name == "Wells"
    assert mandate.is_valid(now)
    assert not mandate.is_valid(now - timedelta(seconds=1))


@pytest.mark.parametrize("letter", [True, False])
def test_each_new_person_gets_one_letter_in_the_language_that_was_chosen(
    network: Flask, letter: bool
) -> None:
    plan = plan_of(network, ["Awa", A, "Wells"], ["Ben", "ben@x.example"], ["", "", "Springs"])
    actor = add(network, plan, letter=letter, language="ar")
    letters = db.session.query(Letter).order_by(Letter.address).all()
    assert [one.address for one in letters] == ([A, "ben@x.example"] if letter else [])
    for one in letters:
        assert one.language == "ar"
        assert "/ar/sign-in" in one.body
        assert not any(name in one.subject for name in ("Awa", "Ben", "Wells"))
    assert {named(name).account.locale for name in ("Awa", "Ben")} == {"ar"}  # type: ignore[union-attr]
    (entry,) = db.session.query(AuditEntry).filter_by(kind="people-imported")
    assert (entry.actor_id, entry.subject, entry.subject_id, entry.value) == (
        actor.id,
        "persons",
        None,
        "2:2",
    )


REFUSED = [
    # what stands against the table: its words
    ({"language": "xx"}, "Not a valid choice"),
    ({"table": "Name,Email\nAwa,awa"}, "This is not an e-mail address: awa"),
    ({"table": "x\n" * 20_001}, "at most 20,000 rows and 40 columns"),
    ({"table": ",,\n"}, "There is no row in it."),
]


@pytest.mark.parametrize(("wrong", "says"), REFUSED)
def test_what_stands_against_a_table_is_said_where_it_is_added_and_the_table_comes_back(
    network: Flask, client: PageClient, wrong: dict[str, str], says: str
) -> None:
    client.sign_in(make_person("secretariat"))
    sent = {"language": "en", "table": as_text([["Name", "Email"], ["Awa", A]]), **wrong}
    before = db.session.query(Person).count()
    answer = client.post("/en/network/import", data=sent)
    assert answer.status_code == 422
    assert says in answer.text
    if "," in sent["table"].strip(",\n"):
        assert sent["table"].split("\n")[1] in answer.text
    db.session.rollback()
    assert db.session.query(Person).count() == before
    kinds = set(db.session.scalars(sa.select(AuditEntry.kind)))
    assert "people-imported" not in kinds


def test_after_a_corrected_row_the_same_table_adds_only_what_is_missing(
    network: Flask, client: PageClient
) -> None:
    client.sign_in(make_person("secretariat"))
    table = "Name,Email,Organisation\nAwa,awa@x.example,Wells\nBen,ben,Springs\n"
    sent = {"language": "en", "table": table, "leave_out": "y"}
    added = client.post("/en/network/import", data=sent)
    assert (added.status_code, added.location) == (303, "/en/network/people")
    page = client.get(added.location).text
    assert "1 person is added. 1 organisation is added." in page
    sent |= {"table": table.replace("ben,", "ben@x.example,")}
    preview = client.post("/en/network/import/preview", data=sent)
    assert preview.status_code == 200
    assert "Row 3" not in preview.text
    client.post("/en/network/import", data=sent)
    db.session.rollback()
    assert db.session.query(Person).filter(Person.display_name.in_(["Awa", "Ben"])).count() == 2
    assert sorted(db.session.scalars(sa.select(Organisation.name))) == ["Springs", "Wells"]
