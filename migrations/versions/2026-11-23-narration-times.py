"""When a narration began and ended, so that how long others will take can be told; what scripts say, by digest; drafts by track."""

import sqlalchemy as sa
from advanced_alchemy.types import GUID, DateTimeUTC
from alembic import op

revision = "20261123_narration_times"
down_revision = "20261123_staff"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the change in."""
    with op.batch_alter_table("narration") as table:
        table.add_column(sa.Column("began_at", DateTimeUTC(timezone=True), nullable=True))
        table.add_column(sa.Column("ended_at", DateTimeUTC(timezone=True), nullable=True))
    with op.batch_alter_table("draft") as table:
        table.add_column(sa.Column("track", sa.String(length=16), nullable=False, server_default="standard"))
        table.drop_constraint("uq_draft_person_id", type_="unique")
        table.create_unique_constraint("uq_draft_person_id", ["person_id", "stop_id", "language", "track"])
    op.create_table(
        "said",
        sa.Column("id", GUID(length=16), nullable=False),
        sa.Column("script_id", GUID(length=16), nullable=False),
        sa.Column("basis", sa.String(length=64), nullable=False),
        sa.Column("names", sa.String(length=64), nullable=False),
        sa.Column("mentioned", sa.String(length=64), nullable=False),
        sa.Column("said_digest", sa.String(length=64), nullable=False),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["script_id"], ["script.id"], name=op.f("fk_said_script_id_script"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_said")),
        sa.UniqueConstraint("script_id", name=op.f("uq_said_script_id")),
    )


def downgrade() -> None:
    """Take the change back; drafts of other tracks go."""
    op.drop_table("said")
    op.execute("DELETE FROM draft WHERE track <> 'standard'")
    with op.batch_alter_table("draft") as table:
        table.drop_constraint("uq_draft_person_id", type_="unique")
        table.create_unique_constraint("uq_draft_person_id", ["person_id", "stop_id", "language"])
        table.drop_column("track")
    with op.batch_alter_table("narration") as table:
        table.drop_column("ended_at")
        table.drop_column("began_at")
