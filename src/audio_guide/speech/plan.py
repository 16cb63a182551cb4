"""What has to be said for a script: which sentences, in which words, by which voice, and the digest of all that."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from audio_guide.speech.engines import Voice
from audio_guide.speech.reading import Reading, SpokenName, read
from audio_guide.speech.render import Pauses, Target, render_fingerprint
from audio_guide.speech.sentences import paragraphs, split
from audio_guide.tours.phrases import Phrase, cut

SCHEMA = 2
MOST_REMEMBERED = 256
"""Plans of so many scripts stay in memory."""
EASY_PAUSES = Pauses(sentence=0.6)


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a script as it is shown: the title, the content note or a paragraph, with the id that is the same in every language."""

    id: str
    role: str
    text: str
    phrases: tuple[Phrase, ...] = ()
    """Where it speaks another language."""


@dataclass(frozen=True, slots=True)
class PlannedSentence:
    """One sentence to be said: its passage, its span in the passage's text and how it is read."""

    passage: int
    start: int
    end: int
    reading: Reading


@dataclass(frozen=True, slots=True)
class Plan:
    """All that goes into a recording; two scripts with the same plan sound the same."""

    language: str
    voice: Voice
    passages: tuple[Passage, ...]
    sentences: tuple[PlannedSentence, ...]
    pauses: Pauses
    said_digest: str
    wanted_digest: str
    take: str = ""
    """The file in which a person has read this; "" where a machine speaks."""


def passages_of(title: str, note: str, body: str) -> tuple[Passage, ...]:
    """Cut a script into what is shown as one block each."""
    found = [Passage("title", "title", *cut(title))]
    if note:
        found.append(Passage("note", "note", *cut(note)))
    found.extend(Passage(f"p{number}", "text", *cut(body[start:end])) for number, (start, end) in enumerate(paragraphs(body), 1))
    return tuple(found)


def plan(  # noqa: PLR0913 -- everything that goes into a recording is named here, and only here
    title: str, note: str, body: str, *, language: str, track: str, voice: Voice, names: Iterable[SpokenName]
) -> Plan:
    """Read a script aloud in words and know its recording by the digest of all that goes into it; the last ones are remembered, since reading takes long."""
    return _plan(title, note, body, language, track, voice, tuple(names))


@lru_cache(maxsize=MOST_REMEMBERED)
def _plan(  # noqa: PLR0913, PLR0917 -- the same, in the form that can be remembered
    title: str, note: str, body: str, language: str, track: str, voice: Voice, names: tuple[SpokenName, ...]
) -> Plan:
    passages = passages_of(title, note, body)
    sentences = tuple(
        PlannedSentence(number, sentence.start, sentence.end, reading)
        for number, passage in enumerate(passages)
        for sentence in split(passage.text, language, voice.max_chars)
        if any(map(str.isalpha, (reading := read(passage.text[sentence.start : sentence.end], language, names)).text))
    )
    said = said_digest(passages, sentences)
    return Plan(language, voice, passages, sentences, pauses_of(track), said, wanted_digest(said, language, track, voice))


def pauses_of(track: str) -> Pauses:
    """Return the pauses of a track: easy language leaves more time."""
    return EASY_PAUSES if track == "easy" else Pauses()


def said_digest(passages: Iterable[Passage], sentences: Iterable[PlannedSentence]) -> str:
    """Return the digest of the words that are said and of the passages that they stand in."""
    ids = [passage.id for passage in passages]
    return hashlib.sha256(msgspec.json.encode([[ids[sentence.passage], sentence.reading.text] for sentence in sentences])).hexdigest()


def wanted_digest(said: str, language: str, track: str, voice: Voice) -> str:
    """Return the digest of all that goes into a recording, given that of its words."""
    before, after = _around(language, track, voice.id, voice.fingerprint)
    return hashlib.sha256(before + said.encode() + after).hexdigest()


@lru_cache(MOST_REMEMBERED)
def _around(language: str, track: str, voice: str, fingerprint: str) -> tuple[bytes, bytes]:
    """Return what stands before and after the words' digest in the document whose digest a recording is known by."""
    wanted = {
        "schema": SCHEMA,
        "language": language,
        "voice": voice,
        "fingerprint": fingerprint,
        "render": render_fingerprint(pauses_of(track), Target()),
        "said": "",
    }
    before, key, after = msgspec.json.encode(wanted, order="sorted").partition(b'"said":"')
    return before + key, after


@dataclass(frozen=True, slots=True)
class Credit:
    """What a person's reading is known by: the file, its digest, and whose voice it is on what terms."""

    file: str
    file_digest: str
    speaker: str
    licence: str


def human_plan(passages: tuple[Passage, ...], said: tuple[str, ...], credit: Credit, *, language: str) -> Plan:
    """Plan a recording that a person has read: known by the words as they are shown and by the file, not by names, voices or pauses.

    *said* are the ids of the passages that are read; a title that nobody reads may change without a new reading.
    """
    sentences = tuple(
        PlannedSentence(number, sentence.start, sentence.end, read(passage.text[sentence.start : sentence.end], language))
        for number, passage in enumerate(passages)
        if passage.id in said
        for sentence in split(passage.text, language)
        if any(map(str.isalnum, passage.text[sentence.start : sentence.end]))
    )
    voice = Voice("human", "human", credit.speaker, (language,), credit.licence, "", "human", leaves_house=False, fingerprint=credit.file_digest)
    words = words_digest(passages, said)
    return Plan(language, voice, passages, sentences, Pauses(), words, human_digest(words, credit), credit.file)


def human_digest(words: str, credit: Credit) -> str:
    """Return the digest of all that goes into a recording that a person has read, given that of its words."""
    return hashlib.sha256(msgspec.json.encode([SCHEMA, "human", words, credit.file_digest, credit.speaker, credit.licence])).hexdigest()


def words_digest(passages: tuple[Passage, ...], said: tuple[str, ...]) -> str:
    """Return the digest of the words that a person reads, as they are shown."""
    return hashlib.sha256(msgspec.json.encode([[passage.id, passage.text] for passage in passages if passage.id in said])).hexdigest()
