"""The rules that the demonstration's content keeps: every reference resolves and every quotation is exact."""

from collections import Counter
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from consult.demonstration.other_languages import Crossing, Translation
from consult.demonstration.replacing import ContentError
from consult.demonstration.values import Contribution, Demonstration, Stance
from consult.rules import states
from consult.rules.permissions import AUDIENCES, Role

ROLES = {role.value for role in Role}


def check(demonstration: Demonstration) -> None:
    """Raise ContentError at the first entry that does not fit with the others."""
    _check_network(demonstration)
    _check_people(demonstration)
    _check_narrative(demonstration)
    _check_consultations(demonstration)
    for contribution in demonstration.contributions:
        _check_sender(demonstration, contribution)
        _check_time(demonstration, contribution)
        _check_place(demonstration, contribution)
        _BY_KIND[contribution.kind](demonstration, contribution)
        _check_outcome(demonstration, contribution)
    for stance in demonstration.stances:
        _check_stance(demonstration, stance)
    for translation in demonstration.translations:
        _check_translation(demonstration, translation)
    for crossing in demonstration.crossings:
        _check_crossing(demonstration, crossing)


def need(truth: object, where: str, rule: str) -> None:
    """Raise ContentError with the entry and the rule that it breaks, unless `truth` holds."""
    if not truth:
        raise ContentError(f"{where}: {rule}")


def need_unique(keys: Iterable[str], what: str) -> None:
    """Raise ContentError if one of the keys occurs twice."""
    for key, count in Counter(keys).items():
        need(count == 1, key, f"the same {what} occurs {count} times")


def _check_network(demo: Demonstration) -> None:
    need_unique((r.code for r in demo.regions), "region")
    need_unique((o.key for o in demo.organisations), "organisation")
    need_unique((o.name for o in demo.organisations), "name of an organisation")
    regions, people = {r.code for r in demo.regions}, {p.key for p in demo.people}
    for region in demo.regions:
        need(set(region.names) == set(demo.languages), region.code, "has a name in each language")
    for organisation in demo.organisations:
        need(organisation.region in regions, organisation.key, "its region exists")
        need(organisation.constituency in states.CONSTITUENCIES, organisation.key, "its constituency exists")
    for group in demo.working_groups:
        need({*group.members, *group.facilitators} <= people, group.key, "its people exist")
        need(set(group.roles) <= ROLES, group.key, "its roles exist")


def _check_people(demo: Demonstration) -> None:
    need_unique((p.key for p in demo.people), "person")
    need_unique((p.email for p in demo.people), "e-mail address")
    need_unique((p.display_name for p in demo.people), "name of a person")
    homes = {o.key: o for o in demo.organisations}
    regions, consultations = {r.code for r in demo.regions}, {c.key for c in demo.consultations}
    for person in demo.people:
        home = homes.get(person.organisation or "")
        need(person.region in regions, person.key, "its region exists")
        need(home or not person.organisation, person.key, "its organisation exists")
        need(not home or home.region == person.region, person.key, "lives in its organisation's region")
        need(home or not person.mandate, person.key, "a mandate needs an organisation")
        need(set(person.roles) <= ROLES, person.key, "its roles exist")
        need(set(person.facilitates) <= consultations, person.key, "facilitates what exists")
        need(
            bool(person.facilitates) == ("facilitator" in person.roles), person.key, "facilitators facilitate"
        )


def _check_narrative(demo: Demonstration) -> None:
    need_unique((s.key for s in demo.narrative.sections), "section")
    need_unique((s.label for s in demo.narrative.sections), "label")
    groups, numbers = {g.key for g in demo.working_groups}, [r.number for r in demo.narrative.revisions]
    need(demo.narrative.working_group in groups, demo.narrative.key, "its working group exists")
    for position, revision in enumerate(demo.narrative.revisions):
        before = numbers[position - 1] if position else None
        need(revision.parent == before, revision.number, "follows the revision before it")


def _check_consultations(demo: Demonstration) -> None:
    need_unique((c.key for c in demo.consultations), "consultation")
    people, numbers = {p.key: p for p in demo.people}, {r.number for r in demo.narrative.revisions}
    regions = {r.code for r in demo.regions}
    for consultation in demo.consultations:
        need_unique((q.key for q in consultation.questions), "question")
        need(consultation.revision in numbers, consultation.key, "its revision exists")
        need(consultation.consolidated_into in numbers | {None}, consultation.key, "its result exists")
        need(consultation.region in regions | {None}, consultation.key, "its region exists")
        need(consultation.opens_day < consultation.closes_day, consultation.key, "opens before it closes")
        need(consultation.read_audience in AUDIENCES, consultation.key, "its readers exist")
        need(consultation.contribute_audience in AUDIENCES, consultation.key, "its contributors exist")
        need(ZoneInfo(consultation.zone), consultation.key, "its time zone exists")
        need(set(consultation.invited) <= people.keys(), consultation.key, "those invited exist")
        for key in consultation.facilitators:
            scope = people[key].facilitates if key in people else ()
            need(consultation.key in scope, consultation.key, "its facilitators are told so")


def _check_sender(demo: Demonstration, contribution: Contribution) -> None:
    where, people = contribution.key, {p.key: p for p in demo.people}
    consultation = demo.consultation(contribution.consultation)
    author = people.get(contribution.author)
    need(author, where, "its author exists")
    need(contribution.voice in states.VOICES, where, "its voice exists")
    need(contribution.visibility in states.VISIBILITIES, where, "its visibility exists")
    need(contribution.language in consultation.languages, where, "is in a language of its consultation")
    if author:
        need(
            author.mandate or contribution.voice == "self", where, "only a mandate speaks for an organisation"
        )
        need(
            author.organisation or contribution.visibility != "organisation",
            where,
            "has an organisation to show",
        )
        need(
            author.organisation or author.key in consultation.invited,
            where,
            "its author is a member or invited",
        )
        need(consultation.region in (None, author.region), where, "its author is of the region")


def _check_time(demo: Demonstration, contribution: Contribution) -> None:
    where, consultation = contribution.key, demo.consultation(contribution.consultation)
    last = min(consultation.closes_day - 1, 0)
    need(contribution.sent >= consultation.opens_day + 1, where, "is sent after the opening")
    if contribution.late:
        need(consultation.closes_day + 1 < contribution.sent < 0, where, "is late, so sent after the closing")
    else:
        need(contribution.sent < last, where, "is sent before the closing, and in the past")
    if contribution.withdrawn is not None:
        need(contribution.sent < contribution.withdrawn < 0, where, "is withdrawn after it was sent")


def _check_place(demo: Demonstration, contribution: Contribution) -> None:
    where, sections = contribution.key, {s.key for s in demo.narrative.sections}
    need_unique((c.key for c in demo.contributions if c.key == where), "contribution")
    need(contribution.section in sections | {None}, where, "its section exists")
    need(contribution.after in sections | {None}, where, "the section before it exists")
    if contribution.quote is not None:
        need(
            demo.base_text(contribution).count(contribution.quote) == 1,
            where,
            "its quote occurs exactly once",
        )


def _check_comment(demo: Demonstration, contribution: Contribution) -> None:
    where, earlier = contribution.key, {c.key: c for c in demo.of(contribution.consultation)}
    need(contribution.body, where, "a comment says something")
    if contribution.reply_to is None:
        need(contribution.comment_kind in states.COMMENT_KINDS, where, "a comment has a kind")
        need(contribution.section, where, "a comment stands at a section")
        return
    parent = earlier.get(contribution.reply_to)
    need(parent and parent.sent < contribution.sent, where, "answers something sent before it")
    need(contribution.comment_kind is None, where, "a reply has no kind of its own")


def _check_answer(demo: Demonstration, contribution: Contribution) -> None:
    questions = {q.key for q in demo.consultation(contribution.consultation).questions}
    need(contribution.question in questions, contribution.key, "answers a question of its consultation")
    need(contribution.body, contribution.key, "an answer says something")


def _check_amendment(demo: Demonstration, contribution: Contribution) -> None:
    where, operation = contribution.key, contribution.operation
    need(contribution.rationale, where, "an amendment has a rationale")
    if operation == "reword":
        need(demo.proposed_text(contribution) != demo.base_text(contribution), where, "changes something")
    elif operation == "add":
        need(
            contribution.heading and contribution.body and contribution.depth,
            where,
            "an added section is whole",
        )
        need(contribution.after and not contribution.section, where, "an added section has its place")
    elif operation == "move":
        need(contribution.section and contribution.after, where, "a move names what and where to")
        need(contribution.section != contribution.after, where, "a section cannot follow itself")
    else:
        need(operation == "remove" and contribution.section, where, "its operation exists")


def _check_outcome(demo: Demonstration, contribution: Contribution) -> None:
    where, consultation = contribution.key, demo.consultation(contribution.consultation)
    if consultation.consolidated_into is None:
        need(contribution.disposition is None, where, "is not answered yet")
        return
    need(contribution.disposition in states.DISPOSITIONS, where, "is answered")
    need(contribution.reason, where, "is answered with a reason")
    for change in contribution.changes:
        need(change.decision in states.OUTCOMES, where, "each change is decided")
        need(bool(change.words) == (change.decision == "adapt"), where, "adapting needs own words")


def _check_stance(demo: Demonstration, stance: Stance) -> None:
    where = f"stance of {stance.person} on {stance.contribution or stance.section}"
    people, sections = {p.key: p for p in demo.people}, {s.key for s in demo.narrative.sections}
    sent = {c.key: c.sent for c in demo.of(stance.consultation)}
    need(stance.person in people, where, "the person exists")
    need(bool(stance.contribution) != bool(stance.section), where, "is on one thing")
    need(stance.section in sections | {None}, where, "the section exists")
    need(stance.position in states.POSITIONS, where, "the position exists")
    need(stance.voice == "self" or people[stance.person].mandate, where, "only a mandate speaks for others")
    need(stance.reason or stance.position != "objection", where, "an objection has a reason")
    need((stance.until_day is not None) == (stance.position == "asking-members"), where, "says until when")
    if stance.contribution:
        need(stance.contribution in sent, where, "the contribution exists")
        need(sent[stance.contribution] < stance.sent < 0, where, "is taken after the contribution was sent")


def _check_translation(demo: Demonstration, told: Translation) -> None:
    where = f"{told.key} in {told.language}"
    people = {person.key: person for person in demo.people}
    days = {revision.number: revision.published_day for revision in demo.narrative.revisions}
    need(told.language in demo.narrative.target_languages, where, "is in a target language")
    need(told.key in {section.key for section in demo.narrative.sections}, where, "its section exists")
    need(told.of in days and days[told.of] < told.day < -2, where, "follows the revision that it translates")
    for key in filter(None, (told.translator, told.reviewer)):
        need(key in people and "translator" in people[key].roles, where, "is made by translators")
        need(told.language in people[key].languages, where, "is made by people who speak the language")
    need(told.translator != told.reviewer, where, "is reviewed by a second person")


def _check_crossing(demo: Demonstration, told: Crossing) -> None:
    people = {person.key: person for person in demo.people}
    base = demo.text(told.section, demo.consultation(told.consultation).revision)
    read = [one for one in demo.translations if (one.key, one.language) == (told.section, told.language)]
    need(
        any(one.reviewer and one.sentences.count(told.find) == 1 for one in read),
        told.key,
        "is found in a reviewed text",
    )
    need(
        told.language in people[told.author].languages,
        told.key,
        "is written by somebody who speaks the language",
    )
    if told.translator:
        need("translator" in people[told.translator].roles, told.key, "is worded by a translator")
        need(base.count(told.source_find) == 1, told.key, "is found in the original")
        need(told.sent < told.rendered < 0, told.key, "is worded after it was sent")


_BY_KIND = {"comment": _check_comment, "answer": _check_answer, "amendment": _check_amendment}
