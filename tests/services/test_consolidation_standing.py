"""The text as it stands at the desk: marks, numbers of places, and words of people as words only."""

import re
from html import unescape

import pytest
from flask import Flask

from consult.consolidation.services import adapt_passage
from consult.consolidation.standing import areas, render_standing
from consult.core.clock import now
from tests.desk import Desk
from tests.factories import make_amendment, make_consultation, make_revision


def link(number: int) -> tuple[str, str]:
    return f"#place-{number}", f"Place {number}"


def standing(desk: Desk, key: str = "water") -> str:
    return str(render_standing(desk.work(key), ("added:", "removed:"), link))


def plain(html: str) -> str:
    """Return what remains to be read once links, hidden labels and removed words are taken away."""
    html = re.sub(r"<sup>.*?</sup>|<bdi class=\"visually-hidden\">.*?</bdi>|<del>.*?</del>", "", html)
    return unescape(re.sub(r"<[^>]+>", "", re.sub(r"</p><p[^>]*>", "\n\n", html)))


def test_untouched_text_is_shown_as_it_is(app: Flask) -> None:
    desk = Desk()
    assert plain(standing(desk)) == desk.work().base
    assert "<ins>" not in standing(desk)


def test_what_is_read_is_the_text_that_would_be_published(app: Flask) -> None:
    desk = Desk()
    for find, replace in (("a right", "a human right"), ("every day", "each day"), ("Everyone must", "All")):
        make_amendment(desk.consultation, find=find, replace=replace)
    desk.decide("each", "adapt", words="at any hour")
    assert plain(standing(desk)) == desk.work().merged.text


def test_a_contested_place_is_marked_and_its_words_stay(app: Flask) -> None:
    desk = Desk()
    make_amendment(desk.consultation, find="for sale", replace="a commodity")
    make_amendment(desk.consultation, find="for sale", replace="to be sold")
    html = standing(desk)
    assert "<mark>for sale</mark>" in html
    assert plain(html) == desk.work().base


def test_each_place_has_a_number_that_leads_to_it(app: Flask) -> None:
    desk = Desk()
    make_amendment(desk.consultation, find="a right", replace="a human right")
    make_amendment(desk.consultation, find="every day", replace="each day")
    html = standing(desk)
    assert re.findall(r'href="#place-(\d)" aria-label="Place (\d)"', html) == [("1", "1"), ("2", "2")]
    assert len(desk.work().spots) == 2


def test_insertions_at_one_point_are_one_place(app: Flask) -> None:
    desk = Desk()
    make_amendment(desk.consultation, find="every day.", replace="every day and night.")
    make_amendment(desk.consultation, find="every day.", replace="every day without end.")
    (area,) = areas(desk.work())
    assert area.is_open
    assert area.numbers == [1]


def test_own_words_over_two_places_are_one_area(app: Flask) -> None:
    desk = Desk()
    make_amendment(desk.consultation, find="for sale", replace="a commodity")
    make_amendment(desk.consultation, find="every day", replace="each day")
    base = desk.work().base
    start, end = base.index("It is not"), len(base)
    adapt_passage(
        desk.row,
        desk.section(),
        start,
        end,
        words="It is everybody's.",
        reason="Shorter.",
        facilitator=desk.facilitator,
        counter=0,
        at=now(),
    )
    (area,) = areas(desk.work())
    assert area.numbers == [1, 2]
    assert plain(standing(desk)) == desk.work().merged.text
    assert desk.work().merged.text.endswith("It is everybody's.")


@pytest.mark.parametrize("words", ["<script>x</script>", "a & b", '"quoted" <b>bold</b>'])
def test_words_of_people_stay_words(app: Flask, words: str) -> None:
    desk = Desk()
    make_amendment(desk.consultation, find="a right", replace=f"a {words} right")
    html = standing(desk)
    assert "<script" not in html
    assert "<b>" not in html


def test_a_change_over_paragraphs_closes_its_tags_in_each(app: Flask) -> None:
    desk = Desk()
    make_amendment(
        desk.consultation, find="It is not for sale.", replace="It is not for sale.\n\nNor is air."
    )
    html = standing(desk)
    for paragraph in re.findall(r"<p>(.*?)</p>", html):
        for tag in ("ins", "del", "mark"):
            assert paragraph.count(f"<{tag}>") == paragraph.count(f"</{tag}>")
    assert plain(html) == desk.work().merged.text


def test_arabic_text_keeps_its_words(app: Flask) -> None:
    body = "الماء حق للجميع. ولا يباع."
    revision = make_revision(sections=[("water", "الماء", body)])
    desk = Desk(make_consultation(revision, state="closed"))
    make_amendment(desk.consultation, find="حق", replace="حق إنساني")
    assert "حق إنساني" in plain(standing(desk))
    assert plain(standing(desk)) == desk.work().merged.text


def test_a_changed_heading_is_part_of_the_text(app: Flask) -> None:
    from consult.contributions.models import Amendment
    from tests.factories import _contribution, place_of

    desk = Desk()
    place = place_of(desk.consultation.base_revision)
    wording = {"heading": "Water for everybody", "body": place.text.body, "rationale": "Warmer."}
    row = _contribution(Amendment, desk.consultation, None, wording, {"operation": "reword"})
    assert plain(standing(desk)).startswith("Water for everybody\n\n")
    desk.answer(row, "accepted")
    assert place_of(desk.publish()).text.heading == "Water for everybody"
