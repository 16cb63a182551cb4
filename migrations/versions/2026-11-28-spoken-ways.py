"""The sound of the ways between stops, and who wrote a way last."""

import sqlalchemy as sa
from advanced_alchemy.types import GUID, DateTimeUTC
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261128_spoken_ways"
down_revision = "20261128_hard_content"
branch_labels = None
depends_on = None
JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    """Bring the change in."""
    op.add_column("way_text", sa.Column("author", sa.String(length=200), nullable=False, server_default=""))
    op.create_table(
        "way_sound",
        sa.Column("id", GUID(length=16), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("wanted_digest", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("anew", sa.Boolean(), nullable=False),
        sa.Column("voice", JSON, nullable=False),
        sa.Column("files", JSON, nullable=False),
        sa.Column("duration", sa.Double(), nullable=False),
        sa.Column("approved_by", sa.String(length=200), nullable=False),
        sa.Column("approved_at", DateTimeUTC(timezone=True), nullable=True),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_way_sound")),
        sa.UniqueConstraint("wanted_digest", name=op.f("uq_way_sound_wanted_digest")),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("way_sound")
    with op.batch_alter_table("way_text") as batch:
        batch.drop_column("author")
