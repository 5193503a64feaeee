"""The number that the desk proposes for a section that comes in, and the facilitator's own one."""

from consult.consolidation.compose import compose
from consult.contributions.models import Amendment
from tests.desk import Desk
from tests.desk_forms import prefix, url
from tests.factories import _contribution, place_of
from tests.page import PageClient


def test_the_desk_proposes_a_number_and_takes_another(app, client: PageClient) -> None:  # type: ignore[no-untyped-def]
    desk = Desk()
    water = place_of(desk.consultation.base_revision).section
    words = {"heading": "Land", "body": "Land is for those who till it.", "rationale": "Land is missing."}
    values = {"operation": "add", "section": None, "after_section": water, "depth": 1}
    _contribution(Amendment, desk.consultation, None, words, values)
    (group,) = desk.whole().structure.groups
    client.sign_in(desk.facilitator)
    here, field = url(desk, "/structure"), prefix(group.key) + "label"
    page = client.get(here).text
    assert f'name="{field}"' in page
    assert 'value="1a."' in page
    card = page[page.index("data-desk-item") : page.index(f'name="{field}"')]
    assert "Who proposes it, and why" in card
    assert "Land is missing." in card, "the reasons stand where it is decided"
    assert "No other section changes its number." in page

    def accept(label: str):  # type: ignore[no-untyped-def]
        data = {"counter": 0, "outcome": "accept", field: label}
        return client.post(url(desk, f"/structure/{group.key}"), data=data)

    refused = accept("2.")
    assert refused.status_code == 422
    assert "Another section carries this number already." in refused.text
    assert 'value="2."' in refused.text
    assert accept("  1 bis ").status_code == 303
    assert "Printed number: 1 bis" in client.get(here).text
    assert [one.place.label for one in compose(desk.whole())] == ["1.", "1 bis", "2."]
