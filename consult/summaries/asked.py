"""What a summary is about: consultations on one version of a narrative, alone or several together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from consult.consultations.models import Consultation
from consult.consultations.services import consultation_by_id
from consult.contributions.tag_models import Tag
from consult.contributions.tags import tags_of
from consult.core.errors import NotFound
from consult.narratives.models import Narrative, Revision, RevisionSection
from consult.narratives.services import find_revision, latest_revision, narrative_by_slug, places_of
from consult.rules.permissions import Facts, Permission
from consult.web.access import may
from consult.web.links import url_for
from consult.web.locale import current_language

from . import shaping
from .narrowed import Narrowed
from .support import Support
from .wanted_rows import marks_of_proposals

OF_ALL_VERSIONS = {
    "version": "narrative",
    "version_behind": "narrative_behind",
    "version_csv": "narrative_table_csv",
}
"""The pages of a narrative that stand in the place of those of one version."""


@dataclass(frozen=True)
class Asked:
    """Consultations that asked about the same version; one alone is the summary of that consultation."""

    narrative: Narrative
    revision: Revision
    consultations: Sequence[Consultation]
    alone: Consultation | None = None
    narrowed: Narrowed = Narrowed()  # noqa: RUF009 - it never changes
    everywhere: bool = False  # the consultations on all versions of the narrative; the version is the newest

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks: that of the one consultation, or of the narrative."""
        return (self.alone or self.narrative).facts(at)

    def page(self, alone: str, version: str, **values: Any) -> str:
        """Return the address of a page of summaries: of the one consultation, or of the version."""
        if self.alone:
            return url_for(f"summaries.{alone}", consultation_id=self.alone.public_id, **values)
        slug, number = self.narrative.slug, self.revision.number
        if self.everywhere:
            return url_for(f"summaries.{OF_ALL_VERSIONS[version]}", slug=slug, **values)
        return url_for(f"summaries.{version}", slug=slug, number=number, **values)

    @property
    def title(self) -> str:
        """Return what it is called: the consultation, or the narrative."""
        return self.alone.title if self.alone else self.narrative.title

    @property
    def file_name(self) -> str:
        """Return the beginning of the names of its files, in plain letters."""
        if self.everywhere:
            return self.narrative.slug
        return self.alone.public_id if self.alone else f"{self.narrative.slug}-{self.revision.number}"

    def address_of(self, key: str) -> str:
        """Return where what was said on a section can be read: the words in a consultation, or what is wanted."""
        if self.alone:
            return url_for("reading.section", consultation_id=self.alone.public_id, key=key)
        return self.page("section", "narrative_section", key=key)

    @property
    def ids(self) -> list[int]:
        """Return the ids of the consultations."""
        return [row.id for row in self.consultations]

    @cached_property
    def support(self) -> Support:
        """Return how regions stand to what is proposed, counted once for all tables."""
        return Support(self.consultations)

    @cached_property
    def marks(self) -> list[tuple[int, str, int | None, str]]:
        """Return the changes that are proposed, in short, read once for all that is made of them."""
        return list(marks_of_proposals(self.ids, self.text_ids))

    @property
    def text_ids(self) -> set[int]:
        """Return the ids of the texts of the sections."""
        return {place.section_text_id for place in self.places}

    @cached_property
    def tags(self) -> list[Tag]:
        """Return the narrative's list of tags, read once for choices and tables."""
        return tags_of(self.narrative.id, current_language())

    @cached_property
    def places(self) -> Sequence[RevisionSection]:
        """Return the sections of the version in order, with their texts."""
        return places_of(self.revision.id)


@dataclass(frozen=True)
class AskedSection:
    """One section of what was asked about."""

    asked: Asked
    place: RevisionSection

    @property
    def name(self) -> str:
        """Return label and heading."""
        return name_of(self.place)

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks: that of what was asked."""
        return self.asked.facts(at)


def name_of(place: RevisionSection) -> str:
    """Return label and heading of a section."""
    return f"{place.label} {place.text.heading}".strip()


def asked_alone(consultation: Consultation) -> Asked:
    """Return a consultation by itself."""
    return Asked(consultation.narrative, consultation.base_revision, [consultation], consultation)


def asked_together(narrative: Narrative, number: str = "") -> Asked:
    """Return the consultations on a version of a narrative that the present reader may read.

    Without a number the version that was last put to a consultation, else the newest. NotFound: no such version.
    """
    readable = readable_of(narrative)
    if number:
        revision = find_revision(narrative.slug, number)
    else:
        revision = readable[-1].base_revision if readable else latest_revision(narrative)
    if revision is None:
        raise NotFound
    return Asked(narrative, revision, [row for row in readable if row.base_revision_id == revision.id])


def asked_everywhere(slug: str) -> Asked:
    """Return all consultations on a narrative that the present reader may read. NotFound: no such narrative."""
    narrative = narrative_by_slug(slug)
    revision = latest_revision(narrative)
    if revision is None:
        raise NotFound
    return Asked(narrative, revision, readable_of(narrative), everywhere=True)


def readable_of(narrative: Narrative) -> list[Consultation]:
    """Return the consultations on a narrative that the present reader may read, the oldest first."""
    return [row for row in shaping.consultations_of(narrative) if may(Permission.CONSULTATION_READ, row)]


def asked_by_id(consultation_id: str) -> Asked:
    """Return the consultation with this public id by itself."""
    return asked_alone(consultation_by_id(consultation_id))


def asked_by_version(slug: str, number: str) -> Asked:
    """Return all consultations on a version of a narrative that the present reader may read."""
    return asked_together(narrative_by_slug(slug), number)


def section_asked_alone(consultation_id: str, key: str) -> AskedSection:
    """Return a section of a consultation's base version."""
    return _section(asked_by_id(consultation_id), key)


def section_asked_together(slug: str, number: str, key: str) -> AskedSection:
    """Return a section of a version of a narrative, with all consultations on it that may be read."""
    return _section(asked_by_version(slug, number), key)


def _section(asked: Asked, key: str) -> AskedSection:
    for place in asked.places:
        if place.section.key == key:
            return AskedSection(asked, place)
    raise NotFound
