"""The memory of sentences against its bar, and pages in Arabic against English: `python -m benchmarks.memory`.

50,000 sentences of about eighteen words lie in a database on disk; their words come as often as words do (the second
half as often as the first, and so on), so that some pairs of words stand in thousands of sentences. Times are those of
one look-up from the question to what is offered, the median of all; what it is compared with reads and compares all.
"""

import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from benchmarks.engine import Row, at_most
from benchmarks.reading import ratio
from config import Settings
from consult import create_app
from consult.core.clock import now
from consult.core.database import db
from consult.core.ids import public_id
from consult.core.transaction import unit_of_work
from consult.demonstration.loader import load_demonstration
from consult.narratives.models import Narrative
from consult.text.recall import digest_of, marks_of, most_similar
from consult.translations.memory import recall
from consult.translations.models import MemoryMark, MemorySentence

SENTENCES = 50_000
ASKED = 120
PAIR = "en>fr"
MILLISECONDS = 1000
SEED = 20261122
ROUNDS = 30
STATEMENT = 10_000
"""Rows for one statement of the filling."""


def main() -> int:
    """Print the table; the exit code says whether every bar holds."""
    failed = 0
    print(f"{'what':<66} {'bar':>8} {'measured':>10}")
    with tempfile.TemporaryDirectory() as folder:
        for row in rows(Path(folder)):
            failed += not row.holds
            verdict = "holds" if row.holds else "MISSED"
            print(f"{row.what:<66} {row.bar:>8} {row.measured:>10}  {verdict}", flush=True)
    return 1 if failed else 0


def rows(folder: Path) -> Iterator[Row]:
    """Measure each bar in turn."""
    app = create_app(
        Settings(
            database_url=f"sqlite:///{folder / 'memory.sqlite'}",
            secret_key="a secret of the benchmarks",
            letters_folder=str(folder),
        )
    )
    with app.app_context():
        upgrade()
        load_demonstration()
        sentences = drawn_sentences(random.Random(SEED))
        with unit_of_work():
            fill(sentences)
        yield from _look_ups(sentences)
    yield from _arabic(app)
    with app.app_context():
        db.engine.dispose()


def drawn_sentences(draw: random.Random) -> list[str]:
    """Return sentences whose words come with the frequencies of a language."""
    letters = "aeioulnrstdm"
    words = [
        "".join(draw.choices(letters, k=min(2 + rank.bit_length() // 2 + draw.randrange(4), 12)))
        for rank in range(6_000)
    ]
    weights = [1 / (rank + 1) for rank in range(len(words))]
    lengths = (draw.randint(5, 31) for _ in range(SENTENCES))
    return [" ".join(draw.choices(words, weights, k=length)).capitalize() + "." for length in lengths]


def fill(sentences: list[str]) -> None:
    """Write the sentences and their marks as the memory does, many in a statement."""
    narrative = db.session.scalars(sa.select(Narrative)).one()
    rows = [
        {
            "public_id": public_id(),
            "narrative_id": narrative.id,
            "pair": PAIR,
            "digest": digest_of(sentence),
            "source": sentence,
            "target": sentence[::-1],
            "kept_at": now(),
        }
        for sentence in sentences
    ]
    for start in range(0, len(rows), STATEMENT):
        db.session.execute(sa.insert(MemorySentence), rows[start : start + STATEMENT])
    ids = dict(db.session.execute(sa.select(MemorySentence.public_id, MemorySentence.id)).all())
    marks = [
        {"pair": PAIR, "mark": mark, "sentence_id": ids[str(row["public_id"])]}
        for row, sentence in zip(rows, sentences, strict=True)
        for mark in set(marks_of(sentence))
    ]
    for start in range(0, len(marks), STATEMENT):
        db.session.execute(sa.insert(MemoryMark), marks[start : start + STATEMENT])


def _look_ups(sentences: list[str]) -> Iterator[Row]:
    draw = random.Random(SEED + 1)
    narrative = db.session.scalars(sa.select(Narrative)).one()
    equal = draw.sample(sentences, ASKED)
    changed = [_changed(sentence, draw) for sentence in draw.sample(sentences, ASKED)]
    unknown = drawn_sentences(random.Random(SEED + 2))[:ASKED]
    for what, asked in (
        ("an equal one", equal),
        ("one with two words changed", changed),
        ("an unknown one", unknown),
    ):
        times = [_time(lambda one=one: recall(narrative, PAIR, [one])) for one in asked]  # type: ignore[misc]
        yield at_most(f"a sentence among 50,000, {what}: ms", 20, median(times) * MILLISECONDS)
        slowest = sorted(times)[len(times) * 95 // 100]
        yield at_most(f"a sentence among 50,000, {what}, 95 in 100: ms", 40, slowest * MILLISECONDS)
    missed = sum(not recall(narrative, PAIR, [sentence])[0] for sentence in changed)
    yield at_most("sentences with two words changed that are not found again: share", 0.1, missed / ASKED)
    scan = median(_time(lambda one=one: most_similar(one, sentences)) for one in changed[:5])  # type: ignore[misc]
    found = median(_time(lambda one=one: recall(narrative, PAIR, [one])) for one in changed)  # type: ignore[misc]
    yield at_most("a look-up / comparing with all, already in memory", 0.1, found / scan)


def _changed(sentence: str, draw: random.Random) -> str:
    words = sentence.split()
    for place in draw.sample(range(len(words)), 2):
        words[place] = "exchanged"
    return " ".join(words)


def _time(act: Callable[[], object]) -> float:
    before = perf_counter()
    act()
    return perf_counter() - before


def _arabic(app: Flask) -> Iterator[Row]:
    """Compare the newest version in the Arabic interface, and in Arabic words, with the same in English."""
    client = app.test_client()
    with app.app_context():
        slug = db.session.scalars(sa.select(Narrative.slug)).one()
    english = f"/en/narratives/{slug}"
    for what, bar, path in (
        ("the pages", 1.1, f"/ar/narratives/{slug}"),
        ("pages, text and credits", 1.1, f"/ar/narratives/{slug}?text=ar"),
    ):
        share = ratio(lambda path=path: client.get(path), lambda: client.get(english), rounds=ROUNDS)  # type: ignore[misc]
        yield at_most(f"the newest version, {what} in Arabic: CPU time / in English", bar, share)


if __name__ == "__main__":
    sys.exit(main())
