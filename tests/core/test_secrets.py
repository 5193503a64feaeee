"""Ids, secrets and digests: long enough, readable on paper, and never repeated where they must stay secret."""

import threading

import pytest
from flask import Flask

from consult.core.ids import ALPHABET, digest, public_id, repeatable_ids, short_code, token
from consult.core.keyed import keyed_digest


def test_codes_are_eight_capitals_and_digits() -> None:
    made = [short_code() for _ in range(300)]
    assert {len(code) for code in made} == {8}
    assert all(code == code.upper() and set(code.lower()) <= set(ALPHABET) for code in made)
    assert len(set(made)) == 300


def test_tokens_hold_32_bytes_and_fit_into_an_address() -> None:
    made = {token() for _ in range(100)}
    assert len(made) == 100
    assert all(len(one) == 43 and one.replace("-", "").replace("_", "").isalnum() for one in made)


def _fail_within(seed: str) -> None:
    with repeatable_ids(seed):
        public_id()
        raise RuntimeError


def test_after_the_block_ids_are_random_again_even_if_it_failed() -> None:
    with repeatable_ids("wells"):
        public_id()
        following = public_id()
    with pytest.raises(RuntimeError):
        _fail_within("wells")
    assert public_id() != following


def test_another_thread_has_random_ids_meanwhile() -> None:
    elsewhere: list[str] = []
    with repeatable_ids("wells"):
        thread = threading.Thread(target=lambda: elsewhere.append(public_id()))
        thread.start()
        thread.join()
        here = public_id()
    with repeatable_ids("wells"):
        assert public_id() == here
    assert elsewhere[0] != here


def test_a_keyed_digest_is_for_one_purpose_of_one_installation(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = keyed_digest("address", "lea@wells.example")
    assert ours == keyed_digest("address", "lea@wells.example")
    assert ours != keyed_digest("network", "lea@wells.example")
    assert ours != digest("address\nlea@wells.example")
    monkeypatch.setitem(app.config, "SECRET_KEY", "another installation")
    assert ours != keyed_digest("address", "lea@wells.example")
