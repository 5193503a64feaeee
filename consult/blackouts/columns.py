"""Where words of people are stored: every column of every table that can hold any, and how they are searched."""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from consult.core.database import db
from consult.core.removals import Key
from consult.text.blacked_out import longest_word

FIRST_LONG = 100
"""Columns that are bounded to fewer signs hold names, codes and digests."""
NAMES = frozenset(
    {
        *("accounts.email", "letters.address", "letters.last_error", "letters.stop_url"),
        *(
            "networks.name",
            "networks.languages",
            "regions.names",
            "working_groups.name",
            "organisations.name",
        ),
        *("organisations.languages", "narratives.target_languages", "consultations.languages"),
        *("persons.display_name", "persons.languages", "persons.persona_note", "sign_in_links.next_path"),
        *("staff_keys.password_hash", "removals.reason"),
    }
)
"""No text: who somebody is (erased, not blacked out), addresses, lists of codes, the public reasons themselves."""
DERIVED = frozenset({"search_entries.heading", "search_entries.words"})
"""What is made anew from the words."""
OF_THEIR_OWN = frozenset(
    {
        *(
            "section_texts.heading",
            "section_texts.body",
            "contribution_texts.heading",
            "contribution_texts.body",
        ),
        *("hunks.new", "decisions.new", "decisions.text", "decision_changes.new", "decision_changes.text"),
        *("passage_links.passage", "translations.wordings", "translation_changes.wordings"),
        *("memory_sentences.source", "memory_sentences.target", "saved_filters.query"),
    }
)
"""What belongs to a place in a text, and so is blacked out with it; and queries, whose words are coded."""


@lru_cache(maxsize=1)
def columns_of_words() -> tuple[sa.Column[Any], ...]:
    """Return the columns in which a wording is looked for by itself."""
    apart = NAMES | DERIVED | OF_THEIR_OWN
    return tuple(
        column
        for table in db.metadata.sorted_tables
        for column in table.columns
        if holds_words(column) and str(column) not in apart
    )


def holds_words(column: sa.Column[Any]) -> bool:
    """Say whether a column can hold text of people."""
    if isinstance(column.type, sa.JSON):
        return True
    return isinstance(column.type, sa.String) and (column.type.length or FIRST_LONG) >= FIRST_LONG


def may_hold(column: Any, wordings: Sequence[str]) -> sa.ColumnElement[bool]:
    """Return the condition that a column has the longest word of one of the wordings: what else does is asked later."""
    if isinstance(column.type, sa.JSON):
        return _may_hold_json(column, wordings)
    lowered = sa.func.lower(column)
    return sa.or_(*(lowered.contains(longest_word(one).lower(), autoescape=True) for one in wordings))


def _may_hold_json(column: Any, wordings: Sequence[str]) -> sa.ColumnElement[bool]:
    """JSON is stored with letters beyond ASCII escaped, capitals and small ones apart: then every row is looked at."""
    words = [longest_word(one) for one in wordings]
    if not all(json.dumps(word) == f'"{word}"' for word in words):
        return column.is_not(None)
    lowered = sa.func.lower(sa.cast(column, sa.Text))
    return sa.or_(*(lowered.contains(word.lower(), autoescape=True) for word in words))


def rows_with(
    columns: Iterable[sa.Column[Any]], wordings: Sequence[str]
) -> Iterator[tuple[sa.Column[Any], Key, Any]]:
    """Yield column, row and value wherever a value may hold one of the wordings."""
    for column in columns:
        keys = tuple(column.table.primary_key)
        found = db.session.execute(sa.select(*keys, column).where(may_hold(column, wordings)).order_by(*keys))
        for *key, value in found:
            if value:
                yield column, tuple(key) if len(key) > 1 else key[0], value
