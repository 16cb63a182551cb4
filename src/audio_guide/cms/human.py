"""Human voices: a recording is uploaded, kept though the words changed, set aside, or removed."""

import asyncio
import re
import tempfile
from pathlib import Path
from urllib.parse import quote

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import ANYBODY, WRITERS, TheDesk, and_track, may_write, track_of
from audio_guide.cms.rendering import go
from audio_guide.cms.sound import sound_page
from audio_guide.kit.errors import BadInputError, ConflictError, NotFoundError
from audio_guide.kit.web import whole_number
from audio_guide.speech import human
from audio_guide.speech.human import Reading, Sent
from audio_guide.speech.takes.intake import LARGEST
from audio_guide.speech.wishes import request as want
from audio_guide.speech.wishes import request_each
from audio_guide.tours import service as tours
from audio_guide.tours import writing
from audio_guide.tours.models import Script, Stop

ROOM_FOR_WORDS = 1_000_000
"""What a form adds to the file that it carries, and enough for saying how much too large a file is instead of breaking the line."""
MOST_UPLOAD = LARGEST + 50 * ROOM_FOR_WORDS
UPLOADS = {re.compile(r"/cms/sound/[^/]+/[^/]+/human"): MOST_UPLOAD}
VERBS = {"keep": "human-kept", "machine": "human-set-aside", "remove": "human-removed"}


async def _script(session: AsyncSession, stop: Stop, language: str, track: str) -> Script:
    """Return a stop's script; raises NotFoundError."""
    script = await writing.script_of(session, stop, language, track)
    if script is None:
        raise NotFoundError("This script was removed.")
    return script


async def _unchanged(session: AsyncSession, stop: Stop, language: str, track: str, seen: str) -> Script:
    """Return a stop's script if it still is the revision that somebody saw; raises ConflictError."""
    script = await _script(session, stop, language, track)
    if seen != str(script.revision):
        raise ConflictError("Somebody saved this text since you opened the page. Look at the words, then send the file again.")
    return script


@post("/sound/{code:str}/{language:str}/human", opt={"roles": WRITERS, "upload": True}, request_max_body_size=MOST_UPLOAD)
async def upload(code: FromPath[str], language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Take in what a person has read; a file that is no such thing is refused with what to do, and the words that were typed stay."""
    may_write(desk.member, language)
    track = track_of(desk)
    form = await desk.form()
    sent = form.get("file")
    try:
        reading = human.checked(_reading(form))
        kept = await _kept(desk, sent)
        async with desk.office.database.write() as session:
            stop = await tours.stop_by_code(session, code)
            script = await _unchanged(session, stop, language, track, str(form.get("seen", "")))
            await human.take_in(session, script, kept, reading, desk.member.signature)
            await want(session, desk.office.jobs, desk.office.voices, script, again=True)
            label = f"{await tours.label_of(session, script)} · {reading.speaker}"
            await accounts.record(session, desk.member.name, "human-uploaded", label, language, stop.code)
    except (BadInputError, ConflictError) as error:
        if not error.fields:
            error.at("file")
        return await sound_page(desk, code, language, error=error, typed=_reading(form))
    finally:
        if isinstance(sent, UploadFile):
            await sent.close()
    return go(f"/cms/sound/{code}/{language}?said=sound{and_track(track)}")


@get("/sound/{code:str}/{language:str}/human", opt={"roles": ANYBODY})
async def back(code: FromPath[str], language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Lead whoever signed in again in the middle of sending back to the page with the form."""
    return go(f"/cms/sound/{quote(code)}/{quote(language)}?{and_track(track_of(desk))[1:]}".rstrip("?"))


def _reading(form: FormMultiDict) -> Reading:
    """Return what was typed beside the file."""
    speaker, licence, consent = (str(form.get(name, "")) for name in ("speaker", "licence", "consent"))
    return Reading(speaker, licence, consent, says_title=bool(form.get("says_title")), says_note=bool(form.get("says_note")))


async def _kept(desk: TheDesk, sent: object) -> Sent:
    """Decode a file that was sent and keep it in the store; raises BadInputError, StorageFullError, UnavailableError."""
    if not isinstance(sent, UploadFile):
        raise BadInputError("No file was chosen. Choose the file with the recording, then send it.")
    await asyncio.to_thread(sent.file.rollover)  # the decoder reads a real file
    with tempfile.NamedTemporaryFile(suffix=".flac") as made:
        decoded = await desk.office.intake.decode(sent.file, made)
        name = await asyncio.to_thread(desk.office.media.put_file, Path(made.name), "flac")
    return Sent(name, decoded.digest, decoded.seconds)


@post("/sound/{code:str}/{language:str}/human/decision", opt={"roles": WRITERS})
async def decide(code: FromPath[str], language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Keep a human voice for words that changed, use the machine's, or remove the human voice; what is wanted then is made."""
    form = await desk.form()
    may_write(desk.member, language)
    track = track_of(desk)
    choice = next((name for name in VERBS if form.get(name)), "")
    seen = str(form.get("seen", ""))
    if not choice:
        raise BadInputError("Choose what is to be done with the human voice.")
    async with desk.office.database.write() as session:
        stop = await tours.stop_by_code(session, code)
        script = await _script(session, stop, language, track)
        voice = await human.decide(session, script, choice, whole_number(seen))
        label = f"{await tours.label_of(session, script)} · {voice.speaker} · {script.revision}"
        await accounts.record(session, desk.member.name, VERBS[choice], label, language, stop.code)
        await request_each(session, desk.office.jobs, desk.office.voices, [script])
    return go(f"/cms/sound/{code}/{language}?said=saved{and_track(track)}")


HANDLERS = [upload, back, decide]
