"""The many small forms of a page of the desk: each fresh, or as it came back with what was typed."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from markupsafe import Markup

from consult.consolidation.desk_models import InternalNote, ObjectionAnswer
from consult.consolidation.models import Consolidation, DecisionChange, DispositionChange, PassageLink
from consult.contributions.display import Shown, shown_list
from consult.contributions.models import Contribution, Stance
from consult.contributions.tag_models import Tagging
from consult.contributions.tags import tags_on
from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.people.models import Person
from consult.text.markdown import render_markdown
from consult.web.forms import add_problem

from ..forms import (
    AnswerForm,
    DecisionForm,
    NoteForm,
    ObjectionForm,
    OwnWordsForm,
    ReasonForm,
    StructureForm,
)
from ..material import Material
from ..places import GroupWork, Spot
from ..services.notes import notes_of
from .base import objection_prefix, prefix
from .molds import Mold, mark


class Cards:
    """Forms by what they are about.

    `typed`: those that came back; `refusal`: what was wrong with which; `focus`: where the reader goes on.
    """

    def __init__(
        self,
        row: Consolidation,
        material: Material,
        typed: dict[str, Any],
        refusal: tuple[str, InvalidInput] | None,
        focus: str = "",
    ) -> None:
        self.row = row
        self.material = material
        self.typed = typed
        self.focus = focus
        self.section_id = 0
        self.listed: list[Contribution] = material.contributions
        self._molds: dict[tuple[object, ...], Mold] = {}
        if refusal is not None:
            self._mark(*refusal)

    def decision(self, group: GroupWork) -> DecisionForm:
        """Return the form to decide on a group, filled with the proposed words."""
        return self._form(group.key, DecisionForm, {"words": group.proposed.strip()})

    def passage(self, spot: Spot, base: str) -> DecisionForm:
        """Return the form to put own words for a contested passage, filled with the words as they stand."""
        return self._form(spot.name, DecisionForm, {"words": base[spot.start : spot.end].strip()})

    def is_reworded(self, name: str, words: str) -> bool:
        """Say whether the form of a place came back with own words, other than the `words` that it offers."""
        form = self.typed.get(name)
        return isinstance(form, DecisionForm) and (form.words.data or "").strip() != words.strip()

    def fresh(self, draw: Any, name: str, old: str, words: str, **values: Any) -> Markup:
        """Return the form of a place in which nobody has typed yet, as the macro `draw` draws it.

        `name`: the key of the group or the name of the place; `old`: the words that stand there, `words` what its
        field holds; `values`: `url`, `counter`, `keep` and `preview`, as the macro takes them.
        """
        kind = (draw.name, bool(old))
        if kind not in self._molds:
            form = DecisionForm(formdata=None, prefix=mark("prefix") + "-", data={"words": mark("words")})
            preview = {"url": mark("preview"), "id": mark("reads"), "shown": None}
            marks = {key: mark(key) for key in ("url", "counter", "keep")}
            self._molds[kind] = Mold(draw(form, old=old and mark("old"), preview=preview, **marks))
        preview = values.pop("preview")
        texts = {key: str(value) for key, value in values.items()}
        return self._molds[kind].fill(
            {
                **texts,
                "prefix": prefix(name).removesuffix("-"),
                "old": old,
                "words": words.strip(),
                "preview": preview["url"],
                "reads": preview["id"],
            }
        )

    def fresh_answer(
        self, draw: Any, row: Contribution, proposal: str | None, given: object, url: str
    ) -> Markup:
        """Return the form to answer a contribution in which nobody has typed yet, as the macro `draw` draws it."""
        kind = (draw.name, row.kind == "amendment", proposal, bool(given))
        if kind not in self._molds:
            data = {"disposition": proposal or "", "shaped": ""}
            form = AnswerForm(self.sections, formdata=None, prefix=mark("prefix") + "-", data=data)
            marks = [mark(name) for name in ("url", "name", "seen", "language")]
            self._molds[kind] = Mold(draw(form, *marks, *kind[1:]))
        name = row.public_id
        about = {"url": url, "name": name, "seen": str(self.seen(row)), "language": row.language}
        return self._molds[kind].fill({**about, "prefix": answer_prefix(row).removesuffix("-")})

    def notes_on(self, row: Contribution, draw: Any, consolidation: Consolidation, key: str) -> Markup:
        """Return the notes on a contribution with the form for another, as the macro `draw` draws them."""
        name, notes, form = row.public_id, self.notes(row), self.note(row.public_id)
        if notes or form:
            return Markup(draw(notes, name, consolidation, key, name, form))  # noqa: S704 - drawn by a template
        kind = (draw.name,)
        if kind not in self._molds:
            self._molds[kind] = Mold(draw((), mark("name"), consolidation, key, mark("name")))
        return self._molds[kind].fill({"name": name})

    def is_focus(self, spot: Spot) -> bool:
        """Say whether the reader was at this place."""
        return self.focus in {spot.name, spot.key, *(group.key for group in spot.groups)}

    def structure(self, key: str, label: str) -> StructureForm:
        """Return the form to decide on a structural proposal; `label`: the number that a new section may carry."""
        return self._form(key, StructureForm, {"label": label})

    def own(self) -> OwnWordsForm:
        """Return the form for an editorial change."""
        return self._form("own", OwnWordsForm, {})

    def confirm(self) -> ReasonForm:
        """Return the form to answer many as the decisions say."""
        return self._form("confirm", ReasonForm, {"reason": _("As decided for each change of the text.")})

    def answer(self, row: Contribution, proposal: str | None = None) -> AnswerForm:
        """Return the form to answer a contribution, with the answer that follows from the decisions."""
        found = self.typed.get(row.public_id)
        if found is not None:
            return found
        data = {"disposition": proposal or "", "shaped": ""}
        return AnswerForm(self.sections, formdata=None, prefix=answer_prefix(row), data=data)

    def objection(self, stance: Stance, given: ObjectionAnswer | None) -> ObjectionForm:
        """Return the form to answer an objection to a section."""
        found = self.typed.get(stance.public_id)
        if found is not None:
            return found
        data = {"text": given.text if given else ""}
        return ObjectionForm(formdata=None, prefix=objection_prefix(stance), data=data)

    @property
    def sections(self) -> list[tuple[str, Any]]:
        """Return the sections of the ground as choices."""
        return [(place.section.key, place.text.heading) for place in self.material.places]

    def given(self, row: Contribution) -> DispositionChange | None:
        """Return the answer of this desk, or None."""
        return self.material.answers.get(row.id)

    def seen(self, row: Contribution) -> int:
        """Return the id of the newest answer, given or taken back, which a form must carry."""
        return self._newest.get(row.id, 0)

    def notes(self, row: Contribution | None = None) -> list[InternalNote]:
        """Return the notes among facilitators on a contribution, or on the section of the page."""
        return self._notes.get(row.id if row else 0, [])

    def note(self, about: str) -> NoteForm | None:
        """Return the form of a note on a contribution or the section that came back, or None for a fresh one."""
        return self.typed.get(f"note-{about}")

    @cached_property
    def _notes(self) -> dict[int, list[InternalNote]]:
        found: dict[int, list[InternalNote]] = {}
        for note in notes_of(self.row):
            if note.contribution_id or note.section_id == self.section_id:
                found.setdefault(note.contribution_id or 0, []).append(note)
        return found

    def tags(self, row: Contribution) -> list[Tagging]:
        """Return the tags that stand on a contribution."""
        return self._tags.get(row.id, [])

    @cached_property
    def _tags(self) -> Mapping[int, list[Tagging]]:
        return tags_on(row.id for row in self.listed)

    def shaped(self, row: Contribution) -> str:
        """Return the heading of the section that a contribution shaped, as the desk says, or nothing."""
        place = self.material.place(self._links.get(row.id))
        return place.text.heading if place else ""

    def rationale(self, row: Contribution) -> Markup:
        """Return why the author proposes a change."""
        wording = self.material.wordings.get(row.id)
        return render_markdown(wording.rationale, heading_offset=1) if wording else Markup()

    @cached_property
    def shown(self) -> dict[int, Shown]:
        """Return the contributions of the page as the reader may see them, replies in their threads, by id."""
        rows = self.listed
        replies = [reply for row in rows for reply in self.material.replies.get(row.id, ())]
        return {one.row.id: one for one in shown_list([*rows, *replies])}

    def is_second_time(self, row: Contribution) -> bool:
        """Say whether it was carried forward to this desk by an earlier one."""
        return row.disposition == "carried-forward"

    def _form(self, name: str, kind: Any, data: dict[str, Any]) -> Any:
        found = self.typed.get(name)
        return found if found is not None else kind(formdata=None, prefix=prefix(name), data=data)

    def _mark(self, name: str, refusal: InvalidInput) -> None:
        """Hang the verb's refusal on the field that it names."""
        form = self.typed.get(name)
        if form is not None:
            add_problem(form, refusal)

    @cached_property
    def _newest(self) -> dict[int, int]:
        rows = db.session.execute(
            sa.select(DispositionChange.contribution_id, sa.func.max(DispositionChange.id))
            .where(DispositionChange.consolidation_id == self.row.id)
            .group_by(DispositionChange.contribution_id)
        )
        return {contribution: newest for contribution, newest in rows}

    @cached_property
    def _links(self) -> dict[int, int]:
        rows = db.session.execute(
            sa.select(PassageLink.contribution_id, PassageLink.section_id).where(
                PassageLink.consolidation_id == self.row.id
            )
        )
        return {contribution: section for contribution, section in rows}


def answer_prefix(row: Contribution) -> str:
    """Return what stands before the names of the fields of a contribution's answer."""
    return f"a-{row.public_id}-"


def people_of(changes: Any) -> list[tuple[str, DecisionChange]]:
    """Return the decisions that a StaleBase carries with the names of those who made them."""
    names = {
        row.id: row.display_name
        for row in db.session.scalars(sa.select(Person).where(Person.id.in_([c.by_id for c in changes])))
    }
    return [(names.get(change.by_id, ""), change) for change in changes]
