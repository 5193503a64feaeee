"""A search finds what its reader may read, and neither shows nor counts anything else."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from re import findall, search
from typing import Any

import pytest

from consult.contributions.models import Contribution
from consult.contributions.searchable import index_all_contributions
from consult.core.database import db
from consult.core.search_index import empty_index
from consult.narratives.services import store_text
from consult.people.models import Person
from consult.translations.models import Translation
from tests.conftest import NOON
from tests.factories import (
    grant_role,
    keep,
    make_comment,
    make_consultation,
    make_narrative,
    make_organisation,
    make_person,
    make_revision,
)
from tests.page import PageClient

WORDS = "Zebras cross here."


class Place:
    """A consultation with one comment on zebras, and everybody who might look for it."""

    def __init__(self, consultation: dict[str, Any] | None = None, **comment: Any) -> None:
        self.consultation = make_consultation(**(consultation or {}))
        self.author = make_person(organisation=make_organisation())
        self.row = make_comment(self.consultation, self.author, body=WORDS, **comment)
        self.people: dict[str, Person | None] = {
            "anonymous": None,
            "author": self.author,
            "member": make_person(organisation=make_organisation(), organisation_is_confirmed=True),
            "participant": make_person("participant", self.consultation),
            "facilitator": make_person("facilitator", self.consultation),
            "facilitator elsewhere": make_person("facilitator", make_consultation()),
            "secretariat": make_person("secretariat"),
        }
        index_all_contributions()

    def finders(self, client: Callable[[], PageClient], query: str = "zebra") -> set[str]:
        """Return who finds it; a count always agrees with what is shown."""
        found = set()
        for name, person in self.people.items():
            browser = client()
            if person is not None:
                browser.sign_in(person, is_strong=True)
            page = unescape(browser.get(f"/en/search?q={query}").get_data(as_text=True))
            match = search(r'role="status">(\d+) results?<', page)
            assert match, name
            assert int(match[1]) == len(findall(r"<article", page)), name
            assert ("Zebras" in page.replace("<mark>", "")) == (int(match[1]) > 0), name
            found |= {name} if int(match[1]) else set()
        return found


ALL = {"anonymous", "author", "member", "participant", "facilitator", "facilitator elsewhere", "secretariat"}
OWN_AND_FACILITATOR = {"author", "facilitator"}


@pytest.fixture
def clients(app: Any) -> Callable[[], PageClient]:
    return app.test_client


@pytest.mark.parametrize("visibility", ["name", "organisation", "region"])
def test_what_was_sent_for_all_is_found_by_all(clients: Callable[[], PageClient], visibility: str) -> None:
    assert Place(visibility=visibility).finders(clients) == ALL


@pytest.mark.parametrize(
    ("state", "finders"),
    [
        ({"visibility": "facilitators"}, OWN_AND_FACILITATOR),
        ({"hidden_at": NOON, "hidden_reason": "Names somebody."}, OWN_AND_FACILITATOR),
        ({"is_late": True}, OWN_AND_FACILITATOR),
        ({"status": "withdrawn", "withdrawn_at": NOON}, {"author"}),
        ({"status": "draft", "submitted_at": None}, {"author"}),
        ({"is_late": True, "admitted_at": NOON}, ALL),
    ],
    ids=["for-facilitators", "hidden", "late", "withdrawn", "draft", "admitted"],
)
def test_what_is_not_for_all_is_found_by_those_who_may_read_it(
    clients: Callable[[], PageClient], state: dict[str, Any], finders: set[str]
) -> None:
    assert Place(**state).finders(clients) == finders


@pytest.mark.parametrize(
    ("audience", "finders"),
    [
        ("public", ALL),
        ("members", ALL - {"anonymous", "facilitator elsewhere"}),
        ("invited", {"author", "participant", "facilitator", "secretariat"}),
        ("link", {"author", "participant", "facilitator", "secretariat"}),
    ],
)
def test_what_was_sent_to_a_closed_circle_is_found_within_it(
    clients: Callable[[], PageClient], audience: str, finders: set[str]
) -> None:
    place = Place({"read_audience": audience, "contribute_audience": "invited"})
    place.author.organisation_is_confirmed = True
    assert place.finders(clients) == finders


def test_what_is_lowered_hidden_or_withdrawn_later_is_found_no_more_at_once(
    clients: Callable[[], PageClient],
) -> None:
    place = Place()
    assert place.finders(clients) == ALL
    row = db.session.get(Contribution, place.row.id)
    row.visibility = "facilitators"
    assert place.finders(clients) == OWN_AND_FACILITATOR
    row.visibility, row.hidden_at = "name", NOON
    assert place.finders(clients) == OWN_AND_FACILITATOR
    row.status = "withdrawn"
    assert place.finders(clients) == {"author"}


def test_nobody_is_found_by_a_name(clients: Callable[[], PageClient]) -> None:
    place = Place(visibility="region")
    place.author.display_name = "Zora Quillfeather"
    place.author.organisation.name = "Quillfeather Union"
    empty_index()
    index_all_contributions()
    assert place.finders(clients, "quillfeather") == set()
    assert place.finders(clients) == ALL


@pytest.mark.parametrize(
    ("state", "finders"),
    [
        ({}, ALL),
        ({"visibility": "facilitators"}, OWN_AND_FACILITATOR),
        ({"hidden_at": NOON}, OWN_AND_FACILITATOR),
        ({"status": "withdrawn", "withdrawn_at": NOON}, {"author"}),
    ],
    ids=["for-all", "for-facilitators", "hidden", "withdrawn"],
)
def test_an_answer_is_found_by_those_who_may_read_what_it_answers(
    clients: Callable[[], PageClient], state: dict[str, Any], finders: set[str]
) -> None:
    answer = {"disposition": "noted", "disposition_reason": "Zebras were counted.", "disposed_at": NOON}
    place = Place({"state": "closed"}, **answer, **state)
    assert place.finders(clients, "counted") == finders


def test_an_answer_in_an_open_ledger_is_found_by_all_and_leads_there_without_the_words(
    clients: Callable[[], PageClient],
) -> None:
    consultation = make_consultation(
        state="closed", read_audience="invited", contribute_audience="invited", ledger_audience="public"
    )
    row = make_comment(
        consultation,
        body="Only for us.",
        disposition="noted",
        disposition_reason=WORDS,
        disposed_at=NOON,
    )
    index_all_contributions()
    page = clients().get("/en/search?q=zebras").get_data(as_text=True)
    assert "<mark>Zebras</mark> cross here." in page
    assert "Only for us" not in page
    (address,) = findall(rf'href="([^"]*#c-{row.public_id})"', page)
    assert f'id="c-{row.public_id}"' in clients().get(unescape(address)).get_data(as_text=True)
    assert "0 results" in clients().get("/en/search?q=only+us").get_data(as_text=True)
    consultation.ledger_audience = None
    assert "0 results" in clients().get("/en/search?q=zebras").get_data(as_text=True)


def test_a_section_is_found_in_the_newest_version_by_those_who_may_read_the_narrative(
    clients: Callable[[], PageClient],
) -> None:
    narrative = make_narrative(read_audience="members", slug="ours")
    first = make_revision(narrative, [("animals", "Animals", "Zebras run.")])
    member = make_person(organisation=make_organisation(), organisation_is_confirmed=True)

    def results(query: str, person: Person | None = None) -> str:
        browser = clients() if person is None else clients().sign_in(person)
        return browser.get(f"/en/search?q={query}").get_data(as_text=True)

    assert "0 results" in results("zebras")
    assert '/en/narratives/ours/1.0/sections/animals"' in results("zebras", member)
    make_revision(narrative, [("animals", "Animals", "Lions run.")], number=(1, 1), parent=first)
    assert "0 results" in results("zebras", member)
    assert '/en/narratives/ours/1.1/sections/animals"' in results("lions", member)
    assert "0 results" in results("lions")


def test_a_section_is_found_in_its_reviewed_translation_while_the_original_stands(
    clients: Callable[[], PageClient],
) -> None:
    narrative = make_narrative(slug="ours", target_languages=["ar", "fr"])
    first = make_revision(narrative, [("animals", "Animals", "Zebras run.")])
    for language, words in (("ar", "تجري الحمير الوحشية"), ("sw", "Punda milia hukimbia")):
        text = store_text(narrative, language, "", words)
        origin = {"section_id": first.places[0].section_id, "source_text_id": first.places[0].section_text_id}
        keep(
            Translation(
                narrative_id=narrative.id, language=language, text_id=text.id, status="reviewed", **origin
            )
        )
    store_text(narrative, "fr", "", "Les zèbres, pas encore relus")

    def results(query: str) -> str:
        return clients().get(f"/en/search?q={query}").get_data(as_text=True)

    page = results("الوحشية")
    assert '/en/narratives/ours/1.0/sections/animals?text=ar"' in page
    assert 'lang="ar">تجري الحمير <mark>الوحشية</mark>' in page
    assert "0 results" in results("milia"), "no target language of the narrative"
    assert "0 results" in results("relus"), "nobody has reviewed it"
    make_revision(narrative, [("animals", "Animals", "Lions run.")], number=(1, 1), parent=first)
    assert "0 results" in results("الوحشية")


def test_a_reply_is_found_by_itself_and_not_where_it_is_withheld(clients: Callable[[], PageClient]) -> None:
    consultation = make_consultation()
    start = make_comment(consultation, body="Horses.")
    for visibility, words in (("name", "Zebras walk."), ("facilitators", "Zebras sleep.")):
        make_comment(consultation, body=words, thread_id=start.id, visibility=visibility)
    index_all_contributions()
    page = clients().get("/en/search?q=zebras").get_data(as_text=True)
    assert "1 result<" in page
    assert "walk" in page
    assert "sleep" not in page


def test_an_ended_role_finds_no_more(clients: Callable[[], PageClient]) -> None:
    consultation = make_consultation(read_audience="invited", contribute_audience="invited")
    make_comment(consultation, body=WORDS)
    person = make_person()
    grant = grant_role(person, "participant", consultation)
    index_all_contributions()
    browser = clients().sign_in(person)
    assert "1 result<" in browser.get("/en/search?q=zebras").get_data(as_text=True)
    grant.ended_at = NOON - timedelta(hours=1)
    keep(grant)
    assert "0 results" in browser.get("/en/search?q=zebras").get_data(as_text=True)
