"""One section as readers see it: the changes in their words, how each region stands, where the text is contested."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup

from consult.contributions.display import Shown, shown_list
from consult.contributions.labels import POSITIONS
from consult.contributions.marks import mark_labels
from consult.contributions.models import Contribution
from consult.contributions.queries import contributions_by_id
from consult.core.database import db
from consult.narratives.models import SectionText
from consult.text import Hunk
from consult.text.markdown import paragraphs, plain_text
from consult.text.render import render_in_sentence
from consult.web.locale import current_language

from . import rows
from .asked import AskedSection
from .narrowed import OPEN, Narrowed
from .rows import counted
from .section_figures import Figures
from .shown_table import ShownTable
from .wanted import WantedChange, contested_passages

VERDICTS = {
    "accepts": _l("accepts"),
    "objects": _l("objects"),
    "divided": _l("divided"),
    "too-few": _l("Too few to tell"),
}
MOST_SHOWN = 20
"""So many changes stand on a page; all are in the file."""
MOST_QUESTIONS = 10
PASSAGE_WORDS = 12


@dataclass(frozen=True)
class ShownChange:
    """One wanted change in its sentence, with the regions by name and the contributions that propose it."""

    words: Markup
    language: str
    before: str
    after: str
    times: int
    regions: Sequence[str]
    facts: Sequence[str]
    behind: Sequence[Shown] = ()


def shown_change(
    change: WantedChange, text: SectionText, names: Mapping[str, str], behind: Sequence[Shown] = ()
) -> ShownChange:
    """Return a change of a section text for readers; `names` of the regions by code."""
    hunk = Hunk(change.start, change.end, change.new)
    return ShownChange(
        words=render_in_sentence(text.full, hunk, lang=text.language, labels=mark_labels()),
        language=text.language,
        before=text.full[change.start : change.end],
        after=change.new,
        times=len(change.amendments),
        regions=[names.get(code, code) for code in change.regions],
        facts=_facts(change),
        behind=behind,
    )


class SectionSummary:
    """Everything that the summary of one section shows."""

    def __init__(self, found: AskedSection):
        self.found = found
        self.key = found.place.section.key
        self.text: SectionText = found.place.text
        self.all = Figures(found.asked, only=found.place, in_words=True)
        (self.figures,) = self.all.sections
        self.names = rows.region_names(current_language())

    @property
    def changes(self) -> list[ShownChange]:
        """Return the changes that the page shows, those from most regions first."""
        some = list(self.figures.changes[:MOST_SHOWN])
        ids = {number for change in some for number in change.amendments}
        behind = {shown.row.id: shown for shown in shown_list(contributions_by_id(ids))}
        return [
            shown_change(
                change,
                self.text,
                self.names,
                [behind[number] for number in change.amendments if number in behind],
            )
            for change in some
        ]

    @property
    def open_questions(self) -> tuple[int, list[Shown]]:
        """Return how many questions on the section have no answer yet, and the oldest of them in their words."""
        asked = self.found.asked
        query = counted((Contribution.id,), asked.consultations, Narrowed(section=self.key, disposition=OPEN))
        query = query.where(Contribution.comment_kind == "query")
        ids = list(db.session.scalars(query.order_by(Contribution.submitted_at, Contribution.id)))
        return len(ids), shown_list(contributions_by_id(ids[:MOST_QUESTIONS]))

    @property
    def tables(self) -> dict[str, ShownTable]:
        """Return the tables of the section by name."""
        return {table.name: table for table in (self._changes(), self._regions(), self._passages())}

    def _named(self, codes: Sequence[str]) -> list[str]:
        return [self.names.get(code, code) for code in codes]

    def _changes(self) -> ShownTable:
        full = self.text.full
        return ShownTable(
            "changes",
            _("Changes that are wanted"),
            (
                _("Words now"),
                _("Words proposed"),
                _("Regions"),
                _("Number of regions"),
                _("Proposed changes"),
                _("Support"),
                _("Can live with"),
                _("Objections"),
            ),
            tuple(
                (
                    full[change.start : change.end],
                    change.new,
                    _(", ").join(self._named(change.regions)),
                    len(change.regions),
                    len(change.amendments),
                    change.supports,
                    change.can_live,
                    change.objections,
                )
                for change in self.figures.changes
            ),
            _(
                "The same change from several contributions stands once. Its regions are those from which it was "
                "proposed or supported, or said to be one to live with. A stance is on a whole contribution and "
                "counts for each of its changes."
            ),
        )

    def _regions(self) -> ShownTable:
        found = self.all.agree.regions_of(self.all.stances, self.key)
        return ShownTable(
            "regions",
            _("How the regions stand to this section"),
            (
                _("Region"),
                _("What can be said"),
                _("Accept"),
                _("Object"),
                _("Of all, at least so many accept (per cent)"),
                _("and at most (per cent)"),
            ),
            tuple(
                (
                    self.names.get(row.Index) or _("No region given"),
                    str(VERDICTS[row.verdict]),
                    row.accepting,
                    row.objecting,
                    *("" if isnan(end) else round(end, 1) for end in (row.least, row.most)),
                )
                for row in found.itertuples()
            ),
            _(
                "The unit is a stance on the section: a person for themselves, or an organisation. Supporting a text "
                "and being able to live with it are acceptance. Below 5 stances of a region there are too few to tell."
            ),
        )

    def _passages(self) -> ShownTable:
        found = paragraphs(self.text.body)
        words = "#wanted"  # the changes stand in their words on the same page
        starts = [passage.start + self.text.body_offset for passage in found]
        return ShownTable(
            "passages",
            _("Where this section is contested"),
            (_("Passage"), _("Number of regions"), _("Changes"), _("Regions")),
            tuple(
                (
                    self._beginning(passage.start),
                    len(passage.regions),
                    passage.changes,
                    _(", ").join(self._named(passage.regions)),
                )
                for passage in contested_passages(starts, self.figures.changes)
            ),
            _(
                "A change belongs to the passage in which it begins. "
                "Passages that most regions want otherwise come first."
            ),
            addresses=((words, words, ""),) * len(found),
        )

    def _beginning(self, start: int) -> str:
        """Return the first words of a passage."""
        words = plain_text(self.text.full[start:].split("\n\n", 1)[0]).split()
        return " ".join(words[:PASSAGE_WORDS]) + (" …" if len(words) > PASSAGE_WORDS else "")


def _facts(change: WantedChange) -> list[str]:
    """Return how often it was proposed and what was said to it, in words; what is zero is left out."""
    number = len(change.amendments)
    said = {"support": change.supports, "can-live-with": change.can_live, "objection": change.objections}
    return [
        ngettext("proposed in %(num)s contribution", "proposed in %(num)s contributions", number),
        *(
            _("%(position)s: %(number)s", position=POSITIONS[position], number=count)
            for position, count in said.items()
            if count
        ),
    ]
