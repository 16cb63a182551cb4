"""What scripts say, known by digest and kept: which of a thousand recordings are out of date is seen without reading a thousand texts."""

import asyncio
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.db import Database
from audio_guide.kit.errors import AudioGuideError, BadInputError, UnavailableError
from audio_guide.kit.letters import is_other_language
from audio_guide.kit.rows import Made, Rows
from audio_guide.speech import human, reasons
from audio_guide.speech.engines import Voice
from audio_guide.speech.human import Standing
from audio_guide.speech.models import Said
from audio_guide.speech.names import spoken_names
from audio_guide.speech.plan import Plan, plan, wanted_digest
from audio_guide.speech.reading import SpokenName, fingerprint, mentioned, read
from audio_guide.speech.reading.lint import lint
from audio_guide.speech.sentences import split
from audio_guide.speech.service import Voices
from audio_guide.tours import listing
from audio_guide.tours.listing import ScriptRow
from audio_guide.tours.models import ContentNote, Script

AT_ONCE = 40
"""Scripts that are read while somebody waits for a page; the others are read by the worker."""
MOST_FINDINGS = 20
"""Words of one text that are named because they would be misread; who repairs these sees the next ones."""
Findings = tuple[tuple[str, str], ...]


class Before(NamedTuple):
    """What reading a script showed when it was read last."""

    script_id: UUID
    basis: str
    names: str
    said_digest: str
    findings: Findings


def _before(script_id: UUID, basis: str, names: str, said_digest: str, findings: Sequence[Sequence[str]]) -> Before:
    return Before(script_id, basis, names, said_digest, tuple((kind, shown) for kind, shown in findings))


_read_before = Rows(_before, Said.script_id, Said.basis, Said.names, Said.said_digest, Said.findings)


@dataclass(slots=True)
class Wanted:
    """Which digest each script wants."""

    digests: dict[UUID, str] = field(default_factory=dict)
    refused: dict[UUID, AudioGuideError] = field(default_factory=dict)
    """Scripts that no voice can speak now, and why."""
    findings: dict[UUID, Findings] = field(default_factory=dict)
    """What would be misread, as (kind, shown words); a script that has nothing of it does not stand here."""
    unread: list[ScriptRow] = field(default_factory=list)
    """Scripts that must be read first."""
    voices: dict[str, str] = field(default_factory=dict)
    """The voice in use by language."""
    people: dict[UUID, Standing] = field(default_factory=dict)
    """Scripts that a person has read, and how that stands to the words of now."""


@dataclass(slots=True)
class _Language:
    """What all scripts of a language are read by."""

    language: str
    voice: Voice | None
    refused: AudioGuideError | None
    names: tuple[SpokenName, ...]
    names_digest: str

    @property
    def known_by(self) -> tuple[object, ...]:
        """What the digests of its scripts follow from."""
        return self.language, self.voice, "" if self.refused is None else reasons.kept(self.refused), self.names_digest


_judgements: Made[Wanted] = Made()
"""What many scripts want, by their languages."""


def _digest(*parts: object) -> str:
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()


def _names_digest(names: Iterable[SpokenName]) -> str:
    return _digest(*([name.written, name.spoken] for name in names))


def _basis(script: ScriptRow | Script, note: str, voice: Voice) -> str:
    return _digest(str(script.id), script.revision, script.track, note, voice.max_chars, fingerprint())


async def wanted(session: AsyncSession, voices: Voices, scripts: Sequence[ScriptRow]) -> Wanted:
    """Return the digests that scripts want as they are now, without reading any of them; a person who has read these words is wanted before any machine.

    Nobody may change what it returns: as long as all that it follows from is the same, others get the very same.
    """
    few = [script.id for script in scripts] if len(scripts) <= AT_ONCE else None
    people = await human.standings(session, few)
    languages = [await _language(session, voices, language) for language in sorted({script.language for script in scripts})]
    noted = await listing.notes(session, None if few is None else [script.stop_id for script in scripts])
    before = await _read_before.of(session, lambda query: query if few is None else query.where(Said.script_id.in_(few)))
    if few is not None:
        return _judged(scripts, people, languages, noted, before)
    parts = (scripts, people, [about.known_by for about in languages], noted, before)
    key = tuple(about.language for about in languages)
    return _judgements.find(key, parts) or _judgements.keep(key, parts, _judged(scripts, people, languages, noted, before))


def _judged(
    scripts: Sequence[ScriptRow], people: dict[UUID, Standing], languages: Sequence[_Language], noted: Mapping[tuple[UUID, str], str], before: Sequence[Before]
) -> Wanted:
    """Tell which digest each script wants, and which must be read for it."""
    found = Wanted(people=people, voices={about.language: about.voice.id for about in languages if about.voice is not None})
    by_language = {about.language: about for about in languages}
    kept = {row.script_id: row for row in before}
    for script in scripts:
        about = by_language[script.language]
        row = kept.get(script.id)
        if row is not None and row.findings:
            found.findings[script.id] = row.findings
        if script.id in people and (digest := people[script.id].wanted):
            found.digests[script.id] = digest
        elif about.voice is None:
            found.refused[script.id] = about.refused or UnavailableError("No voice can speak “{language}” now. {reason}", language=script.language, reason="")
        elif row is None or (row.basis, row.names) != (_basis(script, noted.get((script.stop_id, script.language), ""), about.voice), about.names_digest):
            found.unread.append(script)
        else:
            found.digests[script.id] = wanted_digest(row.said_digest, script.language, script.track, about.voice)
    return found


async def settled(session: AsyncSession, voices: Voices, scripts: Sequence[ScriptRow], *, most: int | None = None) -> Wanted:
    """Return what scripts want; a few (*most*) that nobody has read by the rules of now are read for it, the others stay *unread*, and nothing is written."""
    found = await wanted(session, voices, scripts)
    if not found.unread:
        return found
    found = replace(found, digests=dict(found.digests), findings=dict(found.findings))
    for one in await learn(session, voices, found.unread[: AT_ONCE if most is None else most]):
        found.digests[one.script_id] = one.wanted_digest
        found.findings[one.script_id] = one.findings
    return found


async def _language(session: AsyncSession, voices: Voices, language: str) -> _Language:
    names = await spoken_names(session, language)
    try:
        return _Language(language, await voices.of(session, language), None, names, _names_digest(names))
    except (BadInputError, UnavailableError) as error:
        return _Language(language, None, error, names, "")


@dataclass(frozen=True, slots=True)
class Learned:
    """What reading a script showed."""

    script_id: UUID
    language: str
    basis: str
    names: str
    mentioned: str
    said_digest: str
    wanted_digest: str
    findings: Findings


async def learn(session: AsyncSession, voices: Voices, unread: Sequence[ScriptRow]) -> list[Learned]:
    """Read scripts, or see that nothing they mention has changed; nothing is written, and meanwhile others are answered."""
    languages = {language: await _language(session, voices, language) for language in {script.language for script in unread}}
    ids = [script.id for script in unread]
    kept = {row.script_id: row for row in await session.scalars(select(Said).where(Said.script_id.in_(ids)))}
    notes = await listing.notes(session)
    return [
        await asyncio.to_thread(_read, script, notes.get((script.stop_id, script.language), ""), about.voice, about, kept.get(script.id))
        for script in (await session.scalars(select(Script).where(Script.id.in_(ids)))).all()
        if (about := languages[script.language]).voice is not None
    ]


def _read(script: Script, note: str, voice: Voice, about: _Language, kept: Said | None) -> Learned:
    basis = _basis(script, note, voice)
    names = _names_digest(mentioned(about.names, f"{script.title}\n{note}\n{script.body}"))
    if kept is not None and (kept.basis, kept.mentioned) == (basis, names):
        said, findings = kept.said_digest, tuple((kind, shown) for kind, shown in kept.findings)
    else:
        made = plan(script.title, note, script.body, language=script.language, track=script.track, voice=voice, names=about.names)
        said, findings = made.said_digest, _misread(made)
    return Learned(script.id, script.language, basis, about.names_digest, names, said, wanted_digest(said, script.language, script.track, voice), findings)


def _misread(made: Plan) -> Findings:
    """Return what a voice would misread; each kind stands once for the same words, and once for a text that hardly is in its language."""
    found = ((one.kind, one.shown) for sentence in made.sentences for one in lint(sentence.reading, is_other=is_other_language))
    return tuple(dict.fromkeys((kind, "" if kind == "wrong-language" else shown) for kind, shown in found))[:MOST_FINDINGS]


async def keep(session: AsyncSession, learned: Sequence[Learned]) -> list[UUID]:
    """Write what reading showed; returns the scripts that say something else than before."""
    rows = {row.script_id: row for row in await session.scalars(select(Said).where(Said.script_id.in_([one.script_id for one in learned])))}
    changed: list[UUID] = []
    for one in learned:
        row = rows.get(one.script_id)
        if row is None:
            row = Said(script_id=one.script_id, said_digest="")
            session.add(row)
        elif row.said_digest != one.said_digest:
            changed.append(one.script_id)
        row.basis, row.names, row.mentioned, row.said_digest = one.basis, one.names, one.mentioned, one.said_digest
        row.findings = [[kind, shown] for kind, shown in one.findings]
    return changed


async def read_again(session: AsyncSession, voices: Voices, languages: Mapping[str, object] | Sequence[str]) -> list[UUID]:
    """Read what may be read otherwise since a name changed, in its transaction; returns the scripts whose words changed."""
    changed: list[UUID] = []
    for language in languages:
        found = await wanted(session, voices, await listing.script_rows(session, language=language))
        changed += await keep(session, await learn(session, voices, found.unread))
    return changed


async def catch_up(database: Database, voices: Voices) -> int:
    """Read all scripts that nobody has read by the rules of now (after an upgrade, or in a database of an earlier version); returns how many."""
    count = 0
    while True:
        async with database.read() as session:
            found = await wanted(session, voices, await listing.script_rows(session))
            learned = await learn(session, voices, found.unread[:AT_ONCE])
        if not learned:
            return count
        async with database.write() as session:
            await keep(session, learned)
        count += len(learned)


async def of_script(session: AsyncSession, voices: Voices, script: Script) -> list[Learned]:
    """Read a script; nothing is written."""
    return await learn(session, voices, [ScriptRow.of(script)])


@dataclass(frozen=True, slots=True)
class Difference:
    """A sentence that would be read otherwise."""

    script: ScriptRow
    shown: str
    before: str
    after: str


async def differences(session: AsyncSession, language: str, old: Sequence[SpokenName], new: Sequence[SpokenName]) -> list[Difference]:
    """Return the sentences of a language that are read otherwise with *new* names than with *old* ones; nothing is written."""
    moved = [name for name in {*old, *new} if (name in old) != (name in new)]
    notes = {row.stop_id: row.text for row in await session.execute(select(ContentNote.stop_id, ContentNote.text).where(ContentNote.language == language))}
    people = await human.standings(session)
    found: list[Difference] = []
    for script in (await session.scalars(select(Script).where(Script.language == language).order_by(Script.id))).all():
        text = "\n".join((script.title, notes.get(script.stop_id, ""), script.body))
        if not mentioned(moved, text) or (script.id in people and people[script.id].wanted):
            continue  # what a person has read is said as that person says it
        row = ScriptRow.of(script)
        found += [Difference(row, *one) for one in await asyncio.to_thread(_read_otherwise, text, language, old, new)]
    return found


def _read_otherwise(text: str, language: str, old: Sequence[SpokenName], new: Sequence[SpokenName]) -> list[tuple[str, str, str]]:
    """Return the sentences of a text that are read otherwise with *new* names than with *old* ones: as they are shown, before and after."""
    found: list[tuple[str, str, str]] = []
    for passage in filter(None, text.split("\n")):
        for sentence in split(passage, language):
            shown = passage[sentence.start : sentence.end]
            before, after = read(shown, language, old).text, read(shown, language, new).text
            if before != after:
                found.append((shown, before, after))
    return found
