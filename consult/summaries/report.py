"""The report for members and funders: chosen parts of the summaries, quotes with consent, reservations, the method.

It leaves the house, so it names nobody but the authors who agreed to be quoted, and repeats no proposed words that one
contribution alone brought without such consent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from flask_babel import lazy_gettext as _l

from consult.consultations.models import Consultation
from consult.contributions.credit import public_credit
from consult.contributions.display import Shown, shown_list
from consult.contributions.models import Contribution
from consult.narratives.services import latest_revision
from consult.reading.after import ShownReservation, reservations_on
from consult.web.locale import current_language

from . import rows, services
from .answer_tables import Answers
from .answering_tables import answering_tables
from .asked import Asked, name_of
from .section_figures import Figures, SectionFigures
from .section_tables import ShownChange, shown_change
from .shown import Overview
from .shown_table import ShownTable
from .wanted import WantedChange
from .wanted_most import most_wanted

PARTS = {
    "figures": _l("Who took part"),
    "sections": _l("Section by section"),
    "wanted": _l("Changes that are wanted"),
    "quotes": _l("In their own words"),
    "answers": _l("Answers to the guiding questions"),
    "reservations": _l("Reservations"),
    "dispositions": _l("What became of the contributions"),
}
"""What can be chosen, in the order of the report; the method always stands in it."""
CHANGES_OF_A_SECTION = 3
TABLES = {
    "figures": ("regions", "asked", "sections", "tags"),
    "dispositions": ("dispositions", "outcomes", "waiting"),
}


def chosen_parts(asked_for: Iterable[str]) -> tuple[str, ...]:
    """Return the parts that an address asks for, in order; all where it names none that there is."""
    wanted = set(asked_for)
    return tuple(part for part in PARTS if part in wanted) or tuple(PARTS)


@dataclass(frozen=True)
class ReportedSection:
    """One section of the report: its sentences, the changes that most regions want, and what is quoted."""

    figures: SectionFigures
    changes: Sequence[ShownChange]
    quotes: Sequence[Shown]


class Report:
    """A report on what was asked, in the parts that were chosen. Loads pandas."""

    def __init__(self, asked: Asked, parts: Sequence[str]):
        self.asked = asked
        self.parts = parts
        self.overview = Overview(asked)

    @cached_property
    def sections(self) -> list[ReportedSection]:
        """Return the sections of which something is told, in order of the text."""
        texts = {place.section.key: place.text for place in self.asked.places}
        names = rows.region_names(current_language())
        made = [
            ReportedSection(
                figures,
                [shown_change(change, texts[figures.key], names) for change in self._repeatable(figures.key)],
                [
                    shown
                    for shown in self.quotes
                    if shown.row.section and shown.row.section.key == figures.key
                ],
            )
            for figures in Figures(self.asked, self.overview.cells).sections
            if figures.is_spoken_of
        ]
        return [one for one in made if "sections" in self.parts or one.changes or one.quotes]

    @cached_property
    def quotes(self) -> list[Shown]:
        """Return what is quoted: the authors agreed to these words, and everybody who reads here may read them."""
        if "quotes" not in self.parts:
            return []
        return shown_list(self._quotable)

    @cached_property
    def loose_quotes(self) -> list[Shown]:
        """Return the quotes about the text as a whole."""
        known = {place.section.key for place in self.asked.places}
        return [one for one in self.quotes if one.row.section is None or one.row.section.key not in known]

    @cached_property
    def reservations(self) -> list[ShownReservation]:
        """Return the reservations of these consultations that stand with the newest version."""
        newest = latest_revision(self.asked.narrative)
        if "reservations" not in self.parts or newest is None:
            return []
        return reservations_on(newest, consultation_ids=self.asked.ids)

    @cached_property
    def answers(self) -> list[tuple[Consultation, list[ShownTable]]]:
        """Return the tables of the guiding questions that were answered, by consultation."""
        if "answers" not in self.parts:
            return []
        found = (
            (one, [table for _question, table in Answers(one).answered]) for one in self.asked.consultations
        )
        return [(one, tables) for one, tables in found if tables]

    def tables(self, part: str) -> list[ShownTable]:
        """Return the tables of a part that was chosen and has rows."""
        if part not in self.parts:
            return []
        made = dict(self.overview.tables)
        if part == "dispositions":
            made |= answering_tables(self.asked, self.overview.cells)
        return [made[name] for name in TABLES[part] if name in made and made[name].cells]

    @cached_property
    def section_names(self) -> dict[str, str]:
        """Return the sections' names by key."""
        return {place.section.key: name_of(place) for place in self.asked.places}

    def _repeatable(self, key: str) -> list[WantedChange]:
        """Return the changes of a section whose words may leave the house, those from most regions first."""
        return self._wanted.get(key, [])[:CHANGES_OF_A_SECTION] if "wanted" in self.parts else []

    @cached_property
    def _wanted(self) -> dict[str, list[WantedChange]]:
        agreed = {row.id for row in self._quotable}
        return most_wanted(self.asked, agreed, CHANGES_OF_A_SECTION)

    @cached_property
    def _quotable(self) -> list[Contribution]:
        return services.quotable(self.asked.ids)


def credit_line(shown: Shown) -> str:
    """Return who said it as others read it: a report is passed on, so it never tells who fetched it."""
    return public_credit(shown.row).line
