"""The directory: organisations, and who chose to be listed; for members, and with nothing that anybody sent."""

from consult.core.database import db
from consult.people.erasing import erase
from tests.factories import make_comment, make_consultation, make_network, make_organisation, make_person
from tests.page import PageClient


def test_members_find_organisations_and_those_who_chose_it(client: PageClient) -> None:
    make_network()
    home = make_organisation(name="Well Keepers", country="KE")
    make_organisation(name="Not Yet", status="proposed")
    reader = make_person(organisation=home, display_name="Amina Reads")
    listed = make_person(organisation=home, display_name="Élodie Listed", is_listed=True)
    make_person(display_name="Alone Listed", is_listed=True)
    claimed = make_person(
        organisation=home, display_name="Bo", is_listed=True, organisation_is_confirmed=False
    )
    closed = make_person(display_name="Closed Listed", is_listed=True)
    closed.account.disabled_at = closed.account.created_at  # type: ignore[union-attr]
    comment = make_comment(make_consultation(), listed, body="Said elsewhere.")
    client.sign_in(reader)
    page = client.get("/en/directory").text
    main = page[page.index("<main") : page.index("</main")]
    for there in ("Well Keepers", "Kenya", "Élodie Listed", "Alone Listed", "Bo"):
        assert there in main
    for hidden in ("Not Yet", "Amina Reads", "Closed Listed", "@members.example", comment.public_id):
        assert hidden not in main
    assert (
        main.count("Well Keepers") == 2
    )  # the organisation, and beside Élodie; not beside Bo, who only says so
    assert main.index("Alone Listed") < main.index("Bo") < main.index("Élodie Listed")
    assert listed.public_id not in page
    assert claimed.public_id not in page


def test_nobody_is_listed_who_did_not_choose_it_and_everybody_can_take_it_back(client: PageClient) -> None:
    make_network()
    person = make_person(organisation=make_organisation(), display_name="Ana")
    client.sign_in(person)
    profile = {"display_name": "Ana", "locale": "en", "organisation": person.organisation.public_id}  # type: ignore[union-attr]
    for sent, listed in (({}, False), ({"is_listed": "y"}, True), ({}, False)):
        client.post("/en/me", data={**profile, **sent})
        db.session.expire_all()
        assert person.is_listed is listed
        assert ("<li><bdi>Ana</bdi>" in client.get("/en/directory").text) is listed
    person.is_listed = True
    erase(person, actor=person, at=person.created_at)
    assert not person.is_listed


def test_the_directory_is_for_members(client: PageClient) -> None:
    make_network()
    assert client.get("/en/directory").status_code == 302
    client.sign_in(make_person(display_name="Guest"))
    assert client.get("/en/directory").status_code == 403
    assert 'href="/en/directory"' not in client.get("/en/me").text
    client.sign_in(make_person(organisation=make_organisation()))
    assert 'href="/en/directory"' in client.get("/en/me").text
