"""Steps that tests of signing in share: asking for a letter, and reading what came."""

import re
from typing import Any

import sqlalchemy as sa

from consult.core.database import db
from consult.core.letters import Letter
from tests.page import PageClient


def ask(client: PageClient, email: str, **more: Any) -> Any:
    """Ask for a letter; return the answer."""
    return client.post("/en/sign-in", data={"email": email, **more})


def newest_letter() -> Letter:
    """Return the letter that was written last."""
    db.session.rollback()
    return db.session.scalars(sa.select(Letter).order_by(Letter.id.desc()).limit(1)).one()


def link_in(letter: Letter) -> str:
    """Return the path of the link in a letter."""
    found = re.search(r"http://127\.0\.0\.1:8000(/\S+)", letter.body)
    assert found, letter.body
    return found.group(1)


def code_in(letter: Letter) -> str:
    """Return the code in a letter."""
    found = re.search(r"^ +([0-9A-Z]{4}-[0-9A-Z]{4})$", letter.body, re.MULTILINE)
    assert found, letter.body
    return found.group(1)


def signed_in_as(client: PageClient) -> str | None:
    """Return the public id of the account that this browser is signed in to."""
    with client.session_transaction() as session:
        return session.get("account")
