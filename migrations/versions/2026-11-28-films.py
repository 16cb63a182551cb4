"""Films in which a stop is told in a sign language."""

import sqlalchemy as sa
from advanced_alchemy.types import GUID, DateTimeUTC
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261128_films"
down_revision = "20261128_spoken_ways"
branch_labels = None
depends_on = None
JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    """Bring the change in."""
    op.create_table(
        "film",
        sa.Column("id", GUID(length=16), nullable=False),
        sa.Column("stop_id", GUID(length=16), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("files", JSON, nullable=False),
        sa.Column("captions", JSON, nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("signer", sa.String(length=200), nullable=False),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("script_language", sa.String(length=16), nullable=False),
        sa.Column("script_revision", sa.Integer(), nullable=False),
        sa.Column("same_as_text", sa.Boolean(), nullable=False),
        sa.Column("sent_by", sa.String(length=200), nullable=False),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["stop_id"], ["stop.id"], name=op.f("fk_film_stop_id_stop"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_film")),
        sa.UniqueConstraint("stop_id", "language", name=op.f("uq_film_stop_id")),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("film")
