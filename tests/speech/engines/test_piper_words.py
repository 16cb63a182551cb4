"""How the words of a sentence find their times among Piper's phonemes."""

from audio_guide.speech.engines.piper_words import Sound, word_times
from audio_guide.speech.engines.sentence import words_of

# How the front end says a word when it stands alone.
ALONE = {"in": "ˈɪn", "the": "ðə", "camp": "kˈæmp", "of": "ʌv", "women": "wˈɪmɪn"}


def _sounds(phonemes: str) -> list[Sound]:
    """Return phonemes that begin a hundred samples apart."""
    return [Sound(phoneme, number * 100) for number, phoneme in enumerate(phonemes)]


def _times(sentence: str, phonemes: str) -> list[tuple[int, float]] | None:
    found = word_times(words_of(sentence), _sounds(phonemes), lambda word: ALONE[word], 1000)
    return None if found is None else [(time.char, time.start) for time in found]


def test_runs_between_spaces_are_words() -> None:
    """As many runs of phonemes as words: each word begins with its run; commas and spaces at the end are no run."""
    assert [(0, 0.0), (4, 0.3), (11, 1.1)] == _times("the women, camp.", "ðə wˈɪmɪn, kˈæmp. ")


def test_a_word_begins_at_its_stress_mark() -> None:
    """A stress mark before the first sound belongs to the word."""
    assert [(0, 0.0), (3, 0.3)] == _times("in camp", "ɪn ˈkæmp")


def test_words_said_as_one_are_told_apart() -> None:
    """Words that the front end joins get times by the sounds they have alone, even if a sound has changed."""
    assert [(0, 0.0), (3, 0.2), (7, 0.5)] == _times("in the camp", "ɪnðə kˈæmp")
    assert [(0, 0.0), (6, 0.7), (9, 0.9), (13, 1.2)] == _times("women of the camp", "wˈɪmɪn əvðə kˈæmp")


def test_a_sentence_that_does_not_match_has_no_times() -> None:
    """When the sounds are others than those of the words, no time is given rather than a wrong one."""
    assert _times("in the camp", "ʃuːt bˈɔːl") is None
