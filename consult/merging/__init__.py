"""Merging: amendments of one base text grouped, decided, consolidated, credited and carried forward; pure."""

from consult.merging.attribution import EDITORIAL, Run
from consult.merging.carry import Carried, CarryClash, carry_forward, carry_span
from consult.merging.chain import compose_hunks
from consult.merging.clashes import Clash
from consult.merging.consolidate import AmendmentOutcome, Consolidation, consolidate
from consult.merging.decisions import Decision
from consult.merging.ground import overlap
from consult.merging.groups import Group, group_key
from consult.merging.inferred import INFERRED, infer_attribution, is_inferred
from consult.merging.relations import Relation
from consult.merging.structure import (
    AddSection,
    MoveSection,
    RemoveSection,
    StructureConsolidation,
    StructureDecision,
    consolidate_structure,
    join_sections,
    split_section,
)

__all__ = [
    "EDITORIAL",
    "INFERRED",
    "AddSection",
    "AmendmentOutcome",
    "Carried",
    "CarryClash",
    "Clash",
    "Consolidation",
    "Decision",
    "Group",
    "MoveSection",
    "Relation",
    "RemoveSection",
    "Run",
    "StructureConsolidation",
    "StructureDecision",
    "carry_forward",
    "carry_span",
    "compose_hunks",
    "consolidate",
    "consolidate_structure",
    "group_key",
    "infer_attribution",
    "is_inferred",
    "join_sections",
    "overlap",
    "split_section",
]
