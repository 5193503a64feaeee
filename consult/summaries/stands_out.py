"""What stands out in what was said, and its tables: counted at once, or by the worker where very many spoke."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

import sqlalchemy as sa
from flask_babel import gettext as _

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution
from consult.core.clock import now
from consult.core.database import db
from consult.text.markdown import plain_text
from consult.web.links import url_for
from consult.web.locale import current_language, language_name

from . import rows
from .apart import Repeated, Word, in_groups, repeated_texts, too_many, words_apart
from .asked import Asked, name_of
from .kept_words import WordCount
from .said_rows import said_in, veils_over
from .shown_table import ShownTable
from .word_keeping import AUDIENCES, MANY, kept_count, number_sent
from .word_reading import MOST_REPEATED, repeats_told, words_told

BEGINNING = 25


@dataclass(frozen=True)
class Standing:
    """What stands out: in the words by region and section, and in texts that were sent more than once."""

    as_of: datetime
    number: int
    different: int
    regions: Sequence[Word]
    sections: Sequence[Word]
    repeated: Sequence[Repeated]
    all_repeated: int
    consultations: Sequence[Consultation]


def standing(asked: Asked) -> Standing | None:
    """Return what stands out; None where it is being counted.

    Where what the reader may read is counted by nobody together, it is that of as many of the consultations as are.
    """
    for some in _counted_together(asked):
        ids = [row.id for row in some]
        if number_sent(ids) < MANY:
            return _at_once(replace(asked, consultations=some))
        count = kept_count(ids)
        if count is not None and count.made_at is not None:
            return _kept(some, count)
        if len(some) == 1 or all(row.read_audience in AUDIENCES[-1] for row in some):
            return None
    return None


def _counted_together(asked: Asked) -> list[list[Consultation]]:
    """Return what of the consultations may be counted together: as many as may be first."""
    some = [
        [row for row in asked.consultations if row.read_audience in audiences]
        for audiences in reversed(AUDIENCES)
    ]
    some += [[row] for row in asked.consultations]
    return [list(asked.consultations), *filter(None, some)]


def _at_once(asked: Asked) -> Standing:
    said, sections, amendments = said_in(asked)
    spoken = [one for one in said if one.contribution not in amendments]
    repeated = repeated_texts(spoken)
    told = [one for one in said if one.language]  # of a language that few write no word is shown
    return Standing(
        now(),
        len(spoken),
        len(spoken) - too_many(repeated),
        words_apart([one for one in told if one.group]),
        words_apart(in_groups(told, sections)),
        repeated[:MOST_REPEATED],
        len(repeated),
        asked.consultations,
    )


def _kept(consultations: Sequence[Consultation], count: WordCount) -> Standing:
    veils = veils_over(consultations)
    words = words_told(count, veils)
    repeated, number, repeating = repeats_told(count, veils)
    spoken = number_sent(list(veils), Contribution.kind != "amendment")
    assert count.made_at is not None
    return Standing(
        count.made_at,
        spoken,
        spoken - repeating,
        words["region"],
        words["section"],
        repeated,
        number,
        consultations,
    )


class StandsOut:
    """The tables of the page."""

    def __init__(self, asked: Asked, found: Standing):
        self.asked, self.found = asked, found
        self.regions = rows.region_names(current_language())

    @cached_property
    def tables(self) -> dict[str, ShownTable]:
        """Return the tables by name."""
        names = {place.section.key: name_of(place) for place in self.asked.places}
        places = {key: number for number, key in enumerate(names)}
        sections = sorted(
            self.found.sections, key=lambda one: (one.language, places.get(one.group, len(places)))
        )
        made = (
            _words(
                "regions", _("Words that set a region apart"), _("Region"), self.found.regions, self.regions
            ),
            _words("sections", _("Words that set a section apart"), _("Section"), sections, names),
            self._repeated(),
        )
        return {table.name: table for table in made}

    def _repeated(self) -> ShownTable:
        repeated = self.found.repeated
        asked = sa.select(Contribution.id, Contribution.public_id).where(
            Contribution.id.in_([one.first for one in repeated])
        )
        ids = {number: public_id for number, public_id in db.session.execute(asked)}
        method = _(
            "Comments, answers and highlights of which at least 85 of 100 words are the same in the same order. "
            "Each still counts as a contribution and is answered. "
            "Organisations are those that may be named with theirs."
        )
        if self.found.all_repeated > len(repeated):
            method = f"{method} {self._left_out()}"
        return ShownTable(
            "repeated",
            _("Sent more than once"),
            (_("Text"), _("Contributions"), _("Organisations"), _("Regions")),
            tuple(
                (_beginning(one.text), one.number, one.organisations, self._names(one.regions))
                for one in repeated
            ),
            method,
            tuple(url_for("reading.contribution", contribution_id=ids[one.first]) for one in repeated),
        )

    def _left_out(self) -> str:
        return _(
            "Of %(all)s such texts these are the %(number)s that were sent most often.",
            all=self.found.all_repeated,
            number=len(self.found.repeated),
        )

    def _names(self, codes: Iterable[str]) -> str:
        return _(", ").join(self.regions.get(code, code) for code in codes)


def _words(name: str, caption: str, head: str, words: Sequence[Word], names: Mapping[str, str]) -> ShownTable:
    return ShownTable(
        name,
        caption,
        (
            head,
            _("Language"),
            _("Word"),
            _("Contributions here"),
            _("Contributions elsewhere"),
            _("Strength"),
        ),
        tuple(
            (
                names.get(one.group, one.group),
                language_name(one.language),
                one.word,
                one.here,
                one.elsewhere,
                round(one.strength, 1),
            )
            for one in words
        ),
        _(
            "Each language by itself. A word counts once for each contribution that uses it, "
            "and needs 3 people or more. Strength: standard errors of its log-odds against all other groups, "
            "with a prior of all words; from 2.58 on."
        ),
    )


def _beginning(text: str) -> str:
    words = plain_text(text).split()
    return " ".join(words[:BEGINNING]) + (" …" if len(words) > BEGINNING else "")
