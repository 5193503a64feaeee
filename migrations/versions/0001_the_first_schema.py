"""the first schema.

Revision: 0001, after: , written 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

from consult.core import append_only, packed_values, search_index

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("return_digest", sa.String(length=64), nullable=True),
        sa.Column("locale", sa.String(length=12), nullable=False),
        sa.Column("session_epoch", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("email", name=op.f("uq_accounts_email")),
        sa.UniqueConstraint("public_id", name=op.f("uq_accounts_public_id")),
        sa.UniqueConstraint("return_digest", name=op.f("uq_accounts_return_digest")),
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("value", sa.String(length=60), nullable=True),
        sa.Column("chain", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_table(
        "column_blocks",
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("consultation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("block", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "consultation_id", "block", name=op.f("pk_column_blocks")),
    )
    op.create_table(
        "column_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Integer(), nullable=False),
        sa.Column("refreshed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_state")),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=True),
        sa.Column("consultation_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.String(length=60), nullable=True),
        sa.Column("after", sa.String(length=60), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_events_narrative_id"), ["narrative_id"], unique=False)

    op.create_table(
        "failed_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("who_digest", sa.String(length=64), nullable=False),
        sa.Column("network_digest", sa.String(length=64), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_tries")),
    )
    with op.batch_alter_table("failed_tries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_failed_tries_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_failed_tries_network_digest"), ["network_digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_failed_tries_who_digest"), ["who_digest"], unique=False)

    op.create_table(
        "kept_repeats",
        sa.Column("count_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("text_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("count_id", "number", "place", name=op.f("pk_kept_repeats")),
    )
    op.create_table(
        "kept_word_uses",
        sa.Column("word_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("contribution_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("word_id", "contribution_id", name=op.f("pk_kept_word_uses")),
    )
    op.create_table(
        "kept_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("count_id", sa.Integer(), nullable=False),
        sa.Column("division", sa.String(length=10), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.Column("here", sa.Integer(), nullable=False),
        sa.Column("elsewhere", sa.Integer(), nullable=False),
        sa.Column("strength", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_words")),
    )
    with op.batch_alter_table("kept_words", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_words_count_id"), ["count_id"], unique=False)

    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("stop_url", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("public_id", name=op.f("uq_letters_public_id")),
    )
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letters_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_letters_sent_at"), ["sent_at"], unique=False)

    op.create_table(
        "likeness_marks",
        sa.Column("consultation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("consultation_id", "mark", "contribution_id", name=op.f("pk_likeness_marks")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("likeness_marks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_likeness_marks_contribution_id"), ["contribution_id"], unique=False
        )

    op.create_table(
        "likeness_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likeness_state")),
    )
    op.create_table(
        "networks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("house_rules", sa.JSON(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_networks")),
    )
    op.create_table(
        "regions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regions")),
        sa.UniqueConstraint("code", name=op.f("uq_regions_code")),
    )
    op.create_table(
        "search_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('section', 'contribution', 'disposition', 'survey')",
            name=op.f("ck_search_entries_kind_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entries")),
        sa.UniqueConstraint("kind", "thing_id", name=op.f("uq_search_entries_kind_thing_id")),
    )
    with op.batch_alter_table("search_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_entries_language"), ["language"], unique=False)

    op.create_table(
        "word_counts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultations", sa.String(length=64), nullable=False),
        sa.Column("rules", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("removal_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_counts")),
        sa.UniqueConstraint("consultations", name=op.f("uq_word_counts_consultations")),
    )
    op.create_table(
        "working_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("advises_id", sa.Integer(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind = 'advisory' OR advises_id IS NULL", name=op.f("ck_working_groups_only_advisory_advises")
        ),
        sa.CheckConstraint("kind IN ('working', 'advisory')", name=op.f("ck_working_groups_kind_known")),
        sa.ForeignKeyConstraint(
            ["advises_id"], ["working_groups.id"], name=op.f("fk_working_groups_advises_id_working_groups")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_groups")),
        sa.UniqueConstraint("name", name=op.f("uq_working_groups_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_working_groups_public_id")),
    )
    op.create_table(
        "letter_choices",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("opened", sa.Boolean(), nullable=False),
        sa.Column("closing", sa.Boolean(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("reviewing", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_letter_choices_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_letter_choices")),
    )
    op.create_table(
        "narratives",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("working_language", sa.String(length=12), nullable=False),
        sa.Column("target_languages", sa.JSON(), nullable=False),
        sa.Column("read_audience", sa.String(length=20), nullable=False),
        sa.Column("working_group_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "read_audience IN ('public', 'link', 'members', 'invited')",
            name=op.f("ck_narratives_read_audience_known"),
        ),
        sa.ForeignKeyConstraint(
            ["working_group_id"],
            ["working_groups.id"],
            name=op.f("fk_narratives_working_group_id_working_groups"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_narratives")),
        sa.UniqueConstraint("public_id", name=op.f("uq_narratives_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_narratives_slug")),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("constituency", sa.String(length=40), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "constituency IN ('grassroots-movement', 'ngo', 'trade-union', 'indigenous-peoples-organisation', 'academic', 'other')",
            name=op.f("ck_organisations_constituency_known"),
        ),
        sa.CheckConstraint("status IN ('proposed', 'confirmed')", name=op.f("ck_organisations_status_known")),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_organisations_region_id_regions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("name", name=op.f("uq_organisations_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_organisations_public_id")),
    )
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisations_region_id"), ["region_id"], unique=False)

    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_recovery_codes_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_recovery_codes_code_digest")),
    )
    with op.batch_alter_table("recovery_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_codes_account_id"), ["account_id"], unique=False)

    op.create_table(
        "sign_in_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_digest", sa.String(length=64), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("address_digest", sa.String(length=64), nullable=False),
        sa.Column("network_digest", sa.String(length=64), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("next_path", sa.String(), nullable=True),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_sign_in_links_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_links")),
        sa.UniqueConstraint("link_digest", name=op.f("uq_sign_in_links_link_digest")),
    )
    with op.batch_alter_table("sign_in_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_links_address_digest"), ["address_digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_links_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_links_network_digest"), ["network_digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_links_request_digest"), ["request_digest"], unique=False)

    op.create_table(
        "sign_in_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("is_strong", sa.Boolean(), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_sign_in_sessions_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_sessions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sign_in_sessions_public_id")),
    )
    with op.batch_alter_table("sign_in_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_sessions_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_sessions_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "staff_keys",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("app_salt", sa.String(length=64), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_staff_keys_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_staff_keys")),
    )
    op.create_table(
        "tellings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('opened', 'closing', 'answered', 'ending', 'reviewing')",
            name=op.f("ck_tellings_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_tellings_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tellings")),
        sa.UniqueConstraint(
            "account_id", "kind", "subject_id", name=op.f("uq_tellings_account_id_kind_subject_id")
        ),
    )
    with op.batch_alter_table("tellings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tellings_told_at"), ["told_at"], unique=False)

    op.create_table(
        "figure_batches",
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tables", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_figure_batches_narrative_id_narratives")
        ),
        sa.PrimaryKeyConstraint("narrative_id", name=op.f("pk_figure_batches")),
    )
    op.create_table(
        "memory_sentences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("pair", sa.String(length=25), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_memory_sentences_narrative_id_narratives")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memory_sentences")),
        sa.UniqueConstraint("public_id", name=op.f("uq_memory_sentences_public_id")),
    )
    with op.batch_alter_table("memory_sentences", schema=None) as batch_op:
        batch_op.create_index("ix_memory_sentences_pair_digest", ["pair", "digest"], unique=False)

    op.create_table(
        "persons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("organisation_is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.Column("is_stand_in", sa.Boolean(), nullable=False),
        sa.Column("persona_note", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_persons_account_id_accounts")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_persons_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["regions.id"], name=op.f("fk_persons_region_id_regions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
        sa.UniqueConstraint("account_id", name=op.f("uq_persons_account_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_persons_public_id")),
    )
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_persons_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_persons_region_id"), ["region_id"], unique=False)

    op.create_table(
        "section_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("sha", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=True),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_section_texts_narrative_id_narratives")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section_texts")),
        sa.UniqueConstraint("narrative_id", "sha", name=op.f("uq_section_texts_narrative_id_sha")),
    )
    with op.batch_alter_table("section_texts", schema=None) as batch_op:
        batch_op.create_index("ix_section_texts_address", ["narrative_id", "address"], unique=False)

    op.create_table(
        "sections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_sections_narrative_id_narratives")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sections")),
        sa.UniqueConstraint("narrative_id", "key", name=op.f("uq_sections_narrative_id_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sections_public_id")),
    )
    op.create_table(
        "agreed_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("term", sa.String(length=300), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("avoid", sa.JSON(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["persons.id"], name=op.f("fk_agreed_terms_changed_by_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_agreed_terms_narrative_id_narratives")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreed_terms")),
        sa.UniqueConstraint(
            "narrative_id",
            "language",
            "source",
            "term",
            name=op.f("uq_agreed_terms_narrative_id_language_source_term"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_agreed_terms_public_id")),
    )
    op.create_table(
        "attribution_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("section_text_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("is_editorial", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_attribution_runs_narrative_id_narratives")
        ),
        sa.ForeignKeyConstraint(
            ["section_text_id"],
            ["section_texts.id"],
            name=op.f("fk_attribution_runs_section_text_id_section_texts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attribution_runs")),
        sa.UniqueConstraint(
            "section_text_id", "position", name=op.f("uq_attribution_runs_section_text_id_position")
        ),
    )
    op.create_table(
        "mandates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["persons.id"], name=op.f("fk_mandates_given_by_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_mandates_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_mandates_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandates")),
    )
    with op.batch_alter_table("mandates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mandates_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mandates_person_id"), ["person_id"], unique=False)

    op.create_table(
        "memory_marks",
        sa.Column("pair", sa.String(length=25), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("sentence_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sentence_id"],
            ["memory_sentences.id"],
            name=op.f("fk_memory_marks_sentence_id_memory_sentences"),
        ),
        sa.PrimaryKeyConstraint("pair", "mark", "sentence_id", name=op.f("pk_memory_marks")),
    )
    op.create_table(
        "personal_answers",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("gender", sa.String(length=40), nullable=True),
        sa.Column("gender_words", sa.String(length=80), nullable=False),
        sa.Column("constituency", sa.String(length=40), nullable=True),
        sa.Column("constituency_words", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "constituency IN ('grassroots-movement', 'ngo', 'trade-union', 'indigenous-peoples-organisation', 'academic', 'other', 'self-described', 'declined')",
            name=op.f("ck_personal_answers_constituency_known"),
        ),
        sa.CheckConstraint(
            "gender IN ('woman', 'man', 'self-described', 'declined')",
            name=op.f("ck_personal_answers_gender_known"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_personal_answers_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_personal_answers")),
    )
    op.create_table(
        "ready_reasons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_ready_reasons_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_ready_reasons_narrative_id_narratives")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ready_reasons")),
        sa.UniqueConstraint("public_id", name=op.f("uq_ready_reasons_public_id")),
    )
    with op.batch_alter_table("ready_reasons", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ready_reasons_narrative_id"), ["narrative_id"], unique=False)

    op.create_table(
        "removals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('passage', 'person', 'retention')", name=op.f("ck_removals_kind_known")),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_removals_by_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removals")),
        sa.UniqueConstraint("public_id", name=op.f("uq_removals_public_id")),
    )
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.String(length=40), nullable=False),
        sa.Column("major", sa.Integer(), nullable=False),
        sa.Column("minor", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("change_note", sa.Text(), nullable=False),
        sa.Column("note_sha", sa.String(length=64), nullable=False),
        sa.Column("note_nonce", sa.String(length=32), nullable=True),
        sa.Column("note_left", sa.String(length=64), nullable=True),
        sa.Column("is_substantive", sa.Boolean(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_revisions_narrative_id_narratives")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["revisions.id"], name=op.f("fk_revisions_parent_id_revisions")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["persons.id"], name=op.f("fk_revisions_published_by_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint(
            "narrative_id", "line", "major", "minor", name=op.f("uq_revisions_narrative_id_line_major_minor")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_revisions_public_id")),
    )
    with op.batch_alter_table("revisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revisions_hash"), ["hash"], unique=False)

    op.create_table(
        "role_grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("scope_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("working_group_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(scope = 'network') = (scope_id IS NULL)", name=op.f("ck_role_grants_scope_has_id")
        ),
        sa.CheckConstraint(
            "role IN ('participant', 'facilitator', 'working-group-member', 'secretariat', 'translator', 'rapporteur', 'reviewer')",
            name=op.f("ck_role_grants_role_known"),
        ),
        sa.CheckConstraint(
            "scope IN ('network', 'narrative', 'consultation', 'working-group')",
            name=op.f("ck_role_grants_scope_known"),
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["persons.id"], name=op.f("fk_role_grants_given_by_id_persons")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_role_grants_person_id_persons")),
        sa.ForeignKeyConstraint(
            ["working_group_id"],
            ["working_groups.id"],
            name=op.f("fk_role_grants_working_group_id_working_groups"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
    )
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grants_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_role_grants_working_group_id"), ["working_group_id"], unique=False
        )

    op.create_table(
        "tags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_tags_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_tags_narrative_id_narratives")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
        sa.UniqueConstraint("public_id", name=op.f("uq_tags_public_id")),
    )
    with op.batch_alter_table("tags", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tags_narrative_id"), ["narrative_id"], unique=False)

    op.create_table(
        "translations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("source_text_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("wordings", sa.JSON(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=True),
        sa.Column("translator_id", sa.Integer(), nullable=True),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'waiting', 'reviewed')", name=op.f("ck_translations_status_known")
        ),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_translations_narrative_id_narratives")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["persons.id"], name=op.f("fk_translations_reviewer_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["sections.id"], name=op.f("fk_translations_section_id_sections")
        ),
        sa.ForeignKeyConstraint(
            ["source_text_id"],
            ["section_texts.id"],
            name=op.f("fk_translations_source_text_id_section_texts"),
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["section_texts.id"], name=op.f("fk_translations_text_id_section_texts")
        ),
        sa.ForeignKeyConstraint(
            ["translator_id"], ["persons.id"], name=op.f("fk_translations_translator_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translations")),
        sa.UniqueConstraint("public_id", name=op.f("uq_translations_public_id")),
        sa.UniqueConstraint(
            "section_id",
            "language",
            "source_text_id",
            name=op.f("uq_translations_section_id_language_source_text_id"),
        ),
    )
    with op.batch_alter_table("translations", schema=None) as batch_op:
        batch_op.create_index(
            "ix_translations_narrative_language", ["narrative_id", "language"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_translations_source_text_id"), ["source_text_id"], unique=False)

    op.create_table(
        "working_group_members",
        sa.Column("working_group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_working_group_members_person_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["working_group_id"],
            ["working_groups.id"],
            name=op.f("fk_working_group_members_working_group_id_working_groups"),
        ),
        sa.PrimaryKeyConstraint("working_group_id", "person_id", name=op.f("pk_working_group_members")),
    )
    with op.batch_alter_table("working_group_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_working_group_members_person_id"), ["person_id"], unique=False)

    op.create_table(
        "working_group_roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("working_group_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("scope_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(scope = 'network') = (scope_id IS NULL)", name=op.f("ck_working_group_roles_scope_has_id")
        ),
        sa.CheckConstraint(
            "role IN ('participant', 'facilitator', 'working-group-member', 'secretariat', 'translator', 'rapporteur', 'reviewer')",
            name=op.f("ck_working_group_roles_role_known"),
        ),
        sa.CheckConstraint(
            "scope IN ('network', 'narrative', 'consultation', 'working-group')",
            name=op.f("ck_working_group_roles_scope_known"),
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["persons.id"], name=op.f("fk_working_group_roles_given_by_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["working_group_id"],
            ["working_groups.id"],
            name=op.f("fk_working_group_roles_working_group_id_working_groups"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_group_roles")),
    )
    with op.batch_alter_table("working_group_roles", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_working_group_roles_working_group_id"), ["working_group_id"], unique=False
        )

    op.create_table(
        "adoptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("until_wall", sa.String(length=16), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'written') = (until IS NOT NULL)", name=op.f("ck_adoptions_written_has_end")
        ),
        sa.CheckConstraint("kind IN ('meeting', 'written')", name=op.f("ck_adoptions_kind_known")),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_adoptions_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_adoptions_narrative_id_narratives")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_adoptions_revision_id_revisions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoptions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_adoptions_public_id")),
    )
    with op.batch_alter_table("adoptions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_adoptions_revision_id"), ["revision_id"], unique=False)

    op.create_table(
        "consolidations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("base_revision_id", sa.Integer(), nullable=False),
        sa.Column("ground_revision_id", sa.Integer(), nullable=True),
        sa.Column("line", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("change_note", sa.Text(), nullable=False),
        sa.Column("facilitator_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'published', 'abandoned')", name=op.f("ck_consolidations_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["base_revision_id"], ["revisions.id"], name=op.f("fk_consolidations_base_revision_id_revisions")
        ),
        sa.ForeignKeyConstraint(
            ["facilitator_id"], ["persons.id"], name=op.f("fk_consolidations_facilitator_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["ground_revision_id"],
            ["revisions.id"],
            name=op.f("fk_consolidations_ground_revision_id_revisions"),
        ),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_consolidations_narrative_id_narratives")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_consolidations_revision_id_revisions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consolidations")),
        sa.UniqueConstraint("public_id", name=op.f("uq_consolidations_public_id")),
        sa.UniqueConstraint("revision_id", name=op.f("uq_consolidations_revision_id")),
    )
    with op.batch_alter_table("consolidations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consolidations_narrative_id"), ["narrative_id"], unique=False)

    op.create_table(
        "consultations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("base_revision_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("read_audience", sa.String(length=20), nullable=False),
        sa.Column("contribute_audience", sa.String(length=20), nullable=False),
        sa.Column("ledger_audience", sa.String(length=20), nullable=True),
        sa.Column("protection", sa.String(length=20), nullable=False),
        sa.Column("kept_days", sa.Integer(), nullable=True),
        sa.Column("retention_announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("anonymised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("join_key", sa.String(length=64), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("opens_wall", sa.String(length=16), nullable=False),
        sa.Column("closes_wall", sa.String(length=16), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "contribute_audience IN ('public', 'link', 'members', 'invited')",
            name=op.f("ck_consultations_contribute_audience_known"),
        ),
        sa.CheckConstraint(
            "ledger_audience IN ('public', 'members')", name=op.f("ck_consultations_ledger_audience_known")
        ),
        sa.CheckConstraint(
            "protection IN ('standard', 'high')", name=op.f("ck_consultations_protection_known")
        ),
        sa.CheckConstraint(
            "read_audience IN ('public', 'link', 'members', 'invited')",
            name=op.f("ck_consultations_read_audience_known"),
        ),
        sa.CheckConstraint("kept_days > 0", name=op.f("ck_consultations_kept_days_positive")),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_consultations_opens_before_closing")),
        sa.ForeignKeyConstraint(
            ["base_revision_id"], ["revisions.id"], name=op.f("fk_consultations_base_revision_id_revisions")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["persons.id"], name=op.f("fk_consultations_created_by_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_consultations_narrative_id_narratives")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_consultations_region_id_regions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultations")),
        sa.UniqueConstraint("join_key", name=op.f("uq_consultations_join_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_consultations_public_id")),
    )
    with op.batch_alter_table("consultations", schema=None) as batch_op:
        batch_op.create_index(
            "ix_consultations_narrative_id_closes_at", ["narrative_id", "closes_at"], unique=False
        )

    op.create_table(
        "language_editions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_language_editions_narrative_id_narratives")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_language_editions_revision_id_revisions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_language_editions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_language_editions_public_id")),
        sa.UniqueConstraint(
            "revision_id", "language", "number", name=op.f("uq_language_editions_revision_id_language_number")
        ),
    )
    with op.batch_alter_table("language_editions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_language_editions_narrative_id"), ["narrative_id"], unique=False)

    op.create_table(
        "last_looks",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_last_looks_narrative_id_narratives")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_last_looks_person_id_persons")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_last_looks_revision_id_revisions")
        ),
        sa.PrimaryKeyConstraint("person_id", "narrative_id", name=op.f("pk_last_looks")),
    )
    op.create_table(
        "removal_places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("removal_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["removal_id"], ["removals.id"], name=op.f("fk_removal_places_removal_id_removals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal_places")),
    )
    with op.batch_alter_table("removal_places", schema=None) as batch_op:
        batch_op.create_index("ix_removal_places_place", ["table_name", "row_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_removal_places_removal_id"), ["removal_id"], unique=False)

    op.create_table(
        "reverts",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("reverted_id", sa.Integer(), nullable=False),
        sa.Column("restored_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_reverts_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_reverts_narrative_id_narratives")
        ),
        sa.ForeignKeyConstraint(
            ["restored_id"], ["revisions.id"], name=op.f("fk_reverts_restored_id_revisions")
        ),
        sa.ForeignKeyConstraint(
            ["reverted_id"], ["revisions.id"], name=op.f("fk_reverts_reverted_id_revisions")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_reverts_revision_id_revisions")
        ),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_reverts")),
        sa.UniqueConstraint("reverted_id", name=op.f("uq_reverts_reverted_id")),
    )
    op.create_table(
        "revision_parents",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["revisions.id"], name=op.f("fk_revision_parents_parent_id_revisions")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_revision_parents_revision_id_revisions")
        ),
        sa.PrimaryKeyConstraint("revision_id", "parent_id", name=op.f("pk_revision_parents")),
    )
    op.create_table(
        "revision_sections",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("section_text_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("depth BETWEEN 1 AND 3", name=op.f("ck_revision_sections_depth_known")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_revision_sections_revision_id_revisions")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["sections.id"], name=op.f("fk_revision_sections_section_id_sections")
        ),
        sa.ForeignKeyConstraint(
            ["section_text_id"],
            ["section_texts.id"],
            name=op.f("fk_revision_sections_section_text_id_section_texts"),
        ),
        sa.PrimaryKeyConstraint("revision_id", "section_id", name=op.f("pk_revision_sections")),
        sa.UniqueConstraint(
            "revision_id", "position", name=op.f("uq_revision_sections_revision_id_position")
        ),
    )
    with op.batch_alter_table("revision_sections", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_revision_sections_section_text_id"), ["section_text_id"], unique=False
        )

    op.create_table(
        "section_lineage",
        sa.Column("from_section_id", sa.Integer(), nullable=False),
        sa.Column("to_section_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.CheckConstraint("kind IN ('split', 'join')", name=op.f("ck_section_lineage_kind_known")),
        sa.ForeignKeyConstraint(
            ["from_section_id"], ["sections.id"], name=op.f("fk_section_lineage_from_section_id_sections")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_section_lineage_revision_id_revisions")
        ),
        sa.ForeignKeyConstraint(
            ["to_section_id"], ["sections.id"], name=op.f("fk_section_lineage_to_section_id_sections")
        ),
        sa.PrimaryKeyConstraint(
            "from_section_id", "to_section_id", "revision_id", name=op.f("pk_section_lineage")
        ),
    )
    op.create_table(
        "translation_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("translation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("wordings", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "act IN ('saved', 'imported', 'taken-back', 'sent', 'returned', 'reviewed')",
            name=op.f("ck_translation_changes_act_known"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_translation_changes_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["translation_id"],
            ["translations.id"],
            name=op.f("fk_translation_changes_translation_id_translations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation_changes")),
        sa.UniqueConstraint(
            "translation_id", "number", name=op.f("uq_translation_changes_translation_id_number")
        ),
    )
    op.create_table(
        "adoption_objections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("adoption_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["adoption_id"], ["adoptions.id"], name=op.f("fk_adoption_objections_adoption_id_adoptions")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_adoption_objections_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoption_objections")),
        sa.UniqueConstraint(
            "adoption_id", "person_id", name=op.f("uq_adoption_objections_adoption_id_person_id")
        ),
    )
    op.create_table(
        "consolidation_consultations",
        sa.Column("consolidation_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consolidation_id"],
            ["consolidations.id"],
            name=op.f("fk_consolidation_consultations_consolidation_id_consolidations"),
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_consolidation_consultations_consultation_id_consultations"),
        ),
        sa.PrimaryKeyConstraint(
            "consolidation_id", "consultation_id", name=op.f("pk_consolidation_consultations")
        ),
    )
    op.create_table(
        "decision_comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("consolidation_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=True),
        sa.Column("group_key", sa.String(length=64), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_decision_comments_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["consolidation_id"],
            ["consolidations.id"],
            name=op.f("fk_decision_comments_consolidation_id_consolidations"),
        ),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_decision_comments_narrative_id_narratives")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["sections.id"], name=op.f("fk_decision_comments_section_id_sections")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_comments")),
        sa.UniqueConstraint("public_id", name=op.f("uq_decision_comments_public_id")),
    )
    with op.batch_alter_table("decision_comments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_decision_comments_consolidation_id"), ["consolidation_id"], unique=False
        )

    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("consolidation_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=True),
        sa.Column("operation", sa.String(length=20), nullable=False),
        sa.Column("group_key", sa.String(length=64), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "operation IN ('reword', 'add', 'remove', 'move')", name=op.f("ck_decisions_operation_known")
        ),
        sa.CheckConstraint(
            "outcome <> 'adapt' OR text IS NOT NULL", name=op.f("ck_decisions_adapt_has_text")
        ),
        sa.CheckConstraint(
            "outcome IN ('accept', 'adapt', 'decline')", name=op.f("ck_decisions_outcome_known")
        ),
        sa.ForeignKeyConstraint(
            ["consolidation_id"],
            ["consolidations.id"],
            name=op.f("fk_decisions_consolidation_id_consolidations"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["persons.id"], name=op.f("fk_decisions_decided_by_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_decisions_narrative_id_narratives")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["sections.id"], name=op.f("fk_decisions_section_id_sections")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint(
            "consolidation_id",
            "section_id",
            "group_key",
            name=op.f("uq_decisions_consolidation_id_section_id_group_key"),
        ),
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decisions_consolidation_id"), ["consolidation_id"], unique=False)

    op.create_table(
        "desk_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("consolidation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('accept', 'decline', 'answer', 'edit')", name=op.f("ck_desk_acts_kind_known")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_desk_acts_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["consolidation_id"],
            ["consolidations.id"],
            name=op.f("fk_desk_acts_consolidation_id_consolidations"),
        ),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_desk_acts_narrative_id_narratives")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["persons.id"], name=op.f("fk_desk_acts_undone_by_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_acts")),
        sa.UniqueConstraint("public_id", name=op.f("uq_desk_acts_public_id")),
    )
    with op.batch_alter_table("desk_acts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_desk_acts_consolidation_id"), ["consolidation_id"], unique=False)

    op.create_table(
        "desk_presences",
        sa.Column("consolidation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consolidation_id"],
            ["consolidations.id"],
            name=op.f("fk_desk_presences_consolidation_id_consolidations"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_desk_presences_person_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["sections.id"], name=op.f("fk_desk_presences_section_id_sections")
        ),
        sa.PrimaryKeyConstraint("consolidation_id", "person_id", name=op.f("pk_desk_presences")),
    )
    op.create_table(
        "desk_sections",
        sa.Column("consolidation_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["persons.id"], name=op.f("fk_desk_sections_changed_by_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["consolidation_id"],
            ["consolidations.id"],
            name=op.f("fk_desk_sections_consolidation_id_consolidations"),
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["sections.id"], name=op.f("fk_desk_sections_section_id_sections")
        ),
        sa.PrimaryKeyConstraint("consolidation_id", "section_id", name=op.f("pk_desk_sections")),
    )
    op.create_table(
        "draft_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consolidation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["consolidation_id"],
            ["consolidations.id"],
            name=op.f("fk_draft_links_consolidation_id_consolidations"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["persons.id"], name=op.f("fk_draft_links_made_by_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_links")),
        sa.UniqueConstraint("key", name=op.f("uq_draft_links_key")),
    )
    with op.batch_alter_table("draft_links", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_draft_links_consolidation_id"), ["consolidation_id"], unique=False
        )

    op.create_table(
        "edition_places",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["language_editions.id"],
            name=op.f("fk_edition_places_edition_id_language_editions"),
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["sections.id"], name=op.f("fk_edition_places_section_id_sections")
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["section_texts.id"], name=op.f("fk_edition_places_text_id_section_texts")
        ),
        sa.PrimaryKeyConstraint("edition_id", "section_id", name=op.f("pk_edition_places")),
    )
    with op.batch_alter_table("edition_places", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_edition_places_text_id"), ["text_id"], unique=False)

    op.create_table(
        "guiding_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("statements", sa.JSON(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('open', 'single', 'multiple', 'scale', 'ranking', 'matrix', 'matrix-scale')",
            name=op.f("ck_guiding_questions_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_guiding_questions_consultation_id_consultations"),
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["sections.id"], name=op.f("fk_guiding_questions_section_id_sections")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guiding_questions")),
        sa.UniqueConstraint(
            "consultation_id", "position", name=op.f("uq_guiding_questions_consultation_id_position")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_guiding_questions_public_id")),
    )
    op.create_table(
        "offered_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("consolidation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consolidation_id"],
            ["consolidations.id"],
            name=op.f("fk_offered_drafts_consolidation_id_consolidations"),
        ),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_offered_drafts_narrative_id_narratives")
        ),
        sa.ForeignKeyConstraint(
            ["offered_by_id"], ["persons.id"], name=op.f("fk_offered_drafts_offered_by_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_offered_drafts_revision_id_revisions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offered_drafts")),
        sa.UniqueConstraint("consolidation_id", name=op.f("uq_offered_drafts_consolidation_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_offered_drafts_public_id")),
    )
    with op.batch_alter_table("offered_drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offered_drafts_narrative_id"), ["narrative_id"], unique=False)

    op.create_table(
        "reviewers",
        sa.Column("consolidation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("named_by_id", sa.Integer(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_draft", sa.String(length=64), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["consolidation_id"],
            ["consolidations.id"],
            name=op.f("fk_reviewers_consolidation_id_consolidations"),
        ),
        sa.ForeignKeyConstraint(
            ["named_by_id"], ["persons.id"], name=op.f("fk_reviewers_named_by_id_persons")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_reviewers_person_id_persons")),
        sa.PrimaryKeyConstraint("consolidation_id", "person_id", name=op.f("pk_reviewers")),
    )
    op.create_table(
        "saved_filters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("consolidation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consolidation_id"],
            ["consolidations.id"],
            name=op.f("fk_saved_filters_consolidation_id_consolidations"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_saved_filters_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filters")),
        sa.UniqueConstraint(
            "consolidation_id",
            "person_id",
            "name",
            name=op.f("uq_saved_filters_consolidation_id_person_id_name"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_saved_filters_public_id")),
    )
    op.create_table(
        "section_assignments",
        sa.Column("consolidation_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_section_assignments_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["consolidation_id"],
            ["consolidations.id"],
            name=op.f("fk_section_assignments_consolidation_id_consolidations"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_section_assignments_person_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["sections.id"], name=op.f("fk_section_assignments_section_id_sections")
        ),
        sa.PrimaryKeyConstraint("consolidation_id", "section_id", name=op.f("pk_section_assignments")),
    )
    op.create_table(
        "window_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('extended', 'closed-early')", name=op.f("ck_window_changes_kind_known")),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_window_changes_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_window_changes_consultation_id_consultations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_window_changes")),
    )
    with op.batch_alter_table("window_changes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_window_changes_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "contributions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("text_number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("claimed_by_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("consent", sa.String(), nullable=True),
        sa.Column("voice", sa.String(length=20), nullable=False),
        sa.Column("visibility", sa.String(length=20), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("constituency", sa.String(length=40), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_reason", sa.Text(), nullable=True),
        sa.Column("hidden_note", sa.Text(), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("admitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("admitted_by_id", sa.Integer(), nullable=True),
        sa.Column("admitted_reason", sa.Text(), nullable=True),
        sa.Column("disposition", sa.String(length=20), nullable=True),
        sa.Column("disposition_reason", sa.Text(), nullable=True),
        sa.Column("disposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disposed_by_id", sa.Integer(), nullable=True),
        sa.Column("comment_kind", sa.String(length=20), nullable=True),
        sa.Column("quote_start", sa.Integer(), nullable=True),
        sa.Column("quote_end", sa.Integer(), nullable=True),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("reply_to_id", sa.Integer(), nullable=True),
        sa.Column("operation", sa.String(length=20), nullable=True),
        sa.Column("after_section_id", sa.Integer(), nullable=True),
        sa.Column("depth", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("choices", sa.JSON(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "comment_kind IN ('remark', 'query', 'suggestion')",
            name=op.f("ck_contributions_comment_kind_known"),
        ),
        sa.CheckConstraint(
            "disposition IN ('accepted', 'accepted-in-part', 'noted', 'carried-forward', 'not-accepted')",
            name=op.f("ck_contributions_disposition_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('comment', 'amendment', 'answer', 'highlight')",
            name=op.f("ck_contributions_kind_known"),
        ),
        sa.CheckConstraint(
            "operation IN ('reword', 'add', 'remove', 'move')", name=op.f("ck_contributions_operation_known")
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'submitted', 'withdrawn')", name=op.f("ck_contributions_status_known")
        ),
        sa.CheckConstraint(
            "visibility IN ('name', 'organisation', 'region', 'facilitators')",
            name=op.f("ck_contributions_visibility_known"),
        ),
        sa.CheckConstraint("voice IN ('self', 'organisation')", name=op.f("ck_contributions_voice_known")),
        sa.CheckConstraint(
            "(disposition IS NULL) = (disposed_at IS NULL)", name=op.f("ck_contributions_disposition_dated")
        ),
        sa.CheckConstraint("quote_start <= quote_end", name=op.f("ck_contributions_quote_in_order")),
        sa.ForeignKeyConstraint(
            ["admitted_by_id"], ["persons.id"], name=op.f("fk_contributions_admitted_by_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["after_section_id"], ["sections.id"], name=op.f("fk_contributions_after_section_id_sections")
        ),
        sa.ForeignKeyConstraint(
            ["claimed_by_id"], ["persons.id"], name=op.f("fk_contributions_claimed_by_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_contributions_consultation_id_consultations"),
        ),
        sa.ForeignKeyConstraint(
            ["disposed_by_id"], ["persons.id"], name=op.f("fk_contributions_disposed_by_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["persons.id"], name=op.f("fk_contributions_entered_by_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_contributions_narrative_id_narratives")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_contributions_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_contributions_person_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["guiding_questions.id"],
            name=op.f("fk_contributions_question_id_guiding_questions"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_contributions_region_id_regions")
        ),
        sa.ForeignKeyConstraint(
            ["reply_to_id"], ["contributions.id"], name=op.f("fk_contributions_reply_to_id_contributions")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["sections.id"], name=op.f("fk_contributions_section_id_sections")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["contributions.id"], name=op.f("fk_contributions_thread_id_contributions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_contributions_public_id")),
    )
    with op.batch_alter_table("contributions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_contributions_consultation_id_version", ["consultation_id", "version"], unique=False
        )
        batch_op.create_index(
            "ix_contributions_counted",
            [
                "consultation_id",
                "section_id",
                "region_id",
                "kind",
                "disposition",
                "thread_id",
                "voice",
                "person_id",
                "organisation_id",
                "submitted_at",
                "visibility",
                "is_late",
                "admitted_at",
                "disposed_at",
            ],
            unique=False,
            sqlite_where=sa.text(
                "status = 'submitted' AND visibility != 'facilitators' AND hidden_at IS NULL"
            ),
            postgresql_where=sa.text(
                "status = 'submitted' AND visibility != 'facilitators' AND hidden_at IS NULL"
            ),
        )
        batch_op.create_index(
            "ix_contributions_narrative_id_consultation_id", ["narrative_id", "consultation_id"], unique=False
        )
        batch_op.create_index(
            "ix_contributions_narrative_id_section_id", ["narrative_id", "section_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_contributions_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contributions_question_id"), ["question_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contributions_thread_id"), ["thread_id"], unique=False)

    op.create_table(
        "decision_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("consolidation_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=True),
        sa.Column("group_key", sa.String(length=64), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("outcome_before", sa.String(length=20), nullable=True),
        sa.Column("outcome_after", sa.String(length=20), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_id"], ["desk_acts.id"], name=op.f("fk_decision_changes_act_id_desk_acts")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_decision_changes_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["consolidation_id"],
            ["consolidations.id"],
            name=op.f("fk_decision_changes_consolidation_id_consolidations"),
        ),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_decision_changes_narrative_id_narratives")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["sections.id"], name=op.f("fk_decision_changes_section_id_sections")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_changes")),
    )
    with op.batch_alter_table("decision_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_changes_act_id"), ["act_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_decision_changes_consolidation_id"), ["consolidation_id"], unique=False
        )

    op.create_table(
        "offered_places",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["offered_drafts.id"], name=op.f("fk_offered_places_draft_id_offered_drafts")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["sections.id"], name=op.f("fk_offered_places_section_id_sections")
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["section_texts.id"], name=op.f("fk_offered_places_text_id_section_texts")
        ),
        sa.PrimaryKeyConstraint("draft_id", "number", "position", name=op.f("pk_offered_places")),
    )
    with op.batch_alter_table("offered_places", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offered_places_text_id"), ["text_id"], unique=False)

    op.create_table(
        "attribution_links",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.id"],
            name=op.f("fk_attribution_links_contribution_id_contributions"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["attribution_runs.id"], name=op.f("fk_attribution_links_run_id_attribution_runs")
        ),
        sa.PrimaryKeyConstraint("run_id", "contribution_id", name=op.f("pk_attribution_links")),
    )
    with op.batch_alter_table("attribution_links", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attribution_links_contribution_id"), ["contribution_id"], unique=False
        )

    op.create_table(
        "contribution_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("base_text_id", sa.Integer(), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "made_by IN ('author', 'carry', 'entry', 'rendering')",
            name=op.f("ck_contribution_texts_made_by_known"),
        ),
        sa.ForeignKeyConstraint(
            ["base_text_id"],
            ["section_texts.id"],
            name=op.f("fk_contribution_texts_base_text_id_section_texts"),
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.id"],
            name=op.f("fk_contribution_texts_contribution_id_contributions"),
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_contribution_texts_revision_id_revisions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_texts")),
        sa.UniqueConstraint(
            "contribution_id", "number", name=op.f("uq_contribution_texts_contribution_id_number")
        ),
    )
    with op.batch_alter_table("contribution_texts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contribution_texts_base_text_id"), ["base_text_id"], unique=False
        )

    op.create_table(
        "disposition_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("consolidation_id", sa.Integer(), nullable=False),
        sa.Column("disposition", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "disposition IN ('accepted', 'accepted-in-part', 'noted', 'carried-forward', 'not-accepted')",
            name=op.f("ck_disposition_changes_disposition_known"),
        ),
        sa.ForeignKeyConstraint(
            ["act_id"], ["desk_acts.id"], name=op.f("fk_disposition_changes_act_id_desk_acts")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_disposition_changes_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["consolidation_id"],
            ["consolidations.id"],
            name=op.f("fk_disposition_changes_consolidation_id_consolidations"),
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.id"],
            name=op.f("fk_disposition_changes_contribution_id_contributions"),
        ),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_disposition_changes_narrative_id_narratives")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposition_changes")),
    )
    with op.batch_alter_table("disposition_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disposition_changes_act_id"), ["act_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_disposition_changes_consolidation_id"), ["consolidation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_disposition_changes_contribution_id"), ["contribution_id"], unique=False
        )

    op.create_table(
        "internal_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("consolidation_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=True),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_internal_notes_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["consolidation_id"],
            ["consolidations.id"],
            name=op.f("fk_internal_notes_consolidation_id_consolidations"),
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.id"],
            name=op.f("fk_internal_notes_contribution_id_contributions"),
        ),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_internal_notes_narrative_id_narratives")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["sections.id"], name=op.f("fk_internal_notes_section_id_sections")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_internal_notes")),
        sa.UniqueConstraint("public_id", name=op.f("uq_internal_notes_public_id")),
    )
    with op.batch_alter_table("internal_notes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_internal_notes_consolidation_id"), ["consolidation_id"], unique=False
        )

    op.create_table(
        "passage_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("consolidation_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("linked_by_id", sa.Integer(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consolidation_id"],
            ["consolidations.id"],
            name=op.f("fk_passage_links_consolidation_id_consolidations"),
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.id"],
            name=op.f("fk_passage_links_contribution_id_contributions"),
        ),
        sa.ForeignKeyConstraint(
            ["linked_by_id"], ["persons.id"], name=op.f("fk_passage_links_linked_by_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_passage_links_narrative_id_narratives")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["sections.id"], name=op.f("fk_passage_links_section_id_sections")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage_links")),
    )
    with op.batch_alter_table("passage_links", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_passage_links_contribution_id"), ["contribution_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_passage_links_section_id"), ["section_id"], unique=False)

    op.create_table(
        "quote_consents",
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("text_number", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.id"],
            name=op.f("fk_quote_consents_contribution_id_contributions"),
        ),
        sa.PrimaryKeyConstraint("contribution_id", name=op.f("pk_quote_consents")),
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('report', 'appeal')", name=op.f("ck_reports_kind_known")),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (answer IS NULL)", name=op.f("ck_reports_closed_with_answer")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_reports_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["persons.id"], name=op.f("fk_reports_closed_by_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contributions.id"], name=op.f("fk_reports_contribution_id_contributions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("public_id", name=op.f("uq_reports_public_id")),
    )
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reports_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reports_contribution_id"), ["contribution_id"], unique=False)

    op.create_table(
        "stances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.Column("section_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voice", sa.String(length=20), nullable=False),
        sa.Column("visibility", sa.String(length=20), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("constituency", sa.String(length=40), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "position IN ('support', 'can-live-with', 'objection', 'asking-members')",
            name=op.f("ck_stances_position_known"),
        ),
        sa.CheckConstraint(
            "visibility IN ('name', 'organisation', 'region', 'facilitators')",
            name=op.f("ck_stances_visibility_known"),
        ),
        sa.CheckConstraint("voice IN ('self', 'organisation')", name=op.f("ck_stances_voice_known")),
        sa.CheckConstraint(
            "(contribution_id IS NULL) <> (section_id IS NULL)", name=op.f("ck_stances_one_target")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_stances_consultation_id_consultations")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contributions.id"], name=op.f("fk_stances_contribution_id_contributions")
        ),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_stances_narrative_id_narratives")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_stances_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_stances_person_id_persons")),
        sa.ForeignKeyConstraint(["region_id"], ["regions.id"], name=op.f("fk_stances_region_id_regions")),
        sa.ForeignKeyConstraint(["section_id"], ["sections.id"], name=op.f("fk_stances_section_id_sections")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stances")),
        sa.UniqueConstraint(
            "consultation_id", "section_id", "person_id", "voice", name="uq_stances_section_person_voice"
        ),
        sa.UniqueConstraint(
            "contribution_id", "person_id", "voice", name="uq_stances_contribution_person_voice"
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_stances_public_id")),
    )
    with op.batch_alter_table("stances", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stances_contribution_id"), ["contribution_id"], unique=False)
        batch_op.create_index(
            "ix_stances_narrative_id_section_id", ["narrative_id", "section_id"], unique=False
        )
        batch_op.create_index(
            "ix_stances_of_organisations",
            ["consultation_id", "contribution_id", "region_id", "position", "organisation_id"],
            unique=False,
            sqlite_where=sa.text(
                "contribution_id IS NOT NULL AND withdrawn_at IS NULL AND visibility != 'facilitators' AND voice = 'organisation'"
            ),
            postgresql_where=sa.text(
                "contribution_id IS NOT NULL AND withdrawn_at IS NULL AND visibility != 'facilitators' AND voice = 'organisation'"
            ),
        )
        batch_op.create_index(
            "ix_stances_of_people",
            ["consultation_id", "contribution_id", "region_id", "position"],
            unique=False,
            sqlite_where=sa.text(
                "contribution_id IS NOT NULL AND withdrawn_at IS NULL AND visibility != 'facilitators' AND voice = 'self'"
            ),
            postgresql_where=sa.text(
                "contribution_id IS NOT NULL AND withdrawn_at IS NULL AND visibility != 'facilitators' AND voice = 'self'"
            ),
        )
        batch_op.create_index(batch_op.f("ix_stances_person_id"), ["person_id"], unique=False)

    op.create_table(
        "surveys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("words_for", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("problem", sa.String(length=20), nullable=True),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("file_key", sa.String(length=32), nullable=True),
        sa.Column("sha", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("encoding", sa.String(length=10), nullable=False),
        sa.Column("delimiter", sa.String(length=1), nullable=False),
        sa.Column("header", sa.JSON(), nullable=False),
        sa.Column("sample", sa.JSON(), nullable=False),
        sa.Column("mapping", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("headings", sa.Integer(), nullable=False),
        sa.Column("found_to", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('uploaded', 'reading', 'done', 'failed', 'withdrawn')",
            name=op.f("ck_surveys_state_known"),
        ),
        sa.CheckConstraint(
            "words_for IN ('readers', 'facilitators')", name=op.f("ck_surveys_words_for_known")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_surveys_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_surveys_consultation_id_consultations")
        ),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_surveys_narrative_id_narratives")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["contributions.id"], name=op.f("fk_surveys_report_id_contributions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surveys")),
        sa.UniqueConstraint("public_id", name=op.f("uq_surveys_public_id")),
        sa.UniqueConstraint("report_id", name=op.f("uq_surveys_report_id")),
    )
    with op.batch_alter_table("surveys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_surveys_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_surveys_state"), ["state"], unique=False)

    op.create_table(
        "taggings",
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_taggings_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contributions.id"], name=op.f("fk_taggings_contribution_id_contributions")
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("fk_taggings_tag_id_tags")),
        sa.PrimaryKeyConstraint("contribution_id", "tag_id", name=op.f("pk_taggings")),
    )
    with op.batch_alter_table("taggings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_taggings_tag_id"), ["tag_id"], unique=False)

    op.create_table(
        "words_taken_back",
        sa.Column("translation_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.id"],
            name=op.f("fk_words_taken_back_contribution_id_contributions"),
        ),
        sa.ForeignKeyConstraint(
            ["translation_id"],
            ["translations.id"],
            name=op.f("fk_words_taken_back_translation_id_translations"),
        ),
        sa.PrimaryKeyConstraint("translation_id", "place", name=op.f("pk_words_taken_back")),
    )
    with op.batch_alter_table("words_taken_back", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_words_taken_back_contribution_id"), ["contribution_id"], unique=False
        )

    op.create_table(
        "contribution_translations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["persons.id"], name=op.f("fk_contribution_translations_by_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.id"],
            name=op.f("fk_contribution_translations_contribution_id_contributions"),
        ),
        sa.ForeignKeyConstraint(
            ["narrative_id"],
            ["narratives.id"],
            name=op.f("fk_contribution_translations_narrative_id_narratives"),
        ),
        sa.ForeignKeyConstraint(
            ["text_id"],
            ["contribution_texts.id"],
            name=op.f("fk_contribution_translations_text_id_contribution_texts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_translations")),
        sa.UniqueConstraint("public_id", name=op.f("uq_contribution_translations_public_id")),
    )
    with op.batch_alter_table("contribution_translations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contribution_translations_by_id"), ["by_id"], unique=False)
        batch_op.create_index(
            "ix_contribution_translations_of", ["contribution_id", "language"], unique=False
        )

    op.create_table(
        "hunks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("group_key", sa.String(length=64), nullable=False),
        sa.Column("engine_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_hunks_narrative_id_narratives")
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["contribution_texts.id"], name=op.f("fk_hunks_text_id_contribution_texts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hunks")),
    )
    with op.batch_alter_table("hunks", schema=None) as batch_op:
        batch_op.create_index("ix_hunks_narrative_id_group_key", ["narrative_id", "group_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_hunks_text_id"), ["text_id"], unique=False)

    op.create_table(
        "objection_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("consolidation_id", sa.Integer(), nullable=False),
        sa.Column("stance_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_objection_answers_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["consolidation_id"],
            ["consolidations.id"],
            name=op.f("fk_objection_answers_consolidation_id_consolidations"),
        ),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_objection_answers_narrative_id_narratives")
        ),
        sa.ForeignKeyConstraint(
            ["stance_id"], ["stances.id"], name=op.f("fk_objection_answers_stance_id_stances")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_answers")),
    )
    with op.batch_alter_table("objection_answers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_objection_answers_consolidation_id"), ["consolidation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_objection_answers_stance_id"), ["stance_id"], unique=False)

    op.create_table(
        "released_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("consolidation_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("released_by_id", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply", sa.String(length=20), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reply IN ('agrees', 'objects')", name=op.f("ck_released_answers_reply_known")),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["disposition_changes.id"],
            name=op.f("fk_released_answers_change_id_disposition_changes"),
        ),
        sa.ForeignKeyConstraint(
            ["consolidation_id"],
            ["consolidations.id"],
            name=op.f("fk_released_answers_consolidation_id_consolidations"),
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.id"],
            name=op.f("fk_released_answers_contribution_id_contributions"),
        ),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_released_answers_narrative_id_narratives")
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["persons.id"], name=op.f("fk_released_answers_released_by_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_released_answers")),
        sa.UniqueConstraint("change_id", name=op.f("uq_released_answers_change_id")),
    )
    with op.batch_alter_table("released_answers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_released_answers_consolidation_id"), ["consolidation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_released_answers_contribution_id"), ["contribution_id"], unique=False
        )

    op.create_table(
        "renderings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("author_text_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirm_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply", sa.String(length=20), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reply IN ('agrees', 'objects')", name=op.f("ck_renderings_reply_known")),
        sa.ForeignKeyConstraint(
            ["author_text_id"],
            ["contribution_texts.id"],
            name=op.f("fk_renderings_author_text_id_contribution_texts"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_renderings_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.id"],
            name=op.f("fk_renderings_contribution_id_contributions"),
        ),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_renderings_narrative_id_narratives")
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["contribution_texts.id"], name=op.f("fk_renderings_text_id_contribution_texts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renderings")),
        sa.UniqueConstraint("public_id", name=op.f("uq_renderings_public_id")),
        sa.UniqueConstraint("text_id", name=op.f("uq_renderings_text_id")),
    )
    with op.batch_alter_table("renderings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_renderings_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_renderings_contribution_id"), ["contribution_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_renderings_narrative_id"), ["narrative_id"], unique=False)

    op.create_table(
        "reservations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("narrative_id", sa.Integer(), nullable=False),
        sa.Column("consolidation_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=True),
        sa.Column("stance_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["consolidation_id"],
            ["consolidations.id"],
            name=op.f("fk_reservations_consolidation_id_consolidations"),
        ),
        sa.ForeignKeyConstraint(
            ["narrative_id"], ["narratives.id"], name=op.f("fk_reservations_narrative_id_narratives")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_reservations_revision_id_revisions")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["sections.id"], name=op.f("fk_reservations_section_id_sections")
        ),
        sa.ForeignKeyConstraint(
            ["stance_id"], ["stances.id"], name=op.f("fk_reservations_stance_id_stances")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reservations")),
        sa.UniqueConstraint("public_id", name=op.f("uq_reservations_public_id")),
        sa.UniqueConstraint("revision_id", "stance_id", name=op.f("uq_reservations_revision_id_stance_id")),
    )
    with op.batch_alter_table("reservations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reservations_section_id"), ["section_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reservations_stance_id"), ["stance_id"], unique=False)

    op.create_table(
        "survey_faults",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("value", sa.String(length=100), nullable=False),
        sa.Column("fault", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_survey_faults_survey_id_surveys")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_faults")),
    )
    with op.batch_alter_table("survey_faults", schema=None) as batch_op:
        batch_op.create_index("ix_survey_faults_survey_id_number", ["survey_id", "number"], unique=False)

    op.create_table(
        "survey_rows",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("is_named", sa.SmallInteger(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("external", sa.BigInteger(), nullable=True),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_survey_rows_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(["region_id"], ["regions.id"], name=op.f("fk_survey_rows_region_id_regions")),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name=op.f("fk_survey_rows_survey_id_surveys")),
        sa.PrimaryKeyConstraint("survey_id", "number", name=op.f("pk_survey_rows")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_survey_words_survey_id_surveys")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_words")),
    )
    with op.batch_alter_table("survey_words", schema=None) as batch_op:
        batch_op.create_index("ix_survey_words_survey_id_number", ["survey_id", "number"], unique=False)

    append_only.install(op.get_bind())
    packed_values.install(op.get_bind())
    search_index.install(op.get_bind())


def downgrade() -> None:
    """Go one step back."""
    with op.batch_alter_table("survey_words", schema=None) as batch_op:
        batch_op.drop_index("ix_survey_words_survey_id_number")

    op.drop_table("survey_words")
    op.drop_table("survey_rows")
    with op.batch_alter_table("survey_faults", schema=None) as batch_op:
        batch_op.drop_index("ix_survey_faults_survey_id_number")

    op.drop_table("survey_faults")
    with op.batch_alter_table("reservations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reservations_stance_id"))
        batch_op.drop_index(batch_op.f("ix_reservations_section_id"))

    op.drop_table("reservations")
    with op.batch_alter_table("renderings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_renderings_narrative_id"))
        batch_op.drop_index(batch_op.f("ix_renderings_contribution_id"))
        batch_op.drop_index(batch_op.f("ix_renderings_by_id"))

    op.drop_table("renderings")
    with op.batch_alter_table("released_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_released_answers_contribution_id"))
        batch_op.drop_index(batch_op.f("ix_released_answers_consolidation_id"))

    op.drop_table("released_answers")
    with op.batch_alter_table("objection_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_objection_answers_stance_id"))
        batch_op.drop_index(batch_op.f("ix_objection_answers_consolidation_id"))

    op.drop_table("objection_answers")
    with op.batch_alter_table("hunks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hunks_text_id"))
        batch_op.drop_index("ix_hunks_narrative_id_group_key")

    op.drop_table("hunks")
    with op.batch_alter_table("contribution_translations", schema=None) as batch_op:
        batch_op.drop_index("ix_contribution_translations_of")
        batch_op.drop_index(batch_op.f("ix_contribution_translations_by_id"))

    op.drop_table("contribution_translations")
    with op.batch_alter_table("words_taken_back", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_words_taken_back_contribution_id"))

    op.drop_table("words_taken_back")
    with op.batch_alter_table("taggings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_taggings_tag_id"))

    op.drop_table("taggings")
    with op.batch_alter_table("surveys", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_surveys_state"))
        batch_op.drop_index(batch_op.f("ix_surveys_consultation_id"))

    op.drop_table("surveys")
    with op.batch_alter_table("stances", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stances_person_id"))
        batch_op.drop_index(
            "ix_stances_of_people",
            sqlite_where=sa.text(
                "contribution_id IS NOT NULL AND withdrawn_at IS NULL AND visibility != 'facilitators' AND voice = 'self'"
            ),
            postgresql_where=sa.text(
                "contribution_id IS NOT NULL AND withdrawn_at IS NULL AND visibility != 'facilitators' AND voice = 'self'"
            ),
        )
        batch_op.drop_index(
            "ix_stances_of_organisations",
            sqlite_where=sa.text(
                "contribution_id IS NOT NULL AND withdrawn_at IS NULL AND visibility != 'facilitators' AND voice = 'organisation'"
            ),
            postgresql_where=sa.text(
                "contribution_id IS NOT NULL AND withdrawn_at IS NULL AND visibility != 'facilitators' AND voice = 'organisation'"
            ),
        )
        batch_op.drop_index("ix_stances_narrative_id_section_id")
        batch_op.drop_index(batch_op.f("ix_stances_contribution_id"))

    op.drop_table("stances")
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reports_contribution_id"))
        batch_op.drop_index(batch_op.f("ix_reports_by_id"))

    op.drop_table("reports")
    op.drop_table("quote_consents")
    with op.batch_alter_table("passage_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_passage_links_section_id"))
        batch_op.drop_index(batch_op.f("ix_passage_links_contribution_id"))

    op.drop_table("passage_links")
    with op.batch_alter_table("internal_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_internal_notes_consolidation_id"))

    op.drop_table("internal_notes")
    with op.batch_alter_table("disposition_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disposition_changes_contribution_id"))
        batch_op.drop_index(batch_op.f("ix_disposition_changes_consolidation_id"))
        batch_op.drop_index(batch_op.f("ix_disposition_changes_act_id"))

    op.drop_table("disposition_changes")
    with op.batch_alter_table("contribution_texts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contribution_texts_base_text_id"))

    op.drop_table("contribution_texts")
    with op.batch_alter_table("attribution_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attribution_links_contribution_id"))

    op.drop_table("attribution_links")
    with op.batch_alter_table("offered_places", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offered_places_text_id"))

    op.drop_table("offered_places")
    with op.batch_alter_table("decision_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_changes_consolidation_id"))
        batch_op.drop_index(batch_op.f("ix_decision_changes_act_id"))

    op.drop_table("decision_changes")
    with op.batch_alter_table("contributions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contributions_thread_id"))
        batch_op.drop_index(batch_op.f("ix_contributions_question_id"))
        batch_op.drop_index(batch_op.f("ix_contributions_person_id"))
        batch_op.drop_index("ix_contributions_narrative_id_section_id")
        batch_op.drop_index("ix_contributions_narrative_id_consultation_id")
        batch_op.drop_index(
            "ix_contributions_counted",
            sqlite_where=sa.text(
                "status = 'submitted' AND visibility != 'facilitators' AND hidden_at IS NULL"
            ),
            postgresql_where=sa.text(
                "status = 'submitted' AND visibility != 'facilitators' AND hidden_at IS NULL"
            ),
        )
        batch_op.drop_index("ix_contributions_consultation_id_version")

    op.drop_table("contributions")
    with op.batch_alter_table("window_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_window_changes_consultation_id"))

    op.drop_table("window_changes")
    op.drop_table("section_assignments")
    op.drop_table("saved_filters")
    op.drop_table("reviewers")
    with op.batch_alter_table("offered_drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offered_drafts_narrative_id"))

    op.drop_table("offered_drafts")
    op.drop_table("guiding_questions")
    with op.batch_alter_table("edition_places", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_edition_places_text_id"))

    op.drop_table("edition_places")
    with op.batch_alter_table("draft_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_links_consolidation_id"))

    op.drop_table("draft_links")
    op.drop_table("desk_sections")
    op.drop_table("desk_presences")
    with op.batch_alter_table("desk_acts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_desk_acts_consolidation_id"))

    op.drop_table("desk_acts")
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decisions_consolidation_id"))

    op.drop_table("decisions")
    with op.batch_alter_table("decision_comments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_comments_consolidation_id"))

    op.drop_table("decision_comments")
    op.drop_table("consolidation_consultations")
    op.drop_table("adoption_objections")
    op.drop_table("translation_changes")
    op.drop_table("section_lineage")
    with op.batch_alter_table("revision_sections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_revision_sections_section_text_id"))

    op.drop_table("revision_sections")
    op.drop_table("revision_parents")
    op.drop_table("reverts")
    with op.batch_alter_table("removal_places", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_removal_places_removal_id"))
        batch_op.drop_index("ix_removal_places_place")

    op.drop_table("removal_places")
    op.drop_table("last_looks")
    with op.batch_alter_table("language_editions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_language_editions_narrative_id"))

    op.drop_table("language_editions")
    with op.batch_alter_table("consultations", schema=None) as batch_op:
        batch_op.drop_index("ix_consultations_narrative_id_closes_at")

    op.drop_table("consultations")
    with op.batch_alter_table("consolidations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consolidations_narrative_id"))

    op.drop_table("consolidations")
    with op.batch_alter_table("adoptions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_adoptions_revision_id"))

    op.drop_table("adoptions")
    with op.batch_alter_table("working_group_roles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_working_group_roles_working_group_id"))

    op.drop_table("working_group_roles")
    with op.batch_alter_table("working_group_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_working_group_members_person_id"))

    op.drop_table("working_group_members")
    with op.batch_alter_table("translations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_translations_source_text_id"))
        batch_op.drop_index("ix_translations_narrative_language")

    op.drop_table("translations")
    with op.batch_alter_table("tags", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tags_narrative_id"))

    op.drop_table("tags")
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_grants_working_group_id"))
        batch_op.drop_index(batch_op.f("ix_role_grants_person_id"))

    op.drop_table("role_grants")
    with op.batch_alter_table("revisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_revisions_hash"))

    op.drop_table("revisions")
    op.drop_table("removals")
    with op.batch_alter_table("ready_reasons", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ready_reasons_narrative_id"))

    op.drop_table("ready_reasons")
    op.drop_table("personal_answers")
    op.drop_table("memory_marks")
    with op.batch_alter_table("mandates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mandates_person_id"))
        batch_op.drop_index(batch_op.f("ix_mandates_organisation_id"))

    op.drop_table("mandates")
    op.drop_table("attribution_runs")
    op.drop_table("agreed_terms")
    op.drop_table("sections")
    with op.batch_alter_table("section_texts", schema=None) as batch_op:
        batch_op.drop_index("ix_section_texts_address")

    op.drop_table("section_texts")
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_persons_region_id"))
        batch_op.drop_index(batch_op.f("ix_persons_organisation_id"))

    op.drop_table("persons")
    with op.batch_alter_table("memory_sentences", schema=None) as batch_op:
        batch_op.drop_index("ix_memory_sentences_pair_digest")

    op.drop_table("memory_sentences")
    op.drop_table("figure_batches")
    with op.batch_alter_table("tellings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tellings_told_at"))

    op.drop_table("tellings")
    op.drop_table("staff_keys")
    with op.batch_alter_table("sign_in_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_sessions_expires_at"))
        batch_op.drop_index(batch_op.f("ix_sign_in_sessions_account_id"))

    op.drop_table("sign_in_sessions")
    with op.batch_alter_table("sign_in_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_links_request_digest"))
        batch_op.drop_index(batch_op.f("ix_sign_in_links_network_digest"))
        batch_op.drop_index(batch_op.f("ix_sign_in_links_created_at"))
        batch_op.drop_index(batch_op.f("ix_sign_in_links_address_digest"))

    op.drop_table("sign_in_links")
    with op.batch_alter_table("recovery_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_codes_account_id"))

    op.drop_table("recovery_codes")
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisations_region_id"))

    op.drop_table("organisations")
    op.drop_table("narratives")
    op.drop_table("letter_choices")
    op.drop_table("working_groups")
    op.drop_table("word_counts")
    with op.batch_alter_table("search_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_entries_language"))

    op.drop_table("search_entries")
    op.drop_table("regions")
    op.drop_table("networks")
    op.drop_table("likeness_state")
    with op.batch_alter_table("likeness_marks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_likeness_marks_contribution_id"))

    op.drop_table("likeness_marks")
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letters_sent_at"))
        batch_op.drop_index(batch_op.f("ix_letters_due_at"))

    op.drop_table("letters")
    with op.batch_alter_table("kept_words", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_words_count_id"))

    op.drop_table("kept_words")
    op.drop_table("kept_word_uses")
    op.drop_table("kept_repeats")
    with op.batch_alter_table("failed_tries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_failed_tries_who_digest"))
        batch_op.drop_index(batch_op.f("ix_failed_tries_network_digest"))
        batch_op.drop_index(batch_op.f("ix_failed_tries_at"))

    op.drop_table("failed_tries")
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_events_narrative_id"))

    op.drop_table("events")
    op.drop_table("column_state")
    op.drop_table("column_blocks")
    op.drop_table("audit_entries")
    op.drop_table("accounts")
