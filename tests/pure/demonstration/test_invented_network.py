"""The invented network: its size, its spread and that nothing in it points at anybody real."""

import re
import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files

import pytest

from consult.demonstration.content import load
from consult.demonstration.values import Demonstration
from consult.rules.states import CONSTITUENCIES

CONTENT = files("consult.demonstration") / "content"
SECTIONS = [section.key for section in load().narrative.sections]


@cache
def demonstration() -> Demonstration:
    return load()


def test_the_same_demonstration_is_read_twice():
    assert load() == load()


def test_six_regions_are_named_in_four_languages():
    regions = demonstration().regions
    assert len(regions) == 6
    assert all(set(region.names) == {"en", "fr", "es", "ar"} for region in regions)


def test_twenty_four_organisations_of_all_constituencies_live_in_all_regions():
    organisations = demonstration().organisations
    assert len(organisations) == 24
    assert {o.constituency for o in organisations} == set(CONSTITUENCIES)
    assert {o.region for o in organisations} == {r.code for r in demonstration().regions}
    assert 18 <= len({o.country for o in organisations}) <= 24
    assert all(re.fullmatch("[A-Z]{2}", o.country) for o in organisations)


def test_sixty_people_hold_the_promised_roles():
    people = demonstration().people
    roles = Counter(role for person in people for role in person.roles)
    assert len(people) == 60
    assert roles == {"secretariat": 1, "facilitator": 3, "working-group-member": 5, "translator": 4}
    facilitators = {p.region for p in people if "facilitator" in p.roles}
    assert facilitators == {"europe", "africa", "latin-america"}


def test_members_of_the_working_group_are_those_with_the_role():
    members = {p.key for p in demonstration().people if "working-group-member" in p.roles}
    assert set(demonstration().working_groups[0].members) == members
    assert len({p.region for p in demonstration().people if p.key in members}) == 5


def test_people_differ_in_what_they_say_about_themselves():
    people = demonstration().people
    assert sum(p.organisation is None for p in people) >= 5
    assert sum(p.gender is None for p in people) >= 5
    assert {"woman", "man", "non-binary"} < {p.gender for p in people}
    assert 20 <= sum(p.mandate for p in people) <= 30
    assert any("ar" in p.languages for p in people)


def test_every_organisation_has_a_person_and_almost_every_one_a_mandate():
    homes = {p.organisation for p in demonstration().people}
    speaking = {p.organisation for p in demonstration().people if p.mandate}
    assert {o.key for o in demonstration().organisations} <= homes
    assert len(speaking) >= 22


def test_about_eight_personas_say_what_one_can_try():
    personas = demonstration().personas
    assert 8 <= len(personas) <= 10
    assert all(40 < len(p.persona_note or "") < 160 for p in personas)
    assert {"secretariat", "facilitator", "working-group-member", "translator"} <= {
        role for p in personas for role in p.roles
    }


def test_every_address_is_of_a_domain_that_cannot_exist():
    assert all(re.fullmatch(r"[a-z0-9.]+@[a-z0-9-]+\.example", p.email) for p in demonstration().people)


@pytest.mark.parametrize("name", sorted(path.name for path in CONTENT.iterdir()))
def test_a_file_names_no_real_domain_and_is_well_composed(name):
    text = (CONTENT / name).read_text(encoding="utf-8")
    assert not re.search(r"https?:|www\.|\.(com|org|net|int|eu|info|io)\b", text)
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text
    assert not re.search(r"[ \t]+$", text, re.MULTILINE)


def test_the_narrative_has_twelve_sections_with_printed_labels_at_two_depths():
    sections = demonstration().narrative.sections
    assert len(sections) == 12
    assert {s.depth for s in sections} == {1, 2}
    assert all(s.label.count(".") == s.depth - 1 for s in sections)


@pytest.mark.parametrize("number", ["0.9", "1.0"])
@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_has_between_120_and_250_words(section, number):
    assert 120 <= len(demonstration().text(section, number).split()) <= 250


def test_the_sections_use_lists_emphasis_and_a_quotation():
    whole = "\n".join(s.body for s in demonstration().narrative.sections)
    for mark in (r"^- ", r"^1\. ", r"^> ", r"\*\*\w", r"[^*]\*\w"):
        assert re.search(mark, whole, re.MULTILINE), mark


def test_paragraphs_stand_on_one_line_so_that_passages_can_be_found():
    for section in demonstration().narrative.sections:
        assert "  " not in section.body
        for paragraph in section.body.split("\n\n"):
            lines = paragraph.split("\n")
            assert len(lines) == 1 or all(re.match(r"- |\d\. ", line) for line in lines)


def test_version_1_0_differs_from_0_9_in_six_to_eight_sections():
    demo = demonstration()
    changed = [key for key in SECTIONS if demo.text(key, "0.9") != demo.text(key, "1.0")]
    assert 6 <= len(changed) <= 8


def test_version_1_0_carries_the_words_that_were_accepted_and_not_those_that_were_declined():
    demo = demonstration()
    assert "for disabled people and for the old" in demo.text("meaning", "1.0")
    assert "free, prior and informed consent" in demo.text("common-hands", "1.0")
    assert "It is in the wrong places." in demo.text("who-pays", "1.0")
    assert "represented wherever" not in demo.text("workers", "1.0")


def test_version_1_0_carries_the_own_words_of_an_adapted_change():
    text = demonstration().text("commodity", "1.0")
    assert "Some owners know very well what they do" in text
    assert "exactly what they buy" not in text
