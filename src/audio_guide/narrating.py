"""The command ``narrate``: want what is missing, work until it is there, and show how far it is."""

import asyncio
import sys
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias
from uuid import UUID

import click
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.house import House
from audio_guide.kit.codes import code_of
from audio_guide.kit.db import AWAY
from audio_guide.kit.errors import UnavailableError
from audio_guide.kit.letters import is_other_language
from audio_guide.settings import Settings
from audio_guide.speech import reasons, ways
from audio_guide.speech import service as speech
from audio_guide.speech.engines import voices_catalogue
from audio_guide.speech.models import Narration, WaySound
from audio_guide.speech.wanting import want_each, want_ways
from audio_guide.tours import service as tours
from audio_guide.tours.ways import words_of
from audio_guide.worker import working

LOOK_SECONDS = (0.1, 1.0)
"""How soon after something was finished one looks again, and how often at least: a short sentence is soon there, and each look takes from the work itself."""
LOOK_LESS = 1.15
"""How much longer each pause is than the one before: nobody learns later than by a seventh of what the waiting took."""
BAR_SECONDS = 0.3
"""How often a bar moves."""
FINISHED = {"ready", "failed", "dropped"}
Row: TypeAlias = Narration | WaySound
Find: TypeAlias = Callable[[AsyncSession, Sequence[UUID]], Coroutine[Any, Any, Sequence[Row]]]


async def narrate(house: House, *, code: str | None = None, language: str | None = None, again: bool = False) -> int:
    """Make all sound that is wanted in this process; returns how many scripts failed."""
    wanted = await want(house, code=code, language=language, again=again)
    if not wanted.labels and not wanted.ways:
        return wanted.refused
    async with working(house) as worker:
        waiting, lost = asyncio.create_task(_wait_for(house, wanted)), asyncio.create_task(worker.lost.wait())
        try:
            await asyncio.wait([waiting, lost], return_when=asyncio.FIRST_COMPLETED)
            if not waiting.done():
                raise UnavailableError(AWAY)
            return wanted.refused + waiting.result()
        finally:
            for task in (waiting, lost):
                task.cancel()
            await asyncio.gather(waiting, lost, return_exceptions=True)


async def _wait_for(house: House, wanted: "Wanted") -> int:
    """Wait for scripts and ways; returns how many failed."""
    failed = await wait(house, wanted.labels) if wanted.labels else 0
    return failed + (await wait(house, wanted.ways, ways.sounds) if wanted.ways else 0)


@dataclass(slots=True)
class Wanted:
    """What is enqueued now, under the name that people call it, and how many scripts cannot be spoken at all."""

    labels: dict[UUID, str] = field(default_factory=dict)
    ways: dict[UUID, str] = field(default_factory=dict)
    """The same for the ways between stops."""
    refused: int = 0


async def want(house: House, *, code: str | None = None, language: str | None = None, again: bool = False) -> Wanted:
    """Enqueue what has no sound yet, and with *again* what failed or was damaged; a language that cannot be spoken now is named and keeps no other waiting."""
    wanted = Wanted()
    damaged, damaged_ways = await _damaged(house) if again else ([], [])
    if damaged or damaged_ways:
        async with house.database.write() as session:
            await speech.discard_recordings(session, damaged)
            await ways.discard(session, damaged_ways)
    async with house.database.read() as session:
        scripts = await tours.scripts(session, language=language, code=code)
        labels = {script.id: await tours.label_of(session, script) for script in scripts}
        words = await words_of(session, code=code and code_of(code), language=language)
    for script in scripts:
        if is_other_language(script.body, script.language):
            click.echo(f"{labels[script.id]}: this text hardly is in the language “{script.language}”.", err=True)
    answers = await want_each(house, list(labels), again=again)
    wanted.labels = {one.narration_id: labels[one.script_id] for one in answers if one.narration_id is not None}
    wanted.ways = await _ways(house, words, again=again)
    reasons = Counter(str(one.refused) for one in answers if one.refused is not None)
    for reason, count in reasons.items():
        click.echo(f"{count} not spoken: {reason}", err=True)
    wanted.refused = reasons.total()
    if up_to_date := len(answers) - len(wanted.labels) - wanted.refused:
        click.echo(f"{up_to_date} recordings are up to date.")
    return wanted


async def _ways(house: House, words: Mapping[str, Sequence[str]], *, again: bool) -> dict[UUID, str]:
    """Enqueue the ways between stops that have no sound yet, and return them with those that are being made already; what no voice can say stays text."""
    await want_ways(house, words, again=again)
    async with house.database.read() as session:
        found = [(language, one) for language, texts in words.items() for one in (await ways.standings(session, house.voices, language, texts)).values()]
    return {one.sound.id: f"way {language} “{one.words[:40]}”" for language, one in found if one.sound is not None and one.state == "being-made"}


async def _damaged(house: House) -> tuple[list[UUID], list[UUID]]:
    """Return the recordings, and the sounds of ways, of which a file is missing or has other bytes than its name says."""
    async with house.database.read() as session:
        made = [{row.id: [str(file["name"]) for file in row.files] for row in rows} for rows in (await speech.recordings(session), await ways.sounds(session))]
    lost = [[key for key, names in files.items() if not all([await asyncio.to_thread(house.media.verify, name) for name in names])] for files in made]
    return lost[0], lost[1]


async def wait(house: House, labels: Mapping[UUID, str], find: Find = speech.narrations) -> int:
    """Show how far some worker is with these until all are done; returns how many failed. *find* reads their rows."""
    rows = await (_bar(house, labels) if sys.stderr.isatty() and find is speech.narrations else _lines(house, labels, find))
    failed = [row for row in rows if row.state == "failed"]
    for row in failed:
        click.echo(f"{labels[row.id]}: {reasons.plain(row.message)}", err=True)
    return len(failed)


async def _rows(house: House, labels: Mapping[UUID, str], find: Find) -> list[Row]:
    async with house.database.read() as session:
        return list(await find(session, list(labels)))


async def _bar(house: House, labels: Mapping[UUID, str]) -> list[Row]:
    """Show one bar over all sentences."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, transient=True) as shown:
        task = shown.add_task("Sentences", total=None)
        while True:
            async with house.database.read() as session:
                rows = await speech.narrations(session, list(labels))
            shown.update(task, total=sum(row.total for row in rows), completed=sum(row.done for row in rows))
            if all(row.state in FINISHED for row in rows):
                return list(rows)
            await asyncio.sleep(BAR_SECONDS)


async def _lines(house: House, labels: Mapping[UUID, str], find: Find) -> list[Row]:
    """Print one line for each recording when it is done."""
    finished: list[Row] = []
    waiting = dict(labels)
    pause, longest = LOOK_SECONDS
    while True:
        rows = await _rows(house, waiting, find)
        waiting = {key: label for key, label in waiting.items() if any(row.id == key for row in rows)}
        for row in rows:
            if row.state in FINISHED:
                finished.append(row)
                click.echo(f"[{len(finished)}/{len(labels)}] {waiting.pop(row.id)}: {row.state}")
                pause, _ = LOOK_SECONDS
        if not waiting:
            return finished
        await asyncio.sleep(pause)
        pause = min(pause * LOOK_LESS, longest)


def install_voice(settings: Settings, name: str) -> None:
    """Download a voice, with a progress bar on a terminal."""
    folder = Path(settings.data_dir)
    more = {"base_url": settings.voices_url} if settings.voices_url else {}
    with Progress(TextColumn("{task.description}"), BarColumn(), DownloadColumn(), transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task(name, total=None)
        path = voices_catalogue.install_voice(name, folder, progress=lambda arrived, total: progress.update(task, completed=arrived, total=total), **more)
    click.echo(f"The voice is installed: {path}")
