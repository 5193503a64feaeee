"""Facilitators tag what was sent; everybody who reads it sees the tags, and the summary counts them."""

import csv
import io
import re
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa

from consult.contributions.tag_models import Tag, Tagging
from consult.core.database import db
from tests.conftest import NOON
from tests.factories import (
    keep,
    make_comment,
    make_consultation,
    make_person,
    person_from,
    place_of,
)
from tests.page import PageClient, words_of


@pytest.fixture
def consultation(client: PageClient) -> Any:
    """A consultation with two tags and a facilitator who is signed in."""
    made = make_consultation()
    facilitator = make_person("facilitator", made, display_name="Wanjiru Otieno")
    for name in ("Water", "Land"):
        keep(Tag(narrative_id=made.narrative_id, names={"en": name}, by_id=facilitator.id, at=NOON))
    client.sign_in(facilitator)
    return made


def tag(name: str) -> Tag:
    return db.session.scalars(sa.select(Tag).where(Tag.names["en"].as_string() == name)).one()


def put(row: Any, *names: str) -> Any:
    """Let tags stand on a contribution."""
    for name in names:
        keep(Tagging(contribution_id=row.id, tag_id=tag(name).id, by_id=tag(name).by_id, at=NOON))
    return row


def address(consultation: Any, path: str = "") -> str:
    return f"/en/consultations/{consultation.public_id}/tags{path}"


def rows_of(client: PageClient, path: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(client.get(f"/en{path}").get_data().decode("utf-8-sig"))))


def ticked(page: str) -> set[str]:
    return set(re.findall(r'id="tag-(\w+-\w+)"[^>]* checked', page))


def test_a_page_of_untagged_contributions_is_saved_at_once(client: PageClient, consultation: Any) -> None:
    first, second = (make_comment(consultation, body=f"Contribution {number}.") for number in (1, 2))
    make_comment(consultation, body="Only for you.", visibility="facilitators")
    make_comment(consultation, body="Hidden words.", hidden_at=NOON)
    make_comment(consultation, body="A reply.", thread_id=first.id, reply_to_id=first.id)
    put(make_comment(consultation, body="Tagged before."), "Land")
    page = client.get(address(consultation)).text
    assert "3 contributions" in words_of(page)
    assert "Only for you." in page
    for absent in ("Hidden words.", "A reply.", "Tagged before."):
        assert absent not in page
    assert not ticked(page)
    assert (
        "suggestions need 20 tagged contributions and 2 different tags. So far there are 1 and 1."
        in words_of(page)
    )
    chosen = {
        "row": [first.public_id, second.public_id],
        f"was-{first.public_id}": "",
        f"was-{second.public_id}": "",
        f"tag-{first.public_id}": [tag("Water").public_id, tag("Land").public_id],
    }
    answer = client.post(address(consultation, "?tag=-&section=water"), data=chosen)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/tags?tag=-&section=water")
    assert "Saved: 1 contribution." in words_of(client.get(answer.headers["Location"]).text)
    again = client.get(address(consultation, f"?tag={tag('Water').public_id}")).text
    assert ticked(again) == {f"{first.public_id}-{tag(name).public_id}" for name in ("Water", "Land")}
    assert "Contribution 2." not in again
    assert client.post(address(consultation)).status_code == 303
    assert "Nothing was changed." in words_of(client.get(address(consultation)).text)


def test_what_two_facilitators_do_at_once_is_kept(client: PageClient, consultation: Any) -> None:
    row = put(make_comment(consultation), "Land")
    gone = make_comment(consultation, status="withdrawn")
    elsewhere = make_comment(make_consultation())
    water = tag("Water").public_id
    sent = {
        "row": [row.public_id, gone.public_id, elsewhere.public_id, "nobody", "x" * 5000],
        f"was-{row.public_id}": "",  # the page was made before somebody else put the other tag
        f"tag-{row.public_id}": [water, "goneagain123"],
        f"tag-{gone.public_id}": [water],
        f"tag-{elsewhere.public_id}": [water],
    }
    assert client.post(address(consultation), data=sent).status_code == 303
    page = words_of(client.get(address(consultation)).text)
    assert "A tag that you chose was taken off the list meanwhile. The others are saved." in page
    assert "It was withdrawn or hidden meanwhile, so it is not tagged." in page
    found = db.session.execute(sa.select(Tagging.contribution_id, Tagging.tag_id)).all()
    assert {tuple(one) for one in found} == {(row.id, tag("Water").id), (row.id, tag("Land").id)}


def test_suggested_tags_stand_first_and_are_never_ticked(client: PageClient, consultation: Any) -> None:
    for number in range(12):
        put(make_comment(consultation, body=f"Clean water from the well {number}"), "Water")
        put(make_comment(consultation, body=f"Land to plough {number}"), "Land")
    new = make_comment(consultation, body="Land to plough again")
    page = client.get(address(consultation)).text
    assert "learnt from 24 tagged contributions" in words_of(page)
    suggested = page[page.index("Suggested tags") : page.index("Other tags")]
    assert re.findall(r'value="(\w+)"', suggested)[0] == tag("Land").public_id
    assert "fits well" in suggested
    assert not ticked(page)
    one = f"/en/contributions/{new.public_id}/tags"
    assert "Suggested tags" in client.get(one).text
    # At the merge desk the form comes in place, and goes again with what was saved.
    part = client.get(one, headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert f'id="tags-{new.public_id}"' in part
    sent = {f"tag-{new.public_id}": tag("Land").public_id}
    saved = client.post(one, data=sent, headers={"HX-Request": "true"}).text
    assert "The tags are saved." in saved
    assert "Change the tags" in saved
    # Nothing that is only suggested is told to anybody else, or counted.
    client.sign_in(make_person())
    assert client.get(address(consultation)).status_code == 403
    assert client.post(one).status_code == 403
    assert "Tag it" not in client.get(f"/en/contributions/{new.public_id}").text
    table = rows_of(client, f"/consultations/{consultation.public_id}/summary/tags.csv")
    assert table[1:] == [["Land", "13"], ["Water", "12"]]


def test_everybody_who_reads_a_contribution_sees_who_tagged_it(client: PageClient, consultation: Any) -> None:
    row = put(make_comment(consultation), "Water")
    withheld = put(make_comment(consultation, visibility="facilitators"), "Land")
    assert "Change the tags" in client.get(f"/en/contributions/{row.public_id}").text
    client.sign_in(make_person())
    page = words_of(client.get(f"/en/contributions/{row.public_id}").text)
    assert "Water put there by Wanjiru Otieno" in page
    assert "Change the tags" not in page
    assert client.get(f"/en/contributions/{withheld.public_id}").status_code == 404


def test_the_list_is_kept_with_clear_words(client: PageClient, consultation: Any) -> None:
    path = address(consultation, "/list")
    for names, words in (
        ({}, "Write a name."),
        ({"name-en": "water"}, "The list has a tag of this name already."),
        ({"name-en": "w" * 61}, "61"),
    ):
        answer = client.post(path, data=names)
        assert answer.status_code == 422
        assert words in words_of(answer.text)
        assert names.get("name-en", "") in answer.text
    assert client.post(path, data={"name-en": "Debt"}).status_code == 303
    row = put(make_comment(consultation), "Debt")
    debt = f"{path}/{tag('Debt').public_id}"
    assert client.post(f"{debt}/names", data={"name-en": "Land"}).status_code == 422
    assert client.post(f"{debt}/names", data={"name-en": "Debts"}).status_code == 303
    assert client.post(f"{debt}/merge", data={"into": tag("Debts").public_id}).status_code == 422
    page = client.get(path).text
    assert "Debts" in page
    assert "1 contribution" in words_of(page)
    assert client.post(f"{debt}/merge", data={"into": tag("Land").public_id}).status_code == 303
    assert db.session.scalars(sa.select(Tagging.tag_id)).all() == [tag("Land").id]
    assert client.post(f"{path}/{tag('Land').public_id}/remove").status_code == 303
    assert not db.session.scalars(sa.select(Tagging)).all()
    assert client.post(f"{debt}/remove").status_code == 404
    assert row.status == "submitted"


def test_the_summary_counts_by_tag_and_leads_to_what_it_counts(client: PageClient, consultation: Any) -> None:
    health = place_of(consultation.base_revision, "health").section
    put(make_comment(consultation, person_from("africa")), "Water", "Land")
    put(make_comment(consultation, person_from("asia"), section=health), "Land")
    make_comment(consultation, person_from("asia"))
    for values in (
        {"visibility": "facilitators"},
        {"hidden_at": NOON},
        {"status": "withdrawn"},
        {"is_late": True},
    ):
        put(make_comment(consultation, person_from("asia"), **values), "Land")
    client.sign_in(make_person())
    base = f"/consultations/{consultation.public_id}/summary"
    assert rows_of(client, f"{base}/tags.csv") == [
        ["Tag", "All", "Africa", "Asia"],
        ["Land", "2", "1", "1"],
        ["Water", "1", "1", "0"],
        ["Without a tag", "1", "0", "1"],
    ]
    assert rows_of(client, f"{base}/tag_sections.csv")[1:] == [
        ["1. Water", "Land", "1"],
        ["1. Water", "Water", "1"],
        ["2. Health", "Land", "1"],
    ]
    page = client.get(f"/en{base}").text
    for name, number in ((tag("Land").public_id, 2), ("-", 1)):
        (lead,) = set(re.findall(rf'href="([^"]+contributions\?tag={name})"', page))
        assert client.get(unescape(lead)).text.count('<article class="card"') == number
    assert rows_of(client, f"{base}/tags.csv?tag={tag('Water').public_id}")[1:] == [
        ["Water", "1"],
        ["Land", "1"],
    ]
    file = rows_of(client, f"/consultations/{consultation.public_id}/contributions.csv")
    assert file[0][-1] == "tags"
    assert sorted(line[-1] for line in file[1:]) == ["", "Land", "Land | Water"]
    version = f"/narratives/{consultation.narrative.slug}/1.0/summary/tags.csv"
    assert rows_of(client, version)[1] == ["Land", "2", "1", "1"]
    assert "What it is about, by tag" in client.get(f"/en/consultations/{consultation.public_id}/report").text
    assert client.get(f"/en{base}?tag=%00nothing").status_code == 200


def test_under_high_protection_tags_are_not_crossed_with_regions(
    client: PageClient, consultation: Any
) -> None:
    consultation.protection = "high"
    for region in ("africa", "asia"):
        for _number in range(12):
            put(make_comment(consultation, person_from(region)), "Water")
    base = f"/consultations/{consultation.public_id}/summary"
    assert rows_of(client, f"{base}/tags.csv") == [["Tag", "All"], ["Water", "24"]]
