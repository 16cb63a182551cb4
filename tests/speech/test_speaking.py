"""Sentences on their way through speaking processes."""

from types import SimpleNamespace

import pytest
from pebble import ProcessExpired

from audio_guide.speech.engines import EngineError, Engines
from audio_guide.speech.render import Pauses, Tags
from audio_guide.speech.speaking import PartOrder, Speakers
from audio_guide.speech.tasks import Narrator
from audio_guide.speech.wanting import AT_ONCE, _portions

SENTENCES = ["Бірінші сөйлем.", "Екінші сөйлем.", "Үшінші сөйлем.", "Төртінші сөйлем."]


class Dying:
    """Speakers whose process dies of one sentence, or takes too long over it."""

    def __init__(self, end):
        self.end, self.asked = end, []

    async def speak(self, texts, *_voice, **_how):
        """Speak all but one."""
        self.asked.append(list(texts))
        if SENTENCES[1] in texts:
            raise self.end
        return [f"key of {text}" for text in texts]


def narrator_with(speakers):
    """Return a narrator that needs nothing else, for it is asked for nothing else."""
    return Narrator(None, None, None, speakers, {})


PLAN = SimpleNamespace(language="kk", voice=SimpleNamespace(min_interval=0.0))


async def test_the_sentence_that_kills_a_process_is_named():
    """Of a few sentences that were spoken at once each is tried alone, and the one that is to blame stands in the message."""
    speakers = Dying(ProcessExpired("gone"))

    with pytest.raises(EngineError, match="Екінші сөйлем") as raised:
        await narrator_with(speakers)._speak_few(SENTENCES[:3], PLAN, anew=False)

    assert "crashed" == raised.value.kind
    assert [SENTENCES[:3], SENTENCES[:1], *[SENTENCES[1:2]] * 3] == speakers.asked


async def test_a_few_slow_sentences_get_their_time_alone():
    """A few sentences that take too long together are spoken one by one; one that hangs alone ends the try."""
    speakers = Dying(TimeoutError())

    with pytest.raises(TimeoutError):
        await narrator_with(speakers)._speak_few(SENTENCES[:3], PLAN, anew=False)

    assert [SENTENCES[:3], SENTENCES[:1], SENTENCES[1:2]] == speakers.asked


async def test_what_was_spoken_before_is_no_work_for_a_process(tmp_path):
    """Sentences that are in the cache get their keys without any process; of the others only those are spoken."""
    voice = Engines({}).voice("silence:any")
    speakers = Speakers({}, tmp_path, 1)
    try:
        first = await speakers.speak(SENTENCES[:2], "kk", voice)
        written = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.npz")}
        both = await speakers.speak(SENTENCES[1:3], "kk", voice)
    finally:
        speakers.close()
    again = await speakers.speak(SENTENCES[:3], "kk", voice)

    assert [*first, both[1]] == again
    assert first[1] == both[0]
    assert 2 == len(written)
    assert written == {path: path.stat().st_mtime_ns for path in written}


async def test_all_that_is_damaged_is_found_at_once(tmp_path):
    """After a power cut many kept sentences may be damaged: one look finds all of them, the next try speaks them, and the one after it has the sound."""
    voice = Engines({}).voice("silence:any")
    speakers = Speakers({}, tmp_path, 1)
    try:
        orders = tuple(PartOrder(key, 0, "text", 12) for key in await speakers.speak(SENTENCES, "kk", voice))
        for kept in tmp_path.rglob("*.npz"):
            kept.write_bytes(b"")
        with pytest.raises(EngineError, match="gone from the cache") as raised:
            await speakers.put_together(orders, Tags("", "", "", "kk"), Pauses())
        left = list(tmp_path.rglob("*.npz"))
        await speakers.speak(SENTENCES, "kk", voice)
        made = await speakers.put_together(orders, Tags("", "", "", "kk"), Pauses())
    finally:
        speakers.close()

    assert (0, []) == (raised.value.retry_after, left)
    assert len(SENTENCES) == len(made.timings)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 61])
def test_the_first_of_many_texts_wait_for_few_others(count):
    """Texts are wanted in portions that grow, in order, and none is left out."""
    portions = [list(one) for one in _portions(list(range(count)))]

    assert list(range(count)) == [one for portion in portions for one in portion]
    assert all(len(portion) <= limit for portion, limit in zip(portions, (2, 4, 8, 16, AT_ONCE, AT_ONCE), strict=False))
