"""The first tables."""

import sqlalchemy as sa
from advanced_alchemy.types import GUID, DateTimeUTC
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261123_first_tables"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the change in."""
    op.create_table(
        "name",
        sa.Column("id", GUID(length=16), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name")),
        sa.UniqueConstraint("key", name=op.f("uq_name_key")),
    )
    op.create_table(
        "picture",
        sa.Column("id", GUID(length=16), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("files", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture")),
        sa.UniqueConstraint("key", name=op.f("uq_picture_key")),
    )
    op.create_table(
        "stop",
        sa.Column("id", GUID(length=16), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stop")),
        sa.UniqueConstraint("code", name=op.f("uq_stop_code")),
        sa.UniqueConstraint("number", name=op.f("uq_stop_number")),
    )
    op.create_table(
        "tour",
        sa.Column("id", GUID(length=16), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tour")),
        sa.UniqueConstraint("slug", name=op.f("uq_tour_slug")),
    )
    op.create_table(
        "voice",
        sa.Column("id", GUID(length=16), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("voice", sa.String(length=100), nullable=False),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice")),
        sa.UniqueConstraint("language", "voice", name=op.f("uq_voice_language")),
    )
    op.create_table(
        "content_note",
        sa.Column("id", GUID(length=16), nullable=False),
        sa.Column("stop_id", GUID(length=16), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["stop_id"], ["stop.id"], name=op.f("fk_content_note_stop_id_stop"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_note")),
        sa.UniqueConstraint("stop_id", "language", name=op.f("uq_content_note_stop_id")),
    )
    op.create_table(
        "edition",
        sa.Column("id", GUID(length=16), nullable=False),
        sa.Column("tour_id", GUID(length=16), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("published_by", sa.String(length=200), nullable=False),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tour_id"], ["tour.id"], name=op.f("fk_edition_tour_id_tour"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
    )
    op.create_table(
        "name_form",
        sa.Column("id", GUID(length=16), nullable=False),
        sa.Column("name_id", GUID(length=16), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("written", sa.String(length=300), nullable=False),
        sa.Column("spoken", sa.String(length=300), nullable=False),
        sa.Column("aliases", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["name_id"], ["name.id"], name=op.f("fk_name_form_name_id_name"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_form")),
        sa.UniqueConstraint("name_id", "language", name=op.f("uq_name_form_name_id")),
    )
    op.create_table(
        "picture_text",
        sa.Column("id", GUID(length=16), nullable=False),
        sa.Column("picture_id", GUID(length=16), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("alt", sa.Text(), nullable=False),
        sa.Column("credit", sa.Text(), nullable=False),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["picture_id"], ["picture.id"], name=op.f("fk_picture_text_picture_id_picture"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture_text")),
        sa.UniqueConstraint("picture_id", "language", name=op.f("uq_picture_text_picture_id")),
    )
    op.create_table(
        "script",
        sa.Column("id", GUID(length=16), nullable=False),
        sa.Column("stop_id", GUID(length=16), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("track", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["stop_id"], ["stop.id"], name=op.f("fk_script_stop_id_stop"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_script")),
        sa.UniqueConstraint("stop_id", "language", "track", name=op.f("uq_script_stop_id")),
    )
    op.create_table(
        "stop_picture",
        sa.Column("id", GUID(length=16), nullable=False),
        sa.Column("stop_id", GUID(length=16), nullable=False),
        sa.Column("picture_id", GUID(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["picture_id"], ["picture.id"], name=op.f("fk_stop_picture_picture_id_picture"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["stop_id"], ["stop.id"], name=op.f("fk_stop_picture_stop_id_stop"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stop_picture")),
        sa.UniqueConstraint("stop_id", "picture_id", name=op.f("uq_stop_picture_stop_id")),
    )
    op.create_table(
        "tour_stop",
        sa.Column("id", GUID(length=16), nullable=False),
        sa.Column("tour_id", GUID(length=16), nullable=False),
        sa.Column("stop_id", GUID(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["stop_id"], ["stop.id"], name=op.f("fk_tour_stop_stop_id_stop"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["tour_id"], ["tour.id"], name=op.f("fk_tour_stop_tour_id_tour"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tour_stop")),
        sa.UniqueConstraint("tour_id", "stop_id", name=op.f("uq_tour_stop_tour_id")),
    )
    op.create_table(
        "tour_text",
        sa.Column("id", GUID(length=16), nullable=False),
        sa.Column("tour_id", GUID(length=16), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tour_id"], ["tour.id"], name=op.f("fk_tour_text_tour_id_tour"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tour_text")),
        sa.UniqueConstraint("tour_id", "language", name=op.f("uq_tour_text_tour_id")),
    )
    op.create_table(
        "approval",
        sa.Column("id", GUID(length=16), nullable=False),
        sa.Column("script_id", GUID(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("wanted_digest", sa.String(length=64), nullable=False),
        sa.Column("approved_by", sa.String(length=200), nullable=False),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["script_id"], ["script.id"], name=op.f("fk_approval_script_id_script"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint("script_id", "revision", "wanted_digest", name=op.f("uq_approval_script_id")),
    )
    op.create_table(
        "narration",
        sa.Column("id", GUID(length=16), nullable=False),
        sa.Column("script_id", GUID(length=16), nullable=False),
        sa.Column("wanted_digest", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["script_id"], ["script.id"], name=op.f("fk_narration_script_id_script"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_narration")),
        sa.UniqueConstraint("script_id", "wanted_digest", name=op.f("uq_narration_script_id")),
    )
    op.create_table(
        "publication",
        sa.Column("id", GUID(length=16), nullable=False),
        sa.Column("tour_id", GUID(length=16), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("edition_id", GUID(length=16), nullable=False),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_publication_edition_id_edition")),
        sa.ForeignKeyConstraint(["tour_id"], ["tour.id"], name=op.f("fk_publication_tour_id_tour"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("tour_id", "language", name=op.f("uq_publication_tour_id")),
    )
    op.create_table(
        "recording",
        sa.Column("id", GUID(length=16), nullable=False),
        sa.Column("script_id", GUID(length=16), nullable=False),
        sa.Column("wanted_digest", sa.String(length=64), nullable=False),
        sa.Column("voice", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
        sa.Column("files", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
        sa.Column("duration", sa.Double(), nullable=False),
        sa.Column("timings", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
        sa.Column("report", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["script_id"], ["script.id"], name=op.f("fk_recording_script_id_script"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
        sa.UniqueConstraint("script_id", "wanted_digest", name=op.f("uq_recording_script_id")),
    )
    op.create_table(
        "script_revision",
        sa.Column("id", GUID(length=16), nullable=False),
        sa.Column("script_id", GUID(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("source_language", sa.String(length=16), nullable=True),
        sa.Column("source_digest", sa.String(length=64), nullable=True),
        sa.Column("sa_orm_sentinel", sa.Integer(), nullable=True),
        sa.Column("created_at", DateTimeUTC(timezone=True), nullable=False),
        sa.Column("updated_at", DateTimeUTC(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["script_id"], ["script.id"], name=op.f("fk_script_revision_script_id_script"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_script_revision")),
        sa.UniqueConstraint("script_id", "number", name=op.f("uq_script_revision_script_id")),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("script_revision")
    op.drop_table("recording")
    op.drop_table("publication")
    op.drop_table("narration")
    op.drop_table("approval")
    op.drop_table("tour_text")
    op.drop_table("tour_stop")
    op.drop_table("stop_picture")
    op.drop_table("script")
    op.drop_table("picture_text")
    op.drop_table("name_form")
    op.drop_table("edition")
    op.drop_table("content_note")
    op.drop_table("voice")
    op.drop_table("tour")
    op.drop_table("stop")
    op.drop_table("picture")
    op.drop_table("name")
