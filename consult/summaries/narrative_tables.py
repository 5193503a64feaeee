"""The balance of a narrative as readers see it: whose words came in, by region, and where regions agree."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import isnan
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.consultations.models import Consultation
from consult.narratives.models import Narrative, Revision
from consult.web.locale import current_language

from . import counted, rows, shaping
from .drawn import with_bars
from .narrowed import NONE, TAKEN, Narrowed
from .personal_tables import balance_header
from .shown_table import ShownTable

VERDICTS = {
    "agree": _l("The regions agree"),
    "differ": _l("The regions differ"),
    "too-few": _l("Too few to tell"),
}


@dataclass(frozen=True)
class Sentence:
    """The figures of the sentences that stand first."""

    contributions: int
    words: int
    credited: int
    first: int
    editorial: int
    members: int
    organisations: int
    effective: float


class Balance:
    """Everything that is counted for one narrative, its newest revision, and the consultations that count."""

    def __init__(self, narrative: Narrative, revision: Revision, consultations: Iterable[Consultation]):
        """Take the rows. Loads pandas."""
        from . import agreement, influence

        self.make = influence
        self.agree = agreement
        self.narrative = narrative
        self.revision = revision
        self.asked = asked = list(consultations)
        self.cells = counted.cells(asked, Narrowed())
        self.stances = agreement.frame_of(shaping.stance_rows(asked))
        self.text = shaping.words_of(revision)
        self.words = influence.credited_words(self.text.runs, self.text.links)
        self.passages = shaping.passages_shaped(narrative)
        self.credited = shaping.credited_rows(asked, {*map(int, self.words.index), *self.passages})

    @cached_property
    def sentence(self) -> Sentence:
        """Return the figures of the sentences that stand first."""
        spoken = shaping.spoken_by_organisation(self.asked)
        sent = self.cells.sent
        return Sentence(
            contributions=int(sent.loc[~sent["is_reply"].astype(bool), "number"].sum()),
            words=self.text.total,
            credited=self.text.credited,
            first=self.text.first,
            editorial=self.text.editorial,
            members=sum(shaping.members_by_region().values()),
            organisations=len(spoken),
            effective=self.make.effective_number(spoken),
        )

    @cached_property
    def tables(self) -> dict[str, ShownTable]:
        """Return every table by its name."""
        made = (
            with_bars(
                self._regions(),
                [3, 6],
                (_("Share of the contributions (per cent)"), _("Share of the words (per cent)")),
            ),
            with_bars(
                self._agreement(),
                [6, 7],
                (_("Acceptance over these regions (per cent)"), _("Each of them at least (per cent)")),
            ),
            self._places(),
        )
        return {table.name: table for table in made}

    def _regions(self) -> ShownTable:
        names = rows.region_names(current_language())
        members = shaping.members_by_region()
        frame = self.make.frame_of_numbers(self.cells.sent, self.credited)
        figures = self.make.balance(frame, "region", self.words.to_dict(), self.passages)
        figures = figures.reindex([*figures.index, *sorted(set(names) - set(figures.index))], fill_value=0)
        cells = [
            (names.get(code) or _("No region given"), members[code], *row)
            for code, row in zip(figures.index, _figures(figures), strict=True)
        ]
        return ShownTable(
            "regions",
            _("Balance of regions"),
            (_("Region"), _("Organisations of the network"), *balance_header()),
            (*cells, *self._unseen(before=1)),
            _(
                "The region is the one that a person had when sending. Every region of the network is listed, "
                "also one from which nothing came."
            ),
            tuple(
                url_for("reading.region", slug=self.narrative.slug, code=code) if code in names else ""
                for code in figures.index
            ),
            addresses=self._behind_regions(list(figures.index), len(cells[0]) - 1 if cells else 0),
        )

    def _behind_regions(self, codes: list[str], width: int) -> tuple[tuple[str, ...], ...]:
        """Return where the contributions behind each figure stand; shares and words have the file."""
        asked = [{"starts": "1"}, None, {"disposition": TAKEN}, *[None] * (width - 4)]
        return tuple(
            (
                "",
                *("" if one is None else self._behind(region=code or NONE, **one) for one in asked),
            )
            for code in codes
        ) + tuple(("",) * width for _row in self._unseen(before=1))

    def _behind(self, **values: Any) -> str:
        return url_for("summaries.narrative_behind", slug=self.narrative.slug, **values)

    def _unseen(self, before: int = 0) -> list[tuple[Any, ...]]:
        """Return the row of words whose contributions are not shown; none where there are no such words."""
        shown = [number for number, _region, _is_reply in self.credited]
        words = self.text.credited - float(self.words[self.words.index.isin(shown)].sum())
        if words < 0.05:
            return []
        return [(_("Contributions not shown"), *("",) * before, "", "", "", round(words, 1), "", "")]

    def _agreement(self) -> ShownTable:
        sections = dict(shaping.sections_of(self.revision))
        found = self.agree.agreement(self.stances, list(sections))
        return ShownTable(
            "agreement",
            _("Where regions agree"),
            (
                _("Section"),
                _("What can be said"),
                _("Accept"),
                _("Object"),
                _("Objections with a reason"),
                _("Regions with 5 stances or more"),
                _("Acceptance over these regions (per cent)"),
                _("Each of them at least (per cent)"),
            ),
            tuple(
                (
                    sections[row.Index],
                    str(VERDICTS[row.verdict]),
                    row.accepting,
                    row.objecting,
                    row.objections,
                    row.regions,
                    *("" if isnan(value) else round(value, 1) for value in (row.together, row.lowest)),
                )
                for row in found.itertuples()
            ),
            _(
                "The unit is a stance on a section: a person for themselves, or an organisation. Supporting a text "
                "and being able to live with it are acceptance. Acceptance over regions is the geometric mean of the "
                "regions' shares, so that a large region does not outvote a small one."
            ),
            tuple(
                url_for(
                    "reading.revision_section", slug=self.narrative.slug, number=self.revision.number, key=key
                )
                for key in found.index
            ),
        )

    def _places(self) -> ShownTable:
        from . import tables

        sections = shaping.sections_of(self.revision)
        counts = tables.by_section_and_region(self.cells, [key for key, _name in sections])
        names = rows.region_names(current_language())
        number = self.revision.number
        return ShownTable(
            "places",
            _("Where each region spoke"),
            (_("Section"), *(names.get(code) or _("No region given") for code in counts.columns)),
            tuple((name, *map(int, row)) for (_key, name), row in zip(sections, counts.values, strict=True)),
            _("Each contribution counts once, replies included. The darker a cell, the more was said."),
            tuple(
                url_for("reading.revision_section", slug=self.narrative.slug, number=number, key=key)
                for key, _name in sections
            ),
            shades=tuple(tuple(map(int, row)) for row in self.make.shades(counts).values),
            addresses=tuple(
                tuple(self._behind(section=key, region=code or NONE) for code in counts.columns)
                for key, _name in sections
            ),
        )


def _figures(figures: Any) -> list[tuple[Any, ...]]:
    """Return the figures of a balance as plain numbers: counts whole, words and shares with one decimal."""
    whole = ("contributions", "taken_up", "passages")
    return [
        tuple(
            int(value) if name in whole else round(float(value), 1)
            for name, value in zip(figures.columns, row, strict=True)
        )
        for row in figures.values
    ]
