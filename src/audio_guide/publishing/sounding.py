"""How an edition holds a recording: its files and voice, and its times upon the words that are shown."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

import msgspec

from audio_guide.publishing import edition as public
from audio_guide.publishing.models import Approval
from audio_guide.speech.models import Recording, WaySound
from audio_guide.speech.plan import Passage, Plan


def sound_of(recording: Recording, approval: Approval | None) -> public.Sound:
    """Return a recording as an edition names it; only a preview has one that nobody approved."""
    return approved_sound(recording, approval.approved_by, approval.created_at) if approval is not None else approved_sound(recording, "", None)


def approved_sound(row: Recording | WaySound, by: str, at: datetime | None) -> public.Sound:
    """Return the sound of a stop or of a way with who approved it and when."""
    return public.Sound(
        files=tuple(map(public.media_file, row.files)),
        duration=row.duration,
        voice=msgspec.convert(row.voice, public.VoiceCredit),
        wanted_digest=row.wanted_digest,
        approved_by=by,
        approved_at=moment(at) if at is not None else "",
    )


def moment(at: datetime) -> str:
    """Return a time as it stands in editions."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def paragraphs_with_times(plan: Plan, recording: Recording) -> tuple[public.Paragraph, ...]:
    """Put the recording's times onto the text as it is shown now; the plan's digest says that they belong together."""
    sentences: dict[int, list[public.Sentence]] = {}
    if plan.take:
        return _as_read(plan, recording)
    for number, (sentence, timing) in enumerate(zip(plan.sentences, recording.timings, strict=True), 1):
        row = cast("Mapping[str, Any]", timing)
        words: list[public.Word] = []
        onsets = {int(char): float(at) for char, at in row["words"]}
        for token in sentence.reading.tokens:
            said = [at for char, at in onsets.items() if token.spoken_start <= char < token.spoken_end]
            if said:
                words.append(public.Word(start=min(said), text_from=sentence.start + token.start, text_to=sentence.start + token.end))
        cue = public.Sentence(id=f"s{number}", start=row["start"], end=row["end"], text_from=sentence.start, text_to=sentence.end, words=tuple(words))
        sentences.setdefault(sentence.passage, []).append(cue)
    return tuple(paragraph(passage, sentences.get(number, ())) for number, passage in enumerate(plan.passages))


def paragraph(passage: Passage, sentences: Sequence[public.Sentence] = ()) -> public.Paragraph:
    """Return a passage as an edition shows it."""
    phrases = tuple(public.Phrase(text_from=one.start, text_to=one.end, language=one.language) for one in passage.phrases)
    return public.Paragraph(id=passage.id, role=cast("Any", passage.role), text=passage.text, sentences=tuple(sentences), phrases=phrases)


def _as_read(plan: Plan, recording: Recording) -> tuple[public.Paragraph, ...]:
    """Put the times of a person's reading onto the text; they know their places themselves, for the digest says that the words are the same."""
    sentences: dict[int, list[public.Sentence]] = {}
    for number, timing in enumerate(recording.timings, 1):
        row = cast("Mapping[str, Any]", timing)
        cue = public.Sentence(id=f"s{number}", start=row["start"], end=row["end"], text_from=row["from"], text_to=row["to"])
        sentences.setdefault(row["passage"], []).append(cue)
    return tuple(paragraph(passage, sentences.get(number, ())) for number, passage in enumerate(plan.passages))
