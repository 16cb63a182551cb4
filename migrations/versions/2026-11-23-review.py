"""Review: the house's own rules, receipts of publications, what a deed was about, who wrote a content note."""

import sqlalchemy as sa
from advanced_alchemy.types import GUID, DateTimeUTC
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261123_review"
down_revision = "20261123_exchange"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    """Bring the change in."""
    op.create_table(
        "house_rule",
        sa.Column("id", GUID(length=16), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("value", JSON, nullable=False),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house_rule")),
        sa.UniqueConstraint("key", name=op.f("uq_house_rule_key")),
    )
    op.add_column("edition", sa.Column("receipt", JSON, nullable=False, server_default=sa.text("'{}'")))
    op.create_index(op.f("ix_edition_tour_id"), "edition", ["tour_id"])
    op.add_column("content_note", sa.Column("author", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("deed", sa.Column("place", sa.String(length=64), nullable=False, server_default=""))
    op.execute("DELETE FROM said")  # what each text says is read anew, now with what would be misread in it
    op.add_column("said", sa.Column("findings", JSON, nullable=False, server_default=sa.text("'[]'")))
    op.create_index(op.f("ix_deed_place"), "deed", ["place"])
    op.create_index(op.f("ix_deed_person_name"), "deed", ["person_name"])
    op.create_index(op.f("ix_deed_created_at"), "deed", ["created_at"])


def downgrade() -> None:
    """Take the change back."""
    op.drop_index(op.f("ix_deed_created_at"), "deed")
    op.drop_index(op.f("ix_deed_person_name"), "deed")
    op.drop_index(op.f("ix_deed_place"), "deed")
    op.drop_column("deed", "place")
    op.drop_column("said", "findings")
    op.drop_column("content_note", "author")
    op.drop_index(op.f("ix_edition_tour_id"), "edition")
    op.drop_column("edition", "receipt")
    op.drop_table("house_rule")
