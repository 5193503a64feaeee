"""One section at a glance: what is answered, how the regions stand, which changes are wanted and from where."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from . import counted, shaping, wanted_rows
from .asked import Asked, name_of
from .narrowed import Narrowed
from .wanted import WantedChange, wanted_changes

if TYPE_CHECKING:
    from .tables import Cells


@dataclass(frozen=True)
class SectionFigures:
    """The figures of one section's sentences. `verdicts`: how many regions accept, object, are divided, too few."""

    key: str
    name: str
    to_answer: int
    answered: int
    verdicts: dict[str, int]
    open_objections: int
    changes: Sequence[WantedChange]

    @property
    def is_spoken_of(self) -> bool:
        """Say whether anything was sent or any stance was taken on the section."""
        return bool(self.to_answer or self.verdicts or self.changes)

    @property
    def most_regions(self) -> int:
        """Return from how many regions the change is wanted that most regions want."""
        return max((len(change.regions) for change in self.changes), default=0)

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
        if self.changes:
            said.append(
                ngettext(
                    "%(num)s change is proposed.",
                    "%(num)s different changes are proposed.",
                    len(self.changes),
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
    """What is known of every section of what was asked. Loads pandas.

    `cells`: what was sent, where it was counted already.
    """

    def __init__(self, asked: Asked, cells: "Cells | None" = None):
        from . import agreement, tables

        self.asked = asked
        self.agree = agreement
        self.answered = tables.answered_by_section(cells or counted.cells(asked.consultations, Narrowed()))
        self.stances = agreement.frame_of(shaping.stance_rows(asked.consultations))

    @cached_property
    def changes(self) -> dict[str, list[WantedChange]]:
        """Return the wanted changes by section, those from most regions first."""
        texts = {place.section_text_id for place in self.asked.places}
        found = wanted_changes(
            wanted_rows.proposals(self.asked.ids, texts), wanted_rows.opinions(self.asked.ids)
        )
        by_section: dict[str, list[WantedChange]] = {}
        for change in found:
            by_section.setdefault(change.section, []).append(change)
        return by_section

    @cached_property
    def sections(self) -> list[SectionFigures]:
        """Return the figures of every section, in order of the text."""
        objections = wanted_rows.open_objections(self.asked.ids)
        return [
            SectionFigures(
                key=(key := place.section.key),
                name=name_of(place),
                to_answer=self.answered.get(key, (0, 0))[0],
                answered=self.answered.get(key, (0, 0))[1],
                verdicts=self._verdicts(key),
                open_objections=objections[key],
                changes=self.changes.get(key, []),
            )
            for place in self.asked.places
        ]

    def _verdicts(self, key: str) -> dict[str, int]:
        """Return how many of the regions that were named take each verdict."""
        found = self.agree.regions_of(self.stances, key)
        return found.loc[found.index != "", "verdict"].value_counts().to_dict()
