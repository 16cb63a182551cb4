"""Spoken sentences come back from the cache as they went in, and nothing damaged comes back."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from audio_guide.speech.engines import Utterance, Voice, WordTime
from audio_guide.speech.render import KeptFrames, SentenceCache, Timing, sentence_key

VOICE = Voice("silence:any", "silence", "Silence", ("kk",), "GPL", "", "draft", leaves_house=False, fingerprint="f")
SOUND = Utterance(np.linspace(-0.5, 0.5, 2000, dtype=np.float32), 22050, (WordTime(0, 0.0), WordTime(5, 0.04)))


@pytest.fixture
def cache(tmp_path):
    """Return an empty cache."""
    return SentenceCache(tmp_path)


def test_what_goes_in_comes_out(cache):
    """Samples, rate and word times are kept."""
    cache.put("a" * 64, SOUND)
    found = cache.get("a" * 64)

    assert (SOUND.rate, SOUND.words) == (found.rate, found.words)
    assert np.abs(found.samples - SOUND.samples).max() < 1e-4


def test_unknown_word_times_stay_unknown(cache):
    """A voice without word times is not given an empty list of them."""
    cache.put("b" * 64, Utterance(SOUND.samples, 16000))

    assert cache.get("b" * 64).words is None


@pytest.mark.parametrize("damage", [b"", b"garbage", None], ids=["empty", "garbage", "cut"])
def test_damaged_entries_count_as_missing(cache, tmp_path, damage):
    """A file that a crash left damaged is removed and spoken again."""
    cache.put("c" * 64, SOUND)
    (path,) = tmp_path.rglob("*.npz")
    path.write_bytes(path.read_bytes()[:500] if damage is None else damage)

    assert (None, False) == (cache.get("c" * 64), path.exists())


def test_the_longest_unused_go_first(tmp_path):
    """When the folder is too large, what was used last stays."""
    import os

    cache = SentenceCache(tmp_path, max_bytes=10_000)
    for number, key in enumerate("defg"):
        cache.put(key * 64, SOUND)
        os.utime(next(tmp_path.rglob(f"{key * 64}.npz")), (number, number))
    cache.get("d" * 64)
    cache.evict()

    assert cache.get("d" * 64) is not None
    assert cache.get("e" * 64) is None


def test_keys_differ_with_everything_that_is_heard():
    """Another text, language, voice or option has another key."""
    import dataclasses

    other = dataclasses.replace(VOICE, fingerprint="g")
    keys = {
        sentence_key("сөз", "kk", VOICE, {}),
        sentence_key("сөз.", "kk", VOICE, {}),
        sentence_key("сөз", "ru", VOICE, {}),
        sentence_key("сөз", "kk", other, {}),
        sentence_key("сөз", "kk", VOICE, {"rate": "120"}),
    }

    assert 5 == len(keys)


@pytest.fixture
def full(monkeypatch):
    """Let the disk have hardly any room."""
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage._replace(free=1_000_000))


def test_a_cache_leaves_the_last_room_to_others(cache, tmp_path, full):
    """On a disk that is nearly full no sentence is kept and it is said so; encoded frames are silently not kept, since nothing waits for them."""
    with pytest.raises(OSError, match="No space left"):
        cache.put("h" * 64, SOUND)
    KeptFrames(tmp_path).put("f" * 64, Timing(0.0, 1.0, ()))

    assert [] == [path for path in tmp_path.rglob("*") if path.is_file()]


def test_nothing_half_written_stays_in_a_cache(cache, tmp_path, monkeypatch):
    """When a file cannot be put in its place, what was written beside it goes."""

    def refuse(_self, _target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="No space left"):
        cache.put("h" * 64, SOUND)

    assert [] == [path for path in tmp_path.rglob("*") if path.is_file()]
