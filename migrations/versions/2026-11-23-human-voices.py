"""People who read aloud, and voices that are being installed."""

import sqlalchemy as sa
from advanced_alchemy.types import GUID, DateTimeUTC
from alembic import op

revision = "20261123_human_voices"
down_revision = "20261123_review"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the change in."""
    op.create_table(
        "human_voice",
        sa.Column("id", GUID(length=16), nullable=False),
        sa.Column("script_id", GUID(length=16), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=False),
        sa.Column("file_digest", sa.String(length=64), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("speaker", sa.String(length=200), nullable=False),
        sa.Column("licence", sa.String(length=300), nullable=False),
        sa.Column("consent", sa.String(length=300), nullable=False),
        sa.Column("says_title", sa.Boolean(), nullable=False),
        sa.Column("says_note", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("words_digest", sa.String(length=64), nullable=False),
        sa.Column("kept_digest", sa.String(length=64), nullable=False),
        sa.Column("set_aside_digest", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by", sa.String(length=200), nullable=False),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["script_id"], ["script.id"], name=op.f("fk_human_voice_script_id_script"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_human_voice")),
        sa.UniqueConstraint("script_id", name=op.f("uq_human_voice_script_id")),
    )
    op.create_table(
        "voice_installation",
        sa.Column("id", GUID(length=16), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_installation")),
        sa.UniqueConstraint("name", name=op.f("uq_voice_installation_name")),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("voice_installation")
    op.drop_table("human_voice")
