"""What contributions are about, in the tags that facilitators put on them: by tag and region, by section and tag.

A suggestion is in no figure. Counted is what everybody may read, with the same question as all else.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from flask_babel import gettext as _

from consult.contributions.models import Contribution
from consult.contributions.tag_models import Tag, Tagging
from consult.contributions.veil import veil_over, veiled
from consult.core.database import db
from consult.narratives.models import Section
from consult.people.models import Region
from consult.web.locale import current_language

from . import rows
from .asked import Asked, name_of
from .drawn import with_bars
from .narrowed import NONE
from .shown_table import ShownTable


def tag_tables(asked: Asked, sent: Any) -> list[ShownTable]:
    """Return the tables by tag; nothing where the narrative has no tags, or none stands on what is counted.

    `sent`: the cells of all that is counted, tagged or not, as `tables.SENT` names their columns.
    """
    if not asked.tags:
        return []
    from . import tagged

    frame = tagged.frame_of(_counts(asked, Tagging.tag_id))
    if frame.empty:
        return []
    untagged = tagged.without(sent, tagged.frame_of(_counts(asked)))
    with_regions = not any(veil_over(row).is_high for row in asked.consultations)
    regions = sorted(sent["region"].unique()) if with_regions else []
    by_tag = tagged.by_tag(frame, untagged, regions if len(regions) > 1 else [])
    order = [place.section.key for place in asked.places]
    names = {tag.id: tag for tag in asked.tags}
    return [
        with_bars(_by_tag(asked, by_tag, names), [1]),
        _by_section(asked, tagged.by_section(frame, order, list(by_tag.index)), names),
    ]


def _counts(asked: Asked, *of: Any) -> Iterable[Sequence[Any]]:
    """Return how many contributions have a tag, by section and region: by each tag, or (`of` is empty) by any."""
    region = sa.func.coalesce(veiled(Region.code, "region", asked.ids), "").label("told_region")
    section = sa.func.coalesce(Section.key, "").label("place")
    number = sa.func.count(Tagging.contribution_id.distinct())
    query = (
        rows.counted(
            (*(of or (sa.literal(0).label("any"),)), section, region, number),
            asked.consultations,
            asked.narrowed,
        )
        .join(Tagging, Tagging.contribution_id == Contribution.id)
        .join(Tag, Tag.id == Tagging.tag_id)
        .where(Tag.narrative_id == asked.narrative.id, Contribution.id.in_(_tagged(asked.narrative.id)))
        .group_by(*of, sa.literal_column("place"), sa.literal_column("told_region"))
    )
    return [tuple(row) for row in db.session.execute(query)]


def _tagged(narrative_id: int) -> sa.Select[Any]:
    """Return the question for what has any tag: so the few that have are looked up, and not all gone through."""
    return (
        sa.select(Tagging.contribution_id)
        .join(Tag, Tag.id == Tagging.tag_id)
        .where(Tag.narrative_id == narrative_id)
    )


def _by_tag(asked: Asked, counts: Any, names: Mapping[int, Tag]) -> ShownTable:
    region_names = rows.region_names(current_language())
    base = _address(asked)
    columns = [{} if code == "total" else {"region": code or NONE} for code in counts.columns]
    return ShownTable(
        "tags",
        _("What it is about, by tag"),
        (
            _("Tag"),
            *(
                _("All") if code == "total" else region_names.get(code) or _("No region given")
                for code in counts.columns
            ),
        ),
        tuple(
            (_name(names, tag), *map(int, line))
            for tag, line in zip(counts.index, counts.values, strict=True)
        ),
        _(
            "Tags are put on contributions by facilitators: a judgement. A contribution with several tags counts "
            "under each of them."
        ),
        addresses=tuple(
            tuple(base(tag=names[tag].public_id if tag else NONE, **column) for column in columns)
            for tag in counts.index
        ),
    )


def _by_section(asked: Asked, counts: Any, names: Mapping[int, Tag]) -> ShownTable:
    places = {place.section.key: name_of(place) for place in asked.places}
    base = _address(asked)
    return ShownTable(
        "tag_sections",
        _("Tags by section"),
        (_("Section"), _("Tag"), _("Contributions")),
        tuple(
            (places.get(key) or _("The text as a whole"), _name(names, tag), int(number))
            for key, tag, number in counts
        ),
        _("Replies included. Only tags that stand on something in the section are listed."),
        is_long=True,
        addresses=tuple(
            ("", base(section=key or NONE, tag=names[tag].public_id)) for key, tag, _number in counts
        ),
    )


def _name(names: Mapping[int, Tag], tag: int) -> str:
    return names[tag].name(current_language()) if tag else _("Without a tag")


def _address(asked: Asked) -> Any:
    page = asked.page("behind", "version_behind")
    return lambda **values: f"{page}?{urlencode(asked.narrowed.but(**values).query)}"
