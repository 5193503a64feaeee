"""What became of contributions by region, and how long the answers took, as readers see it."""

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask_babel import gettext as _

from consult.contributions.labels import DISPOSITIONS
from consult.contributions.models import Contribution
from consult.contributions.veil import veil_over, veiled
from consult.core.database import db
from consult.core.days import day_in_zone
from consult.people.models import Region
from consult.web.locale import current_language

from . import counted, rows
from .asked import Asked
from .cells import week_of
from .drawn import with_bars
from .narrowed import ANSWERED, NONE, OPEN
from .shown import addresses
from .shown_table import ShownTable

if TYPE_CHECKING:
    from .tables import Cells

NAMES = ("outcomes", "waiting")


def answering_tables(asked: Asked, cells: "Cells | None" = None) -> dict[str, ShownTable]:
    """Return both tables by name. `cells`: what was sent, where it was counted already. Loads pandas."""
    from . import answering

    outcomes = answering.outcomes_by_region(cells or counted.cells(asked.consultations, asked.narrowed))
    waits = answering.waiting(answering.frame_of(answer_days(asked)))
    names = {**rows.region_names(current_language()), "": _("No region given"), answering.ALL: _("All")}
    return {"outcomes": _outcomes(asked, outcomes, names), "waiting": _waiting(asked, waits, names)}


def answer_days(asked: Asked) -> list[tuple[Any, ...]]:
    """Return region, day of sending, day of the answer ("": none) and how many, of each consultation in its zone.

    Under high protection a Monday stands for each day of its week, as on the pages.
    """
    found: list[tuple[Any, ...]] = []
    region: Any = veiled(Region.code, "region", asked.ids)
    for row in asked.consultations:
        days = [day_in_zone(row.zone, at) for at in (Contribution.submitted_at, Contribution.disposed_at)]
        keys = [
            key.label(name) for key, name in zip((region, *days), ("told", "sent", "answered"), strict=True)
        ]
        query = (
            rows.counted((*keys, sa.func.count()), [row], asked.narrowed)
            .where(Contribution.thread_id.is_(None))
            .group_by(*(sa.literal_column(key.name) for key in keys))
        )
        told = week_of if veil_over(row).is_high else str
        found += [
            (code, told(sent), told(answered) if answered else "", number)
            for code, sent, answered, number in db.session.execute(query)
        ]
    return found


def _outcomes(asked: Asked, frame: Any, names: dict[str, str]) -> ShownTable:
    kept = frame[[name for name in frame.columns if name == "total" or frame[name].any()]]
    labels = {**{name: str(label) for name, label in DISPOSITIONS.items()}, "total": _("All")}
    columns = [{"starts": "1"} if name == "total" else {"disposition": name} for name in kept.columns]
    return ShownTable(
        "outcomes",
        _("What became of the contributions, by region"),
        (_("Region"), *(labels.get(name) or _("no answer yet") for name in kept.columns)),
        tuple(
            (names.get(code, code), *map(int, values))
            for code, values in zip(kept.index, kept.values, strict=True)
        ),
        _("A thread is answered as one, so replies are not counted here."),
        addresses=addresses(asked, "region", (code or "-" for code in kept.index), columns),
    )


def _waiting(asked: Asked, frame: Any, names: dict[str, str]) -> ShownTable:
    kept = [row for row in frame.itertuples() if row.answered or row.waiting]
    behind = [{"disposition": ANSWERED}, None, None, {"disposition": OPEN}, None]
    made = ShownTable(
        "waiting",
        _("Time to answer, by region"),
        (
            _("Region"),
            _("Answered"),
            _("Half of them within (days)"),
            _("Nine in ten within (days)"),
            _("Still waiting"),
            _("The longest since"),
        ),
        tuple(
            (
                names.get(row.Index, row.Index),
                row.answered,
                _days(row.half),
                _days(row.most),
                row.waiting,
                row.since,
            )
            for row in kept
        ),
        _(
            "Days from the day of sending to the day of the answer, each where the consultation is held. Half of the "
            "answers took no longer than the first number (the median)."
        ),
        addresses=tuple(
            line for row in kept for line in addresses(asked, "region", [_place(row.Index, asked)], behind)
        ),
    )
    return with_bars(made, [2], made.header[2:3])


def _place(code: str, asked: Asked) -> str:
    """Return what the address of a row asks for: the row of all stands for what was chosen."""
    from .answering import ALL

    return asked.narrowed.region if code == ALL else code or NONE


def _days(value: Any) -> float | str:
    return "" if value is None or value != value else round(float(value), 1)
