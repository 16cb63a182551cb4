"""The museum's languages become data; the three that come with the guide are the first."""

from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa
from advanced_alchemy.types import GUID, DateTimeUTC
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261123_languages"
down_revision = "20261123_human_voices"
branch_labels = None
depends_on = None

FIRST = (
    ("01a207f5-8056-71a3-9ec8-000000000001", "kk", "Қазақша", ["ru", "en"]),
    ("01a207f5-8056-71a3-9ec8-000000000002", "ru", "Русский", ["kk", "en"]),
    ("01a207f5-8056-71a3-9ec8-000000000003", "en", "English", ["ru", "kk"]),
)


def upgrade() -> None:
    """Bring the change in."""
    table = op.create_table(
        "language",
        sa.Column("id", GUID(length=16), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("fallbacks", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("derived_from", sa.String(length=16), nullable=False),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_language")),
        sa.UniqueConstraint("code", name=op.f("uq_language_code")),
    )
    now = datetime.now(UTC)
    op.bulk_insert(
        table,
        [
            {
                "id": UUID(key), "code": code, "name": name, "direction": "ltr", "fallbacks": fallbacks, "position": position, "published": True,
                "derived_from": "", "created_at": now, "updated_at": now,
            }
            for position, (key, code, name, fallbacks) in enumerate(FIRST)
        ],
    )  # fmt: skip


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("language")
