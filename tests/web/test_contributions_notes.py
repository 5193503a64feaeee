"""Notes from a call: pasted, split, looked through, and sent as what each who spoke contributed."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask

from consult.contributions.models import Contribution
from consult.core.database import db
from consult.core.logs import AuditEntry
from consult.people.models import Account, Person
from tests.factories import make_consultation, make_network, make_organisation, make_person, make_region
from tests.page import PageClient

NOTES = """  - Greetings from everybody.
1. Water:
  - The well is closed.
    - since May
  - الماء حق.

HEALTH

Who pays for the nurse?"""


class _Filled(HTMLParser):
    """What the fields of the form of this page hold."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.is_inside = False
        self.name = ""
        self.is_text = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "form":
            self.is_inside = given.get("aria-label") == "Notes from a call"
        if not self.is_inside or name == "csrf_token":
            return
        if tag in ("select", "textarea"):
            self.name, self.is_text = name, tag == "textarea"
            if self.is_text:
                self.found[name] = ""
        elif tag == "option" and self.name and ("selected" in given or self.name not in self.found):
            self.found[self.name] = value
        elif tag == "input" and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            self.found[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag in ("select", "textarea"):
            self.name, self.is_text = "", False

    def handle_data(self, data: str) -> None:
        if self.is_text:  # a browser leaves out the line break after the tag
            self.found[self.name] += data.replace("\r\n", "\n").removeprefix("\n")


def filled(page: str) -> dict[str, str]:
    """Return what the form of this page would send as it stands."""
    parser = _Filled()
    parser.feed(page)
    parser.close()
    return parser.found


def split(client: PageClient, home: str) -> dict[str, str]:
    """Paste the notes; return the fields of the page that comes."""
    answer = client.post(f"{home}/notes", data={"notes": NOTES})
    assert answer.status_code == 200
    return filled(answer.text)


@pytest.mark.parametrize("state", ["open", "closed"])
def test_notes_become_contributions_of_those_who_spoke(app: Flask, client: PageClient, state: str) -> None:
    make_network()
    make_region("africa")
    make_region("asia")
    make_organisation(name="River Keepers")
    consultation = make_consultation(state=state, languages=["en", "ar"])
    facilitator = make_person("facilitator", consultation)
    client.sign_in(facilitator)
    home = f"/en/consultations/{consultation.public_id}"
    assert f"{home}/notes" in client.get(home).text
    assert client.get(f"{home}/notes").status_code == 200
    fields = split(client, home)
    assert fields["count"] == "4"
    assert [fields[f"note-{place}-section"] for place in range(4)] == ["", "water", "water", "health"]
    assert {fields[f"note-{place}-region"] for place in range(4)} == {"africa"}
    assert "visibility" not in fields  # nothing is chosen for anybody
    assert db.session.query(Contribution).count() == db.session.query(AuditEntry).count() == 0
    del fields["note-0-taken"]
    fields |= {
        "consent": "All agreed on 3 May.",
        "visibility": "region",
        "note-1-name": "Ife",
        "note-1-organisation": "river keepers",
        "note-1-visibility": "name",
        "note-2-region": "asia",
        "note-2-language": "ar",
        "note-2-section": "",
        "note-3-name": "ife",
        "note-3-organisation": "River Keepers",
        "note-3-consent": "Asked on the phone.",
        "note-3-comment_kind": "query",
    }
    sent = client.post(f"{home}/notes/send", data=fields)
    assert sent.status_code == 200
    assert sent.headers["Cache-Control"] == "no-store"
    db.session.rollback()
    rows = db.session.query(Contribution).order_by(Contribution.id).all()
    assert [row.text.body for row in rows] == [
        "The well is closed.\n\n- since May",
        "الماء حق.",
        "Who pays for the nurse?",
    ]
    assert [row.section.key if row.section else "" for row in rows] == ["water", "", "health"]
    assert [(row.visibility, row.comment_kind, row.consent) for row in rows] == [
        ("name", "remark", "All agreed on 3 May."),
        ("region", "remark", "All agreed on 3 May."),
        ("region", "query", "Asked on the phone."),
    ]
    assert [row.language for row in rows] == ["en", "ar", "en"]
    assert [row.region.code for row in rows if row.region] == ["africa", "asia", "africa"]
    assert {(row.channel, row.voice, row.entered_by_id, row.status, row.is_late) for row in rows} == {
        ("meeting", "self", facilitator.id, "submitted", state == "closed")
    }
    assert rows[0].person_id == rows[2].person_id != rows[1].person_id
    assert rows[0].organisation is not None
    assert (rows[0].organisation.status, rows[0].person.organisation_is_confirmed) == ("confirmed", False)  # type: ignore[union-attr]
    codes = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", sent.text)
    assert len(codes) == 2
    author: Any = app.test_client()
    assert author.post("/en/return", data={"code": codes[0]}).status_code == 303
    assert "Who pays for the nurse?" in author.get("/en/me/contributions").text
    assert client.get(f"/en/contributions/{rows[1].public_id}").status_code == 200  # of the text as a whole
    again = client.post(f"{home}/notes/send", data=fields)
    assert again.status_code == 409
    assert "sent already" in again.text
    assert filled(again.text) == fields
    db.session.rollback()
    assert db.session.query(Contribution).count() == 3
    assert db.session.query(Account).filter(Account.return_digest.is_not(None)).count() == 2


AMISS = [
    ({}, "Say how they agreed"),
    ({}, "Nothing is chosen for you"),
    ({"visibility": "all"}, "Not a valid choice"),
    ({"note-1-body": " "}, "Write something, or leave it out."),
    ({"note-1-section": "nowhere"}, "Not a valid choice"),
    ({"note-2-region": "moon"}, "Not a valid choice"),
    ({"name": ""}, "Please fill this in"),
    ({f"note-{place}-taken": None for place in range(4)}, "Take at least one contribution."),
]


@pytest.mark.parametrize(("wrong", "says"), AMISS)
def test_what_is_refused_keeps_everything_that_was_typed(
    client: PageClient, wrong: dict[str, str | None], says: str
) -> None:
    make_network()
    consultation = make_consultation()
    client.sign_in(make_person("facilitator", consultation))
    home = f"/en/consultations/{consultation.public_id}"
    typed = split(client, home) | {"note-0-body": "Changed by hand.", "note-0-name": "Ife"}
    if wrong:
        typed |= {"consent": "All agreed.", "visibility": "name"}
    data = {name: value for name, value in (typed | wrong).items() if value is not None}
    answer = client.post(f"{home}/notes/send", data=data)
    assert answer.status_code == 422
    assert says in answer.text
    back = filled(answer.text)
    kept = {name for name in data if name not in wrong}
    assert {name: back.get(name) for name in kept} == {name: data[name] for name in kept}
    db.session.rollback()
    assert db.session.query(Contribution).count() == 0
    assert db.session.query(Person).count() == 1  # no guest was added


def test_notes_that_cannot_be_split_come_back(client: PageClient) -> None:
    make_network()
    consultation = make_consultation()
    client.sign_in(make_person("facilitator", consultation))
    home = f"/en/consultations/{consultation.public_id}"
    typed = split(client, home) | {"consent": "All agreed.", "note-0-body": "Changed by hand."}
    for notes, says in (
        ("- x\n" * 101, "101 contributions, at most 100"),
        ("Water:\n\nHealth", "only names of sections"),
        ("", "Please fill this in"),
        ("x" * 100_001, "too long"),
    ):
        first = client.post(f"{home}/notes", data={"notes": notes})
        again = client.post(f"{home}/notes", data=typed | {"notes": notes})
        for answer in (first, again):
            assert answer.status_code == 422
            assert says in answer.text
            assert filled(answer.text)["notes"].strip() == notes.strip()
        assert filled(again.text)["consent"] == "All agreed."
        assert filled(again.text)["note-0-body"] == "Changed by hand."
    anew = filled(client.post(f"{home}/notes", data=typed | {"notes": "- One\n- Two"}).text)
    assert (anew["count"], anew["note-0-body"], anew["consent"], anew["once"]) == (
        "2",
        "One",
        "All agreed.",
        typed["once"],
    )
