"""What the staff's pages work with."""

from unittest.mock import AsyncMock, Mock

import pytest

from audio_guide.cms.office import Office
from audio_guide.speech.engines import EngineError


async def test_a_sentence_without_sound_is_no_silence(tmp_path):
    """Where the sound of a sentence is lost before it can be given, that is an error and not an empty file."""
    speakers = Mock(speak=AsyncMock(return_value="00" * 32))
    rest = dict.fromkeys(("database", "media", "voices", "jobs", "seal", "show_stop"))
    office = Office(**rest, cache=tmp_path, start_speakers=lambda: speakers)

    with pytest.raises(EngineError) as raised:
        await office.say("Су.", "kk", None)

    assert "empty_audio" == raised.value.kind
