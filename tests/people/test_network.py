"""What the secretariat manages: organisations, people, working groups, regions, the network itself."""

import pytest
from flask import Flask

from consult.core.database import db
from consult.people.models import Account, Network, Organisation, Person, Region, WorkingGroup
from tests.factories import make_network, make_organisation, make_person, make_region
from tests.page import PageClient

PAGES = [
    "/en/network",
    "/en/network/settings",
    "/en/network/organisations",
    "/en/network/organisations/new",
    "/en/network/people",
    "/en/network/people/new",
    "/en/network/working-groups",
    "/en/network/working-groups/new",
    "/en/network/regions",
    "/en/network/regions/new",
    "/en/network/log",
]
ORGANISATION = {
    "name": "Union of Bakers",
    "constituency": "trade-union",
    "country": "PE",
    "region": "africa",
    "languages": ["en", "fr"],
    "status": "confirmed",
}


@pytest.fixture
def secretary(client: PageClient) -> Person:
    """The secretariat's person, signed in with the client."""
    make_network()
    make_region("africa", names={"en": "Africa", "fr": "Afrique"})
    person = make_person("secretariat", display_name="Léa")
    client.sign_in(person)
    return person


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_the_network_are_the_secretariats_alone(
    app: Flask, client: PageClient, secretary: Person, page: str
) -> None:
    assert client.get(page).status_code == 200
    for role in ("facilitator", "working-group-member", None):
        other = app.test_client().sign_in(make_person(role))  # type: ignore[attr-defined]
        assert other.get(page).status_code == 403
    assert app.test_client().get(page).location.startswith("/en/sign-in?next=")


def test_an_organisation_is_added_and_changed(client: PageClient, secretary: Person) -> None:
    assert client.post("/en/network/organisations/new", data=ORGANISATION).status_code == 303
    added = db.session.query(Organisation).one()
    assert (added.name, added.country, added.region.code) == ("Union of Bakers", "PE", "africa")
    assert (added.constituency, added.languages, added.status) == ("trade-union", ["en", "fr"], "confirmed")
    assert "Union of Bakers" in client.get("/en/network/organisations").text
    path = f"/en/network/organisations/{added.public_id}"
    page = client.get(path).text
    assert '<option selected value="PE">Peru</option>' in page
    changed = {
        **ORGANISATION,
        "name": "Bakers",
        "country": "",
        "region": "",
        "languages": [],
        "status": "proposed",
    }
    assert client.post(path, data=changed).status_code == 303
    db.session.expire_all()
    assert (added.name, added.country, added.region, added.status) == ("Bakers", None, None, "proposed")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": ""}, "Please fill this in."),
        ({"name": "union of BAKERS"}, "organisation of this name already"),
        ({"country": "XX"}, "Not a valid choice"),
        ({"region": "atlantis"}, "Not a valid choice"),
        ({"constituency": "company"}, "Not a valid choice"),
        ({"languages": ["tlh"]}, "not a valid choice"),
        ({"status": "secret"}, "Not a valid choice"),
    ],
)
def test_a_wrong_organisation_comes_back_with_what_was_typed(
    client: PageClient, secretary: Person, wrong: dict[str, object], says: str
) -> None:
    make_organisation(name="Union of Bakers", region=make_region("africa"))
    answer = client.post(
        "/en/network/organisations/new", data={**ORGANISATION, "name": "Mills & Ovens", **wrong}
    )
    assert answer.status_code == 422
    assert says in answer.text
    if "name" not in wrong:
        assert 'value="Mills &amp; Ovens"' in answer.text
    assert db.session.query(Organisation).count() == 1


def test_an_organisation_may_keep_its_own_name(client: PageClient, secretary: Person) -> None:
    own = make_organisation(name="Union of Bakers", region=make_region("africa"))
    answer = client.post(f"/en/network/organisations/{own.public_id}", data=ORGANISATION)
    assert answer.status_code == 303


def test_a_person_is_added_and_can_sign_in(app: Flask, client: PageClient, secretary: Person) -> None:
    organisation = make_organisation(region=make_region("africa"))
    data = {
        "email": " Ana@Members.Example ",
        "display_name": "Ana",
        "region": "africa",
        "organisation": organisation.public_id,
        "is_confirmed": "y",
        "languages": ["es"],
    }
    answer = client.post("/en/network/people/new", data=data)
    added = db.session.query(Person).filter_by(display_name="Ana").one()
    assert (answer.status_code, answer.location) == (303, f"/en/network/people/{added.public_id}")
    assert (added.account.email, added.region.code, added.languages) == (
        "ana@members.example",
        "africa",
        ["es"],
    )
    assert (added.organisation, added.organisation_is_confirmed) == (organisation, True)
    assert "ana@members.example" in client.get(answer.location).text
    other = app.test_client()
    assert other.post("/en/sign-in", data={"email": "ana@members.example"}).status_code == 303  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"email": "ana"}, "not an e-mail address"),
        ({"email": ""}, "Please fill this in."),
        ({"email": "known@members.example"}, "in the network already"),
        ({"display_name": " "}, "Please fill this in."),
        ({"organisation": "nowhere"}, "Not a valid choice"),
    ],
)
def test_a_wrong_person_comes_back_with_what_was_typed(
    client: PageClient, secretary: Person, wrong: dict[str, str], says: str
) -> None:
    make_person().account.email = "known@members.example"
    data = {"email": "new@members.example", "display_name": "Ana", "region": "", "organisation": "", **wrong}
    answer = client.post("/en/network/people/new", data=data)
    assert answer.status_code == 422
    assert says in answer.text
    assert f'value="{data["email"]}"' in answer.text
    assert db.session.query(Person).count() == 2


def test_people_are_found_by_words_of_name_or_address(client: PageClient, secretary: Person) -> None:
    make_person(display_name="Ana Quispe").account.email = "aq@members.example"
    make_person(display_name="100% sure")
    assert "Ana Quispe" in client.get("/en/network/people?q=quis").text
    assert "Ana Quispe" in client.get("/en/network/people?q=AQ@").text
    page = client.get("/en/network/people?q=%25").text
    assert "100% sure" in page
    assert "Ana Quispe" not in page
    assert "Nobody is found" in client.get("/en/network/people?q=zzz").text


def test_long_lists_of_people_have_pages(client: PageClient, secretary: Person) -> None:
    for _ in range(55):
        make_person()
    assert "Page 1 of 2" in client.get("/en/network/people").text
    assert "Page 2 of 2" in client.get("/en/network/people?page=2").text
    for odd in ("0", "-3", "x", "9" * 30):
        assert client.get(f"/en/network/people?page={odd}").status_code == 200


def test_what_is_known_of_a_person_is_changed(client: PageClient, secretary: Person) -> None:
    person = make_person(organisation=make_organisation(region=make_region("africa")))
    path = f"/en/network/people/{person.public_id}"
    data = {"display_name": "Ana Q.", "region": "", "organisation": "", "languages": ["fr"]}
    assert client.post(path, data=data).status_code == 303
    db.session.expire_all()
    assert (person.display_name, person.region, person.organisation) == ("Ana Q.", None, None)
    assert (person.languages, person.organisation_is_confirmed) == (["fr"], False)


def test_working_groups_keep_apart_names_and_refuse_strangers(client: PageClient, secretary: Person) -> None:
    client.post("/en/network/working-groups/new", data={"name": "Water", "description": ""})
    again = client.post("/en/network/working-groups/new", data={"name": "Water", "description": "Two"})
    assert again.status_code == 422
    assert "a working group of this name" in again.text
    group = db.session.query(WorkingGroup).one()
    path = f"/en/network/working-groups/{group.public_id}"
    members = f"/en/working-groups/{group.public_id}/members"
    stranger = client.post(members, data={"email": "nobody@nowhere.example"})
    assert stranger.status_code == 422
    assert "Nobody in the network has this address. Add the person first." in stranger.text
    assert client.post(path, data={"name": ""}).status_code == 422


def test_a_region_is_added_and_renamed_in_each_language(client: PageClient, secretary: Person) -> None:
    data = {"code": "pacific", "name_en": "Pacific", "name_ar": "المحيط الهادئ"}
    assert client.post("/en/network/regions/new", data=data).status_code == 303
    region = db.session.query(Region).filter_by(code="pacific").one()
    assert region.names == {"en": "Pacific", "ar": "المحيط الهادئ"}
    assert region.position > 0
    assert "المحيط الهادئ" in client.get("/ar/network/regions").text
    page = client.get("/en/network/regions/pacific").text
    assert 'value="المحيط الهادئ"' in page
    renamed = {"code": "other", "name_en": "Oceania", "name_ar": ""}
    assert client.post("/en/network/regions/pacific", data=renamed).status_code == 303
    db.session.expire_all()
    assert (region.code, region.names) == ("pacific", {"en": "Oceania"})


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"code": "africa", "name_en": "A"}, "There is a region with this code."),
        ({"code": "West Africa", "name_en": "A"}, "small letters, digits and hyphens"),
        ({"code": "a" * 41, "name_en": "A"}, "too long"),
        ({"code": "pacific"}, "a name in at least one language"),
        ({"code": "", "name_en": "A"}, "Please fill this in."),
    ],
)
def test_a_wrong_region_comes_back_with_the_reason(
    client: PageClient, secretary: Person, data: dict[str, str], says: str
) -> None:
    answer = client.post("/en/network/regions/new", data=data)
    assert answer.status_code == 422
    assert says in answer.text
    assert db.session.query(Region).count() == 1


def test_a_region_keeps_at_least_one_name(client: PageClient, secretary: Person) -> None:
    assert client.post("/en/network/regions/africa", data={"name_en": " "}).status_code == 422
    assert db.session.query(Region).one().names["en"] == "Africa"


def test_the_network_gets_another_name_and_a_further_language(client: PageClient, secretary: Person) -> None:
    data = {"name": "Wells", "description": "Water.", "languages": ["en", "fr"], "more_language": "sw"}
    assert client.post("/en/network/settings", data=data).status_code == 303
    network = db.session.query(Network).one()
    assert (network.name, network.languages) == ("Wells", ["en", "fr", "sw"])
    assert (
        "Swahili" in client.get("/en/network/settings").text
        or "Kiswahili" in client.get("/en/network/settings").text
    )
    assert client.post("/en/network/settings", data={"name": "", "languages": ["en"]}).status_code == 422
    assert client.post("/en/network/settings", data={"name": "Wells"}).status_code == 422


@pytest.mark.parametrize(
    "path",
    ["organisations/nothing", "people/nothing", "working-groups/nothing", "regions/nothing", "people/%00"],
)
def test_what_is_not_there_is_not_found(client: PageClient, secretary: Person, path: str) -> None:
    assert client.get(f"/en/network/{path}").status_code == 404
    assert client.post(f"/en/network/{path}", data={"name": "x"}).status_code == 404


def test_the_header_leads_the_secretariat_to_the_network_and_nobody_else(
    app: Flask, client: PageClient, secretary: Person
) -> None:
    assert 'href="/en/network"' in client.get("/en/me").text
    other = app.test_client().sign_in(make_person())  # type: ignore[attr-defined]
    page = other.get("/en/me").text
    assert 'href="/en/network"' not in page
    assert 'action="/en/sign-out"' in page
    assert db.session.query(Account).count() == 2
