"""Who takes part: accounts sign in, persons take part, organisations are acted for under a mandate."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.core.clock import now
from consult.core.database import Model, one_of
from consult.core.ids import public_id, token
from consult.core.places import place_name
from consult.rules.permissions import Facts, Role, Scope
from consult.rules.states import (
    CONSTITUENCIES,
    GENDERS,
    GROUP_KINDS,
    ORGANISATION_STATUSES,
    OWN_CONSTITUENCIES,
)


class Network(Model):
    """The instance itself: one row."""

    __tablename__ = "networks"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(sa.Text, default="")
    languages: Mapped[list[str]] = mapped_column(default=lambda: ["en"])
    house_rules: Mapped[dict[str, str]] = mapped_column(default=dict)  # by language; empty: those of Consult
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)


class Region(Model):
    """A part of the world with a code and a name per language."""

    __tablename__ = "regions"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    names: Mapped[dict[str, str]]
    position: Mapped[int] = mapped_column(default=0)

    def name(self, language: str) -> str:
        """Return the name in a language: as people gave it, else as CLDR has it; else in English, else any, else the
        code.
        """
        names = self.names
        english = names.get("en", "")
        known = names.get(language) or (english and place_name(english, language)) or english
        return known or next(iter(names.values()), self.code)


class Organisation(Model):
    """A member of the network, or one that a member proposed."""

    __tablename__ = "organisations"
    __table_args__ = (
        one_of("constituency", CONSTITUENCIES),
        one_of("status", ORGANISATION_STATUSES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    name: Mapped[str] = mapped_column(unique=True)
    country: Mapped[str | None] = mapped_column(sa.String(2))
    region_id: Mapped[int | None] = mapped_column(sa.ForeignKey("regions.id"), index=True)
    constituency: Mapped[str] = mapped_column(sa.String(40))
    languages: Mapped[list[str]] = mapped_column(default=list)
    status: Mapped[str] = mapped_column(sa.String(20), default="confirmed")
    created_at: Mapped[datetime] = mapped_column(default=now)

    region: Mapped[Region | None] = relationship()


class Account(Model):
    """What signs in. A new `session_epoch` ends all its sessions."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    email: Mapped[str | None] = mapped_column(unique=True)  # a guest may have none, and returns by a code
    return_digest: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    locale: Mapped[str] = mapped_column(sa.String(12), default="en")
    session_epoch: Mapped[str] = mapped_column(sa.String(64), default=token)
    created_at: Mapped[datetime] = mapped_column(default=now)
    disabled_at: Mapped[datetime | None]

    person: Mapped["Person | None"] = relationship(back_populates="account", uselist=False)


class Person(Model):
    """Who takes part, with or without an account."""

    __tablename__ = "persons"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"), unique=True)
    display_name: Mapped[str]
    region_id: Mapped[int | None] = mapped_column(sa.ForeignKey("regions.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    organisation_is_confirmed: Mapped[bool] = mapped_column(default=True)  # false: chosen by the person alone
    country: Mapped[str | None] = mapped_column(sa.String(2))
    languages: Mapped[list[str]] = mapped_column(default=list)
    is_listed: Mapped[bool] = mapped_column(default=False)  # in the directory, by their own choice alone
    is_stand_in: Mapped[bool] = mapped_column(
        default=False
    )  # for somebody of one consultation, who cannot be found
    persona_note: Mapped[str | None]  # demonstration only: who this is and what to try
    created_at: Mapped[datetime] = mapped_column(default=now)

    account: Mapped[Account | None] = relationship(back_populates="person")
    region: Mapped[Region | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class PersonalAnswers(Model):
    """Sensitive answers, apart from the person so that they can be erased alone; never shown with a name."""

    __tablename__ = "personal_answers"
    __table_args__ = (one_of("gender", GENDERS), one_of("constituency", OWN_CONSTITUENCIES))

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), primary_key=True)
    gender: Mapped[str | None] = mapped_column(sa.String(40))
    gender_words: Mapped[str] = mapped_column(sa.String(80), default="")
    constituency: Mapped[str | None] = mapped_column(sa.String(40))
    constituency_words: Mapped[str] = mapped_column(sa.String(80), default="")


class Mandate(Model):
    """The right of a person to act for an organisation, from, until, given by whom."""

    __tablename__ = "mandates"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    valid_from: Mapped[datetime] = mapped_column(default=now)
    valid_until: Mapped[datetime | None]
    given_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))

    organisation: Mapped[Organisation] = relationship()

    def is_valid(self, at: datetime) -> bool:
        """Say whether the right holds at a moment."""
        return self.valid_from <= at and (self.valid_until is None or at < self.valid_until)


class WorkingGroup(Model):
    """People who own a narrative and review its versions; or, as an advisory group, advise those who do."""

    __tablename__ = "working_groups"
    __table_args__ = (
        one_of("kind", GROUP_KINDS),
        sa.CheckConstraint("kind = 'advisory' OR advises_id IS NULL", name="only_advisory_advises"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    name: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str] = mapped_column(sa.Text, default="")
    kind: Mapped[str] = mapped_column(sa.String(20), default="working")
    advises_id: Mapped[int | None] = mapped_column(sa.ForeignKey("working_groups.id"))
    is_open: Mapped[bool] = mapped_column(default=False)  # members of the network join by themselves

    advises: Mapped["WorkingGroup | None"] = relationship(remote_side=[id])
    members: Mapped[list["WorkingGroupMember"]] = relationship(cascade="all, delete-orphan")

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks about the group."""
        return Facts(
            working_group_id=self.id,
            group_members=frozenset(one.person_id for one in self.members),
            group_is_open=self.is_open,
        )


class WorkingGroupMember(Model):
    """Membership of a working group."""

    __tablename__ = "working_group_members"

    working_group_id: Mapped[int] = mapped_column(sa.ForeignKey("working_groups.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), primary_key=True, index=True)

    person: Mapped[Person] = relationship()


class WorkingGroupRole(Model):
    """A role that everybody in a working group has, for as long as they are in it: from, until, given by whom."""

    __tablename__ = "working_group_roles"
    __table_args__ = (
        one_of("role", tuple(role.value for role in Role)),
        one_of("scope", tuple(scope.value for scope in Scope)),
        sa.CheckConstraint("(scope = 'network') = (scope_id IS NULL)", name="scope_has_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    working_group_id: Mapped[int] = mapped_column(sa.ForeignKey("working_groups.id"), index=True)
    role: Mapped[str] = mapped_column(sa.String(40))
    scope: Mapped[str] = mapped_column(sa.String(20))
    scope_id: Mapped[int | None]
    given_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    given_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))


class RoleGrant(Model):
    """A role within a scope, from, until, given by whom; or held through a working group, as long as one is in it."""

    __tablename__ = "role_grants"
    __table_args__ = (
        one_of("role", tuple(role.value for role in Role)),
        one_of("scope", tuple(scope.value for scope in Scope)),
        sa.CheckConstraint("(scope = 'network') = (scope_id IS NULL)", name="scope_has_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), index=True)
    role: Mapped[str] = mapped_column(sa.String(40))
    scope: Mapped[str] = mapped_column(sa.String(20))
    scope_id: Mapped[int | None]
    given_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    given_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))
    working_group_id: Mapped[int | None] = mapped_column(sa.ForeignKey("working_groups.id"), index=True)

    working_group: Mapped[WorkingGroup | None] = relationship()


class SignInLink(Model):
    """A single-use link and code; only digests are kept. Unknown addresses get a row without account."""

    __tablename__ = "sign_in_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    link_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    code_digest: Mapped[str] = mapped_column(sa.String(64))
    request_digest: Mapped[str] = mapped_column(
        sa.String(64), index=True
    )  # binds the code to the asking browser
    address_digest: Mapped[str] = mapped_column(sa.String(64), index=True)
    network_digest: Mapped[str | None] = mapped_column(
        sa.String(64), index=True
    )  # from which network it was asked
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    next_path: Mapped[str | None]
    wrong_codes: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
