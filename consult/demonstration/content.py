"""Reads the demonstration's files into plain values and refuses what does not fit together.

`load()` needs neither a database nor the web: writing the result is the loader's work.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import fields
from importlib.resources import files
from typing import Any, TypeVar

from consult.demonstration.checks import check
from consult.demonstration.other_languages import AgreedTerm, Crossing, Translation
from consult.demonstration.replacing import ContentError
from consult.demonstration.values import (
    Change,
    Consultation,
    Contribution,
    Demonstration,
    Narrative,
    Organisation,
    Person,
    Question,
    Region,
    Revision,
    Section,
    Stance,
    WorkingGroup,
)

ROUNDS = ("first_round", "latin_america", "europe", "africa")
"""The files of contributions, in the order in which their consultations opened."""

T = TypeVar("T")


def load() -> Demonstration:
    """Return the whole demonstration, checked; raises ContentError with the entry that is wrong."""
    demonstration = read()
    check(demonstration)
    return demonstration


def read() -> Demonstration:
    """Return the whole demonstration without checking its references."""
    network, rounds = _file("network"), [_file(f"contributions_{name}") for name in ROUNDS]
    return Demonstration(
        name=network["name"],
        description=network["description"],
        languages=tuple(network["languages"]),
        regions=_all(Region, network["regions"]),
        organisations=_all(Organisation, network["organisations"]),
        working_groups=_all(WorkingGroup, network["working_groups"]),
        people=_all(Person, _file("people")["people"]),
        narrative=_narrative(_file("narrative")),
        consultations=tuple(_consultation(table) for table in _file("consultations")["consultations"]),
        contributions=tuple(c for tables in rounds for c in _contributions(tables)),
        stances=tuple(s for tables in rounds for s in _stances(tables)),
        translations=_all(Translation, _file("translations")["translations"]),
        terms=_all(AgreedTerm, _file("translations")["terms"]),
        crossings=_all(Crossing, _file("translations")["crossings"]),
    )


def _file(name: str) -> dict[str, Any]:
    source = files("consult.demonstration") / "content" / f"{name}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _narrative(table: dict[str, Any]) -> Narrative:
    parts = {"revisions": _all(Revision, table["revisions"]), "sections": _all(Section, table["sections"])}
    return build(Narrative, table | parts)


def _consultation(table: dict[str, Any]) -> Consultation:
    return build(Consultation, table | {"questions": _all(Question, table["questions"])})


def _contributions(tables: dict[str, Any]) -> Iterator[Contribution]:
    for table in tables["contributions"]:
        changes = _all(Change, table.get("changes", []))
        operation = table.get("operation") or ("reword" if changes else None)
        own = {"consultation": tables["consultation"], "changes": changes, "operation": operation}
        yield build(Contribution, table | own)


def _stances(tables: dict[str, Any]) -> Iterator[Stance]:
    for table in tables.get("stances", []):
        yield build(Stance, table | {"consultation": tables["consultation"]})


def _all(kind: type[T], tables: list[dict[str, Any]]) -> tuple[T, ...]:
    return tuple(build(kind, table) for table in tables)


def build(kind: type[T], table: dict[str, Any]) -> T:
    """Return a value of this dataclass from a table; an unknown or missing field is a ContentError."""
    known = {f.name for f in fields(kind)}  # type: ignore[arg-type]
    if unknown := table.keys() - known:
        raise ContentError(f"{kind.__name__} {table.get('key')}: unknown field {sorted(unknown)[0]}")
    try:
        return kind(**{name: _plain(value) for name, value in table.items()})
    except TypeError as error:
        raise ContentError(f"{kind.__name__} {table.get('key')}: {error}") from error


def _plain(value: Any) -> Any:
    """Lists become tuples, and the line ends around a text of several lines go."""
    if isinstance(value, list):
        return tuple(value)
    return value.strip("\n") if isinstance(value, str) else value
