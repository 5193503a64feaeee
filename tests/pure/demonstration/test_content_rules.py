"""The content's own rules refuse what does not fit, and name the entry."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from consult.demonstration.checks import check
from consult.demonstration.content import build, load
from consult.demonstration.replacing import ContentError, replace_all
from consult.demonstration.values import Demonstration, Person, Region


def with_contribution(key: str, /, **values: Any) -> Demonstration:
    demo = load()
    changed = tuple(replace(c, **values) if c.key == key else c for c in demo.contributions)
    return replace(demo, contributions=changed)


def with_person(key: str, /, **values: Any) -> Demonstration:
    demo = load()
    return replace(demo, people=tuple(replace(p, **values) if p.key == key else p for p in demo.people))


def with_organisation(**values: Any) -> Demonstration:
    demo = load()
    return replace(demo, organisations=(replace(demo.organisations[0], **values), *demo.organisations[1:]))


def with_consultation(key: str, /, **values: Any) -> Demonstration:
    demo = load()
    changed = tuple(replace(c, **values) if c.key == key else c for c in demo.consultations)
    return replace(demo, consultations=changed)


def with_stance(**values: Any) -> Demonstration:
    demo = load()
    return replace(demo, stances=(replace(demo.stances[0], **values), *demo.stances[1:]))


def with_change(key: str, /, **values: Any) -> Demonstration:
    contribution = next(c for c in load().contributions if c.key == key)
    return with_contribution(key, changes=(replace(contribution.changes[0], **values),))


WRONG: dict[str, Callable[[], Demonstration]] = {
    "its author exists": lambda: with_contribution("eu-01", author="nobody"),
    "its voice exists": lambda: with_contribution("eu-01", voice="choir"),
    "its visibility exists": lambda: with_contribution("eu-01", visibility="everybody"),
    "is in a language of its consultation": lambda: with_contribution("la-01", language="fr"),
    "only a mandate speaks for an organisation": lambda: with_contribution("eu-02", voice="organisation"),
    "has an organisation to show": lambda: with_contribution("eu-03", visibility="organisation"),
    "its author is a member or invited": lambda: with_consultation("europe", invited=("salim",)),
    "those invited exist": lambda: with_consultation("europe", invited=("nobody",)),
    "its author is of the region": lambda: with_contribution("eu-01", author="amina"),
    "is sent after the opening": lambda: with_contribution("eu-01", sent=-24.5),
    "is sent before the closing, and in the past": lambda: with_contribution("la-01", sent=-3.0),
    "is late, so sent after the closing": lambda: with_contribution("la-01", late=True),
    "is withdrawn after it was sent": lambda: with_contribution("la-44", withdrawn=-40.0),
    "the same contribution occurs 2 times": lambda: with_contribution("eu-02", key="eu-01"),
    "its section exists": lambda: with_contribution("eu-01", section="nowhere"),
    "the section before it exists": lambda: with_contribution("la-43", after="nowhere"),
    "its quote occurs exactly once": lambda: with_contribution("eu-01", quote="the"),
    "a comment says something": lambda: with_contribution("eu-01", body=""),
    "a comment has a kind": lambda: with_contribution("eu-01", comment_kind=None),
    "a comment stands at a section": lambda: with_contribution("eu-01", section=None, quote=None),
    "answers something sent before it": lambda: with_contribution("eu-04", reply_to="eu-10"),
    "a reply has no kind of its own": lambda: with_contribution("eu-04", comment_kind="remark"),
    "answers a question of its consultation": lambda: with_contribution("eu-43", question="care"),
    "an amendment has a rationale": lambda: with_contribution("eu-05", rationale=None),
    "'not there' occurs 0 times, not once": lambda: with_change("eu-05", find="not there"),
    "'' occurs 0 times, not once": lambda: with_change("eu-05", find=""),
    "changes something": lambda: with_change("eu-02", replace="are the last to be asked"),
    "an added section is whole": lambda: with_contribution("la-34", heading=None),
    "an added section has its place": lambda: with_contribution("la-34", after=None),
    "a move names what and where to": lambda: with_contribution("la-43", after=None),
    "a section cannot follow itself": lambda: with_contribution("la-43", after="workers"),
    "its operation exists": lambda: with_contribution("la-38", operation="burn"),
    "is not answered yet": lambda: with_contribution("eu-01", disposition="noted"),
    "is answered": lambda: with_contribution("fr-13", disposition=None),
    "is answered with a reason": lambda: with_contribution("fr-13", reason=None),
    "each change is decided": lambda: with_change("fr-10", decision=None),
    "adapting needs own words": lambda: with_change("fr-10", decision="adapt"),
    "its constituency exists": lambda: with_organisation(constituency="company"),
    "its region exists": lambda: with_organisation(region="atlantis"),
    "has a name in each language": lambda: replace(load(), languages=("en", "de")),
    "its people exist": lambda: with_person("elin", key="someone"),
    "the same e-mail address occurs 2 times": lambda: with_person("wren", email="salim@letterbox.example"),
    "its organisation exists": lambda: with_person("wren", organisation="nowhere"),
    "lives in its organisation's region": lambda: with_person("declan", region="africa"),
    "a mandate needs an organisation": lambda: with_person("wren", mandate=True),
    "its roles exist": lambda: with_person("wren", roles=("queen",)),
    "facilitators facilitate": lambda: with_person("wren", roles=("facilitator",)),
    "facilitates what exists": lambda: with_person("marta", facilitates=("nowhere",)),
    "its facilitators are told so": lambda: with_consultation("europe", facilitators=("wren",)),
    "its revision exists": lambda: with_consultation("europe", revision="7.0"),
    "its result exists": lambda: with_consultation("first-round", consolidated_into="7.0"),
    "its readers exist": lambda: with_consultation("europe", read_audience="cats"),
    "its contributors exist": lambda: with_consultation("europe", contribute_audience="cats"),
    "opens before it closes": lambda: with_consultation("europe", closes_day=-30),
    "the person exists": lambda: with_stance(person="nobody"),
    "is on one thing": lambda: with_stance(section="why"),
    "the section exists": lambda: with_stance(section="nowhere", contribution=None),
    "the contribution exists": lambda: with_stance(contribution="eu-01"),
    "the position exists": lambda: with_stance(position="shrug"),
    "only a mandate speaks for others": lambda: with_stance(person="wilmer"),
    "an objection has a reason": lambda: with_stance(position="objection"),
    "says until when": lambda: with_stance(position="asking-members"),
    "is taken after the contribution was sent": lambda: with_stance(sent=-60.0),
}


@pytest.mark.parametrize("rule", WRONG)
def test_content_that_breaks_a_rule_is_refused_with_that_rule(rule):
    with pytest.raises(ContentError, match=rf"^[^:]+: {rule}$".replace("'", ".")):
        check(WRONG[rule]())


def test_a_revision_that_skips_its_parent_is_refused():
    demo = load()
    draft, current = demo.narrative.revisions
    skipping = replace(demo.narrative, revisions=(draft, replace(current, parent="0.8")))
    with pytest.raises(ContentError, match=r"1\.0: follows the revision before it"):
        check(replace(demo, narrative=skipping))


def test_a_misspelt_field_is_refused_by_name():
    with pytest.raises(ContentError, match="Region None: unknown field nmae"):
        build(Region, {"code": "africa", "nmae": {}})


def test_a_missing_field_is_refused_by_name():
    with pytest.raises(ContentError, match=r"Person ada: .*'email'"):
        build(
            Person,
            {"key": "ada", "display_name": "Ada", "region": "europe", "country": "FI", "languages": ["fi"]},
        )


def test_replacements_are_made_all_at_once_on_the_original():
    assert replace_all("one two three", [("three", "one"), ("one", "two")], "here") == "two two one"


def test_replacements_that_touch_are_made_and_those_that_overlap_are_refused():
    assert replace_all("abcd", [("ab", "X"), ("cd", "Y")], "here") == "XY"
    with pytest.raises(ContentError, match="here: two changes overlap at 'bc'"):
        replace_all("abcd", [("ab", "X"), ("bc", "Y")], "here")


def test_a_text_without_a_section_is_refused():
    answer = next(c for c in load().contributions if c.kind == "answer")
    with pytest.raises(ContentError, match="names no section"):
        load().base_text(answer)
