"""Who sent a human recording is known by the person, so that somebody else approves it where the house wants a second person."""

import sqlalchemy as sa
from advanced_alchemy.types import GUID
from alembic import op

revision = "20261128_who_sent_a_voice"
down_revision = "20261128_signatures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the change in."""
    op.add_column("human_voice", sa.Column("uploaded_by_id", GUID(length=16), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    op.drop_column("human_voice", "uploaded_by_id")
