"""Alembic's way into the project: the engine is given by the caller, the models come from the domains."""

from advanced_alchemy.base import UUIDv7AuditBase
from alembic import context
from sqlalchemy import Connection

from audio_guide.accounts import models as accounts
from audio_guide.kit.db import metadata_without_jobs
from audio_guide.kit.migrations import type_differs
from audio_guide.listening import models as listening
from audio_guide.publishing import models as publishing
from audio_guide.speech import models as speech
from audio_guide.tours import models as tours

DOMAINS = (accounts, tours, speech, publishing, listening)


def run(connection: Connection) -> None:
    """Run what is asked for on the caller's connection."""
    context.configure(
        connection=connection,
        target_metadata=UUIDv7AuditBase.metadata,
        include_name=lambda name, kind, _parents: metadata_without_jobs(name, kind),
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=type_differs,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
