"""The script editor: a text, what it was translated from, how it will be read, and what other people did to it meanwhile."""

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import ANYBODY, EDITORS, WRITERS, TheDesk, and_track, may_write, track_of, written
from audio_guide.cms.rendering import PRIVATE, go
from audio_guide.cms.review import beside
from audio_guide.kit.errors import BadInputError, ConflictError, NotFoundError, UnavailableError
from audio_guide.kit.languages import FIRST
from audio_guide.kit.web import whole_number
from audio_guide.publishing import service as publishing
from audio_guide.publishing.memory import remembered
from audio_guide.speech.engines import EngineError
from audio_guide.speech.reading import SpokenName, read
from audio_guide.speech.reading.lint import lint
from audio_guide.speech.reasons import phrase
from audio_guide.speech.sentences import split
from audio_guide.speech.tasks import request as want
from audio_guide.tours import pictures, writing
from audio_guide.tours import service as tours
from audio_guide.tours.compare import merge, word_changes
from audio_guide.tours.exchange.suggesting import waiting
from audio_guide.tours.models import TRACKS, Script, Stop
from audio_guide.tours.writing import Words

LONGEST_SPOKEN = 600
WORD = re.compile(r"[^\W_]+(?:[-’'\u2011][^\W_]+)*")
MOST_EASY_WORDS = 12
"""Words of a sentence in easy language, after the rules of Inclusion Europe's “Information for all”: short sentences, one thought each."""
LONG_WORD = {"kk": 14, "ru": 12, "en": 11}
"""Letters of a word that is long for its language; Kazakh words carry their endings with them."""
LONG_WORD_ELSEWHERE = 12
WORDS_A_MINUTE = {"kk": 105, "ru": 115, "en": 150}
"""Measured on the demo tour, for the estimate beside the text."""
WORDS_A_MINUTE_ELSEWHERE = 120
"""For languages that were not measured."""


def _readings(text: str, language: str, names: list[SpokenName]) -> list[dict[str, Any]]:
    """Return each sentence of a text: as shown, as it will be read, and what may be misread."""
    found: list[dict[str, Any]] = []
    for sentence in split(text, language):
        reading = read(text[sentence.start : sentence.end], language, names)
        found.append({"shown": reading.source, "spoken": reading.text, "findings": [(one.kind, one.shown) for one in lint(reading)]})
    return found


def hard_to_read(text: str, language: str) -> list[tuple[str, str]]:
    """Return what makes a text hard for easy language: sentences with too many words, and long words; (kind, what)."""
    sentences = [text[one.start : one.end] for one in split(text, language)]
    long = [("long-sentence", one) for one in sentences if len(WORD.findall(one)) > MOST_EASY_WORDS]
    words = dict.fromkeys(word for word in WORD.findall(text) if len(word) > LONG_WORD.get(language, LONG_WORD_ELSEWHERE))
    return [*long, *(("long-word", word) for word in words)]


async def _shown(session: AsyncSession, desk: TheDesk, stop: Stop, language: str, words: Words, track: str) -> dict[str, Any]:  # noqa: PLR0913, PLR0917 -- for whom, what, and what is typed
    """Return what stands beside the words: their reading, the other languages, the source's changes, the history."""
    names = [SpokenName(name.written, name.spoken) for name in await tours.spoken_names(session, language)]
    script = await writing.script_of(session, stop, language, track)
    source = await writing.source_of(session, script) if script is not None else None
    others = {other: await writing.script_of(session, stop, other, track) for other in desk.site.languages.written if other != language}
    standard = await writing.script_of(session, stop, language) if track != "standard" else None
    count = len(words.body.split())
    original = source.language if source is not None else "ru" if language == FIRST else FIRST
    return {
        "waiting_here": len(await waiting(session, language, original, stop.code)),
        "remembered": await remembered(session, stop.code, language, original),
        "remembered_source": original,
        "stop": stop,
        "language": language,
        "track": track,
        "tracks": TRACKS,
        "standard": standard,
        "others": {other: found for other, found in others.items() if found is not None},
        "beside": list(zip_longest(*(found.body.split("\n\n") for found in others.values() if found is not None), fillvalue="")),
        "hard": hard_to_read(words.body, language) if track == "easy" else (),
        "readings": [_readings(part, language, names) for part in (words.title, words.note, *words.body.split("\n\n")) if part.strip()],
        "source": source,
        "changes": word_changes(source.then, source.now) if source is not None and source.changed else (),
        "pictures": await pictures.at_stop(session, stop.id),
        "revisions": await writing.revisions(session, script) if script is not None else (),
        "word_count": count,
        "seconds": round(count * 60 / WORDS_A_MINUTE.get(language, WORDS_A_MINUTE_ELSEWHERE)),
    }


@get("/stops/{code:str}/{language:str}", opt={"roles": ANYBODY})
async def editor(code: FromPath[str], language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Show a stop's words in one language for writing; an unsaved draft of one's own comes first."""
    language, track = written(desk, language), track_of(desk)
    async with desk.office.database.read() as session:
        stop = await tours.stop_by_code(session, code)
        script = await writing.script_of(session, stop, language, track)
        draft = await writing.draft_of(session, desk.member.id, stop, language, track)
        saved = Words(script.title, script.body, await tours.note_of(session, stop.id, language)) if script is not None else Words("", "")
        words = Words(draft.title, draft.body, draft.note) if draft is not None else saved
        based_on = draft.based_on if draft is not None else script.revision if script is not None else 0
        shown = await _shown(session, desk, stop, language, words, track) | await beside(session, desk, stop, language)
    return desk.show("editor", typed=words, based_on=based_on, is_draft=draft is not None, error=None, **shown)


@dataclass(frozen=True, slots=True)
class Typed:
    """What the editor's form holds: the words, the revision that was seen, the language they were translated from, and the track."""

    words: Words
    based_on: int
    source: str = ""
    track: str = "standard"


def _typed(form: Any, track: str) -> Typed:
    return Typed(_words(form), _based_on(form), str(form.get("source", "")), track)


def _words(form: Any) -> Words:
    return Words(str(form.get("title", "")), str(form.get("body", "")).replace("\r\n", "\n"), str(form.get("note", "")))


def _based_on(form: Any) -> int:
    return whole_number(str(form.get("based_on", "")))


@post("/stops/{code:str}/{language:str}", opt={"roles": WRITERS})
async def save(code: FromPath[str], language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Save a revision and want its sound in the same transaction; whoever was slower sees both texts and loses nothing."""
    language = written(desk, language)
    may_write(desk.member, language)
    typed = _typed(await desk.form(), track_of(desk))
    try:
        async with desk.office.database.write() as session:
            stop = await tours.stop_by_code(session, code)
            await _save(session, desk, stop, language, typed)
            await writing.drop_draft(session, desk.member.id, stop, language, typed.track)
    except ConflictError:
        return await _conflict(desk, code, language, typed)
    except BadInputError as error:
        async with desk.office.database.read() as session:
            shown = await _shown(session, desk, await tours.stop_by_code(session, code), language, typed.words, typed.track)
        return desk.show("editor", status=422, typed=typed.words, based_on=typed.based_on, is_draft=True, error=error, **shown)
    return go(f"/cms/stops/{code}/{language}?said=saved{and_track(typed.track)}")


async def _save(session: AsyncSession, desk: TheDesk, stop: Stop, language: str, typed: Typed) -> None:
    """Save words, their note and their source, and want the sound; raises ConflictError if somebody else was quicker."""
    before, words = await writing.script_of(session, stop, language, typed.track), typed.words
    if before is not None and typed.based_on == 0:
        raise ConflictError("Somebody saved this text while you were writing. Your words are kept; compare both and save again.")
    author = desk.member.name
    script = await tours.save_script(
        session, stop, language, title=words.title, body=words.body, author=author, track=typed.track, based_on=typed.based_on or None
    )
    if typed.track == "standard":  # the note is the stop's, whatever the form of its words
        await tours.save_note(session, stop, language, words.note, author)
    original = (
        await writing.script_of(session, stop, typed.source, typed.track) if typed.source in desk.site.languages.written and typed.source != language else None
    )
    if original is not None:
        await writing.remember_source(session, script, original)
    await session.flush()  # the plan reads the note
    await _want(session, desk, script)
    await accounts.record(session, author, "text-saved", f"{stop.number or stop.code} {script.title}", language, stop.code)


async def _want(session: AsyncSession, desk: TheDesk, script: Script) -> None:
    """Want the sound of a script, unless no voice can speak it now; the board says so then."""
    try:
        await want(session, desk.office.jobs, desk.office.voices, script, again=True)
    except UnavailableError:
        return


async def _conflict(desk: TheDesk, code: str, language: str, typed: Typed) -> Response[str]:
    """Show what both wrote, put together where that is safe."""
    async with desk.office.database.read() as session:
        stop = await tours.stop_by_code(session, code)
        script = await writing.script_of(session, stop, language, typed.track)
        if script is None:
            raise NotFoundError("This script was removed.")
        known = {one.number: one for one in await writing.revisions(session, script)}
    base, mine = known[typed.based_on].body if typed.based_on in known else "", tours.tidy(typed.words.body)
    return desk.show(
        "conflict",
        status=409,
        stop=stop,
        language=language,
        track=typed.track,
        typed=typed.words,
        based_on=script.revision,
        merged=merge(base, mine, script.body),
        theirs=known[script.revision],
        changes_mine=word_changes(base, mine),
        changes_theirs=word_changes(base, script.body),
    )


@post("/stops/{code:str}/{language:str}/draft", opt={"roles": WRITERS})
async def keep_draft(code: FromPath[str], language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Keep what is typed, every few seconds, or give it up."""
    language, track = written(desk, language), track_of(desk)
    may_write(desk.member, language)
    form = await desk.form()
    async with desk.office.database.write() as session:
        stop = await tours.stop_by_code(session, code)
        if form.get("drop"):
            await writing.drop_draft(session, desk.member.id, stop, language, track)
        else:
            await writing.keep_draft(session, desk.member.id, stop, language, _words(form), _based_on(form), track)
    if form.get("drop") or form.get("went-on"):  # sent by a person and not by the page
        return go(f"/cms/stops/{code}/{language}?{and_track(track)[1:]}")
    return Response("", status_code=204, headers=PRIVATE)


@post("/stops/{code:str}/{language:str}/restore", opt={"roles": WRITERS})
async def restore(code: FromPath[str], language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Put an earlier revision's words on top as a new one."""
    language, track = written(desk, language), track_of(desk)
    may_write(desk.member, language)
    form = await desk.form()
    async with desk.office.database.write() as session:
        stop = await tours.stop_by_code(session, code)
        script = await writing.script_of(session, stop, language, track)
        if script is None:
            raise NotFoundError("This script was removed.")
        old = await writing.revision(session, script, whole_number(str(form.get("number", ""))))
        note = await tours.note_of(session, stop.id, language)
        await _save(session, desk, stop, language, Typed(Words(old.title, old.body, note), script.revision, track=track))
        await writing.drop_draft(session, desk.member.id, stop, language, track)
    return go(f"/cms/stops/{code}/{language}?said=saved{and_track(track)}")


@get("/stops/{code:str}/{language:str}/compare", opt={"roles": ANYBODY})
async def compare(code: FromPath[str], language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Show what changed between any two revisions, word by word."""
    language, track, given = written(desk, language), track_of(desk), desk.request.query_params
    async with desk.office.database.read() as session:
        stop = await tours.stop_by_code(session, code)
        script = await writing.script_of(session, stop, language, track)
        if script is None:
            raise NotFoundError("This script was removed.")
        old, new = [await writing.revision(session, script, whole_number(given.get(name, ""))) for name in ("old", "new")]
        known = await writing.revisions(session, script)
    changes = word_changes(f"{old.title}\n\n{old.body}", f"{new.title}\n\n{new.body}")
    return desk.show("compare", stop=stop, language=language, track=track, old=old, new=new, revisions=known, changes=changes)


@get("/names/words", opt={"roles": ANYBODY}, sync_to_thread=False)
def words_of_sentence(desk: TheDesk) -> Response[str]:
    """Show the words of a sentence, each with the way to the names table: a click on a word, for whoever does not click."""
    language = written(desk, desk.request.query_params.get("language", ""))
    text = desk.request.query_params.get("text", "")[:LONGEST_SPOKEN]
    found = list(dict.fromkeys(match.group() for match in WORD.finditer(text)))
    return desk.show("sentence_words", language=language, text=text, found=found)


@get("/hear", opt={"roles": ANYBODY})
async def hear(desk: TheDesk) -> Response[bytes]:
    """Speak one sentence now, as the voice in use says it."""
    language = written(desk, desk.request.query_params.get("language", ""))
    shown = desk.request.query_params.get("text", "")[:LONGEST_SPOKEN]
    spoken = desk.request.query_params.get("spoken", "")[:LONGEST_SPOKEN]
    async with desk.office.database.read() as session:
        voice = await desk.office.voices.of(session, language)
        names = [SpokenName(name.written, name.spoken) for name in await tours.spoken_names(session, language)]
    text = spoken or read(shown, language, names).text
    if not any(map(str.isalpha, text)):
        raise BadInputError("There is nothing to read: give a text, or send one to standard input.")
    try:
        sound = await desk.office.say(text, language, voice)
    except EngineError as error:
        raise UnavailableError("No voice can speak “{language}” now. {reason}", language=language, reason=phrase(error)) from error
    return Response(sound, media_type="audio/wav", headers={**PRIVATE, "Content-Length": str(len(sound))})


@post("/tours/{slug:str}/stops", opt={"roles": EDITORS})
async def new_stop(slug: FromPath[str], desk: TheDesk) -> Response[str]:
    """Add an empty stop at the end of a tour and open it."""
    form = await desk.form()
    language = written(desk, str(form.get("language", FIRST)))
    async with desk.office.database.write() as session:
        stop = await writing.new_stop(session, await publishing.tour_by_slug(session, slug))
        await accounts.record(session, desk.member.name, "stop-added", f"{stop.number} {stop.code}", language, stop.code)
        code = stop.code
    return go(f"/cms/stops/{code}/{language}")


HANDLERS = [editor, save, keep_draft, restore, compare, words_of_sentence, hear, new_stop]
