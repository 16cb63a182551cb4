"""The command ``texts``: send texts to translators, take them back, watch their folder."""

import asyncio
import sys
from pathlib import Path
from uuid import UUID

import click

from audio_guide.accounts import service as accounts
from audio_guide.house import open_house
from audio_guide.kit.i18n import Catalogues
from audio_guide.kit.languages import Register
from audio_guide.kit.whole import write_whole
from audio_guide.settings import Settings
from audio_guide.speech.wishes import request_each
from audio_guide.tours.exchange import importing
from audio_guide.tours.exchange.export import Order
from audio_guide.tours.exchange.export import export as make_export
from audio_guide.tours.exchange.files import WRITERS
from audio_guide.tours.languages import known
from audio_guide.watching import take_over, watch

settings_of = click.make_pass_decorator(Settings)
AUTHOR = "command line"


@click.group()
def texts() -> None:
    """Send texts to translators as files, and take the files back."""


@texts.command("export")
@click.option("--language", "-l", required=True, help="The language to translate into.")
@click.option("--source", "-s", default="ru", show_default=True, help="The language to translate from.")
@click.option("--format", "form", type=click.Choice(list(WRITERS)), default="po", show_default=True)
@click.option("--stop", "codes", multiple=True, help="Only the stop with this code; may be given several times.")
@click.option("--open", "only_open", is_flag=True, help="Only what is missing, needs work or is behind its source.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write.")
@settings_of
def texts_export(settings: Settings, *, language: str, source: str, form: str, codes: tuple[str, ...], only_open: bool, out: Path) -> None:  # noqa: PLR0913 -- the options of a command
    """Write a file for a translator."""
    order = Order(language, source, form, settings.public_url, frozenset(code.upper() for code in codes), only_open=only_open)
    write_whole(out, asyncio.run(_export(settings, order)))
    click.echo(f"{out} is written.")


async def _export(settings: Settings, order: Order) -> bytes:
    """Return the file; what stands beside the words is said in the language into which they are translated."""
    async with open_house(settings) as house, house.database.write() as session:
        table = await known(session)
        if strange := [one for one in (order.language, order.source) if one not in table.written]:
            raise click.ClickException(f"The guide has no language “{strange[0]}”. It has: {', '.join(table.written)}.")
        register = Register()
        register.learn(table)
        catalogues = await asyncio.to_thread(Catalogues, Path(settings.locales_dir), register=register)
        return await make_export(session, order, lambda words, **places: catalogues.gettext(order.language, words, **places))


@texts.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would become of each entry.")
@settings_of
def texts_import(settings: Settings, file: Path, *, dry_run: bool) -> None:
    """Take over a file from a translator; the sound of what changed is wanted with it."""
    for line in asyncio.run(_import(settings, file, dry_run=dry_run)):
        click.echo(line)


async def _import(settings: Settings, file: Path, *, dry_run: bool) -> list[str]:
    async with open_house(settings) as house:
        return await take_over(house, await asyncio.to_thread(file.read_bytes), file.name, AUTHOR, try_only=dry_run)


@texts.command("undo")
@click.argument("import_id", type=click.UUID)
@settings_of
def texts_undo(settings: Settings, import_id: UUID) -> None:
    """Take back what an import changed; whatever somebody changed since stays and is named."""
    kept = asyncio.run(_undo(settings, import_id))
    click.echo("Taken back, except what somebody changed since; that stays." if kept else "Taken back. Everything is as it was before.")
    for key in kept:
        click.echo(f"{key} was changed since and stays")
    sys.exit(1 if kept else 0)


async def _undo(settings: Settings, import_id: UUID) -> list[str]:
    async with open_house(settings) as house, house.database.write() as session:
        row = await importing.received(session, import_id)
        scripts, kept = await importing.undo(session, row, AUTHOR)
        await request_each(session, house.jobs, house.voices, scripts)
        await accounts.record(session, AUTHOR, "texts-taken-back", row.file_name, row.language)
        return kept


@texts.command("watch")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), required=False)
@settings_of
def texts_watch(settings: Settings, folder: Path | None) -> None:
    """Take over whatever translators save into a folder, until stopped; the worker does the same with AUDIO_GUIDE_EXCHANGE_DIR."""
    chosen = folder or (Path(settings.exchange_dir) if settings.exchange_dir else None)
    if chosen is None:
        raise click.ClickException("Name a folder, or set AUDIO_GUIDE_EXCHANGE_DIR.")
    asyncio.run(_watch(settings, chosen))


async def _watch(settings: Settings, folder: Path) -> None:
    async with open_house(settings) as house:
        await watch(house, folder)
