"""Figures about personal answers as those who decide see them: whole where they lead, from five people on elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from consult.narratives.models import Narrative
from consult.rules.permissions import Facts, Permission
from consult.web.access import may
from consult.web.locale import current_language

from . import personal_rows, rows, shaping
from .batches import TRAITS, batch_of, counted_consultations
from .personal_tables import NAMES, balance_captions, group_name, region_captions
from .shown_table import ShownTable

HEADER = (
    "for",
    "consultation",
    "answer",
    "group",
    "region",
    "people",
    "organisations",
    "contributions",
    "taken_up",
)
"""Column names of the file are the same in every language."""
MARK = "those who decide; not for the public"
EVERYWHERE = "*"


@dataclass(frozen=True)
class Deciding:
    """A narrative for those who decide about it: whoever leads one of its consultations."""

    narrative: Narrative

    def facts(self, at: Any = None) -> Facts:
        """Return what the permission map asks: of the narrative with all its consultations."""
        about = self.narrative.facts(at)
        ids = frozenset(row.id for row in shaping.consultations_of(self.narrative))
        return Facts(
            narrative_id=about.narrative_id,
            consultation_ids=ids,
            read_audience=about.read_audience,
            read_through=about.read_through,
        )


class WholeFigures:
    """What one reader may see of a narrative: the consultations that they lead, and what is told of the others."""

    def __init__(self, narrative: Narrative):
        """Ask what the present reader leads. Loads pandas."""
        from . import whole

        self.make = whole
        asked = shaping.consultations_of(narrative)
        self.led = [row for row in asked if may(Permission.FIGURES_WHOLE_READ, row)]
        led = {row.id for row in self.led}
        self.others = [row for row in counted_consultations(narrative) if row.id not in led]
        frame = personal_rows.frame_of(self.led, whole=True)
        self.figures = {by: whole.whole_figures(frame, by) for by in TRAITS} if len(frame) else {}
        self.of_others = self._of_others(narrative)

    def _of_others(self, narrative: Narrative) -> dict[str, list[dict[str, Any]]]:
        """Return what was published last of the consultations of others: what came since stands in no figure."""
        batch = batch_of(narrative)
        found: dict[str, list[dict[str, Any]]] = {}
        for by, places in (batch.tables.get("behind", {}) if batch else {}).items():
            there = {row.public_id: places[row.public_id] for row in self.others if places.get(row.public_id)}
            if there:
                found[by] = self.make.told_of_others(there)
        return found

    @property
    def tables(self) -> list[ShownTable]:
        """Return the tables of what the reader leads: each answer, and by region where there are several."""
        return [table for by, found in self.figures.items() for table in _tables(by, found)]

    @property
    def tables_of_others(self) -> list[ShownTable]:
        """Return a table for each answer, a row for each consultation of others of which something may be told."""
        names = {row.public_id: row.title for row in self.others}
        return [table for by, found in self.of_others.items() for table in _of_others(by, found, names)]

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        """Return all figures as rows of the file."""
        own = [
            (MARK, "", by, row["group"], row["region"], *(row[name] for name in HEADER[5:]))
            for by, found in self.figures.items()
            for row in found
            if row["people"] or row["organisations"] or row["contributions"]
        ]
        others = [
            (MARK, row["place"], by, row["group"], "", *row["figures"], "")
            for by, found in self.of_others.items()
            for row in found
            if row["figures"] is not None
        ]
        return own + others


def _tables(by: str, found: Sequence[Mapping[str, Any]]) -> list[ShownTable]:
    whole = [row for row in found if row["region"] == EVERYWHERE]
    figures = ("people", "organisations", "contributions", "taken_up")
    made = ShownTable(
        f"whole-{NAMES[by]}",
        balance_captions()[by],
        (_("Group"), _("People"), _("Organisations"), _("Contributions"), _("Taken up")),
        tuple((group_name(by, row["group"]), *(row[name] for name in figures)) for row in whole),
        _(
            "Counted is what everybody may read of the consultations that you lead, as of now: people, organisations, "
            "and contributions without replies."
        ),
    )
    codes = list(dict.fromkeys(row["region"] for row in found if row["region"] != EVERYWHERE))
    if len(codes) < 2:
        return [made]
    names = rows.region_names(current_language())
    people = {(row["group"], row["region"]): row["people"] for row in found}
    crossed = ShownTable(
        f"whole-regions-{NAMES[by]}",
        region_captions()[by],
        (_("Group"), *(names.get(code) or _("No region given") for code in codes)),
        tuple(
            (group_name(by, row["group"]), *(people[row["group"], code] for code in codes)) for row in whole
        ),
        _("Each person once for each region and group."),
    )
    return [made, crossed]


def _of_others(by: str, found: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> list[ShownTable]:
    told = {(row["place"], row["group"]): row["figures"] for row in found if row["figures"] is not None}
    groups = [
        group
        for group in dict.fromkeys(row["group"] for row in found)
        if any(key[1] == group for key in told)
    ]
    places = list(dict.fromkeys(place for place, _group in told))
    if not told:
        return []
    return [
        ShownTable(
            f"others-{NAMES[by]}",
            balance_captions()[by],
            (_("Consultation"), *(group_name(by, group) for group in groups)),
            tuple(
                (names[place], *(told[place, group][0] if (place, group) in told else "" for group in groups))
                for place in places
            ),
            _(
                "People behind each group, as of the last batch. A figure is left out where fewer than 5 people or "
                "3 organisations stand behind it, or where it could be reckoned from others."
            ),
        )
    ]
