"""What pages over a thousand stops list of texts is found without reading the texts, however many revisions there are."""

from alembic import op

revision = "20261128_listing"
down_revision = "20261128_revisions_of_sound"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the change in."""
    op.create_index("ix_script_listed", "script", ["id", "stop_id", "language", "track", "title", "revision", "updated_at"])
    op.create_index("ix_script_revision_source", "script_revision", ["script_id", "number", "source_language", "source_digest"])


def downgrade() -> None:
    """Take the change back."""
    op.drop_index("ix_script_revision_source", "script_revision")
    op.drop_index("ix_script_listed", "script")
