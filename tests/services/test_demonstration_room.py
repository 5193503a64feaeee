"""The demonstration makes room for itself, and never at the cost of a real network."""

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core.database import db
from consult.core.errors import WrongState
from consult.core.ids import public_id, repeatable_ids, token
from consult.demonstration.emptying import make_room
from consult.demonstration.loader import load_demonstration
from consult.narratives.models import SectionText
from consult.people.models import Network
from tests.factories import make_network, make_revision


def test_a_real_network_is_refused_and_left_as_it_is(app: Flask) -> None:
    make_network(name="A real one")
    make_revision()
    db.session.commit()
    with pytest.raises(WrongState):
        load_demonstration()
    assert list(db.session.scalars(sa.select(Network.name))) == ["A real one"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SectionText)) == 2


def test_the_command_says_why_it_refuses_a_real_network(app: Flask) -> None:
    make_network()
    db.session.commit()
    result = app.test_cli_runner().invoke(_demo())
    assert result.exit_code == 1
    assert "real network" in result.output


def test_an_earlier_demonstration_goes_with_its_immutable_texts(app: Flask) -> None:
    make_network(is_demonstration=True)
    make_revision()
    db.session.commit()
    make_room()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Network)) == 0
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SectionText)) == 0


@pytest.mark.parametrize(
    "statement", ["UPDATE section_texts SET body = ''", "INSERT INTO sections VALUES (99, 4711, 'lost')"]
)
def test_after_making_room_the_database_protects_texts_and_references(app: Flask, statement: str) -> None:
    make_network(is_demonstration=True)
    db.session.commit()
    make_room()
    make_revision()
    db.session.commit()
    with pytest.raises(sa.exc.DBAPIError):
        db.session.execute(sa.text(statement))


def test_an_empty_database_is_left_alone(app: Flask) -> None:
    make_room()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Network)) == 0


def test_ids_repeat_for_the_same_seed_and_only_within_the_block() -> None:
    with repeatable_ids("well"):
        first = [public_id(), public_id()]
    with repeatable_ids("well"):
        assert [public_id(), public_id()] == first
    with repeatable_ids("bucket"):
        assert public_id() != first[0]
    assert public_id() not in first


def test_secrets_stay_random_while_ids_repeat() -> None:
    with repeatable_ids("well"):
        first = token()
    with repeatable_ids("well"):
        assert token() != first


def _demo():  # type: ignore[no-untyped-def]
    from consult.cli import demo

    return demo
