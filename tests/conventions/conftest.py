"""The small network that the walks over all pages share."""

import os
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from consult.core.clock import freeze
from consult.core.database import db
from tests.conftest import NOON
from tests.conventions.walking import World, make_world

collect_ignore = [] if "CONSULT_FUZZ_EXAMPLES" in os.environ else ["test_drawn_input.py"]


@pytest.fixture(scope="module")
def world(site: Flask, database: Any) -> Iterator[World]:
    """One network for all tests of this file: what a request would commit is sent to the database and taken back."""

    def take_back() -> None:
        db.session.flush()
        db.session.rollback()

    dry = SimpleNamespace(session=SimpleNamespace(commit=take_back, rollback=db.session.rollback))
    with site.app_context(), freeze(NOON), pytest.MonkeyPatch.context() as patch:
        patch.setattr("consult.core.transaction.db", dry)
        yield make_world(site)
        db.session.rollback()
        db.session.remove()
    database.reset()
