"""A real network begins with its own names: asked on the terminal or given as options, and only once."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from flask import Flask

from consult.cli import main
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import InvalidInput, WrongState
from consult.core.logs import AuditEntry
from consult.people.founding import REGIONS, Founding, found_network
from consult.people.models import Network, Person, Region, RoleGrant
from consult.people.staff import choose_password
from tests.factories import make_network, make_person
from tests.page import PageClient


@pytest.fixture
def terminal(app: Flask, monkeypatch: pytest.MonkeyPatch) -> "Terminal":
    monkeypatch.setenv("CONSULT_MODE", "development")
    monkeypatch.setenv("CONSULT_SECRET_KEY", app.config["SECRET_KEY"])
    monkeypatch.setenv("CONSULT_DATABASE_URL", app.config["SQLALCHEMY_DATABASE_URI"])
    return Terminal()


class Terminal:
    """Runs commands as they are typed."""

    def __call__(self, *words: str, typed: str = "") -> Result:
        """Run a command; `typed` is what a person answers."""
        db.session.commit()
        result = CliRunner().invoke(main, words, input=typed)
        db.session.rollback()
        return result


GIVEN = ("init", "--name", "Wells", "--email", "Lea@Wells.example", "--person", "Léa", "--language", "fr")


def test_a_network_begins_by_answering_questions(terminal: Terminal, client: PageClient) -> None:
    answers = ["Wells", "lea", "Lea@Wells.example", "Léa Ndi", "fr, en", "y"]
    result = terminal("init", typed="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    assert "this is not an e-mail address" in result.output
    network = db.session.query(Network).one()
    assert (network.name, network.languages, network.is_demonstration) == ("Wells", ["fr", "en"], False)
    regions = db.session.scalars(sa.select(Region).order_by(Region.position))
    assert [region.code for region in regions] == list(REGIONS)
    secretary = db.session.query(Person).one()
    assert (secretary.display_name, secretary.account.email) == ("Léa Ndi", "lea@wells.example")
    grant = db.session.query(RoleGrant).one()
    assert (grant.role, grant.scope, grant.scope_id) == ("secretariat", "network", None)
    path = re.search(r"http://127\.0\.0\.1:8000(/\S+)", result.output)
    assert path
    assert client.post(path.group(1).replace("/fr/", "/en/")).status_code == 303
    assert client.get("/en/me").status_code == 200


def test_everything_can_be_given_without_a_question(terminal: Terminal) -> None:
    result = terminal(*GIVEN, "--region", "sahel: Sahel", "--region", "coast: La côte")
    assert result.exit_code == 0, result.output
    regions = db.session.scalars(sa.select(Region).order_by(Region.position))
    assert [(region.code, region.names) for region in regions] == [
        ("sahel", {"fr": "Sahel"}),
        ("coast", {"fr": "La côte"}),
    ]


def test_own_regions_are_typed_one_a_line(terminal: Terminal) -> None:
    result = terminal(*GIVEN, typed="n\nsahel Sahel\nSahel: Sahel\n\n")
    assert result.exit_code == 0, result.output
    assert "Not taken" in result.output
    assert db.session.query(Region).one().code == "sahel"


def test_a_second_network_is_refused_before_any_question(terminal: Terminal) -> None:
    make_network(name="The first")
    result = terminal("init")
    assert result.exit_code == 1
    assert "holds a network already" in result.output
    assert "Name of the network" not in result.output
    assert db.session.query(Network).one().name == "The first"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--email", "lea"), "not an e-mail address"),
        (("--region", "Sahel"), "west-africa: West Africa"),
        (("--region", "a b: Sahel"), "small letters, digits and hyphens"),
    ],
)
def test_wrong_options_are_named_and_nothing_begins(
    terminal: Terminal, words: tuple[str, str], says: str
) -> None:
    result = terminal(*GIVEN, *words)
    assert result.exit_code in (1, 2)
    assert says in result.output
    assert db.session.query(Network).count() == db.session.query(Person).count() == 0


def test_the_beginning_stands_in_the_audit_log(app: Flask) -> None:
    found_network(Founding("Wells", "lea@wells.example", "Léa"), now())
    kinds = db.session.scalars(sa.select(AuditEntry.kind).order_by(AuditEntry.id))
    assert list(kinds) == ["person-added", "role-given"]


def test_the_verb_itself_refuses_a_second_network_and_an_empty_name(app: Flask) -> None:
    with pytest.raises(InvalidInput):
        found_network(Founding(" ", "lea@wells.example", "Léa"), now())
    make_network()
    with pytest.raises(WrongState):
        found_network(Founding("Wells", "lea@wells.example", "Léa"), now())


def test_a_lost_link_is_printed_again(terminal: Terminal, client: PageClient) -> None:
    make_network()
    person = make_person("secretariat", display_name="Léa")
    result = terminal("sign-in-link", person.account.email)
    assert result.exit_code == 0, result.output
    assert "Sign in as Léa" in result.output
    path = re.search(r"(/en/sign-in/link/\S+)", result.output)
    assert path
    assert client.post(path.group(1)).status_code == 303


def test_a_link_is_printed_for_known_people_only(terminal: Terminal) -> None:
    result = terminal("sign-in-link", "nobody@nowhere.example")
    assert (result.exit_code, "Nobody in this network" in result.output) == (1, True)
    assert terminal("sign-in-link", "nobody").exit_code == 1


def test_a_secretary_who_lost_everything_is_restored_from_the_terminal(
    terminal: Terminal, client: PageClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_network()
    person, other = make_person("secretariat"), make_person()
    choose_password(person.account, "brown kettles sing at noon", now())
    person.account.disabled_at = now()
    monkeypatch.setenv("CONSULT_MODE", "production")
    monkeypatch.setitem(app.config, "MODE", "production")
    result = terminal("restore-secretary", person.account.email)
    assert result.exit_code == 0, result.output
    path = re.search(r"(/en/sign-in/link/\S+)", result.output)
    assert path
    assert client.post(path.group(1)).location == "/en/me/second-step"
    assert "not of the secretariat" in terminal("restore-secretary", other.account.email).output
    assert terminal("restore-secretary", "nobody@nowhere.example").exit_code == 1
    assert terminal("restore-secretary", other.account.email, "--give-role").exit_code == 0
    assert db.session.query(RoleGrant).filter_by(person_id=other.id, role="secretariat").count() == 1


def test_letters_are_sent_once_on_demand(
    terminal: Terminal, client: PageClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CONSULT_LETTERS_FOLDER", str(tmp_path))
    client.post("/en/sign-in", data={"email": make_person().account.email})
    result = terminal("worker", "--once")
    assert "Letters sent: 1" in result.output, result.output
    assert "Your link to sign in" in result.output
    assert len(list(tmp_path.glob("*.eml"))) == 1
