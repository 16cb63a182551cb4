"""The command ``narrate``: want what is missing, work until it is there, and show how far it is."""

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

import click
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from audio_guide.house import House
from audio_guide.settings import Settings
from audio_guide.speech import service as speech
from audio_guide.speech.engines import voices_catalogue
from audio_guide.speech.models import Narration
from audio_guide.speech.tasks import request
from audio_guide.tours import service as tours
from audio_guide.worker import working

LOOK_SECONDS = 0.3
FINISHED = {"ready", "failed", "dropped"}


async def narrate(house: House, *, code: str | None = None, language: str | None = None, again: bool = False) -> int:
    """Make all sound that is wanted in this process; returns how many scripts failed."""
    labels = await want(house, code=code, language=language, again=again)
    if not labels:
        return 0
    async with working(house):
        return await wait(house, labels)


async def want(house: House, *, code: str | None = None, language: str | None = None, again: bool = False) -> dict[UUID, str]:
    """Enqueue what has no sound yet; returns how people call each of them."""
    labels: dict[UUID, str] = {}
    async with house.database.write() as session:
        scripts = await tours.scripts(session, language=language, code=code)
        for script in scripts:
            row = await request(session, house.jobs, house.voices, script, again=again)
            if row is not None:
                labels[row.id] = await tours.label_of(session, script)
    kept = len(scripts) - len(labels)
    if kept:
        click.echo(f"{kept} recordings are up to date.")
    return labels


async def wait(house: House, labels: Mapping[UUID, str]) -> int:
    """Show how far some worker is with these until all are done; returns how many failed."""
    rows = await (_bar(house, labels) if sys.stderr.isatty() else _lines(house, labels))
    failed = [row for row in rows if row.state == "failed"]
    for row in failed:
        click.echo(f"{labels[row.id]}: {row.message}", err=True)
    return len(failed)


async def _rows(house: House, labels: Mapping[UUID, str]) -> list[Narration]:
    async with house.database.read() as session:
        return list(await speech.narrations(session, list(labels)))


async def _bar(house: House, labels: Mapping[UUID, str]) -> list[Narration]:
    """Show one bar over all sentences."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, transient=True) as progress:
        task = progress.add_task("Sentences", total=None)
        while True:
            rows = await _rows(house, labels)
            progress.update(task, total=sum(row.total for row in rows), completed=sum(row.done for row in rows))
            if all(row.state in FINISHED for row in rows):
                return rows
            await asyncio.sleep(LOOK_SECONDS)


async def _lines(house: House, labels: Mapping[UUID, str]) -> list[Narration]:
    """Print one line for each recording when it is done."""
    told: set[UUID] = set()
    while True:
        rows = await _rows(house, labels)
        for row in rows:
            if row.state in FINISHED and row.id not in told:
                told.add(row.id)
                click.echo(f"[{len(told)}/{len(labels)}] {labels[row.id]}: {row.state}")
        if all(row.state in FINISHED for row in rows):
            return rows
        await asyncio.sleep(LOOK_SECONDS)


def install_voice(settings: Settings, name: str) -> None:
    """Download a voice, with a progress bar on a terminal."""
    folder = Path(settings.data_dir)
    more = {"base_url": settings.voices_url} if settings.voices_url else {}
    with Progress(TextColumn("{task.description}"), BarColumn(), DownloadColumn(), transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task(name, total=None)
        path = voices_catalogue.install_voice(name, folder, progress=lambda arrived, total: progress.update(task, completed=arrived, total=total), **more)
    click.echo(f"The voice is installed: {path}")
