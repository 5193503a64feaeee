"""The page of one section at work: its text, a portion of its places, the contributions that wait for an answer."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from consult.core.errors import InvalidInput, NotFound
from consult.narratives.models import Section
from consult.rules.permissions import Permission
from consult.text.markdown import render_markdown
from consult.web.access import may
from consult.web.pages import render_page, wants_fragment

from ..compose import tidied
from ..filled import with_rows
from ..light import load_section as load_light
from ..models import Consolidation
from ..neighbours import as_it_would_read
from ..portion import Portion, portion_of
from ..work import SectionWork, section_work
from .acts import acts_of
from .base import material_for, may_work, preview_place, words
from .cards import Cards
from .draft import said_of
from .listing import LONGEST_LIST, Listing, listing_of
from .reasons import offered_reasons
from .texts import standing_of
from .weights import weights_of


class Gone(NamedTuple):
    """What cannot be done any more, as its proposal is gone, and the words that were typed about it."""

    message: object
    words: list[str]


class Parts(NamedTuple):
    """What a form of the page changed of it. `names`: what changed or was refused, by key, name or public id.

    `places`: the text and all places of the page, as they may have other numbers; `listed`: all contributions that are
    listed; `has_next`: one of them is done with, and the next that waits comes to the list.
    """

    names: tuple[str, ...] = ()
    places: bool = False
    listed: bool = False
    has_next: bool = False


class Part(NamedTuple):
    """A section at work and what of it stands on the page, with its rows."""

    work: SectionWork
    portion: Portion
    listing: Listing


def section_page(
    row: Consolidation,
    part: Section,
    *,
    typed: dict[str, Any] | None = None,
    refusal: tuple[str, InvalidInput] | None = None,
    stale: list[Any] | None = None,
    stale_answer: str = "",
    gone: Gone | None = None,
    previews: dict[str, Markup] | None = None,
    saved: str = "",
    focus: str = "",
    parts: Parts | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """Return the section at work; `typed` are forms that come back, by the name of what they are about.

    Of `parts` alone htmx is sent what they are, each to be put in its place.
    """
    names = [*(typed or {}), focus, request.args.get("at", ""), *(parts.names if parts else ())]
    shown = part_shown(row, part, names)
    said = {"stale": stale, "stale_answer": stale_answer, "gone": gone, "saved": saved}
    context = section_context(row, part, shown, typed or {}, refusal, previews or {}, focus)
    if parts and wants_fragment():
        return _renewed(shown, parts, status, {**said, **context})
    return render_page(
        "consolidation/section.html",
        block="desk_section",
        status=status,
        **said,
        contents=_contents(shown.work.material.places, row, part),
        neighbours=_neighbours(shown.work.material.places, row, part),
        **context,
    )


def _renewed(shown: Part, parts: Parts, status: int, context: dict[str, Any]) -> ResponseReturnValue:
    waiting = shown.work.unanswered
    is_longer = parts.has_next and not shown.listing.page and len(waiting) >= LONGEST_LIST
    newcomer = waiting[LONGEST_LIST - 1] if is_longer else None
    cards, names = context["cards"], {one.public_id for one in shown.listing.rows}
    # What the reader was at may be gone, as own words that were taken back: then the focus goes to what is decided.
    is_gone = bool(context["saved"]) and cards.focus not in names
    is_gone = is_gone and not any(cards.is_focus(spot) for spot in shown.work.spots)
    parted = {"parts": parts, "newcomer": newcomer, "is_gone": is_gone}
    answer = make_response(render_template("consolidation/_renewed.html", **parted, **context), status)
    answer.headers["HX-Reswap"] = "none"
    return answer


def part_shown(row: Consolidation, part: Section, names: Iterable[str]) -> Part:
    """Return the section and what of it is shown: what has one of the names, else what the address or form says."""
    sees_all = may(Permission.CONSOLIDATION_WORK, row)
    material = load_light(row, part) if sees_all else material_for(row, part, is_full=True)
    place = material.place(part.id)
    if place is None:
        raise NotFound
    work = section_work(material, place)
    wanted = {name.removeprefix("note-") for name in names if name}
    portion = portion_of(work.spots, section_url(row, part.key), names=wanted, page=asked("places"))
    listing = listing_of(work.contributions, work.unanswered, wanted, asked("answers"))
    if sees_all:
        spots = work.spots[portion.current.first - 1 : portion.current.last]
        behind = [one.id for spot in spots for group in spot.groups for one in group.supporters]
        work = with_rows(work, [*behind, *(one.id for one in listing.rows)])
    return Part(work, portion, listing)


def section_context(
    row: Consolidation,
    part: Section,
    shown: Part,
    typed: dict[str, Any],
    refusal: tuple[str, InvalidInput] | None,
    previews: dict[str, Markup],
    focus: str,
) -> dict[str, Any]:
    """Return what the page of a section, and each part of it, is drawn from."""
    work, can_work = shown.work, may_work(row)
    ids = {one.id for one in shown.listing.rows}
    cards = Cards(row, work.material, typed, refusal, focus)
    cards.listed = [one for one in work.contributions if one.id in ids]
    cards.section_id = part.id
    return {
        "consolidation": row,
        "work": work,
        "portion": shown.portion,
        "listing": shown.listing,
        "cards": cards,
        "can_work": can_work,
        "acts": acts_of(row, part) if can_work else [],
        "standing": lambda: standing_of(work, shown.portion),
        "clean": lambda: _clean(work),
        "reasons": offered_reasons(row, cards.listed) if can_work else {},
        "weights": weights_of,
        "said_of": said_of(row, part) if can_work else lambda _group: [],
        "reads": as_it_would_read,
        "preview_of": lambda name: preview_place(row, part.key, name, previews.get(name)),
        **words(),
    }


def _clean(work: SectionWork) -> tuple[str, Markup]:
    """Return the heading and the text without marks."""
    heading, body = tidied(work.merged.text)
    return heading, render_markdown(body)


def asked(name: str) -> int | None:
    """Return the number of a page that the address asks for, or that a form sends of the page on which it stands."""
    return request.values.get(name, type=int)


def section_url(row: Consolidation, key: str) -> str:
    """Return the address of a section's page."""
    return url_for("consolidation.section", consolidation_id=row.public_id, key=key)


def _contents(places: list[Any], row: Consolidation, part: Section) -> list[dict[str, Any]]:
    return [
        {
            "label": place.text.heading,
            "number": place.label,
            "level": place.depth,
            "url": section_url(row, place.section.key),
            "current": place.section_id == part.id,
        }
        for place in places
    ]


def _neighbours(places: list[Any], row: Consolidation, part: Section) -> dict[str, Any]:
    position = next(number for number, place in enumerate(places) if place.section_id == part.id)
    before = places[position - 1] if position else None
    after = places[position + 1] if position + 1 < len(places) else None
    return {
        "before": section_url(row, before.section.key) if before else None,
        "after": section_url(row, after.section.key) if after else None,
    }
