"""The command ``locales``: bring the translators' files up to what the code asks for, and say what is wrong with them."""

import shutil
import sys
from pathlib import Path

import click

from audio_guide.kit import po
from audio_guide.kit.catalogues import NOT_UTF8, CatalogueError, check, extract
from audio_guide.kit.freshness import languages_in, problems, template_of, updated
from audio_guide.kit.i18n import ENGLISH
from audio_guide.kit.words import FILE, TEMPLATE, create
from audio_guide.settings import Settings

HERE = Path(__file__).parent
settings_of = click.make_pass_decorator(Settings)
language_argument = click.argument("languages", nargs=-1)


def shipped() -> Path:
    """Return where the words lie that came with the guide: inside the installed package, or beside ``src`` in a checkout."""
    packaged = HERE / "locales"
    return packaged if packaged.is_dir() else HERE.parents[1] / "locales"


def bring_words(settings: Settings) -> None:
    """Put the words that came with this version where the museum keeps its own: missing files are copied, and new words are added to those that are there."""
    folder, ours = Path(settings.locales_dir), shipped()
    if not ours.is_dir() or folder.resolve() == ours.resolve():
        return
    template = (ours / TEMPLATE).read_bytes()
    if (folder / TEMPLATE).is_file() and (folder / TEMPLATE).read_bytes() == template:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / TEMPLATE).write_bytes(template)
        for language in languages_in(ours):
            if not (folder / language / FILE).exists():
                (folder / language / FILE).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ours / language / FILE, folder / language / FILE)
        for language in languages_in(folder):
            if wrong := _update(folder, language, prune=False):
                click.echo(wrong, err=True)
    except OSError as error:
        click.echo(f"The interface's words cannot be written to {folder} ({error.strerror}); the guide speaks English there.", err=True)


@click.group()
def locales() -> None:
    """Extract, update and check the interface's words (gettext files under AUDIO_GUIDE_LOCALES_DIR)."""


@locales.command("extract")
@settings_of
def extract_command(settings: Settings) -> None:
    """Write the template of all words that code and pages ask for; a broken page stops it."""
    target = Path(settings.locales_dir) / TEMPLATE
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(_extracted())
    click.echo(f"{target}: {len(template_of(target.parent)) - 1} messages")


def _extracted() -> bytes:
    """Return the template; raises ClickException with the file and line of a page that cannot be read."""
    try:
        return extract(HERE)
    except Exception as error:  # whatever the extractor stumbles over, its words must not be lost in silence
        place = f"{getattr(error, 'filename', None) or 'a page'}:{getattr(error, 'lineno', 0)}"
        raise click.ClickException(f"The words cannot be extracted: {place}: {error}") from error


@locales.command()
@click.option("--prune", is_flag=True, help="Drop words that nothing asks for any more instead of keeping them as obsolete.")
@language_argument
@settings_of
def update(settings: Settings, languages: tuple[str, ...], *, prune: bool) -> None:
    """Bring the files of LANGUAGES, or of all, up to the template; what a translator wrote keeps its lines. A new language gets a new file."""
    folder = Path(settings.locales_dir)
    (folder / TEMPLATE).write_bytes(_extracted())
    broken = False
    for language in languages or languages_in(folder):
        create(folder, language, language)
        if wrong := _update(folder, language, prune=prune):
            click.echo(wrong, err=True)
            broken = True
            continue
        waiting = [one for one in problems(folder, language, template_of(folder)) if one.line]
        click.echo(f"{language}: {len(waiting)} to do" if waiting else f"{language}: complete")
    sys.exit(1 if broken else 0)


def _update(folder: Path, language: str, *, prune: bool) -> str:
    """Bring one file up to the template if anything is new; a broken one is left as it is, so that nobody's words are lost, and what is wrong is returned."""
    file = folder / language / FILE
    ours = shipped() / language / FILE
    known = po.entries_of(po.lines_of(ours.read_text("utf-8"))) if ours.is_file() else []
    try:
        with file.open(encoding="utf-8", newline="") as opened:
            before = opened.read()
        check(before)
    except UnicodeDecodeError as error:
        return _left_alone(file, error.object[: error.start].count(b"\n") + 1, NOT_UTF8)
    except CatalogueError as error:
        return _left_alone(file, error.line, error.reason)
    translated = {entry.key: entry for entry in known if not entry.obsolete}
    after = updated(before, template_of(folder), translated, prune=prune, english=language == ENGLISH)
    if after != before:
        part = file.with_name(f".{file.name}.part")
        part.write_text(after, "utf-8", newline="")
        part.chmod(file.stat().st_mode & 0o777)  # whoever may write it with Poedit may do so still
        part.replace(file)
    return ""


def _left_alone(file: Path, line: int, reason: str) -> str:
    return f"{file}:{line}: {reason} Nothing was changed in this file. Correct it, then run: audio-guide locales update"


@locales.command("check")
@language_argument
@settings_of
def check_command(settings: Settings, languages: tuple[str, ...]) -> None:
    """Say with file and line what is missing, unfinished or broken; the exit status is not 0 then."""
    folder = Path(settings.locales_dir)
    found = [
        f"{one.file}:{one.line}: {one.reason}" for language in languages or languages_in(folder) for one in problems(folder, language, template_of(folder))
    ]
    if not (folder / TEMPLATE).is_file() or (folder / TEMPLATE).read_bytes() != _extracted():
        found.insert(0, f"{folder / TEMPLATE}:1: The template is not what code and pages ask for now. Run: audio-guide locales update")
    for line in found:
        click.echo(line, err=True)
    if not found:
        click.echo(f"{', '.join(languages or languages_in(folder))}: complete and fresh")
    sys.exit(1 if found else 0)
