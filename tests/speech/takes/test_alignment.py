"""Sentences are found in what a person reads, as well as pauses tell them; and where they do not, nobody pretends."""

import numpy as np
import pytest
from tests.speech.takes.readers import CALM, HASTY, HESITANT, script, take

from audio_guide.speech.takes.activity import Activity, activity
from audio_guide.speech.takes.alignment import Said, align

LANGUAGES = ("kk", "ru", "en")


def found(number, language, reader):
    """Return the alignment of a stop that is read, and the true times."""
    samples, rate, said, times = take(script(number, language), language, reader, seed=number)
    return align(said, activity(samples, rate)), times


@pytest.mark.parametrize("reader", [CALM, HESITANT, HASTY], ids=["calm", "hesitant", "hasty"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_begin_where_they_are_said(language, reader):
    """Of four whole stops 95 in a hundred sentences are found within a quarter of a second, half of them within a tenth, in every language."""
    errors = []
    for number in (1, 3, 5, 8):
        alignment, times = found(number, language, reader)
        assert "sentence" == alignment.level
        assert len(times) == len(alignment.times)
        errors += [abs(start - true) for (start, _), (true, _) in zip(alignment.times, times, strict=True)]
    within = np.mean(np.array(errors) <= 0.25)
    print(f"{language}: {len(errors)} sentences, median {np.median(errors):.3f} s, p95 {np.percentile(errors, 95):.3f} s, within 0.25 s {within:.3f}")

    assert len(errors) > 80
    assert np.median(errors) <= 0.1
    assert within >= 0.95


@pytest.mark.parametrize("language", LANGUAGES)
def test_calm_readers_are_followed_exactly(language):
    """Somebody who pauses after each sentence is followed within a quarter of a second everywhere."""
    alignment, times = found(5, language, CALM)

    assert max(abs(start - true) for (start, _), (true, _) in zip(alignment.times, times, strict=True)) <= 0.25
    assert alignment.trust > 0.7


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_words_are_not_trusted(language):
    """If another text is read than the one that is shown, no sentence is claimed to be found, and the trust is far below that of a true reading."""
    samples, rate, _, _ = take(script(3, language), language, CALM, seed=3)
    true, _ = found(3, language, CALM)
    wrong = [Said(sum(map(str.isalpha, text)), paragraph) for text, paragraph in script(10, language)[::-1]]
    alignment = align(wrong, activity(samples, rate))

    assert len(wrong) == len(alignment.times)
    assert "sentence" != alignment.level
    assert alignment.trust < true.trust * 0.6


def test_speech_without_a_pause_is_one_piece():
    """Where nothing can be told apart, every sentence has the time of the whole, and the trust is nought."""
    alignment = align([Said(40, 0), Said(50, 0), Said(30, 1)], Activity(((0.5, 12.0),), 30.0))

    assert ("whole", 0.0) == (alignment.level, alignment.trust)
    assert [(0.45, 12.0)] * 3 == list(alignment.times)


def test_paragraphs_are_found_where_sentences_are_not():
    """Somebody who runs through sentences and stops after paragraphs is followed by paragraphs: their sentences share one time."""
    said = [Said(50, 0), Said(50, 0), Said(50, 0), Said(40, 1), Said(60, 1), Said(50, 2), Said(50, 2)]
    alignment = align(said, Activity(((0.3, 10.2), (11.4, 18.0), (19.3, 26.0)), 30.0))

    assert "paragraph" == alignment.level
    assert [0.25, 0.25, 0.25, 11.35, 11.35, 19.25, 19.25] == [pytest.approx(start) for start, _ in alignment.times]


def test_a_single_sentence_has_the_whole_time():
    """One sentence needs no search."""
    alignment = align([Said(30, 0)], Activity(((1.0, 2.0), (2.3, 4.0)), 30.0))

    assert ((0.95, 4.0),) == alignment.times


def test_times_never_go_back():
    """Sentences follow one another and never overlap, whoever reads."""
    for reader in (CALM, HASTY, HESITANT):
        alignment, _ = found(8, "ru", reader)
        flat = [moment for pair in alignment.times for moment in pair]

        assert sorted(flat) == flat


def test_a_humming_room_is_not_speech():
    """The noise of a room between two sentences does not count as speech, and noise alone is not cut into sentences."""
    rate = 22050
    random = np.random.default_rng(1)
    room = random.normal(0, 0.003, rate * 6).astype(np.float32)
    voice = room.copy()
    voice[rate : 2 * rate] += random.normal(0, 0.1, rate).astype(np.float32)
    voice[4 * rate : 5 * rate] += random.normal(0, 0.1, rate).astype(np.float32)

    flat = [moment for span in activity(voice, rate).spans for moment in span]

    assert [1.0, 2.0, 4.0, 5.0] == pytest.approx(flat, abs=0.05)
    assert 1 == len(activity(room, rate).spans)
