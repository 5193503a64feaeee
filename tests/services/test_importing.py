"""A document becomes a narrative; a revision's hash can be recomputed."""

from datetime import datetime
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.core.logs import Event
from consult.formats.imported import NoticeCode
from consult.formats.markdown_in import read_narrative
from consult.narratives.importing import Frame, create_narrative, narrative_slug, read_number
from consult.narratives.integrity import Fault, verify_chain
from consult.narratives.models import Narrative, Revision, RevisionParent, RevisionSection, SectionText
from consult.narratives.remarks import WORDS, remark
from consult.narratives.services import find_revision, latest_revision, store_sections
from tests.factories import keep, make_narrative, make_person, make_revision

DOCUMENT = "# Our text\n\n## 1. Water\n\nWater is a right.\n\n### 1.1 Wells\n\nWells are ours.\n\n## 3. Health\n\nFree."
FRAME = Frame("Our text", "fr", "members", (0, 9))


def create(document: str | bytes = DOCUMENT, frame: Frame = FRAME, at: datetime | None = None) -> Narrative:
    from consult.core.clock import now

    return create_narrative(frame, read_narrative(document), actor=make_person("secretariat"), at=at or now())


def test_a_document_becomes_a_narrative_with_its_first_version(app: Flask, now: datetime) -> None:
    narrative = create()
    revision = latest_revision(narrative)
    assert revision is not None
    assert (narrative.slug, narrative.working_language, narrative.read_audience) == (
        "our-text",
        "fr",
        "members",
    )
    assert (revision.number, revision.parent, revision.published_at) == ("0.9", None, now)
    assert [
        (place.section.key, place.depth, place.label, place.text.heading) for place in revision.places
    ] == [
        ("water", 1, "1.", "Water"),
        ("wells", 2, "1.1", "Wells"),
        ("health", 1, "3.", "Health"),
    ]
    assert {place.text.language for place in revision.places} == {"fr"}


def test_an_import_is_logged_without_any_words(app: Flask) -> None:
    narrative = create()
    kinds = db.session.scalars(sa.select(Event.kind).order_by(Event.id)).all()
    assert kinds == ["narrative-imported", "revision-published"]
    assert db.session.scalar(sa.select(Event.subject_id)) == narrative.id


def test_texts_are_kept_in_the_one_form_that_contributions_have_too(app: Flask) -> None:
    create("# T\n\n## A\u0308hre\n\nOne  \ntwo\r\n\r\n\r\n\r\n```\na\n\n\n\nb\n```\n")
    text = db.session.scalars(sa.select(SectionText)).one()
    assert text.heading == "Ähre"
    assert text.body == "One\\\ntwo\n\n```\na\n\nb\n```"


def test_a_second_narrative_of_the_same_title_is_refused(app: Flask) -> None:
    create()
    with pytest.raises(InvalidInput) as caught:
        create()
    assert caught.value.details["field"] == "title"


def test_a_document_with_errors_is_not_stored(app: Flask) -> None:
    with pytest.raises(InvalidInput) as caught:
        create("No heading here.")
    assert caught.value.details["field"] == "text"
    assert db.session.query(Narrative).count() == 0


def test_a_printed_label_that_no_column_can_hold_is_refused_with_its_line(app: Flask) -> None:
    document = f"---\nsection-levels: 2-4\n---\n\n# T\n\n## {'x' * 41}\u2003Words\n\nText."
    with pytest.raises(InvalidInput, match="InvalidInput") as caught:
        create(document)
    assert "Line 7" in str(caught.value.message)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Our text", "our-text"),
        ("Import", "import-2"),
        ("الماء حق", "narrative"),
        ("¿Qué será?", "que-sera"),
        ("L’eau", "leau"),
    ],
)
def test_the_address_comes_from_the_title(app: Flask, title: str, slug: str) -> None:
    assert narrative_slug(title) == slug


def test_two_narratives_never_share_an_address(app: Flask) -> None:
    make_narrative(slug="narrative")
    make_narrative(slug="narrative-2")
    assert narrative_slug("الماء") == "narrative-3"


@pytest.mark.parametrize("words", ["", "1", "1.", "v1.0", "1.0.0", "-1.0", "12345.0", "١.٢x"])
def test_a_number_that_is_none_is_refused(app: Flask, words: str) -> None:
    with pytest.raises(InvalidInput):
        read_number(words)


def test_a_number_is_major_and_minor(app: Flask) -> None:
    assert read_number(" 1.10 ") == (1, 10)


def test_five_hundred_headings_become_five_hundred_sections(app: Flask) -> None:
    document = "# T\n\n" + "\n\n".join(f"## Part {number}\n\nText {number}." for number in range(500))
    revision = latest_revision(create(document))
    assert revision is not None
    assert len(revision.places) == len({place.section.key for place in revision.places}) == 500


@pytest.mark.parametrize("code", NoticeCode)
def test_each_notice_has_words_that_name_its_line(app: Flask, code: NoticeCode) -> None:
    from consult.formats.imported import Notice

    names = "size limit encoding count title text after found label first_line parent from_level to_level "
    params = dict.fromkeys((names + "heading length address").split(), "7")
    said = remark(Notice(12, code, params))
    assert said.startswith("Line 12: ")
    assert "%(" not in said
    assert len(said) > 30
    refused = remark(Notice(12, code, params), is_error=True)
    assert refused.startswith("Line 12: ")
    assert "%(" not in refused
    assert set(WORDS) == set(NoticeCode)


def test_a_revision_is_found_by_its_number(app: Flask) -> None:
    revision = make_revision(number=(2, 10))
    slug = revision.narrative.slug
    assert find_revision(slug, "2.10") is revision
    for wrong in ("2.1", "2", "2.10.0", "a.b", "", "².1", "2." + "1" * 30):
        assert find_revision(slug, wrong) is None
    assert find_revision("no-such", "2.10") is None


def test_an_untouched_chain_has_no_problem(app: Flask) -> None:
    first = make_revision()
    second = make_revision(first.narrative, [("water", "Water", "Other words.")], number=(1, 1), parent=first)
    assert verify_chain(second.narrative) == []


def test_a_hash_that_does_not_follow_is_found(app: Flask) -> None:
    narrative = make_revision().narrative
    forged = keep(
        Revision(narrative=narrative, major=2, minor=0, published_at=narrative.created_at, hash="f" * 64)
    )
    found = [(one.revision, one.fault) for one in verify_chain(narrative)]
    assert found == [(forged, Fault.NOTE), (forged, Fault.HASH)]


def test_a_text_that_is_not_what_its_address_says_is_found_with_its_section(app: Flask) -> None:
    from consult.narratives.services import note_sha, revision_hash

    narrative = make_revision().narrative
    text = keep(
        SectionText(
            narrative_id=narrative.id,
            sha="0" * 64,
            nonce="0" * 32,
            address="0" * 64,
            language="en",
            heading="H",
            body="Changed",
        )
    )
    place = RevisionSection(
        section=store_sections(narrative, ["water"])["water"], text=text, position=0, depth=1, label=""
    )
    forged = Revision(narrative=narrative, line="global", major=2, minor=0, published_at=narrative.created_at)
    forged.change_note, forged.note_nonce, forged.note_sha = "", "", note_sha("", "")
    forged.hash = revision_hash(forged, [], [place])
    forged.places = [place]
    keep(forged)
    assert [(one.fault, one.key) for one in verify_chain(narrative)] == [(Fault.TEXT, "water")]


def test_a_parent_of_another_narrative_is_found(app: Flask) -> None:
    stranger = make_revision()
    child = make_revision(make_narrative(), number=(1, 1), parent=stranger)
    assert [one.fault for one in verify_chain(child.narrative)] == [Fault.PARENT]


def test_a_merged_parent_is_part_of_the_hash(app: Flask) -> None:
    narrative = make_narrative()
    first, other = make_revision(narrative), make_revision(narrative, number=(1, 1))
    child = make_revision(narrative, number=(2, 0), parent=first)
    keep(RevisionParent(revision_id=child.id, parent_id=other.id, position=0))
    assert [(one.revision, one.fault) for one in verify_chain(narrative)] == [(child, Fault.HASH)]


def test_places_of_an_import_are_read_back_from_the_export(app: Flask) -> None:
    from consult.formats.markdown_out import write_narrative
    from consult.narratives.importing import places_of

    sections = read_narrative(DOCUMENT).sections
    places = places_of(sections)
    again = read_narrative(write_narrative("Our text", places))
    shown = [
        SimpleNamespace(**{name: getattr(p, name) for name in ("label", "heading", "body")}) for p in places
    ]
    assert [(s.label, s.heading, s.body) for s in again.sections] == [
        (p.label, p.heading, p.body) for p in shown
    ]


def test_two_narratives_that_begin_with_the_same_text_have_hashes_of_their_own(app: Flask) -> None:
    first = latest_revision(create())
    second = latest_revision(create(frame=Frame("Another title", "fr", "members", (0, 9))))
    assert first is not None
    assert second is not None
    assert [place.text.address for place in first.places] == [place.text.address for place in second.places]
    assert first.hash != second.hash
    assert verify_chain(second.narrative) == []
