"""From each passage back to those whose words it carries, as far as this reader may know of them."""

from typing import Any

import pytest

from tests.factories import make_amendment, make_comment, make_consultation, make_organisation, make_person
from tests.page import PageClient
from tests.web.test_reading_contribution import judge, publish


def _member(**values: Any) -> Any:
    return make_person(organisation=make_organisation(), **values)


def _passages(client: PageClient, revision: Any) -> str:
    answer = client.get(f"/en/narratives/{revision.narrative.slug}/1.1/sections/water/passages")
    assert answer.status_code == 200
    return answer.text


def test_words_lead_back_to_the_contribution_and_its_author(client: PageClient) -> None:
    row = make_amendment(make_consultation(), _member(display_name="Nadia Ferrow"))
    page = _passages(client, publish(row, "a human right"))
    assert f"/en/contributions/{row.public_id}" in page
    assert "Nadia Ferrow" in page


def test_who_spoke_among_members_is_not_named_to_everybody(client: PageClient) -> None:
    consultation = make_consultation(read_audience="members")
    row = make_amendment(consultation, _member(display_name="Nadia Ferrow"))
    remark = make_comment(consultation, _member(display_name="Tomas Ilberg"))
    revision = publish(row, "a human right")
    judge(remark, revision)
    page = _passages(client, revision)
    assert "a human right" in page
    assert page.count("A contribution not shown") == 2
    for hidden in ("Nadia Ferrow", "Tomas Ilberg", row.public_id, remark.public_id):
        assert hidden not in page
    assert "Nadia Ferrow" in _passages(client.sign_in(_member()), revision)


@pytest.mark.parametrize(
    "state", [{"visibility": "facilitators"}, {"status": "withdrawn"}], ids=["withheld", "withdrawn"]
)
def test_adopted_words_stay_where_their_author_is_not_shown(
    client: PageClient, state: dict[str, str]
) -> None:
    row = make_amendment(make_consultation(), _member(display_name="Nadia Ferrow"), **state)
    page = _passages(client, publish(row, "a human right"))
    assert "a human right" in page
    assert "A contribution not shown" in page
    assert "Nadia Ferrow" not in page
