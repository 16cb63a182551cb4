"""Texts go out to translators and come back: names of paragraphs, what was translated from what, files that went out and came in."""

import sqlalchemy as sa
from advanced_alchemy.types import GUID, DateTimeUTC
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261123_exchange"
down_revision = "20261123_ways_and_counts"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def table(name: str, *columns: sa.Column | sa.UniqueConstraint) -> None:
    """Make a table with the columns that all of ours have."""
    op.create_table(
        name,
        sa.Column("id", GUID(length=16), nullable=False),
        *columns,
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def text(name: str, length: int = 0) -> sa.Column:
    """Return a column of text, of a limited length if one is given."""
    return sa.Column(name, sa.String(length=length) if length else sa.Text(), nullable=False)


def upgrade() -> None:
    """Bring the change in."""
    with op.batch_alter_table("script_revision") as batch:
        batch.add_column(sa.Column("paragraphs", JSON, nullable=False, server_default="[]"))
    with op.batch_alter_table("script_revision") as batch:
        batch.alter_column("paragraphs", server_default=None)
    table(
        "translation", text("key", 120), text("language", 16), text("words_digest", 16), text("source_language", 16), text("source_words"),
        sa.UniqueConstraint("key", "language", "words_digest", name=op.f("uq_translation_key")),
    )  # fmt: skip
    table(
        "meant", text("key", 120), text("language", 16), text("check", 40), text("words_digest", 16),
        sa.UniqueConstraint("key", "language", "check", "words_digest", name=op.f("uq_meant_key")),
    )  # fmt: skip
    table(
        "suggestion", text("key", 120), text("language", 16), text("kind", 16), text("words"), text("words_digest", 16), text("source_words"),
        text("author", 200), sa.Column("settled", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("key", "language", "kind", "words_digest", name=op.f("uq_suggestion_key")),
    )  # fmt: skip
    table(
        "text_export", text("mark", 32), text("language", 16), text("source", 16), sa.Column("items", JSON, nullable=False),
        sa.UniqueConstraint("mark", name=op.f("uq_text_export_mark")),
    )  # fmt: skip
    table(
        "text_import", text("language", 16), text("source", 16), text("mark", 32), text("file_name", 200), text("author", 200), text("state", 16),
        sa.Column("entries", JSON, nullable=False), sa.Column("outcomes", JSON, nullable=False), sa.Column("before", JSON, nullable=False),
    )  # fmt: skip


def downgrade() -> None:
    """Take the change back."""
    for name in ("text_import", "text_export", "suggestion", "meant", "translation"):
        op.drop_table(name)
    with op.batch_alter_table("script_revision") as batch:
        batch.drop_column("paragraphs")
