"""What a stop tells of that may hurt and where, and names that are said only with consent."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261128_hard_content"
down_revision = "20261128_notes_in_revisions"
branch_labels = None
depends_on = None
JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    """Bring the change in."""
    op.add_column("stop", sa.Column("themes", JSON, nullable=False, server_default="{}"))
    op.add_column("stop", sa.Column("passage_first", sa.String(length=16), nullable=False, server_default=""))
    op.add_column("stop", sa.Column("passage_last", sa.String(length=16), nullable=False, server_default=""))
    op.add_column("name", sa.Column("needs_consent", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("name", sa.Column("consent", sa.Text(), nullable=False, server_default=""))
    op.add_column("name", sa.Column("source", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Take the change back."""
    # No batch: SQLite would build the table anew, and what belongs to a stop or a name would go with the old one.
    for table, names in (("name", ("source", "consent", "needs_consent")), ("stop", ("passage_last", "passage_first", "themes"))):
        for name in names:
            op.drop_column(table, name)
