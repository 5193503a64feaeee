"""One section at a glance: what is answered, how the regions stand, which changes are wanted and from where."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from consult.narratives.models import RevisionSection

from . import counted, shaping, wanted_rows
from .asked import Asked, name_of
from .narrowed import Narrowed
from .wanted import WantedChange, wanted_changes
from .wishes import Wishes, wishes, wishes_of

if TYPE_CHECKING:
    from .tables import Cells


@dataclass(frozen=True)
class SectionFigures:
    """The figures of one section's sentences. `verdicts`: how many regions accept, object, are divided, too few.

    `changes`: what is wanted, in its words, where a page shows it; else `wishes` holds the numbers.
    """

    key: str
    name: str
    to_answer: int
    answered: int
    verdicts: dict[str, int]
    open_objections: int
    changes: Sequence[WantedChange] = ()
    wishes: Wishes | None = None

    @property
    def is_spoken_of(self) -> bool:
        """Say whether anything was sent or any stance was taken on the section."""
        return bool(self.to_answer or self.verdicts or self.proposed)

    @property
    def proposed(self) -> int:
        """Return how many different changes are proposed."""
        return self._wished.changes

    @property
    def most_regions(self) -> int:
        """Return from how many regions the change is wanted that most regions want."""
        return self._wished.most_regions

    @cached_property
    def _wished(self) -> Wishes:
        return self.wishes or wishes_of(self.changes).get(self.key, Wishes())

    @property
    def sentences(self) -> list[str]:
        """Return the section in words, the figures that are zero left out."""
        return [*self._answers(), *self._regions(), *self._wishes()]

    def _answers(self) -> list[str]:
        if not self.to_answer:
            return []
        return [_("%(done)s of %(all)s are answered.", done=self.answered, all=self.to_answer)]

    def _regions(self) -> list[str]:
        accept, object_, divided, few = (
            self.verdicts.get(name, 0) for name in ("accepts", "objects", "divided", "too-few")
        )
        said = [
            accept and ngettext("%(num)s region accepts it.", "%(num)s regions accept it.", accept),
            object_ and ngettext("%(num)s region objects to it.", "%(num)s regions object to it.", object_),
            divided and ngettext("%(num)s region is divided.", "%(num)s regions are divided.", divided),
            few and ngettext("In %(num)s region too few spoke.", "In %(num)s regions too few spoke.", few),
        ]
        return [words for words in said if words]

    def _wishes(self) -> list[str]:
        said = []
        if self.open_objections:
            said.append(
                ngettext(
                    "%(num)s objection with a reason is not answered yet.",
                    "%(num)s objections with a reason are not answered yet.",
                    self.open_objections,
                )
            )
        if self.proposed:
            said.append(
                ngettext(
                    "%(num)s change is proposed.",
                    "%(num)s different changes are proposed.",
                    self.proposed,
                )
            )
        if self.most_regions > 1:
            said.append(
                ngettext(
                    "One of them is wanted from %(num)s region.",
                    "One of them is wanted from %(num)s regions.",
                    self.most_regions,
                )
            )
        return said


class Figures:
    """What is known of every section of what was asked, or of `only` one. Loads pandas.

    `cells`: what was sent, where it was counted already. `in_words`: the changes are read, not only counted.
    """

    def __init__(
        self,
        asked: Asked,
        cells: "Cells | None" = None,
        *,
        only: RevisionSection | None = None,
        in_words: bool = False,
    ):
        from . import agreement, tables

        self.asked = asked
        self.places = [only] if only else asked.places
        self.section_id = only.section_id if only else None
        self.in_words = in_words
        self.agree = agreement
        self.answered = tables.answered_by_section(cells or counted.cells(asked.consultations, Narrowed()))
        self.stances = agreement.frame_of(shaping.stance_rows(asked.consultations))
        self.verdicts = agreement.verdicts(self.stances)

    @cached_property
    def changes(self) -> dict[str, list[WantedChange]]:
        """Return the wanted changes by section, those from most regions first."""
        found = wanted_changes(
            wanted_rows.proposals(self.asked.ids, self._texts),
            wanted_rows.opinions(self.asked.ids, self.section_id),
        )
        by_section: dict[str, list[WantedChange]] = {}
        for change in found:
            by_section.setdefault(change.section, []).append(change)
        return by_section

    @cached_property
    def sections(self) -> list[SectionFigures]:
        """Return the figures of every section, in order of the text."""
        objections = wanted_rows.open_objections(self.asked.ids)
        changes = self.changes if self.in_words else {}
        counts = {} if self.in_words else self._counts()
        return [
            SectionFigures(
                key=(key := place.section.key),
                name=name_of(place),
                to_answer=self.answered.get(key, (0, 0))[0],
                answered=self.answered.get(key, (0, 0))[1],
                verdicts=self.verdicts.get(key, {}),
                open_objections=objections[key],
                changes=changes.get(key, []),
                wishes=counts.get(key),
            )
            for place in self.places
        ]

    def _counts(self) -> dict[str, Wishes]:
        marks = None if self.section_id else self.asked.marks
        return wishes(self.asked.consultations, self._texts, self.asked.support, marks)

    @property
    def _texts(self) -> set[int]:
        return {place.section_text_id for place in self.places}
