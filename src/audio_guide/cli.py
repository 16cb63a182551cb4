"""The command line: what staff of a museum never need and whoever sets up its computer does."""

import asyncio
import errno
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from audio_guide import doctor, measuring, narrating, server
from audio_guide.accounts import passwords
from audio_guide.accounts import service as accounts
from audio_guide.backing import backup, restore
from audio_guide.carrying.commands import export_command, import_command
from audio_guide.demo import load as demo_tour
from audio_guide.house import House, open_house
from audio_guide.kit.db import FULL, trouble
from audio_guide.kit.errors import AudioGuideError
from audio_guide.migrating import migrate
from audio_guide.publishing import service as publishing
from audio_guide.publishing import signs
from audio_guide.settings import Settings
from audio_guide.showing import approve_all, publish, show, withdraw, written_language
from audio_guide.speech.engines import EngineError, Engines
from audio_guide.speech.lines import read_lines, spoken_languages
from audio_guide.speech.wishes import choose_voices
from audio_guide.staffing import users
from audio_guide.texting import texts
from audio_guide.tours import service as tours
from audio_guide.wording import bring_words, locales
from audio_guide.worker import run_worker

settings_of = click.make_pass_decorator(Settings)
DEMO_LOGIN = "demo"
language_option = click.option("--language", "-l", help="Only this language, such as kk.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="audio-guide")
@click.pass_context
def cli(context: click.Context) -> None:
    """Run the museum's audio guide. Settings come from AUDIO_GUIDE_… variables; see docs/operations.md."""
    context.obj = context.obj or Settings.from_environment()


@cli.command()
@click.option("--worker/--no-worker", default=True, help="Also start the worker that makes sound (default), or only answer visitors.")
@settings_of
def serve(settings: Settings, *, worker: bool) -> None:
    """Answer visitors and, beside that, make the sound that is wanted."""
    migrate(settings)
    bring_words(settings)
    server.serve(settings, with_worker=worker)


@cli.command()
@click.option("--parent", type=int, hidden=True, help="Stop when this process is no longer our parent.")
@settings_of
def worker(settings: Settings, parent: int | None) -> None:
    """Only make the sound that is wanted, on this machine."""
    migrate(settings)
    sys.exit(asyncio.run(run_worker(settings, parent)))


@cli.command("migrate")
@settings_of
def migrate_command(settings: Settings) -> None:
    """Bring the database to what this version needs."""
    migrate(settings)
    bring_words(settings)
    click.echo("The database is up to date.")


@cli.command()
@click.option("--load-only", is_flag=True, help="Load the texts and pictures; make no sound and publish nothing.")
@click.option("--serve/--no-serve", "serving", default=True, help="Serve the tour when it is published (default), or stop.")
@settings_of
def demo(settings: Settings, *, load_only: bool, serving: bool) -> None:
    """Load the ALZHIR tour, speak it in three languages with the bundled voices and publish it; may be run again."""
    migrate(settings)
    bring_words(settings)
    password = asyncio.run(_demo(settings, load_only=load_only))
    if load_only:
        return
    click.echo(f"\nThe guide: {settings.public_url}/")
    click.echo(signs.terminal(settings.public_url))
    click.echo(f"The staff's pages: {settings.public_url}/cms  name: {DEMO_LOGIN}  password: {password}")
    if serving:
        server.serve(settings, with_worker=True)


async def _demo(settings: Settings, *, load_only: bool) -> str:
    """Load, speak and publish the tour; returns a new password of the demo's member of staff."""
    async with open_house(settings) as house:
        async with house.database.write() as session:
            await demo_tour.load(session, house.media)
        click.echo("The ALZHIR tour is loaded.")
        if load_only:
            return ""
        await narrating.narrate(house, again=True)
        password = secrets.token_urlsafe(9)
        hashed = await passwords.hashed(password)
        await approve_all(house, "demo")
        async with house.database.read() as session:
            wanted = [(tour, language) for tour in await publishing.all_tours(session) for language in demo_tour.LANGUAGES]
        await show(house, wanted, "demo")
        async with house.database.write() as session:
            person = await accounts.person_to_check(session, DEMO_LOGIN)
            if person is None:
                person = await accounts.add_person(session, DEMO_LOGIN, accounts.Standing("Demo", "admin"))
            await accounts.change_password(session, person.id, hashed)
        return password


@cli.command()
@click.option("--language", "-l", required=True, help="The language's code, such as kk.")
@click.argument("text", nargs=-1)
@settings_of
def read(settings: Settings, language: str, text: tuple[str, ...]) -> None:
    """Print what would be spoken, one sentence a line; what may be misread goes to standard error. Without TEXT it reads standard input."""
    shown = " ".join(text) if text else sys.stdin.read()
    lines, findings = asyncio.run(read_lines(settings.database_url, settings.engine_options, shown, language))
    for line in lines:
        click.echo(line)
    for finding in findings:
        click.echo(finding, err=True)


@cli.command()
@click.option("--all", "everything", is_flag=True, help="Every script; what failed before is tried again.")
@click.option("--stale", is_flag=True, help="Whatever has no sound for its words of now (the default).")
@click.option("--stop", "code", help="Only the stop with this code.")
@language_option
@settings_of
def narrate(settings: Settings, *, everything: bool, stale: bool, code: str | None, language: str | None) -> None:
    """Make the sound that is wanted and wait for it."""
    if everything and stale:
        raise click.UsageError("Choose --all or --stale, not both.")
    failed = asyncio.run(_narrate(settings, code, language, again=everything or code is not None))
    sys.exit(1 if failed else 0)


async def _narrate(settings: Settings, code: str | None, language: str | None, *, again: bool) -> int:
    async with open_house(settings) as house:
        async with house.database.read() as session:
            await written_language(session, language)
        return await narrating.narrate(house, code=code, language=language, again=again)


@cli.command("signs")
@click.option("--svg", "form", flag_value="svg", default=True, help="Plates as SVG (default).")
@click.option("--png", "form", flag_value="png", help="Codes as PNG.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder to write to.")
@settings_of
def signs_command(settings: Settings, form: str, out: Path) -> None:
    """Write the QR sign of every stop."""
    out.mkdir(parents=True, exist_ok=True)
    for one in asyncio.run(_signs(settings)):
        target = out / f"{one.number:03d}-{one.code}.{form}"
        target.write_bytes(signs.png(one) if form == "png" else signs.svg(one).encode())
        click.echo(f"{target}  {one.address}")


async def _signs(settings: Settings) -> list[signs.Sign]:
    async with open_house(settings) as house, house.database.read() as session:
        return [signs.sign(settings.public_url, stop.code, stop.number) for stop in await tours.stops(session) if stop.number is not None]


@cli.group()
def voices() -> None:
    """See, choose and install voices."""


@voices.command("list")
@language_option
@settings_of
def voices_list(settings: Settings, language: str | None) -> None:
    """List the voices that speak the museum's languages here or can be installed."""
    wanted = {"any", *([language] if language else asyncio.run(spoken_languages(settings.database_url)))}
    for voice in Engines(settings.engine_options).voices():
        if wanted.isdisjoint(voice.languages):
            continue
        place = "text leaves the house" if voice.leaves_house else "works without network"
        state = "" if voice.installed else "  (not installed)"
        click.echo(f"{voice.id:34} {','.join(voice.languages):8} {voice.quality:6} {place}; {voice.licence}{state}")


@voices.command("install")
@click.argument("name")
@settings_of
def voices_install(settings: Settings, name: str) -> None:
    """Download a Piper voice, for example kk_KZ-issai-high."""
    narrating.install_voice(settings, name)


@voices.command("choose")
@click.argument("language")
@click.argument("voice_ids", nargs=-1, required=True)
@settings_of
def voices_choose(settings: Settings, language: str, voice_ids: tuple[str, ...]) -> None:
    """Set which voices speak a language, the first that is installed first."""
    asyncio.run(_choose(settings, language, voice_ids))


async def _choose(settings: Settings, language: str, voice_ids: Sequence[str]) -> None:
    async with open_house(settings) as house, house.database.write() as session:
        await written_language(session, language)
        for voice_id in voice_ids:
            house.voices.look(voice_id, language)
        await choose_voices(session, house.jobs, language, voice_ids)


cli.add_command(backup)
cli.add_command(restore)
cli.add_command(export_command)
cli.add_command(import_command)
cli.add_command(publish)
cli.add_command(withdraw)
cli.add_command(users)
cli.add_command(locales)
cli.add_command(texts)


@cli.command("doctor")
@settings_of
def doctor_command(settings: Settings) -> None:
    """Look whether everything that the guide needs is there and sound."""
    findings = asyncio.run(_doctor(settings))
    for finding in findings:
        click.echo(f"{'ok  ' if finding.good else 'BAD '} {finding.what}")
    sys.exit(0 if all(finding.good for finding in findings) else 1)


async def _doctor(settings: Settings) -> list[doctor.Finding]:
    async with open_house(settings) as house:
        return await doctor.examine(house)


@cli.command()
@settings_of
def bench(settings: Settings) -> None:
    """Measure how fast this machine speaks with the museum's voices, and how long all its texts would take."""
    for line in asyncio.run(_bench(settings)):
        click.echo(line)


async def _bench(settings: Settings) -> list[str]:
    async with open_house(settings) as house:
        return await measuring.measure(house)


def run(arguments: Sequence[str]) -> int:
    """Run a command; every failure is one line that a person can read and a status that is not 0."""
    try:
        cli.main(args=list(arguments), prog_name="audio-guide", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Exit as error:
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except (AudioGuideError, EngineError, ValueError, RuntimeError) as error:
        click.echo(f"audio-guide: {error}", err=True)
        return 1
    except SQLAlchemyError as error:
        click.echo(f"audio-guide: {trouble(Settings.from_environment().database_url, error)}", err=True)
        return 1
    except OSError as error:
        click.echo(f"audio-guide: {_of_the_system(error)}", err=True)
        return 1
    return 0


def _of_the_system(error: OSError) -> str:
    """Say what the system refuses and where, in one line."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return FULL
    where = f"{error.filename} cannot be used" if error.filename else "something that the guide needs cannot be used"
    return f"{where}: {error.strerror or type(error).__name__}."


__all__ = ["House", "cli", "run"]
