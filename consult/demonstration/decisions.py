"""The demonstration's decisions, put to the hunks that the merge engine finds in its amendments."""

from consult.demonstration.replacing import ContentError
from consult.demonstration.values import Change, Contribution, Demonstration
from consult.merging import Decision
from consult.text import Hunk, diff


def amendments_of(demonstration: Demonstration, consultation: str, section: str) -> dict[str, str]:
    """Return the proposed full texts of a section, by contribution key.

    Left out are what was withdrawn or hidden, and what came late and is not admitted yet.
    """
    return {
        sent.key: demonstration.full(section, demonstration.proposed_text(sent))
        for sent in _standing(demonstration, consultation, section)
    }


def decisions_of(demonstration: Demonstration, consultation: str, section: str) -> list[Decision]:
    """Return the decision on each hunk of a section, in a consultation that was consolidated.

    ContentError where a hunk belongs to no change, or a change to be adapted is cut into several hunks.
    """
    standing = _standing(demonstration, consultation, section)
    found = [decision for sent in standing for decision in decisions_on(demonstration, sent)]
    return list(dict.fromkeys(found))


def decisions_on(demonstration: Demonstration, contribution: Contribution) -> list[Decision]:
    """Return the decision on each hunk of one amendment, in the order of its base text."""
    section = contribution.section or ""
    base = demonstration.full(section, demonstration.base_text(contribution))
    proposed = demonstration.full(section, demonstration.proposed_text(contribution))
    return [_decision(base, hunk, contribution) for hunk in diff(base, proposed)]


def _standing(demonstration: Demonstration, consultation: str, section: str) -> list[Contribution]:
    sent = [c for c in demonstration.of(consultation) if c.section == section and c.changes]
    return [c for c in sent if c.withdrawn is None and not c.hidden and not c.late]


def _decision(base: str, hunk: Hunk, contribution: Contribution) -> Decision:
    for change in contribution.changes:
        start = base.index(change.find)
        if start <= hunk.start and hunk.end <= start + len(change.find):
            return _decided(base, hunk, change, contribution.key)
    raise ContentError(f"{contribution.key}: no change holds {hunk}")


def _decided(base: str, hunk: Hunk, change: Change, where: str) -> Decision:
    if change.decision == "adapt":
        if base[hunk.start : hunk.end] != change.find:
            raise ContentError(f"{where}: {change.find!r} is more than one hunk, so it cannot be adapted")
        return Decision(hunk, "adapt", change.words)
    return Decision(hunk, "accept" if change.decision == "accept" else "decline")
