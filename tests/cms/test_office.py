"""What the staff's pages work with."""

from unittest.mock import AsyncMock, Mock

import pytest

from audio_guide.cms.office import Office
from audio_guide.speech.engines import EngineError, Engines
from audio_guide.speech.speaking import Speakers, key_of


def office_with(speakers, cache):
    """Return an office that has nothing but speakers and a cache."""
    rest = dict.fromkeys(("database", "media", "voices", "jobs", "seal", "show_stop"))
    return Office(**rest, cache=cache, start_speakers=lambda: speakers)


async def test_a_sentence_without_sound_is_no_silence(tmp_path):
    """Where the sound of a sentence is lost before it can be given, that is an error and not an empty file."""
    speakers = Mock(speak=AsyncMock(return_value=["00" * 32]))

    with pytest.raises(EngineError) as raised:
        await office_with(speakers, tmp_path).say("Су.", "kk", None)

    assert "empty_audio" == raised.value.kind


async def test_a_sentence_whose_sound_is_damaged_is_spoken_again(tmp_path):
    """What is kept of a sentence may be damaged on the disk; whoever listens hears it all the same."""
    voice = Engines({}).voice("silence:any")
    office = office_with(Speakers({}, tmp_path, 1), tmp_path)
    try:
        first = await office.say("Су.", "kk", voice)
        (kept,) = tmp_path.rglob(f"{key_of('Су.', 'kk', voice)}*")
        kept.write_bytes(kept.read_bytes()[:100])
        again = await office.say("Су.", "kk", voice)
    finally:
        await office.close()

    assert first == again
    assert len(first) > 2000
