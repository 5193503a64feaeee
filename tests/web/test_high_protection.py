"""A consultation under high protection: what few people share stands on no page and in no file."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution
from consult.core.database import db
from consult.rules.disclosure import Spoken, traits_told
from consult.summaries.cells import Rows
from consult.summaries.counted import regions_heard
from consult.summaries.narrowed import Narrowed
from tests.factories import (
    make_comment,
    make_consultation,
    make_network,
    make_organisation,
    make_person,
    make_region,
    make_stance,
)
from tests.page import PageClient

WEDNESDAY = datetime(2026, 3, 11, 9, tzinfo=UTC)


def speak(
    consultation: Consultation, region: str, people: int, organisations: int, **values: Any
) -> list[Contribution]:
    """Let so many people of so many organisations of a region say something."""
    homes = [make_organisation(region=make_region(region)) for _ in range(organisations)]
    return [
        make_comment(
            consultation,
            make_person(organisation=homes[number % organisations]),
            visibility="region",
            body=f"Said of {region}, {number}.",
            submitted_at=WEDNESDAY,
            **values,
        )
        for number in range(people)
    ]


@pytest.fixture
def consultation(app: Flask) -> Consultation:
    """A high one: Africa and Europe are many, Oceania and Asia few, but enough together."""
    make_network()
    made = make_consultation(protection="high", region=None)
    speak(made, "africa", 10, 3)
    speak(made, "europe", 12, 3, language="fr")
    speak(made, "oceania", 6, 2, language="ar")
    speak(made, "asia", 4, 2, language="ar")
    return made


def records(answer: Any) -> list[dict[str, str]]:
    """Return the rows of a CSV file by column."""
    return list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def spoken(**groups: tuple[int, int]) -> list[Spoken]:
    """Return what people of so many organisations said, by the region that they are of."""
    found, start = [], 0
    for region, (people, organisations) in groups.items():
        found += [
            Spoken(start + one, start + one % organisations if organisations else None, (("region", region),))
            for one in range(people)
        ]
        start += 100
    return found


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        ({"africa": (10, 3)}, {"africa"}),
        ({"africa": (9, 3)}, set()),
        ({"africa": (10, 2)}, set()),
        ({"africa": (10, 0)}, set()),
        ({"africa": (20, 4), "asia": (2, 1)}, set()),  # Asia alone would be what is not told
        ({"africa": (20, 4), "europe": (30, 9), "asia": (2, 1)}, {"europe"}),
        ({"africa": (20, 4), "asia": (5, 2), "oceania": (5, 1)}, {"africa"}),
        ({}, set()),
    ],
)
def test_a_trait_is_told_where_ten_people_of_three_organisations_share_it(
    groups: dict[str, tuple[int, int]], told: set[str]
) -> None:
    assert traits_told(spoken(**groups)) == {("region", name) for name in told}


def test_one_person_who_says_much_is_one_and_traits_are_told_by_themselves() -> None:
    much = [Spoken(1, one, (("region", "africa"),)) for one in range(30)]
    assert traits_told(much) == frozenset()
    rows = [
        Spoken(one, one % 4, (("region", "africa"), ("language", "sw" if one else "fr"))) for one in range(11)
    ]
    assert traits_told(rows) == {("region", "africa")}
    nobody = [Spoken(None, None, (("region", None),)) for _ in range(30)]
    assert traits_told(nobody) == frozenset()


def test_pages_and_files_tell_a_region_only_where_many_share_it(
    client: PageClient, consultation: Consultation
) -> None:
    home = f"/en/consultations/{consultation.public_id}"
    narrative = f"/en/narratives/{consultation.narrative.slug}"
    for path in ("", "/sections/water", "/text", "/ledger", "/summary", "/contributions.csv", "/ledger.csv"):
        text = client.get(home + path).text
        for few in ("Oceania", "oceania,", "Asia", "asia,"):
            assert few not in text.replace("Said of oceania", "").replace("Said of asia", ""), (path, few)
    assert "A participant, Africa" in client.get(home + "/sections/water").text
    assert "Said of asia, 1." in client.get(home + "/sections/water").text
    assert "Oceania" not in client.get(narrative).text
    assert "Said of asia" not in client.get(f"{narrative}/regions/asia").text
    assert "Said of africa" in client.get(f"{narrative}/regions/africa").text
    assert "Said of asia" not in client.get(home + "/ledger?region=asia").text


def test_files_hold_the_monday_and_no_language_of_few(client: PageClient, consultation: Consultation) -> None:
    home = f"/en/consultations/{consultation.public_id}"
    speak(consultation, "africa", 1, 1, language="sw")
    for path in ("contributions.csv", "ledger.csv"):
        rows = records(client.get(f"{home}/{path}"))
        assert len(rows) == 33
        assert {row["day"] for row in rows} == {"2026-03-09"}, path
        assert {row["region"] for row in rows} == {"africa", "europe", ""}, path
    languages = {row["language"] for row in records(client.get(f"{home}/contributions.csv"))}
    assert "sw" not in languages
    assert "fr" in languages
    assert "week of <time" in client.get(home + "/sections/water").text
    assert "11 March" not in client.get(home + "/sections/water").text


def test_a_contribution_and_its_stances_widen_alike_and_a_chosen_name_stays(
    client: PageClient, consultation: Consultation
) -> None:
    few = db.session.query(Contribution).filter_by(language="ar").first()
    assert few
    make_stance(
        few, make_person(organisation=few.person.organisation), "objection", reason="No.", visibility="region"
    )
    named = make_comment(consultation, make_person(display_name="Wren"), visibility="name")
    page = client.get(f"/en/contributions/{few.public_id}").text
    assert "Oceania" not in page
    assert "A participant" in page
    assert "Wren" in client.get(f"/en/contributions/{named.public_id}").text


def test_in_a_standard_consultation_all_is_as_the_authors_chose(
    client: PageClient, consultation: Consultation
) -> None:
    consultation.protection = "standard"
    db.session.commit()
    page = client.get(f"/en/consultations/{consultation.public_id}/sections/water").text
    assert "A participant, Asia" in page
    assert "11 March" in page


def test_protection_is_raised_after_the_opening_and_never_lowered(
    client: PageClient, consultation: Consultation
) -> None:
    client.sign_in(make_person("facilitator", consultation))
    home = f"/en/consultations/{consultation.public_id}"
    data = {
        "title": consultation.title,
        "introduction": "x",
        "region": "",
        "read_audience": consultation.read_audience,
        "contribute_audience": consultation.contribute_audience,
        "languages": consultation.languages,
    }
    version = consultation.version
    lowered = client.post(f"{home}/edit", data={**data, "protection": "standard", "version": version})
    assert lowered.status_code == 422
    assert "It can be raised, not lowered." in lowered.text
    consultation.protection = "standard"
    db.session.commit()
    data["version"] = consultation.version
    assert client.post(f"{home}/edit", data={**data, "protection": "high"}).status_code == 303
    db.session.expire_all()
    assert consultation.protection == "high"
    assert "High protection" in client.get(home).text


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("region=africa", 10),
        ("region=asia", 0),
        ("region=-", 10),  # Asia and Oceania, who are enough together
        ("day=2026-03-11", 0),  # the day itself
        ("day=2026-03-09", 32),  # the Monday of its week
    ],
)
def test_no_choice_in_an_address_tells_what_is_not_told(
    client: PageClient, consultation: Consultation, asked: str, number: int
) -> None:
    narrowed = Narrowed.from_query(dict([asked.split("=")]))
    assert sum(cell[-1] for cell in Rows([consultation], narrowed).sent()) == number
    assert regions_heard([consultation]) == ["africa", "europe"]
