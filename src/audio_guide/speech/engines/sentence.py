"""What all voices ask of a sentence before they speak it, and where its words begin."""

import re
from dataclasses import dataclass

from audio_guide.speech.engines import EngineError, Voice

# A word is a run of letters or digits; stress marks, hyphens and apostrophes inside it belong to it ("сто́ящая", "жер-жерде", "it's").
_WORD = re.compile("[^\\W_][\\w\u0300-\u036f]*(?:[-'\u2019\u2011][^\\W_][\\w\u0300-\u036f]*)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence: its characters and the index of the first one."""

    start: int
    text: str


def words_of(sentence: str) -> tuple[Word, ...]:
    """Return the words of a sentence in order, with the index of their first character."""
    return tuple(Word(found.start(), found.group()) for found in _WORD.finditer(sentence))


def check_sentence(text: str, voice: Voice, language: str) -> None:
    """Raise EngineError if *voice* cannot speak this sentence: another language, nothing to say, or too long."""
    if language not in voice.languages and language.partition("-")[0] not in voice.languages:
        message = f"The voice “{voice.id}” does not speak “{language}”; it speaks {', '.join(voice.languages)}."
        raise EngineError("unsupported_language", message)
    if not words_of(text):
        message = "There is nothing to say: the sentence has no letters and no digits."
        raise EngineError("bad_text", message)
    if len(text) > voice.max_chars:
        message = f"The sentence has {len(text)} characters; the voice “{voice.id}” reads at most {voice.max_chars} at a time."
        raise EngineError("bad_text", message)
