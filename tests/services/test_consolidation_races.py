"""Several at once: publishers publish once, deciders lose nothing, on each database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from consult.consolidation.models import Consolidation, Decision, DecisionChange, DeskSection
from consult.consolidation.services import decide, publish_revision
from consult.contributions.models import Contribution
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import ConsultError, StaleBase
from consult.narratives.models import Revision, Section
from consult.people.letter_models import Telling
from consult.people.models import Person
from tests.desk import Desk
from tests.factories import make_amendment, make_consultation, make_person, make_revision

WORDS = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel"]
BODY = ". ".join(f"Here stands the word {word} among many others" for word in WORDS) + "."


def at_once(app: Flask, acts: list[Callable[[], object]]) -> list[object]:
    """Run each act in a thread and a transaction of its own; return what it returned or how it was refused."""
    db.session.commit()

    def run(act: Callable[[], object]) -> object:
        with app.app_context():
            try:
                result = act()
                db.session.commit()
            except ConsultError as refusal:
                db.session.rollback()
                return refusal
            return result

    with ThreadPoolExecutor(len(acts)) as pool:
        found = list(pool.map(run, acts))
    db.session.expire_all()
    return found


def test_racing_publishers_publish_once(app: Flask) -> None:
    desk = Desk()
    desk.answer(make_amendment(desk.consultation), "accepted")
    row_id, facilitator_id, counter = desk.row.id, desk.facilitator.id, desk.row.version

    def act() -> object:
        revision = publish_revision(
            db.session.get_one(Consolidation, row_id),
            db.session.get_one(Person, facilitator_id),
            change_note="What changed",
            is_substantive=True,
            counter=counter,
            at=now(),
        )
        return revision.id

    found = at_once(app, [act] * 5)
    assert sum(isinstance(one, int) for one in found) == 1
    assert sum(isinstance(one, ConsultError) for one in found) == 4
    assert db.session.query(Revision).count() == 2
    assert db.session.query(Telling).count() == 1
    assert db.session.query(Contribution).one().disposition == "accepted"


def test_two_desks_of_one_line_do_not_publish_side_by_side(app: Flask) -> None:
    base = make_revision()
    first = Desk(make_consultation(base, state="closed"))
    second = Desk(make_consultation(base, state="closed"), facilitator=first.facilitator)
    facilitator_id = first.facilitator.id

    def act_of(desk: Desk, *, is_substantive: bool) -> Callable[[], object]:
        row_id, counter = desk.row.id, desk.row.version
        return lambda: (
            publish_revision(
                db.session.get_one(Consolidation, row_id),
                db.session.get_one(Person, facilitator_id),
                change_note="What changed",
                is_substantive=is_substantive,
                counter=counter,
                at=now(),
            ).id
        )

    acts = [act_of(first, is_substantive=True), act_of(second, is_substantive=False)]
    found = at_once(app, acts)
    assert sorted(type(one).__name__ for one in found) == ["StaleBase", "int"]
    assert db.session.query(Revision).count() == 2


def test_eight_facilitators_at_one_section_lose_no_decision(app: Flask) -> None:
    revision = make_revision(sections=[("words", "Words", BODY)])
    desk = Desk(make_consultation(revision, state="closed"))
    for word in WORDS:
        make_amendment(desk.consultation, find=word, replace=f"{word} and {word} again")
    facilitators = [make_person("facilitator", desk.narrative).id for _ in WORDS]
    row_id, section_id = desk.row.id, desk.section("words").id
    groups = {word: desk.group(word, "words").key for word in WORDS}

    def act_of(word: str, person_id: int) -> Callable[[], object]:
        def act() -> object:
            refused = 0
            while True:
                counter = db.session.get_one(DeskSection, (row_id, section_id)).counter
                db.session.rollback()  # The page was read; the form is sent some time later.
                try:
                    decide(
                        db.session.get_one(Consolidation, row_id),
                        db.session.get_one(Section, section_id),
                        groups[word],
                        "decline",
                        reason=f"About {word}.",
                        facilitator=db.session.get_one(Person, person_id),
                        counter=counter,
                        at=now(),
                    )
                    return refused
                except StaleBase:
                    db.session.rollback()
                    refused += 1

        return act

    found = at_once(app, [act_of(word, person) for word, person in zip(WORDS, facilitators, strict=True)])
    assert all(isinstance(one, int) for one in found), found
    assert {row.reason for row in db.session.query(Decision)} == {f"About {word}." for word in WORDS}
    assert {row.decided_by_id for row in db.session.query(Decision)} == set(facilitators)
    assert db.session.query(DecisionChange).count() == len(WORDS)
    assert db.session.get_one(DeskSection, (row_id, section_id)).counter == len(WORDS)


def at_a_desk(*, replacing: str = "{0} and {0} again") -> tuple[Desk, dict[str, str], list[int]]:
    """Return a desk on which each word is to be replaced, the key of each change, and eight facilitators."""
    desk = Desk(make_consultation(make_revision(sections=[("words", "Words", BODY)]), state="closed"))
    for word in WORDS:
        find = word if "{0}" in replacing else WORDS[0]
        make_amendment(desk.consultation, find=find, replace=replacing.format(word, WORDS.index(word)))
    keys = {word: group.key for word, group in zip(WORDS, desk.work("words").groups, strict=True)}
    return desk, keys, [make_person("facilitator", desk.narrative).id for _ in WORDS]


def deciding(desk: Desk, key: str, outcome: str, person_id: int, counter: int | None) -> Callable[[], object]:
    """Return the act of deciding on a change, as a form says it that was made at a count of decisions."""
    row_id, section_id = desk.row.id, desk.section("words").id

    def act() -> object:
        seen = counter
        if seen is None:
            seen = db.session.get_one(DeskSection, (row_id, section_id)).counter
            db.session.rollback()
        row, part = db.session.get_one(Consolidation, row_id), db.session.get_one(Section, section_id)
        by = db.session.get_one(Person, person_id)
        decide(row, part, key, outcome, reason="So.", facilitator=by, counter=seen, at=now())
        return person_id

    return act


def test_of_eight_who_accept_one_of_eight_wordings_at_once_one_is_heard(app: Flask) -> None:
    desk, keys, people = at_a_desk(replacing="wording number {1}")
    acts = [deciding(desk, keys[word], "accept", by, 0) for word, by in zip(WORDS, people, strict=True)]
    found = at_once(app, acts)
    assert sorted(type(one).__name__ for one in found) == ["StaleBase"] * 7 + ["int"]
    row = db.session.query(Decision).one()
    assert (row.outcome, row.decided_by_id) == ("accept", next(one for one in found if isinstance(one, int)))
    assert db.session.query(DecisionChange).count() == 1
    again = at_once(app, [deciding(desk, keys[word], "accept", people[0], None) for word in WORDS])
    refused = [type(one).__name__ for one in again if not isinstance(one, int)]
    assert set(refused) <= {"InvalidInput", "StaleBase"}
    assert len(refused) >= 7
    assert db.session.query(Decision).one().group_key == row.group_key


def test_what_is_decided_while_somebody_publishes_is_published_or_refused(app: Flask) -> None:
    desk, keys, people = at_a_desk()
    desk.answer_all("accepted")
    row_id, facilitator_id, version = desk.row.id, desk.facilitator.id, desk.row.version

    def publish() -> object:
        row = db.session.get_one(Consolidation, row_id)
        by = db.session.get_one(Person, facilitator_id)
        given = {"change_note": "What changed", "is_substantive": True, "counter": version, "at": now()}
        return publish_revision(row, by, **given).id  # type: ignore[arg-type]

    acts = [deciding(desk, keys[word], "decline", by, None) for word, by in zip(WORDS, people, strict=True)]
    found = at_once(app, [*acts[:4], publish, *acts[4:]])
    assert isinstance(found[4], int), "whoever decides meanwhile holds nobody back"
    outcomes = [*found[:4], *found[5:]]
    refused = {type(one).__name__ for one in outcomes if not isinstance(one, int)}
    assert refused <= {"StaleBase", "WrongState"}
    text = db.session.get_one(Revision, found[4]).places[0].text.body
    for word, outcome in zip(WORDS, outcomes, strict=True):
        assert (f"{word} and {word} again" in text) is not isinstance(outcome, int), word
    declined = db.session.query(Decision).filter_by(outcome="decline")
    assert declined.count() == sum(isinstance(one, int) for one in outcomes)
