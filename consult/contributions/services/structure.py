"""What a proposal to add, remove or move a section must say."""

from flask_babel import lazy_gettext as _l

from consult.consultations.at_hand import AnyConsultation
from consult.core.errors import InvalidInput
from consult.narratives.kept_texts import AnySection, KeptPlace, kept_places

from .wordings import base_place

STRUCTURE_OPERATIONS = ("add", "remove", "move")


def check_structure(
    consultation: AnyConsultation,
    operation: str,
    section: AnySection | None,
    after: AnySection | None,
    depth: int | None,
    rationale: str,
) -> None:
    """Raise InvalidInput, naming the field, unless the proposal makes sense against the base revision."""
    if operation not in STRUCTURE_OPERATIONS:
        raise InvalidInput(_l("Say whether a section is added, removed or moved."), field="operation")
    check_reasoned(operation, rationale)
    if operation != "add":
        _check_section(consultation, section)
    if operation != "remove":
        _check_target(consultation, after, depth)
    if operation == "move" and section is not None:
        _check_moved(consultation, section, after, depth)


def check_reasoned(operation: str | None, rationale: str) -> None:
    """Raise InvalidInput when a removal is proposed without saying why."""
    if operation == "remove" and not rationale:
        raise InvalidInput(_l("Say why this section should go."), field="rationale")


def _check_section(consultation: AnyConsultation, section: AnySection | None) -> None:
    if section is None:
        raise InvalidInput(_l("Say which section you mean."), field="section")
    base_place(consultation, section)


def _check_target(consultation: AnyConsultation, after: AnySection | None, depth: int | None) -> None:
    if depth not in (1, 2, 3):
        raise InvalidInput(_l("Say on which level the section stands."), field="depth")
    if after is not None:
        base_place(consultation, after)


def _check_moved(
    consultation: AnyConsultation, section: AnySection, after: AnySection | None, depth: int | None
) -> None:
    if after is not None and after.id == section.id:
        raise InvalidInput(_l("A section cannot stand after itself."), field="after")
    places = kept_places(consultation.base_revision)
    same_depth = base_place(consultation, section).depth == depth
    if same_depth and _stands_after(places, section) == (after.id if after else None):
        raise InvalidInput(_l("This is where the section stands already."), field="after")


def _stands_after(places: tuple[KeptPlace, ...], section: AnySection) -> int | None:
    """Return the id of the section before this one, None for the first."""
    before = None
    for place in places:
        if place.section_id == section.id:
            return before
        before = place.section_id
    return None
