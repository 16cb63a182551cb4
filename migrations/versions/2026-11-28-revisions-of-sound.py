"""Which revision's words a narration says is written down, so that no clock has to tell whether the text or its reading changed since."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_revisions_of_sound"
down_revision = "20261128_who_sent_a_voice"
branch_labels = None
depends_on = None
NEWEST_THEN = """
UPDATE narration SET revision = COALESCE((
    SELECT MAX(script_revision.number) FROM script_revision
    JOIN recording ON recording.script_id = script_revision.script_id
    WHERE script_revision.script_id = narration.script_id
    AND recording.wanted_digest = narration.wanted_digest
    AND script_revision.created_at <= recording.created_at
), 0)
"""
"""What the clocks said is all that is known of sound that was made before."""


def upgrade() -> None:
    """Bring the change in."""
    op.add_column("narration", sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
    op.execute(NEWEST_THEN)


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("narration") as table:
        table.drop_column("revision")
