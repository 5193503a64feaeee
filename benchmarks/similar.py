"""Similar contributions for one new comment among 250,000: `python -m benchmarks.similar` prints one table.

The crowd of `benchmarks.crowd`, all of it comments that everybody may read, and a letter that 20,000 people sent. Two
hundred comments are asked about: words of nobody else, copies with 5, 10 and 20 of 100 words edited, and the letter.
`--size 0.02` writes fewer, `--postgresql` uses the embedded server instead of SQLite.
"""

import argparse
import sys
from collections.abc import Iterator
from random import Random
from statistics import median
from time import perf_counter, process_time

import sqlalchemy as sa
from flask_migrate import upgrade

from benchmarks.counters import site
from benchmarks.crowd import Crowd, write_crowd
from benchmarks.engine import Row, at_least, at_most
from benchmarks.site import empty_database, print_table
from consult.contributions.likeness import rebuild_marks
from consult.contributions.likeness_models import LikenessMark
from consult.contributions.models import Contribution, ContributionText
from consult.contributions.similar import Found, similar_words
from consult.core.database import db, look_at_rows
from consult.core.transaction import unit_of_work

ASKED = 200
LETTER_EVERY = 12
FURTHER = 10_000_000
"""What the id of a further wording is above that of the first."""
FOUND = {5: 0.99, 10: 0.97, 20: 0.9}
"""Which share of the copies must be found with so many of 100 words edited."""
LETTER = (
    "We who live along the river ask you to keep the right to water in this text as the communities wrote it. The "
    "wells of our villages have been dry for three summers, and whoever sells the water that is left does not ask us."
)


def main() -> int:
    """Print the table; the exit code says whether every bar holds."""
    options = argparse.ArgumentParser(description="Similar contributions for one new comment.")
    options.add_argument("--size", type=float, default=1.0)
    options.add_argument("--postgresql", action="store_true")
    chosen = options.parse_args()
    return measure(chosen.size, is_postgresql=chosen.postgresql)


def everything() -> int:
    """Measure at full size on SQLite."""
    return measure(1.0)


def measure(size: float, *, is_postgresql: bool = False) -> int:
    """Print the table of one database; the exit code says whether every bar holds."""
    with empty_database(is_postgresql=is_postgresql) as (_folder, url):
        return print_table(site(url), rows(url, size), width=72)


def rows(url: str, size: float) -> Iterator[Row]:
    """Measure each bar in turn."""
    app = site(url)
    with app.app_context():
        upgrade()
        with unit_of_work():
            crowd = write_crowd(size)
        with unit_of_work():
            _all_are_comments()
        before, began = _bytes(), process_time()
        with unit_of_work():
            number = rebuild_marks()
            look_at_rows(Contribution, ContributionText, LikenessMark)  # as a running PostgreSQL has done
        took = process_time() - began
        print(
            f"  {number} contributions marked, {took:.1f} s of this process, {(_bytes() - before) / 1e6:.0f} MB"
        )
        yield from _asking(crowd, Random(3))
        db.session.remove()
        db.engine.dispose()


def _all_are_comments() -> None:
    """Let everything be a comment that everybody may read, and some of it the same letter."""
    table = Contribution.__table__
    same = {"kind": "comment", "visibility": "name", "status": "submitted"}
    empty = dict.fromkeys(("hidden_at", "thread_id", "operation"))
    db.session.execute(sa.update(table).values(**same, **empty))
    text, is_letter = ContributionText.__table__.c, table.c.id % LETTER_EVERY == 0
    columns = ("contribution_id", "base_text_id", "revision_id", "made_by", "created_at")
    others = {"number": 2, "heading": "", "body": LETTER, "rationale": ""}
    values = (text.id + FURTHER, *(text[name] for name in columns), *map(sa.literal, others.values()))
    letters = sa.select(*values)
    written = letters.where(text.contribution_id % LETTER_EVERY == 0)
    db.session.execute(sa.insert(ContributionText).from_select(["id", *columns, *others], written))
    db.session.execute(sa.update(table).where(is_letter).values(text_number=2))


def _asking(crowd: Crowd, draw: Random) -> Iterator[Row]:
    """Ask about new comments of each kind; the first time of each is not counted: it prepares the questions."""
    texts = _texts(crowd, draw)
    vocabulary = sorted({word for _number, text in texts for word in text.split()})
    times, hits = [], {}
    for edited in (100, *FOUND, 0):
        found = 0
        for turn in range(ASKED // 5 + 1):
            number, text = texts.pop() if edited else (0, LETTER)
            words = _edited(text, edited, vocabulary, draw)
            took, answer = _timed(crowd.consultation_id, words)
            if turn:
                times.append(took)
                found += any(one.id == number for one in answer.similar)
        hits[edited] = found / (ASKED // 5)
    for edited, bar in FOUND.items():
        yield at_least(f"copies found with {edited} of 100 words edited", bar, hits[edited])
    letter = 1000 * median(times[-(ASKED // 5) :])
    print(f"  the slowest of {len(times)}: {1000 * max(times):.1f} ms")
    what = "similar contributions for one new comment among"
    yield at_most(f"{what} {crowd.last_contribution:,}: ms", 15, 1000 * median(times))
    yield at_most(
        f"the same for a letter that {crowd.last_contribution // LETTER_EVERY:,} sent: ms", 15, letter
    )


def _timed(consultation_id: int, words: str) -> tuple[float, Found]:
    clock = process_time if db.engine.dialect.name == "sqlite" else perf_counter
    before = clock()
    answer = similar_words(consultation_id, words)
    took = clock() - before
    db.session.rollback()
    return took, answer


def _texts(crowd: Crowd, draw: Random) -> list[tuple[int, str]]:
    """Return as many texts as are asked about, with the ids of their contributions; none of them the letter."""
    numbers = [number for number in range(1, crowd.last_contribution + 1) if number % LETTER_EVERY]
    chosen = draw.sample(numbers, min(ASKED + 5, len(numbers)))
    table = ContributionText
    found = db.session.execute(
        sa.select(table.contribution_id, table.body).where(table.contribution_id.in_(chosen))
    )
    return [(number, body) for number, body in found]


def _edited(text: str, share: int, vocabulary: list[str], draw: Random) -> str:
    """Return a text with such a share of its words exchanged, left out or added to."""
    words = text.split()
    for _ in range(round(len(words) * share / 100)):
        place, act = draw.randrange(len(words)), draw.choice(["exchange", "exchange", "add", "drop"])
        if act == "add":
            words.insert(place, draw.choice(vocabulary))
        elif act == "drop" and len(words) > 8:
            del words[place]
        else:
            words[place] = draw.choice(vocabulary)
    return " ".join(words)


def _bytes() -> int:
    """Return how large the database is."""
    if db.engine.dialect.name == "sqlite":
        pages, size = (db.session.scalar(sa.text(f"PRAGMA {name}")) for name in ("page_count", "page_size"))
        return int(pages) * int(size)
    return int(db.session.scalar(sa.text("SELECT pg_database_size(current_database())")))


if __name__ == "__main__":
    sys.exit(main())
