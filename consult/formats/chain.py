"""The revisions of a narrative with their hashes as a file of JSON lines, and the check that needs nothing else.

The rules are those of docs/data.md; they are written here a second time, so that the check leans on no other code.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

FORMAT = "consult-chain-2"
Place = tuple[str, int, str, str]
"""Id of the section, depth, printed label, digest of the text."""


@dataclass
class ChainCheck:
    """What a check found: how many revisions, every fault in words, the newest hash of each line, how many
    texts with a passage blacked out, how many language editions.
    """

    revisions: int = 0
    faults: list[str] = field(default_factory=list)
    newest: dict[str, str] = field(default_factory=dict)
    blacked_out: int = 0
    editions: int = 0


def header_line(narrative: str) -> str:
    """Return the first line of the file."""
    return _json({"format": FORMAT, "narrative": narrative})


def text_line(sha: str, nonce: str | None, language: str, heading: str | None, body: str | None) -> str:
    """Return the line of a section text; nonce, heading and body are None where a passage was blacked out."""
    return _json({"text": sha, "nonce": nonce, "language": language, "heading": heading, "body": body})


def revision_line(
    *,
    number: str,
    line: str,
    parents: Sequence[str],
    note: str | None,
    note_nonce: str | None,
    note_sha: str,
    places: Sequence[Place],
    digest: str,
) -> str:
    """Return the line of a revision; note and its nonce are None where words of the note were blacked out."""
    return _json(
        {
            "revision": number,
            "line": line,
            "parents": list(parents),
            "note": note,
            "note_nonce": note_nonce,
            "note_sha": note_sha,
            "places": [list(place) for place in places],
            "hash": digest,
        }
    )


def edition_line(revision: str, language: str, number: int, texts: Sequence[str], digest: str) -> str:
    """Return the line of a language edition: the hash of its revision, its texts in the revision's order."""
    named = {"edition": number, "language": language, "revision": revision}
    return _json({**named, "texts": list(texts), "hash": digest})


def check_chain(lines: Iterable[str]) -> ChainCheck:
    """Recompute every hash of a file; a line that cannot be read is a fault and not an error."""
    found, texts, hashes = ChainCheck(), set[str](), set[str]()
    editions: dict[tuple[str, str], tuple[int, str]] = {}
    for position, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            if position == 1:
                _check_header(found, row)
            elif "text" in row:
                _check_text(found, row, texts)
            elif "edition" in row:
                _check_edition(found, row, texts, hashes, editions)
            else:
                _check_revision(found, row, texts, hashes)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            found.faults.append(f"line {position}: cannot be read")
    if not found.revisions:
        found.faults.append("no revision")
    return found


def _check_header(found: ChainCheck, row: dict[str, Any]) -> None:
    if row.get("format") != FORMAT:
        found.faults.append(f"not a file of the format {FORMAT}")


def _check_text(found: ChainCheck, row: dict[str, Any], texts: set[str]) -> None:
    """Note a text; of one that was blacked out only the digest is left, and nothing with which to try words."""
    texts.add(row["text"])
    if row["nonce"] is None and row["heading"] is None and row["body"] is None:
        found.blacked_out += 1
        return
    if row["text"] != _sha("\0".join((row["nonce"], row["language"], row["heading"], row["body"]))):
        found.faults.append(f"text {row['text']}: its words are not those of its digest")


def _check_revision(found: ChainCheck, row: dict[str, Any], texts: set[str], hashes: set[str]) -> None:
    name = f"{row['revision']} ({row['line']})"
    lines = [
        "consult-revision-2",
        *row["parents"],
        row["revision"],
        row["line"],
        row["note_sha"],
        *(f"{section}\t{depth}\t{label}\t{sha}" for section, depth, label, sha in row["places"]),
    ]
    found.revisions += 1
    is_whole = row["note"] is not None or row["note_nonce"] is not None
    if is_whole and row["note_sha"] != _sha("\0".join((row["note_nonce"], row["note"]))):
        found.faults.append(f"{name}: its note is not that of its digest")
    if row["hash"] != _sha("\n".join(lines)):
        found.faults.append(f"{name}: the hash does not follow from what it covers")
    if not set(row["parents"]) <= hashes or (hashes and not row["parents"]):
        found.faults.append(f"{name}: it follows from a revision that does not stand before it")
    if any(place[3] not in texts for place in row["places"]):
        found.faults.append(f"{name}: a text is missing")
    hashes.add(row["hash"])
    found.newest[row["line"]] = row["hash"]


def _check_edition(
    found: ChainCheck,
    row: dict[str, Any],
    texts: set[str],
    hashes: set[str],
    editions: dict[tuple[str, str], tuple[int, str]],
) -> None:
    """Check a language edition; `editions`: number and hash of the last one of each revision and language."""
    name, key = f"edition {row['language']} {row['edition']}", (row["revision"], row["language"])
    number, before = editions.get(key, (0, ""))
    lines = [
        "consult-edition-1",
        row["revision"],
        row["language"],
        str(row["edition"]),
        before,
        *row["texts"],
    ]
    found.editions += 1
    if row["hash"] != _sha("\n".join(lines)):
        found.faults.append(f"{name}: the hash does not follow from what it covers")
    if row["revision"] not in hashes or row["edition"] != number + 1:
        found.faults.append(f"{name}: it does not follow its revision and the edition before it")
    if not set(row["texts"]) <= texts:
        found.faults.append(f"{name}: a text is missing")
    editions[key] = (row["edition"], row["hash"])


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _json(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)
