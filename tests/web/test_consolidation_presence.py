"""Who is at which section: told by a post, kept for a minute, shown to those who work there; a GET writes nothing."""

from datetime import timedelta

from consult.consolidation.desk_models import DeskPresence
from consult.core.clock import freeze, now
from consult.core.database import db
from tests.desk import Desk
from tests.desk_forms import url
from tests.factories import make_person
from tests.page import PageClient


def test_facilitators_see_who_is_at_which_section_for_a_minute(app, client: PageClient) -> None:  # type: ignore[no-untyped-def]
    desk = Desk()
    other = make_person("facilitator", desk.consultation, display_name="Amara")
    here, there = url(desk, "/sections/water"), url(desk, "/sections/health")
    client.sign_in(other)
    assert client.get(here).status_code == 200
    assert db.session.query(DeskPresence).count() == 0
    htmx = {"HX-Request": "true"}
    assert "Amara" not in client.post(f"{here}/presence", data={}, headers=htmx).text
    client.sign_in(desk.facilitator)
    assert "also here now" in client.post(f"{here}/presence", data={}, headers=htmx).text
    assert "Amara is at “Water”." in client.post(f"{there}/presence", data={}, headers=htmx).text
    with freeze(now() + timedelta(seconds=61)):
        assert "Amara" not in client.post(f"{there}/presence", data={}, headers=htmx).text
        assert db.session.query(DeskPresence).one().person_id == desk.facilitator.id
