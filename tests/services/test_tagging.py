"""Facilitators keep a list of tags, and put them on contributions; what is suggested follows what they did."""

from typing import Any

import pytest
import sqlalchemy as sa

from consult.contributions.models import ContributionText
from consult.contributions.services.emptying import empty_wordings
from consult.contributions.services.tagging import (
    MOST_TAGS,
    add_tag,
    change_tags,
    merge_tags,
    remove_tag,
    rename_tag,
)
from consult.contributions.tag_models import Tag, Tagging
from consult.contributions.tags import numbers_tagged, tag_names, tags_of, tags_on
from consult.core.database import db
from consult.core.errors import InvalidInput, TooMany, WrongState
from consult.core.logs import AuditEntry, Event
from consult.core.removals import change_rows, removing
from consult.summaries import suggesting
from consult.summaries.suggesting import knowledge, suggestions
from tests.conftest import NOON
from tests.factories import (
    keep,
    make_amendment,
    make_comment,
    make_consultation,
    make_narrative,
    make_person,
    place_of,
)

pytestmark = pytest.mark.usefixtures("app")


def tag_of(narrative: Any, name: str) -> Tag:
    """Put a tag on a narrative's list past the verb."""
    return keep(Tag(narrative_id=narrative.id, names={"en": name}, by_id=make_person().id, at=NOON))


def tagged_comments(consultation: Any, tag: Tag, words: str, number: int, **values: Any) -> list[Any]:
    """Make so many comments of words and a number, each with the tag."""
    rows = [make_comment(consultation, body=f"{words} {place}", **values) for place in range(number)]
    for row in rows:
        keep(Tagging(contribution_id=row.id, tag_id=tag.id, by_id=tag.by_id, at=NOON))
    return rows


def test_the_list_takes_names_once_and_up_to_a_limit() -> None:
    narrative, actor = make_narrative(), make_person()
    water = add_tag(narrative, {"en": " Public   water ", "fr": "", "es": "Agua"}, actor, NOON)
    assert water.names == {"en": "Public water", "es": "Agua"}
    assert (water.name("es"), water.name("ar")) == ("Agua", "Public water")
    for names in ({"en": ""}, {}, {"en": "public WATER"}, {"en": "Sea", "es": "agua"}):
        with pytest.raises(InvalidInput):
            add_tag(narrative, names, actor, NOON)
    rename_tag(water, {"en": "public water"}, actor)
    assert water.names == {"en": "public water"}
    for number in range(MOST_TAGS - 1):
        tag_of(narrative, f"Tag {number}")
    with pytest.raises(TooMany):
        add_tag(narrative, {"en": "One more"}, actor, NOON)
    with pytest.raises(InvalidInput):
        rename_tag(water, {"en": "tag 5"}, actor)
    assert add_tag(
        make_narrative(), {"en": "Public water"}, actor, NOON
    ).id  # another text has a list of its own
    assert [tag.name("en") for tag in tags_of(narrative.id, "en")][:2] == ["public water", "Tag 0"]
    kinds = db.session.scalars(sa.select(AuditEntry.kind).order_by(AuditEntry.id)).all()
    assert kinds == ["tag-added", "tag-renamed", "tag-added"]


def test_tags_are_put_taken_off_merged_and_removed() -> None:
    consultation, actor = make_consultation(), make_person()
    first, second = make_comment(consultation), make_comment(consultation)
    narrative = consultation.narrative
    water, sea, land = (tag_of(narrative, name) for name in ("Water", "Sea", "Land"))
    foreign = tag_of(make_narrative(), "Foreign")
    assert change_tags(first, [water, sea, foreign], [land], actor, NOON)
    assert not change_tags(first, [water], [land], actor, NOON)
    assert change_tags(second, [sea], [], actor, NOON)
    assert change_tags(second, [land], [], actor, NOON)
    assert tag_names([first.id, second.id]) == {first.id: ["Sea", "Water"], second.id: ["Land", "Sea"]}
    assert {(one.by_id, one.at) for one in tags_on([first.id])[first.id]} == {(actor.id, NOON)}
    merge_tags(sea, water, actor)
    assert tag_names([first.id, second.id]) == {first.id: ["Water"], second.id: ["Land", "Water"]}
    assert numbers_tagged(narrative.id) == {water.id: 2, land.id: 1}
    for other in (water, foreign):
        with pytest.raises(InvalidInput):
            merge_tags(water, other, actor)
    remove_tag(water, actor)
    assert change_tags(second, [], [land], actor, NOON)
    assert not tag_names([first.id, second.id])
    assert [tag.id for tag in tags_of(narrative.id, "en")] == [land.id]
    events = db.session.execute(
        sa.select(Event.kind, Event.subject_id).where(Event.subject == "contributions")
    )
    assert ("contribution-tagged", first.id) in [tuple(row) for row in events]


@pytest.mark.parametrize("values", [{"status": "withdrawn"}, {"status": "draft"}, {"hidden_at": NOON}])
def test_what_is_gone_or_not_sent_is_not_tagged(values: dict[str, Any]) -> None:
    row = make_comment(make_consultation(), **values)
    with pytest.raises(WrongState):
        change_tags(row, [tag_of(row.consultation.narrative, "Water")], [], make_person(), NOON)


def test_nothing_is_suggested_until_there_is_enough_to_learn_from() -> None:
    consultation = make_consultation()
    narrative = consultation.narrative
    water, land = tag_of(narrative, "Water"), tag_of(narrative, "Land")
    tagged_comments(consultation, water, "clean water from the public well", 19)
    new = make_comment(consultation, body="Who owns the public well?")
    (known,) = knowledge(narrative.id, ["en"]).values()
    assert (known.tagged, known.tags, known.learnt) == (19, 1, None)
    assert suggestions([new], {"en": known}) == {}
    tagged_comments(consultation, land, "land for those who plough it", 4)
    found = knowledge(narrative.id, ["en", "fr"])
    assert found["fr"].learnt is None
    assert suggestions([new], found)[new.id][0].tag == water.id
    assert (
        knowledge(make_narrative().id, ["en"])["en"].tagged == 0
    )  # nothing crosses from one text to another


def test_suggestions_do_not_cross_languages_and_follow_what_changed() -> None:
    consultation = make_consultation(languages=["en", "fr"])
    narrative = consultation.narrative
    water, land = tag_of(narrative, "Water"), tag_of(narrative, "Land")
    english = tagged_comments(consultation, water, "water from the well", 15)
    english += tagged_comments(consultation, land, "land to plough", 15)
    tagged_comments(consultation, land, "water from the well", 15, language="fr")  # the other way about
    tagged_comments(consultation, water, "land to plough", 15, language="fr")
    new = [make_comment(consultation, body="The well", language=code) for code in ("en", "fr", "es")]
    health = place_of(consultation.base_revision, "health").section
    change = make_amendment(consultation, find="free", replace="free to plough", section=health)
    found = suggestions([*new, change], knowledge(narrative.id, ["en", "es", "fr"]))
    assert [found[row.id][0].tag for row in new[:2]] == [water.id, land.id]
    assert new[2].id not in found
    assert (
        found[change.id][0].tag == land.id
    )  # by the words that it brings, not by those that it leaves as they are
    for row in english[:12]:
        row.hidden_at = NOON
    for row in english[15:]:
        row.status, row.withdrawn_at = "withdrawn", NOON
    db.session.flush()
    known = knowledge(narrative.id, ["en"])["en"]
    assert (known.tagged, known.learnt) == (3, None)


def test_what_was_learnt_is_kept_until_words_are_removed_and_the_tags_of_who_leaves_go() -> None:
    consultation = make_consultation()
    narrative = consultation.narrative
    water, land = tag_of(narrative, "Water"), tag_of(narrative, "Land")
    rows = tagged_comments(consultation, water, "a secret well of the valley", 12)
    tagged_comments(consultation, land, "land to plough", 12)
    once = knowledge(narrative.id, ["en"])["en"].learnt
    assert once is not None
    assert once is knowledge(narrative.id, ["en"])["en"].learnt
    assert "  secret  " in once.parts
    with removing("passage", reason="It endangers a village", actor_id=None, at=NOON) as removal:
        stored = db.session.scalars(
            sa.select(ContributionText).where(ContributionText.body.contains("secret"))
        )
        changes = {text.id: {"body": text.body.replace("secret", "██████")} for text in stored}
        change_rows(removal, ContributionText.__table__, changes)
    with removing("person", actor_id=None, at=NOON):
        empty_wordings(rows[:2])
    db.session.expire_all()
    assert not tags_on([rows[0].id])
    anew = knowledge(narrative.id, ["en"])["en"]
    assert anew.tagged == 22
    assert anew.learnt is not None
    assert "  valley  " in anew.learnt.parts
    assert "  secret  " not in anew.learnt.parts


def test_of_many_tagged_the_newest_are_learnt_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggesting, "MOST_LEARNT", 24)
    consultation = make_consultation()
    old, new, land = (tag_of(consultation.narrative, name) for name in ("Old", "New", "Land"))
    tagged_comments(consultation, old, "water from the well", 8)
    tagged_comments(consultation, new, "water from the well", 12)
    tagged_comments(consultation, land, "land to plough", 12)
    known = knowledge(consultation.narrative_id, ["en"])["en"]
    assert known.tagged == 24
    assert known.learnt is not None
    assert old.id not in known.learnt.tags
