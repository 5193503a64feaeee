"""Public ids, tokens and digests."""

from consult.core.ids import ALPHABET, digest, public_id, repeatable_ids, short_code, token


def test_public_ids_are_random_and_can_be_read_on_paper() -> None:
    ids = {public_id() for _ in range(2000)}
    assert len(ids) == 2000
    assert {len(one) for one in ids} == {12}
    assert set("".join(ids)) <= set(ALPHABET)
    assert not set(ALPHABET) & set("ilou")


def test_same_seed_gives_the_same_ids_and_secrets_stay_secret() -> None:
    def draw() -> tuple[str, str, str]:
        with repeatable_ids("seed"):
            return public_id(), token(), short_code()

    (first, *secrets), (second, *others) = draw(), draw()
    assert first == second
    assert not set(secrets) & set(others)
    assert public_id() != first


def test_digest_stands_in_the_place_of_a_secret() -> None:
    assert digest("secret") == digest("secret") != digest("Secret")
    assert len(digest("secret")) == 64
