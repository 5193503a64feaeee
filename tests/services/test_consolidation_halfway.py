"""A failure or a kill at any step of publication leaves the database as it was, and the desk ready to publish."""

import os
import signal
import warnings
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.consolidation.models import Consolidation
from consult.consolidation.services import decide_structure, publication
from consult.contributions.models import Amendment, Contribution
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import ConsultError
from consult.narratives.models import Revision
from consult.people.letter_models import Telling
from tests.desk import Desk
from tests.desk_forms import url
from tests.factories import _contribution, make_amendment, make_comment, make_stance, place_of
from tests.page import PageClient

STEPS = (
    "settle_what_is_shown",
    "compose",
    "add_revision",
    "_store_attribution",
    "carry_pending",
    "_release_answers",
    "take_back",
    "go_out_with",
    "publish_reservations",
    "_close",
    "tell_of_publication",
)
"""What publication does, in its order; each is made to fail once it has been done."""


@pytest.fixture
def desk(app: Flask) -> Desk:
    """A desk on which publication has something to write at each step: all is decided and answered."""
    desk = Desk()
    chosen = make_amendment(desk.consultation, find="for sale", replace="a commodity")
    other = make_amendment(desk.consultation, find="for sale", replace="to be sold")
    free = make_amendment(desk.consultation, find="a right", replace="a human right")
    later = make_amendment(desk.consultation, find="every day", replace="each day")
    make_stance(free, None, "objection", reason="It is more than a right.")
    desk.decide("commodity", "accept")
    _add_section(desk)
    for row, disposition in [
        (chosen, "accepted"),
        (other, "not-accepted"),
        (free, "accepted"),
        (later, "carried-forward"),
        (make_comment(desk.consultation), "noted"),
    ]:
        desk.answer(row, disposition)
    desk.answer_all("accepted")
    db.session.commit()
    return desk


def _add_section(desk: Desk) -> None:
    after = place_of(desk.consultation.base_revision, "health").section
    values = {"operation": "add", "after_section": after, "section": None}
    words = {"heading": "Energy", "body": "Light for all.", "rationale": "It is missing."}
    _contribution(Amendment, desk.consultation, None, words, values)
    (group,) = desk.whole().structure.groups
    counter = desk.whole().material.counter(group.section_id)
    decide_structure(
        desk.row, group.key, "accept", facilitator=desk.facilitator, counter=counter, at=now(), reason=""
    )


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, as another connection sees it."""
    db.session.rollback()
    with db.engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(sa.select(table))), key=repr)
            for table in db.metadata.sorted_tables
        }


def form(desk: Desk) -> dict[str, Any]:
    return {"kind": "minor", "change_note": "What changed", "counter": desk.row.version}


def break_after(monkeypatch: pytest.MonkeyPatch, step: str, fall: Callable[[], object]) -> None:
    """Let a step be done whole, its rows sent to the database, and then `fall` be called."""
    done = getattr(publication, step)

    def broken(*values: Any, **named: Any) -> Any:
        result = done(*values, **named)
        db.session.flush()
        fall()
        return result

    monkeypatch.setattr(publication, step, broken)


def refused() -> None:
    raise ConsultError("refused by the test")


def broken() -> None:
    raise RuntimeError("broken by the test")


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_every_step_of_publication_is_in_the_list_in_its_order() -> None:
    """A step that is added to the verb must be added here, so that its failure is tried as well."""
    called = [name for name in publication.publish_revision.__code__.co_names if name in vars(publication)]
    before = {"_complete_desk", "hold_narrative", "lock_open", "_check", "next_number"}
    before |= {"newest_saved", "saved_since", "StaleBase"}
    own = [
        name
        for name in called
        if name not in before | {"db", "_l", "WrongState"} and callable(getattr(publication, name))
    ]
    assert tuple(own) == STEPS


@pytest.mark.parametrize("step", STEPS)
def test_a_refusal_after_any_step_leaves_every_row_as_it_was(
    desk: Desk, client: PageClient, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    client.sign_in(desk.facilitator)
    db.session.commit()
    address, data, before = url(desk, "/publish"), form(desk), everything()
    with monkeypatch.context() as patch:
        break_after(patch, step, refused)
        assert client.post(address, data=data).status_code == 400
    assert everything() == before
    assert client.post(address, data=data).status_code == 303
    assert desk.row.state == "published"


@pytest.mark.parametrize("step", STEPS)
def test_a_fault_of_the_program_after_any_step_leaves_every_row_as_it_was(
    desk: Desk, client: PageClient, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    client.sign_in(desk.facilitator)
    db.session.commit()
    address, data, before = url(desk, "/publish"), form(desk), everything()
    break_after(monkeypatch, step, broken)
    monkeypatch.setitem(client.application.config, "PROPAGATE_EXCEPTIONS", False)
    assert client.post(address, data=data).status_code == 500
    assert everything() == before


def in_a_process(app: Flask, act: Callable[[], object]) -> int:
    """Run an act in a process of its own that keeps no connection of ours; return how that ended (see waitpid)."""
    db.session.remove()
    db.engine.dispose()
    with warnings.catch_warnings():
        # Beside other workers this process has threads; the child needs none of them and ends without tidying up.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            act()
            db.session.commit()
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1]


def publish_as(row_id: int, facilitator_id: int) -> Revision:
    from consult.people.models import Person

    row = db.session.get_one(Consolidation, row_id)
    return publication.publish_revision(
        row,
        db.session.get_one(Person, facilitator_id),
        change_note="What changed",
        is_substantive=False,
        counter=row.version,
        at=now(),
    )


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_after_any_step_leaves_every_row_as_it_was(
    app: Flask, desk: Desk, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    row_id, facilitator_id, before = desk.row.id, desk.facilitator.id, everything()
    with monkeypatch.context() as patch:
        break_after(patch, step, killed)
        ended = in_a_process(app, lambda: publish_as(row_id, facilitator_id))
    assert os.WIFSIGNALED(ended)
    assert os.WTERMSIG(ended) == signal.SIGKILL
    assert everything() == before
    assert in_a_process(app, lambda: publish_as(row_id, facilitator_id)) == 0
    assert db.session.get_one(Consolidation, row_id).state == "published"


def test_what_publication_writes_is_all_there_or_not_at_all(desk: Desk) -> None:
    """The rows that the tests above guard do exist: each table that publication fills has grown."""
    before = {name: len(rows) for name, rows in everything().items()}
    desk.publish()
    db.session.commit()
    grown = {name for name, rows in everything().items() if len(rows) > before[name]}
    assert grown == {
        "attribution_links",
        "attribution_runs",
        "contribution_texts",
        "decision_changes",
        "decisions",
        "events",
        "hunks",
        "tellings",
        "reservations",
        "revision_sections",
        "revisions",
        "search_entries",
        "section_texts",
        "sections",
    }


def test_publishing_again_after_a_failure_writes_one_of_each(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        break_after(patch, "tell_of_publication", refused)
        with pytest.raises(ConsultError):
            desk.publish()
        db.session.rollback()
    desk.publish()
    db.session.commit()
    authors = db.session.query(Contribution.person_id).distinct().count()
    assert db.session.query(Telling).count() == authors + 1  # and who objected with a reason
    assert db.session.query(Revision).count() == 2


def test_a_form_from_before_a_failure_still_publishes(
    desk: Desk, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counter that the form carries is not used up by an attempt that failed."""
    client.sign_in(desk.facilitator)
    db.session.commit()
    address, data = url(desk, "/publish"), form(desk)
    for step in ("_close", "tell_of_publication"):
        with monkeypatch.context() as patch:
            break_after(patch, step, refused)
            assert client.post(address, data=data).status_code == 400
    assert client.post(address, data=data).status_code == 303
