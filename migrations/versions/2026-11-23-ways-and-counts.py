"""Ways between stops, their places on the plan, and daily counts."""

import sqlalchemy as sa
from advanced_alchemy.types import GUID, DateTimeUTC
from alembic import op

revision = "20261123_ways_and_counts"
down_revision = "20261123_pictures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the change in."""
    op.add_column("tour_stop", sa.Column("plan_x", sa.Integer(), nullable=True))
    op.add_column("tour_stop", sa.Column("plan_y", sa.Integer(), nullable=True))
    op.create_table(
        "way_text",
        sa.Column("id", GUID(length=16), nullable=False),
        sa.Column("tour_stop_id", GUID(length=16), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("step_free", sa.Text(), nullable=False),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tour_stop_id"], ["tour_stop.id"], name=op.f("fk_way_text_tour_stop_id_tour_stop"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_way_text")),
        sa.UniqueConstraint("tour_stop_id", "language", name=op.f("uq_way_text_tour_stop_id")),
    )
    op.create_table(
        "daily_count",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("wanted", sa.String(length=16), nullable=False),
        sa.Column("got", sa.String(length=16), nullable=False),
        sa.Column("track", sa.String(length=16), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "what", "about", "wanted", "got", "track", name=op.f("pk_daily_count")),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("daily_count")
    op.drop_table("way_text")
    with op.batch_alter_table("tour_stop") as batch:
        batch.drop_column("plan_y")
        batch.drop_column("plan_x")
