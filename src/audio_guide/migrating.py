"""The database is brought to what this version needs; only who does that loads Alembic, which takes as long as a small command."""

from audio_guide.kit import jobs, migrations
from audio_guide.settings import Settings


def migrate(settings: Settings) -> None:
    """Bring the database's tables, ours and the job library's, to what this version needs; of several processes that start at once, one after the other."""
    with migrations.alone(settings.database_url):
        migrations.upgrade(settings.database_url)
        jobs.migrate(settings.database_url)
