"""The floor: the least that Flask, SQLAlchemy and Jinja must do to show the same texts, or to store one row.

It reads the same rows of the same database through models of its own and writes HTML of the same size; it knows no
people, permissions, languages, Markdown or layout. What Consult takes more is the price of all that.
"""

from collections.abc import Iterator, Sequence

from flask import Flask, render_template, request
from flask_sqlalchemy import SQLAlchemy
from jinja2 import DictLoader
from markupsafe import Markup
from sqlalchemy import ForeignKey, Select
from sqlalchemy.orm import DeclarativeBase, Mapped, defer, joinedload, mapped_column, relationship


class Base(DeclarativeBase):
    """Base of the floor's own models."""


floor = SQLAlchemy(model_class=Base)


class Text(floor.Model):  # type: ignore[name-defined]
    """A section text."""

    __tablename__ = "section_texts"
    id: Mapped[int] = mapped_column(primary_key=True)
    heading: Mapped[str]
    body: Mapped[str]


class Place(floor.Model):  # type: ignore[name-defined]
    """A section of a revision."""

    __tablename__ = "revision_sections"
    revision_id: Mapped[int] = mapped_column(primary_key=True)
    section_id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int]
    label: Mapped[str]
    section_text_id: Mapped[int] = mapped_column(ForeignKey("section_texts.id"))
    text: Mapped[Text] = relationship()


class Author(floor.Model):  # type: ignore[name-defined]
    """A person."""

    __tablename__ = "persons"
    id: Mapped[int] = mapped_column(primary_key=True)
    display_name: Mapped[str]


class Remark(floor.Model):  # type: ignore[name-defined]
    """A contribution."""

    __tablename__ = "contributions"
    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int]
    section_id: Mapped[int]
    kind: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    comment_kind: Mapped[str]
    submitted_at: Mapped[str]
    person: Mapped[Author] = relationship()
    texts: Mapped[list["Wording"]] = relationship()


class Wording(floor.Model):  # type: ignore[name-defined]
    """What a contribution says."""

    __tablename__ = "contribution_texts"
    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"))
    body: Mapped[str]
    changes: Mapped[list["Change"]] = relationship()


class Change(floor.Model):  # type: ignore[name-defined]
    """One change that an amendment proposes."""

    __tablename__ = "hunks"
    id: Mapped[int] = mapped_column(primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("contribution_texts.id"))
    start: Mapped[int]
    end: Mapped[int]
    new: Mapped[str]


class Line(floor.Model):  # type: ignore[name-defined]
    """One row to store."""

    __tablename__ = "floor_lines"
    id: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str]


PAGE = """<!doctype html><html lang="en"><head><title>Text</title></head><body><main>
{% for place in places %}<section><h2>{{ place.label }} {{ place.text.heading }}</h2>
{% for paragraph in place.text.body.split('\\n\\n') %}<p>{{ paragraph }}</p>{% endfor %}</section>{% endfor %}
{% for remark in remarks %}<article><p>{{ remark.comment_kind }} {{ remark.person.display_name }}
{{ remark.submitted_at }}</p><p>{{ remark.texts[0].body }}</p></article>{% endfor %}
{% for amendment in amendments %}<article><p>{{ amendment.person.display_name }} {{ amendment.submitted_at }}</p>
{% for change in amendment.texts[0].changes %}<p>{{ change.start }} {{ change.end }} {{ change.new }}</p>{% endfor %}
</article>{% endfor %}
{{ rest }}</main></body></html>"""
AROUND = 200
"""More than the tags, the name and the time around the words of a remark take, in characters."""


def create_floor(database_url: str) -> Flask:
    """Return the floor over a database of Consult's."""
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    app.jinja_loader = DictLoader({"page.html": PAGE})
    floor.init_app(app)
    app.add_url_rule("/text/<int:revision>", view_func=text)
    app.add_url_rule("/section/<int:revision>/<int:consultation>/<int:section>", view_func=section)
    app.add_url_rule("/desk/<int:revision>/<int:consultation>/<int:section>", view_func=desk)
    app.add_url_rule("/lines", view_func=lines, methods=["POST"])
    return app


def text(revision: int) -> str:
    """Show all sections of a revision."""
    places = floor.session.scalars(
        floor.select(Place)
        .where(Place.revision_id == revision)
        .order_by(Place.position)
        .options(joinedload(Place.text))
    )
    return _page(places=places.all(), remarks=[])


def section(revision: int, consultation: int, section: int) -> str:
    """Show one section with all that was sent on it."""
    sent = _sent(consultation, section).options(joinedload(Remark.texts))
    return _page(places=_place(revision, section), remarks=floor.session.scalars(sent).unique().all())


def desk(revision: int, consultation: int, section: int) -> str:
    """Read one section with all changes and comments that were sent on it; show what the asked size has room for."""
    words = joinedload(Remark.texts)
    comments = _sent(consultation, section).where(Remark.kind == "comment").options(words)
    changes = words.options(defer(Wording.body), joinedload(Wording.changes))
    amendments = _sent(consultation, section).where(Remark.kind == "amendment").options(changes)
    found = floor.session.scalars(comments).unique().all()
    proposed = floor.session.scalars(amendments).unique().all()
    places = _place(revision, section)
    room = _size() - sum(len(place.text.body) for place in places)
    return _page(places=places, amendments=_fitting(proposed, room // 2), remarks=_fitting(found, room // 2))


def _place(revision: int, section: int) -> Sequence[Place]:
    return floor.session.scalars(
        floor.select(Place)
        .where(Place.revision_id == revision, Place.section_id == section)
        .options(joinedload(Place.text))
    ).all()


def _sent(consultation: int, section: int) -> Select[tuple[Remark]]:
    return (
        floor.select(Remark)
        .where(Remark.consultation_id == consultation, Remark.section_id == section)
        .order_by(Remark.id)
        .options(joinedload(Remark.person))
    )


def _fitting(remarks: Sequence[Remark], room: int) -> Iterator[Remark]:
    """Yield as many as there is room for, in characters."""
    for remark in remarks:
        for text in remark.texts:
            room -= (
                sum(AROUND + len(change.new) for change in text.changes)
                if remark.kind == "amendment"
                else len(text.body)
            )
        room -= AROUND
        if room < 0:
            return
        yield remark


def _size() -> int:
    return int(request.args.get("size", 0))


def _page(**context: object) -> str:
    """Return the page, filled up to the size that is asked for."""
    page = render_template("page.html", rest=Markup("%REST%"), **context)
    return page.replace("%REST%", "x" * max(_size() - len(page.encode()), 0))


def lines() -> tuple[str, int]:
    """Store one row."""
    floor.session.add(Line(body=request.form["body"]))
    floor.session.commit()
    return "", 204
