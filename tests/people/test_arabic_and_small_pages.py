"""Every page of this feature in Arabic, and every form's longest text."""

import pytest

from consult.core.database import db
from consult.people.models import Network, Organisation, Person, Region, WorkingGroup
from tests.factories import keep, make_network, make_organisation, make_person, make_region
from tests.page import PageClient


@pytest.fixture
def secretary(client: PageClient) -> Person:
    """The secretariat's person, signed in with the client, in a network that has one of each."""
    make_network(is_demonstration=True, languages=["en", "ar"])
    region = make_region("africa", names={"en": "Africa", "ar": "أفريقيا"})
    keep(WorkingGroup(public_id="group", name="Water"))
    organisation = make_organisation(public_id="wells", name="Wells", region=region)
    person = make_person(
        "secretariat", public_id="zoe", organisation=organisation, persona_note="Zoe. Try it."
    )
    client.sign_in(person)
    return person


@pytest.mark.parametrize(
    "path",
    [
        "me",
        "personas",
        "network",
        "network/settings",
        "network/organisations",
        "network/organisations/new",
        "network/organisations/wells",
        "network/people",
        "network/people/new",
        "network/people/zoe",
        "network/working-groups",
        "network/working-groups/new",
        "network/working-groups/group",
        "network/regions",
        "network/regions/new",
        "network/regions/africa",
        "network/log",
    ],
)
def test_a_page_is_there_in_arabic(client: PageClient, secretary: Person, path: str) -> None:
    answer = client.get(f"/ar/{path}")
    assert answer.status_code == 200
    assert '<html lang="ar" dir="rtl"' in answer.text
    assert 'href="/en/network' not in answer.text.replace(
        f'href="/en/{path}"', ""
    )  # one stays in one's language


@pytest.mark.parametrize(
    ("path", "field", "rest", "longest"),
    [
        ("me", "display_name", {"locale": "en"}, 120),
        ("network/settings", "name", {"languages": ["en"]}, 120),
        ("network/settings", "description", {"name": "Wells", "languages": ["en"]}, 2000),
        ("network/organisations/new", "name", {"constituency": "ngo", "status": "confirmed"}, 200),
        ("network/people/new", "display_name", {"email": "new@members.example"}, 120),
        ("network/working-groups/new", "name", {}, 120),
        ("network/working-groups/new", "description", {"name": "New"}, 2000),
        ("network/working-groups/group", "description", {"name": "Water"}, 2000),
        ("network/regions/new", "code", {"name_en": "New"}, 40),
        ("network/regions/new", "name_ar", {"code": "new-one"}, 300),
        ("network/regions/africa", "name_en", {}, 300),
    ],
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_longest_text_is_taken_and_one_sign_more_comes_back(
    client: PageClient,
    secretary: Person,
    language: str,
    path: str,
    field: str,
    rest: dict[str, object],
    longest: int,
) -> None:
    too_long = "a" * (longest + 1)
    refused = client.post(f"/{language}/{path}", data={**rest, field: too_long})
    assert refused.status_code == 422
    assert too_long in refused.text
    assert 'aria-invalid="true"' in refused.text
    assert client.post(f"/{language}/{path}", data={**rest, field: "a" * longest}).status_code == 303


def test_what_is_refused_in_one_form_of_a_page_leaves_the_other_as_it_is(
    client: PageClient, secretary: Person
) -> None:
    path = "/en/network/working-groups/group"
    refused = client.post(f"{path}/roles", data={"role": "reviewer", "scope": "nowhere"})
    assert refused.status_code == 422
    assert 'selected value="reviewer"' in refused.text
    assert 'value="Water"' in refused.text
    refused = client.post(path, data={"name": "", "description": "Typed"})
    assert refused.status_code == 422
    assert "Typed</textarea>" in refused.text
    assert 'selected value="reviewer"' not in refused.text
    assert db.session.query(WorkingGroup).one().name == "Water"


def test_a_group_cannot_take_the_name_of_another_and_keeps_its_own(
    client: PageClient, secretary: Person
) -> None:
    keep(WorkingGroup(public_id="other", name="Health"))
    refused = client.post("/en/network/working-groups/other", data={"name": "Water", "description": "x"})
    assert (refused.status_code, "There is a working group of this name." in refused.text) == (422, True)
    assert client.post("/en/network/working-groups/other", data={"name": "Health"}).status_code == 303
    db.session.expire_all()
    assert sorted(group.name for group in db.session.query(WorkingGroup)) == ["Health", "Water"]


def test_an_organisation_cannot_take_the_name_of_another(client: PageClient, secretary: Person) -> None:
    make_organisation(public_id="springs", name="Springs")
    data = {"name": "WELLS", "constituency": "ngo", "status": "confirmed"}
    refused = client.post("/en/network/organisations/springs", data=data)
    assert refused.status_code == 422
    assert 'value="WELLS"' in refused.text
    db.session.expire_all()
    assert db.session.query(Organisation).filter_by(name="Springs").count() == 1


@pytest.mark.parametrize(
    ("code", "says"),
    [
        # The address of the form itself: a region of this name could never be opened.
        ("new", "This word cannot be a code."),
        ("-africa", "small letters"),
        ("africa-", "small letters"),
        ("west--africa", "small letters"),
        ("west_africa", "small letters"),
        ("WEST", "small letters"),
        ("أفريقيا", "small letters"),
        ("a/b", "small letters"),
    ],
)
def test_a_code_that_cannot_stand_in_an_address_comes_back(
    client: PageClient, secretary: Person, code: str, says: str
) -> None:
    refused = client.post("/en/network/regions/new", data={"code": code, "name_en": "Kept"})
    assert (refused.status_code, says in refused.text) == (422, True)
    assert f'value="{code}"' in refused.text
    assert 'value="Kept"' in refused.text
    assert db.session.query(Region).count() == 1


@pytest.mark.parametrize("code", ["a", "7", "west-africa-2", "news", "a" * 40])
def test_a_code_of_small_letters_digits_and_hyphens_is_taken(
    client: PageClient, secretary: Person, code: str
) -> None:
    assert client.post("/en/network/regions/new", data={"code": code, "name_ar": "اسم"}).status_code == 303
    assert client.get(f"/en/network/regions/{code}").status_code == 200
    assert [region.position for region in db.session.query(Region).filter_by(code=code)] == [1]


@pytest.mark.parametrize(
    ("names", "language", "shown"),
    [
        ({"en": "Africa", "ar": "أفريقيا"}, "ar", "أفريقيا"),
        # What nobody has translated is called as everybody calls it; what only this network knows, in English.
        ({"en": "Africa"}, "ar", "أفريقيا"),
        ({"en": "Latin America"}, "es", "Latinoamérica"),
        ({"en": "Africa", "fr": "L’Afrique"}, "fr", "L’Afrique"),
        ({"en": "The Sahel"}, "ar", "The Sahel"),
        ({"en": "Africa"}, "tlh", "Africa"),
        ({"fr": "Afrique"}, "ar", "Afrique"),
        ({}, "ar", "west"),
    ],
)
def test_a_region_is_called_in_the_language_or_the_next_best(
    names: dict[str, str], language: str, shown: str
) -> None:
    assert Region(code="west", names=names).name(language) == shown


def test_a_name_in_a_language_that_the_network_has_left_stays_with_the_region(
    client: PageClient, secretary: Person
) -> None:
    region = db.session.query(Region).one()
    region.names = {"en": "Africa", "pt-BR": "África"}
    page = client.get("/en/network/regions/africa").text
    assert 'name="name_pt_BR"' in page
    client.post("/en/network/regions/africa", data={"name_en": "Africa!", "name_pt_BR": "África"})
    db.session.expire_all()
    assert region.names == {"en": "Africa!", "pt-BR": "África"}


@pytest.mark.parametrize(
    ("languages", "more", "kept"),
    [
        (["en", "ar"], "", ["en", "ar"]),
        (["ar"], "sw", ["ar", "sw"]),
        # One that is there already is not there twice.
        (["en"], "en", ["en"]),
    ],
)
def test_the_languages_of_the_network_are_those_that_were_chosen(
    client: PageClient, secretary: Person, languages: list[str], more: str, kept: list[str]
) -> None:
    data = {"name": "Wells", "languages": languages, "more_language": more}
    assert client.post("/en/network/settings", data=data).status_code == 303
    db.session.expire_all()
    assert db.session.query(Network).one().languages == kept
