"""The commands ``export`` and ``import``: a museum's work in one file, to keep or to bring to another museum's guide."""

import asyncio
import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from audio_guide.accounts import service as accounts
from audio_guide.app import public_pages
from audio_guide.carrying import archive, static_folder
from audio_guide.carrying.archive import Step
from audio_guide.carrying.documents import Collection
from audio_guide.carrying.gathering import gather
from audio_guide.carrying.placing import AUTHOR, Placed, place
from audio_guide.house import House, open_house, undisturbed
from audio_guide.kit.db import sqlite_path
from audio_guide.kit.errors import BadInputError
from audio_guide.settings import Settings
from audio_guide.speech.wishes import read_again

settings_of = click.make_pass_decorator(Settings)
IMPORTED = "collection-imported"
NOTHING = "There is nothing to export: this museum has no stops and no names yet."


class _DryRunError(Exception):
    """Everything was tried; nothing shall stay."""


@click.command("export")
@click.option("--all", "file", type=click.Path(dir_okay=False, path_type=Path), help="All that people made, as this ZIP file; it must not exist yet.")
@click.option("--static", "folder", type=click.Path(file_okay=False, path_type=Path), help="What is published, as a folder of pages and sound.")
@settings_of
def export_command(settings: Settings, file: Path | None, folder: Path | None) -> None:
    """Write everything that people made into one file, or what is published into a folder of pages.

    --all has tours, stops with their codes, texts with their history, names, pictures, human voices, languages. People and passwords stay here.
    --static has the visitors' pages with sound and pictures, for any web server that only gives files; an earlier such folder is exchanged for it.
    """
    if (file is None) == (folder is None):
        raise click.UsageError("Choose --all FILE or --static FOLDER.")
    if folder is not None:
        written = asyncio.run(_export_static(settings, folder))
        click.echo(f"{folder}: {written.pages} pages, {written.media} files of sound and pictures, {written.bytes / 1_000_000:.0f} MB")
        return
    if file is not None:
        _export_all(settings, file)


async def _export_static(settings: Settings, folder: Path) -> static_folder.Written:
    with undisturbed(settings, wait=True):
        async with public_pages(settings) as public:
            with _progress("Sound and pictures", sum(public.shelf.media().values())) as step:
                return await static_folder.write(folder, public, step)


def _export_all(settings: Settings, file: Path) -> None:
    collection = asyncio.run(_export(settings, file))
    click.echo(f"{file}: {_counted(collection)}")


async def _export(settings: Settings, file: Path) -> Collection:
    async with open_house(settings) as house:
        with undisturbed(settings, wait=True):
            async with house.database.read() as session:
                if sqlite_path(settings.database_url) is None:  # SQLite reads one moment anyway
                    await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
                collection = await gather(session)
            if not collection.stops and not collection.names:
                raise BadInputError(NOTHING)
            sizes = [info.size for name in collection.media() if (info := await asyncio.to_thread(house.media.head, name)) is not None]
            with _progress("Sound and pictures", sum(sizes)) as step:
                await asyncio.to_thread(archive.write, file, collection, house.media, step)
    return collection


def _counted(collection: Collection) -> str:
    scripts = [script for stop in collection.stops for script in stop.scripts]
    revisions = sum(len(script.revisions) for script in scripts)
    return (
        f"{len(collection.tours)} tours, {len(collection.stops)} stops, {len(scripts)} texts in {revisions} revisions, "
        f"{len(collection.names)} names, {len(collection.pictures)} pictures, {len(collection.media())} files"
    )


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only look at the file and say what would become of it.")
@click.option("--merge", is_flag=True, help="Add to what is here; what is here stays, and texts that differ come as one more revision.")
@settings_of
def import_command(settings: Settings, file: Path, *, dry_run: bool, merge: bool) -> None:
    """Take in a file that “audio-guide export --all” wrote, whole or not at all. Nothing that is here is written over."""
    placed = asyncio.run(_import(settings, file, dry_run=dry_run, merge=merge))
    for line in placed.lines:
        click.echo(line)
    added = ", ".join(f"{count} {what}" for what, count in placed.added.items()) or "nothing"
    click.echo(f"{'Would be added' if dry_run else 'Added'}: {added}.")
    if not dry_run and placed.added:
        click.echo("Its sound is not made yet: run “audio-guide narrate”, listen, then publish.")


async def _import(settings: Settings, file: Path, *, dry_run: bool, merge: bool) -> Placed:
    with archive.opened(file) as sent:
        collection = await asyncio.to_thread(sent.collection)
        total = sum(sent.manifest.media.values())
        with _progress("Looking at sound and pictures", total) as step:
            await asyncio.to_thread(sent.look_at_media, step)
        async with open_house(settings) as house:
            placed = await _place(house, collection, file.name, merge=merge, dry_run=True)
            if dry_run:
                return placed
            # Files are put first, rows after; what no row names in the end goes with the next sweep.
            with undisturbed(settings, wait=True), _progress("Sound and pictures", total) as step:
                await asyncio.to_thread(sent.keep_media, house.media, Path(settings.data_dir), step)
                return await _place(house, collection, file.name, merge=merge, dry_run=False)


async def _place(house: House, collection: Collection, name: str, *, merge: bool, dry_run: bool) -> Placed:
    """Take a collection in, in one transaction; a dry run takes it back."""
    with contextlib.suppress(_DryRunError):
        async with house.database.write() as session:
            placed = await place(session, collection, merge=merge)
            await accounts.record(session, AUTHOR, IMPORTED, name[:200])
            await read_again(session, house.jobs)
            if dry_run:
                raise _DryRunError
    return placed


@contextlib.contextmanager
def _progress(what: str, total: int) -> Iterator[Step]:
    """Show how far it is on a terminal; elsewhere the last line says what was done."""
    with Progress(TextColumn("{task.description}"), BarColumn(), DownloadColumn(), transient=True, disable=not sys.stderr.isatty()) as shown:
        task = shown.add_task(what, total=total)
        yield lambda done: shown.advance(task, done)
