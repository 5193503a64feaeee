"""The proof of safety by numbers (docs/security.md): what no other file tries."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core.database import db
from tests.factories import make_network, make_person
from tests.people.sign_in_steps import ask

ROOT = Path(__file__).parents[2]


def test_10_an_unknown_address_costs_the_same_statements_as_a_known_one(app: Flask) -> None:
    make_network()
    known = make_person().account.email
    ask(app.test_client(), known)  # type: ignore[arg-type]  # what the first request of a process does once
    shapes = []
    for email in (make_person().account.email, "nobody@nowhere.example"):
        statements: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_rest: Any, into: list[str] = statements) -> None:
            into.append(
                statement.split()[0] + " " + "".join(re.findall(r"(?:INTO|FROM|UPDATE) (\w+)", statement)[:1])
            )

        sa.event.listen(db.engine, "before_cursor_execute", note)
        ask(app.test_client(), email)  # type: ignore[arg-type]
        sa.event.remove(db.engine, "before_cursor_execute", note)
        shapes.append([one for one in statements if one.startswith(("INSERT", "UPDATE", "DELETE"))])
    assert shapes[0] == shapes[1] != []


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example"},
        {"Forwarded": "host=evil.example"},
        {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"},
    ],
)
def test_12_no_letter_has_a_host_that_a_request_named(app: Flask, headers: dict[str, str]) -> None:
    make_network()
    client: Any = app.test_client()
    client.post("/en/sign-in", data={"email": make_person().account.email}, headers=headers)
    letters = db.session.execute(sa.text("SELECT body FROM letters")).scalars().all()
    assert [one for one in letters if "evil.example" in one] == []


def test_12_no_letter_asks_the_request_for_its_host() -> None:
    asking = re.compile(r"request\.(host_url|url_root|base_url)|_external=True")
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in (ROOT / "consult").rglob("*.py")
        for match in asking.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b"
    r"|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bxox[abp]-[0-9A-Za-z-]{10,}"
    r"|://[^/\s:@'\"<>{}]+:(?!password@|…|\*)[^/\s:@'\"<>{}]{8,}@[a-z]"
)


def test_28_no_secret_is_part_of_the_project() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    found = []
    for path in paths:
        if path.suffix in {".png", ".webp", ".woff2", ".svg", ".jpg"} or not path.is_file():
            continue
        found += [
            f"{path.relative_to(ROOT)}: {one.group()[:30]}"
            for one in SECRETS.finditer(path.read_text("utf-8"))
        ]
    assert found == []
    assert SECRETS.search("-----BEGIN RSA " + "PRIVATE KEY-----")
    assert SECRETS.search("postgresql://consult:correct-horse" + "@db.example")
