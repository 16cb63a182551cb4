"""Content notes take part in revisions, a draft remembers what it is translated from, and sound may be made anew."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_notes_in_revisions"
down_revision = "20261123_languages"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the change in."""
    op.add_column("script_revision", sa.Column("note", sa.Text(), nullable=True))
    op.execute(
        """
        UPDATE script_revision SET note = COALESCE(
            (SELECT content_note.text FROM content_note JOIN script ON script.stop_id = content_note.stop_id AND script.language = content_note.language
             WHERE script.id = script_revision.script_id), '')
        WHERE EXISTS (SELECT 1 FROM script
                      WHERE script.id = script_revision.script_id AND script.track = 'standard' AND script.revision = script_revision.number)
        """
    )
    op.add_column("draft", sa.Column("source", sa.String(length=16), nullable=False, server_default=""))
    op.add_column("draft", sa.Column("source_seen", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("narration", sa.Column("anew", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Take the change back."""
    op.drop_column("narration", "anew")
    op.drop_column("draft", "source_seen")
    op.drop_column("draft", "source")
    op.drop_column("script_revision", "note")
