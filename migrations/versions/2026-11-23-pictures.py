"""Pictures that staff send: of which file they were made, who allowed them, and the people in them."""

import sqlalchemy as sa
from alembic import op

revision = "20261123_pictures"
down_revision = "20261123_narration_times"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the change in."""
    # Column by column: SQLite would make a changed table anew, and the words of all pictures would go with the old one.
    op.add_column("picture", sa.Column("source_digest", sa.String(length=64), nullable=False, server_default=""))
    op.add_column("picture", sa.Column("consent", sa.Text(), nullable=False, server_default=""))
    op.add_column("picture", sa.Column("people", sa.String(length=16), nullable=False, server_default=""))
    op.create_index(op.f("ix_picture_source_digest"), "picture", ["source_digest"])


def downgrade() -> None:
    """Take the change back."""
    op.drop_index(op.f("ix_picture_source_digest"), "picture")
    for name in ("people", "consent", "source_digest"):
        op.drop_column("picture", name)
