"""A file of versions and their hashes: every part of it that somebody changes is a fault that is named."""

import hashlib
import json
from typing import Any

import pytest

from consult.formats.chain import FORMAT, ChainCheck, check_chain, header_line, revision_line, text_line

Row = dict[str, Any]
NONCE = "0f" * 16


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def text(heading: str, body: str, language: str = "en") -> str:
    return text_line(sha(f"{NONCE}\0{language}\0{heading}\0{body}"), NONCE, language, heading, body)


def revision(number: str, parents: list[str], sections: list[str], line: str = "global") -> str:
    """Return the line of a revision as docs/data.md says that its hash is made."""
    places = [(f"s{at}", 1, f"{at}.", json.loads(one)["text"]) for at, one in enumerate(sections, 1)]
    covered = ["consult-revision-2", *parents, number, line, sha(f"{NONCE}\0Why.")]
    covered += [f"{key}\t{depth}\t{label}\t{digest}" for key, depth, label, digest in places]
    return revision_line(
        number=number,
        line=line,
        parents=parents,
        note="Why.",
        note_nonce=NONCE,
        note_sha=sha(f"{NONCE}\0Why."),
        places=places,
        digest=sha("\n".join(covered)),
    )


def hash_of(line: str) -> str:
    return json.loads(line)["hash"]


HEADER = header_line("ours")
WATER, HEALTH, ARABIC = (
    text("Water", "A right."),
    text("Health", "Free."),
    text("الماء", "حق\n\nللجميع", "ar"),
)
FIRST = revision("1.0", [], [WATER, HEALTH])
SECOND = revision("1.1", [hash_of(FIRST)], [HEALTH, ARABIC])
REGIONAL = revision("1.1", [hash_of(FIRST)], [WATER], line="region-asia")
MERGED = revision("2.0", [hash_of(SECOND), hash_of(REGIONAL)], [WATER, HEALTH, ARABIC])
CHAIN = [HEADER, WATER, HEALTH, FIRST, ARABIC, SECOND, REGIONAL, MERGED]


def with_row(at: int, **values: Any) -> list[str]:
    """Return the chain with some values of one line changed."""
    return [*CHAIN[:at], json.dumps(json.loads(CHAIN[at]) | values), *CHAIN[at + 1 :]]


def without(*gone: str) -> list[str]:
    return [line for line in CHAIN if line not in gone]


def test_a_chain_of_two_lines_that_meet_has_no_fault_and_names_the_newest_of_each() -> None:
    newest = {"global": hash_of(MERGED), "region-asia": hash_of(REGIONAL)}
    assert check_chain(CHAIN) == ChainCheck(4, [], newest)
    assert check_chain(line + "\n" for line in CHAIN) == ChainCheck(4, [], newest)


def test_the_file_is_read_by_people_too_and_no_line_is_broken_by_what_a_text_holds() -> None:
    assert "الماء" in ARABIC
    assert json.loads(HEADER) == {"format": FORMAT, "narrative": "ours"}
    assert not any("\n" in line for line in CHAIN)


@pytest.mark.parametrize(
    ("at", "values", "named"),
    [
        # What a revision covers: each of it moves its hash, and whatever follows it has lost its parent or not.
        (3, {"revision": "1.2"}, "1.2 (global): the hash does not follow"),
        (3, {"line": "region-asia"}, "1.0 (region-asia): the hash does not follow"),
        (3, {"note": "Why not."}, "1.0 (global): its note is not that of its digest"),
        (3, {"note": ""}, "1.0 (global): its note is not that of its digest"),
        (3, {"note_nonce": "0e" * 16}, "1.0 (global): its note is not that of its digest"),
        (3, {"note_sha": "0" * 64}, "1.0 (global): the hash does not follow"),
        (5, {"places": []}, "1.1 (global): the hash does not follow"),
        (5, {"places": json.loads(SECOND)["places"][::-1]}, "1.1 (global): the hash does not follow"),
        (7, {"parents": json.loads(MERGED)["parents"][::-1]}, "2.0 (global): the hash does not follow"),
        (7, {"parents": json.loads(MERGED)["parents"][:1]}, "2.0 (global): the hash does not follow"),
        (5, {"hash": "0" * 64}, "1.1 (global): the hash does not follow"),
        (5, {"hash": "0" * 64}, "2.0 (global): it follows from a revision that does not stand before it"),
        # What a text covers: language, heading and body, each by itself.
        (1, {"language": "fr"}, "its words are not those of its digest"),
        (1, {"heading": "Wine"}, "its words are not those of its digest"),
        (1, {"body": "A right"}, "its words are not those of its digest"),
        (1, {"body": "A right.\n"}, "its words are not those of its digest"),
        (1, {"heading": "", "body": ""}, "its words are not those of its digest"),
        (1, {"text": "0" * 64}, "1.0 (global): a text is missing"),
        (1, {"nonce": "0e" * 16}, "its words are not those of its digest"),
        # Half of a text that was blacked out is not blacked out, and its nonce must be gone with it.
        (1, {"heading": None, "body": None}, "line 2: cannot be read"),
        (1, {"nonce": None}, "line 2: cannot be read"),
        (1, {"heading": None}, "line 2: cannot be read"),
        (1, {"body": None}, "line 2: cannot be read"),
        # Values of another sort than a file of this format has.
        (3, {"note": None}, "line 4: cannot be read"),
        (3, {"parents": None}, "line 4: cannot be read"),
        (3, {"places": [["water", 1]]}, "line 4: cannot be read"),
        (3, {"revision": 1.0}, "line 4: cannot be read"),
        (1, {"text": ["a list"]}, "line 2: cannot be read"),
        (3, {"note": "\ud800"}, "line 4: cannot be read"),
        # The first line says what the file is.
        (0, {"format": "consult-chain-1"}, f"not a file of the format {FORMAT}"),
        (0, {"format": None}, f"not a file of the format {FORMAT}"),
    ],
)
def test_each_value_that_is_changed_is_a_fault(at: int, values: Row, named: str) -> None:
    assert any(named in fault for fault in check_chain(with_row(at, **values)).faults)


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        # A revision that is left out, or comes after the one that follows from it.
        (without(FIRST), ["1.1 (global): it follows from a revision that does not stand before it"]),
        (without(REGIONAL), ["2.0 (global): it follows from a revision that does not stand before it"]),
        ([HEADER, WATER, HEALTH, ARABIC, SECOND, FIRST], ["1.1 (global): it follows from"]),
        # A second beginning: only one revision follows from none.
        ([*CHAIN, revision("3.0", [], [WATER])], ["3.0 (global): it follows from"]),
        # A text must stand before the revision that holds it.
        ([HEADER, WATER, FIRST, HEALTH], ["1.0 (global): a text is missing"]),
        # What is no line of this format is named by its number, and the rest is still checked.
        ([*CHAIN, ""], ["line 9: cannot be read"]),
        ([*CHAIN, "{}"], ["line 9: cannot be read"]),
        ([*CHAIN, "null"], ["line 9: cannot be read"]),
        ([*CHAIN, "[" * 100_000], ["line 9: cannot be read"]),
        (CHAIN[1:], ["not a file of the format"]),
        (["[]", *CHAIN[1:]], ["line 1: cannot be read"]),
        # Nothing to check is not a chain in order.
        ([], ["no revision"]),
        ([HEADER, WATER], ["no revision"]),
    ],
)
def test_lines_that_are_missing_moved_or_no_lines_are_faults(lines: list[str], named: list[str]) -> None:
    faults = check_chain(lines).faults
    for words in named:
        assert any(words in fault for fault in faults), faults


def test_a_text_that_was_blacked_out_is_no_fault_and_its_versions_can_still_be_checked() -> None:
    gone = {"nonce": None, "heading": None, "body": None}
    assert check_chain(with_row(1, **gone)).faults == []
    assert check_chain(with_row(4, **gone, language=None)).faults == []
    assert check_chain(with_row(3, note=None, note_nonce=None)).faults == []


def test_a_broken_line_hides_no_fault_after_it() -> None:
    lines = [*CHAIN[:1], "nonsense", *with_row(5, note="Forged.")[1:]]
    found = check_chain(lines)
    assert found.faults[0] == "line 2: cannot be read"
    assert "1.1 (global): its note is not that of its digest" in found.faults
    assert found.revisions == 4
