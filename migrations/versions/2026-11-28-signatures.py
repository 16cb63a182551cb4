"""Who wrote and who approved is known by the person, not by the name that was shown; rows of before have the name alone."""

import sqlalchemy as sa
from advanced_alchemy.types import GUID
from alembic import op

revision = "20261128_signatures"
down_revision = "20261128_films"
branch_labels = None
depends_on = None
COLUMNS = (
    ("script_revision", "author_id"),
    ("content_note", "author_id"),
    ("way_text", "author_id"),
    ("approval", "approved_by_id"),
    ("way_sound", "approved_by_id"),
)


def upgrade() -> None:
    """Bring the change in."""
    for table, name in COLUMNS:
        op.add_column(table, sa.Column(name, GUID(length=16), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    # No batch: SQLite would build the table anew, and what belongs to its rows would go with the old one.
    for table, name in reversed(COLUMNS):
        op.drop_column(table, name)
