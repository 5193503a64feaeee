"""Addresses of summaries that name what is elsewhere, what may not be read, or nothing; and the page of a consent."""

from typing import Any

import pytest

from consult.core.database import db
from consult.summaries.models import QuoteConsent
from tests.conftest import NOON
from tests.factories import (
    keep,
    make_comment,
    make_consultation,
    make_narrative,
    make_person,
    make_revision,
    person_from,
)
from tests.page import PageClient, words_of

INVITED = {"read_audience": "invited", "contribute_audience": "invited"}


@pytest.fixture
def names(client: PageClient) -> dict[str, str]:
    """Two narratives with a consultation each, on sections of different keys; and one for the invited."""
    first = make_revision(sections=[("water", "Water", "Water is a right.")])
    second = make_revision(sections=[("land", "Land", "Land is a right.")], number=(2, 0))
    here, there = make_consultation(first), make_consultation(second)
    secret = make_consultation(first, **INVITED)
    make_comment(here, person_from("africa"))
    return {
        "here": here.public_id,
        "there": there.public_id,
        "secret": secret.public_id,
        "first": first.narrative.slug,
        "second": second.narrative.slug,
        "row": str(here.id),
    }


NOT_THERE = """
consultations/{here}/summary/sections/land
consultations/{here}/summary/sections/land/changes.csv
consultations/{here}/summary/sections/water/people.csv
consultations/{here}/summary/sections/-
consultations/{there}/summary/sections/water
consultations/{secret}/summary
consultations/{secret}/summary/sections/water/regions.csv
consultations/{secret}/summary/words
consultations/{secret}/summary/words/repeated.csv
consultations/{secret}/report.xlsx
consultations/{row}/summary
consultations/{row}/report
consultations/{first}/summary
consultations/{here}/summary/words/people.csv
consultations/{here}/summary/people.csv
consultations/{here}/summary/unheard.csv
consultations/{here}/report.csv
narratives/{first}/2.0/summary
narratives/{first}/2.0/summary/words
narratives/{first}/2.0/report
narratives/{first}/1/summary
narratives/{first}/1.0.0/summary
narratives/{first}/one/summary/words
narratives/{first}/1.0/summary/sections/land
narratives/{second}/2.0/summary/sections/water
narratives/{second}/2.0/summary/sections/land/wanted.csv
narratives/{here}/1.0/summary
working-groups/{here}/summary
regions/{first}/summary
"""


def test_what_is_elsewhere_is_answered_like_what_is_nowhere(
    client: PageClient, names: dict[str, str]
) -> None:
    paths = NOT_THERE.split()
    for path in paths:
        assert client.get(f"/en/{path.format(**names)}").status_code == 404, path
    client.sign_in(person_from("asia"))
    for path in [path for path in paths if "{secret}" in path]:
        assert client.get(f"/en/{path.format(**names)}").status_code == 404, path


THERE = """
consultations/{here}/summary/sections/water
consultations/{here}/summary/sections/water/changes.csv
consultations/{there}/summary/sections/land/passages.csv
narratives/{first}/1.0/summary/sections/water/regions.csv
narratives/{second}/2.0/summary/sections/land
narratives/{second}/2.0/summary/words/sections.csv
narratives/{second}/2.0/report.xlsx
"""


def test_the_same_addresses_with_the_right_names_are_there(client: PageClient, names: dict[str, str]) -> None:
    for path in THERE.split():
        assert client.get(f"/en/{path.format(**names)}").status_code == 200, path


def test_files_are_called_by_what_they_are_about_in_plain_letters(
    client: PageClient, names: dict[str, str]
) -> None:
    for path, name in {
        "consultations/{here}/summary/days.csv": "{here}-days.csv",
        "narratives/{first}/1.0/summary/days.csv?region=africa": "{first}-1.0-days.csv",
        "consultations/{here}/summary/sections/water/changes.csv": "{here}-water-changes.csv",
        "narratives/{first}/1.0/summary/sections/water/changes.csv": "{first}-water-changes.csv",
        "consultations/{here}/summary/words/regions.csv": "{here}-words-regions.csv",
        "narratives/{first}/1.0/summary/words/regions.csv": "{first}-1.0-words-regions.csv",
        "narratives/{first}/1.0/summary/contributions.csv": "{first}-1.0-contributions.csv",
        "regions/africa/summary.csv": "africa-summary.csv",
    }.items():
        answer = client.get("/en/" + path.format(**names))
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name.format(**names)}"', path
        assert answer.headers["Cache-Control"] == "no-store", path


def test_a_filter_that_names_nothing_leaves_zeros_and_the_way_back(
    client: PageClient, names: dict[str, str]
) -> None:
    here = f"/en/consultations/{names['here']}/summary"
    for query in ("region=nowhere", "section=land", "section=nowhere", "day=2020-01-01", "kind=highlight"):
        page = client.get(f"{here}?{query}")
        assert page.status_code == 200, query
        assert "1 contribution" not in words_of(page.text.split("<h1")[1].split("<form")[0]), query
        assert f'href="{here}"' in page.text, query
        rows = client.get(f"{here}/contributions.csv?{query}").get_data(as_text=True).splitlines()
        assert len(rows) == 1, query


def test_without_a_number_a_narrative_sums_up_what_was_last_put_to_its_readers(client: PageClient) -> None:
    first = make_revision(make_narrative(slug="shared"))
    make_comment(make_consultation(first), person_from("africa"))
    second = make_revision(first.narrative, number=(1, 1), parent=first)
    secret = make_consultation(second, **INVITED)
    here = "/en/narratives/shared/summary"
    assert "/en/narratives/shared/1.0/summary/sections/water" in client.get(here).text
    client.sign_in(make_person("facilitator", secret))
    make_comment(secret, person_from("asia"))
    assert "/en/narratives/shared/1.1/summary/sections/water" in client.get(here).text


STATES: dict[str, tuple[dict[str, Any], bool]] = {
    "open to all": ({}, True),
    "for facilitators": ({"visibility": "facilitators"}, False),
    "hidden": ({"hidden_at": NOON, "hidden_reason": "A name"}, False),
    "late": ({"is_late": True}, False),
}


@pytest.mark.parametrize(("values", "may_be"), STATES.values(), ids=STATES)
def test_the_page_of_a_consent_offers_what_can_be_done(
    client: PageClient, values: dict[str, Any], may_be: bool
) -> None:
    row = make_comment(make_consultation(), author := person_from("africa"), **values)
    client.sign_in(author)
    here = f"/en/contributions/{row.public_id}/quoting"
    page = words_of(client.get(here).text)
    assert ("Reports may quote it" in page) is may_be
    assert ("Only what the other participants may read can be quoted." in page) is not may_be
    answer = client.post(here, data={"quoting": "yes"})
    assert answer.status_code == (303 if may_be else 409)
    if not may_be:
        assert "Only what the other participants may read can be quoted." in answer.text
    assert db.session.query(QuoteConsent).count() == may_be


def test_consent_to_words_that_were_hidden_since_can_still_be_taken_back(client: PageClient) -> None:
    row = make_comment(make_consultation(), author := person_from("africa"))
    keep(QuoteConsent(contribution_id=row.id, text_number=1, given_at=NOON))
    row.hidden_at, row.hidden_reason = NOON, "A name"
    client.sign_in(author)
    here = f"/en/contributions/{row.public_id}/quoting"
    assert "Do not quote it any more" in client.get(here).text
    answer = client.post(here, data={"quoting": "no"})
    answer = client.get(answer.headers["Location"])
    assert "New reports do not quote these words." in answer.text
    assert db.session.query(QuoteConsent).count() == 0


def test_anything_but_a_yes_is_a_no_and_two_yeses_are_one(client: PageClient) -> None:
    row = make_comment(make_consultation(), author := person_from("africa"))
    client.sign_in(author)
    here = f"/en/contributions/{row.public_id}/quoting"
    for typed, number in (("yes", 1), ("yes", 1), ("YES", 0), ("", 0), ("yes", 1), ("no", 0)):
        answer = client.post(here, data={"quoting": typed})
        assert answer.status_code == 303
        assert answer.headers["Location"].endswith(f"/en/contributions/{row.public_id}")
        assert db.session.query(QuoteConsent).count() == number, typed
