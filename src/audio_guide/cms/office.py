"""What the staff's pages work with; the app puts it together."""

import asyncio
import io
import wave
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from markupsafe import Markup

from audio_guide.kit.db import Database
from audio_guide.kit.jobs import Jobs
from audio_guide.kit.media import MediaStore
from audio_guide.kit.seal import Seal
from audio_guide.publishing.shelf import Shelf
from audio_guide.speech.engines import EngineError, Voice
from audio_guide.speech.render import SentenceCache
from audio_guide.speech.service import Voices
from audio_guide.speech.speaking import Speakers
from audio_guide.speech.takes.intake import Intake
from audio_guide.tours.darkroom import Darkroom
from audio_guide.tours.footage import Screening

ShowStop = Callable[[Shelf, str, str, Markup, Mapping[str, str]], tuple[str, str]]
"""From a shelf, a language, a stop's code, a banner and what the address asks for to the page and its Content-Security-Policy."""


@dataclass(slots=True)
class Office:
    """The museum's things as the staff's pages need them."""

    database: Database
    media: MediaStore
    voices: Voices
    jobs: Jobs
    seal: Seal
    """What opens the small secrets in the database."""
    cache: Path
    """The folder of spoken sentences."""
    start_speakers: Callable[[], Speakers]
    show_stop: ShowStop
    """The visitor's own page of a stop; only the app knows both sides."""
    darkroom: Darkroom = field(default_factory=Darkroom)
    intake: Intake = field(default_factory=Intake)
    screening: Screening = field(default_factory=Screening)
    _speakers: Speakers | None = field(default=None)
    _starting: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def say(self, text: str, language: str, voice: Voice) -> bytes:
        """Return a sentence as WAV, spoken now by the voice in use; raises EngineError. The speaking process starts with the first sentence."""
        async with self._starting:
            if self._speakers is None:
                self._speakers = self.start_speakers()
        for anew in (False, True):  # what the cache has may be damaged
            (key,) = await self._speakers.speak([text], language, voice, anew=anew)
            utterance = await asyncio.to_thread(SentenceCache(self.cache).get, key)
            if utterance is not None:
                break
        else:
            raise EngineError("empty_audio", "The sentence was spoken, and its sound is not there or cannot be read.")
        out = io.BytesIO()
        with wave.open(out, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(utterance.rate)
            file.writeframes(np.clip(np.rint(utterance.samples * 32767), -32768, 32767).astype("<i2").tobytes())
        return out.getvalue()

    async def close(self) -> None:
        """End the speaking process."""
        if self._speakers is not None:
            await asyncio.to_thread(self._speakers.close)
            self._speakers = None
