"""What people say of themselves, which letters they choose, what is kept and forgotten of them: verb by verb."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.consultations.text_languages import not_ready, register_text_languages
from consult.core.database import db
from consult.core.letters import Letter, queue_letter
from consult.core.logs import AuditEntry
from consult.people.about_oneself import AboutOneself, about, keep_about
from consult.people.admission import path_admits, register_admission
from consult.people.credential_models import SignInSession
from consult.people.erasing import erase, known_of
from consult.people.leaving import Keeper, forget_everywhere, known_elsewhere, register_keeper
from consult.people.letter_choices import NOTHING, Wanted, choose_letters, tell_of_answers, wanted_by
from consult.people.letter_models import LetterChoice, Telling
from consult.people.models import Person, PersonalAnswers, WorkingGroupMember
from consult.people.sessions import open_session
from tests.conftest import NOON
from tests.factories import (
    keep,
    make_consultation,
    make_narrative,
    make_network,
    make_organisation,
    make_person,
    make_region,
    make_revision,
)

OWN = "self-described"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (AboutOneself("woman"), AboutOneself("woman")),
        (AboutOneself("", "", "ngo"), AboutOneself("", "", "ngo")),
        (AboutOneself(OWN, "two-spirit"), AboutOneself(OWN, "two-spirit")),
        (AboutOneself(OWN, "a", OWN, "b"), AboutOneself(OWN, "a", OWN, "b")),
        # Words beside another answer, or beside none, are nobody's business.
        (AboutOneself("woman", "a", OWN, "b"), AboutOneself("woman", "", OWN, "b")),
        (AboutOneself("declined", "a", "", "b"), AboutOneself("declined")),
        (AboutOneself("", "a", "", "b"), AboutOneself()),
        (AboutOneself(), AboutOneself()),
    ],
)
@pytest.mark.parametrize("before", [None, AboutOneself(OWN, "before", OWN, "before")])
def test_what_is_said_now_stands_in_place_of_what_was_said(
    app: Flask, said: AboutOneself, kept: AboutOneself, before: AboutOneself | None
) -> None:
    person, other = make_person(), make_person()
    keep_about(other, AboutOneself("man"))
    if before:
        keep_about(person, before)
    keep_about(person, said)
    db.session.expire_all()
    assert about(person) == kept
    assert about(other) == AboutOneself("man")
    assert db.session.query(PersonalAnswers).count() == 1 + (
        kept != AboutOneself()
    )  # no row without an answer
    known = known_of(person)
    assert known["gender"] == (kept.gender_words or kept.gender or None)
    assert known["constituency"] == (kept.constituency_words or kept.constituency or None)


@pytest.mark.parametrize("chosen", [Wanted(*flags) for flags in product((False, True), repeat=3)])
def test_each_letter_is_chosen_by_itself(app: Flask, chosen: Wanted) -> None:
    account, other = make_person().account, make_person().account
    assert wanted_by(account) == Wanted(opened=False, closing=False, answered=True)
    choose_letters(account, NOTHING)
    choose_letters(account, chosen)
    db.session.expire_all()
    assert wanted_by(account) == chosen
    assert wanted_by(other) == Wanted()
    assert db.session.query(LetterChoice).count() == 1


def test_of_answers_those_are_told_who_want_it(app: Flask) -> None:
    silent, willing, unasked = (make_person().account for _ in range(3))
    choose_letters(silent, Wanted(opened=True, closing=True, answered=False))
    choose_letters(willing, Wanted(answered=True))
    tell_of_answers([silent, willing, unasked], 7, NOON)
    rows = list(db.session.scalars(sa.select(Telling).order_by(Telling.account_id)))
    assert [(row.account_id, row.kind, row.subject_id, row.told_at) for row in rows] == [
        (willing.id, "answered", 7, None),
        (unasked.id, "answered", 7, None),
    ]


@pytest.fixture
def leaver(app: Flask) -> Person:
    """Somebody of whom everything is known that can be."""
    make_network()
    home = make_organisation(name="Well Keepers", region=make_region("africa"))
    person = make_person(
        "participant", make_consultation(), mandate=True, organisation=home, country="KE", is_listed=True
    )
    person.organisation_is_confirmed, person.persona_note = True, "A farmer."
    keep_about(person, AboutOneself(OWN, "two-spirit", "ngo"))
    choose_letters(person.account, Wanted(opened=True))
    tell_of_answers([person.account], 1, NOON)
    open_session(person.account, NOON, device="Mozilla/5.0 (Linux) Firefox/140")
    keep(WorkingGroupMember(person_id=person.id, working_group_id=make_narrative().working_group_id))
    for address in (person.account.email, "other@members.example"):
        queue_letter(address, "en", "A letter", "Words.")
    db.session.flush()
    return person


def test_ones_own_file_says_all_that_is_known(leaver: Person) -> None:
    known = known_of(leaver)
    assert known["email"] == leaver.account.email
    assert (known["region"], known["organisation"], known["country"]) == ("africa", "Well Keepers", "KE")
    assert (known["is_listed"], known["organisation_is_confirmed"]) == (True, True)
    assert (known["gender"], known["constituency"]) == ("two-spirit", "ngo")
    assert [row["what"] for row in known["mandates"]] == ["Well Keepers"]
    assert [row["what"] for row in known["roles"]] == ["participant, consultation"]
    (session,) = known["sessions"]
    assert session["what"] == "Firefox, Linux"
    assert session["since"] == NOON.isoformat()
    assert known["mandates"][0]["until"] is None


def test_of_who_leaves_nothing_is_left_that_tells_who_it_was(leaver: Person) -> None:
    account, later = leaver.account, NOON + timedelta(hours=1)
    email, epoch = account.email, account.session_epoch
    erase(leaver, actor=leaver, at=later)
    db.session.expire_all()
    known = known_of(leaver)
    left = {
        name: value
        for name, value in known.items()
        if value and name not in ("roles", "mandates", "sessions")
    }
    assert left == {"name": "Somebody who has left", "language_of_pages": account.locale}
    assert [row["until"] for row in (*known["roles"], *known["mandates"])] == [later.isoformat()] * 2
    assert [(row["what"], row["until"]) for row in known["sessions"]] == [("", later.isoformat())]
    for model in (PersonalAnswers, WorkingGroupMember, LetterChoice, Telling):
        assert db.session.query(model).count() == 0, model
    assert [row.address for row in db.session.scalars(sa.select(Letter))] == ["other@members.example"]
    assert (account.email, account.return_digest, account.disabled_at) == (None, None, later)
    assert account.session_epoch != epoch
    assert leaver.persona_note is None
    assert db.session.query(SignInSession).one().ended_at == later
    audit = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.kind == "person-erased")).one()
    assert (audit.actor_id, audit.subject, audit.subject_id, audit.value) == (
        leaver.id,
        "persons",
        leaver.id,
        None,
    )
    assert email not in str([vars(row) for row in db.session.scalars(sa.select(AuditEntry))])


def test_who_never_had_an_account_can_be_erased(app: Flask) -> None:
    person, secretary = make_person(account=None), make_person("secretariat")
    erase(person, actor=secretary, at=NOON)
    assert person.display_name == "Somebody who has left"
    assert known_of(person)["sessions"] == []
    assert known_of(person)["email"] is None


def test_each_feature_forgets_and_tells_by_itself(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    person, forgotten = make_person(), []
    monkeypatch.setitem(app.extensions, "consult.keepers", [])
    for name in ("first", "second"):
        register_keeper(
            app,
            Keeper(
                lambda whom, at, name=name: forgotten.append((name, whom, at)),
                lambda whom, name=name: {name: whom.id},
            ),
        )
    assert known_elsewhere(person) == {"first": person.id, "second": person.id}
    assert forgotten == []
    forget_everywhere(person, NOON)
    assert forgotten == [("first", person, NOON), ("second", person, NOON)]


def test_a_page_admits_where_any_feature_says_so(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "consult.admissions", [])
    assert not path_admits("/en/join/x")
    register_admission(app, lambda path: path.startswith("/en/join/"))
    register_admission(app, lambda path: path == "/en/open")
    assert [path_admits(path) for path in ("/en/join/x", "/en/open", "/en/", "", None)] == [True, True] + [
        False
    ] * 3


@pytest.mark.parametrize(
    ("languages", "asked"),
    [(["en"], None), (["en", "fr"], ["fr"]), (["ar", "en", "fr"], ["ar", "fr"]), (["fr"], ["fr"])],
)
def test_only_the_languages_beside_the_original_are_asked_about(
    app: Flask, monkeypatch: pytest.MonkeyPatch, languages: list[str], asked: list[str] | None
) -> None:
    questions: list[Any] = []
    monkeypatch.setitem(app.extensions, "consult.text_languages", None)
    consultation = make_consultation(make_revision(), languages=languages)
    assert not_ready(consultation) == {}  # nobody translates here
    register_text_languages(
        app, lambda revision, codes: questions.append((revision, list(codes))) or {"fr": ["Water"]}
    )
    assert not_ready(consultation) == ({"fr": ["Water"]} if asked else {})
    assert questions == ([(consultation.base_revision, asked)] if asked else [])
