"""What somebody said, entered by another: whose it is, what is refused; notes of a call as a whole or not."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution
from consult.contributions.services import Sending
from consult.contributions.services.entry import Entry, enter_on_behalf
from consult.contributions.services.notes import MOST_NOTES, Said, enter_notes
from consult.core.database import db
from consult.core.errors import ConsultError, InvalidInput, WrongState
from consult.core.logs import AuditEntry, Event
from consult.people.guests import GuestFacts, add_guest, find_guest
from consult.people.models import Account, Organisation, Person
from consult.rules.states import CHANNELS, VISIBILITIES
from tests.factories import make_consultation, make_organisation, make_person, make_region, make_revision

GUEST = GuestFacts("Grandmother Ife", "en")
ENTRY = Entry("The well was closed.", "remark", Sending("region"), "phone", "Asked on 3 May.", GUEST)


def water(consultation: Consultation) -> Any:
    """Return the first section of what is discussed."""
    return consultation.base_revision.places[0].section


def kinds(log: Any) -> list[str]:
    """Return what a log holds, in its order, of entering."""
    return [
        row.kind for row in db.session.scalars(sa.select(log).order_by(log.id)) if "revision" not in row.kind
    ]


@pytest.mark.parametrize(("channel", "visibility"), list(zip(CHANNELS, [*VISIBILITIES, "name"], strict=True)))
def test_what_was_said_is_its_authors_in_every_way_it_came_and_is_shown(
    app: Flask, now: datetime, channel: str, visibility: str
) -> None:
    consultation, actor = make_consultation(), make_person("facilitator")
    make_region("asia")
    guest = GuestFacts("Grandmother Ife", "sw", "asia", "River Keepers")
    entry = replace(ENTRY, channel=channel, sending=Sending(visibility, language="sw"), guest=guest)
    row, code = enter_on_behalf(consultation, water(consultation), actor, now, entry)
    assert row.person is not None
    assert row.organisation is not None
    assert (row.person.display_name, row.person.languages, row.person.region.code) == (  # type: ignore[union-attr]
        "Grandmother Ife",
        ["sw"],
        "asia",
    )
    assert (row.channel, row.consent, row.visibility, row.language) == (
        channel,
        "Asked on 3 May.",
        visibility,
        "sw",
    )
    assert (row.voice, row.status, row.is_late, row.entered_by_id) == ("self", "submitted", False, actor.id)
    assert (row.organisation.status, row.person.organisation_is_confirmed) == ("proposed", False)
    account = find_guest(code)
    assert account is not None
    assert account.person is row.person
    assert (account.email, code in str(vars(account))) == (None, False)  # the code itself is kept nowhere
    assert kinds(Event) == ["contribution-submitted", "contribution-entered"]
    assert kinds(AuditEntry) == ["guest-added", "entered-on-behalf"]
    logs = [*db.session.scalars(sa.select(Event)), *db.session.scalars(sa.select(AuditEntry))]
    assert not any(word in str([vars(one) for one in logs]) for word in ("Ife", "well", "3 May", code))


REFUSED: dict[str, tuple[dict[str, Any], type[ConsultError], str, str]] = {
    # what is wrong: the refusal, the field that it names, its words
    "no channel": ({"channel": ""}, InvalidInput, "channel", "Say how it came"),
    "another channel": ({"channel": "pigeon"}, InvalidInput, "channel", "Say how it came"),
    "no consent": ({"consent": " \n"}, InvalidInput, "consent", "Say how the person agreed"),
    "no name": ({"guest": GuestFacts("", "en")}, InvalidInput, "name", "Give a name"),
    "a code of nobody": ({"code": "AAAA-BBBB-CCCC"}, InvalidInput, "code", "does not fit"),
    # a code goes before a name: with a wrong one nobody is added under the name
    "name and wrong code": ({"code": "x"}, InvalidInput, "code", "does not fit"),
    "no words": ({"body": " "}, InvalidInput, "body", "Write something"),
    "no kind": ({"comment_kind": "shout"}, InvalidInput, "comment_kind", "a remark, a query or a suggestion"),
    "no visibility": ({"sending": Sending("")}, InvalidInput, "visibility", "how this may be shown"),
    # nobody speaks for an organisation through somebody else
    "as an organisation": ({"sending": Sending("name", "organisation")}, InvalidInput, "voice", "a mandate"),
    "no such region": ({"guest": GuestFacts("Ife", "en", "mars")}, InvalidInput, "region", "no such region"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_entry_that_cannot_be_is_refused_by_the_verb_itself(app: Flask, now: datetime, case: str) -> None:
    values, error, field, says = REFUSED[case]
    consultation, actor = make_consultation(), make_person()
    with pytest.raises(error) as caught:
        enter_on_behalf(consultation, water(consultation), actor, now, replace(ENTRY, **values))
    assert caught.value.details["field"] == field
    assert says in str(caught.value.message)
    assert db.session.query(Contribution).count() == 0
    assert "entered-on-behalf" not in kinds(AuditEntry)


@pytest.mark.parametrize(("state", "late"), [("open", False), ("closed", True), ("announced", None)])
def test_what_is_entered_after_the_closing_waits_like_everything_late(
    app: Flask, now: datetime, state: str, late: bool | None
) -> None:
    consultation, actor = make_consultation(state=state), make_person()
    if late is None:
        with pytest.raises(WrongState) as caught:
            enter_on_behalf(consultation, None, actor, now, ENTRY)
        assert "has not opened yet" in str(caught.value.message)
        return
    row, _code = enter_on_behalf(consultation, None, actor, now, ENTRY)
    assert (row.is_late, row.section_id) == (late, None)


def test_who_comes_with_a_code_is_the_same_person_whatever_name_is_typed(app: Flask, now: datetime) -> None:
    consultation, actor = make_consultation(), make_person()
    first, code = enter_on_behalf(consultation, None, actor, now, ENTRY)
    typed = replace(ENTRY, code=f" {code.lower().replace('-', ' ')} ", guest=GuestFacts("Somebody", "fr"))
    second, again = enter_on_behalf(consultation, None, actor, now, typed)
    assert (second.person_id, again) == (first.person_id, "")
    assert first.person is not None
    assert first.person.display_name == "Grandmother Ife"
    guest, own = add_guest(GuestFacts("Kite", "en"), now)
    with pytest.raises(WrongState) as caught:  # with one's own code one writes oneself
        enter_on_behalf(consultation, None, guest, now, replace(ENTRY, code=own))
    assert "your own code" in str(caught.value.message)


def test_a_section_of_another_text_takes_nothing(app: Flask, now: datetime) -> None:
    consultation = make_consultation()
    other = make_revision().places[0].section
    with pytest.raises(InvalidInput) as caught:
        enter_on_behalf(consultation, other, make_person(), now, ENTRY)
    assert caught.value.details["field"] == "section"


def said(*names: str, **values: Any) -> list[Said]:
    """Return one thing said by each of these."""
    return [
        Said(None, replace(ENTRY, guest=GuestFacts(name, "en", **values), body=f"By {name}."))
        for name in names
    ]


def test_who_says_several_things_is_one_author_and_who_differs_in_anything_is_another(
    app: Flask, now: datetime
) -> None:
    make_region("asia")
    make_organisation(name="Wells")
    consultation, actor = make_consultation(), make_person()
    asked = [
        *said("Ife", "IFE", "Ada"),
        *said("Ife", region_code="asia"),
        *said("Ife", organisation="Wells"),
        *said("ife", organisation="WELLS"),
    ]
    entered = enter_notes(consultation, actor, now, asked, "once")
    authors = [one.row.person_id for one in entered]
    assert [authors.index(one) for one in authors] == [0, 0, 2, 3, 4, 4]
    assert [bool(one.code) for one in entered] == [True, False, True, True, True, False]
    assert len({one.code for one in entered if one.code}) == 4
    assert [(one.name, one.body) for one in entered[:2]] == [("Ife", "By Ife."), ("IFE", "By IFE.")]
    assert db.session.query(Organisation).filter_by(name="Wells").count() == 1
    entry = db.session.query(AuditEntry).filter_by(kind="notes-entered").one()
    assert (entry.actor_id, entry.subject_id, entry.value) == (actor.id, consultation.id, "once")


@pytest.mark.parametrize(("count", "taken"), [(0, False), (1, True), (MOST_NOTES + 1, False)])
def test_between_one_and_a_hundred_are_taken_at_once(
    app: Flask, now: datetime, count: int, taken: bool
) -> None:
    consultation, asked = make_consultation(), said("Ife") * count
    if taken:
        assert len(enter_notes(consultation, make_person(), now, asked, "once")) == count
        return
    with pytest.raises(InvalidInput) as caught:
        enter_notes(consultation, make_person(), now, asked, "once")
    assert "between one and a hundred" in str(caught.value.message)
    assert "notes-entered" not in kinds(AuditEntry)


def test_what_one_note_is_refused_for_names_its_place_and_field(app: Flask, now: datetime) -> None:
    asked = [*said("Ife", "Ada"), Said(None, replace(ENTRY, body=" "))]
    with pytest.raises(InvalidInput) as caught:
        enter_notes(make_consultation(), make_person(), now, asked, "once")
    assert caught.value.details == {"field": "body", "place": 2}


def test_a_page_is_sent_once_for_its_own_consultation(app: Flask, now: datetime) -> None:
    here, there, actor = make_consultation(), make_consultation(), make_person()
    enter_notes(here, actor, now, said("Ife"), "once")
    with pytest.raises(WrongState) as caught:
        enter_notes(here, actor, now, said("Ife"), "once")
    assert "sent already" in str(caught.value.message)
    enter_notes(here, actor, now, said("Ife"), "twice")  # another page of the same call
    enter_notes(there, actor, now, said("Ife"), "once")
    assert db.session.query(Contribution).count() == 3
    assert db.session.query(Account).filter(Account.return_digest.is_not(None)).count() == 3
    assert db.session.query(Person).filter_by(display_name="Ife").count() == 3
