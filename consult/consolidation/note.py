"""A first change note made from the decisions, in plain sentences; the facilitator edits it by hand.

It is published, so it counts what everybody may know of: what is for facilitators only is in no figure, but where its
words came into the text, which everybody reads.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from consult.rules.disclosure import Behind

from .compose import removed
from .draft import is_for_all
from .overview import DeskWork
from .places import GroupWork
from .settled import hunk_of, section_decisions
from .work import SectionWork


def first_note(desk: DeskWork) -> str:
    """Return Markdown: a summary in one paragraph, then for each section what became of what was proposed."""
    gone = {place.section_id for place in removed(desk)}
    staying = [work for work in desk.sections if work.section.id not in gone]
    lines = [line for work in staying if (line := _of_section(work))]
    lines += [
        _("“%(section)s” is a new section.", section=group.wording.heading)
        for group in desk.structure.accepted.values()
        if group.operation == "add"
    ]
    lines += [_("“%(section)s” is taken out.", section=place.text.heading) for place in removed(desk)]
    lines += [
        _("“%(section)s” stands at another place.", section=group.place.text.heading)
        for group in desk.structure.accepted.values()
        if group.operation == "move" and group.place
    ]
    parts = [_summary(desk, staying), "\n".join(f"- {line}" for line in lines)]
    return "\n\n".join(part for part in parts if part)


def _summary(desk: DeskWork, staying: Sequence[SectionWork]) -> str:
    """Return how many sections changed, what became of all proposed changes, and how many contributions there were.

    `staying`: the sections that the version has; of one that is taken out, changed words would be found nowhere.
    """
    changed = sum(bool(work.merged.changes) for work in staying)
    total = sum((_outcomes(work) for work in staying), Counter())
    sentences = [
        ngettext(
            "Words changed in %(num)d section.",
            "Words changed in %(num)d sections.",
            changed,
        )
        if changed
        else "",
        _sentence(total),
        *_answered(desk),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _answered(desk: DeskWork) -> Iterator[str]:
    """Yield how many contributions were answered, and how many more nobody reads, if that points at nobody."""
    rows = desk.material.contributions
    withheld = [row for row in rows if not is_for_all(row)]
    if number := len(rows) - len(withheld):
        yield ngettext("%(num)d contribution was answered.", "%(num)d contributions were answered.", number)
    behind = Behind(
        frozenset(row.person_id for row in withheld if row.person_id),
        frozenset(row.organisation_id for row in withheld if row.organisation_id),
    )
    if withheld and behind.is_enough:
        yield ngettext(
            "%(num)d more was answered that is not public.",
            "%(num)d more were answered that are not public.",
            len(withheld),
        )


def _of_section(work: SectionWork) -> str:
    told = _sentence(_outcomes(work))
    if not told:
        return ""
    return _("“%(section)s”: %(what)s", section=work.place.text.heading, what=told)


def _outcomes(work: SectionWork) -> Counter[str]:
    """Return how many proposed changes were accepted, stand in own words, or were not taken up; and own changes."""
    found = (_told_outcome(work, group) for group in work.groups)
    return Counter(outcome for outcome in found if outcome)


def _told_outcome(work: SectionWork, group: GroupWork) -> str:
    """Return what is said of a change. Of one that only facilitators read: what came into the text, else nothing."""
    if group.is_editorial:
        return "own"
    outcome = _outcome(work, group)
    if any(is_for_all(row) for row in group.supporters) or outcome == "accept":
        return outcome
    return "own" if outcome == "adapt" and group.decision else ""


def _outcome(work: SectionWork, group: GroupWork) -> str:
    """Return what became of a proposed change; one whose place got the facilitator's words counts as these."""
    if group.decision:
        return group.decision.outcome
    if group.group.state == "in":
        return "accept"
    rows = section_decisions(work.material, work.section.id)
    spans = [hunk_of(row) for row in rows if row.outcome == "adapt"]
    is_covered = any(s.start <= group.hunk.start and group.hunk.end <= s.end for s in spans)
    return "adapt" if is_covered else "decline"


def _sentence(counts: Counter[str]) -> str:
    """Return one sentence such as "12 proposed changes accepted, 3 in other words, 5 not taken up." """
    parts = []
    if number := counts["accept"]:
        parts.append(
            ngettext("%(num)d proposed change accepted", "%(num)d proposed changes accepted", number)
        )
    if number := counts["adapt"]:
        parts.append(
            ngettext(
                "%(num)d taken up in the facilitator’s words",
                "%(num)d taken up in the facilitator’s words",
                number,
            )
        )
    if number := counts["decline"]:
        parts.append(ngettext("%(num)d not taken up", "%(num)d not taken up", number))
    if number := counts["own"]:
        parts.append(
            ngettext("%(num)d change by the facilitator", "%(num)d changes by the facilitator", number)
        )
    return _("%(parts)s.", parts=_(", ").join(parts)) if parts else ""
